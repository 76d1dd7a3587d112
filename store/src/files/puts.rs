//! What this database put where files are kept, and when: the bytes come before the act that names them.

use jiff::Timestamp;
use sea_orm::Statement;

use crate::{Connection, Store, StoreError, execute};

/// Notes that bytes are about to be put, for the time from now on.
pub(super) async fn note(store: &Store, hash: &str, size: u64) -> Result<(), StoreError> {
    let _guard = match &store.writer {
        Some(writer) => Some(writer.lock().await),
        None => None,
    };
    let sql = "INSERT INTO file_puts (hash, size, put_at) VALUES ($1, $2, $3) \
               ON CONFLICT (hash) DO UPDATE SET put_at = excluded.put_at";
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let now = Timestamp::now().as_millisecond();
    execute(&store.connection, sql, [hash.into(), size.into(), now.into()]).await.map(drop)
}

/// When bytes were put last; `None` where they were taken away since.
pub(super) async fn put_at(connection: &impl Connection, hash: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT put_at FROM file_puts WHERE hash = $1";
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [hash.into()]);
    let row = connection.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// What was put and is used by nothing, with its size, and whether it has a name.
pub(super) async fn unused(connection: &impl Connection) -> Result<Vec<(String, u64, bool)>, StoreError> {
    let sql = "SELECT p.hash, p.size, CASE WHEN f.hash IS NULL THEN 0 ELSE 1 END FROM file_puts p \
               LEFT JOIN files f ON f.hash = p.hash \
               WHERE NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.hash = p.hash) ORDER BY p.hash";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await?;
    let unused = rows.iter().map(|row| {
        let (hash, size): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        // PostgreSQL's is a short number.
        let named =
            row.try_get_by_index::<i64>(2).or_else(|_| row.try_get_by_index::<i32>(2).map(i64::from))?;
        Ok((hash, size.unsigned_abs(), named != 0))
    });
    unused.collect()
}

/// What was put is gone.
pub(super) async fn forget(connection: &impl Connection, hash: &str) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM file_puts WHERE hash = $1", [hash.into()]).await.map(drop)
}
