//! 保密审查: one decision for each item, by someone who did not write it, valid for the text it was given for.

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, RevisionId};

/// What the clearer decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Cleared,
    Refused { reason: String },
}

/// A decision, which its clearer answers for (谁审查谁负责).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clearance {
    pub verdict: Verdict,
    /// The text it was given for: any later revision voids it.
    pub revision: RevisionId,
    pub clearer: PersonId,
    pub decided_at: jiff::Timestamp,
}

impl Clearance {
    /// Whether this text may be published by this decision.
    pub fn holds_for(&self, revision: RevisionId) -> bool {
        self.verdict == Verdict::Cleared && self.revision == revision
    }

    /// Why this text may not be published, where that was decided of it.
    pub fn refuses(&self, revision: RevisionId) -> Option<&str> {
        match &self.verdict {
            Verdict::Refused { reason } if self.revision == revision => Some(reason),
            _ => None,
        }
    }

    /// Whether the text was changed after the decision.
    pub fn is_void_for(&self, revision: RevisionId) -> bool {
        self.revision != revision
    }
}
