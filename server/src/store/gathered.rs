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

/// The rows that a statement gathers in its only column, in no order. `table` is named where one cannot be read.
pub(super) async fn read<Row: DeserializeOwned>(
    connection: &impl Connection,
    select: &SelectStatement,
    table: &'static str,
) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for text in connection.query_all(select).await? {
        // PostgreSQL gathers nothing to nothing where there are no groups.
        let Some(text) = text.try_get_by_index::<Option<String>>(0)? else { continue };
        let of_group: Vec<Row> =
            serde_json::from_str(&text).map_err(|error| StoreError::broken(table, 0, error))?;
        rows.extend(of_group);
    }
    Ok(rows)
}
