//! Paragraphs that an item took over from others when they were combined, each with its source.

use domain::id::ItemId;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder,
    entity::prelude::*,
    sea_query::ExprTrait,
};

use crate::{Connection, StoreError};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "taken_passages")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub item_id: i64,
        pub source_id: i64,
        pub text: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A paragraph that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenPassage {
    pub source: ItemId,
    /// As it was taken, as a body of its own.
    pub text: String,
}

/// Keeps what an item took over.
pub async fn keep(
    connection: &impl Connection,
    item: ItemId,
    taken: &[TakenPassage],
) -> Result<(), StoreError> {
    if taken.is_empty() {
        return Ok(());
    }
    let row = |taken: &TakenPassage| row::ActiveModel {
        id: NotSet,
        item_id: Set(item.0),
        source_id: Set(taken.source.0),
        text: Set(taken.text.clone()),
    };
    row::Entity::insert_many(taken.iter().map(row)).exec_without_returning(connection).await?;
    Ok(())
}

/// What an item took over, in the order in which it did.
pub async fn of(connection: &impl Connection, item: ItemId) -> Result<Vec<TakenPassage>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ItemId.eq(item.0))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    let taken = |row: row::Model| TakenPassage { source: ItemId(row.source_id), text: row.text };
    Ok(rows.into_iter().map(taken).collect())
}

/// The items that took over something of this one.
pub async fn takers(connection: &impl Connection, source: ItemId) -> Result<Vec<ItemId>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::SourceId.eq(source.0))
        .order_by_asc(row::Column::ItemId)
        .all(connection)
        .await?;
    let mut takers: Vec<ItemId> = rows.into_iter().map(|row| ItemId(row.item_id)).collect();
    takers.dedup();
    Ok(takers)
}

/// Forgets what an item took over from this source.
pub async fn give_back(connection: &impl Connection, item: ItemId, source: ItemId) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::ItemId.eq(item.0))
        .filter(row::Column::SourceId.eq(source.0))
        .exec(connection)
        .await?;
    Ok(())
}

/// Forgets what was taken over from an item, and by it.
pub(super) async fn forget(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::ItemId.eq(item.0).or(row::Column::SourceId.eq(item.0)))
        .exec(connection)
        .await?;
    Ok(())
}
