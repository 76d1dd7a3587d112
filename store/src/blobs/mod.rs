//! The bytes of files, by the SHA-256 of their content, wherever they are kept: in the database, in a folder, or in a
//! store that speaks S3.
//!
//! It must not know what a file is of, nor who may read it: that is [`files`](crate::files). Where bytes are is written
//! in the database itself, so that every process and every command looks for them in the same place.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, Statement};

use super::{Connection, Store, StoreError, execute};

mod blob;
mod database;
mod folder;
pub(crate) mod known;
mod objects;
mod place;

pub use self::{blob::Blobs, place::Place};

impl Store {
    /// Where the bytes of files are now.
    pub async fn place(&self) -> Result<Place, StoreError> {
        Ok(self.blobs_now().await?.place().clone())
    }

    /// Sees to it that files are kept where it is asked for: without files that is decided now, else nothing is moved by the
    /// way. Looks, too, whether the place can be reached at all.
    pub async fn settle_place(&self, asked: Option<&Place>) -> Result<(), StoreError> {
        let now = self.place().await?;
        if let Some(asked) = asked.filter(|asked| **asked != now) {
            let transaction = self.begin().await?;
            let files = "SELECT COUNT(*) FROM files";
            let row = transaction.inner.query_one_raw(self.ask(files)).await?;
            let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
            if count > 0 {
                return Err(StoreError::Place(format!(
                    "文件现在存放在“{now}”，设置却写着“{asked}”。要换地方，请先运行 jianbao files move --to {asked}"
                )));
            }
            let chosen = self.open_place(asked)?;
            chosen.prepare().await?;
            chosen.answers().await?;
            set_place(transaction.connection(), asked).await?;
            transaction.commit_unseen().await?;
        }
        self.blobs_now().await?.answers().await
    }

    /// The place as the database names it at this moment.
    pub(super) async fn blobs_now(&self) -> Result<Arc<dyn Blobs>, StoreError> {
        let now = place(&self.connection).await?;
        if let Some(known) = self.known.get().filter(|known| *known.place() == now) {
            return Ok(known);
        }
        let blobs = self.open_place(&now)?;
        self.known.set(&blobs);
        Ok(blobs)
    }

    pub(super) fn open_place(&self, place: &Place) -> Result<Arc<dyn Blobs>, StoreError> {
        Ok(match place {
            Place::Database => {
                Arc::new(database::Database::new(self.connection.clone(), self.writer.clone()))
            }
            Place::Folder(path) => Arc::new(folder::Folder::new(path)),
            Place::Objects { bucket, prefix } => Arc::new(objects::Objects::new(bucket, prefix)?),
        })
    }

    /// The bytes under a hash as they are kept, whether they have it or not: for 核对. What was moved since this process looked
    /// last is looked for where it is now.
    pub async fn kept_bytes(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(known) = self.known.get() else { return self.blobs_now().await?.get(hash).await };
        let found = known.get(hash).await;
        match found {
            Ok(Some(bytes)) => Ok(Some(bytes)),
            found => {
                let now = self.blobs_now().await?;
                if now.place() == known.place() { found } else { now.get(hash).await }
            }
        }
    }

    fn ask(&self, sql: &str) -> Statement {
        Statement::from_string(self.connection.get_database_backend(), sql)
    }
}

/// The place that the database names.
pub(super) async fn place(connection: &impl Connection) -> Result<Place, StoreError> {
    let statement = Statement::from_string(connection.get_database_backend(), "SELECT place FROM file_place");
    match connection.query_one_raw(statement).await? {
        Some(row) => row.try_get_by_index::<String>(0)?.parse(),
        None => Ok(Place::Database),
    }
}

pub(super) async fn set_place(connection: &impl Connection, place: &Place) -> Result<(), StoreError> {
    execute(connection, "UPDATE file_place SET place = $1", [place.to_string().into()]).await.map(drop)
}
