//! What can be done to items. Acts on a text are in [`text`].

use domain::{
    id::{ItemId, RevisionId, UnitId},
    reason::ReasonKind,
};

use crate::desk::{
    asked::DetailsForm,
    form::{acts, blank_is_none, blank_or, ticked},
};

pub use super::text::{CorrectItem, DraftItem, SaveItem};
use super::{ChosenFor, KindCode, PieceKey};

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

    /// 合稿: the survivor goes on, the items go into it.
    Combine {
        survivor: ItemId,
        #[serde(default)]
        item: Vec<ItemId>,
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
