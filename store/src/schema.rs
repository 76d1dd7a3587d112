//! Whether an SQLite file has the schema that its migrations make, and nothing besides that would act in the program's name.

use std::collections::BTreeMap;

use migrations::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

use super::{Store, StoreError};

/// Type and name of each part of a schema, with what made it.
type Schema = BTreeMap<(String, String), String>;

/// The migrations' own table, which their library makes as it likes.
const MIGRATIONS: &str = "seaql_migrations";

/// Tables that SQLite makes by itself: counters, statistics, and what the full-text index is kept in.
const OF_SQLITE: [&str; 15] = [
    "sqlite_sequence",
    "sqlite_stat1",
    "sqlite_stat2",
    "sqlite_stat3",
    "sqlite_stat4",
    "item_search_data",
    "item_search_idx",
    "item_search_content",
    "item_search_docsize",
    "item_search_config",
    "subject_search_data",
    "subject_search_idx",
    "subject_search_content",
    "subject_search_docsize",
    "subject_search_config",
];

impl Store {
    /// Makes an SQLite database's schema that of the migrations which it says were applied: tables and indexes of others go,
    /// such as replicators leave; what could act by itself (triggers, views), is missing or was changed is refused. For copies.
    pub async fn tidy_schema(&self) -> Result<(), StoreError> {
        for (kind, name) in self.check_schema().await? {
            tracing::warn!(%kind, %name, "left out of the copy, since it is not this program's");
            let name = name.replace('"', "\"\"");
            // An index may have gone with its table.
            self.connection.execute_unprepared(&format!("DROP {kind} IF EXISTS \"{name}\"")).await?;
        }
        Ok(())
    }

    /// Looks at the schema, and at nothing else; answers the tables and indexes of others.
    async fn check_schema(&self) -> Result<Vec<(String, String)>, StoreError> {
        let found = schema_of(&self.connection).await?;
        if !found.contains_key(&("table".to_owned(), MIGRATIONS.to_owned())) {
            return Err(StoreError::Damaged(format!("缺少表 {MIGRATIONS}")));
        }
        let (own, others): (Vec<_>, Vec<_>) =
            found.keys().partition(|(kind, _)| !matches!(kind.as_str(), "trigger" | "view"));
        if let Some((kind, name)) = others.first() {
            return Err(StoreError::Foreign(format!("{} {name}", in_words(kind))));
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
            return Err(StoreError::Damaged("各次升级的记录不全".to_owned()));
        }
        let expected = made_by(applied.len()).await?;
        // A table that is missing takes its indexes along.
        let missing = expected.keys().filter(|part| !found.contains_key(*part));
        if let Some((kind, name)) = missing.max_by_key(|(kind, _)| kind == "table") {
            return Err(StoreError::Damaged(format!("缺少{} {name}", in_words(kind))));
        }
        if let Some(((kind, name), _)) = expected.iter().find(|(part, sql)| found.get(part) != Some(sql)) {
            return Err(StoreError::Damaged(format!("{} {name} 被改动过", in_words(kind))));
        }
        Ok(own.into_iter().filter(|part| !expected.contains_key(part)).cloned().collect())
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
        let is_made_by_sqlite = match kind.as_str() {
            "table" => OF_SQLITE.contains(&name.as_str()),
            "index" => name.starts_with("sqlite_autoindex_"),
            _ => false,
        };
        if is_made_by_sqlite {
            continue;
        }
        let sql = if name == MIGRATIONS { String::new() } else { plain(&sql) };
        schema.insert((kind, name), sql);
    }
    Ok(schema)
}

/// What made a part of a schema, without comments and in single blanks; what stands between quotes stays as it is.
fn plain(sql: &str) -> String {
    let mut plain = String::with_capacity(sql.len());
    let mut characters = sql.chars().peekable();
    let mut quote = None;
    while let Some(character) = characters.next() {
        match quote {
            Some(end) => {
                plain.push(character);
                quote = (character != end).then_some(end);
            }
            None if character == '-' && characters.peek() == Some(&'-') => {
                while characters.next_if(|next| *next != '\n').is_some() {}
            }
            None if character.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            None => {
                plain.push(character);
                quote = matches!(character, '\'' | '"' | '`').then_some(character);
            }
        }
    }
    plain.trim().to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blanks_make_no_other_schema_and_quotes_do() {
        let made = "CREATE TABLE a (\n    -- what it is\n    b TEXT DEFAULT 'x -- y  z',\n    c TEXT\n)";
        assert_eq!(plain(made), "CREATE TABLE a ( b TEXT DEFAULT 'x -- y  z', c TEXT )");
        assert_ne!(plain("b DEFAULT 'a --' || c"), plain("b DEFAULT 'a --'"));
    }
}
