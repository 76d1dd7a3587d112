//! Items: the verbs, a file for each sort of them, and what their pages read.
//!
//! Each verb loads the item, asks whether the actor may, then whether the state allows it, then whether the
//! form was about the item as it stands, and only then changes anything.

mod came_with;
pub(super) mod clear;
mod combine;
mod comments;
mod comparing;
pub(super) mod credit;
mod delete;
pub(super) mod difference;
mod draft;
mod follow;
mod from_files;
mod handed;
mod handle;
mod handling;
mod item_page;
mod lists;
mod name_revision;
pub(super) mod names;
pub(super) mod namesake;
mod pasted;
mod pictures;
mod present;
mod proofread;
pub(super) mod resolve;
mod restore;
mod return_many;
mod send;
mod slip;
mod sort_out;
mod taken;
mod views;
mod write_page;

pub(super) use lists::{choice, counted, visible_items};
pub(super) use proofread::MOST_NEAR;
pub(super) use views::{SEARCHES, saved_views};

use app::desk::Refusal;
use domain::{
    act::Verb,
    id::ItemId,
    item::{Item, ItemText},
    person::Actor,
    proof::ProofText,
    reason::ReasonKind,
    subject::Subject,
};

use super::{OfficeDesk, Writing, sheets::kept::DESTROYED};
use crate::desk::checks::readable;
use store::{
    Connection,
    events::{self},
    items::{self, erase},
};

/// The item, for whoever may read it.
async fn load(connection: &impl Connection, actor: &Actor, id: ItemId) -> Result<Item, Refusal> {
    let item = items::load(connection, id).await?;
    readable(actor, item)
}

/// Refuses what was asked of an older version.
fn check_version(item: &Item, version: i64) -> Result<(), Refusal> {
    if item.version == version { Ok(()) } else { Err(Refusal::overtaken(quoted(item), subject(item))) }
}

fn subject(item: &Item) -> Subject {
    Subject::Item(item.id)
}

/// The item's title as messages name it.
fn quoted(item: &Item) -> String {
    let title = item.text.list_title();
    if title.is_empty() { "无题稿件".to_owned() } else { format!("《{title}》") }
}

/// The kinds, phrases and free words as one reason, which must be given.
fn required_reason(kinds: &[ReasonKind], phrases: &[String], free: Option<&str>) -> Result<String, Refusal> {
    let reason = domain::reason::in_words(kinds, phrases, free)
        .ok_or_else(|| Refusal::invalid("reason", "请勾选或写明原因"))?;
    let (most, length) = (app::desk::form::most("reason"), reason.chars().count());
    match length > most {
        true => {
            Err(Refusal::invalid("reason", format!("原因最多{most}字，连同勾选的现在{length}字，请删短")))
        }
        false => Ok(reason),
    }
}

/// Refuses to bring a text back that was destroyed.
async fn refuse_destroyed(connection: &impl Connection, item: &Item) -> Result<(), Refusal> {
    match erase::is_destroyed(connection, item.id).await? {
        true => Err(Refusal::blocked(DESTROYED)),
        false => Ok(()),
    }
}

impl Writing {
    /// Records that the reason of what was done to an item last is another one, which alone counts.
    async fn reword(
        &self,
        item: &Item,
        verb: Verb,
        kinds: &[ReasonKind],
        reason: String,
    ) -> Result<(), Refusal> {
        let connection = self.connection();
        events::forget_reasons_of_last(connection, subject(item)).await?;
        let event = self.event(verb, subject(item), "改写原因", Some(reason)).await?;
        Ok(events::count_reasons(connection, event, item, kinds, self.month()).await?)
    }

    /// The month in which a fact of this moment counts, in the office's zone.
    fn month(&self) -> domain::calendar::Month {
        domain::calendar::Month::of(self.now.date())
    }
}

/// The fields of a text that are proofread.
fn fields_of(text: &ItemText) -> ProofText<'_> {
    ProofText { title: &text.title, subtitle: text.subtitle.as_deref().unwrap_or_default(), body: &text.body }
}
