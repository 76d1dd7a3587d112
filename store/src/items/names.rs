//! The names in attributions that mean no unit yet, for those who resolve them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{id::ItemId, item::Item, workflow::State};
use sea_orm::{
    ActiveValue::Set,
    QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::{list::CAP, row};
use crate::{Connection, ROWS_AT_ONCE, StoreError};

mod name_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_unknown_names")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// States of items whose names somebody waits for: they were sent in and may still be printed.
const WAITING: [State; 5] =
    [State::UnitReview, State::Submitted, State::Editing, State::Shortlisted, State::Placed];

/// Forgets the unknown names of an item's attribution.
pub(super) async fn remove(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    name_row::Entity::delete_many().filter(name_row::Column::ItemId.eq(item.0)).exec(connection).await?;
    Ok(())
}

/// Keeps the unknown names of items' attributions, of which none is kept yet.
pub(super) async fn add(connection: &impl Connection, items: &[Item]) -> Result<(), StoreError> {
    let of_item = |item: &Item| {
        let names: BTreeSet<&str> = item.attribution.unresolved().map(|part| part.text.as_str()).collect();
        let id = item.id.0;
        let row = move |name: &str| name_row::ActiveModel { item_id: Set(id), name: Set(name.to_owned()) };
        names.into_iter().map(row).collect::<Vec<_>>()
    };
    let rows: Vec<_> = items.iter().flat_map(of_item).collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        name_row::Entity::insert_many(rows.iter().cloned()).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// The names that items wait with, each with its items in the order of their ids; items up to a cap.
pub async fn waiting(connection: &impl Connection) -> Result<BTreeMap<String, Vec<ItemId>>, StoreError> {
    let rows = name_row::Entity::find()
        .filter(name_row::Column::ItemId.in_subquery(waiting_items()))
        .order_by_asc(name_row::Column::ItemId)
        .limit(CAP)
        .all(connection)
        .await?;
    let mut names: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
    for row in rows {
        names.entry(row.name).or_default().push(ItemId(row.item_id));
    }
    Ok(names)
}

/// How many names items wait with.
pub async fn count(connection: &impl Connection) -> Result<u64, StoreError> {
    let mut count = Query::select();
    count
        .expr(Func::count_distinct(Expr::col(name_row::Column::Name)))
        .from(name_row::Entity)
        .and_where(Expr::col(name_row::Column::ItemId).in_subquery(waiting_items()));
    let row = connection.query_one(&count).await?;
    let count: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(count.and_then(|count| count.try_into().ok()).unwrap_or_default())
}

/// All unknown names, of whatever items.
pub async fn all(connection: &impl Connection) -> Result<Vec<String>, StoreError> {
    let names = name_row::Entity::find()
        .select_only()
        .column(name_row::Column::Name)
        .distinct()
        .into_tuple()
        .all(connection)
        .await?;
    Ok(names)
}

/// The items not yet published in whose attribution the name is unknown.
pub async fn items_with(connection: &impl Connection, name: &str) -> Result<Vec<ItemId>, StoreError> {
    let mut published = Query::select();
    published
        .column(row::Column::Id)
        .from(row::Entity)
        .and_where(row::Column::State.is_in([State::Adopted, State::Retracted].map(State::code)));
    let ids: Vec<i64> = name_row::Entity::find()
        .select_only()
        .column(name_row::Column::ItemId)
        .filter(name_row::Column::Name.eq(name))
        .filter(name_row::Column::ItemId.not_in_subquery(published))
        .order_by_asc(name_row::Column::ItemId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(ItemId).collect())
}

fn waiting_items() -> SelectStatement {
    Query::select()
        .column(row::Column::Id)
        .from(row::Entity)
        .and_where(row::Column::State.is_in(WAITING.map(State::code)))
        .to_owned()
}
