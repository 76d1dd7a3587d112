//! What was imported, and by which rows: a row's digest is kept for good.

use domain::id::{PersonId, RecordId};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    entity::prelude::*,
};

use super::{Connection, StoreError};

mod import {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub words: String,
        pub imported_by: i64,
        pub imported_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod imported_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imported_rows")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub import_id: i64,
        pub record_id: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps that a file was imported; answers the import's number.
pub async fn insert(
    connection: &impl Connection,
    name: &str,
    words: &str,
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<i64, StoreError> {
    let row = import::ActiveModel {
        id: NotSet,
        name: Set(name.to_owned()),
        words: Set(words.to_owned()),
        imported_by: Set(by.0),
        imported_at: Set(at.as_millisecond()),
    };
    Ok(row.insert(connection).await?.id)
}

/// Keeps that a row was imported, with the record that it became.
pub async fn keep_row(
    connection: &impl Connection,
    digest: &str,
    import: i64,
    record: Option<RecordId>,
) -> Result<(), StoreError> {
    let row = imported_row::ActiveModel {
        digest: Set(digest.to_owned()),
        import_id: Set(import),
        record_id: Set(record.map(|record| record.0)),
    };
    imported_row::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Whether a row of this digest was ever imported.
pub async fn is_imported(connection: &impl Connection, digest: &str) -> Result<bool, StoreError> {
    Ok(imported_row::Entity::find_by_id(digest.to_owned()).one(connection).await?.is_some())
}
