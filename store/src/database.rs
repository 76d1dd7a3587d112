//! The open database: its connections, transactions and snapshots, and copies of it.

use std::{path::Path, sync::Arc, time::Duration};

use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sqlx::{self, Connection as _, sqlite::SqliteJournalMode},
};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard};

use super::{Connection, StoreError, blobs::known::Known, changes};

/// The open database.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) connection: DatabaseConnection,
    /// SQLite has one writer: waiting here is fair and costs nothing, waiting for its file lock is neither.
    pub(super) writer: Option<Arc<Mutex<()>>>,
    /// Told of every change: it may have jobs in its train.
    changed: Arc<Notify>,
    /// Where the bytes of files were last.
    pub(super) known: Arc<Known>,
}

/// What no copy holds.
const PASSING: [&str; 6] =
    ["sessions", "failed_sign_ins", "kept_texts", "handed_in", "handed_in_files", "item_presence"];

/// How an address of a database begins.
const KINDS: [&str; 3] = ["sqlite:", "postgres://", "postgresql://"];

/// On PostgreSQL as on SQLite one transaction writes at a time, whichever process it is of: what it read stays true until it
/// ends, nothing deadlocks, and the same race has the same end on both. Whoever waits too long is told so, and one that is
/// left open is ended.
const ONE_WRITER: &str = "SET LOCAL lock_timeout = '20s'; SET LOCAL idle_in_transaction_session_timeout = '120s'; \
                          SELECT pg_advisory_xact_lock(728464)";

/// Whether a connection that is given back has no transaction open any more. Where the disk was full, SQLite may have
/// taken a transaction back by itself, and what the library counts is never right again: the next transaction on such a
/// connection would hold the write lock for good. It is closed instead.
async fn has_ended_its_transaction(connection: &mut sqlx::SqliteConnection) -> Result<bool, sqlx::Error> {
    if !connection.is_in_transaction() {
        return Ok(true);
    }
    // What was dropped is rolled back by the connection's own thread, which answers after that.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

impl Store {
    /// The address of the SQLite file in a data folder.
    pub fn sqlite_address(data: &Path) -> String {
        format!("sqlite://{}?mode=rwc", data.join("jianbao.sqlite").display())
    }

    /// Opens a database: `sqlite://…` or `postgres://…`. It is not migrated yet.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        // What is wrong with an address is told without the password that may stand in it.
        if !KINDS.iter().any(|kind| address.starts_with(kind)) {
            return Err(StoreError::Address);
        }
        let mut options = ConnectOptions::new(address);
        options
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(|options| {
                options
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(sea_orm::sqlx::sqlite::SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(10))
                    // A page of a list comes over from SQLite's thread at once, not row by row.
                    .row_buffer_size(256)
                    .pragma("cache_size", "-8000")
            })
            .map_sqlx_sqlite_pool_opts(|pool| {
                pool.after_release(|connection, _| Box::pin(has_ended_its_transaction(connection)))
            });
        // PostgreSQL would take longer to translate some of our questions than to answer them.
        options.map_sqlx_postgres_pool_opts(|pool| {
            pool.after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::Executor::execute(connection, "SET jit = off").await?;
                    Ok(())
                })
            })
        });
        let connection = Database::connect(options).await.map_err(|error| match error.to_string() {
            words if words.contains(address) => StoreError::Address,
            _ => error.into(),
        })?;
        let writer = (connection.get_database_backend() == DbBackend::Sqlite).then(Arc::default);
        Ok(Self { connection, writer, changed: Arc::default(), known: Arc::default() })
    }

    /// Tells of every statement once it was done: for whoever counts them. To be called before the store is shared.
    pub fn tell_of_statements(&mut self, told: impl Fn(&str) + Send + Sync + 'static) {
        self.connection.set_metric_callback(move |info| told(&info.statement.sql));
    }

    /// Lets SQLite look at parts of every table that was never looked at or has grown much since, so that it knows which
    /// index is the narrower. PostgreSQL does so by itself.
    pub async fn look_over(&self) -> Result<(), StoreError> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let _guard = writer.lock().await;
        self.connection.execute_unprepared("PRAGMA optimize=0x10012").await?;
        Ok(())
    }

    /// Waits until something was changed in this process, which may have jobs in its train.
    pub async fn jobs_were_added(&self) {
        self.changed.notified().await;
    }

    /// Makes what was deleted unreadable, also in the database's own files. PostgreSQL does so with its next VACUUM, which
    /// is asked for; what its log and its backups hold is its administrator's.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        // Whatever becomes of the place where files are, the database's own files are rewritten.
        let forgotten = self.forget_unused_files().await;
        let Some(writer) = &self.writer else {
            // Rewritten, and so are the samples that the database keeps of their columns.
            let tables = "items, item_search, item_search_places, subject_search, item_likeness, item_fingerprints, item_near, item_seen, item_presence, item_handlers, taken_passages, item_files, item_notes, handed_in, handed_in_files, left_findings, comments, comment_mentions, comments_read, kept_pieces, revisions, sheets, \
                          kept_texts, events, event_covers, issue_versions, files, blobs, file_puts, file_uses, records, \
                          corrections, ledger_entries";
            self.connection.execute_unprepared(&format!("VACUUM (FULL, ANALYZE) {tables}")).await?;
            return forgotten;
        };
        let _guard = writer.lock().await;
        for sql in [
            "INSERT INTO item_search (item_search) VALUES ('optimize')",
            "INSERT INTO subject_search (subject_search) VALUES ('optimize')",
            "VACUUM",
            // What the log of changes held is then no more than what the file holds.
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ] {
            self.connection.execute_unprepared(sql).await?;
        }
        forgotten
    }

    /// For reading outside a transaction.
    pub fn reader(&self) -> &(impl Connection + use<>) {
        &self.connection
    }

    /// Begins a transaction that only reads, and reads all of it as it stood at one moment.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let is_sqlite = self.connection.get_database_backend() == DbBackend::Sqlite;
        let options = TransactionOptions {
            // SQLite has no other isolation.
            isolation_level: (!is_sqlite).then_some(IsolationLevel::RepeatableRead),
            access_mode: (!is_sqlite).then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        Ok(Snapshot { inner: self.connection.begin_with_options(options).await? })
    }

    /// Begins what looks as a verb does and writes nothing: as of one moment, and without holding anybody back.
    pub async fn look(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction { inner: self.snapshot().await?.inner, _guard: None, looks: true, changed: None })
    }

    /// Begins a transaction that will write. It takes the one writer's place at once, so that what it reads stays true.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        let guard = match &self.writer {
            Some(writer) => Some(writer.clone().lock_owned().await),
            None => None,
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.connection.begin_with_options(options).await?;
        if self.writer.is_none() {
            inner.execute_unprepared(ONE_WRITER).await?;
        }
        // What waits to be vouched for waits within one transaction. What is there already nobody here has written, and the
        // next event must not take it for its own.
        let forged = inner.execute_unprepared("DELETE FROM event_covers WHERE event_id IS NULL").await?;
        if forged.rows_affected() > 0 {
            tracing::warn!(
                rows = forged.rows_affected(),
                "nobody's claims to be vouched for were thrown away"
            );
        }
        Ok(Transaction { inner, _guard: guard, looks: false, changed: Some(self.changed.clone()) })
    }

    /// Writes a copy of an SQLite database as it is at one moment, while it may be in use. The file must not be
    /// there yet.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let path = file.to_string_lossy().into_owned();
        let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
        self.connection.execute_raw(copy).await?;
        Ok(())
    }

    /// Takes from a copy what is of no use anywhere else and should be in nobody's hands: sessions, attempts to sign in,
    /// forms that were refused a moment ago, files that wait for a day to be imported. Nothing of it is left in the file.
    pub async fn forget_passing(&self) -> Result<(), StoreError> {
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
        let tables = self.connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, tables)).await?;
        let tables: Vec<String> =
            tables.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        // A copy of an earlier version has not all of them.
        for table in PASSING.into_iter().filter(|table| tables.iter().any(|known| known == table)) {
            self.connection.execute_unprepared(&format!("DELETE FROM {table}")).await?;
        }
        for sql in ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            self.connection.execute_unprepared(sql).await?;
        }
        Ok(())
    }

    /// How many items, issues and lines of the ledger there are.
    pub async fn contents(&self) -> Result<[u64; 3], StoreError> {
        let mut counts = [0; 3];
        for (count, table) in counts.iter_mut().zip(["items", "issues", "ledger_entries"]) {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            let statement = Statement::from_string(self.connection.get_database_backend(), sql);
            let row = self.connection.query_one_raw(statement).await?;
            let number: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
            *count = number.unsigned_abs();
        }
        Ok(counts)
    }

    /// Closes the connections; for the end of the program.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.connection.close().await?)
    }
}

/// A transaction that writes. Dropped without [`Transaction::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Transaction {
    pub(super) inner: DatabaseTransaction,
    pub(super) _guard: Option<OwnedMutexGuard<()>>,
    /// Whether it was begun to look, or to try something out, and not to write.
    pub(super) looks: bool,
    pub(crate) changed: Option<Arc<Notify>>,
}

impl Transaction {
    /// What the functions of the aggregates take.
    pub fn connection(&self) -> &(impl Connection + use<>) {
        &self.inner
    }

    /// Whether nothing of it stays.
    pub fn looks(&self) -> bool {
        self.looks
    }

    /// Makes all of it happen, and counts it as a change.
    pub async fn commit(self) -> Result<(), StoreError> {
        changes::count(&self.inner).await?;
        let changed = self.changed.clone();
        self.commit_unseen().await?;
        if let Some(changed) = changed {
            changed.notify_waiters();
        }
        Ok(())
    }

    /// Makes all of it happen without counting it: for what no page shows but to whoever did it, such as sessions
    /// and texts that are being typed.
    pub async fn commit_unseen(self) -> Result<(), StoreError> {
        if self.looks {
            return Err(DbErr::Custom("what only looks is not committed".to_owned()).into());
        }
        Ok(self.inner.commit().await?)
    }
}

/// A transaction that only reads.
#[derive(Debug)]
pub struct Snapshot {
    inner: DatabaseTransaction,
}

impl Snapshot {
    pub(super) fn inner(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// What the functions of the aggregates take.
    pub fn connection(&self) -> &(impl Connection + use<>) {
        &self.inner
    }
}
