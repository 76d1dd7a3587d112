//! Bytes in the database: one thing to look after, and for most offices the right one.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, Value};
use tokio::sync::Mutex;

use super::{
    blob::{Blob, Blobs},
    place::Place,
};
use crate::{StoreError, execute, time};

const TABLE: &str = "blobs";

/// The table of bytes.
#[derive(Debug)]
pub(super) struct Database {
    connection: DatabaseConnection,
    writer: Option<Arc<Mutex<()>>>,
}

impl Database {
    pub(super) fn new(connection: DatabaseConnection, writer: Option<Arc<Mutex<()>>>) -> Self {
        Self { connection, writer }
    }

    async fn one(&self, column: &str, hash: &str) -> Result<Option<sea_orm::QueryResult>, StoreError> {
        let sql = format!("SELECT {column} FROM {TABLE} WHERE hash = $1");
        let backend = self.connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, [hash.into()]);
        Ok(self.connection.query_one_raw(statement).await?)
    }
}

#[async_trait]
impl Blobs for Database {
    fn place(&self) -> &Place {
        &Place::Database
    }

    async fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let _guard = match &self.writer {
            Some(writer) => Some(writer.lock().await),
            None => None,
        };
        let sql = "INSERT INTO blobs (hash, bytes, put_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (hash) DO UPDATE SET put_at = excluded.put_at";
        let values: [Value; 3] = [hash.into(), bytes.into(), Timestamp::now().as_millisecond().into()];
        execute(&self.connection, sql, values).await.map(drop)
    }

    async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.one("bytes", hash).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
    }

    async fn put_at(&self, hash: &str) -> Result<Option<Timestamp>, StoreError> {
        let row = self.one("put_at", hash).await?;
        row.map(|row| time(TABLE, 0, row.try_get_by_index(0)?)).transpose()
    }

    async fn delete(&self, hash: &str, within: &DatabaseTransaction) -> Result<(), StoreError> {
        execute(within, "DELETE FROM blobs WHERE hash = $1", [hash.into()]).await.map(drop)
    }

    async fn list(&self) -> Result<Vec<Blob>, StoreError> {
        let sql = "SELECT hash, LENGTH(bytes), put_at FROM blobs ORDER BY hash";
        let size = |row: &sea_orm::QueryResult| {
            // PostgreSQL's lengths are short numbers.
            row.try_get_by_index::<i64>(1).or_else(|_| row.try_get_by_index::<i32>(1).map(i64::from))
        };
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let rows = self.connection.query_all_raw(statement).await?;
        let blobs = rows.iter().map(|row| {
            Ok(Blob {
                hash: row.try_get_by_index(0)?,
                size: size(row)?.unsigned_abs(),
                put_at: time(TABLE, 0, row.try_get_by_index(2)?)?,
            })
        });
        blobs.collect()
    }
}
