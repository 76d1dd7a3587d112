//! Every version of the rules, and which is in force when.

use domain::{
    calendar::Month,
    scoring::{CreditEntry, RuleSet, version_1},
};
use store::{Connection, StoreError, rule_sets};

/// All versions: the built-in one and those that the office put in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::desk) struct RuleSets(Vec<RuleSet>);

impl RuleSets {
    pub(in crate::desk) async fn load(connection: &impl Connection) -> Result<Self, StoreError> {
        let kept = rule_sets::all(connection).await?;
        Ok(Self(std::iter::once(version_1()).chain(kept.into_iter().map(|kept| kept.rules)).collect()))
    }

    pub(in crate::desk) fn all(&self) -> &[RuleSet] {
        &self.0
    }

    /// The version in force in a month.
    pub(in crate::desk) fn in_force(&self, month: Month) -> &RuleSet {
        // The built-in version holds from the first month that can be written, so one is always in force.
        RuleSet::in_force(&self.0, month).unwrap_or(&self.0[0])
    }

    /// What a rule is called in the version that an entry names.
    pub(in crate::desk) fn rule_in_words(&self, entry: &CreditEntry) -> String {
        let version = self.0.iter().find(|rules| rules.version == entry.rule.version);
        version.map_or(entry.rule.rule.as_str(), |rules| rules.rule_name(&entry.rule.rule)).to_owned()
    }

    /// Whether a change in a month may change later months of its year.
    pub(super) fn reach_beyond(&self, month: Month) -> bool {
        let until = month.january().next_year();
        let mut later = month.january();
        let mut reaches = false;
        while later < until {
            reaches |= self.in_force(later).reaches_beyond_a_month();
            later = later.next();
        }
        reaches
    }
}
