//! Searching the ledger.

use std::collections::HashMap;

use app::desk::{
    DeskError,
    credits::{LedgerLine, LedgerPage, LedgerSearch},
};
use domain::{id::UnitId, person::Actor, scoring::CreditEntry};

use super::{
    OfficeDesk,
    open::{named, titles},
};
use crate::{
    desk::{due::RuleSets, failed},
    store::{
        Connection, StoreError,
        ledger::search::{self, Line, Search},
        units,
    },
};

/// Lines on one page.
const LINES: usize = 50;

impl OfficeDesk {
    pub(super) async fn search_ledger(
        &self,
        actor: &Actor,
        search: LedgerSearch,
    ) -> Result<LedgerPage, DeskError> {
        let snapshot = self.store.snapshot().await.map_err(failed)?;
        let text = search.text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let search = Search {
            month: search.month,
            unit: search.unit,
            category: search.category,
            text,
            before: search.before,
        };
        page(snapshot.connection(), actor, &search).await.map_err(failed)
    }
}

async fn page(
    connection: &impl Connection,
    actor: &Actor,
    search: &Search,
) -> Result<LedgerPage, StoreError> {
    // One more than is shown tells whether there is a next page.
    let mut lines = search::newest(connection, search, LINES as u64 + 1).await?;
    let has_more = lines.len() > LINES;
    lines.truncate(LINES);
    let next = if has_more { lines.last().map(|line| line.line.id) } else { None };
    let entries: Vec<&CreditEntry> = lines.iter().map(|line| &line.line.entry).collect();
    let titles = titles(connection, actor, &entries).await?;
    let units = units::load_all(connection).await?;
    let units: Vec<(UnitId, String)> =
        units.iter().map(|unit| (unit.id, unit.list_name().to_owned())).collect();
    let names: HashMap<UnitId, &str> = units.iter().map(|(unit, name)| (*unit, name.as_str())).collect();
    let rules = RuleSets::load(connection).await?;
    let lines = lines.into_iter().map(|line| LedgerLine {
        rule: rules.rule_in_words(&line.line.entry),
        unit: names.get(&line.line.entry.unit).copied().unwrap_or_default().to_owned(),
        facts: named(&line.line.entry.facts, &titles),
        ..shown(line)
    });
    Ok(LedgerPage { lines: lines.collect(), next, units })
}

/// The line without the names that it needs.
fn shown(line: Line) -> LedgerLine {
    let reason = Some(line.line.reason.clone()).filter(|reason| !reason.is_empty());
    LedgerLine {
        unit: String::new(),
        rule: String::new(),
        facts: Vec::new(),
        reversed_by: line.reversed_by,
        entered_at: line.entered_at,
        event: line.event,
        reason: reason.or(line.event_reason),
        actor: line.actor,
        line: line.line,
    }
}
