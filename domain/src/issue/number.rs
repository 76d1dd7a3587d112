//! The numbers that issues bear: 第9期, 第51—52期 (合刊), 增刊第1期, 总第112期.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// The largest number that an issue can bear.
const LARGEST: i32 = 999_999;
/// The longest run of numbers that one issue stands for: a year of weeks.
pub const LONGEST_RUN: i32 = 53;

coded! {
    /// The sequences in which a newsletter counts its issues, each by itself in each year.
    #[derive(Default)]
    pub enum Series {
        #[default]
        Regular = ("regular", "正刊"),
        /// 增刊.
        Supplement = ("supplement", "增刊"),
        /// 特刊.
        Special = ("special", "特刊"),
    }
}

impl Series {
    /// What stands before the number in print.
    fn prefix(self) -> &'static str {
        match self {
            Self::Regular => "",
            other => other.label(),
        }
    }

    fn is_regular(&self) -> bool {
        *self == Self::Regular
    }
}

/// What an issue's number says beyond a plain 第N期: nothing, for most issues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Edition {
    #[serde(default, skip_serializing_if = "Series::is_regular")]
    pub series: Series,
    /// The last of the numbers that a 合刊 stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_number: Option<i32>,
    /// As [`Self::last_number`], of 总第N期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_total: Option<i32>,
}

impl Edition {
    /// 第9期, 第51—52期, 增刊第1期.
    pub fn label(&self, number: impl Into<i64>) -> String {
        self.labelled(number.into()).to_string()
    }

    /// As [`Self::label`], to be written into something longer.
    pub fn labelled(self, number: i64) -> impl fmt::Display {
        let (prefix, run) = (self.series.prefix(), run_in_words(number, self.last_number));
        fmt::from_fn(move |words| write!(words, "{prefix}第{run}期"))
    }

    /// 第9期（总第112期）.
    pub fn in_words(&self, number: i32, total: Option<i32>) -> String {
        match total {
            Some(total) => {
                let run = run_in_words(i64::from(total), self.last_total);
                format!("{}（总第{run}期）", self.label(number))
            }
            None => self.label(number),
        }
    }
}

fn run_in_words(first: i64, last: Option<i32>) -> impl fmt::Display {
    fmt::from_fn(move |words| match last.filter(|last| i64::from(*last) > first) {
        Some(last) => write!(words, "{first}—{last}"),
        None => write!(words, "{first}"),
    })
}

/// A number, or those that a 合刊 stands for, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NumberRun {
    first: i32,
    last: i32,
}

/// As it is written: 5, or 5-6.
impl serde::Serialize for NumberRun {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl NumberRun {
    /// One number, or the numbers from `number` to `last`.
    pub fn new(number: i32, last: Option<i32>) -> Result<Self, NumberError> {
        let last = last.unwrap_or(number);
        if number < 1 || last < 1 {
            return Err(NumberError::BelowOne);
        }
        if last > LARGEST {
            return Err(NumberError::TooLarge);
        }
        if last < number || last - number >= LONGEST_RUN {
            return Err(NumberError::NoRun { first: number, last });
        }
        Ok(Self { first: number, last })
    }

    pub fn first(self) -> i32 {
        self.first
    }

    pub fn last(self) -> i32 {
        self.last
    }

    /// The last number, where there is more than one.
    pub fn end(self) -> Option<i32> {
        (self.last > self.first).then_some(self.last)
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

impl fmt::Display for NumberRun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        run_in_words(i64::from(self.first), Some(self.last)).fmt(formatter)
    }
}

/// As people write it: 9, 第9期, 总第112期, 51-52, 第51—52期, 51～52, full width or half.
impl FromStr for NumberRun {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let plain: String =
            text.chars().filter(|character| !character.is_whitespace()).map(half_width).collect();
        let unreadable = || NumberError::Unreadable(text.trim().chars().take(20).collect());
        let inner = plain.trim_start_matches('总').trim_start_matches('第').trim_end_matches('期');
        let mut ends = inner.splitn(2, ['-', '—', '–', '－', '~', '～', '至', '、']);
        let end = |part: Option<&str>| match part {
            None => Ok(None),
            Some(digits) => {
                let digits = digits.trim_matches(['-', '—', '第', '期']);
                if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(unreadable());
                }
                digits.parse().map(Some).map_err(|_| NumberError::TooLarge)
            }
        };
        let first = end(ends.next())?.ok_or_else(unreadable)?;
        Self::new(first, end(ends.next())?)
    }
}

impl<'de> Deserialize<'de> for NumberRun {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

fn half_width(character: char) -> char {
    match character {
        '０'..='９' => {
            char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')).unwrap_or(character)
        }
        other => other,
    }
}

/// Why a text is no issue's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("“{0}”不是期号。请填整数，如 9；合刊填 51—52")]
    Unreadable(String),
    #[error("期号应从 1 起")]
    BelowOne,
    #[error("期号不能大于 {LARGEST}")]
    TooLarge,
    #[error("合刊的期号应从小到大，一本最多合{LONGEST_RUN}期，现在写的是 {first}—{last}")]
    NoRun { first: i32, last: i32 },
}

/// An issue's number with its sequence, as lists write it: 第9期, 增刊第1期, 特刊 2.
pub fn read(text: &str) -> Result<(Series, NumberRun), NumberError> {
    let text = text.trim();
    let found = [Series::Supplement, Series::Special]
        .into_iter()
        .find_map(|series| Some((series, text.strip_prefix(series.prefix())?)));
    let (series, number) = found.unwrap_or((Series::Regular, text));
    Ok((series, number.parse()?))
}

/// Whether the date leaves it open of which year the number is: more issues than days of the year so far mean that a
/// 第52期 of 3 January is last year's.
pub fn leaves_year_open(number: NumberRun, date: jiff::civil::Date) -> bool {
    number.last > i32::from(date.day_of_year())
}

/// The numbers that no issue bears, between the first and the last that one bears: first and last of each run.
pub fn gaps(borne: &[NumberRun]) -> Vec<(i32, i32)> {
    let mut borne = borne.to_vec();
    borne.sort_unstable_by_key(|run| run.first);
    let mut gaps = Vec::new();
    let mut reached = borne.first().map_or(0, |run| run.first - 1);
    for run in borne {
        if run.first > reached + 1 {
            gaps.push((reached + 1, run.first - 1));
        }
        reached = reached.max(run.last);
    }
    gaps
}

/// More numbers than these are not left out knowingly: the number is mistyped.
pub const MOST_SKIPPED: usize = 366;

/// The numbers that an issue would leave out: those between the last one before it and itself.
pub fn skipped(borne: &[NumberRun], new: NumberRun) -> std::ops::Range<i32> {
    match borne.iter().filter(|run| run.last < new.first).map(|run| run.last).max() {
        Some(before) => before + 1..new.first,
        None => new.first..new.first,
    }
}

/// 第6期, 第6、7期, 第6—12期.
pub fn list(numbers: &[i32]) -> String {
    let mut parts: Vec<(i32, i32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let parts = parts.into_iter().map(|(first, last)| run_in_words(i64::from(first), Some(last)).to_string());
    format!("第{}期", parts.collect::<Vec<_>>().join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(first: i32, last: i32) -> NumberRun {
        NumberRun::new(first, Some(last)).expect("a run")
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let cases = [
            ("9", Ok(run(9, 9))),
            (" 第9期 ", Ok(run(9, 9))),
            ("总第112期", Ok(run(112, 112))),
            ("51-52", Ok(run(51, 52))),
            ("第51—52期", Ok(run(51, 52))),
            ("第51期—第52期", Ok(run(51, 52))),
            ("５１～５２", Ok(run(51, 52))),
            ("51——52", Ok(run(51, 52))),
            ("51至52", Ok(run(51, 52))),
            ("0", Err(NumberError::BelowOne)),
            ("52-51", Err(NumberError::NoRun { first: 52, last: 51 })),
            ("1-400", Err(NumberError::NoRun { first: 1, last: 400 })),
            ("99999999999", Err(NumberError::TooLarge)),
            ("abc", Err(NumberError::Unreadable("abc".to_owned()))),
            ("", Err(NumberError::Unreadable(String::new()))),
            ("-3", Err(NumberError::Unreadable("-3".to_owned()))),
            ("1.5", Err(NumberError::Unreadable("1.5".to_owned()))),
        ];
        for (text, read) in cases {
            assert_eq!(text.parse::<NumberRun>(), read, "{text:?}");
        }
    }

    #[test]
    fn a_number_is_printed_with_its_series_and_its_run() {
        let merged = Edition { last_number: Some(52), last_total: Some(152), ..Edition::default() };
        assert_eq!(merged.in_words(51, Some(151)), "第51—52期（总第151—152期）");
        let supplement = Edition { series: Series::Supplement, ..Edition::default() };
        assert_eq!(supplement.in_words(1, None), "增刊第1期");
        assert_eq!(Edition::default().in_words(9, Some(112)), "第9期（总第112期）");
        assert_eq!(serde_json::to_string(&Edition::default()).expect("plain data"), "{}");
    }

    #[test]
    fn a_list_names_the_sequence_and_a_number_too_high_for_its_day_is_asked_about() {
        assert_eq!(read("增刊第1期"), Ok((Series::Supplement, run(1, 1))));
        assert_eq!(read(" 特刊 2"), Ok((Series::Special, run(2, 2))));
        assert_eq!(read("第51—52期"), Ok((Series::Regular, run(51, 52))));
        assert_eq!(read("增刊"), Err(NumberError::Unreadable(String::new())));
        for (number, (month, day), open) in [
            (52, (1, 3), true),
            (1, (1, 1), false),
            (4, (1, 3), true),
            (52, (12, 27), false),
            (40, (2, 12), false),
        ] {
            let date = jiff::civil::date(2024, month, day);
            assert_eq!(leaves_year_open(run(number, number), date), open, "{number} {date}");
        }
    }

    #[test]
    fn gaps_are_the_numbers_that_no_issue_bears() {
        let borne = [run(3, 3), run(5, 6), run(9, 9)];
        assert_eq!(gaps(&borne), [(4, 4), (7, 8)]);
        assert_eq!(gaps(&[run(999_999, 999_999), run(5, 9), run(1, 6)]), [(10, 999_998)]);
        assert_eq!(skipped(&borne, run(12, 13)), 10..12);
        assert!(skipped(&borne, run(1, 1)).is_empty(), "nothing is known of what was before the first");
        assert_eq!(skipped(&borne, run(8, 8)), 7..8);
        assert_eq!(list(&[4, 7, 8]), "第4、7—8期");
        assert_eq!(gaps(&[]), []);
    }
}
