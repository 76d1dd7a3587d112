//! What is said of an item, and the acts by which it is said.

use std::ops::Range;

use async_trait::async_trait;
use domain::{
    comment::{Audience, Outcome},
    id::{CommentId, ItemId, PersonId, RevisionId},
    person::Actor,
    proof::TextField,
};
use serde::{Deserialize, Serialize};

use crate::desk::{
    Refusal,
    form::{acts, blank_is_none, blank_or, ticked},
};

/// What is said of an item, for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comments {
    pub item: ItemId,
    /// The text that stands there now.
    pub revision: RevisionId,
    /// In the order of the text; what is about the whole item first.
    pub lines: Vec<CommentLine>,
    /// Whom the person may speak to; the first is proposed.
    pub audiences: Vec<Audience>,
    /// Who can be asked to look, in the order of their names.
    pub people: Vec<(PersonId, String)>,
    /// Whether suggestions may be taken and refused.
    pub may_edit: bool,
}

impl Comments {
    /// Those that nobody settled.
    pub fn open(&self) -> impl Iterator<Item = &CommentLine> {
        self.lines.iter().filter(|line| line.settled.is_none())
    }
}

/// Where the passage is of which something is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PassageNow {
    /// It is about the whole item.
    Whole,
    /// Its letters in the field ([`domain::comment::Letters`]).
    Here(Range<usize>),
    /// Something else stands there by now.
    Changed {
        letters: Range<usize>,
        /// What is read there.
        now: String,
    },
    Gone,
}

/// A comment with its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentLine {
    pub id: CommentId,
    pub field: TextField,
    pub whereabouts: PassageNow,
    /// The passage as it was read when something was said of it.
    pub passage: String,
    pub words: String,
    /// What could stand there instead; empty where the passage should go.
    pub wording: Option<String>,
    pub audience: Audience,
    pub said: Said,
    pub answers: Vec<AnswerLine>,
    /// Who settled it, and when.
    pub settled: Option<(String, jiff::Timestamp)>,
    pub outcome: Option<Outcome>,
    /// Whether it can be taken with one press; why not, where it is open and cannot.
    pub fits: Result<(), String>,
    /// Whether the person may withdraw it: who said it, as long as nobody answered.
    pub may_withdraw: bool,
}

/// Who said it, when, and whom it asks to look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub by: String,
    pub at: jiff::Timestamp,
    pub asked: Vec<String>,
    /// The person has not read it yet.
    pub is_new: bool,
}

/// An answer to a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLine {
    pub id: CommentId,
    pub words: String,
    pub said: Said,
    pub may_withdraw: bool,
}

#[async_trait]
pub trait CommentsOnItems {
    /// What is said of an item that this person may read, as far as it is for that person; it counts as read then.
    async fn comments(&self, actor: &Actor, item: ItemId) -> Result<Comments, Refusal>;
}

acts! {
    /// 批注, or 修改建议 where another wording is given or the passage should go.
    AddComment {
        item: ItemId,
        /// The text that the person read.
        revision: RevisionId,
        #[serde(default, deserialize_with = "blank_is_none")]
        passage_field: Option<String>,
        /// The words that are meant; of the whole item where there are none.
        #[serde(default, deserialize_with = "blank_is_none")]
        quote: Option<String>,
        /// How many letters stand before them in the field, to tell one place from another.
        #[serde(default, deserialize_with = "blank_or")]
        passage_at: Option<usize>,
        #[serde(default, deserialize_with = "blank_is_none")]
        remark: Option<String>,
        #[serde(default, deserialize_with = "blank_is_none")]
        wording: Option<String>,
        #[serde(default, deserialize_with = "ticked")]
        cut: bool,
        audience: Audience,
        #[serde(default, deserialize_with = "blank_or")]
        mention: Option<PersonId>,
    }

    /// An answer to a comment.
    AnswerComment {
        comment: CommentId,
        #[serde(default, deserialize_with = "blank_is_none")]
        remark: Option<String>,
    }

    /// 完成: nothing is left to do about it.
    SettleComment { comment: CommentId }

    /// It is open again.
    ReopenComment { comment: CommentId }

    /// Withdraws the own comment, or takes that back.
    WithdrawComment {
        comment: CommentId,
        #[serde(default, deserialize_with = "ticked")]
        restored: bool,
    }

    /// 采纳: suggestions stand in the text, as one new revision.
    TakeSuggestions {
        item: ItemId,
        revision: RevisionId,
        #[serde(default)]
        comment: Vec<CommentId>,
    }

    /// The text before suggestions were taken stands there again, and they are open.
    UndoTakeSuggestions { item: ItemId, revision: RevisionId }

    /// 不采纳.
    RefuseSuggestion {
        comment: CommentId,
        #[serde(default, deserialize_with = "blank_is_none")]
        remark: Option<String>,
    }
}
