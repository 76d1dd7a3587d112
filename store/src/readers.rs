//! What readers have read and keep.

use std::collections::HashSet;

use domain::id::{IssueId, ItemId, PersonId};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

use super::{Connection, StoreError, time};

mod read_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "issues_read")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub issue_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod kept_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kept_pieces")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        pub kept_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps that the person has opened the issue.
pub async fn keep_read(
    connection: &impl Connection,
    person: PersonId,
    issue: IssueId,
) -> Result<(), StoreError> {
    let row = read_row::ActiveModel { person_id: Set(person.0), issue_id: Set(issue.0) };
    read_row::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(connection).await?;
    Ok(())
}

/// Which of these issues the person has opened.
pub async fn read_of(
    connection: &impl Connection,
    person: PersonId,
    issues: &[IssueId],
) -> Result<HashSet<IssueId>, StoreError> {
    if issues.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = read_row::Entity::find()
        .filter(read_row::Column::PersonId.eq(person.0))
        .filter(read_row::Column::IssueId.is_in(issues.iter().map(|issue| issue.0)))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| IssueId(row.issue_id)).collect())
}

/// 收藏; whether it was not kept before.
pub async fn keep_piece(
    connection: &impl Connection,
    person: PersonId,
    item: ItemId,
    at: jiff::Timestamp,
) -> Result<bool, StoreError> {
    let row = kept_row::ActiveModel {
        person_id: Set(person.0),
        item_id: Set(item.0),
        kept_at: Set(at.as_millisecond()),
    };
    let added =
        kept_row::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(connection).await?;
    Ok(matches!(added, sea_orm::TryInsertResult::Inserted(count) if count > 0))
}

/// Keeps it no longer; when it was kept.
pub async fn drop_piece(
    connection: &impl Connection,
    person: PersonId,
    item: ItemId,
) -> Result<Option<jiff::Timestamp>, StoreError> {
    let Some(row) = kept_row::Entity::find_by_id((person.0, item.0)).one(connection).await? else {
        return Ok(None);
    };
    kept_row::Entity::delete_by_id((person.0, item.0)).exec(connection).await?;
    Ok(Some(time("kept_pieces", row.item_id, row.kept_at)?))
}

/// What the person keeps, the newest first.
pub async fn kept_by(
    connection: &impl Connection,
    person: PersonId,
) -> Result<Vec<(ItemId, jiff::Timestamp)>, StoreError> {
    let rows = kept_row::Entity::find()
        .filter(kept_row::Column::PersonId.eq(person.0))
        .order_by_desc(kept_row::Column::KeptAt)
        .order_by_desc(kept_row::Column::ItemId)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| Ok((ItemId(row.item_id), time("kept_pieces", row.item_id, row.kept_at)?)))
        .collect()
}
