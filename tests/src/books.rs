//! The books: everything that a database holds, row by row, to be compared with what it held before.
//!
//! Left out are times and places in lists that follow from them, and what is made by chance, which differ whenever something
//! is done again, and sessions, what is still being typed and bytes that nothing names yet, which are no work yet.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{DbBackend, Statement};
use store::Connection;

/// Tables that say nothing about the office's work.
const NOT_WORK: [&str; 21] = [
    "blobs",
    "file_puts",
    "changes",
    "sessions",
    "failed_sign_ins",
    "kept_texts",
    "sheets",
    "secrets",
    "seaql_migrations",
    "jobs",
    "job_outcomes",
    "job_times",
    "page_pictures",
    "item_likeness",
    "item_fingerprints",
    "item_near",
    "item_seen",
    "comments_read",
    "issues_read",
    "item_presence",
    "invitations",
];

/// Each table's rows as texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books(BTreeMap<String, BTreeSet<String>>);

impl Books {
    /// Everything there is at this moment.
    pub async fn read(connection: &impl Connection) -> Self {
        let mut tables = BTreeMap::new();
        for (table, columns) in columns(connection).await {
            let parts = columns
                .iter()
                .map(|column| format!("'{column}=' || COALESCE(CAST(\"{column}\" AS TEXT), '') || '; '"));
            let row = parts.collect::<Vec<_>>().join(" || ");
            let rows = texts(connection, &format!("SELECT {row} FROM {table} {}", narrowed(&table))).await;
            tables.insert(table, rows.into_iter().collect());
        }
        Self(tables)
    }

    /// How many rows each table has.
    pub fn counts(&self) -> BTreeMap<&str, usize> {
        self.0.iter().map(|(table, rows)| (table.as_str(), rows.len())).collect()
    }

    /// What is in one and not in the other, a line for each row: for a test that fails.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        for (table, rows) in &self.0 {
            let others = other.0.get(table).cloned().unwrap_or_default();
            differences.extend(rows.difference(&others).map(|row| format!("- {table}: {row}")));
            differences.extend(others.difference(rows).map(|row| format!("+ {table}: {row}")));
        }
        differences
    }
}

/// What the program draws by itself, sooner or later, is no work of anybody's.
fn narrowed(table: &str) -> &'static str {
    match table {
        "files" => "WHERE hash NOT IN (SELECT hash FROM page_pictures)",
        "file_uses" => "WHERE role <> 'page_picture'",
        _ => "",
    }
}

/// The columns that are compared, by table.
async fn columns(connection: &impl Connection) -> BTreeMap<String, Vec<String>> {
    let all = match connection.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT m.name || ' ' || p.name || ' ' || p.type FROM sqlite_master m, pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY p.cid"
        }
        _ => {
            "SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns \
             WHERE table_schema = 'public' ORDER BY ordinal_position"
        }
    };
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in texts(connection, all).await {
        let mut words = line.split(' ');
        let (Some(table), Some(column), Some(kind)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        // Files are named by the hash of their bytes, and what can be searched follows from the items.
        let is_bytes = ["BLOB", "bytea"].contains(&kind);
        let is_time = column.ends_with("_at") || column == "position";
        let is_index = table.starts_with("item_search") || table.starts_with("subject_search");
        let is_work = !NOT_WORK.contains(&table) && !is_index;
        // The chain of events is salted by chance.
        let is_chance = table.starts_with("event") && ["salt", "digest", "hash"].contains(&column);
        if is_work && !is_bytes && !is_time && !is_chance {
            columns.entry(table.to_owned()).or_default().push(column.to_owned());
        }
    }
    columns
}

async fn texts(connection: &impl Connection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect("the books can be read");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}
