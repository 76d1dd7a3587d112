//! Lines of credit (记分明细): what a unit earned, and by which rule.

use ecow::EcoString;
use serde::{Deserialize, Serialize};

use super::{facts::References, rules::Category};
use crate::{
    calendar::Month,
    id::UnitId,
    points::{Points, PointsError},
};

/// One line of credit (记分明细): what was earned, by which rule, for which facts, in words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CreditEntry {
    pub unit: UnitId,
    pub month: Month,
    pub category: Category,
    pub points: Points,
    pub rule: RuleReference,
    /// The facts that it comes from; a base may come from several.
    pub facts: References,
    /// In Chinese, for whoever asks why: 昨日市情★ 15.
    pub words: EcoString,
}

/// The rule that gave an entry's points, and the version of the rule set it stood in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RuleReference {
    pub version: u32,
    pub rule: EcoString,
}

/// What entries of some categories come to.
pub(super) fn points_of(entries: &[&CreditEntry], categories: &[Category]) -> Result<Points, PointsError> {
    Points::checked_sum(
        entries.iter().filter(|entry| categories.contains(&entry.category)).map(|entry| entry.points),
    )
}
