//! What a contributor is told: what became of the pieces, as the ledger credits it, and what the units lack this month.

use std::collections::HashMap;

use app::desk::{
    Refusal,
    credits::UnitAccounts,
    office::contributing::{Contributing, Contributions, MonthSoFar, MovedPiece, Step},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::{ItemId, UnitId},
    person::Actor,
    points::Points,
    record::{Record, RecordKind},
    scoring::{CreditEntry, FactReference, standing},
    unit::changes::last_day,
    workflow::State,
};
use jiff::SignedDuration;
use store::{
    Connection, StoreError,
    items::list::{self, Filter, Row},
    ledger, records,
};

use crate::desk::OfficeDesk;

/// For how long it is told what became of a piece.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);
/// So many pieces are told of.
const TOLD: usize = 8;
/// So many pieces are looked at, those that came last.
const LOOKED_AT: u64 = 50;

#[async_trait]
impl Contributing for OfficeDesk {
    async fn contributions(&self, actor: &Actor) -> Result<Contributions, Refusal> {
        let units = contributes_for(actor);
        if units.is_empty() {
            return Ok(Contributions::default());
        }
        let look = self.read_contributions(actor, &units);
        // What is lately, and how many days are left, changes with the day.
        let of = (actor.id, self.now().date());
        self.known.contributions.get(self.changes().await?, of, look).await
    }
}

impl OfficeDesk {
    async fn read_contributions(&self, actor: &Actor, units: &[UnitId]) -> Result<Contributions, Refusal> {
        let states = State::ALL.into_iter().filter(|state| *state != State::Draft).collect();
        let of_units = Filter { states, units: Some(units.to_vec()), ..Filter::default() };
        let own = Filter { drafted_by: Some(actor.id), ..of_units.clone() };
        let mut pieces = self.moved_pieces(&own, units).await?;
        let is_of_units = pieces.is_empty();
        if is_of_units {
            pieces = self.moved_pieces(&of_units, units).await?;
        }
        Ok(Contributions { pieces, is_of_units, months: self.months_so_far(actor, units).await? })
    }

    async fn moved_pieces(&self, filter: &Filter, units: &[UnitId]) -> Result<Vec<MovedPiece>, Refusal> {
        let reader = self.store.reader();
        let rows = list::page(reader, filter, None, LOOKED_AT).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let survivors = survivors(reader, &rows).await?;
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).chain(survivors.keys().copied()).collect();
        let mut records = records::of_items(reader, &ids).await?;
        records.retain(|record| {
            record.reversal.is_none()
                && !matches!(record.recorded.kind(), RecordKind::Ruling | RecordKind::Submission)
        });
        let month = Month::of(self.now().date());
        let entries = entries_since(reader, month.january().previous().january(), units).await?;
        let since = self.now().timestamp() - LATELY;
        let mut pieces: Vec<MovedPiece> = rows
            .iter()
            .map(|row| moved_piece(row, goes_on_as(row, &survivors), &records, &entries))
            .filter(|piece| piece.moved_at >= since)
            .collect();
        pieces.sort_by_key(|piece| (std::cmp::Reverse(piece.moved_at), std::cmp::Reverse(piece.item)));
        pieces.truncate(TOLD);
        Ok(pieces)
    }

    async fn months_so_far(&self, actor: &Actor, units: &[UnitId]) -> Result<Vec<MonthSoFar>, Refusal> {
        let today = self.now().date();
        let month = Month::of(today);
        let mut months = Vec::new();
        for unit in units {
            let account = match self.unit_account(actor, *unit, month).await {
                Ok(account) => account,
                // What cannot be reckoned is told on the unit's own page.
                Err(Refusal::NotFound(_) | Refusal::Blocked(_)) => continue,
                Err(error) => return Err(error),
            };
            let Some(figures) = account.account else { continue };
            months.push(MonthSoFar {
                unit: *unit,
                name: account.name,
                month,
                points: figures.row.figures.month,
                lacking: figures.lacking,
                days_left: last_day(month).day() - today.day(),
            });
        }
        Ok(months)
    }
}

/// The units for which the person writes.
fn contributes_for(actor: &Actor) -> Vec<UnitId> {
    actor.units().into_iter().filter(|unit| actor.contributes_for(*unit)).collect()
}

/// The items that these went into, and those that those went into.
async fn survivors(connection: &impl Connection, rows: &[Row]) -> Result<HashMap<ItemId, Row>, StoreError> {
    let mut known: HashMap<ItemId, Row> = HashMap::new();
    let mut next: Vec<ItemId> = rows.iter().filter_map(|row| row.combined_into).collect();
    while !next.is_empty() {
        let found = list::rows(connection, next.iter().map(|item| item.0).collect()).await?;
        next = found.iter().filter_map(|row| row.combined_into).collect();
        next.retain(|item| !known.contains_key(item));
        known.extend(found.into_iter().map(|row| (row.id, row)));
    }
    Ok(known)
}

/// The item that goes on in an item's stead, or itself.
fn goes_on_as<'r>(row: &'r Row, survivors: &'r HashMap<ItemId, Row>) -> &'r Row {
    let mut last = row;
    while let Some(next) = last.combined_into.and_then(|item| survivors.get(&item)) {
        last = next;
    }
    last
}

/// The lines of these units that stand, from a month on.
async fn entries_since(
    connection: &impl Connection,
    month: Month,
    units: &[UnitId],
) -> Result<Vec<CreditEntry>, StoreError> {
    let mut entries = Vec::new();
    for unit in units {
        let lines = ledger::of_unit(connection, month..=Month::LAST, *unit).await?;
        entries.extend(standing(&lines).into_iter().map(|line| line.entry.clone()));
    }
    Ok(entries)
}

fn moved_piece(row: &Row, last: &Row, records: &[Record], entries: &[CreditEntry]) -> MovedPiece {
    let is_of_piece = |record: &&Record| record.item == Some(row.id) || record.item == Some(last.id);
    let records: Vec<&Record> = records.iter().filter(is_of_piece).collect();
    let recorded = records.iter().map(|record| record.recorded_at);
    MovedPiece {
        item: row.id,
        kind: row.kind,
        title: row.title.clone(),
        state: row.state,
        moved_at: recorded.fold(row.updated_at.max(last.updated_at), jiff::Timestamp::max),
        steps: steps(row, last, &records, entries),
    }
}

/// How far a piece got, and what each step earned the unit that sent it in.
fn steps(row: &Row, last: &Row, records: &[&Record], entries: &[CreditEntry]) -> Vec<Step> {
    // A base that several pieces earned together is not one piece's.
    let earned = |is_its: &dyn Fn(&FactReference) -> bool| {
        let is_earned = |entry: &&CreditEntry| {
            entry.unit == row.submitting_unit && !entry.facts.is_empty() && entry.facts.iter().all(is_its)
        };
        let points = Points::checked_sum(entries.iter().filter(is_earned).map(|entry| entry.points));
        points.ok().filter(|points| !points.is_zero())
    };
    let was_adopted = matches!(last.state, State::Adopted | State::Retracted);
    let was_chosen = was_adopted || matches!(last.state, State::Shortlisted | State::Placed);
    let mut steps = Vec::new();
    if last.id != row.id {
        steps.push(Step { name: "合稿", points: None });
    }
    if was_chosen {
        steps.push(Step { name: State::Shortlisted.label(), points: None });
    }
    if was_adopted {
        let is_its =
            |fact: &FactReference| matches!(fact, FactReference::Adoption { item, .. } if *item == last.id);
        steps.push(Step { name: "采用", points: earned(&is_its) });
    }
    if last.state == State::Retracted {
        steps.push(Step { name: "撤下", points: None });
    }
    for record in records {
        let is_its = |fact: &FactReference| *fact == FactReference::Record { record: record.id };
        steps.push(Step { name: record.recorded.kind().label(), points: earned(&is_its) });
    }
    steps
}
