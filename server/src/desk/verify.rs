//! 核对, for the page: facts, ledger, bulletins and what is kept, as of one moment and beside the office's work.

use app::desk::{Refusal, months::Verifying, verification::Verification};
use async_trait::async_trait;
use domain::{
    permission::{OfficeAct, permits_office},
    person::Actor,
};
use store::StoreError;
use tokio::runtime::Handle;

use super::OfficeDesk;
use crate::{
    verification::{self, Asked, Reprinting},
    work::Stop,
};

#[async_trait]
impl Verifying for OfficeDesk {
    async fn verify(&self, actor: &Actor, year: Option<i16>) -> Result<Verification, Refusal> {
        permits_office(actor, OfficeAct::ReadMonths)?;
        let snapshot = self.store.snapshot().await?;
        let (store, press, handle) = (self.store.clone(), self.press.clone(), Handle::current());
        let look = move |stop: &Stop| {
            handle.block_on(async move {
                let reprinting = Reprinting { typesetter: press.typesetter(), is_over: &|| stop.is_due() };
                let asked = Asked { year, ..Asked::default() };
                verification::verify(&store, snapshot.connection(), &asked, &reprinting).await
            })
        };
        let looked = self.proofs.run(look).await?;
        looked.map_err(|error| match error {
            // A row that cannot be read is what the check is there to find.
            StoreError::BrokenRow { .. } => Refusal::blocked(error.to_string()),
            error => error.into(),
        })
    }
}
