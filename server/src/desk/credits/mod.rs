//! Credits: the ledger, a month's tables, a unit's points. Everything here only reads.

use std::collections::BTreeSet;

use app::desk::{
    Refusal,
    credits::{BulletinYear, Credits, LedgerPage, LedgerSearch, OpenedFigure, UnitAccount, charts::Asked},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::UnitId,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Bulletin, Field},
};
use store::{Connection, StoreError, facts, ledger as lines};

use super::{OfficeDesk, ledger};

mod charts;
mod open;
mod search;
mod unit;
mod year;

pub(super) use open::opened_figure;
pub(super) use year::Year;

#[async_trait]
impl Credits for OfficeDesk {
    async fn bulletin_year(&self, actor: &Actor, year: Option<i16>) -> Result<BulletinYear, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let present = Month::of(self.now().date());
        let snapshot = self.store.snapshot().await?;
        let mut months = known_months(snapshot.connection()).await?;
        // A new year is shown once there is something in it.
        let newest = months.last().copied().unwrap_or(present).year();
        months.insert(present);
        let mut years: Vec<i16> = months.iter().rev().map(|month| month.year()).collect();
        years.dedup();
        let year = year.filter(|year| years.contains(year)).unwrap_or(newest);
        months.retain(|month| month.year() == year);
        let closed = ledger::closed(snapshot.connection()).await?;
        let (Some(first), Some(last)) = (months.first().copied(), months.last().copied()) else {
            return Ok(BulletinYear { year, years, bulletins: Vec::new(), closed });
        };
        let read = Year::read(&snapshot, first, last).await?;
        let bulletins = months.iter().rev().map(|month| read.bulletin(*month)).collect::<Result<_, _>>()?;
        Ok(BulletinYear { year, years, bulletins, closed })
    }

    async fn bulletin(&self, actor: &Actor, month: Month) -> Result<Bulletin, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        self.worded_bulletin(month).await
    }

    async fn figure(
        &self,
        actor: &Actor,
        month: Month,
        unit: UnitId,
        field: Field,
    ) -> Result<OpenedFigure, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        self.open_figure(actor, month, unit, field).await
    }

    async fn unit_account(&self, actor: &Actor, unit: UnitId, month: Month) -> Result<UnitAccount, Refusal> {
        permits_office(actor, OfficeAct::ReadUnitCredits(unit))?;
        self.account_of(actor, unit, month).await
    }

    async fn chart(&self, actor: &Actor, asked: Asked) -> Result<String, Refusal> {
        self.draw_chart(actor, asked).await
    }

    async fn ledger(&self, actor: &Actor, search: LedgerSearch) -> Result<LedgerPage, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        self.search_ledger(actor, search).await
    }
}

/// The months of which there are facts or lines.
pub(super) async fn known_months(connection: &impl Connection) -> Result<BTreeSet<Month>, StoreError> {
    let mut months = facts::months(connection).await?;
    months.extend(lines::months(connection).await?);
    Ok(months)
}
