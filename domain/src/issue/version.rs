//! The versions of an issue: each time it was frozen, with the PDF that was made then.

use serde::{Deserialize, Serialize};

use super::{FrozenIssue, content::ItemContent};
use crate::{
    id::{IssueId, IssueVersionId, ItemId, PersonId, RevisionId},
    kind::Kind,
};

/// What an issue was frozen as: when it was sent for sign-off, or corrected. Its content and its PDF never
/// change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueVersion {
    pub id: IssueVersionId,
    pub issue: IssueId,
    /// From 1 for what is published; `None` while in sign-off or when sent back.
    pub number: Option<i32>,
    pub standing: Standing,
    pub content: FrozenIssue,
    /// Whose texts the content's items are, in printed order. A notice in place of what was retracted is
    /// nobody's, so there may be fewer of these than of the content's items.
    pub items: Vec<PrintedItem>,
    /// SHA-256 of the PDF, in hexadecimal.
    pub pdf_hash: String,
    pub pages: i32,
    /// The names of the fonts that it was set with.
    pub fonts: Vec<String>,
    /// Why it was made: of a correction or retraction.
    pub reason: Option<String>,
    pub made_by: PersonId,
    pub made_at: jiff::Timestamp,
}

impl IssueVersion {
    /// What is printed of an item, and as what kind; `None` where it is not in this version.
    pub fn printed(&self, item: ItemId) -> Option<(Kind, &ItemContent)> {
        let sections = self.content.content().sections.iter();
        let mut printed = sections.flat_map(|section| section.items.iter().map(|item| (section.kind, item)));
        let place = self.items.iter().position(|printed| printed.item == item)?;
        printed.nth(place)
    }
}

/// An item in print, and the text of it that was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedItem {
    pub item: ItemId,
    pub revision: RevisionId,
}

coded! {
    /// What became of a version.
    pub enum Standing {
        InSignOff = "in_sign_off",
        SentBack = "sent_back",
        Published = "published",
        /// The pages of a correction that is being signed.
        Correcting = "correcting",
    }
}
