//! Months and days as the office counts them. What day it is now is always an argument.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

mod written;

pub use written::{NotADay, read_day, read_month};

/// The years of which an office of this kind has anything to say. What is typed beyond them is a slip.
pub const YEARS: std::ops::RangeInclusive<i64> = 1949..=2199;

/// A calendar month, written `2024-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// A text that is no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是有效的月份，应写作 2024-01 的形式")]
pub struct MonthError(pub String);

impl Month {
    /// The first month that can be written, for what holds from the beginning.
    pub const FIRST: Self = Self { year: 1, month: 1 };

    /// The last month that can be written.
    pub const LAST: Self = Self { year: 9999, month: 12 };

    /// The month of a year; `month` is 1 to 12, `year` 1 to 9999.
    pub fn new(year: i16, month: i8) -> Result<Self, MonthError> {
        if (1..=9999).contains(&year) && (1..=12).contains(&month) {
            Ok(Self { year, month })
        } else {
            Err(MonthError(format!("{year:04}-{month:02}")))
        }
    }

    /// The month in which a day lies.
    pub fn of(date: jiff::civil::Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    pub fn year(self) -> i16 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> i8 {
        self.month
    }

    /// January of the same year, with which cumulative points begin.
    pub fn january(self) -> Self {
        Self { year: self.year, month: 1 }
    }

    /// The same month of the next year.
    pub fn next_year(self) -> Self {
        Self { year: self.year + 1, month: self.month }
    }

    /// The month after this one.
    pub fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }

    /// The month before this one.
    pub fn previous(self) -> Self {
        if self.month == 1 {
            Self { year: self.year - 1, month: 12 }
        } else {
            Self { year: self.year, month: self.month - 1 }
        }
    }

    /// As it stands in running text: 1月份.
    pub fn in_words(self) -> String {
        format!("{}月份", self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || MonthError(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits =
            |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        let month = month.parse().map_err(|_| wrong())?;
        Self::new(year, month).map_err(|_| wrong())
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written() {
        let month: Month = "2024-01".parse().expect("a month");
        assert_eq!(month.to_string(), "2024-01");
        assert_eq!(month.previous().to_string(), "2023-12");
        assert_eq!(month.previous().next(), month);
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in
            ["2024-13", "2024-00", "2024-1", "24-01", "2024/01", "", "2024-01-01", "+024-01", "0000-01"]
        {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
