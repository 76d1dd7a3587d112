//! Events: who did what to what, when and why. Kept for good, in a chain of hashes (see [`chain`]).

use domain::{
    act::Verb,
    calendar::Month,
    event::EventKind,
    id::{EventId, PersonId},
    item::Item,
    reason::ReasonKind,
    subject::Subject,
};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

use super::{Connection, ROWS_AT_ONCE, StoreError, chain};

pub mod log;
pub(crate) mod row;

use row::{ActiveModel, Column, Entity, Model};

mod item_reason {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_reasons")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        pub item_id: i64,
        pub unit_id: i64,
        pub month: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An event to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    pub happened_at: jiff::Timestamp,
    pub actor: PersonId,
    pub kind: EventKind,
    pub subject: Subject,
    /// What happened, for the screen.
    pub words: String,
    pub reason: Option<String>,
}

/// Appends an event to the chain, within a transaction that writes.
pub async fn append(connection: &impl Connection, event: NewEvent) -> Result<EventId, StoreError> {
    let ids = append_many(connection, vec![event]).await?;
    ids.last().copied().ok_or_else(|| StoreError::broken("events", 0, "没有存下"))
}

/// Appends events in their order, within a transaction that writes.
pub async fn append_many(
    connection: &impl Connection,
    events: Vec<NewEvent>,
) -> Result<Vec<EventId>, StoreError> {
    let mut ids = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    while events.peek().is_some() {
        let some = events.by_ref().take(ROWS_AT_ONCE).collect();
        ids.extend(append_some(connection, some).await?);
    }
    Ok(ids)
}

async fn append_some(
    connection: &impl Connection,
    events: Vec<NewEvent>,
) -> Result<Vec<EventId>, StoreError> {
    let end = chain::end(connection).await?;
    let rows = events.into_iter().zip(end.place + 1..).map(|(event, place)| {
        let seal = chain::seal(place, &event.words, event.reason.as_deref());
        ActiveModel {
            happened_at: Set(event.happened_at.as_millisecond()),
            actor_id: Set(event.actor.0),
            verb: Set(event.kind.code().to_owned()),
            subject_kind: Set(event.subject.kind().to_owned()),
            subject_id: Set(event.subject.number()),
            words: Set(event.words),
            reason: Set(event.reason),
            place: Set(Some(seal.place)),
            salt: Set(Some(seal.salt)),
            digest: Set(Some(seal.digest)),
            ..Default::default()
        }
    });
    let mut rows = Entity::insert_many(rows).exec_with_returning(connection).await?;
    rows.sort_unstable_by_key(|row| row.place);
    chain::append(connection, end, &rows).await?;
    Ok(rows.iter().map(|row| EventId(row.id)).collect())
}

/// An event as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    pub happened_at: jiff::Timestamp,
    pub actor: PersonId,
    /// The code of its kind, which an older or newer program may have given.
    pub verb: String,
    pub words: String,
    pub reason: Option<String>,
}

impl Event {
    /// Whether it was this act.
    pub fn is(&self, verb: Verb) -> bool {
        self.verb == verb.code()
    }
}

/// All that happened to a thing, the earliest first.
pub async fn about(connection: &impl Connection, subject: Subject) -> Result<Vec<Event>, StoreError> {
    let rows = Entity::find()
        .filter(Column::SubjectKind.eq(subject.kind()))
        .filter(Column::SubjectId.eq(subject.number()))
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(event_of).collect()
}

fn event_of(row: Model) -> Result<Event, StoreError> {
    Ok(Event {
        id: EventId(row.id),
        happened_at: super::time("events", row.id, row.happened_at)?,
        actor: PersonId(row.actor_id),
        verb: row.verb,
        words: row.words,
        reason: row.reason,
    })
}

/// What was done last to the thing, by an act or by whatever happens besides these.
pub async fn last_done(
    connection: &impl Connection,
    subject: Subject,
    except: &[EventKind],
) -> Result<Option<Event>, StoreError> {
    let last = Entity::find()
        .filter(Column::SubjectKind.eq(subject.kind()))
        .filter(Column::SubjectId.eq(subject.number()))
        .filter(Column::Verb.is_not_in(except.iter().map(|kind| kind.code())))
        .order_by_desc(Column::Id)
        .one(connection)
        .await?;
    last.map(event_of).transpose()
}

/// Whether the same person has done the same to the same thing from this moment on.
pub async fn was_done_since(
    connection: &impl Connection,
    event: &NewEvent,
    since: jiff::Timestamp,
) -> Result<bool, StoreError> {
    let found = Entity::find()
        .filter(Column::SubjectKind.eq(event.subject.kind()))
        .filter(Column::SubjectId.eq(event.subject.number()))
        .filter(Column::ActorId.eq(event.actor.0))
        .filter(Column::Verb.eq(event.kind.code()))
        .filter(Column::HappenedAt.gte(since.as_millisecond()))
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// How often these happened to a thing from this moment on.
pub async fn count_since(
    connection: &impl Connection,
    subject: Subject,
    kinds: &[EventKind],
    since: jiff::Timestamp,
) -> Result<u64, StoreError> {
    let found = Entity::find()
        .filter(Column::SubjectKind.eq(subject.kind()))
        .filter(Column::SubjectId.eq(subject.number()))
        .filter(Column::Verb.is_in(kinds.iter().map(|kind| kind.code())))
        .filter(Column::HappenedAt.gte(since.as_millisecond()))
        .count(connection)
        .await?;
    Ok(found)
}

/// Which of these verbs was done last to a thing.
pub async fn last_of(
    connection: &impl Connection,
    subject: Subject,
    verbs: &[Verb],
) -> Result<Option<Verb>, StoreError> {
    let last = Entity::find()
        .filter(Column::SubjectKind.eq(subject.kind()))
        .filter(Column::SubjectId.eq(subject.number()))
        .filter(Column::Verb.is_in(verbs.iter().map(|verb| verb.code())))
        .order_by_desc(Column::Id)
        .one(connection)
        .await?;
    Ok(last.and_then(|row| Verb::from_code(&row.verb)))
}

/// The kinds of reasons of what happened last to a thing do not count: others are going to be given for it.
pub async fn forget_reasons_of_last(
    connection: &impl Connection,
    subject: Subject,
) -> Result<(), StoreError> {
    let last = Entity::find()
        .filter(Column::SubjectKind.eq(subject.kind()))
        .filter(Column::SubjectId.eq(subject.number()))
        .order_by_desc(Column::Id)
        .one(connection)
        .await?;
    match last {
        Some(last) => forget_reasons_of(connection, EventId(last.id)).await,
        None => Ok(()),
    }
}

/// The kinds of reasons that were counted with an event do not count.
pub async fn forget_reasons_of(connection: &impl Connection, event: EventId) -> Result<(), StoreError> {
    let counted = item_reason::Entity::delete_many().filter(item_reason::Column::EventId.eq(event.0));
    counted.exec(connection).await.map(drop).map_err(StoreError::from)
}

/// Keeps the kinds of reasons for which an item was returned or rejected, to be counted by unit and month.
pub async fn count_reasons(
    connection: &impl Connection,
    event: EventId,
    item: &Item,
    kinds: &[ReasonKind],
    month: Month,
) -> Result<(), StoreError> {
    let kinds = ReasonKind::ALL.into_iter().filter(|kind| kinds.contains(kind));
    let rows: Vec<_> = kinds
        .map(|kind| item_reason::ActiveModel {
            event_id: Set(event.0),
            kind: Set(kind.code().to_owned()),
            item_id: Set(item.id.0),
            unit_id: Set(item.submitting_unit.0),
            month: Set(month.to_string()),
        })
        .collect();
    if !rows.is_empty() {
        item_reason::Entity::insert_many(rows).exec_without_returning(connection).await?;
    }
    Ok(())
}
