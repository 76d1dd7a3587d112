//! Items: drafting, sending, reviewing, editing.

pub mod acts;
mod came_with;
pub mod comments;
mod comparing;
mod from_files;
mod handling;
mod lists;
mod passages;
mod presence;
mod proofread;
mod text;
mod views;

use async_trait::async_trait;
use domain::{
    id::ItemId,
    item::{ItemText, Missing},
    person::Actor,
};

pub use self::{
    came_with::{CameWith, FileNote, HandedInFile, ItemFile, MOST_ATTACHED},
    comments::{AnswerLine, CommentLine, Comments, CommentsOnItems, PassageNow, Said},
    comparing::{Compared, ComparingPages, ComparingView, TextChoice, beside_print},
    from_files::{
        ChosenFor, DroppedFile, DroppedPiece, FileContent, FoundInFile, FoundInFiles, FoundPiece,
        ItemsFromFiles, KindCode, MOST_FILES, PieceKey,
    },
    handling::{EditorChoice, Handed, HandledBy, Handling, Handlings, Lapsed, Load, Loads},
    passages::{PassageKey, TakenLine},
    presence::{MOST_TOLD, Presences, Present, Somebody},
    proofread::{BesideText, BesideView, ItemProof, LeftLine, NearItem, Proof, ProofLine, Proofreading},
    text::{WritingForm, fields_of},
};
pub use lists::*;
pub use views::*;

use super::{Fault, Refusal};

/// What an item lacks to be sent in, each at the writing page's field.
pub fn lacking(missing: &[Missing]) -> Refusal {
    let fault = |missing: &Missing| {
        let field = match missing {
            Missing::Title => "title",
            Missing::Body | Missing::UnsaidPicture(_) => "body",
            Missing::KnownUnit | Missing::ClearAuthors => "attribution_line",
        };
        Fault { field: field.to_owned(), words: missing.to_string() }
    };
    Refusal::Invalid(missing.iter().map(fault).collect())
}

#[async_trait]
pub trait ItemLists {
    /// How many items wait for the actor.
    async fn waiting_items(&self, actor: &Actor) -> Result<WaitingItems, Refusal>;

    /// The actor's own items, those that need something first; with `of_unit`, those of the actor's units.
    async fn my_items(&self, actor: &Actor, of_unit: bool, before: Option<i64>) -> Result<ItemPage, Refusal>;

    /// The units for which the actor may draft.
    async fn units_to_draft_for(&self, actor: &Actor) -> Result<Vec<UnitChoice>, Refusal>;

    /// Items that wait for the actor as a unit's reviewer, the longest waiting first.
    async fn review_list(&self, actor: &Actor) -> Result<Vec<ItemRow>, Refusal>;

    /// What has reached the office.
    async fn inbox(&self, actor: &Actor, filter: &InboxFilter) -> Result<Inbox, Refusal>;

    /// All units, for the inbox's filter.
    async fn units(&self, actor: &Actor) -> Result<Vec<UnitChoice>, Refusal>;

    /// Items on whose text nobody has decided.
    async fn clearance_list(&self, actor: &Actor, before: Option<i64>) -> Result<ItemPage, Refusal>;
}

#[async_trait]
pub trait WritingPages {
    /// A new item's writing page of this name.
    async fn new_writing(&self, actor: &Actor, begun: Begun, sheet: &str) -> Result<WritingPage, Refusal>;

    /// An item's writing page of this name.
    async fn writing(&self, actor: &Actor, item: ItemId, sheet: &str) -> Result<WritingPage, Refusal>;

    /// What an attribution line means.
    async fn check_attribution(&self, actor: &Actor, line: &str) -> Result<AttributionReading, Refusal>;

    /// The units that may be meant by the word at a place of an attribution line, counted in characters.
    async fn suggest_units(&self, actor: &Actor, line: &str, place: usize)
    -> Result<SuggestedUnits, Refusal>;
}

#[async_trait]
pub trait Slips {
    /// How a text comes out on paper while it is written, of an item whose text the actor may edit or of a new one.
    async fn slip(&self, actor: &Actor, item: Option<ItemId>, text: &ItemText) -> Result<Slip, Refusal>;
}

#[async_trait]
pub trait Manuscripts {
    /// What an item takes of HTML that was copied elsewhere; of a part of a text, the body alone.
    async fn pasted(&self, actor: &Actor, html: String, is_part: bool) -> Result<DroppedPiece, Refusal>;
}

#[async_trait]
pub trait PicturesToTake {
    /// Takes a picture in, for whoever writes texts: JPEG, PNG or WebP. It is that person's until a text names it.
    async fn take_in_picture(&self, actor: &Actor, bytes: Vec<u8>) -> Result<KeptPicture, Refusal>;
}

#[async_trait]
pub trait NamesToResolve {
    /// Names in attributions that somebody who may keep aliases should understand.
    async fn unknown_names(&self, actor: &Actor) -> Result<UnknownNames, Refusal>;
}

#[async_trait]
pub trait ItemPages {
    async fn item(&self, actor: &Actor, item: ItemId) -> Result<ItemView, Refusal>;

    /// What to look at beside an item's text, for whoever clears or approves it.
    async fn looked_at(&self, actor: &Actor, item: ItemId) -> Result<LookedAt, Refusal>;

    /// A revision by its number, compared with another; with the one before it where no other is given.
    async fn revision(
        &self,
        actor: &Actor,
        item: ItemId,
        number: i32,
        base: Option<i32>,
    ) -> Result<RevisionView, Refusal>;
}

#[async_trait]
pub trait ItemsToDestroy {
    /// What an administrator is told of an item before destroying it.
    async fn doomed(&self, actor: &Actor, item: ItemId) -> Result<Doomed, Refusal>;
}
