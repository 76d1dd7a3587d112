//! Who has which items open, as far as it is believed: see [`domain::presence`].

use domain::{
    id::{ItemId, PersonId, UnitId},
    item::Whereabouts,
    presence::{Doing, Stay},
    workflow::State,
};
use sea_orm::{
    ActiveValue::Set,
    Condition,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::{Connection, StoreError, optional_time, time};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_presence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub doing: String,
        pub since_at: i64,
        pub until_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

const TABLE: &str = "item_presence";

/// An item with everybody who has it open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    pub id: ItemId,
    pub whereabouts: Whereabouts,
    /// Those who came first are first.
    pub present: Vec<Present>,
}

/// Somebody who has an item open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Present {
    pub person: PersonId,
    pub doing: Doing,
    pub stay: Stay,
}

/// These items, as far as there are any, each with everybody who has it open now: one statement for all of them.
pub async fn of(
    connection: &impl Connection,
    items: &[ItemId],
    now: jiff::Timestamp,
) -> Result<Vec<OpenItem>, StoreError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let is_there = Condition::all()
        .add(Expr::col((TABLE, "item_id")).equals(("items", "id")))
        .add(Expr::col((TABLE, "until_at")).gt(now.as_millisecond()));
    let query = Query::select()
        .columns(
            ["id", "submitting_unit_id", "drafted_by", "state", "reached_at"].map(|name| ("items", name)),
        )
        .columns(["person_id", "doing", "since_at", "until_at"].map(|name| (TABLE, name)))
        .from("items")
        .left_join(TABLE, is_there)
        .and_where(Expr::col(("items", "id")).is_in(items.iter().map(|item| item.0)))
        .order_by(("items", "id"), sea_orm::sea_query::Order::Asc)
        .order_by((TABLE, "since_at"), sea_orm::sea_query::Order::Asc)
        .order_by((TABLE, "person_id"), sea_orm::sea_query::Order::Asc)
        .to_owned();
    let mut open: Vec<OpenItem> = Vec::new();
    for row in connection.query_all(&query).await? {
        let id: i64 = row.try_get_by_index(0)?;
        if open.last().is_none_or(|open| open.id.0 != id) {
            let state: String = row.try_get_by_index(3)?;
            let state =
                State::from_code(&state).ok_or_else(|| StoreError::broken("items", id, "状态未知"))?;
            let reached = optional_time("items", id, row.try_get_by_index(4)?)?;
            let whereabouts = Whereabouts {
                submitting_unit: UnitId(row.try_get_by_index(1)?),
                drafted_by: PersonId(row.try_get_by_index(2)?),
                state,
                has_reached: reached.is_some(),
            };
            open.push(OpenItem { id: ItemId(id), whereabouts, present: Vec::new() });
        }
        let person: Option<i64> = row.try_get_by_index(5)?;
        if let (Some(person), Some(open)) = (person, open.last_mut()) {
            let doing: String = row.try_get_by_index(6)?;
            let doing = Doing::from_code(&doing);
            let doing = doing.ok_or_else(|| StoreError::broken(TABLE, id, "不知道在做什么"))?;
            let stay = Stay {
                since: time(TABLE, id, row.try_get_by_index(7)?)?,
                until: time(TABLE, id, row.try_get_by_index(8)?)?,
            };
            open.present.push(Present { person: PersonId(person), doing, stay });
        }
    }
    Ok(open)
}

/// Keeps that somebody has an item open, in the place of what was kept of that.
pub async fn keep(connection: &impl Connection, item: ItemId, present: Present) -> Result<(), StoreError> {
    let Present { person, doing, stay } = present;
    let row = row::ActiveModel {
        item_id: Set(item.0),
        person_id: Set(person.0),
        doing: Set(doing.code().to_owned()),
        since_at: Set(stay.since.as_millisecond()),
        until_at: Set(stay.until.as_millisecond()),
    };
    let again = OnConflict::columns([row::Column::ItemId, row::Column::PersonId, row::Column::Doing])
        .update_columns([row::Column::SinceAt, row::Column::UntilAt])
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Forgets what was over by this moment: of one person, or of everybody.
pub async fn forget(
    connection: &impl Connection,
    person: Option<PersonId>,
    before: jiff::Timestamp,
) -> Result<(), StoreError> {
    let mut over = row::Entity::delete_many().filter(row::Column::UntilAt.lt(before.as_millisecond()));
    if let Some(person) = person {
        over = over.filter(row::Column::PersonId.eq(person.0));
    }
    over.exec(connection).await?;
    Ok(())
}
