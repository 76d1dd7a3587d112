//! Searching the event log.

use domain::{
    id::{EventId, PersonId, UnitId},
    issue::IssueState,
    workflow::State,
};
use sea_orm::{
    Condition, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Query},
};

use super::row::{Column, Entity, Model};
use crate::{Connection, StoreError, containing, people};

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
    /// Only lines whose subject this person may read, and the person's own acts.
    pub reader: Option<LogReader>,
}

/// Who reads the log, and what that person may read of the things that not everybody may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogReader {
    pub person: PersonId,
    /// Whose items are the person's own to read, wherever they stand.
    pub units: Vec<UnitId>,
    /// Reads what is with the office, and issues before they are published.
    pub is_office: bool,
    /// Reads what concerns people's accounts.
    pub is_administrator: bool,
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
        .add_option(filter.text.as_deref().map(has_text))
        .add_option(filter.reader.as_ref().map(visible));
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

/// What people did with their accounts, looked at and took along: for administrators.
const OF_PEOPLE: [&str; 6] = ["person", "reading", "issue_reading", "correction_reading", "export", "job"];

/// What is said of drafts that are gone holds nothing of their text.
const OF_WHAT_IS_GONE: [&str; 2] = ["delete_draft", "destroy_item"];

/// The lines that this person may read: each as its subject.
fn visible(reader: &LogReader) -> Condition {
    let of = |kind: &str| Condition::all().add(Column::SubjectKind.eq(kind));
    let is_subject = |table: &'static str| Expr::col((table, "id")).equals(("events", "subject_id"));
    let mut whose = Condition::any()
        .add(Expr::col("drafted_by").eq(reader.person.0))
        .add(Expr::col("submitting_unit_id").is_in(reader.units.iter().map(|unit| unit.0)));
    if reader.is_office {
        let at_home = [State::Draft, State::UnitReview].map(State::code);
        let reached = Condition::all().add(Expr::col("state").is_not_in(at_home)).add(
            Condition::any()
                .add(Expr::col("state").ne(State::Returned.code()))
                .add(Expr::col("reached_at").is_not_null()),
        );
        whose = whose.add(reached);
    }
    let items = Query::select()
        .expr(Expr::val(1))
        .from("items")
        .and_where(is_subject("items"))
        .cond_where(whose)
        .to_owned();
    let published = Query::select()
        .expr(Expr::val(1))
        .from("issues")
        .and_where(is_subject("issues"))
        .and_where(Expr::col(("issues", "state")).eq(IssueState::Published.code()))
        .and_where(Expr::col(("issues", "published_at")).is_not_null())
        .to_owned();
    let mut visible = Condition::any()
        .add(Column::ActorId.eq(reader.person.0))
        .add(Column::SubjectKind.is_not_in(["item", "issue"].into_iter().chain(OF_PEOPLE)))
        .add(of("item").add(Expr::exists(items)));
    visible = match reader.is_office {
        true => visible.add(of("issue")),
        false => visible.add(of("issue").add(Expr::exists(published))),
    };
    if reader.is_administrator {
        visible = visible
            .add(Column::SubjectKind.is_in(OF_PEOPLE))
            .add(of("item").add(Column::Verb.is_in(OF_WHAT_IS_GONE)));
    }
    visible
}

fn has_text(text: &str) -> Condition {
    let pattern = containing(text);
    Condition::any().add(Column::Words.like(pattern.clone())).add(Column::Reason.like(pattern))
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
