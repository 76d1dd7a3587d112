//! The own sessions: where one is signed in.

use serde::{Deserialize, Serialize};

/// One browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// What [`super::EndSession`] calls it.
    pub handle: String,
    pub began_at: jiff::Timestamp,
    /// The last sign of life, to the minute.
    pub seen_at: Option<jiff::Timestamp>,
    /// From where it was begun; empty where that was not kept yet.
    pub address: String,
    /// When it ends where nothing more happens in it.
    pub ends_at: jiff::Timestamp,
}
