//! Points that do not come from one piece: grants, judged values, escalations, caps, streaks, roll-up.

use serde::{Deserialize, Serialize};

use super::{
    category::Category,
    filter::{FactType, Filter},
    measure::{Measure, Period},
};
use crate::points::Points;

/// Points without a condition, once for each period, in its first month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub rule: String,
    pub name: String,
    pub points: Points,
    #[serde(default = "Period::year")]
    pub period: Period,
    /// Only these groups; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// 基础分, unless the rule set says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// A value that somebody judges within a range; the fact names the rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub rule: String,
    pub name: String,
    pub least: Points,
    pub most: Points,
    /// 加减分, unless the rule set says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// What happens beyond points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The month's points become zero.
    ZeroMonth,
    /// The year's points become zero, and stay so.
    ZeroYear,
    /// The unit takes no part in awards.
    Exclude,
}

impl Effect {
    pub const ALL: [Self; 3] = [Self::ZeroMonth, Self::ZeroYear, Self::Exclude];

    pub fn code(self) -> &'static str {
        match self {
            Self::ZeroMonth => "zero_month",
            Self::ZeroYear => "zero_year",
            Self::Exclude => "exclude",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::ZeroMonth => "本月记零分",
            Self::ZeroYear => "全年记零分",
            Self::Exclude => "取消评先资格",
        }
    }
}

/// What follows from an escalation or a streak.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Consequence {
    /// Signed.
    #[serde(skip_serializing_if = "Points::is_zero_of")]
    pub points: Points,
    /// The second time so many times as much as the first, and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grows: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// What the bulletin says of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// 加减分, unless the rule set says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// What follows from the n-th fact of a kind within a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    pub rule: String,
    pub name: String,
    pub fact: FactType,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub when: Filter,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub unless: Filter,
    #[serde(default = "Period::year")]
    pub within: Period,
    /// From which one on, from 1.
    pub from: u32,
    /// Only that one; else every further one too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// Only each so many: the third, the sixth, the ninth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    #[serde(flatten)]
    pub consequence: Consequence,
}

/// A bound on points of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    pub rule: String,
    pub name: String,
    /// The categories that it bounds together; with `rates` empty too, all points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// The rules whose points it bounds together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    #[serde(default = "Period::month")]
    pub period: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Points>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Points>,
    /// Only these groups; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Whether points carried in before the first month count, of a bound on the whole year.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_opening: bool,
    /// The first of its categories, unless the rule set says otherwise; 加减分 where it bounds all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// What follows when a unit stays below a measure for some periods running.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Streak {
    pub rule: String,
    pub name: String,
    #[serde(flatten)]
    pub measure: Measure,
    pub below: Points,
    #[serde(default = "Period::month")]
    pub period: Period,
    /// So many running; the count then begins anew.
    pub running: u32,
    /// Only these groups; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    #[serde(flatten)]
    pub consequence: Consequence,
}

/// A unit's points count for its parent too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollup {
    /// So many times the child's points.
    pub times: Points,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

impl Consequence {
    /// Its points the n-th time, from 1.
    pub fn nth(&self, times: i128) -> i128 {
        let mut points = i128::from(self.points.scaled());
        let Some(grows) = self.grows.filter(|grows| *grows > 1) else { return points };
        let bound = i128::from(i64::MAX);
        for _ in 1..times {
            points = points.saturating_mul(i128::from(grows));
            if points == 0 || points.abs() >= bound {
                break;
            }
        }
        points.clamp(-bound, bound)
    }
}

impl Escalation {
    /// How many times it has followed when so many facts were seen.
    pub fn times(&self, seen: i128) -> i128 {
        let from = i128::from(self.from.max(1));
        let every = i128::from(self.every.unwrap_or(1).max(1));
        if seen < from {
            0
        } else if self.once {
            1
        } else {
            (seen - from) / every + 1
        }
    }

    /// What it has given in all when it has followed so many times, in ten-thousandths.
    pub fn total(&self, times: i128) -> i128 {
        let bound = i128::from(i64::MAX);
        if self.consequence.grows.is_none_or(|grows| grows < 2) {
            return i128::from(self.consequence.points.scaled()).saturating_mul(times).clamp(-bound, bound);
        }
        let mut total = 0_i128;
        for time in 1..=times {
            total += self.consequence.nth(time);
            if total == 0 || total.abs() >= bound {
                break;
            }
        }
        total.clamp(-bound, bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_doubles_and_stays_within_what_points_can_hold() {
        let escalation = |grows| Escalation {
            rule: "r".into(),
            name: "名".into(),
            fact: FactType::Commissions,
            when: Filter::default(),
            unless: Filter::default(),
            within: Period::Year,
            from: 1,
            once: false,
            every: None,
            consequence: Consequence { points: Points::whole(-2), grows, ..Consequence::default() },
        };
        let totals = |grows| [1, 2, 3].map(|times| escalation(grows).total(times) / 10_000);
        assert_eq!(totals(None), [-2, -4, -6]);
        assert_eq!(totals(Some(2)), [-2, -6, -14]);
        let most = i128::from(i64::MAX);
        assert_eq!(escalation(Some(2)).total(i128::from(u32::MAX)), -most);
        assert_eq!(escalation(Some(2)).consequence.nth(i128::from(u32::MAX)), -most);
        let every = Escalation { from: 3, every: Some(3), ..escalation(None) };
        assert_eq!([2, 3, 5, 6, 9].map(|seen| every.times(seen)), [0, 1, 1, 2, 3]);
    }
}
