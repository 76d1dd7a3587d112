//! What each person has read of what others wrote: up to which revision.

use std::collections::HashMap;

use domain::id::{ItemId, PersonId, RevisionId};
use sea_orm::{
    ActiveValue::Set,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use crate::{Connection, StoreError};

pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_seen")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        pub revision_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps that the person has read the item up to this revision.
pub async fn keep(
    connection: &impl Connection,
    person: PersonId,
    item: ItemId,
    revision: RevisionId,
) -> Result<(), StoreError> {
    let row =
        row::ActiveModel { person_id: Set(person.0), item_id: Set(item.0), revision_id: Set(revision.0) };
    let again = OnConflict::columns([row::Column::PersonId, row::Column::ItemId])
        .update_column(row::Column::RevisionId)
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Up to which revision the person has read each of these items; one that was never read is missing.
pub async fn of(
    connection: &impl Connection,
    person: PersonId,
    items: &[ItemId],
) -> Result<HashMap<ItemId, RevisionId>, StoreError> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::ItemId.is_in(items.iter().map(|item| item.0)))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (ItemId(row.item_id), RevisionId(row.revision_id))).collect())
}

/// Of an item's row: that the person has not read its present text.
pub(super) fn is_unread_by(person: PersonId) -> Expr {
    let read = Query::select()
        .expr(Expr::val(1))
        .from(row::Entity)
        .and_where(Expr::col((row::Entity, row::Column::PersonId)).eq(person.0))
        .and_where(
            Expr::col((row::Entity, row::Column::ItemId))
                .equals((super::row::Entity, super::row::Column::Id)),
        )
        .and_where(
            Expr::col((row::Entity, row::Column::RevisionId))
                .gte(Expr::col((super::row::Entity, super::row::Column::RevisionId))),
        )
        .to_owned();
    Expr::exists(read).not()
}
