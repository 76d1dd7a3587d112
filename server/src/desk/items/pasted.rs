//! Texts that somebody copied elsewhere and puts into an item.

use app::desk::{Refusal, items::Manuscripts};
use async_trait::async_trait;
use domain::{
    manuscript::{Manuscript, tidy},
    person::Actor,
};
use store::units;

use super::OfficeDesk;
use crate::manuscripts::html;

#[async_trait]
impl Manuscripts for OfficeDesk {
    async fn pasted(&self, _: &Actor, html: String) -> Result<Manuscript, Refusal> {
        let directory = units::directory(self.store.reader()).await?;
        self.worked(move |_| tidy(html::read(&html), &directory)).await
    }
}
