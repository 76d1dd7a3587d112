//! Searching the event log.

use domain::id::{EventId, PersonId};
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LikeExpr};

use super::{Column, Entity, Model};
use crate::store::{Connection, StoreError, people};

/// Which events are asked for. What is `None` does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of the person's name.
    pub person: Option<String>,
    pub verb: Option<String>,
    pub subject_kind: Option<String>,
    pub subject_id: Option<i64>,
    /// From this moment on.
    pub from: Option<jiff::Timestamp>,
    /// Before this moment.
    pub until: Option<jiff::Timestamp>,
    /// Part of the words or of the reason.
    pub text: Option<String>,
    /// Only events older than this one.
    pub before: Option<EventId>,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: EventId,
    pub happened_at: jiff::Timestamp,
    /// The person's name as it is now.
    pub person: String,
    pub verb: String,
    pub subject_kind: String,
    pub subject_id: i64,
    pub words: String,
    pub reason: Option<String>,
}

/// The events that fit, at most `limit`, the latest first.
pub async fn search(
    connection: &impl Connection,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Line>, StoreError> {
    let actors = match &filter.person {
        Some(name) => Some(people::ids_by_name(connection, name).await?),
        None => None,
    };
    let condition = Condition::all()
        .add_option(actors.map(|actors| Column::ActorId.is_in(actors.into_iter().map(|id| id.0))))
        .add_option(filter.verb.as_deref().map(|verb| Column::Verb.eq(verb)))
        .add_option(filter.subject_kind.as_deref().map(|kind| Column::SubjectKind.eq(kind)))
        .add_option(filter.subject_id.map(|id| Column::SubjectId.eq(id)))
        .add_option(filter.from.map(|from| Column::HappenedAt.gte(from.as_millisecond())))
        .add_option(filter.until.map(|until| Column::HappenedAt.lt(until.as_millisecond())))
        .add_option(filter.before.map(|before| Column::Id.lt(before.0)))
        .add_option(filter.text.as_deref().map(has_text));
    let rows =
        Entity::find().filter(condition).order_by_desc(Column::Id).limit(limit).all(connection).await?;
    let actors = rows.iter().map(|row| PersonId(row.actor_id)).collect();
    let names = people::names(connection, &actors).await?;
    rows.into_iter()
        .map(|row| {
            let person = names.get(&PersonId(row.actor_id)).cloned().unwrap_or_default();
            line(row, person)
        })
        .collect()
}

fn has_text(text: &str) -> Condition {
    let pattern = containing(text);
    Condition::any().add(Column::Words.like(pattern.clone())).add(Column::Reason.like(pattern))
}

/// The pattern of what contains a text, whose own signs mean nothing.
pub(in crate::store) fn containing(text: &str) -> LikeExpr {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

fn line(row: Model, person: String) -> Result<Line, StoreError> {
    let happened_at = jiff::Timestamp::from_millisecond(row.happened_at)
        .map_err(|error| StoreError::broken("events", row.id, error))?;
    Ok(Line {
        id: EventId(row.id),
        happened_at,
        person,
        verb: row.verb,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        words: row.words,
        reason: row.reason,
    })
}
