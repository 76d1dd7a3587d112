//! Lists of items: filtered, latest first, a page at a time, and their counts up to a cap.
//!
//! A page costs what it shows. Without a text the rows are taken state by state from the end of an index, so
//! that neither a rare state nor a frequent one makes the database walk through all items; with a text they
//! come from the search index in the same order.

use domain::{
    attribution::Attribution,
    id::{ItemId, PersonId, RevisionId, UnitId},
    item::Kind,
    workflow::State,
};
use sea_orm::{
    FromQueryResult, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Alias, Expr, Order, Query, SelectStatement, UnionType},
};

use super::{first_position, from_json, row, seen};
pub use crate::search::Printed;
use crate::{
    Connection, StoreError,
    handlers::Handled,
    search::{self, Condition, Narrowed},
};

/// No count goes beyond it: “1000+” is enough to know.
pub const CAP: u64 = 1000;

/// Which items. Every part that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In one of these states; an empty list is no item at all.
    pub states: Vec<State>,
    /// Sent in by one of these units; `None` for any.
    pub units: Option<Vec<UnitId>>,
    pub kind: Option<Kind>,
    pub drafted_by: Option<PersonId>,
    /// Only those on whose present text nobody has decided.
    pub awaits_clearance: bool,
    /// Only those whose present text this person has not read.
    pub unread_by: Option<PersonId>,
    /// Only those of which this editor is in charge, or nobody.
    pub handled: Option<Handled>,
    /// Drafted or arrived from then on.
    pub from: Option<jiff::Timestamp>,
    /// Drafted or arrived before then.
    pub to: Option<jiff::Timestamp>,
    /// What the text must contain.
    pub text: Option<String>,
    /// Whether its title must contain that, or must not; heeded where a text is asked for.
    pub in_title: Option<bool>,
    /// What its attribution line must contain; heeded where a text is asked for.
    pub author: Option<String>,
    /// Only what was printed in these issues; heeded where a text is asked for.
    pub printed: Option<Printed>,
    /// Of what was returned only what has reached the office.
    pub is_for_the_office: bool,
    /// Only what this reader may read; heeded where a text is asked for.
    pub visible_to: Option<Reader>,
}

/// Somebody who reads: what they drafted, what their units sent in, and whatever is with the office in these states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub person: PersonId,
    pub units: Vec<UnitId>,
    pub states: Vec<State>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: ItemId,
    pub version: i64,
    pub revision: RevisionId,
    /// Where it stands: the next page begins before the last one's.
    pub position: i64,
    pub state: State,
    pub kind: Kind,
    pub title: String,
    pub submitting_unit: UnitId,
    pub attribution: Attribution,
    /// 字.
    pub characters: i32,
    pub reached_at: Option<jiff::Timestamp>,
    pub updated_at: jiff::Timestamp,
    pub drafted_by: PersonId,
    pub awaits_clearance: bool,
    pub return_reason: Option<String>,
    pub combined_into: Option<ItemId>,
    /// 急件: until which day.
    pub urgent_until: Option<jiff::civil::Date>,
}

/// Whether the filter asks for a text that has words in it.
pub fn asks_for_text(filter: &Filter) -> bool {
    filter.text.as_deref().and_then(Condition::text).is_some()
}

/// At most `limit` items, the latest first, all of them before the position `before`.
pub async fn page(
    connection: &impl Connection,
    filter: &Filter,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Row>, StoreError> {
    let (from, to) = positions(filter, before);
    let ids = match condition(filter) {
        Some(condition) => {
            let found = search::find(connection, &condition, &narrowed(filter), (from, to), limit).await?;
            found.into_iter().map(|(id, _)| id.0).collect()
        }
        None if filter.states.is_empty() => Vec::new(),
        None => from_indexes(connection, filter, (from, to), limit).await?,
    };
    rows(connection, ids).await
}

/// How many items, at most [`CAP`].
pub async fn count(connection: &impl Connection, filter: &Filter) -> Result<u64, StoreError> {
    let range = positions(filter, None);
    if let Some(condition) = condition(filter) {
        return search::count(connection, &condition, &narrowed(filter), range, CAP).await;
    }
    if filter.states.is_empty() {
        return Ok(0);
    }
    let union = state_by_state(filter, range, CAP);
    let query =
        Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(union, Alias::new("found")).to_owned();
    let row = connection.query_one(&query).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs().min(CAP))
}

/// When the one of them arrived that has waited for longest; nothing where there is none. The filter asks for no text.
pub async fn oldest(
    connection: &impl Connection,
    filter: &Filter,
) -> Result<Option<jiff::Timestamp>, StoreError> {
    let mut oldest = None;
    for state in &filter.states {
        let of_state = Filter { states: vec![*state], ..filter.clone() };
        let mut query = inner(&of_state, *state, positions(filter, None));
        query.clear_order_by().order_by(row::Column::Position, Order::Asc).limit(1);
        let Some(row) = connection.query_one(&query).await? else { continue };
        let id: i64 = row.try_get_by_index(0)?;
        let reached = super::reached_at(connection, &[ItemId(id)]).await?.remove(&ItemId(id));
        oldest = [oldest, reached].into_iter().flatten().min();
    }
    Ok(oldest)
}

/// The rows of these items, in the order of their positions, latest first.
pub async fn rows(connection: &impl Connection, ids: Vec<i64>) -> Result<Vec<Row>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = row::Entity::find()
        .select_only()
        .columns(COLUMNS)
        .filter(row::Column::Id.is_in(ids))
        .into_model::<Columns>()
        .all(connection)
        .await?;
    let mut rows = rows.into_iter().map(row_of).collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.position));
    Ok(rows)
}

/// The items that went into this one, in the order in which they were drafted.
pub async fn sources_of(connection: &impl Connection, survivor: ItemId) -> Result<Vec<ItemId>, StoreError> {
    let ids: Vec<i64> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::CombinedInto.eq(survivor.0))
        .order_by_asc(row::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(ItemId).collect())
}

/// How many items are in editing, and since when the one that was touched least lately; nothing where there is none.
pub async fn in_editing(connection: &impl Connection) -> Result<Option<(u32, jiff::Timestamp)>, StoreError> {
    let found: Option<(i64, Option<i64>)> = row::Entity::find()
        .select_only()
        .column_as(row::Column::Id.count(), "count")
        .column_as(row::Column::UpdatedAt.min(), "since")
        .filter(row::Column::State.eq(State::Editing.code()))
        .into_tuple()
        .one(connection)
        .await?;
    let Some((count, Some(since))) = found else { return Ok(None) };
    let since = crate::time("items", 0, since)?;
    Ok(Some((u32::try_from(count).unwrap_or(u32::MAX), since)))
}

/// Items that editors have and whose present text was refused clearance: which, and what lists call them.
pub async fn refused(connection: &impl Connection, limit: u64) -> Result<Vec<(ItemId, String)>, StoreError> {
    let with_editors = [State::Editing, State::Shortlisted, State::Placed].map(State::code);
    let rows: Vec<(i64, String)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::ListTitle])
        .filter(row::Column::AwaitsClearance.eq(false))
        .filter(row::Column::State.is_in(with_editors))
        .filter(row::Column::Clearance.contains("\"verdict\":\"refused\""))
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, title)| (ItemId(id), title)).collect())
}

fn positions(filter: &Filter, before: Option<i64>) -> (i64, i64) {
    let from = filter.from.map_or(i64::MIN, first_position);
    let to = filter.to.map_or(i64::MAX, first_position);
    (from, before.map_or(to, |before| before.min(to)))
}

/// The whole filter as a condition for the search index; `None` where it asks for no text.
fn condition(filter: &Filter) -> Option<Condition> {
    let question = filter.text.as_deref()?;
    let text = Condition::text(question)?;
    let title = Condition::title(question)?;
    let mut all = vec![match filter.in_title {
        None => text,
        Some(true) => title,
        Some(false) => Condition::But(Box::new(text), Box::new(title)),
    }];
    if filter.states.len() < State::ALL.len() {
        let of_state = if filter.is_for_the_office { Condition::reached } else { Condition::state };
        all.push(Condition::Any(filter.states.iter().copied().map(of_state).collect()));
    }
    if let Some(units) = &filter.units {
        all.push(Condition::Any(units.iter().copied().map(Condition::unit).collect()));
    }
    all.extend(filter.kind.map(Condition::kind));
    all.extend(filter.drafted_by.map(Condition::drafted_by));
    all.extend(filter.printed.as_ref().map(Condition::printed));
    // Its line is in the index with all that the text holds; what is left is asked of the line itself.
    all.extend(filter.author.as_deref().and_then(Condition::author));
    if let Some(reader) = &filter.visible_to {
        let mut any = vec![Condition::drafted_by(reader.person)];
        any.extend(reader.units.iter().copied().map(Condition::unit));
        any.extend(reader.states.iter().copied().map(Condition::reached));
        all.push(Condition::Any(any));
    }
    Some(Condition::All(all))
}

fn narrowed(filter: &Filter) -> Narrowed {
    Narrowed {
        printed: filter.printed.clone(),
        unread_by: filter.unread_by,
        handled: filter.handled.clone(),
        author: filter.author.clone(),
        units: filter.units.clone(),
    }
}

async fn from_indexes(
    connection: &impl Connection,
    filter: &Filter,
    range: (i64, i64),
    limit: u64,
) -> Result<Vec<i64>, StoreError> {
    let mut query = state_by_state(filter, range, limit);
    query.order_by("position", Order::Desc).limit(limit);
    let rows = connection.query_all(&query).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// The latest of one state first: id and position.
fn inner(filter: &Filter, state: State, (from, to): (i64, i64)) -> SelectStatement {
    let mut inner = Query::select();
    inner
        .columns([row::Column::Id, row::Column::Position])
        .from(row::Entity)
        .and_where(row::Column::State.eq(state.code()))
        .and_where(row::Column::Position.gte(from))
        .and_where(row::Column::Position.lt(to))
        .order_by(row::Column::Position, Order::Desc);
    if let Some(units) = &filter.units {
        inner.and_where(row::Column::SubmittingUnitId.is_in(units.iter().map(|unit| unit.0)));
    }
    if let Some(kind) = filter.kind {
        inner.and_where(row::Column::Kind.eq(kind.code()));
    }
    if let Some(person) = filter.drafted_by {
        inner.and_where(row::Column::DraftedBy.eq(person.0));
    }
    if filter.is_for_the_office && state == State::Returned {
        inner.and_where(row::Column::ReachedAt.is_not_null());
    }
    if filter.awaits_clearance {
        inner.and_where(row::Column::AwaitsClearance.eq(true));
    }
    if let Some(person) = filter.unread_by {
        inner.and_where(seen::is_unread_by(person));
    }
    if let Some(handled) = &filter.handled {
        inner.and_where(Expr::cust(handled.sql()));
    }
    inner
}

/// The latest of each state, one after the other: id and position.
fn state_by_state(filter: &Filter, range: (i64, i64), limit: u64) -> SelectStatement {
    let of_state = |state: &State| {
        let inner = inner(filter, *state, range).limit(limit).to_owned();
        Query::select().columns(["id", "position"]).from_subquery(inner, Alias::new("latest")).to_owned()
    };
    let mut states = filter.states.iter().map(of_state);
    let mut union = states.next().unwrap_or_default();
    for state in states {
        union.union(UnionType::All, state);
    }
    union
}

const COLUMNS: [row::Column; 17] = [
    row::Column::Id,
    row::Column::Version,
    row::Column::RevisionId,
    row::Column::Position,
    row::Column::State,
    row::Column::Kind,
    row::Column::ListTitle,
    row::Column::SubmittingUnitId,
    row::Column::Attribution,
    row::Column::Characters,
    row::Column::ReachedAt,
    row::Column::UpdatedAt,
    row::Column::DraftedBy,
    row::Column::AwaitsClearance,
    row::Column::ReturnReason,
    row::Column::CombinedInto,
    row::Column::UrgentUntil,
];

#[derive(Debug, FromQueryResult)]
struct Columns {
    id: i64,
    version: i64,
    revision_id: Option<i64>,
    position: i64,
    state: String,
    kind: String,
    list_title: String,
    submitting_unit_id: i64,
    attribution: String,
    characters: i32,
    reached_at: Option<i64>,
    updated_at: i64,
    drafted_by: i64,
    awaits_clearance: bool,
    return_reason: Option<String>,
    combined_into: Option<i64>,
    urgent_until: Option<String>,
}

fn row_of(row: Columns) -> Result<Row, StoreError> {
    let id = row.id;
    let state = State::from_code(&row.state);
    let kind = Kind::from_code(&row.kind);
    Ok(Row {
        id: ItemId(id),
        version: row.version,
        revision: RevisionId(row.revision_id.unwrap_or_default()),
        position: row.position,
        state: state.ok_or_else(|| StoreError::broken("items", id, "状态未知"))?,
        kind: kind.ok_or_else(|| StoreError::broken("items", id, "体裁未知"))?,
        title: row.list_title,
        submitting_unit: UnitId(row.submitting_unit_id),
        attribution: from_json(id, &row.attribution)?,
        characters: row.characters,
        reached_at: crate::optional_time("items", id, row.reached_at)?,
        updated_at: crate::time("items", id, row.updated_at)?,
        drafted_by: PersonId(row.drafted_by),
        awaits_clearance: row.awaits_clearance,
        return_reason: row.return_reason,
        combined_into: row.combined_into.map(ItemId),
        urgent_until: super::day_of(id, row.urgent_until)?,
    })
}
