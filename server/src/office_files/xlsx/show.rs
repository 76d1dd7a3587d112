//! What a number shows, as a spreadsheet writes it, and whether it is a day.

use std::sync::Arc;

use jiff::civil::{Date, date};
use ssfmt::{DateSystem, FormatOptions, NumberFormat};

use super::super::sheets::{Cell, Value};

/// Spreadsheets allow no longer ones.
const LONGEST_CODE: usize = 255;

/// How the numbers of a style show.
#[derive(Clone, Debug)]
pub(super) struct Format {
    /// `None` for the general one, and for one that cannot be read.
    code: Option<Arc<NumberFormat>>,
    means: Means,
    /// Whether positive numbers, negative ones and zero show nothing.
    hides: [bool; 3],
    from_1904: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Number,
    Day,
    /// A time of the day, or how long something took.
    Time,
}

impl Format {
    pub(super) fn new(code: &str, from_1904: bool) -> Self {
        let is_general = code.eq_ignore_ascii_case("general") || code.starts_with("G/");
        let known =
            (!is_general && code.len() <= LONGEST_CODE).then(|| NumberFormat::parse(code).ok()).flatten();
        Self { code: known.map(Arc::new), means: meaning(code), hides: hides(code), from_1904 }
    }

    /// The formats that have a number and no code, as a Chinese spreadsheet shows them.
    pub(super) fn built_in(id: usize, from_1904: bool) -> Self {
        let code = match id {
            14 => "yyyy/m/d",
            22 => "yyyy/m/d h:mm",
            27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
            28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
            30 => "m-d-yy",
            31 => "yyyy\"年\"m\"月\"d\"日\"",
            32 => "h\"时\"mm\"分\"",
            33 => "h\"时\"mm\"分\"ss\"秒\"",
            34 | 55 => "AM/PM h\"时\"mm\"分\"",
            35 | 56 => "AM/PM h\"时\"mm\"分\"ss\"秒\"",
            id => u32::try_from(id).ok().and_then(ssfmt::format_code_from_id).unwrap_or("General"),
        };
        Self::new(code, from_1904)
    }

    /// The cell of a number.
    pub(super) fn cell(&self, number: f64) -> Cell {
        if !number.is_finite() || number.abs() >= 1e15 && self.means == Means::Number {
            let why = "数字超过15位，表格程序已经改动了后面的数位，请把单元格设为文本后重新填写";
            return Cell { text: general(number), value: Value::Broken(why) };
        }
        let number = at_fifteen_digits(number);
        let sign = if number > 0.0 { 0 } else { 1 + usize::from(number == 0.0) };
        let text = if self.hides[sign] { String::new() } else { self.shown(number) };
        let value = match self.means {
            Means::Number => Value::Number(number),
            Means::Time => Value::Text,
            Means::Day => match day(number, self.from_1904) {
                Some(day) => Value::Date(day),
                None if (0.0..1.0).contains(&number) => Value::Text,
                None => Value::Broken("不是有效的日期，请核对这个单元格"),
            },
        };
        if text.is_empty() {
            let why = "单元格里有内容，但格式设成了不显示，请改格式或清除内容";
            return Cell { text, value: Value::Broken(why) };
        }
        Cell { text, value }
    }

    fn shown(&self, number: f64) -> String {
        let Some(code) = &self.code else { return general(number) };
        let date_system = if self.from_1904 { DateSystem::Date1904 } else { DateSystem::Date1900 };
        let options = FormatOptions { date_system, ..FormatOptions::default() };
        let text = code.format(number, &options);
        if text.starts_with('#') && text.bytes().all(|byte| byte == b'#') {
            // A negative day: nothing is shown that could be read.
            return general(number);
        }
        text.trim().to_owned()
    }
}

/// The number that shows: spreadsheets keep seventeen digits and show fifteen, so that 0.1×3 is 0.3.
fn at_fifteen_digits(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// As the general format shows it, where the column is wide enough.
pub fn general(number: f64) -> String {
    let number = at_fifteen_digits(number);
    let exponent = number.abs().log10();
    if number != 0.0 && !(-9.0..21.0).contains(&exponent) {
        return format!("{number:e}").replace('e', "E");
    }
    number.to_string()
}

/// Of which numbers a format shows nothing: `;;;` of all, `0;-0;;@` of zero.
fn hides(code: &str) -> [bool; 3] {
    let sections: Vec<&str> = code.split(';').collect();
    let is_empty = |place: usize| sections.get(place).is_some_and(|section| section.is_empty());
    if sections.len() < 2 { [false; 3] } else { [is_empty(0), is_empty(1), is_empty(2)] }
}

/// What a format is for, by the letters in it that are not said as they stand.
fn meaning(code: &str) -> Means {
    let mut bare = String::new();
    let mut elapsed = false;
    // Only the first section: the others are for negative numbers and texts.
    let mut characters = code.split(';').next().unwrap_or_default().chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                let _ = characters.by_ref().find(|character| *character == '"');
            }
            '\\' | '_' | '*' => _ = characters.next(),
            '[' => {
                let inner: String = characters.by_ref().take_while(|character| *character != ']').collect();
                let inner = inner.to_ascii_lowercase();
                elapsed |=
                    !inner.is_empty() && ["h", "m", "s"].iter().any(|one| inner.replace(one, "").is_empty());
            }
            character => bare.push(character.to_ascii_lowercase()),
        }
    }
    let bare = bare.replace("general", "").replace("am/pm", "").replace("a/p", "").replace("上午/下午", "");
    let has = |letters: &[char]| bare.contains(letters);
    match () {
        () if elapsed => Means::Time,
        () if has(&['0', '#', '?']) && !has(&['y', 'd', 'h']) => Means::Number,
        () if has(&['y', 'd']) => Means::Day,
        () if has(&['h', 's']) => Means::Time,
        () if has(&['m', 'e']) => Means::Day,
        () => Means::Number,
    }
}

/// The day of a serial number. Spreadsheets take 1900 for a leap year, so that the days before its March lie one later.
fn day(serial: f64, from_1904: bool) -> Option<Date> {
    let whole = serial.floor();
    let (first, days) = match (from_1904, whole) {
        (true, 0.0..=2_957_003.0) => (date(1904, 1, 1), whole),
        (false, 61.0..=2_958_465.0) => (date(1899, 12, 30), whole),
        (false, 1.0..60.0) => (date(1899, 12, 31), whole),
        _ => return None,
    };
    // A whole number below three millions.
    #[expect(clippy::cast_possible_truncation, reason = "the range was looked at")]
    let days = days as i64;
    first.checked_add(jiff::Span::new().days(days)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(code: &str, number: f64) -> (String, Value) {
        let cell = Format::new(code, false).cell(number);
        (cell.text, cell.value)
    }

    #[test]
    fn a_number_shows_as_in_a_spreadsheet() {
        let cases: [(&str, f64, &str); 14] = [
            ("General", 0.1 * 3.0, "0.3"),
            ("General", 4.0, "4"),
            ("General", -0.5, "-0.5"),
            ("General", 1.0 / 3.0, "0.333333333333333"),
            ("General", 123_456_789_012.0, "123456789012"),
            ("0.00", 2024.1, "2024.10"),
            ("0", 2024.0, "2024"),
            ("000", 3.0, "003"),
            ("#,##0.00", 1234.5, "1,234.50"),
            ("0%", 0.5, "50%"),
            ("0\"篇\"", 4.0, "4篇"),
            ("0_ ", 7.0, "7"),
            ("0.00_);[Red]\\(0.00\\)", -1.5, "(1.50)"),
            ("G/通用格式", 5.0, "5"),
        ];
        for (code, number, shown) in cases {
            let (text, value) = cell(code, number);
            assert_eq!(text, shown, "{code} {number}");
            assert!(matches!(value, Value::Number(_)), "{code}");
        }
    }

    #[test]
    fn a_number_that_shows_as_a_day_is_that_day() {
        let day = Value::Date(date(2024, 3, 5));
        let codes = [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "yyyy/m/d;@",
            "[$-804]yyyy\"年\"m\"月\";@",
            "m\"月\"d\"日\"",
            "mmm-yy",
            "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"",
            "yyyy-mm-dd hh:mm:ss",
        ];
        for code in codes {
            assert_eq!(cell(code, 45356.0).1, day, "{code}");
            assert_eq!(cell(code, 45356.75).1, day, "{code}");
        }
        for id in [14, 15, 17, 22, 27, 31, 36, 57, 58] {
            assert_eq!(Format::built_in(id, false).cell(45356.0).value, day, "{id}");
        }
        assert_eq!(Format::new("yyyy-mm-dd", true).cell(45356.0 - 1462.0).value, day);
        assert_eq!(cell("yyyy-mm-dd", 45356.0).0, "2024-03-05");
        assert_eq!(cell("yyyy\"年\"m\"月\"", 45356.0).0, "2024年3月");
        assert_eq!(cell("yyyy-mm-dd", 1.0).1, Value::Date(date(1900, 1, 1)));
        for code in ["h:mm", "[h]:mm:ss", "mm:ss"] {
            assert_eq!(cell(code, 0.5).1, Value::Text, "{code}");
        }
    }

    #[test]
    fn a_number_of_which_digits_were_lost_or_nothing_shows_is_a_fault() {
        assert!(matches!(cell("General", 370_502_199_001_011_234.0).1, Value::Broken(_)));
        for (code, number) in [(";;;", 5.0), (";;;", 0.0), ("0;-0;;@", 0.0), (";;", -1.0)] {
            assert!(matches!(cell(code, number).1, Value::Broken(_)), "{code} {number}");
        }
        assert_eq!(cell("0;-0;;@", 4.0).0, "4");
        assert!(matches!(cell("yyyy-mm-dd", -3.0).1, Value::Broken(_)));
        assert!(matches!(cell("yyyy-mm-dd", 60.0).1, Value::Broken(_)));
        assert!(matches!(cell("yyyy-mm-dd", 1e9).1, Value::Broken(_)));
    }
}
