//! Issues: see `app::desk::issues`.

use app::desk::{
    DeskError, Done,
    issues::{IssueCommand, Issues},
};
use async_trait::async_trait;
use domain::person::Actor;

use super::OfficeDesk;

impl OfficeDesk {
    pub(super) async fn perform_issue(
        &self,
        _actor: &Actor,
        command: IssueCommand,
    ) -> Result<Done, DeskError> {
        match command {}
    }
}

#[async_trait]
impl Issues for OfficeDesk {}
