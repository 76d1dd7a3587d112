//! Records: the facts outside the newsletter.

use async_trait::async_trait;

use super::form::verbs;

verbs! {
    /// What can be done to records.
    pub enum RecordCommand {}
}

/// Reading records.
#[async_trait]
pub trait Records {}
