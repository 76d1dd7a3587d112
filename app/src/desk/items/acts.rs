//! What can be done to items. Acts on a text are in [`text`].

use domain::{
    id::{ItemId, PersonId, RevisionId, UnitId},
    reason::ReasonKind,
};

use crate::desk::{
    asked::DetailsForm,
    form::{acts, blank_is_none, blank_or, ticked},
};

pub use super::text::{CorrectItem, DraftItem, SaveItem};
use super::{ChosenFor, KindCode, PassageKey, PieceKey};

impl Combine {
    /// These items go into the survivor, whose text stays as it is.
    pub fn into_text_of(survivor: ItemId, item: Vec<ItemId>) -> Self {
        let (taken, passage, after) = (Vec::new(), Vec::new(), Vec::new());
        Self { survivor, item, revision: None, taken, passage, after }
    }
}

acts! {
    /// Delete a draft, by who wrote it.
    DeleteDraft { item: ItemId, version: i64 }

    /// 从文件起草: the chosen pieces of files that were handed in, each an item; and 报送 at once where `send` is ticked.
    DraftFromFiles {
        #[serde(default)]
        piece: Vec<PieceKey>,
        #[serde(default)]
        piece_kind: Vec<ChosenFor<KindCode>>,
        /// For which unit, where it is not the one that was proposed.
        #[serde(default)]
        piece_unit: Vec<ChosenFor<UnitId>>,
        #[serde(default, deserialize_with = "ticked")]
        send: bool,
    }

    /// 添加附件: files that were handed in belong to the item.
    AttachFiles {
        item: ItemId,
        #[serde(default)]
        file: Vec<i64>,
    }

    /// 移去附件, or the original.
    RemoveFile { item: ItemId, file: i64 }

    /// 校对改正: the findings of these keys, each by its mending.
    MendFindings {
        item: ItemId,
        revision: RevisionId,
        #[serde(default)]
        key: Vec<String>,
    }

    /// A finding was looked at and is left as it is.
    LeaveFinding { item: ItemId, key: String }

    /// A finding that was left is looked at again.
    TakeUpFinding { item: ItemId, key: String }

    /// 恢复这一稿: its text is the item's again, as its next revision.
    RestoreRevision { item: ItemId, version: i64, number: i32 }

    /// What a revision is called: 领导改后. Without a name it has none any more.
    NameRevision {
        item: ItemId,
        number: i32,
        #[serde(default, deserialize_with = "blank_is_none")]
        name: Option<String>,
    }

    /// 销毁: a text that must not be here. Nothing is left of it but that, when, by whom and why.
    DestroyItem {
        item: ItemId,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
        /// It was read what this does.
        #[serde(default, deserialize_with = "ticked")]
        sure: bool,
    }

    /// 报送.
    Submit { item: ItemId, version: i64 }

    /// 审核通过.
    Approve { item: ItemId, version: i64 }

    /// 退回.
    ReturnItem {
        item: ItemId,
        version: i64,
        #[serde(default)]
        kinds: Vec<ReasonKind>,
        #[serde(default)]
        phrase: Vec<String>,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
    }

    /// 退回 many, for one reason.
    ReturnItems {
        #[serde(default)]
        item: Vec<ItemId>,
        #[serde(default)]
        kinds: Vec<ReasonKind>,
        #[serde(default)]
        phrase: Vec<String>,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
    }

    /// Takes an editor's return back, of one or many that nobody has touched since.
    UndoReturn {
        #[serde(default)]
        item: Vec<ItemId>,
        /// Each one's, as the return left it.
        #[serde(default)]
        version: Vec<i64>,
        /// Those that were received by the return itself.
        #[serde(default)]
        received: Vec<ItemId>,
    }

    /// 撤回.
    Withdraw { item: ItemId, version: i64 }

    /// 签收, one or many.
    Receive {
        #[serde(default)]
        item: Vec<ItemId>,
    }

    UndoReceive {
        #[serde(default)]
        item: Vec<ItemId>,
    }

    /// 拟用, one or many.
    Shortlist {
        #[serde(default)]
        item: Vec<ItemId>,
    }

    UndoShortlist {
        #[serde(default)]
        item: Vec<ItemId>,
        /// Those of them that were received by being shortlisted, and are not any more.
        #[serde(default)]
        received: Vec<ItemId>,
    }

    /// 不采用.
    Reject {
        item: ItemId,
        version: i64,
        #[serde(default)]
        kinds: Vec<ReasonKind>,
        #[serde(default)]
        phrase: Vec<String>,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
    }

    /// 恢复.
    Restore {
        item: ItemId,
        version: i64,
        /// It was received by not being used, and is not any more.
        #[serde(default, deserialize_with = "ticked")]
        received: bool,
    }

    /// 合稿: the survivor goes on, the items go into it, and what was taken of their paragraphs stands in its text.
    Combine {
        survivor: ItemId,
        #[serde(default)]
        item: Vec<ItemId>,
        /// The survivor's text that was shown, where something was taken into it.
        #[serde(default, deserialize_with = "blank_or")]
        revision: Option<RevisionId>,
        #[serde(default)]
        taken: Vec<PassageKey>,
        /// Every paragraph that was shown, and …
        #[serde(default)]
        passage: Vec<PassageKey>,
        /// … behind which of the survivor's it would stand: 0 is before all, blank is at the end.
        #[serde(default)]
        after: Vec<String>,
    }

    /// 撤销合稿, of one source.
    UndoCombine { item: ItemId }

    /// 保密审查: this text may be published. A reason is needed where it was refused before.
    Clear {
        item: ItemId,
        revision: RevisionId,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
    }

    /// 保密审查: this text may not be published.
    RefuseClearance {
        item: ItemId,
        revision: RevisionId,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
    }

    /// The author of this name in the attribution is another person than who says so.
    StateNamesake { item: ItemId, author: String }

    /// Takes the own statement back.
    UnstateNamesake { item: ItemId, author: String }

    /// Credit these units instead of the attribution's.
    DecideCredit {
        item: ItemId,
        version: i64,
        #[serde(default)]
        unit: Vec<UnitId>,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
    }

    /// Credit the attribution's units again.
    UndecideCredit { item: ItemId, version: i64 }

    /// 计分情况: what rules may ask about the item's adoption. A reason is needed once it has been credited.
    TellDetails {
        item: ItemId,
        version: i64,
        #[serde(default, deserialize_with = "blank_is_none")]
        reason: Option<String>,
        #[serde(flatten)]
        details: DetailsForm,
    }

    /// 由我主办, one or many.
    TakeCharge {
        #[serde(default)]
        item: Vec<ItemId>,
        /// From whom it is taken; without, only what nobody is in charge of is taken.
        #[serde(default, deserialize_with = "blank_or")]
        former: Option<PersonId>,
    }

    /// 转给, one or many: another editor is in charge, who is told so with a word.
    HandOn {
        #[serde(default)]
        item: Vec<ItemId>,
        #[serde(default, deserialize_with = "blank_or")]
        handler: Option<PersonId>,
        #[serde(default, deserialize_with = "blank_is_none")]
        word: Option<String>,
    }

    /// 不再主办, one or many.
    PutDown {
        #[serde(default)]
        item: Vec<ItemId>,
    }

    /// Take back what was last done with who is in charge, where nobody else has done anything with it since.
    UndoHandling {
        #[serde(default)]
        item: Vec<ItemId>,
    }

    /// 存为常用筛选: a list with its filters, under a name.
    SaveView {
        #[serde(default)]
        name: String,
        /// The list's own address.
        #[serde(default)]
        shown: String,
    }

    /// Give it up.
    DropView { view: i64 }

    /// Say which unit a name means, wherever it stands, and keep it as the unit's alias.
    ResolveName {
        name: String,
        #[serde(default, deserialize_with = "blank_or")]
        unit: Option<UnitId>,
    }

    /// Say which unit an unknown name in the attribution means, and perhaps keep the name as its alias.
    ResolveUnit {
        item: ItemId,
        version: i64,
        name: String,
        unit: UnitId,
        #[serde(default, deserialize_with = "ticked")]
        keep_alias: bool,
    }
}
