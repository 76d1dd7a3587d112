//! Periods: the stretches of a year within which rules count.

use crate::calendar::Month;

coded! {
    /// A stretch of time within a calendar year.
    pub enum Period {
        /// Monday to Sunday, credited to the month in which it ends. Cut by the year's end, it counts where at
        /// least four of its days lie in the year.
        Week = ("week", "周"),
        /// The 1st to the 15th, and the rest of the month.
        HalfMonth = ("half_month", "半月"),
        Month = ("month", "月"),
        TwoMonths = ("two_months", "两个月"),
        Quarter = ("quarter", "季度"),
        HalfYear = ("half_year", "半年"),
        Year = ("year", "全年"),
    }
}

impl Period {
    /// As running text says “in each …”.
    pub fn each(self) -> &'static str {
        match self {
            Self::Week => "每周",
            Self::HalfMonth => "每半月",
            Self::Month => "每月",
            Self::TwoMonths => "每两个月",
            Self::Quarter => "每季度",
            Self::HalfYear => "每半年",
            Self::Year => "全年",
        }
    }

    /// Shorter than a month, so that facts need their days.
    pub fn needs_days(self) -> bool {
        matches!(self, Self::Week | Self::HalfMonth)
    }

    /// Months in it; one for those shorter than a month.
    pub fn months(self) -> i8 {
        match self {
            Self::Week | Self::HalfMonth | Self::Month => 1,
            Self::TwoMonths => 2,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// Its first month, of the one that holds a month.
    pub fn begins(self, month: Month) -> Month {
        let length = self.months();
        let first = (month.month() - 1) / length * length + 1;
        // The first month of a period of the year of a month that exists is a month that exists.
        Month::new(month.year(), first).unwrap_or(month)
    }

    /// Whether it ends with this month.
    pub fn ends_with(self, month: Month) -> bool {
        month.month() % self.months() == 0
    }
}
