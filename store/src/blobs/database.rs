//! Bytes in the database: one thing to look after, and for most offices the right one.

use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement};
use tokio::sync::Mutex;

use super::{blob::Blobs, place::Place};
use crate::{StoreError, execute};

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
}

#[async_trait]
impl Blobs for Database {
    fn place(&self) -> &Place {
        &Place::Database
    }

    async fn prepare(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn answers(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let _guard = match &self.writer {
            Some(writer) => Some(writer.lock().await),
            None => None,
        };
        let sql = "INSERT INTO blobs (hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
        execute(&self.connection, sql, [hash.into(), bytes.into()]).await.map(drop)
    }

    async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM blobs WHERE hash = $1";
        let backend = self.connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, [hash.into()]);
        let row = self.connection.query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
    }

    async fn delete(&self, hash: &str, within: &DatabaseTransaction) -> Result<(), StoreError> {
        execute(within, "DELETE FROM blobs WHERE hash = $1", [hash.into()]).await.map(drop)
    }
}
