//! Many small rows read as few: the database gathers them into JSON texts.
//!
//! SQLite answers row by row from a thread of its own, and each cell takes memory of its own. For thousands of small rows
//! that costs more than to find them.

use sea_orm::{
    DbBackend, EntityTrait, IdenStatic, Iterable,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

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
        rows.extend(rows_of(text.try_get_by_index::<Option<String>>(0)?, (table, id))?);
    }
    Ok(rows)
}

fn rows_of<Row: DeserializeOwned>(
    text: Option<String>,
    place: (&'static str, usize),
) -> Result<Vec<Row>, StoreError> {
    // PostgreSQL gathers nothing to nothing.
    let Some(text) = text else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| broken::<Row>(&text, place, &error))
}

/// A statement that gathers the rows of a table, whole, as they stand in its model: to be narrowed, and read as models.
pub(super) fn table<E: EntityTrait>(backend: DbBackend) -> SelectStatement {
    let mut select = Query::select();
    let columns = E::Column::iter().map(|column| Expr::col(column.as_str()));
    select.expr(gathered(backend, columns)).from(E::default().table_name());
    select
}

/// Small tables that are read by one statement, each gathered to one text.
#[derive(Debug)]
pub(super) struct Beside(std::vec::IntoIter<Option<String>>);

impl Beside {
    pub(super) async fn read(
        connection: &impl Connection,
        selects: impl IntoIterator<Item = SelectStatement>,
    ) -> Result<Self, StoreError> {
        let mut all = Query::select();
        let mut count = 0;
        for select in selects {
            all.expr(SimpleExpr::SubQuery(None, Box::new(select.into())));
            count += 1;
        }
        let mut texts = vec![None; count];
        if let Some(row) = connection.query_one(&all).await? {
            for (index, text) in texts.iter_mut().enumerate() {
                *text = row.try_get_by_index(index)?;
            }
        }
        Ok(Self(texts.into_iter()))
    }

    /// The rows of the next one, in no order; the table is named where one cannot be read, with the id in the given column.
    pub(super) fn rows<Row: DeserializeOwned>(
        &mut self,
        table: &'static str,
        id: usize,
    ) -> Result<Vec<Row>, StoreError> {
        rows_of(self.0.next().flatten(), (table, id))
    }
}

/// Yes or no, which SQLite writes as a number.
pub(super) fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Truth {
        Said(bool),
        Number(i64),
    }
    Ok(match Truth::deserialize(deserializer)? {
        Truth::Said(said) => said,
        Truth::Number(number) => number != 0,
    })
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
