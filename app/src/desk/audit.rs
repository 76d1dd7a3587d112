//! Auditing bulletins that were printed before: a file in, findings out. Nothing of it is kept.

use async_trait::async_trait;
use domain::{
    audit::{Document, Report},
    person::Actor,
};

use super::Refusal;

/// The largest file that is taken: larger ones hold pictures, which nobody needs here.
pub const MOST_FILE_BYTES: usize = 20 << 20;

/// A file as a person handed it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedIn {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What was found, with the text it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The file's name.
    pub name: String,
    pub report: Report,
    pub document: Document,
}

#[async_trait]
pub trait Audits {
    /// Whether the actor may audit at all.
    fn may_audit(&self, actor: &Actor) -> Result<(), Refusal>;

    /// Audits a bulletin, with the earlier month's where there is one.
    async fn audit(
        &self,
        actor: &Actor,
        bulletin: HandedIn,
        previous: Option<HandedIn>,
    ) -> Result<Audit, Refusal>;
}
