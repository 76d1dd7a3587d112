//! Opening a figure: which entries and facts stand behind it, each by a name that can be looked up.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    credits::{Figures, NamedFact, OpenedEntry, OpenedFact, OpenedFigure, SubmittedItem},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::{ItemId, UnitId},
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{
        Bulletin, CreditEntry, Fact, FactKind, FactReference, Field, Figure, figure_columns, flat_headings,
    },
    unit::changes::stand_ins,
    workflow::State,
};
use store::{Connection, StoreError, facts, units};

use super::OfficeDesk;
use crate::desk::year::{RuleSets, Year};

/// What a piece is called whose title is not for this reader.
const SENT: &str = "报送的一篇稿件";

/// A figure of a bulletin, with what stands behind it.
pub(in crate::desk) async fn opened_figure(
    connection: &impl Connection,
    actor: &Actor,
    bulletin: Bulletin,
    rules: &RuleSets,
    unit: UnitId,
    field: Field,
) -> Result<OpenedFigure, Refusal> {
    let month = bulletin.month;
    let row = bulletin.rows().find(|row| row.unit_id == unit);
    let row = row.ok_or_else(|| Refusal::not_found(format!("{}通报中的这个单位", month.in_words())))?;
    let points = match row.figures.get(field) {
        Figure::Points(points) => Some(points),
        Figure::Text(_) | Figure::Count(_) | Figure::Rank(_) | Figure::Percent(_) | Figure::Remarks(_) => {
            None
        }
    };
    // A rank is the cumulative points' order; what it comes from is what they come from.
    let opened = if field == Field::Rank { Field::Cumulative } else { field };
    let entries = bulletin.entries_behind(row, opened);
    let inherited = names_of_others(connection, unit, &entries).await?;
    let titles = titles(connection, actor, &entries).await?;
    let facts = if points.is_some() { Vec::new() } else { bulletin.facts_behind(row, field) };
    let may_see_items = permits_office(actor, OfficeAct::ReadUnitCredits(unit)).is_ok();
    let submitted = if field == Field::Submitted && may_see_items {
        let units = counted_for(connection, unit, month).await?;
        let mut items = facts::submitted_items(connection, &units, month).await?;
        let counted =
            |item: ItemId| facts.iter().any(|fact| fact.reference == FactReference::Submission { item });
        items.retain(|(item, _, _)| counted(*item));
        let is_own = actor.units().contains(&unit);
        items.into_iter().map(|(item, title, state)| submitted_item(item, title, state, is_own)).collect()
    } else {
        Vec::new()
    };
    Ok(OpenedFigure {
        heading: heading(&bulletin, field),
        entries: entries
            .into_iter()
            .map(|entry| {
                let mut opened = opened_entry(entry, &titles, rules);
                if let Some(name) = inherited.get(&entry.unit) {
                    opened.entry.words = format!("{name}：{}", opened.entry.words).into();
                }
                opened
            })
            .collect(),
        points,
        facts: opened_facts(&facts),
        submitted,
        row: row.clone(),
        field,
        bulletin,
    })
}

/// Who earned the lines that a unit inherited, by name.
async fn names_of_others(
    connection: &impl Connection,
    unit: UnitId,
    entries: &[&CreditEntry],
) -> Result<HashMap<UnitId, String>, StoreError> {
    if entries.iter().all(|entry| entry.unit == unit) {
        return Ok(HashMap::new());
    }
    let units = units::load_all(connection).await?;
    let others = units.into_iter().filter(|other| other.id != unit);
    Ok(others.map(|other| (other.id, format!("原{}", other.list_name()))).collect())
}

/// The units whose submissions count for one in a month: its own, and of those that went into it.
async fn counted_for(
    connection: &impl Connection,
    unit: UnitId,
    month: Month,
) -> Result<Vec<UnitId>, StoreError> {
    let changes = units::changes::all(connection).await?;
    if changes.is_empty() {
        return Ok(vec![unit]);
    }
    let instead = stand_ins(&units::load_all(connection).await?, &changes, month);
    let others = instead.into_iter().filter(|(_, stands)| *stands == unit).map(|(other, _)| other);
    Ok(std::iter::once(unit).chain(others).collect())
}

/// What has gone back to its unit is the unit's own business until it is sent again. Everything that counts has reached
/// the office.
fn submitted_item(item: ItemId, title: String, state: State, is_own: bool) -> SubmittedItem {
    match state.is_with_the_office(true) || is_own {
        true => SubmittedItem { item: Some(item), title, state },
        false => SubmittedItem { item: None, title: SENT.to_owned(), state },
    }
}

/// The names of all facts that the entries come from, but of what units sent in only to those who may read it.
pub(super) async fn titles(
    connection: &impl Connection,
    actor: &Actor,
    entries: &[&CreditEntry],
) -> Result<HashMap<FactReference, String>, StoreError> {
    let mut references = BTreeSet::new();
    for entry in entries {
        let is_secret = permits_office(actor, OfficeAct::ReadUnitCredits(entry.unit)).is_err();
        let told = |fact: &&FactReference| !(is_secret && matches!(fact, FactReference::Submission { .. }));
        references.extend(entry.facts.iter().filter(told).cloned());
    }
    facts::titles(connection, &references).await
}

pub(super) fn opened_entry(
    entry: &CreditEntry,
    titles: &HashMap<FactReference, String>,
    rules: &RuleSets,
) -> OpenedEntry {
    OpenedEntry { facts: named(&entry.facts, titles), rule: rules.rule_in_words(entry), entry: entry.clone() }
}

/// Facts by their names.
pub(super) fn named(references: &[FactReference], titles: &HashMap<FactReference, String>) -> Vec<NamedFact> {
    let name = |reference: &FactReference| match (titles.get(reference), reference) {
        (Some(title), _) => NamedFact { title: title.clone(), reference: Some(reference.clone()) },
        (None, FactReference::Submission { .. }) => NamedFact { title: SENT.to_owned(), reference: None },
        (None, _) => NamedFact { title: "（已不在）".to_owned(), reference: Some(reference.clone()) },
    };
    references.iter().map(name).collect()
}

/// Each fact; what was sent in is counted, since its titles are not for everybody.
fn opened_facts(facts: &[&Fact]) -> Vec<OpenedFact> {
    let (sent, others): (Vec<&Fact>, Vec<&Fact>) =
        facts.iter().partition(|fact| matches!(fact.reference, FactReference::Submission { .. }));
    let sent = (!sent.is_empty()).then(|| OpenedFact {
        name: NamedFact { reference: None, title: format!("上报{}篇", sent.len()) },
        source: None,
        count: sent.len() as u64,
    });
    sent.into_iter().chain(others.into_iter().map(opened_fact)).collect()
}

fn opened_fact(fact: &Fact) -> OpenedFact {
    let (title, count) = match &fact.kind {
        FactKind::Submissions { count, .. } => (format!("上报{count}篇"), u64::from(*count)),
        FactKind::NewsletterAdoption { title, .. }
        | FactKind::UpperAdoption { title, .. }
        | FactKind::Commission { title, .. }
        | FactKind::Instruction { title, .. } => (title.to_string(), 1),
        FactKind::Forwarding { title, count, .. } => (
            title.as_ref().map_or_else(|| format!("报送上级{count}篇"), ToString::to_string),
            u64::from(*count),
        ),
        FactKind::Adjustment { reason, .. } | FactKind::Ruling { reason, .. } => (reason.to_string(), 1),
    };
    let name = NamedFact { reference: Some(fact.reference.clone()), title };
    OpenedFact { name, source: fact.source(), count }
}

/// The head of a figure's column, in one line.
fn heading(bulletin: &Bulletin, field: Field) -> String {
    let columns = figure_columns(&bulletin.rules.columns);
    let headings = flat_headings(&bulletin.rules.columns);
    let place = columns.iter().position(|column| column.field == field);
    place.and_then(|place| headings.get(place).cloned()).unwrap_or_default()
}

#[async_trait]
impl Figures for OfficeDesk {
    async fn figure(
        &self,
        actor: &Actor,
        month: Month,
        unit: UnitId,
        field: Field,
    ) -> Result<OpenedFigure, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let snapshot = self.store.snapshot().await?;
        let year = Year::read(&snapshot, month, month).await?;
        opened_figure(snapshot.connection(), actor, year.bulletin(month)?, year.rules(), unit, field).await
    }
}
