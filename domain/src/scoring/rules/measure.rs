//! Measures and quotas: what a unit must reach in a period, and what follows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    category::Category,
    filter::{FactType, Filter},
    outcome::Effect,
};
use crate::{calendar::Month, points::Points};

/// A stretch of time within a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Monday to Sunday, credited to the month in which it ends. Cut by the year's end, it counts where at
    /// least four of its days lie in the year.
    Week,
    /// The 1st to the 15th, and the rest of the month.
    HalfMonth,
    Month,
    TwoMonths,
    Quarter,
    HalfYear,
    Year,
}

impl Period {
    pub const ALL: [Self; 7] = [
        Self::Week,
        Self::HalfMonth,
        Self::Month,
        Self::TwoMonths,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::HalfMonth => "half_month",
            Self::Month => "month",
            Self::TwoMonths => "two_months",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
        }
    }

    /// As running text says “in each …”.
    pub fn label(self) -> &'static str {
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

    pub(super) fn year() -> Self {
        Self::Year
    }

    pub(super) fn month() -> Self {
        Self::Month
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

/// What is measured of a unit in a period: a number of pieces, or points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measure {
    /// Pieces of these kinds of facts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub count: Vec<FactType>,
    /// Of those, only these.
    #[serde(skip_serializing_if = "Filter::asks_nothing")]
    pub when: Filter,
    #[serde(skip_serializing_if = "Filter::asks_nothing")]
    pub unless: Filter,
    /// Where nothing is counted, points of these categories; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// Whether several facts about one story are one piece; unless said here, as the rule set says of adoptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub once_per_story: Option<bool>,
}

impl Measure {
    /// Points, not pieces.
    pub fn is_of_points(&self) -> bool {
        self.count.is_empty()
    }
}

/// What a proportion comes to where there is nothing of which it could be a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IfNothing {
    /// Nothing: it is not reached, unless nothing is asked.
    #[default]
    Missed,
    /// It is reached.
    Met,
    /// The condition is not asked.
    Skip,
}

impl IfNothing {
    pub const ALL: [(&'static str, Self); 3] =
        [("missed", Self::Missed), ("met", Self::Met), ("skip", Self::Skip)];

    fn is_usual(&self) -> bool {
        *self == Self::Missed
    }
}

/// A measure and what it must reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    #[serde(flatten)]
    pub measure: Measure,
    /// Of what the measure is a part: what must be reached is then a proportion, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Measure>,
    #[serde(skip_serializing_if = "IfNothing::is_usual")]
    pub if_nothing: IfNothing,
    /// `None` where only the groups or units named below have a target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Points>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub for_groups: BTreeMap<String, Points>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub for_units: BTreeMap<String, Points>,
}

/// When points are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// What was earned: pieces as they count, whatever their sign, and what is given; nothing that is taken away as a
    /// deduction.
    #[default]
    BeforeDeductions,
    /// After other deductions and adjustments.
    AfterDeductions,
}

/// What a unit must reach in each period, and what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    pub rule: String,
    pub name: String,
    #[serde(default = "Period::month")]
    pub period: Period,
    /// Only these groups; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// All must hold. Without any, the quota is always met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    #[serde(default, skip_serializing_if = "is_before")]
    pub measured: When,
    /// Points when it is met.
    #[serde(default, skip_serializing_if = "Points::is_zero_of")]
    pub met: Points,
    /// Points when it is not.
    #[serde(default, skip_serializing_if = "Points::is_zero_of")]
    pub missed: Points,
    /// Further points for each one missing.
    #[serde(default, skip_serializing_if = "Points::is_zero_of")]
    pub missed_each: Points,
    /// When it is not met, `met` in the proportion reached.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pro_rata: bool,
    /// When it is not met, so many times what is missing is taken away.
    #[serde(default, skip_serializing_if = "Points::is_zero_of")]
    pub shortfall_times: Points,
    /// Points for each one beyond the target.
    #[serde(default, skip_serializing_if = "Points::is_zero_of")]
    pub beyond_each: Points,
    /// At most so much for what is beyond.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond_most: Option<Points>,
    /// The outcome is not below this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Points>,
    /// The outcome is not above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Points>,
    /// 基础分, unless the rule set says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Of an outcome below zero; the same, unless the rule set says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduction_category: Option<Category>,
    /// What happens beyond points when it is not met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// What the bulletin says of a unit that has not met it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

fn is_before(when: &When) -> bool {
    *when == When::BeforeDeductions
}

impl Condition {
    /// What a unit must reach; `None` where it has no target.
    pub fn target(&self, unit: &str, group: &str) -> Option<Points> {
        let own = self.for_units.get(unit).or_else(|| self.for_groups.get(group));
        own.copied().or(self.at_least)
    }

    /// Its measure, and that of which it is a part.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        std::iter::once(&self.measure).chain(&self.of)
    }
}

impl Quota {
    /// Whether any condition asks for points.
    pub fn asks_for_points(&self) -> bool {
        self.conditions.iter().flat_map(Condition::measures).any(Measure::is_of_points)
    }
}
