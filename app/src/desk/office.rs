//! The office itself: people, units, newsletters, events, what waits for whom.

use async_trait::async_trait;
use domain::person::Actor;
use serde::{Deserialize, Serialize};

use super::{DeskError, form::verbs};

verbs! {
    /// What administrators do.
    pub enum OfficeCommand {}
}

/// Counts of what waits for a person, shown beside the names in the rail; zero where nothing does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Own items returned to be mended.
    pub returned: u32,
    /// Items of the unit to be reviewed.
    pub unit_review: u32,
    /// Items to be received.
    pub unreceived: u32,
    /// Items to be cleared.
    pub uncleared: u32,
    /// Issues to be signed.
    pub unsigned: u32,
}

/// Reading the office.
#[async_trait]
pub trait Office {
    async fn waiting(&self, actor: &Actor) -> Result<Waiting, DeskError>;
}
