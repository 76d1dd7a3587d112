//! What every aggregate asks the database with: the connection, values by their places, times and months from columns.

use std::collections::BTreeSet;

use domain::calendar::Month;
use sea_orm::{Statement, sea_query::LikeExpr};

use super::StoreError;

/// Whatever can be asked: the pool or a transaction. Other modules pass it on and never use it themselves.
pub use sea_orm::ConnectionTrait as Connection;

/// How many rows or ids are named by one statement: a database takes 32,766 values at once, and no row has thirty.
pub(crate) const ROWS_AT_ONCE: usize = 1000;

/// A column of months, and which of its rows are meant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MonthColumn {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) condition: Option<&'static str>,
}

/// The months in these columns, each once. The next one is looked up in an index each time: to read all rows would take
/// long after some years.
pub(crate) async fn distinct_months(
    connection: &impl Connection,
    columns: impl IntoIterator<Item = MonthColumn>,
) -> Result<BTreeSet<Month>, StoreError> {
    let (mut known, mut found) = (Vec::new(), Vec::new());
    for MonthColumn { table, column, condition } in columns {
        let condition = condition.map(|condition| format!("{condition} AND ")).unwrap_or_default();
        let name = format!("months_of_{table}");
        known.push(format!(
            "{name} (month) AS (\
             SELECT MIN({column}) FROM {table} WHERE {condition}{column} IS NOT NULL \
             UNION ALL SELECT (SELECT MIN({column}) FROM {table} WHERE {condition}{column} > {name}.month) \
             FROM {name} WHERE {name}.month IS NOT NULL)"
        ));
        found.push(format!("SELECT '{table}', month FROM {name} WHERE month IS NOT NULL"));
    }
    let sql = format!("WITH RECURSIVE {} {}", known.join(", "), found.join(" UNION ALL "));
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let mut months = BTreeSet::new();
    for row in connection.query_all_raw(statement).await? {
        let (table, text): (String, String) = row.try_get_many_by_index()?;
        months.insert(
            text.parse().map_err(|error| StoreError::broken("months", 0, format!("{table}：{error}")))?,
        );
    }
    Ok(months)
}

/// A time from its column.
pub fn time(table: &'static str, id: i64, milliseconds: i64) -> Result<jiff::Timestamp, StoreError> {
    jiff::Timestamp::from_millisecond(milliseconds).map_err(|error| StoreError::broken(table, id, error))
}

/// A time from a column that may be empty.
pub fn optional_time(
    table: &'static str,
    id: i64,
    milliseconds: Option<i64>,
) -> Result<Option<jiff::Timestamp>, StoreError> {
    milliseconds.map(|milliseconds| time(table, id, milliseconds)).transpose()
}

/// The places of a statement's values, row by row: `($1, $2), ($3, $4)`.
pub(crate) fn value_places(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> =
            (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Does one statement with its values; answers how many rows it concerned.
pub(crate) async fn execute<const N: usize>(
    connection: &impl Connection,
    sql: &str,
    values: [sea_orm::Value; N],
) -> Result<u64, StoreError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Ok(connection.execute_raw(statement).await?.rows_affected())
}

/// The pattern of what contains a text, whose own signs mean nothing.
pub(crate) fn containing(text: &str) -> LikeExpr {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}
