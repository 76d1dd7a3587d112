//! 结账: months that are closed, and what follows for the others.
//!
//! Cumulative figures and rules that look at a year rest on its earlier months. So within a calendar year months
//! close in their order, and reopening one reopens the later ones. It must not know how closings are kept.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{calendar::Month, id::PersonId};

/// That a month was closed, and that it was reopened later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub month: Month,
    /// The version of the rules that were in force.
    pub rule_set_version: u32,
    pub by: PersonId,
    pub at: jiff::Timestamp,
    pub reopening: Option<Reopening>,
}

/// Who reopened a month, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopening {
    pub by: PersonId,
    pub at: jiff::Timestamp,
    pub reason: String,
}

/// How a month stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MonthState {
    Open,
    Closed(Closing),
    /// It was closed, and is open again.
    Reopened(Closing),
}

impl MonthState {
    /// Of a month with these closings, the oldest first.
    pub fn of(closings: &[Closing]) -> Self {
        match closings.last().cloned() {
            None => Self::Open,
            Some(closing) if closing.reopening.is_none() => Self::Closed(closing),
            Some(closing) => Self::Reopened(closing),
        }
    }

    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

/// The months that are closed. In each year they are the first so many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedMonths(BTreeSet<Month>);

/// Why a month is not closed or reopened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClosingError {
    #[error("{}已经结账，不用再结", in_words(*.0))]
    AlreadyClosed(Month),
    #[error("{}没有结账，不用重开", in_words(*.0))]
    NotClosed(Month),
    #[error("{}还没有到，不能结账", in_words(*.0))]
    NotBegun(Month),
    #[error("同一年的各月要依次结账，请先结{}", list(.0))]
    EarlierOpen(Vec<Month>),
}

/// Something would change in a closed month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}已结账，那个月的记录和记分不再变动。可以改计入{}（日期照写），或先在“月份”中写明原因，重开{}",
    in_words(*.month), in_words(*.open), in_words(*.month)
)]
pub struct MonthClosed {
    pub month: Month,
    /// The first open month after it.
    pub open: Month,
}

impl ClosedMonths {
    pub fn new(months: impl IntoIterator<Item = Month>) -> Self {
        Self(months.into_iter().collect())
    }

    pub fn contains(&self, month: Month) -> bool {
        self.0.contains(&month)
    }

    /// All of them, the earliest first.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.0.iter().copied()
    }

    /// The first open month, from this one on: what comes too late for this month counts there.
    pub fn first_open(&self, from: Month) -> Month {
        let mut month = from;
        while self.contains(month) {
            month = month.next();
        }
        month
    }

    /// Refuses a change in a closed month.
    pub fn check(&self, month: Month) -> Result<(), MonthClosed> {
        if self.contains(month) { Err(MonthClosed { month, open: self.first_open(month) }) } else { Ok(()) }
    }

    /// The months that are closed when this one is: the month, and before it the open ones of its year in which there
    /// is nothing. `used` are the months of which there are facts or entries.
    pub fn closing(
        &self,
        month: Month,
        present: Month,
        used: &BTreeSet<Month>,
    ) -> Result<Vec<Month>, ClosingError> {
        if self.contains(month) {
            return Err(ClosingError::AlreadyClosed(month));
        }
        if month > present {
            return Err(ClosingError::NotBegun(month));
        }
        let is_open = |other: &Month| *other <= month && !self.contains(*other);
        let open: Vec<Month> = months_of_year(month).filter(is_open).collect();
        let earlier: Vec<Month> =
            open.iter().copied().filter(|other| *other < month && used.contains(other)).collect();
        if earlier.is_empty() { Ok(open) } else { Err(ClosingError::EarlierOpen(earlier)) }
    }

    /// The months that are open again when this one is: the month and the later closed ones of its year.
    pub fn reopening(&self, month: Month) -> Result<Vec<Month>, ClosingError> {
        if !self.contains(month) {
            return Err(ClosingError::NotClosed(month));
        }
        Ok(months_of_year(month).filter(|other| *other >= month && self.contains(*other)).collect())
    }
}

/// 2024年1月.
pub fn in_words(month: Month) -> String {
    format!("{}年{}月", month.year(), month.month())
}

/// 2024年1月、2月: months of one year.
pub fn list(months: &[Month]) -> String {
    let Some(first) = months.first() else { return String::new() };
    let numbers: Vec<String> = months.iter().map(|month| format!("{}月", month.month())).collect();
    format!("{}年{}", first.year(), numbers.join("、"))
}

fn months_of_year(month: Month) -> impl Iterator<Item = Month> {
    std::iter::successors(Some(month.january()), |month| Some(month.next())).take(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn months(texts: &[&str]) -> Vec<Month> {
        texts.iter().map(|text| month(text)).collect()
    }

    fn closed(texts: &[&str]) -> ClosedMonths {
        ClosedMonths::new(months(texts))
    }

    #[test]
    fn months_of_a_year_close_in_their_order() {
        let used = BTreeSet::from_iter(months(&["2023-12", "2024-01", "2024-03"]));
        let cases = [
            // February is empty, December is of another year.
            (&["2024-01"][..], "2024-03", Ok(months(&["2024-02", "2024-03"]))),
            (&[], "2024-03", Err(ClosingError::EarlierOpen(months(&["2024-01"])))),
            (&[], "2024-01", Ok(months(&["2024-01"]))),
            (&["2024-01"], "2024-01", Err(ClosingError::AlreadyClosed(month("2024-01")))),
            (&["2024-01"], "2024-05", Err(ClosingError::NotBegun(month("2024-05")))),
        ];
        for (before, wanted, outcome) in cases {
            assert_eq!(closed(before).closing(month(wanted), month("2024-04"), &used), outcome, "{wanted}");
        }
    }

    #[test]
    fn reopening_a_month_reopens_the_later_ones_of_its_year() {
        let closed = closed(&["2023-12", "2024-01", "2024-02", "2024-03", "2025-01"]);
        assert_eq!(closed.reopening(month("2024-02")), Ok(months(&["2024-02", "2024-03"])));
        assert_eq!(closed.reopening(month("2023-12")), Ok(months(&["2023-12"])));
        assert_eq!(closed.reopening(month("2024-04")), Err(ClosingError::NotClosed(month("2024-04"))));
    }

    #[test]
    fn what_comes_too_late_counts_in_the_first_open_month() {
        let closed = closed(&["2023-12", "2024-01"]);
        assert_eq!(closed.first_open(month("2023-12")), month("2024-02"));
        assert_eq!(closed.first_open(month("2023-11")), month("2023-11"));
        assert_eq!(closed.check(month("2024-02")), Ok(()));
        let refused = closed.check(month("2024-01")).expect_err("January is closed").to_string();
        assert!(refused.contains("改计入2024年2月") && refused.contains("重开2024年1月"), "{refused}");
    }
}
