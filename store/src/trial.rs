//! Trying changes of a few tables out, as of one moment and without the writer's place.
//!
//! The tables are copied into temporary ones of the same names, which hide the real ones from the one connection that
//! made them; everything else is read as it is. The transaction is never committed, and the copies go with it. Whoever
//! tries something out names every table that it writes.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, Statement, TransactionOptions,
    TransactionTrait,
};

use super::{Store, StoreError, Transaction};

/// What units and their groups are kept in, those that others refer to first.
pub const OF_UNITS: [&str; 7] = [
    "unit_groups",
    "units",
    "unit_names",
    "unit_group_members",
    "unit_parents",
    "unit_changes",
    "unit_successors",
];

impl Store {
    /// Begins a transaction in which these tables may be written, for itself alone: nobody waits, and nothing stays.
    pub async fn try_out(&self, tables: &[&str]) -> Result<Transaction, StoreError> {
        let backend = self.connection.get_database_backend();
        let options = TransactionOptions {
            isolation_level: (backend == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead),
            ..TransactionOptions::default()
        };
        let inner = self.connection.begin_with_options(options).await?;
        for table in tables {
            match backend {
                DbBackend::Postgres => copy_in_postgres(&inner, table).await?,
                _ => copy_in_sqlite(&inner, table).await?,
            }
        }
        if backend == DbBackend::Postgres {
            // Temporary tables come first in any path. Only a path that is written otherwise makes PostgreSQL plan anew what
            // the connection had prepared for the real ones.
            let path =
                "SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)";
            inner.query_one_raw(Statement::from_string(backend, path)).await?;
        }
        Ok(Transaction { inner, _guard: None, looks: true, changed: None })
    }
}

/// References are not copied: what they refer to may stand in the real tables.
async fn copy_in_postgres(inner: &DatabaseTransaction, table: &str) -> Result<(), StoreError> {
    let copy = format!("tried_{table}");
    inner
        .execute_unprepared(&format!(
            "CREATE TEMPORARY TABLE {copy} (LIKE {table} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES) \
             ON COMMIT DROP; \
             INSERT INTO {copy} OVERRIDING SYSTEM VALUE SELECT * FROM {table}; \
             ALTER TABLE {copy} RENAME TO {table}"
        ))
        .await?;
    let numbered =
        "SELECT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = $1::regclass AND attidentity <> '')";
    let place = format!("pg_temp.{table}");
    let row = inner
        .query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, numbered, [place.clone().into()]))
        .await?;
    if row.map_or(Ok(false), |row| row.try_get_by_index(0))? {
        inner
            .execute_unprepared(&format!(
                "SELECT setval(pg_get_serial_sequence('{place}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {place}), false)"
            ))
            .await?;
    }
    Ok(())
}

async fn copy_in_sqlite(inner: &DatabaseTransaction, table: &str) -> Result<(), StoreError> {
    let sql = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?";
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [table.into()]);
    let row = inner.query_one_raw(statement).await?;
    let made: String = row.map_or(Ok(String::new()), |row| row.try_get_by_index(0))?;
    let made = without_references(&made).replacen("CREATE TABLE", "CREATE TEMPORARY TABLE", 1);
    inner.execute_unprepared(&format!("{made}; INSERT INTO temp.{table} SELECT * FROM main.{table}")).await?;
    Ok(())
}

/// A table's making without what it refers to: a temporary table cannot refer to a real one.
fn without_references(made: &str) -> String {
    let mut kept = String::with_capacity(made.len());
    let mut rest = made;
    while let Some((before, reference)) = rest.split_once("REFERENCES ") {
        kept.push_str(before.trim_end());
        rest = reference.split_once(')').map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_made_without_what_it_refers_to() {
        let made =
            "CREATE TABLE a (\n    b BIGINT NOT NULL REFERENCES c (id),\n    d BIGINT REFERENCES e (id)\n)";
        assert_eq!(without_references(made), "CREATE TABLE a (\n    b BIGINT NOT NULL,\n    d BIGINT\n)");
        assert_eq!(without_references("CREATE TABLE a (b TEXT)"), "CREATE TABLE a (b TEXT)");
    }
}
