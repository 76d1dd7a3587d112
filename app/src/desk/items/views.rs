//! What pages are told about items: plain data, with every name in words.

use std::collections::HashMap;

use domain::{
    attribution::Attribution,
    comparison::Comparison,
    delicate::Delicacy,
    id::{IssueId, ItemId, PersonId, RevisionId, UnitId},
    item::{Cover, Item, ItemText, Kind, Missing},
    permission::ItemAct,
    workflow::{Action, State},
};
use serde::{Deserialize, Serialize};

use super::{
    EditorChoice, Handling, ItemRow,
    came_with::{CameWith, HandedInFile},
    comparing::Compared,
    passages::TakenLine,
};
use crate::desk::{records::RecordRow, sheets::UnsavedText, typed::OpenSheet};
pub use crate::islands::slip_preview::{Slip, SlipPicture};

/// An item that is to be destroyed: nothing of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doomed {
    pub id: ItemId,
    pub state: State,
    pub unit: String,
    pub drafted_by: String,
    pub created_at: jiff::Timestamp,
    /// Why it cannot be destroyed yet, and what is to be done first.
    pub obstacle: Option<String>,
    /// Where words of it are that are not destroyed with it.
    pub beyond: Vec<String>,
}

/// What whoever decides on an item in a queue looks at beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedAt {
    /// Since when it is told what has changed: 上次审查, 上次报送; `None` where it is looked at for the first time.
    pub since: Option<String>,
    /// What has changed since then; nothing where the text is the same.
    pub changed: Comparison,
    /// Words that are looked at first, each once, with why.
    pub delicate: Vec<(String, Delicacy)>,
}

/// Names in attributions that mean no unit, of items that were sent in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownNames {
    /// The longest waiting first.
    pub names: Vec<UnknownName>,
    /// All units, to choose from.
    pub units: Vec<UnitChoice>,
}

/// A name, and who waits for it to be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownName {
    /// As typed.
    pub name: String,
    /// The nearest units.
    pub nearest: Vec<UnitChoice>,
    pub asked: Vec<AskedName>,
}

/// Where an unknown name stands. Nothing of the item is shown but its attribution line: it may still be under
/// review in its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedName {
    /// The attribution as typed.
    pub line: String,
    /// The submitting unit's short name.
    pub unit: String,
    /// Who sent it in.
    pub person: String,
    pub asked_at: jiff::Timestamp,
    /// The item, where this person may read it.
    pub item: Option<ItemId>,
}

/// A unit to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitChoice {
    pub id: UnitId,
    pub name: String,
    pub short_name: String,
}

/// The units that a person may mean who is typing an attribution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedUnits {
    /// The word that one of them would replace: from this character
    pub start: usize,
    /// … to before this one.
    pub end: usize,
    pub units: Vec<UnitChoice>,
}

/// What an attribution line was understood to mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributionReading {
    pub parts: Vec<ReadPart>,
    /// What was typed but belongs to no name.
    pub leftover: Vec<String>,
}

/// One unit of an attribution, as understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPart {
    /// As typed.
    pub text: String,
    /// The unit's full name; `None` where nothing goes by the name.
    pub unit: Option<String>,
    pub authors: Vec<String>,
    /// Why there is no such unit on the day for which the attribution is read: 甲科已于2024年5月1日并入乙科.
    #[serde(default)]
    pub absent: Option<String>,
    /// The nearest units of an unknown name; the successors of one that has ended.
    pub nearest: Vec<UnitChoice>,
}

/// What a writing page's name leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WritingPage {
    /// To write on.
    Open(Box<Writing>),
    /// What was written there is saved, or is gone on with elsewhere: at this address.
    Elsewhere(String),
}

/// What the writing page is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// `None` for a new item.
    pub item: Option<WritingItem>,
    /// This page, which its forms name: another one each time it is opened.
    pub sheet: OpenSheet,
    /// The unit it is written for.
    pub unit: UnitChoice,
    /// All units it may be written for.
    pub units: Vec<UnitChoice>,
    /// What the fields hold: the text kept on this page where there is one, else the saved one.
    pub text: ItemText,
    /// What the office needs to know with it.
    pub cover: Cover,
    pub came_with: CameWith,
    /// The file out of which the text came and that is not the item's yet.
    pub original: Option<HandedInFile>,
    /// Files that were handed in, to go along with it as soon as it is saved.
    pub attachments: Vec<HandedInFile>,
    /// The frames with which a new text may begin, by name, as long as nothing is written.
    pub frames: Vec<String>,
    /// Printed pieces of both kinds, to see how others wrote; beside a new text alone.
    pub models: Vec<ModelPiece>,
    /// The text was kept then and has not been saved.
    pub kept_at: Option<jiff::Timestamp>,
    /// What this person has typed on other pages and not saved.
    pub unsaved: Vec<UnsavedText>,
    /// Somebody else saved another text since the kept one was begun.
    pub other: Option<OtherText>,
    pub reading: AttributionReading,
    pub slip: Slip,
    pub missing: Vec<Missing>,
    /// 字, of the body.
    pub characters: usize,
    /// Whether a name that is chosen for an unknown one may be kept as an alias.
    pub may_keep_alias: bool,
}

/// A printed piece that shows how one writes (范文).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelPiece {
    pub kind: Kind,
    pub item: ItemId,
    pub issue: IssueId,
    pub title: String,
    /// 2024年第9期
    pub printed_in: String,
    /// The higher office's publication that took it up as well.
    pub channel: Option<String>,
}

/// With what a new text begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    /// The actor's first unit where none is given.
    pub unit: Option<UnitId>,
    pub kind: Option<Kind>,
    /// The place of a frame among the office's.
    pub frame: Option<usize>,
}

/// The item that is being written on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WritingItem {
    pub id: ItemId,
    pub version: i64,
    pub state: State,
    pub revision: RevisionId,
    /// The reason of the last return, until it is sent again.
    pub return_reason: Option<String>,
    /// Whether this person may send it in.
    pub may_send: bool,
    /// Whether saving another text makes a clearance void.
    pub is_cleared: bool,
}

/// A text that somebody else saved meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherText {
    pub text: ItemText,
    pub saved_by: String,
    pub saved_at: jiff::Timestamp,
    /// From the other's text to one's own.
    pub difference: Comparison,
}

/// All there is to know about an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemView {
    pub item: Item,
    pub unit: UnitChoice,
    /// Names of people, by id: of all who stand in the item.
    pub people: HashMap<PersonId, String>,
    pub created_at: jiff::Timestamp,
    pub reached_at: Option<jiff::Timestamp>,
    pub return_reason: Option<String>,
    pub came_with: CameWith,
    pub reading: AttributionReading,
    /// The names of the credited units.
    pub credited: Vec<String>,
    /// 字, of the body.
    pub characters: usize,
    pub revisions: Vec<RevisionLine>,
    pub events: Vec<EventLine>,
    /// The items that went into this one.
    pub sources: Vec<ItemRow>,
    /// The paragraphs that it took over from them.
    pub taken: Vec<TakenLine>,
    /// The item that this one went into.
    pub survivor: Option<ItemRow>,
    /// What became of its text elsewhere, where this person may read it: as it was printed, or what it went into.
    pub became: Option<Compared>,
    /// The issue it is placed in: 第9期 of a newsletter.
    pub placed_in: Option<PlacedIn>,
    /// Where higher offices printed it and where it was sent up, the reversed ones among them.
    pub records: Vec<RecordRow>,
    /// Whether this person may record something about it.
    pub may_record: bool,
    /// What this person may do to it as it stands now.
    pub acts: Vec<ItemAct>,
    /// Why this person may not decide on it though it waits for the role.
    pub hindrance: Option<Hindrance>,
    /// What was stated of its authors' names.
    pub statements: Vec<NameStatement>,
    /// Where editing begins for this person.
    pub may_keep_alias: bool,
    /// All units, where this person may decide on credits or resolve names; empty otherwise.
    pub units: Vec<UnitChoice>,
    /// Other items it could be combined with; empty where this person may not combine it.
    pub partners: Vec<ItemRow>,
    /// Who is in charge of it; `None` for whoever is not told.
    pub handling: Option<Handling>,
    /// To whom this person may hand it on.
    pub editors: Vec<EditorChoice>,
    /// The office's phrases for a reason; empty where this person has none to give.
    pub phrases: Vec<String>,
    /// What this person typed into its text and did not save.
    pub unsaved: Option<UnsavedText>,
}

impl ItemView {
    /// Whether this person may do it to the item as it stands now.
    pub fn may(&self, act: ItemAct) -> bool {
        self.acts.contains(&act)
    }

    /// As [`Self::may`], for what leads to another state.
    pub fn may_act(&self, action: Action) -> bool {
        self.may(ItemAct::Act(action))
    }

    pub fn person(&self, id: PersonId) -> &str {
        self.people.get(&id).map_or("", String::as_str)
    }
}

/// The issue an item is placed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedIn {
    pub issue: IssueId,
    /// 《自然资源信息》2024年第9期.
    pub label: String,
    pub is_published: bool,
}

/// One saved text in the item's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionLine {
    pub id: RevisionId,
    /// From 1 within the item.
    pub number: i32,
    pub saved_by: String,
    pub saved_at: jiff::Timestamp,
    pub submitted: bool,
    /// Whether it is the one before, only mended by the unit's reviewer.
    pub mended: bool,
    /// What people call it.
    pub name: Option<String>,
    /// Whether this person may call it otherwise.
    pub may_name: bool,
}

impl RevisionLine {
    /// 第3稿“领导改后”.
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("第{}稿“{name}”", self.number),
            None => format!("第{}稿", self.number),
        }
    }
}

/// Why somebody may not decide on an item that waits for the role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindrance {
    /// Why not, and who can.
    pub words: String,
    /// Authors in the attribution who bear the person's name: of each it can be stated that it is somebody else.
    pub namesakes: Vec<String>,
}

/// What was stated of an author's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameStatement {
    /// As it stood in an attribution.
    pub author: String,
    pub unit_id: Option<UnitId>,
    /// `None` where it was not known.
    pub unit: Option<String>,
    /// Of whom it was stated …
    pub person: String,
    /// … that the name is theirs, or not.
    pub is_same: bool,
    pub by: String,
    pub at: jiff::Timestamp,
}

impl NameStatement {
    /// “李明”（高唐局）不是李明，是同名的另一个人.
    pub fn words(&self) -> String {
        let Self { author, person, .. } = self;
        let unit = self.unit.as_deref().map(|unit| format!("（{unit}）")).unwrap_or_default();
        match self.is_same {
            true => format!("“{author}”{unit}就是{person}"),
            false => format!("“{author}”{unit}不是{person}，是同名的另一个人"),
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    pub happened_at: jiff::Timestamp,
    pub actor: String,
    pub verb: String,
    pub words: String,
    pub reason: Option<String>,
}

/// One revision, and how it differs from the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionView {
    pub item: ItemId,
    /// What lists call the item now.
    pub item_title: String,
    pub line: RevisionLine,
    pub text: ItemText,
    pub attribution: Attribution,
    /// The revision it is compared with.
    pub base: Option<RevisionLine>,
    pub difference: Comparison,
    /// All revisions.
    pub revisions: Vec<RevisionLine>,
}

/// A picture as it is kept, for a text that is to name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptPicture {
    /// Of its file, by which texts name it.
    pub hash: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// Where it is seen.
    pub address: String,
    /// What is to be said of it, though it was taken.
    pub remark: Option<String>,
}
