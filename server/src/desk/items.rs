//! Items: drafting, sending, reviewing, editing.

use app::desk::{
    DeskError, Done,
    items::{ItemCommand, Items},
};
use async_trait::async_trait;
use domain::person::Actor;

use super::OfficeDesk;

impl OfficeDesk {
    pub(super) async fn perform_item(&self, _actor: &Actor, command: ItemCommand) -> Result<Done, DeskError> {
        match command {
            ItemCommand::Receive { .. } => Err(DeskError::NotFound("这个操作".into())),
        }
    }
}

#[async_trait]
impl Items for OfficeDesk {
    async fn count_unreceived(&self, _actor: &Actor) -> Result<u32, DeskError> {
        Ok(0)
    }
}
