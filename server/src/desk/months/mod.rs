//! Months: closing, reopening, receipts of upper channels; see `app::desk::months`.

use app::desk::{
    Refusal,
    months::{MonthDetail, MonthLine, MonthYear, Months, ReopenedMonth, Urging},
    verification::Verification,
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    closing::ClosedMonths,
    permission::{OfficeAct, permits_office},
    person::Actor,
    subject::Subject,
};
use store::StoreError;
use tokio::runtime::Handle;

use super::{OfficeDesk, ledger};
use crate::{
    verification::{self, Asked, Reprinting},
    work::Stop,
};

mod close;
mod read;
mod receive;
mod urge;

#[async_trait]
impl Months for OfficeDesk {
    async fn months(&self, actor: &Actor, year: Option<i16>) -> Result<MonthYear, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        self.read_months(year).await
    }

    async fn month(&self, actor: &Actor, month: Month) -> Result<MonthDetail, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        self.read_month(actor, month).await
    }

    async fn month_line(&self, actor: &Actor, month: Month) -> Result<MonthLine, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        self.read_month_line(actor, month).await
    }

    async fn urging(&self, actor: &Actor, month: Month) -> Result<Urging, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        self.read_urging(month).await
    }

    async fn verify(&self, actor: &Actor, year: Option<i16>) -> Result<Verification, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        let snapshot = self.store.snapshot().await?;
        let (press, handle) = (self.press.clone(), Handle::current());
        let look = move |stop: &Stop| {
            handle.block_on(async move {
                let reprinting = Reprinting { typesetter: press.typesetter(), is_over: &|| stop.is_due() };
                let asked = Asked { year, ..Asked::default() };
                verification::verify(snapshot.connection(), &asked, &reprinting).await
            })
        };
        let looked = self.proofs.run(look).await?;
        looked.map_err(|error| match error {
            // A row that cannot be read is what the check is there to find.
            StoreError::BrokenRow { .. } => Refusal::Blocked(vec![error.to_string()]),
            error => error.into(),
        })
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

/// Months have no ids; 202401 is one that can be read.
fn subject(month: Month) -> Subject {
    Subject::Month(month)
}
