//! 主办: who is in charge of an item, and what the editors have in hand.

use async_trait::async_trait;
use domain::{
    id::{ItemId, PersonId},
    person::Actor,
    workflow::State,
};
use serde::{Deserialize, Serialize};

use super::Count;
use crate::desk::Refusal;

/// An editor to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorChoice {
    pub id: PersonId,
    pub name: String,
}

/// Who is in charge of an item, or was until they could not be any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    pub handler: PersonId,
    pub name: String,
    pub since: jiff::Timestamp,
    /// Whether it is whoever asks.
    pub is_own: bool,
    /// Why nobody is in charge though this one was: 已停用.
    pub lapsed: Option<String>,
    /// By whom it was handed on, and with which word.
    pub handed: Option<Handed>,
}

/// That an item was handed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub by: String,
    pub word: Option<String>,
    /// Whether the editor has not opened it since.
    pub is_new: bool,
}

/// Whose items are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandledBy {
    Me,
    Nobody,
    Editor(PersonId),
}

/// What each editor has in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loads {
    /// Every editor, by name.
    pub editors: Vec<Load>,
    /// What nobody is in charge of.
    pub nobody: Load,
    /// Who was in charge of some of that.
    pub lapsed: Vec<Lapsed>,
}

/// Somebody who was in charge of items and cannot be any more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lapsed {
    pub name: String,
    /// 已停用.
    pub why: String,
    /// Of how many items that wait or are placed.
    pub count: u64,
}

/// What somebody has in hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// `None` for what nobody is in charge of.
    pub editor: Option<EditorChoice>,
    /// How many in each state in which any are counted.
    pub counts: Vec<(State, Count)>,
    /// When the one arrived that has waited for longest.
    pub since: Option<jiff::Timestamp>,
}

impl Load {
    pub fn count(&self, state: State) -> Option<Count> {
        let counted = self.counts.iter().find(|(counted, _)| *counted == state).map(|(_, count)| *count);
        counted.filter(|count| count.number > 0)
    }
}

#[async_trait]
pub trait Handlings {
    /// Who is in charge of an item; `None` where nobody ever was, or whoever asks is not told.
    async fn handling(&self, actor: &Actor, item: ItemId) -> Result<Option<Handling>, Refusal>;

    /// Everybody who can be in charge, by name, for whoever may hand items on or look for them so.
    async fn editors(&self, actor: &Actor) -> Result<Vec<EditorChoice>, Refusal>;

    /// What each editor has in hand.
    async fn loads(&self, actor: &Actor) -> Result<Loads, Refusal>;
}
