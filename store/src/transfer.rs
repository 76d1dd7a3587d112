//! Everything in one database into another that holds nothing yet: a backup of a SQLite database goes on in PostgreSQL,
//! and a backup of PostgreSQL is a SQLite file like any other.
//!
//! It copies table by table and compares what arrived, row by row. It knows no table by its name but those that the
//! databases make for themselves.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, TransactionTrait, Value};
use sha2::{Digest, Sha256};

use super::{
    Snapshot, Store, StoreError, likeness,
    search::refresh::{refresh, refresh_subjects},
};

/// Rows of this many values travel together; PostgreSQL takes 65,535 of them in one statement.
const VALUES_AT_ONCE: usize = 8_000;

/// How a column's values are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Whole,
    /// PostgreSQL's INTEGER, which takes no BIGINT.
    Small,
    Flag,
    Text,
    Bytes,
}

#[derive(Clone, Debug)]
struct Table {
    name: String,
    columns: Vec<(String, Sort)>,
}

impl Store {
    /// Whether somebody works in this database: nothing is copied into one that holds anything of anybody's.
    pub async fn holds_anything(&self) -> Result<bool, StoreError> {
        let statement =
            Statement::from_string(self.connection.get_database_backend(), "SELECT COUNT(*) FROM people");
        let row = self.connection.query_one_raw(statement).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        Ok(count > 0)
    }

    /// Fills this migrated database, in which nobody works yet, with all that another migrated one of the other kind held
    /// at one moment. Either all of it is there afterwards, equal to the last row, or nothing has changed. Answers the
    /// number of rows.
    pub async fn fill_from(&self, source: &Self) -> Result<u64, StoreError> {
        let (postgres, sqlite) = match self.connection.get_database_backend() {
            DbBackend::Postgres => (self, source),
            _ => (source, self),
        };
        let tables = postgres.tables().await?;
        let known: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        let names = sqlite.table_names().await?;
        if let Some(lost) = names.iter().find(|name| !known.contains(name.as_str())) {
            return Err(StoreError::Damaged(format!("表 {lost} 在另一个数据库里没有")));
        }
        if let Some(lost) = known.iter().find(|name| !names.contains(**name)) {
            return Err(StoreError::Damaged(format!("表 {lost} 在另一个数据库里没有")));
        }
        let source = source.snapshot().await?;
        let target = self.connection.begin().await?;
        // References point in circles; they are taken away for the while and checked as they come back.
        let references = take_references(&target).await?;
        let mut rows = 0;
        for table in &tables {
            target.execute_unprepared(&format!("DELETE FROM \"{}\"", table.name)).await?;
            let sent = copy(source.inner(), &target, table).await?;
            let arrived = digest(&target, table).await?;
            if sent != arrived {
                return Err(StoreError::Damaged(format!("表 {} 复制后与原来不一致", table.name)));
            }
            rows += sent.rows;
        }
        for reference in references {
            target.execute_unprepared(&reference).await?;
        }
        renumber(&source, &target, &tables).await?;
        target.commit().await?;
        refresh(self, true).await?;
        refresh_subjects(self, true).await?;
        likeness::refresh::refresh(self, true).await?;
        Ok(rows)
    }

    /// The tables of a PostgreSQL database, but for those it can make anew.
    async fn tables(&self) -> Result<Vec<Table>, StoreError> {
        let statement = Statement::from_string(
            DbBackend::Postgres,
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
        );
        let mut tables: Vec<Table> = Vec::new();
        for row in self.connection.query_all_raw(statement).await? {
            let (name, column, sort): (String, String, String) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            if is_made_anew(&name) {
                continue;
            }
            let sort = match sort.as_str() {
                "bigint" => Sort::Whole,
                "integer" => Sort::Small,
                "boolean" => Sort::Flag,
                "bytea" => Sort::Bytes,
                "text" => Sort::Text,
                other => {
                    return Err(StoreError::Damaged(format!("表 {name} 的 {column} 列是 {other}，不能复制")));
                }
            };
            match tables.last_mut() {
                Some(table) if table.name == name => table.columns.push((column, sort)),
                _ => tables.push(Table { name, columns: vec![(column, sort)] }),
            }
        }
        Ok(tables)
    }

    /// The tables of a SQLite database, likewise.
    async fn table_names(&self) -> Result<BTreeSet<String>, StoreError> {
        let names =
            Statement::from_string(DbBackend::Sqlite, "SELECT name FROM sqlite_master WHERE type = 'table'");
        let rows = self.connection.query_all_raw(names).await?;
        let names: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
        Ok(names?.into_iter().filter(|name| !is_made_anew(name)).collect())
    }
}

/// What migrations write and what is worked out of other tables; and SQLite's own.
fn is_made_anew(table: &str) -> bool {
    ["seaql_migrations", "item_likeness", "item_fingerprints"].contains(&table)
        || table.starts_with("item_search")
        || table.starts_with("subject_search")
        || table.starts_with("sqlite_")
}

/// How many rows, and what they come to in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rows {
    rows: u64,
    sum: [u64; 4],
}

impl Rows {
    fn add(&mut self, values: &[Value]) {
        let mut hash = Sha256::new();
        for value in values {
            match value {
                Value::String(Some(text)) => hash.update(format!("t{}:{text}", text.len())),
                Value::Bytes(Some(bytes)) => {
                    hash.update(format!("b{}:", bytes.len()));
                    hash.update(bytes.as_slice());
                }
                Value::BigInt(Some(number)) => hash.update(format!("n{number};")),
                Value::Int(Some(number)) => hash.update(format!("n{number};")),
                Value::Bool(Some(flag)) => hash.update(format!("f{flag};")),
                _ => hash.update("-;"),
            }
        }
        let hash = hash.finalize();
        for (sum, part) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let part = part.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
            *sum = sum.wrapping_add(part);
        }
        self.rows += 1;
    }
}

/// A row's values. PostgreSQL's texts hold no NUL; where SQLite's does, it goes.
fn values(row: &QueryResult, table: &Table) -> Result<Vec<Value>, StoreError> {
    let read = |(place, (_, sort)): (usize, &(String, Sort))| {
        Ok(match sort {
            Sort::Whole => Value::BigInt(row.try_get_by_index(place)?),
            Sort::Small => Value::Int(row.try_get_by_index(place)?),
            Sort::Flag => Value::Bool(row.try_get_by_index(place)?),
            Sort::Text => {
                let text: Option<String> = row.try_get_by_index(place)?;
                text.map(|text| text.replace('\0', "")).into()
            }
            Sort::Bytes => row.try_get_by_index::<Option<Vec<u8>>>(place)?.into(),
        })
    };
    table.columns.iter().enumerate().map(read).collect()
}

/// How many rows travel together: files are large, so never many.
fn at_once(table: &Table) -> usize {
    (VALUES_AT_ONCE / table.columns.len().max(1)).clamp(1, 200)
}

fn column_list(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    names.join(", ")
}

/// Copies a table, some rows at a time.
async fn copy(
    source: &impl ConnectionTrait,
    target: &impl ConnectionTrait,
    table: &Table,
) -> Result<Rows, StoreError> {
    let mut sent = Rows::default();
    let width = table.columns.len();
    let columns = column_list(table);
    let mut reading = Reading::begin(source, table).await?;
    loop {
        let rows = reading.next(source).await?;
        if rows.is_empty() {
            reading.end(source).await?;
            return Ok(sent);
        }
        let mut all = Vec::with_capacity(rows.len() * width);
        for row in &rows {
            let values = values(row, table)?;
            sent.add(&values);
            all.extend(values);
        }
        let places: Vec<String> = (0..rows.len())
            .map(|row| {
                let places: Vec<String> =
                    (1..=width).map(|column| format!("${}", row * width + column)).collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let insert = format!("INSERT INTO \"{}\" ({columns}) VALUES {}", table.name, places.join(", "));
        target
            .execute_raw(Statement::from_sql_and_values(target.get_database_backend(), insert, all))
            .await?;
    }
}

/// Going through a table, some rows at a time, since files are large: in SQLite by their place in the table, in PostgreSQL
/// with a cursor. Each table has a cursor of its own name: a statement that was prepared for another one would be read
/// with that one's columns.
struct Reading<'a> {
    table: &'a Table,
    last: i64,
}

impl<'a> Reading<'a> {
    async fn begin(connection: &impl ConnectionTrait, table: &'a Table) -> Result<Self, StoreError> {
        if connection.get_database_backend() == DbBackend::Postgres {
            let cursor = format!(
                "DECLARE \"rows_{0}\" NO SCROLL CURSOR FOR SELECT {1} FROM \"{0}\"",
                table.name,
                column_list(table)
            );
            connection.execute_raw(Statement::from_string(DbBackend::Postgres, cursor)).await?;
        }
        Ok(Self { table, last: i64::MIN })
    }

    async fn next(&mut self, connection: &impl ConnectionTrait) -> Result<Vec<QueryResult>, StoreError> {
        let (name, at_once) = (&self.table.name, at_once(self.table));
        let backend = connection.get_database_backend();
        let ask = |sql: String| Statement::from_string(backend, sql);
        if backend == DbBackend::Postgres {
            return Ok(connection
                .query_all_raw(ask(format!("FETCH {at_once} FROM \"rows_{name}\"")))
                .await?);
        }
        let (columns, last) = (column_list(self.table), self.last);
        let select = format!(
            "SELECT {columns}, rowid FROM \"{name}\" WHERE rowid > {last} ORDER BY rowid LIMIT {at_once}"
        );
        let rows = connection.query_all_raw(ask(select)).await?;
        if let Some(row) = rows.last() {
            self.last = row.try_get_by_index(self.table.columns.len())?;
        }
        Ok(rows)
    }

    async fn end(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        if connection.get_database_backend() == DbBackend::Postgres {
            let close = format!("CLOSE \"rows_{}\"", self.table.name);
            connection.execute_raw(Statement::from_string(DbBackend::Postgres, close)).await?;
        }
        Ok(())
    }
}

/// What a table holds now.
async fn digest(target: &impl ConnectionTrait, table: &Table) -> Result<Rows, StoreError> {
    let mut reading = Reading::begin(target, table).await?;
    let mut arrived = Rows::default();
    loop {
        let rows = reading.next(target).await?;
        if rows.is_empty() {
            reading.end(target).await?;
            return Ok(arrived);
        }
        for row in &rows {
            arrived.add(&values(row, table)?);
        }
    }
}

/// Takes all references between tables away, and answers the statements that bring them back. SQLite looks at them when
/// the transaction ends.
async fn take_references(target: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    if target.get_database_backend() == DbBackend::Sqlite {
        target.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
        return Ok(Vec::new());
    }
    let statement = Statement::from_string(
        DbBackend::Postgres,
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint \
         WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
    );
    let mut references = Vec::new();
    for row in target.query_all_raw(statement).await? {
        let (table, name, definition): (String, String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        target.execute_unprepared(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).await?;
        references.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"));
    }
    Ok(references)
}

/// Lets the numbers that the database gives go on after those that were given, to whatever is there no more, too.
async fn renumber(
    source: &Snapshot,
    target: &impl ConnectionTrait,
    tables: &[Table],
) -> Result<(), StoreError> {
    for (table, number) in given_numbers(source.inner(), tables).await? {
        if is_made_anew(&table) || number < 1 {
            continue;
        }
        match target.get_database_backend() {
            DbBackend::Postgres => {
                let sequence = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)";
                let values = [format!("\"{table}\"").into(), number.into()];
                let statement = Statement::from_sql_and_values(DbBackend::Postgres, sequence, values);
                target.execute_raw(statement).await?;
            }
            backend => {
                for sql in [
                    "DELETE FROM sqlite_sequence WHERE name = $1 AND seq < $2",
                    "INSERT INTO sqlite_sequence (name, seq) SELECT $1, $2 \
                     WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = $1)",
                ] {
                    let values: [Value; 2] = [table.clone().into(), number.into()];
                    target.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
                }
            }
        }
    }
    Ok(())
}

/// The last number that was given in each table whose rows are numbered.
async fn given_numbers(
    source: &impl ConnectionTrait,
    tables: &[Table],
) -> Result<Vec<(String, i64)>, StoreError> {
    let backend = source.get_database_backend();
    let mut numbers = Vec::new();
    if backend != DbBackend::Postgres {
        let given = Statement::from_string(backend, "SELECT name, seq FROM sqlite_sequence");
        for row in source.query_all_raw(given).await? {
            numbers.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        }
        return Ok(numbers);
    }
    for table in tables.iter().filter(|table| table.columns.iter().any(|(name, _)| name == "id")) {
        let sequence = "SELECT pg_get_serial_sequence($1, 'id')";
        let values: [Value; 1] = [format!("\"{}\"", table.name).into()];
        let row = source.query_one_raw(Statement::from_sql_and_values(backend, sequence, values)).await?;
        let Some(sequence) = row.map_or(Ok(None), |row| row.try_get_by_index::<Option<String>>(0))? else {
            continue;
        };
        let last = format!("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}");
        let row = source.query_one_raw(Statement::from_string(backend, last)).await?;
        let number = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        numbers.push((table.name.clone(), number));
    }
    Ok(numbers)
}
