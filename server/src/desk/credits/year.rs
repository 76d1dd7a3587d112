//! One place where bulletins are composed: from the ledger's lines and the facts, for page, PDF and CSV alike.

use app::desk::DeskError;
use domain::{
    calendar::Month,
    id::UnitId,
    scoring::{
        Bulletin, CreditEntry, Fact, MonthRules, Opening, Progress, Roster, RuleSet, Scoring, Sources,
        months_of, score_months, standing,
    },
    unit::Unit,
};

use crate::{
    desk::{failed, ledger::rules},
    store::{
        Connection, Snapshot, StoreError, facts, ledger, opening,
        roster::{self, YearRosters},
    },
};

/// A year's lines and facts, as far as they were read, as they stood at one moment.
pub(in crate::desk) struct Year {
    rosters: YearRosters,
    facts: Vec<Fact>,
    /// The lines that stand.
    entries: Vec<CreditEntry>,
    openings: Vec<Opening>,
}

impl Year {
    /// All that the bulletins of these months of one year need.
    pub(in crate::desk) async fn read(
        snapshot: &Snapshot,
        first: Month,
        last: Month,
    ) -> Result<Self, DeskError> {
        Self::load(snapshot.connection(), first, last).await.map_err(failed)
    }

    /// As [`Year::read`], within whatever transaction.
    pub(in crate::desk) async fn load(
        connection: &impl Connection,
        first: Month,
        last: Month,
    ) -> Result<Self, StoreError> {
        let ledger = ledger::between(connection, last.january()..=last).await?;
        Ok(Self {
            rosters: roster::of_year(connection, last.year()).await?,
            facts: facts::between(connection, first..=last).await?,
            openings: opening::of_year(connection, last.year()).await?,
            entries: standing(&ledger).into_iter().map(|line| line.entry.clone()).collect(),
        })
    }

    /// The bulletin of one of the months that were read.
    pub(in crate::desk) fn bulletin(&self, month: Month) -> Result<Bulletin, DeskError> {
        let sources = Sources {
            month,
            roster: &self.rosters.in_month(month),
            rules: &rules(month),
            facts: &self.facts,
            entries: &self.entries,
            opening: &self.openings,
        };
        Bulletin::compose(sources).map_err(|error| DeskError::Blocked(vec![error.to_string()]))
    }

    /// How far a unit is with each quota in a month of the year that was read from January on. What other units did does
    /// not matter to it, so only its own facts are scored.
    pub(super) fn progress(&self, unit: UnitId, month: Month) -> Vec<Progress> {
        self.progress_by(month, |fact| fact.units().contains(&unit))
    }

    /// How far every unit is.
    pub(in crate::desk) fn progress_of_all(&self, month: Month) -> Vec<Progress> {
        self.progress_by(month, |_| true)
    }

    fn progress_by(&self, month: Month, counts: impl Fn(&Fact) -> bool) -> Vec<Progress> {
        let facts = self.facts.iter().filter(|fact| fact.month <= month && counts(fact));
        let facts: Vec<Fact> = facts.cloned().collect();
        let months = months_of(facts.iter().map(|fact| fact.month).chain([month]));
        let months: Vec<(Month, RuleSet, Roster)> =
            months.into_iter().map(|month| (month, rules(month), self.rosters.in_month(month))).collect();
        let months: Vec<MonthRules<'_>> =
            months.iter().map(|(month, rules, roster)| MonthRules { month: *month, rules, roster }).collect();
        score_months(&Scoring { months: &months, facts: &facts, opening: &self.openings }).progress
    }

    /// All units there ever were, in printed order.
    pub(in crate::desk) fn units(&self) -> &[Unit] {
        self.rosters.units()
    }
}
