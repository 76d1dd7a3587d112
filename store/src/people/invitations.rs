//! Links by which somebody who was given an account sets the own password, once.

use std::collections::HashSet;

use domain::id::PersonId;
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

use crate::{Connection, StoreError};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        pub digest: String,
        pub expires_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps the digest of a link for a person, until when it serves; one made before serves no more.
pub async fn put(
    connection: &impl Connection,
    person: PersonId,
    digest: String,
    expires_at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        person_id: Set(person.0),
        digest: Set(digest),
        expires_at: Set(expires_at.as_millisecond()),
    };
    let again = OnConflict::column(row::Column::PersonId)
        .update_columns([row::Column::Digest, row::Column::ExpiresAt])
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Whose link it is, where it still serves.
pub async fn find(
    connection: &impl Connection,
    digest: &str,
    now: jiff::Timestamp,
) -> Result<Option<PersonId>, StoreError> {
    let row = row::Entity::find()
        .filter(row::Column::Digest.eq(digest))
        .filter(row::Column::ExpiresAt.gt(now.as_millisecond()))
        .one(connection)
        .await?;
    Ok(row.map(|row| PersonId(row.person_id)))
}

/// Whose links still serve.
pub async fn serving(
    connection: &impl Connection,
    now: jiff::Timestamp,
) -> Result<HashSet<PersonId>, StoreError> {
    let rows =
        row::Entity::find().filter(row::Column::ExpiresAt.gt(now.as_millisecond())).all(connection).await?;
    Ok(rows.into_iter().map(|row| PersonId(row.person_id)).collect())
}

/// The person's link serves no more.
pub async fn forget(connection: &impl Connection, person: PersonId) -> Result<(), StoreError> {
    row::Entity::delete_by_id(person.0).exec(connection).await?;
    Ok(())
}
