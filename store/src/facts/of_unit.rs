//! One unit's facts, without reading everybody's.

use std::ops::RangeInclusive;

use domain::{calendar::Month, id::UnitId, scoring::Fact};
use sea_orm::{
    DbBackend, Statement,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType},
};

use super::{adoptions, read_submissions, submitted};
use crate::{Connection, StoreError, records};

/// A unit's facts of these months, in the order of [`super::between`]; not the decisions that are about everybody.
pub async fn of_unit(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
    unit: UnitId,
) -> Result<Vec<Fact>, StoreError> {
    let mut facts = adoptions_of(connection, &months, unit).await?;
    let records = records::of_unit(connection, months.clone(), unit).await?;
    facts.extend(records.iter().flat_map(domain::record::Record::facts));
    let mut select = submitted(connection, &months);
    // Each month by itself, so that the index finds the unit in it.
    let each = std::iter::successors(Some(*months.start()), |month| Some(month.next()));
    let each = each.take_while(|month| month <= months.end()).map(|month| month.to_string());
    select
        .and_where(Expr::col("first_reached_month").is_in(each))
        .and_where(Expr::col("submitting_unit_id").eq(unit.0));
    facts.extend(read_submissions(connection, &select).await?);
    Ok(facts)
}

async fn adoptions_of(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
    unit: UnitId,
) -> Result<Vec<Fact>, StoreError> {
    let Some(printed) = printed(connection, months).await? else { return Ok(Vec::new()) };
    let mut facts = adoptions::of_items(connection, months, concerned(&printed, unit)).await?;
    // An editor's decision may have given the piece to others.
    facts.retain(|fact| fact.units().contains(&unit));
    Ok(facts)
}

/// Between which ids the items of these months' issues lie: the only ones that have to be looked through.
async fn printed(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
) -> Result<Option<RangeInclusive<i64>>, StoreError> {
    // The least and the greatest of each issue are the ends of an index; of all issues at once they would be counted
    // out of every placement.
    let of_issue =
        |end: &str| format!("{end}((SELECT {end}(item_id) FROM placements WHERE issue_id = issues.id))");
    let sql = format!(
        "SELECT {}, {} FROM issues WHERE credit_month BETWEEN $1 AND $2",
        of_issue("MIN"),
        of_issue("MAX")
    );
    let backend = connection.get_database_backend();
    let sql = if backend == DbBackend::Sqlite { sql.replace("$1", "?1").replace("$2", "?2") } else { sql };
    let values = [months.start().to_string().into(), months.end().to_string().into()];
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    let Some(row) = row else { return Ok(None) };
    let ends: (Option<i64>, Option<i64>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok(match ends {
        (Some(first), Some(last)) => Some(first..=last),
        _ => None,
    })
}

/// The items among these that may be the unit's: it signed them, or somebody decided whom to credit.
fn concerned(printed: &RangeInclusive<i64>, unit: UnitId) -> SelectStatement {
    let (first, last) = (*printed.start(), *printed.end());
    let mut decided = Query::select();
    decided
        .column("id")
        .from("items")
        .and_where(Expr::col("credit").is_not_null())
        .and_where(Expr::col("id").between(first, last));
    let mut signed = Query::select();
    signed
        .column("item_id")
        .from("item_units")
        .and_where(Expr::col("unit_id").eq(unit.0))
        .and_where(Expr::col("item_id").between(first, last))
        .union(UnionType::Distinct, decided);
    signed
}
