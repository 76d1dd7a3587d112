//! The numbers that Word puts before paragraphs by itself, as they are printed: （一）, 1、, ①.

use std::collections::{HashMap, HashSet};

use super::{
    super::{OfficeFileError, package::Package},
    piece::Number,
    symbols::{self, Symbols},
    xml::{Element, Listener, listen},
};

/// Word's own levels.
const LEVELS: usize = 9;
/// More lists than this have no document.
const MOST: usize = 20_000;
/// Signs of a level's text: Word takes some thirty.
const MOST_SIGNS: usize = 64;

/// How the paragraphs of one level of a list are numbered.
#[derive(Clone, Debug)]
struct Level {
    /// `None` for a sign, or for nothing.
    format: Option<Format>,
    /// Its text is a sign.
    is_sign: bool,
    /// The font of signs in which it is printed.
    symbols: Option<Symbols>,
    /// `%1、`: each `%` with a digit is the number of that level.
    text: String,
    start: usize,
}

impl Default for Level {
    fn default() -> Self {
        Self { format: None, is_sign: false, symbols: None, text: String::new(), start: 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Decimal,
    Chinese,
    Formal,
    Circled,
    FullWidth,
    Letter { upper: bool },
    Roman { upper: bool },
}

/// A document's lists, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels, by the kind of list.
    kinds: HashMap<usize, Vec<Level>>,
    /// Lists: their kind, and where each level of their own begins.
    lists: HashMap<usize, (usize, HashMap<usize, usize>)>,
    /// Lists of a kind go on counting from one another.
    counts: HashMap<usize, [Option<usize>; LEVELS]>,
    /// The lists that were begun, whose own beginnings hold once.
    begun: HashSet<usize>,
}

impl Numbering {
    /// What stands before the next paragraph; `None` where nothing is printed.
    pub(super) fn next(&mut self, list: usize, level: usize) -> Option<Number> {
        let level = level.min(LEVELS - 1);
        let (kind, own) = self.lists.get(&list)?;
        let levels = self.kinds.get(kind)?;
        let counts = self.counts.entry(*kind).or_default();
        if self.begun.insert(list) {
            for (level, start) in own.iter().filter(|(level, _)| **level < LEVELS) {
                counts[*level] = Some(start.saturating_sub(1));
            }
        }
        let start = |level: usize| levels.get(level).map_or(1, |level| level.start);
        counts[level] = Some(counts[level].map_or(start(level), |count| count.saturating_add(1)));
        for deeper in &mut counts[level + 1..] {
            *deeper = None;
        }
        let own = levels.get(level)?;
        if own.is_sign {
            return Some(Number::Sign(symbols::shown(&own.text, own.symbols)));
        }
        own.format?;
        let mut text = String::new();
        let mut signs = own.text.chars();
        while let Some(sign) = signs.next() {
            let shown = if sign == '%' { signs.next().and_then(|digit| digit.to_digit(10)) } else { None };
            match shown {
                Some(shown @ 1..=9) => {
                    let shown = shown as usize - 1;
                    let number = counts[shown].unwrap_or_else(|| start(shown));
                    let format = levels.get(shown).and_then(|level| level.format);
                    text.push_str(&printed(number, format.unwrap_or(Format::Decimal)));
                }
                _ => text.push(sign),
            }
        }
        (!text.trim().is_empty()).then_some(Number::Text(text))
    }
}

fn format(name: &str) -> Option<Format> {
    Some(match name {
        "decimal" | "decimalZero" | "decimalHalfWidth" | "numberInDash" => Format::Decimal,
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseDigitalTenThousand" => Format::Chinese,
        "chineseLegalSimplified" | "ideographLegalTraditional" => Format::Formal,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Format::Circled,
        "decimalFullWidth" | "decimalFullWidth2" => Format::FullWidth,
        "upperLetter" => Format::Letter { upper: true },
        "lowerLetter" => Format::Letter { upper: false },
        "upperRoman" => Format::Roman { upper: true },
        "lowerRoman" => Format::Roman { upper: false },
        _ => return None,
    })
}

fn printed(number: usize, format: Format) -> String {
    match format {
        Format::Decimal => number.to_string(),
        Format::Chinese => chinese(number, "〇一二三四五六七八九", "十"),
        Format::Formal => chinese(number, "零壹贰叁肆伍陆柒捌玖", "拾"),
        Format::Circled => match u32::try_from(number) {
            Ok(number @ 1..=20) => char::from_u32('①' as u32 + number - 1).into_iter().collect(),
            _ => number.to_string(),
        },
        Format::FullWidth => {
            let wide = |digit: char| char::from_u32(digit as u32 - '0' as u32 + '０' as u32);
            number.to_string().chars().filter_map(wide).collect()
        }
        Format::Letter { upper } => {
            let first = if upper { b'A' } else { b'a' };
            let letter = u8::try_from(number.saturating_sub(1) % 26).unwrap_or(0);
            let times = number.saturating_sub(1) / 26 + 1;
            char::from(first + letter).to_string().repeat(times.min(8))
        }
        Format::Roman { upper } => {
            let roman = roman(number);
            if upper { roman } else { roman.to_lowercase() }
        }
    }
}

fn chinese(number: usize, digits: &str, ten: &str) -> String {
    let digit = |digit: usize| digits.chars().nth(digit).unwrap_or('〇');
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_string(),
        (1, 0) => ten.to_owned(),
        (1, ones) => format!("{ten}{}", digit(ones)),
        (tens @ 2..=9, 0) => format!("{}{ten}", digit(tens)),
        (tens @ 2..=9, ones) => format!("{}{ten}{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number.min(3_999);
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

pub(super) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Numbering, OfficeFileError> {
    let mut reading = Reading::default();
    if let Some(part) = part {
        listen(package, part, &mut reading)?;
    }
    Ok(reading.numbering)
}

#[derive(Debug, Default)]
struct Reading {
    numbering: Numbering,
    open: Vec<String>,
    kind: usize,
    list: usize,
    level: usize,
}

impl Reading {
    fn level(&mut self) -> Option<&mut Level> {
        let levels = self.numbering.kinds.get_mut(&self.kind)?;
        levels.resize(levels.len().max(self.level + 1), Level::default());
        levels.get_mut(self.level)
    }

    fn is_within(&self, name: &str) -> bool {
        self.open.iter().any(|open| open == name)
    }
}

impl Listener for Reading {
    fn start(&mut self, element: &Element<'_>) -> Result<(), OfficeFileError> {
        let id = |name: &str| element.attribute(name).and_then(|id| id.parse().ok()).unwrap_or(0);
        let in_kind = self.is_within("abstractNum");
        match element.name() {
            "abstractNum" => {
                self.kind = id("abstractNumId");
                self.numbering.kinds.insert(self.kind, Vec::new());
            }
            "num" => {
                self.list = id("numId");
                self.numbering.lists.insert(self.list, (0, HashMap::new()));
            }
            "abstractNumId" => {
                if let Some(list) = self.numbering.lists.get_mut(&self.list) {
                    list.0 = element.number().unwrap_or(0);
                }
            }
            "lvl" | "lvlOverride" => self.level = usize::min(id("ilvl"), LEVELS - 1),
            "startOverride" => {
                let (level, start) = (self.level, element.number().unwrap_or(1));
                if let Some(list) = self.numbering.lists.get_mut(&self.list) {
                    list.1.insert(level, start);
                }
            }
            "start" if in_kind => {
                let start = element.number().unwrap_or(1);
                if let Some(level) = self.level() {
                    level.start = start;
                }
            }
            "numFmt" if in_kind => {
                let value = element.value();
                if let Some(level) = self.level() {
                    level.format = value.as_deref().and_then(format);
                    level.is_sign = value.as_deref() == Some("bullet");
                }
            }
            "rFonts" if in_kind => {
                let symbols = Symbols::of_fonts(element);
                if let Some(level) = self.level() {
                    level.symbols = symbols;
                }
            }
            "lvlText" if in_kind => {
                let text: String = element.value().unwrap_or_default().chars().take(MOST_SIGNS).collect();
                if let Some(level) = self.level() {
                    level.text = text;
                }
            }
            _ => {}
        }
        if self.numbering.kinds.len() + self.numbering.lists.len() > MOST {
            return Err(OfficeFileError::Bomb("编号太多".to_owned()));
        }
        self.open.push(element.name().to_owned());
        Ok(())
    }

    fn end(&mut self) -> Result<(), OfficeFileError> {
        self.open.pop();
        Ok(())
    }
}
