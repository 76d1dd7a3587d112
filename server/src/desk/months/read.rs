//! Reading months: how they stand, and what should be looked at before one is closed.

use std::collections::{BTreeMap, BTreeSet};

use app::desk::{
    Refusal,
    months::{
        ClosingLine, LateLine, MonthDetail, MonthLine, MonthYear, Months, Receipt, ReceiptLine,
        ReopenedMonth, Standing, WaitingIssue, Waits,
    },
    verification::ChainHead,
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    closing::{ClosedMonths, Closing, MonthState},
    id::{PersonId, UnitId},
    permission::{OfficeAct, permits_office},
    person::Actor,
    record::{Recorded, UpperChannel, UpperReceipt},
    unit::changes::{first_day, last_day},
};
use store::{
    Connection, StoreError, chain, facts, issues,
    items::names,
    months, people, receipts,
    records::{self, channels},
    roster, units,
    year::known_months,
};

use super::{
    super::OfficeDesk,
    close::{lasts_until, to_close},
};
use crate::desk::ledger;

#[async_trait]
impl Months for OfficeDesk {
    async fn months(&self, actor: &Actor, year: Option<i16>) -> Result<MonthYear, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        let present = Month::of(self.now().date());
        let snapshot = self.store.snapshot().await?;
        let connection = snapshot.connection();
        let mut listed = known_months(connection).await?;
        let newest = listed.last().copied().unwrap_or(present).year();
        listed.insert(present);
        let mut years: Vec<i16> = listed.iter().rev().map(|month| month.year()).collect();
        years.dedup();
        let year = year.filter(|year| years.contains(year)).unwrap_or(newest);
        listed.retain(|month| month.year() == year);
        let all = lines(connection, &listed).await?;
        let head = chain::head(connection).await?.filter(|head| head.place > 0);
        let head = head.map(|head| ChainHead { place: head.place, hash: head.hash });
        Ok(MonthYear { year, years, months: all.into_iter().rev().collect(), head })
    }

    async fn month(&self, actor: &Actor, month: Month) -> Result<MonthDetail, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        let snapshot = self.store.snapshot().await?;
        let connection = snapshot.connection();
        let line = line(connection, month).await?;
        let closing = to_close(connection, month, self.now().date()).await?;
        let (hindrance, closes_with) = match closing {
            Ok(months) => (None, months.into_iter().filter(|other| *other != month).collect()),
            Err(error) => (Some(error.to_string()), Vec::new()),
        };
        let known = known_months(connection).await?;
        let unsettled = if line.standing.state.is_closed() || !known.contains(&month) {
            0
        } else {
            ledger::owed(connection, &self.closed_years, month).await?.len()
        };
        Ok(MonthDetail {
            month,
            history: history(connection, month).await?,
            unknown_names: names::waiting(connection).await?.len(),
            unsettled,
            uncredited: uncredited(connection, month).await?,
            hindrance: hindrance.filter(|_| !line.standing.state.is_closed()),
            closes_with,
            lasts_until: lasts_until(month, self.now().date()),
            reopens: ledger::closed(connection).await?.reopening(month).unwrap_or_default(),
            receipts: receipt_lines(connection, month).await?,
            late: match line.standing.state {
                MonthState::Reopened(_) => late_lines(connection, month).await?,
                MonthState::Open | MonthState::Closed(_) => Vec::new(),
            },
            may_close: permits_office(actor, OfficeAct::CloseMonth).is_ok(),
            standing: line.standing,
            waits: line.waits,
        })
    }

    async fn month_line(&self, actor: &Actor, month: Month) -> Result<MonthLine, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let snapshot = self.store.snapshot().await?;
        let mut line = line(snapshot.connection(), month).await?;
        if permits_office(actor, OfficeAct::ReadMonths).is_err() {
            // What the office still waits for is its own business.
            line.waits = Waits::default();
        }
        Ok(line)
    }

    async fn closed_months(&self, actor: &Actor) -> Result<ClosedMonths, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        ledger::closed(self.store.reader()).await
    }

    async fn reopened_months(&self, actor: &Actor) -> Result<Vec<ReopenedMonth>, Refusal> {
        if permits_office(actor, OfficeAct::ReadLedger).is_err() {
            return Ok(Vec::new());
        }
        self.read_reopened().await
    }
}

impl OfficeDesk {
    pub(in crate::desk) async fn read_reopened(&self) -> Result<Vec<ReopenedMonth>, Refusal> {
        let reader = self.store.reader();
        let closings = months::closings(reader, Month::FIRST..=Month::LAST).await?;
        let mut by_month: BTreeMap<Month, Vec<Closing>> = BTreeMap::new();
        for closing in closings {
            by_month.entry(closing.month).or_default().push(closing);
        }
        let reopened = by_month.into_values().filter_map(|closings| match MonthState::of(&closings) {
            MonthState::Reopened(closing) => Some((closing.month, closing.reopening?)),
            MonthState::Open | MonthState::Closed(_) => None,
        });
        let reopened: Vec<_> = reopened.collect();
        let names =
            people::names(reader, &reopened.iter().map(|(_, reopening)| reopening.by).collect()).await;
        let names = names?;
        let named = reopened.into_iter().map(|(month, reopening)| ReopenedMonth {
            month,
            person: names.get(&reopening.by).cloned().unwrap_or_default(),
            at: reopening.at,
            reason: reopening.reason,
        });
        Ok(named.collect())
    }
}

/// What is recorded in a month of scored units that stand in none of its tables.
async fn uncredited(connection: &impl Connection, month: Month) -> Result<Vec<String>, StoreError> {
    let rosters = roster::of_year(connection, month.year()).await?;
    let roster = rosters.in_month(month);
    let mut facts = facts::between(connection, month..=month).await?;
    rosters.succeed(&mut facts);
    let mut counts: BTreeMap<UnitId, u32> = BTreeMap::new();
    for fact in &facts {
        for unit in fact.units() {
            *counts.entry(*unit).or_default() += fact.pieces();
        }
    }
    for unit in roster.scored() {
        counts.remove(&unit.id);
    }
    let directory = units::directory(connection).await?;
    let words = counts.into_iter().filter_map(|(unit, count)| {
        let named = directory.get(unit).filter(|unit| unit.scored)?;
        let absence =
            [last_day(month), first_day(month)].into_iter().find_map(|day| directory.absence_on(unit, day));
        let why = absence.map_or_else(|| format!("{}没有分组", named.name), |absence| absence.words);
        Some(format!("{why}，而本月记在它名下的有{count}件，没有计入得分"))
    });
    Ok(words.collect())
}

async fn line(connection: &impl Connection, month: Month) -> Result<MonthLine, Refusal> {
    let lines = lines(connection, &BTreeSet::from([month])).await?;
    lines.into_iter().next().ok_or_else(|| Refusal::not_found("这个月份"))
}

/// These months in their order, each with what waits in it.
async fn lines(connection: &impl Connection, listed: &BTreeSet<Month>) -> Result<Vec<MonthLine>, StoreError> {
    let (Some(first), Some(last)) = (listed.first().copied(), listed.last().copied()) else {
        return Ok(Vec::new());
    };
    let closings = months::closings(connection, first..=last).await?;
    let names = people::names(connection, &people_of(&closings)).await?;
    let issues = issues::unpublished(connection, first..=last).await?;
    let receipts = receipts::between(connection, first..=last).await?;
    let mut channels = channels::all(connection).await?;
    channels.retain(|channel| channel.active);
    let line = |month: Month| {
        let of_month: Vec<Closing> =
            closings.iter().filter(|closing| closing.month == month).cloned().collect();
        let waiting = issues
            .iter()
            .filter(|(_, _, counts_for)| *counts_for == month)
            .map(|(issue, label, _)| WaitingIssue { issue: *issue, label: label.clone() });
        let waits = Waits { issues: waiting.collect(), channels: missing(&channels, &receipts, month) };
        MonthLine { month, standing: standing(&of_month, &names), waits }
    };
    Ok(listed.iter().copied().map(line).collect())
}

/// The names of the channels of which nothing has come.
fn missing(channels: &[UpperChannel], receipts: &[UpperReceipt], month: Month) -> Vec<String> {
    let has_come = |channel: &UpperChannel| {
        receipts.iter().any(|receipt| receipt.month == month && receipt.channel == channel.id)
    };
    channels.iter().filter(|channel| !has_come(channel)).map(|channel| channel.name.clone()).collect()
}

fn people_of(closings: &[Closing]) -> BTreeSet<PersonId> {
    let reopened = closings.iter().filter_map(|closing| Some(closing.reopening.as_ref()?.by));
    closings.iter().map(|closing| closing.by).chain(reopened).collect()
}

fn standing(closings: &[Closing], names: &std::collections::HashMap<PersonId, String>) -> Standing {
    let state = MonthState::of(closings);
    let last = closings.last();
    let name = |person: PersonId| names.get(&person).cloned();
    Standing {
        closed_by: last.and_then(|closing| name(closing.by)),
        reopened_by: last.and_then(|closing| name(closing.reopening.as_ref()?.by)),
        state,
    }
}

async fn history(connection: &impl Connection, month: Month) -> Result<Vec<ClosingLine>, StoreError> {
    let closings = months::closings(connection, month..=month).await?;
    let names = people::names(connection, &people_of(&closings)).await?;
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for closing in closings {
        let words = format!("结账，按第{}版办法", closing.rule_set_version);
        lines.push(ClosingLine { at: closing.at, person: name(closing.by), words, reason: None });
        lines.extend(closing.reopening.map(|reopening| ClosingLine {
            at: reopening.at,
            person: name(reopening.by),
            words: "重开".to_owned(),
            reason: Some(reopening.reason),
        }));
    }
    Ok(lines)
}

/// What was recorded, reversed or retracted late, while the month was closed.
async fn late_lines(connection: &impl Connection, month: Month) -> Result<Vec<LateLine>, Refusal> {
    let closed = ledger::closed(connection).await?;
    let closings = months::closings(connection, month..=month).await?;
    let was_closed = |at: jiff::Timestamp| {
        let until = |closing: &Closing| closing.reopening.as_ref().map(|reopening| reopening.at);
        closings.iter().any(|closing| closing.at <= at && until(closing).is_none_or(|until| at < until))
    };
    let mut lines: BTreeMap<Month, LateLine> = BTreeMap::new();
    let mut add = |counts_in: Month, count: fn(&mut LateLine) -> &mut usize, more: usize| {
        let is_open = !closed.contains(counts_in);
        let line = LateLine { counts_in, is_open, records: 0, reversals: 0, retractions: 0 };
        *count(lines.entry(counts_in).or_insert(line)) += more;
    };
    for record in records::between(connection, month..=month).await? {
        if let Some(counts_in) = record.reversal.and_then(|reversal| reversal.month) {
            add(counts_in, |line| &mut line.reversals, 1);
        }
    }
    for (counts_in, at) in records::moved_on(connection, month).await? {
        if was_closed(at) {
            add(counts_in, |line| &mut line.records, 1);
        }
    }
    for (counts_in, more) in facts::retracted_late(connection, month).await? {
        add(counts_in, |line| &mut line.retractions, more);
    }
    Ok(lines.into_values().collect())
}

/// Every channel that is offered or has something in the month.
async fn receipt_lines(connection: &impl Connection, month: Month) -> Result<Vec<ReceiptLine>, StoreError> {
    let receipts = receipts::between(connection, month..=month).await?;
    let records = records::between(connection, month..=month).await?;
    let names = people::names(connection, &receipts.iter().map(|receipt| receipt.by).collect()).await?;
    let mut lines = Vec::new();
    for channel in channels::all(connection).await? {
        let is_its = |recorded: &Recorded| matches!(recorded, Recorded::UpperAdoption { channel: of, .. } if *of == channel.id);
        let count =
            records.iter().filter(|record| record.reversal.is_none() && is_its(&record.recorded)).count();
        let receipt = receipts.iter().find(|receipt| receipt.channel == channel.id).map(|receipt| Receipt {
            nothing: receipt.nothing,
            person: names.get(&receipt.by).cloned().unwrap_or_default(),
            at: receipt.at,
        });
        if channel.active || receipt.is_some() || count > 0 {
            lines.push(ReceiptLine { channel: channel.id, name: channel.name, records: count, receipt });
        }
    }
    Ok(lines)
}
