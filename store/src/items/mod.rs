//! Items as domain values: loading and drafting; what changes them is in [`save`], what lists them in [`list`].

use std::collections::HashMap;

use domain::{
    attribution::Attribution,
    calendar::Month,
    id::{IssueId, ItemId, PersonId, RevisionId, UnitId},
    issue::IssueState,
    item::{ContentType, Cover, Item, ItemText, Kind},
    scoring::Details,
    workflow::State,
};
use jiff::civil::Date;
use sea_orm::{
    ActiveValue::Set,
    QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Query},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Connection, StoreError, issues, people::persons};

pub mod came_with;
pub mod erase;
pub mod exemplary;
mod insert;
pub mod list;
pub mod names;
pub mod save;
pub mod seen;
pub mod taken;
mod under_way;
mod writers;

use writers::Writers;

pub use insert::{NewItem, insert, insert_many};
pub use under_way::under_way_of;

/// The row of an item.
mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "items")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub version: i64,
        pub state: String,
        pub kind: String,
        pub title: String,
        pub subtitle: Option<String>,
        pub content_type: Option<String>,
        pub body: String,
        pub attribution_line: String,
        pub attribution: String,
        pub submitting_unit_id: i64,
        pub revision_id: Option<i64>,
        pub drafter: Option<String>,
        pub telephone: Option<String>,
        pub approver: Option<String>,
        pub approved_on: Option<String>,
        pub urgent_until: Option<String>,
        pub credit: Option<String>,
        pub details: Option<String>,
        pub drafted_by: i64,
        pub sent_by: Option<i64>,
        pub first_reached_at: Option<i64>,
        pub first_reached_month: Option<String>,
        pub first_reached_day: Option<String>,
        pub first_reached_kind: Option<String>,
        pub reached_at: Option<i64>,
        pub position: i64,
        pub clearance: Option<String>,
        pub awaits_clearance: bool,
        pub return_reason: Option<String>,
        pub combined_into: Option<i64>,
        pub list_title: String,
        pub characters: i32,
        pub created_at: i64,
        pub updated_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a row keeps beside the domain's item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dates {
    pub created_at: jiff::Timestamp,
    pub updated_at: jiff::Timestamp,
    pub first_reached_at: Option<jiff::Timestamp>,
    /// The month in which 上报篇数 counts it, if it still counts at all.
    pub counts_in: Option<Month>,
    pub reached_at: Option<jiff::Timestamp>,
    /// The reason of the last return, until it is sent again.
    pub return_reason: Option<String>,
}

/// The item with this id, complete.
pub async fn load(connection: &impl Connection, id: ItemId) -> Result<Option<Item>, StoreError> {
    Ok(load_many(connection, &[id]).await?.pop())
}

/// As [`load`], with what was stated of those whom another attribution names: what a correction would print.
pub async fn load_for(
    connection: &impl Connection,
    id: ItemId,
    other: &Attribution,
) -> Result<Option<Item>, StoreError> {
    let Some(mut item) = load(connection, id).await? else { return Ok(None) };
    let stated = persons::author_statements(connection).await?;
    item.author_statements.extend(persons::concerning(&stated, other));
    Ok(Some(item))
}

/// The items with these ids, in the order of the ids; those that do not exist are missing.
pub async fn load_many(connection: &impl Connection, ids: &[ItemId]) -> Result<Vec<Item>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = row::Entity::find().filter(row::Column::Id.is_in(keys.clone())).all(connection).await?;
    let mut writers = writers::writers(connection, ids).await?;
    let placements = placements(connection, &keys).await?;
    let stated = persons::author_statements(connection).await?;
    let mut items = HashMap::new();
    for row in rows {
        let id = ItemId(row.id);
        let writers = writers.remove(&id).unwrap_or_default();
        let mut item = item_of(row, writers, placements.get(&id).copied())?;
        item.author_statements = persons::concerning(&stated, &item.attribution);
        items.insert(id, item);
    }
    Ok(ids.iter().filter_map(|id| items.remove(id)).collect())
}

/// The ids after this one, in their order.
pub(super) async fn ids_after(
    connection: &impl Connection,
    after: ItemId,
    count: u64,
) -> Result<Vec<ItemId>, StoreError> {
    let query = Query::select()
        .column("id")
        .from("items")
        .and_where(Expr::col("id").gt(after.0))
        .order_by("id", sea_orm::sea_query::Order::Asc)
        .limit(count)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    rows.iter().map(|row| Ok(ItemId(row.try_get_by_index(0)?))).collect()
}

/// The items on which 保密审查 has decided.
pub async fn ids_of_cleared(connection: &impl Connection) -> Result<Vec<ItemId>, StoreError> {
    let ids: Vec<i64> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::Clearance.is_not_null())
        .order_by_asc(row::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(ItemId).collect())
}

/// When things happened to an item, as far as its row says.
pub async fn dates(connection: &impl Connection, id: ItemId) -> Result<Option<Dates>, StoreError> {
    let Some(row) = row::Entity::find_by_id(id.0).one(connection).await? else { return Ok(None) };
    let broken = |error: &dyn std::fmt::Display| StoreError::broken("items", id.0, error);
    let month = match (&row.first_reached_month, row.reached_at) {
        (Some(month), Some(_)) => Some(month.parse().map_err(|error| broken(&error))?),
        _ => None,
    };
    Ok(Some(Dates {
        created_at: super::time("items", id.0, row.created_at)?,
        updated_at: super::time("items", id.0, row.updated_at)?,
        first_reached_at: super::optional_time("items", id.0, row.first_reached_at)?,
        counts_in: month,
        reached_at: super::optional_time("items", id.0, row.reached_at)?,
        return_reason: row.return_reason,
    }))
}

/// When each of these reached the office, last; one that never did is missing.
pub async fn reached_at(
    connection: &impl Connection,
    ids: &[ItemId],
) -> Result<HashMap<ItemId, jiff::Timestamp>, StoreError> {
    let rows: Vec<(i64, Option<i64>)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::ReachedAt])
        .filter(row::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(connection)
        .await?;
    let reached = rows.into_iter().filter_map(|(id, at)| Some((id, at?)));
    reached.map(|(id, at)| Ok((ItemId(id), super::time("items", id, at)?))).collect()
}

/// The month for which an item's adoption counts: that of the issue in which it was published, if that is credited.
pub async fn credit_month(connection: &impl Connection, id: ItemId) -> Result<Option<Month>, StoreError> {
    let query = Query::select()
        .column(("issues", "id"))
        .column(("issues", "credit_month"))
        .from("placements")
        .inner_join("issues", Expr::col(("issues", "id")).equals(("placements", "issue_id")))
        .and_where(Expr::col(("placements", "item_id")).eq(id.0))
        .and_where(Expr::col(("issues", "state")).eq(IssueState::Published.code()))
        .and_where(Expr::col(("issues", "credited")).eq(true))
        .to_owned();
    let Some(row) = connection.query_one(&query).await? else { return Ok(None) };
    let (issue, month): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    month.parse().map(Some).map_err(|error| StoreError::broken("issues", issue, error))
}

/// How an issue is called: 《自然资源信息》2024年第9期.
pub async fn issue_label(connection: &impl Connection, id: IssueId) -> Result<String, StoreError> {
    let query = Query::select()
        .column(("newsletters", "name"))
        .columns(issues::numbers::COLUMNS.map(|column| ("issues", column)))
        .from("issues")
        .inner_join("newsletters", Expr::col(("newsletters", "id")).equals(("issues", "newsletter_id")))
        .and_where(Expr::col(("issues", "id")).eq(id.0))
        .to_owned();
    let Some(row) = connection.query_one(&query).await? else { return Ok(String::new()) };
    let name: String = row.try_get_by_index(0)?;
    Ok(format!("《{name}》{}", issues::numbers::label(&row, id.0)?))
}

/// Where an item stands in lists: later is greater, and no two are equal.
pub(super) fn position(at: jiff::Timestamp, id: ItemId) -> i64 {
    first_position(at) | (id.0 & 0xF_FFFF)
}

/// The least position of that moment.
pub(super) fn first_position(at: jiff::Timestamp) -> i64 {
    at.as_millisecond() << 20
}

/// The columns that hold a text and what it says.
fn text_columns(text: &ItemText, attribution: &Attribution) -> Result<row::ActiveModel, StoreError> {
    let list_title = text.list_title();
    let ItemText { kind, title, subtitle, content_type, body, attribution_line } = text.clone();
    let characters = domain::markdown::plain_text(&domain::markdown::parse(&body));
    let characters = domain::markdown::count_characters(&characters);
    Ok(row::ActiveModel {
        kind: Set(kind.code().to_owned()),
        title: Set(title),
        subtitle: Set(subtitle),
        content_type: Set(content_type.map(|content_type| content_type.code().to_owned())),
        body: Set(body),
        attribution_line: Set(attribution_line),
        attribution: Set(to_json(attribution)?),
        list_title: Set(list_title),
        characters: Set(i32::try_from(characters).unwrap_or(i32::MAX)),
        ..Default::default()
    })
}

/// Where items are placed, and how far those issues are.
async fn placements(
    connection: &impl Connection,
    ids: &[i64],
) -> Result<HashMap<ItemId, (IssueId, IssueState)>, StoreError> {
    let query = Query::select()
        .column(("placements", "item_id"))
        .column(("issues", "id"))
        .column(("issues", "state"))
        .from("placements")
        .inner_join("issues", Expr::col(("issues", "id")).equals(("placements", "issue_id")))
        .and_where(Expr::col(("placements", "item_id")).is_in(ids.iter().copied()))
        .to_owned();
    let mut placements = HashMap::new();
    for row in connection.query_all(&query).await? {
        let (item, issue, state): (i64, i64, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let state = IssueState::from_code(&state)
            .ok_or_else(|| StoreError::broken("issues", issue, format!("没有“{state}”这种状态")))?;
        placements.insert(ItemId(item), (IssueId(issue), state));
    }
    Ok(placements)
}

fn item_of(
    row: row::Model,
    writers: Writers,
    placed_in: Option<(IssueId, IssueState)>,
) -> Result<Item, StoreError> {
    let id = row.id;
    let unknown = |what: &str, code: &str| StoreError::broken("items", id, format!("{what}“{code}”未知"));
    let state = State::from_code(&row.state).ok_or_else(|| unknown("状态", &row.state))?;
    let kind = Kind::from_code(&row.kind).ok_or_else(|| unknown("体裁", &row.kind))?;
    let content_type = match &row.content_type {
        None => None,
        Some(code) => Some(ContentType::from_code(code).ok_or_else(|| unknown("内容类型", code))?),
    };
    let revision = row.revision_id.ok_or_else(|| StoreError::broken("items", id, "没有修改稿"))?;
    Ok(Item {
        id: ItemId(id),
        version: row.version,
        state,
        submitting_unit: UnitId(row.submitting_unit_id),
        text: ItemText {
            kind,
            title: row.title,
            subtitle: row.subtitle,
            content_type,
            body: row.body,
            attribution_line: row.attribution_line,
        },
        revision: RevisionId(revision),
        attribution: from_json(id, &row.attribution)?,
        cover: Cover {
            drafter: row.drafter,
            telephone: row.telephone,
            approver: row.approver,
            approved_on: day_of(id, row.approved_on)?,
            urgent_until: day_of(id, row.urgent_until)?,
        },
        credit: row.credit.map(|json| from_json(id, &json)).transpose()?,
        details: row.details.map(|json| from_json(id, &json)).transpose()?.unwrap_or_default(),
        drafted_by: PersonId(row.drafted_by),
        sent_by: row.sent_by.map(PersonId),
        has_reached: row.reached_at.is_some(),
        writers: writers.wrote,
        menders: writers.mended,
        author_statements: Vec::new(),
        clearance: row.clearance.map(|json| from_json(id, &json)).transpose()?,
        placed_in,
        combined_into: row.combined_into.map(ItemId),
    })
}

fn day_of(id: i64, day: Option<String>) -> Result<Option<Date>, StoreError> {
    day.map(|day| day.parse().map_err(|error| StoreError::broken("items", id, error))).transpose()
}

/// These columns with those of what the office needs to know with an item.
fn with_cover(cover: &Cover, columns: row::ActiveModel) -> row::ActiveModel {
    let Cover { drafter, telephone, approver, approved_on, urgent_until } = cover.clone();
    let day = |day: Option<Date>| Set(day.map(|day| day.to_string()));
    row::ActiveModel {
        drafter: Set(drafter),
        telephone: Set(telephone),
        approver: Set(approver),
        approved_on: day(approved_on),
        urgent_until: day(urgent_until),
        ..columns
    }
}

/// The telephone that somebody gave with an item last.
pub async fn last_telephone(
    connection: &impl Connection,
    person: PersonId,
) -> Result<Option<String>, StoreError> {
    let telephone: Option<Option<String>> = row::Entity::find()
        .select_only()
        .column(row::Column::Telephone)
        .filter(row::Column::DraftedBy.eq(person.0))
        .filter(row::Column::Telephone.is_not_null())
        .order_by_desc(row::Column::Id)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(telephone.flatten())
}

/// The column of what rules may ask about an item's adoption.
fn details_column(details: &Details) -> Result<Option<String>, StoreError> {
    (*details != Details::NONE).then(|| to_json(details)).transpose()
}

fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::broken("items", 0, error))
}

fn from_json<T: DeserializeOwned>(id: i64, json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::broken("items", id, error))
}
