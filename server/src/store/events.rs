//! Events: who did what to what, when and why. Kept for good.

use domain::id::{EventId, PersonId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, entity::prelude::*};

use super::{Connection, StoreError};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key)]
    id: i64,
    happened_at: i64,
    actor_id: i64,
    verb: String,
    subject_kind: String,
    subject_id: i64,
    words: String,
    reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// `item`, `issue`, `record`, `person`, `unit`, `newsletter`.
    pub kind: &'static str,
    pub id: i64,
}

/// An event to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    pub happened_at: jiff::Timestamp,
    pub actor: PersonId,
    /// The verb's name, as in [`app::desk::Command`].
    pub verb: &'static str,
    pub subject: Subject,
    /// What happened, for the screen.
    pub words: String,
    pub reason: Option<String>,
}

/// Appends an event.
pub async fn append(connection: &impl Connection, event: NewEvent) -> Result<EventId, StoreError> {
    let row = ActiveModel {
        happened_at: Set(event.happened_at.as_millisecond()),
        actor_id: Set(event.actor.0),
        verb: Set(event.verb.to_owned()),
        subject_kind: Set(event.subject.kind.to_owned()),
        subject_id: Set(event.subject.id),
        words: Set(event.words),
        reason: Set(event.reason),
        ..Default::default()
    };
    Ok(EventId(row.insert(connection).await?.id))
}
