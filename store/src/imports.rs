//! What was imported, and by which rows: a row's digest is kept for good.

use std::collections::HashSet;

use domain::id::{PersonId, RecordId};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    entity::prelude::*,
};

use super::{Connection, ROWS_AT_ONCE, StoreError};

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

/// Keeps that rows were imported, each by its digest with the record that it became.
pub async fn keep_rows(
    connection: &impl Connection,
    import: i64,
    rows: Vec<(String, Option<RecordId>)>,
) -> Result<(), StoreError> {
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let rows = rows.iter().map(|(digest, record)| imported_row::ActiveModel {
            digest: Set(digest.clone()),
            import_id: Set(import),
            record_id: Set(record.map(|record| record.0)),
        });
        imported_row::Entity::insert_many(rows).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Those of these digests whose rows were ever imported.
pub async fn imported_among(
    connection: &impl Connection,
    digests: &[String],
) -> Result<HashSet<String>, StoreError> {
    let mut imported = HashSet::new();
    for digests in digests.chunks(ROWS_AT_ONCE) {
        let found = imported_row::Entity::find()
            .filter(imported_row::Column::Digest.is_in(digests.iter().cloned()))
            .all(connection)
            .await?;
        imported.extend(found.into_iter().map(|row| row.digest));
    }
    Ok(imported)
}
