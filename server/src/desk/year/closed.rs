//! Years as they stood after their closed months.

use std::sync::Arc;

use domain::{closing::Closing, scoring::YearScore};
use store::year::Basis;

use super::rules::RuleSets;
use crate::recent::Recent;

/// Years as they stood after their closed months, at hand. Nothing changes in a closed month, so that what is computed
/// anew need not read its facts again.
#[derive(Debug)]
pub(in crate::desk) struct ClosedYears(Recent<ClosedPart, Arc<YearScore>>);

impl Default for ClosedYears {
    /// Two years are under way at most: the old one's last months and the new one's first.
    fn default() -> Self {
        Self(Recent::new(2))
    }
}

/// What the closed months of a year were scored from, besides their facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClosedPart {
    /// A month that was reopened and closed again has another closing.
    pub(super) closings: Vec<Closing>,
    pub(super) rules: RuleSets,
    pub(super) basis: Basis,
}

impl ClosedYears {
    pub(super) fn get(&self, part: &ClosedPart) -> Option<Arc<YearScore>> {
        self.0.get(part)
    }

    pub(super) fn keep(&self, part: ClosedPart, year: &YearScore) {
        self.0.keep(part, Arc::new(year.clone()), 1);
    }
}
