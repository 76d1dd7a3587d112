//! Searching the ledger.

use std::collections::HashMap;

use app::desk::{
    Refusal,
    credits::{LedgerLine, LedgerPage, LedgerPages, LedgerSearch},
};
use async_trait::async_trait;
use domain::{
    id::UnitId,
    permission::{OfficeAct, permits_office, works_for_the_office},
    person::Actor,
    scoring::CreditEntry,
};
use store::{
    Connection, StoreError,
    ledger::search::{self, Line, Search},
    units,
};

use super::{
    OfficeDesk,
    open::{named, titles},
};
use crate::desk::year::RuleSets;

/// Lines on one page.
const LINES: usize = 50;

async fn page(
    connection: &impl Connection,
    actor: &Actor,
    search: &Search,
) -> Result<LedgerPage, StoreError> {
    // One more than is shown tells whether there is a next page.
    let mut lines = search::newest(connection, search, LINES as u64 + 1).await?;
    let (count, points) = search::total(connection, search).await?;
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
        ..shown(line, search.reads_reasons)
    });
    Ok(LedgerPage { lines: lines.collect(), next, count, points, units })
}

/// The line without the names that it needs. What was said inside the office is told to the office.
fn shown(line: Line, reads_reasons: bool) -> LedgerLine {
    let told = Some(line.line.reason.clone()).filter(|reason| !reason.is_empty());
    let reason = match (reads_reasons, told, line.event_reason) {
        (true, Some(told), Some(reason)) if !told.contains(&reason) => Some(format!("{told}（{reason}）")),
        (true, told, reason) => told.or(reason),
        (false, told, _) => told.map(|told| without_internal(&told)),
    };
    LedgerLine {
        unit: String::new(),
        rule: String::new(),
        facts: Vec::new(),
        reversed_by: line.reversed_by,
        entered_at: line.entered_at,
        event: line.event,
        reason,
        actor: line.actor,
        line: line.line,
    }
}

/// Lines of an earlier version of the program hold the internal reason of a retraction or correction behind the title.
fn without_internal(reason: &str) -> String {
    let is_of_print = reason.starts_with("撤下《") || reason.starts_with("更正《");
    match reason.split_once("》：").filter(|_| is_of_print) {
        Some((what, _)) => format!("{what}》"),
        None => reason.to_owned(),
    }
}

#[async_trait]
impl LedgerPages for OfficeDesk {
    async fn ledger(&self, actor: &Actor, search: LedgerSearch) -> Result<LedgerPage, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let snapshot = self.store.snapshot().await?;
        let text = search.text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let search = Search {
            month: search.month,
            unit: search.unit,
            category: search.category,
            text,
            reads_reasons: works_for_the_office(actor),
            before: search.before,
        };
        Ok(page(snapshot.connection(), actor, &search).await?)
    }
}
