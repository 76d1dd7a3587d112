//! What was decided in a year that reaches beyond a month.

use domain::{calendar::Month, record::RecordKind};
use sea_orm::{
    DbBackend, JoinType,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement},
};

use crate::{
    StoreError,
    gathered::{self, Beside},
};

/// What was decided in a year that reaches beyond a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Whether there is any: a ruling, or something that was taken back late.
    pub any: bool,
    /// The earliest month of what was taken back in a month of the year, after its own was closed.
    pub taken_back_since: Option<Month>,
}

/// What [`decisions_of`] reads of a year.
pub(crate) fn tables(backend: DbBackend, year: i16) -> [SelectStatement; 3] {
    let (first, last) = (format!("{year:04}-01"), format!("{year:04}-12"));
    let mut rulings = Query::select();
    rulings
        .expr_as(Expr::col("month"), "found")
        .from("records")
        .and_where(Expr::col("month").between(&first, &last))
        .and_where(Expr::col("kind").eq(RecordKind::Ruling.code()))
        .limit(1);
    let mut records = Query::select();
    records
        .expr_as(Func::min(Expr::col("month")), "found")
        .from("records")
        .and_where(Expr::col("reversed_month").between(&first, &last));
    let mut placements = Query::select();
    placements
        .expr_as(Func::min(Expr::col(("issues", "credit_month"))), "found")
        .from("placements")
        .join(JoinType::InnerJoin, "issues", Expr::col(("issues", "id")).equals(("placements", "issue_id")))
        .and_where(Expr::col(("placements", "retracted_month")).between(&first, &last));
    [rulings, records, placements].map(|found| {
        let mut select = Query::select();
        select
            .expr(gathered::gathered(backend, [Expr::col(("of_year", "found"))]))
            .from_subquery(found, "of_year");
        select
    })
}

pub(crate) fn decisions_of(tables: &mut Beside) -> Result<Decisions, StoreError> {
    let rulings: Vec<[Option<Month>; 1]> = tables.rows("records", 1)?;
    let records: Vec<[Option<Month>; 1]> = tables.rows("records", 1)?;
    let placements: Vec<[Option<Month>; 1]> = tables.rows("placements", 1)?;
    let taken_back_since = records.into_iter().chain(placements).flatten().flatten().min();
    Ok(Decisions { any: !rulings.is_empty() || taken_back_since.is_some(), taken_back_since })
}
