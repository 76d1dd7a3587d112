//! Text as it is typed, pasted and imported: what nobody sees goes, what looks like an ideograph becomes one, and
//! names are compared as people compare them.
//!
//! Everything that comes from outside passes through [`clean`] once, at the door it comes in by; what is compared or
//! looked for is [`fold`]ed. This module must not know what a text is about.

mod excerpt;
mod ideographs;
mod names;

use std::{collections::BTreeMap, fmt};

pub use excerpt::{ExcerptRun, excerpt, phrases};
pub use ideographs::simplified;
pub use names::{are_alike, is_same_name, letter, may_be_one, name_key, name_letters, without_mark};
use unicode_normalization::UnicodeNormalization;

/// A text without characters that nobody sees, and what had to change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    pub text: String,
    pub changes: Changes,
}

/// What cleaning changed that a person may want to know of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many characters went that nobody sees, and that change nothing that one sees.
    pub invisible: usize,
    /// How many characters went that turn the direction of writing around.
    pub turning: usize,
    /// Characters that look like ideographs, with the ideographs that stand there now; each once.
    pub replaced: BTreeMap<char, char>,
    /// Characters of private use, which every machine shows as it likes; they stay, since nobody knows what they mean.
    pub private: Vec<PrivateCharacter>,
}

/// A character of private use (造字) and its first place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrivateCharacter {
    pub character: char,
    /// The field as people know it; nothing where there is only one text.
    pub field: &'static str,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// More are not told: who pasted a hundred of them knows what to look for after five.
const MOST_TOLD: usize = 5;

/// Cleans what somebody typed, pasted or imported.
///
/// Line ends become `\n`; control characters but tabs, soft hyphens, zero-width characters, marks of direction,
/// variation selectors and fillers go; blanks that do not break become ordinary ones; radicals and compatibility
/// ideographs become the ideographs they stand for. Cleaned once more, a text stays as it is.
pub fn clean(text: &str) -> Cleaned {
    let mut cleaned = Cleaned { text: String::with_capacity(text.len()), changes: Changes::default() };
    let (mut line, mut column) = (1, 0);
    let mut follows_return = false;
    for character in text.chars() {
        let ends_return = std::mem::replace(&mut follows_return, character == '\r');
        column += 1;
        let kept = match character {
            '\n' if ends_return => continue,
            // Word's line break (U+000B), a page's end, and the line ends of other systems.
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => '\t',
            '\u{a0}' | '\u{2000}' | '\u{2002}' | '\u{2004}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
            '\u{2001}' | '\u{2003}' => '\u{3000}',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                cleaned.changes.turning += 1;
                continue;
            }
            invisible if is_invisible(invisible) => {
                cleaned.changes.invisible += 1;
                continue;
            }
            private if is_private(private) => {
                let told = &mut cleaned.changes.private;
                if told.len() < MOST_TOLD && told.iter().all(|one| one.character != private) {
                    told.push(PrivateCharacter { character: private, field: "", line, column });
                }
                private
            }
            other => match ideographs::meant_by(other) {
                Some(ideograph) => {
                    cleaned.changes.replaced.insert(other, ideograph);
                    ideograph
                }
                None => other,
            },
        };
        if kept == '\n' {
            line += 1;
            column = 0;
        }
        cleaned.text.push(kept);
    }
    cleaned
}

/// [`clean`], where nobody is to be told.
pub fn cleaned(text: &str) -> String {
    clean(text).text
}

/// How a text is looked for: cleaned, of one width, in small letters. Blanks and punctuation stay.
pub fn fold(text: &str) -> String {
    // Selectors and radicals go first: what is composed of them would not be recognised after.
    cleaned(text).nfkc().flat_map(char::to_lowercase).collect()
}

/// Whether a character is seen by nobody, whatever font shows it, and is no blank: what Unicode's tables (16.0) give as
/// Default_Ignorable_Code_Point or as a format character (Cf), and signs that are drawn as nothing.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffc}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{13455}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || character.is_control() && !matches!(character, '\t' | '\n')
        || u32::from(character) & 0xfffe == 0xfffe
}

/// Whether a character is of private use: what it shows depends on the fonts of the machine.
pub fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

impl Changes {
    /// Adds what changed in another text.
    pub fn add(&mut self, other: Self) {
        self.invisible += other.invisible;
        self.turning += other.turning;
        self.replaced.extend(other.replaced);
        for one in other.private {
            if self.private.len() < MOST_TOLD
                && self.private.iter().all(|told| told.character != one.character)
            {
                self.private.push(one);
            }
        }
    }

    /// Says of its characters of private use in which field of a form they stand.
    pub fn within(mut self, field: &'static str) -> Self {
        for one in &mut self.private {
            one.field = field;
        }
        self
    }

    /// Whether anything changed that one sees, or should know of.
    pub fn is_seen(&self) -> bool {
        self.turning > 0 || !self.replaced.is_empty() || !self.private.is_empty()
    }
}

/// What changed that one sees, in words; nothing where nothing did.
impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.turning > 0 {
            parts.push(format!("已去掉 {} 个使文字倒排的控制字符，请再看一遍字序", self.turning));
        }
        if !self.replaced.is_empty() {
            let pairs: Vec<String> = self
                .replaced
                .iter()
                .take(MOST_TOLD)
                .map(|(typed, meant)| format!("{typed}（U+{:04X}）→{meant}", u32::from(*typed)))
                .collect();
            let more = if self.replaced.len() > MOST_TOLD { "等" } else { "" };
            parts.push(format!("已把形似汉字的部首或兼容字换成汉字：{}{more}", pairs.join("、")));
        }
        if !self.private.is_empty() {
            let places: Vec<String> = self.private.iter().map(PrivateCharacter::to_string).collect();
            parts.push(format!("有各台电脑显示不同的造字，请换成标准字：{}", places.join("、")));
        }
        formatter.write_str(&parts.join("；"))
    }
}

impl fmt::Display for PrivateCharacter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { character, field, line, column } = self;
        write!(formatter, "U+{:04X}（{field}第{line}行第{column}字）", u32::from(*character))
    }
}

/// What may stand between the parts of a list beside commas and semicolons, Chinese or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Ends of lines: each part on a line of its own.
    Lines,
    /// Colons, as in a proportion: 6：4.
    Colons,
    /// Blanks and ends of lines, of parts that hold none.
    Blanks,
}

/// The parts of a list as people type it: 甲、乙；丙, or with something else [`Between`] them.
pub fn listed(text: &str, between: Between) -> impl Iterator<Item = &str> {
    let parts = move |character: char| {
        matches!(character, '、' | '，' | ',' | '；' | ';')
            || match between {
                Between::Lines => character == '\n',
                Between::Colons => matches!(character, '：' | ':'),
                Between::Blanks => character.is_whitespace(),
            }
    };
    text.split(parts).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests;
