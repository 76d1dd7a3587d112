//! What proofreading points out in a text, and which other items are like it.

use std::ops::Range;

use async_trait::async_trait;
use domain::{
    id::{ItemId, RevisionId},
    item::ItemText,
    person::Actor,
    proof::TextField,
    workflow::State,
};
use serde::{Deserialize, Serialize};

use crate::desk::Refusal;

/// What there is to look at in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// In the order of the text, without what somebody has looked at and left.
    pub lines: Vec<ProofLine>,
    /// 一键整理: marks, widths and blanks that can be put in order, in the order of the text. No word is changed by it.
    pub tidy: Vec<ProofLine>,
    pub left: Vec<LeftLine>,
    /// Items that are nearly the same, or of which one stands in the other; only those that this person may read.
    pub near: Vec<NearItem>,
}

/// One thing that is pointed out (校对意见).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofLine {
    /// By which it is known again, whatever is edited elsewhere.
    pub key: String,
    /// 错别字, 标点, …
    pub kind: String,
    pub field: TextField,
    /// In the field as it is kept, in Unicode scalar values.
    pub place: Range<usize>,
    /// What stands before the words in the line, the words, and what follows.
    pub before: String,
    pub words: String,
    pub after: String,
    /// What is wrong.
    pub says: String,
    /// What may stand instead.
    pub mending: Option<String>,
}

/// What somebody looked at and left as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftLine {
    pub key: String,
    pub words: String,
    pub by: String,
    pub at: jiff::Timestamp,
}

/// An item that is like the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearItem {
    pub item: ItemId,
    pub title: String,
    pub unit: String,
    pub state: State,
    /// The issue in which it stands.
    pub placed: Option<String>,
    /// How much of the shorter of both stands in the other, in hundredths.
    pub share: u16,
}

impl NearItem {
    /// The unit, and the issue in which it stands or how far it is.
    pub fn whereabouts(&self) -> String {
        let placed = self.placed.clone().unwrap_or_else(|| self.state.label().to_owned());
        format!("{}，{placed}", self.unit)
    }
}

/// An item with what there is to look at in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemProof {
    pub item: ItemId,
    /// The text that was looked at.
    pub revision: RevisionId,
    pub proof: Proof,
    /// Whether this person may mend it, and say what is left.
    pub may_mend: bool,
}

/// Two texts side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideView {
    pub one: BesideText,
    pub other: BesideText,
    pub share: u16,
}

/// One of them, in pieces of which those that are the same in both are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideText {
    pub about: NearItem,
    pub pieces: Vec<(String, bool)>,
}

#[async_trait]
pub trait Proofreading {
    /// What there is to look at in a text while it is written, of an item whose text the actor may edit or of a new one.
    async fn proof(&self, actor: &Actor, item: Option<ItemId>, text: &ItemText) -> Result<Proof, Refusal>;

    /// What there is to look at in an item; nothing for whoever neither writes nor edits it.
    async fn proof_of_item(&self, actor: &Actor, item: ItemId) -> Result<Option<ItemProof>, Refusal>;

    /// Two items that this person may read, side by side.
    async fn beside(&self, actor: &Actor, one: ItemId, other: ItemId) -> Result<BesideView, Refusal>;
}
