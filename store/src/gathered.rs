//! Many small rows read as few: the database gathers them into JSON texts.
//!
//! SQLite answers row by row from a thread of its own, and each cell takes memory of its own. For thousands of small rows
//! that costs more than to find them.

use sea_orm::{
    DbBackend,
    sea_query::{Expr, ExprTrait, Func, SelectStatement},
};
use serde::de::DeserializeOwned;

use super::{Connection, StoreError};

/// All rows of a group of the statement, as one text; a row is what [`read`] makes of its columns, by their order.
pub(super) fn gathered(backend: DbBackend, columns: impl IntoIterator<Item = Expr>) -> Expr {
    let (rows, row) = match backend {
        DbBackend::Postgres => ("json_agg", "json_build_array"),
        _ => ("json_group_array", "json_array"),
    };
    Expr::from(Func::cust(rows).arg(Func::cust(row).args(columns))).cast_as("text")
}

/// The rows that a statement gathers in its only column, in no order. The table is named where one cannot be read, with
/// the id that stands in the given column.
pub(super) async fn read<Row: DeserializeOwned>(
    connection: &impl Connection,
    select: &SelectStatement,
    (table, id): (&'static str, usize),
) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for text in connection.query_all(select).await? {
        // PostgreSQL gathers nothing to nothing where there are no groups.
        let Some(text) = text.try_get_by_index::<Option<String>>(0)? else { continue };
        match serde_json::from_str::<Vec<Row>>(&text) {
            Ok(of_group) => rows.extend(of_group),
            Err(error) => return Err(broken::<Row>(&text, (table, id), &error)),
        }
    }
    Ok(rows)
}

/// Which of the rows cannot be read.
fn broken<Row: DeserializeOwned>(
    text: &str,
    (table, id): (&'static str, usize),
    error: &serde_json::Error,
) -> StoreError {
    let rows: Vec<serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    let first = rows.into_iter().find_map(|row| {
        let id = row.get(id).and_then(serde_json::Value::as_i64).unwrap_or_default();
        Some((id, serde_json::from_value::<Row>(row).err()?))
    });
    match first {
        Some((id, error)) => StoreError::broken(table, id, error),
        None => StoreError::broken(table, 0, error),
    }
}
