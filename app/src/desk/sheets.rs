//! Pages on which people type and act, each under its name (its *sheet*): what is typed there is kept, and what its
//! form asked for is done once, however often it is posted.

use async_trait::async_trait;
use domain::{
    id::{ItemId, PersonId},
    person::Actor,
};
use serde::{Deserialize, Serialize};

use super::{Done, Refusal, form::acts};
use crate::desk::typed::TypedForm;

/// How it begins what is said of a form that was done with other words before.
pub const ALREADY_DONE: &str = "这张表单刚才已经办过";

acts! {
    /// Give up what was typed on a page.
    DropKeptText {
        #[serde(default)]
        sheet: String,
        /// The text, where the form that asks bears a name of its own.
        #[serde(default)]
        text: String,
    }

    /// Take back what was given up.
    TakeBackKeptText { text: String }

    /// Go on with the words of a text as a new item.
    WriteAnew { text: String }
}

/// The form by which something is asked for. Posted again, it is the same act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostedForm {
    pub verb: String,
    /// The page's name.
    pub sheet: String,
    /// Which of the pages that are open under that name; empty where it does not tell.
    pub copy: String,
    /// Counts the changes of the form, within its page.
    pub stamp: i64,
    /// Its fields, but for those about the page.
    pub content: String,
}

/// A form as it stands on its page, while somebody types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptForm {
    pub form: TypedForm,
    pub sheet: String,
    pub stamp: i64,
    /// Which of the pages that are open under that name; empty where it does not tell.
    pub copy: String,
    /// Where it stands: path and query.
    pub address: String,
    /// A unit for an unknown name in the attribution, as `NAME<tab>UNIT`: the line then bears the unit's name.
    pub choose: Option<String>,
    /// It was posted to be done, and could not be.
    pub is_posted: bool,
    /// It is to be kept under a name of its own: under the page's it could not be done.
    pub is_apart: bool,
}

/// What became of what was to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    pub outcome: KeepingOutcome,
    pub words: String,
    /// Where to look next: what can be done with the words, or what was made of them.
    pub next: Option<String>,
    /// The name under which they are kept from now on, where that is another than the page's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// Whether it can be read back, and whether it could be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepingOutcome {
    Kept,
    /// It is kept, and can not be saved any more as it stands.
    Moved,
    /// It is not kept: this very page's form was done with these words or newer ones. The page may not know it, where the
    /// answer was lost.
    Done,
    /// It is not kept: the page's form was done with newer words elsewhere, or given up.
    Late,
    /// It is not kept under the page's name: the page is open elsewhere, where something else was typed or done.
    Elsewhere,
    /// It is not kept, and nowhere to be kept: the item's text was destroyed.
    Destroyed,
    /// It is kept for whoever opened the page, who is not signed in now.
    SignedOut,
    /// It is kept for whoever opened the page; somebody else is signed in now.
    SomebodyElse,
}

/// A text that was typed and neither saved nor given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedText {
    pub sheet: String,
    /// What it is: 新稿, 改稿, 更正, …
    pub what: String,
    /// Its title or first words.
    pub title: String,
    /// 字.
    pub characters: usize,
    pub kept_at: jiff::Timestamp,
    /// Where one goes on with it.
    pub address: String,
    pub item: Option<ItemId>,
}

/// All that is known of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetView {
    /// What is typed there and not saved, with the page's name in it.
    pub form: Option<TypedForm>,
    pub unsaved: Option<UnsavedText>,
    /// Why it can not be saved any more as it stands, in words.
    pub moved: Option<String>,
    /// The item that came of it or whose text it is, where there is one that the person may read.
    pub item: Option<ItemId>,
    /// What was answered when its form was done.
    pub done: Option<Done>,
    /// Whether the words can be gone on with as a new item.
    pub may_write_anew: bool,
}

/// Pages and what is typed on them.
#[async_trait]
pub trait Sheets {
    /// A name for a page that this person opens. It is signed, so that the page can be known as that person's even
    /// when nobody is signed in any more.
    fn new_sheet(&self, person: PersonId) -> String;

    /// Whose page it is, by its name; `None` where the name says nothing that can be believed.
    fn owner_of(&self, sheet: &str) -> Option<PersonId>;

    /// As [`Self::owner_of`], by name: for whoever sits down where somebody else left a page open.
    async fn name_of_owner(&self, sheet: &str) -> Option<String>;

    /// Keeps what is typed, and says at once where it could not be saved any more.
    async fn keep(&self, actor: &Actor, kept: &KeptForm) -> Result<Keeping, Refusal>;

    /// Keeps what is typed on a page of somebody who is not signed in any more. Nobody else sees it.
    async fn keep_for(&self, owner: PersonId, kept: &KeptForm) -> Result<bool, Refusal>;

    /// What this person has typed and neither saved nor given up, the latest first.
    async fn unsaved_texts(&self, actor: &Actor) -> Result<Vec<UnsavedText>, Refusal>;

    /// The latest of what this person has typed into an item's text and neither saved nor given up.
    async fn unsaved_of_item(&self, actor: &Actor, item: ItemId) -> Result<Option<UnsavedText>, Refusal>;

    /// A page of this person's; `None` where nothing is known of it.
    async fn sheet(&self, actor: &Actor, sheet: &str) -> Result<Option<SheetView>, Refusal>;
}
