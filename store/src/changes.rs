//! How many changes the office has seen: one number, which every transaction that changes what pages show moves on.
//!
//! What was worked out from the database under a number is right while the number stands, in this process and in
//! every other. The number is read before what it stands for, so that a change in between only costs another look.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};

use super::{Connection, StoreError};

/// So many changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes(i64);

impl From<i64> for Changes {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

const TABLE: &str = "changes";
const NUMBER: &str = "number";

/// How many there were until now.
pub async fn number(connection: &impl Connection) -> Result<Changes, StoreError> {
    let row = connection.query_one(&Query::select().column(NUMBER).from(TABLE).to_owned()).await?;
    let row = row.ok_or_else(|| StoreError::broken(TABLE, 1, "没有这一行"))?;
    Ok(Changes(row.try_get_by_index(0)?))
}

/// The number as a column for another table's question, so that both are read at once.
pub(super) fn column() -> SimpleExpr {
    SimpleExpr::SubQuery(None, Box::new(Query::select().column(NUMBER).from(TABLE).to_owned().into()))
}

/// The number out of such a column.
pub(super) fn read(row: &sea_orm::QueryResult, index: usize) -> Result<Changes, StoreError> {
    Ok(Changes(row.try_get_by_index(index)?))
}

/// Counts one more.
pub(super) async fn count(connection: &impl Connection) -> Result<(), StoreError> {
    let update = Query::update().table(TABLE).value(NUMBER, Expr::col(NUMBER).add(1)).to_owned();
    connection.execute(&update).await?;
    Ok(())
}
