//! What can be done to items, and the forms that ask for it.

use domain::{
    id::{ItemId, RevisionId, UnitId},
    item::{ContentType, ItemText, Kind},
    reason::ReasonKind,
};
use serde::{Deserialize, Deserializer, de::Error};

use crate::desk::{
    form::{self, FormError, blank_is_none, blank_or, ticked, verbs},
    records::DetailsForm,
};

verbs! {
    /// What can be done to items.
    pub enum ItemCommand {
        /// 起草, and 报送 at once where `send` is ticked. `sheet` is the writing page: posted again from it, it is the
        /// same item with newer words.
        "draft_item" => DraftItem {
            unit: UnitId,
            #[serde(default)]
            sheet: String,
            kind: Kind,
            #[serde(default)]
            title: String,
            #[serde(default, deserialize_with = "blank_is_none")]
            subtitle: Option<String>,
            #[serde(default, deserialize_with = "content_type")]
            content_type: Option<ContentType>,
            #[serde(default)]
            body: String,
            #[serde(default)]
            attribution_line: String,
            #[serde(default, deserialize_with = "ticked")]
            send: bool,
        },
        /// Save a text that was written from this revision; and 报送 at once where `send` is ticked.
        "save_item" => SaveItem {
            item: ItemId,
            revision: RevisionId,
            #[serde(default)]
            sheet: String,
            kind: Kind,
            #[serde(default)]
            title: String,
            #[serde(default, deserialize_with = "blank_is_none")]
            subtitle: Option<String>,
            #[serde(default, deserialize_with = "content_type")]
            content_type: Option<ContentType>,
            #[serde(default)]
            body: String,
            #[serde(default)]
            attribution_line: String,
            #[serde(default, deserialize_with = "ticked")]
            send: bool,
        },
        /// Delete a draft, by who wrote it.
        "delete_draft" => DeleteDraft { item: ItemId, version: i64 },
        /// 恢复这一稿: its text is the item's again, as its next revision.
        "restore_revision" => RestoreRevision { item: ItemId, version: i64, number: i32 },
        /// 销毁: a text that must not be here. Nothing is left of it but that, when, by whom and why.
        "destroy_item" => DestroyItem {
            item: ItemId,
            #[serde(default, deserialize_with = "blank_is_none")]
            reason: Option<String>,
            /// It was read what this does.
            #[serde(default, deserialize_with = "ticked")]
            sure: bool,
        },
        /// 报送.
        "submit" => Submit { item: ItemId, version: i64 },
        /// 审核通过.
        "approve" => Approve { item: ItemId, version: i64 },
        /// 退回.
        "return_item" => ReturnItem {
            item: ItemId,
            version: i64,
            #[serde(default)]
            kinds: Vec<ReasonKind>,
            #[serde(default, deserialize_with = "blank_is_none")]
            reason: Option<String>,
        },
        /// 撤回.
        "withdraw" => Withdraw { item: ItemId, version: i64 },
        /// 签收, one or many.
        "receive" => Receive {
            #[serde(default)]
            item: Vec<ItemId>,
        },
        "undo_receive" => UndoReceive {
            #[serde(default)]
            item: Vec<ItemId>,
        },
        /// 拟用, one or many.
        "shortlist" => Shortlist {
            #[serde(default)]
            item: Vec<ItemId>,
        },
        "undo_shortlist" => UndoShortlist {
            #[serde(default)]
            item: Vec<ItemId>,
        },
        /// 不采用.
        "reject" => Reject {
            item: ItemId,
            version: i64,
            #[serde(default)]
            kinds: Vec<ReasonKind>,
            #[serde(default, deserialize_with = "blank_is_none")]
            reason: Option<String>,
        },
        /// 恢复.
        "restore" => Restore { item: ItemId, version: i64 },
        /// 合稿: the survivor goes on, the items go into it.
        "combine" => Combine {
            survivor: ItemId,
            #[serde(default)]
            item: Vec<ItemId>,
        },
        /// 撤销合稿, of one source.
        "undo_combine" => UndoCombine { item: ItemId },
        /// 保密审查: this text may be published. A reason is needed where it was refused before.
        "clear" => Clear {
            item: ItemId,
            revision: RevisionId,
            #[serde(default, deserialize_with = "blank_is_none")]
            reason: Option<String>,
        },
        /// 保密审查: this text may not be published.
        "refuse_clearance" => RefuseClearance {
            item: ItemId,
            revision: RevisionId,
            #[serde(default, deserialize_with = "blank_is_none")]
            reason: Option<String>,
        },
        /// The author of this name in the attribution is another person than who says so.
        "state_namesake" => StateNamesake { item: ItemId, author: String },
        /// Takes the own statement back.
        "unstate_namesake" => UnstateNamesake { item: ItemId, author: String },
        /// Credit these units instead of the attribution's.
        "decide_credit" => DecideCredit {
            item: ItemId,
            version: i64,
            #[serde(default)]
            unit: Vec<UnitId>,
            #[serde(default, deserialize_with = "blank_is_none")]
            reason: Option<String>,
        },
        /// Credit the attribution's units again.
        "undecide_credit" => UndecideCredit { item: ItemId, version: i64 },
        /// 计分情况: what rules may ask about the item's adoption. A reason is needed once it has been credited.
        "tell_details" => TellDetails {
            item: ItemId,
            version: i64,
            #[serde(default, deserialize_with = "blank_is_none")]
            reason: Option<String>,
            #[serde(flatten)]
            details: DetailsForm,
        },
        /// Say which unit a name means, wherever it stands, and keep it as the unit's alias.
        "resolve_name" => ResolveName {
            name: String,
            #[serde(default, deserialize_with = "blank_or")]
            unit: Option<UnitId>,
        },
        /// Say which unit an unknown name in the attribution means, and perhaps keep the name as its alias.
        "resolve_unit" => ResolveUnit {
            item: ItemId,
            version: i64,
            name: String,
            unit: UnitId,
            #[serde(default, deserialize_with = "ticked")]
            keep_alias: bool,
        },
    }
}

/// The form of a writing page, whatever is to be done with it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WritingForm {
    /// `None` for a new item.
    #[serde(default, deserialize_with = "blank_or")]
    pub item: Option<ItemId>,
    /// The revision from which the typing began.
    #[serde(default, deserialize_with = "blank_or")]
    pub revision: Option<RevisionId>,
    /// For which unit a new item is written.
    #[serde(default, deserialize_with = "blank_or")]
    pub unit: Option<UnitId>,
    kind: Kind,
    #[serde(default)]
    title: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    subtitle: Option<String>,
    #[serde(default, deserialize_with = "content_type")]
    content_type: Option<ContentType>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    attribution_line: String,
}

impl WritingForm {
    /// Reads the fields of a form.
    pub fn of(fields: &[(String, String)]) -> Result<Self, FormError> {
        let form = serde_urlencoded::to_string(fields).map_err(|_| FormError {
            field: String::new(),
            words: "这一页的文字读不懂，请重新打开这一页再存".to_owned(),
        })?;
        Self::read(&form)
    }

    /// Reads a posted form.
    pub fn read(form: &str) -> Result<Self, FormError> {
        form::read(form)
    }

    pub fn text(self) -> ItemText {
        let Self { kind, title, subtitle, content_type, body, attribution_line, .. } = self;
        text(kind, &title, subtitle, content_type, &body, &attribution_line)
    }
}

/// A text as the fields of a form.
pub fn fields_of(text: &ItemText) -> Vec<(String, String)> {
    let fields = [
        ("kind", text.kind.label()),
        ("title", &text.title),
        ("subtitle", text.subtitle.as_deref().unwrap_or_default()),
        ("content_type", text.content_type.map_or("", ContentType::code)),
        ("body", &text.body),
        ("attribution_line", &text.attribution_line),
    ];
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

/// The fields of a form that make a text. What a browser adds to line breaks and what surrounds a title is
/// nobody's wish.
pub fn text(
    kind: Kind,
    title: &str,
    subtitle: Option<String>,
    content_type: Option<ContentType>,
    body: &str,
    attribution_line: &str,
) -> ItemText {
    ItemText {
        kind,
        title: title.split_whitespace().collect::<Vec<_>>().join(" "),
        subtitle,
        content_type,
        body: body.replace("\r\n", "\n").trim_end().to_owned(),
        attribution_line: attribution_line.replace("\r\n", "\n").trim().to_owned(),
    }
}

fn content_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ContentType>, D::Error> {
    let code = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    match code.as_str() {
        "" => Ok(None),
        code => ContentType::from_code(code)
            .map(Some)
            .ok_or_else(|| D::Error::custom(format!("没有“{code}”这种内容类型"))),
    }
}
