//! What every change to units and groups ends with, on a page as by the roster's sheet: closed months keep their tables,
//! and what the open ones earn is computed anew. It must not know what was changed.

use std::collections::BTreeMap;

use app::desk::Refusal;
use domain::{
    calendar::Month,
    closing,
    id::{EventId, UnitId},
};

use crate::desk::{
    Writing,
    ledger::{self, ClosedTable},
};

/// Which units stood in the tables of the closed months, before anything was changed.
pub(in crate::desk) struct ClosedTables(BTreeMap<Month, ClosedTable>);

impl ClosedTables {
    pub(in crate::desk) async fn before(writing: &Writing) -> Result<Self, Refusal> {
        Ok(Self(ledger::closed_tables(writing.connection()).await?))
    }

    /// The closed months in whose tables a unit stood.
    pub(super) fn months_of(&self, unit: UnitId) -> impl Iterator<Item = Month> {
        let tables = self.0.iter();
        tables
            .filter(move |(_, table)| table.groups.values().any(|units| units.contains(&unit)))
            .map(|(month, _)| *month)
    }

    /// Whether a change of units leaves the closed months as they are: their tables, and what they earn where units may
    /// belong to others than before. Nothing is written.
    pub(in crate::desk) async fn check(
        &self,
        writing: &Writing,
        belongings: bool,
        refuse: fn(&[Month]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.refuse_moved(writing, refuse).await?;
        if belongings { refuse(&ledger::changed_closed(writing).await?) } else { Ok(()) }
    }

    /// Ends the change, unless a closed month's table would be another one: `refuse` says what to do instead.
    pub(in crate::desk) async fn settle(
        self,
        writing: &Writing,
        event: EventId,
        words: &str,
        refuse: fn(&[Month]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.refuse_moved(writing, refuse).await?;
        // Rules name groups, and whether a unit is scored, from when until when, decides which facts earn points.
        ledger::settle_all(writing, event, Some(words)).await
    }

    async fn refuse_moved(
        &self,
        writing: &Writing,
        refuse: fn(&[Month]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let tables = ledger::closed_tables(writing.connection()).await?;
        let moved = tables.iter().filter(|(month, table)| self.0.get(month) != Some(table));
        refuse(&Vec::from_iter(moved.map(|(month, _)| *month)))
    }
}

/// 2024年1月、2024年2月: months of any years.
pub(super) fn list_of_months(months: &[Month]) -> String {
    months.iter().map(|month| closing::in_words(*month)).collect::<Vec<_>>().join("、")
}
