//! Whether an SQLite file has the schema that its migrations make, and nothing besides: what else stands in it (triggers,
//! views, tables of others) would act in the program's name.

use std::collections::BTreeMap;

use migrations::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

use super::{Store, StoreError};

/// Type and name of each part of a schema, with what made it.
type Schema = BTreeMap<(String, String), String>;

/// The migrations' own table, which their library makes as it likes.
const MIGRATIONS: &str = "seaql_migrations";

/// How the tables of the full-text index begin that SQLite makes by itself, as many as its version has.
const OF_THE_INDEX: &str = "item_search_";

impl Store {
    /// Refuses an SQLite database whose schema is another than that of the migrations which it says were applied. Only the
    /// schema is read.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        let found = schema_of(&self.connection).await?;
        let damaged = |words: String| StoreError::Damaged(words);
        if !found.contains_key(&("table".to_owned(), MIGRATIONS.to_owned())) {
            return Err(damaged(format!("缺少表 {MIGRATIONS}")));
        }
        let sql = format!("SELECT version FROM {MIGRATIONS} ORDER BY version");
        let rows = self.connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
        let applied: Vec<String> =
            rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        let known: Vec<String> =
            Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
        if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
            return Err(StoreError::TooNew(newer.clone()));
        }
        if applied.is_empty() || known.get(..applied.len()) != Some(applied.as_slice()) {
            return Err(damaged("各次升级的记录不全".to_owned()));
        }
        let expected = made_by(applied.len()).await?;
        if let Some((kind, name)) = found.keys().find(|part| !expected.contains_key(part)) {
            return Err(damaged(format!("其中有不属于本程序的{} {name}", in_words(kind))));
        }
        // A table that is missing takes its indexes along.
        let missing = expected.keys().filter(|part| !found.contains_key(*part));
        if let Some((kind, name)) = missing.max_by_key(|(kind, _)| kind == "table") {
            return Err(damaged(format!("缺少{} {name}", in_words(kind))));
        }
        match expected.iter().find(|(part, sql)| found.get(part) != Some(sql)) {
            Some(((kind, name), _)) => Err(damaged(format!("{} {name} 被改动过", in_words(kind)))),
            None => Ok(()),
        }
    }
}

/// The schema after so many migrations.
async fn made_by(migrations: usize) -> Result<Schema, StoreError> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    // Each connection would have a database of its own.
    options.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(options).await?;
    Migrator::up(&connection, u32::try_from(migrations).ok()).await?;
    let schema = schema_of(&connection).await;
    connection.close().await?;
    schema
}

async fn schema_of(connection: &DatabaseConnection) -> Result<Schema, StoreError> {
    let sql = "SELECT type, name, COALESCE(sql, '') FROM sqlite_master";
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
    let mut schema = Schema::new();
    for row in rows {
        let (kind, name): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let sql: String = row.try_get_by_index(2)?;
        let is_made_by_sqlite = name.starts_with("sqlite_") || name.starts_with(OF_THE_INDEX);
        if is_made_by_sqlite && matches!(kind.as_str(), "table" | "index") {
            continue;
        }
        let sql = if name == MIGRATIONS { String::new() } else { plain(&sql) };
        schema.insert((kind, name), sql);
    }
    Ok(schema)
}

/// What made a part of a schema, without comments and in single blanks.
fn plain(sql: &str) -> String {
    let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn in_words(kind: &str) -> &str {
    match kind {
        "table" => "表",
        "index" => "索引",
        "view" => "视图",
        "trigger" => "触发器",
        other => other,
    }
}
