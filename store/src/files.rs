//! Bytes that are kept for good under the SHA-256 of their content: PDFs.

use domain::hexadecimal::hexadecimal;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, TryInsertResult, entity::prelude::*};
use sha2::{Digest, Sha256};

use super::{Connection, StoreError};

mod file {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        pub media_type: String,
        pub bytes: Vec<u8>,
        pub created_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A kept file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The name under which bytes are kept: their SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hexadecimal(Sha256::digest(bytes))
}

/// Keeps bytes and answers their hash. Bytes that are kept already are left as they are.
pub async fn keep(
    connection: &impl Connection,
    media_type: &str,
    bytes: Vec<u8>,
    now: jiff::Timestamp,
) -> Result<String, StoreError> {
    let hash = hash(&bytes);
    let row = file::ActiveModel {
        hash: Set(hash.clone()),
        media_type: Set(media_type.to_owned()),
        bytes: Set(bytes),
        created_at: Set(now.as_millisecond()),
    };
    let insert = file::Entity::insert(row).on_conflict_do_nothing();
    match insert.exec_without_returning(connection).await? {
        TryInsertResult::Empty | TryInsertResult::Conflicted | TryInsertResult::Inserted(_) => Ok(hash),
    }
}

/// The file with this hash.
pub async fn find(connection: &impl Connection, hash: &str) -> Result<Option<StoredFile>, StoreError> {
    let row = file::Entity::find_by_id(hash.to_owned()).one(connection).await?;
    Ok(row.map(|row| StoredFile { media_type: row.media_type, bytes: row.bytes }))
}

/// Some of the files after a hash, in the order of their hashes.
pub async fn after(
    connection: &impl Connection,
    hash: &str,
    count: u64,
) -> Result<Vec<(String, StoredFile)>, StoreError> {
    let rows = file::Entity::find()
        .filter(file::Column::Hash.gt(hash))
        .order_by_asc(file::Column::Hash)
        .limit(count)
        .all(connection)
        .await?;
    let file = |row: file::Model| (row.hash, StoredFile { media_type: row.media_type, bytes: row.bytes });
    Ok(rows.into_iter().map(file).collect())
}
