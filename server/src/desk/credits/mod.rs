//! Credits: the ledger, a month's tables, a unit's points. Everything here only reads.

use app::desk::{
    Refusal,
    credits::{BulletinYear, Bulletins},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::Bulletin,
};
use store::year::known_months;

use super::{OfficeDesk, ledger};
use crate::desk::year::Year;

mod charts;
mod open;
mod search;
mod unit;

pub(super) use open::opened_figure;

#[async_trait]
impl Bulletins for OfficeDesk {
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
}
