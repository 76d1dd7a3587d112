//! A database's schema: brought up to date, whole, and known to the program; and what the program puts in order once.

use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use tokio::sync::OwnedMutexGuard;

use super::{
    Store, StoreError, chain, likeness,
    search::refresh::{refresh, refresh_subjects},
};

impl Store {
    /// Brings the schema up to date, one process at a time. Refuses a database newer than the program.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let lock = self.lock_migrations().await?;
        self.refuse_newer().await?;
        Migrator::up(&self.connection, None).await?;
        drop(lock);
        chain::begin(self).await?;
        chain::covers::begin_with_records(self).await?;
        refresh(self, false).await?;
        refresh_subjects(self, false).await?;
        likeness::refresh::refresh(self, false).await
    }

    /// Whether the database answers and its schema is the program's.
    pub async fn is_ready(&self) -> Result<bool, StoreError> {
        Ok(Migrator::get_pending_migrations(&self.connection).await?.is_empty())
    }

    /// Whether an SQLite database is whole: its pages, its references, and a schema that the program knows.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.refuse_newer().await?;
        let ask = |pragma: &str| Statement::from_string(DbBackend::Sqlite, pragma);
        let rows = self.connection.query_all_raw(ask("PRAGMA integrity_check")).await?;
        for row in rows {
            let fault: String = row.try_get_by_index(0)?;
            if fault != "ok" {
                return Err(StoreError::Damaged(fault));
            }
        }
        match self.connection.query_one_raw(ask("PRAGMA foreign_key_check")).await? {
            Some(row) => Err(StoreError::Damaged(row.try_get_by_index::<String>(0)?)),
            None => Ok(()),
        }
    }

    /// On PostgreSQL, an advisory lock held by a transaction of its own; on SQLite, the one writer's place.
    async fn lock_migrations(&self) -> Result<MigrationLock, StoreError> {
        match &self.writer {
            Some(writer) => Ok(MigrationLock::Writer(writer.clone().lock_owned().await)),
            None => {
                let transaction = self.connection.begin().await?;
                transaction.execute_unprepared("SELECT pg_advisory_xact_lock(728463)").await?;
                Ok(MigrationLock::Advisory(transaction))
            }
        }
    }

    async fn refuse_newer(&self) -> Result<(), StoreError> {
        let known = Migrator::migrations();
        for applied in Migrator::get_migration_models(&self.connection).await.unwrap_or_default() {
            if !known.iter().any(|migration| migration.name() == applied.version) {
                return Err(StoreError::TooNew(applied.version));
            }
        }
        Ok(())
    }
}

/// Held while the schema is brought up to date; let go of when dropped.
enum MigrationLock {
    #[expect(dead_code, reason = "held, never read")]
    Writer(OwnedMutexGuard<()>),
    #[expect(dead_code, reason = "held, never read")]
    Advisory(DatabaseTransaction),
}
