//! The office itself: people, units, newsletters, what waits for whom.

use app::desk::{
    DeskError, Done,
    items::Items,
    office::{Office, OfficeCommand, Waiting},
};
use async_trait::async_trait;
use domain::person::Actor;

use super::OfficeDesk;

impl OfficeDesk {
    pub(super) async fn perform_office(
        &self,
        _actor: &Actor,
        command: OfficeCommand,
    ) -> Result<Done, DeskError> {
        match command {}
    }
}

#[async_trait]
impl Office for OfficeDesk {
    async fn waiting(&self, actor: &Actor) -> Result<Waiting, DeskError> {
        let items = self.waiting_items(actor).await?;
        Ok(Waiting {
            returned: items.returned,
            unit_review: items.unit_review,
            unreceived: items.unreceived,
            uncleared: items.uncleared,
            ..Waiting::default()
        })
    }
}
