//! Items: the verbs, a file for each sort of them, and what their pages read.
//!
//! Each verb loads the item, asks whether the actor may, then whether the state allows it, then whether the
//! form was about the item as it stands, and only then changes anything.

pub(super) mod clear;
mod combine;
pub(super) mod credit;
mod delete;
pub(super) mod difference;
mod draft;
mod follow;
mod item_page;
mod lists;
pub(super) mod names;
pub(super) mod namesake;
pub(super) mod resolve;
mod restore;
mod send;
mod slip;
mod sort_out;
mod write_page;

use app::desk::Refusal;
use domain::{
    act::Verb,
    id::ItemId,
    item::Item,
    permission::{ItemAct, permits},
    person::Actor,
    reason::ReasonKind,
    subject::Subject,
    workflow::{Action, State, transition},
};

use super::{OfficeDesk, Writing, sheets::DESTROYED};
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

/// The item, where there is one that this person may read: any other does not exist for that person.
pub(in crate::desk) fn readable(actor: &Actor, item: Option<Item>) -> Result<Item, Refusal> {
    let item = item.filter(|item| permits(actor, ItemAct::Read, item).is_ok());
    item.ok_or_else(|| Refusal::NotFound("这篇稿件".to_owned()))
}

/// The state that follows, if the actor may do it and the state allows it.
pub(in crate::desk) fn next_state(actor: &Actor, action: Action, item: &Item) -> Result<State, Refusal> {
    permits(actor, ItemAct::Act(action), item)?;
    transition(item.state, action).map_err(|why| Refusal::not_now(why, subject(item)))
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

/// The kinds and the free words as one reason, which must be given.
fn required_reason(kinds: &[ReasonKind], free: Option<&str>) -> Result<String, Refusal> {
    domain::reason::in_words(kinds, free).ok_or_else(|| Refusal::invalid("reason", "请勾选或写明原因"))
}

/// Refuses to bring a text back that was destroyed.
async fn refuse_destroyed(connection: &impl Connection, item: &Item) -> Result<(), Refusal> {
    match erase::is_destroyed(connection, item.id).await? {
        true => Err(Refusal::Blocked(vec![DESTROYED.to_owned()])),
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
