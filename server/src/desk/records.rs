//! Records: see `app::desk::records`.

use app::desk::{
    DeskError, Done,
    records::{RecordCommand, Records},
};
use async_trait::async_trait;
use domain::person::Actor;

use super::OfficeDesk;

impl OfficeDesk {
    pub(super) async fn perform_record(
        &self,
        _actor: &Actor,
        command: RecordCommand,
    ) -> Result<Done, DeskError> {
        match command {}
    }
}

#[async_trait]
impl Records for OfficeDesk {}
