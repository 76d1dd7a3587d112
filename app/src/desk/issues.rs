//! Issues: arranging, sign-off, publication, reading.

use async_trait::async_trait;

use super::form::verbs;

verbs! {
    /// What can be done to issues.
    pub enum IssueCommand {}
}

/// Reading issues.
#[async_trait]
pub trait Issues {}
