//! Searching the ledger: its lines with what wrote them and what took them back, newest first.

use domain::{
    calendar::Month,
    id::{CreditEntryId, UnitId},
    points::Points,
    scoring::{Category, LedgerEntry},
};
use sea_orm::{
    QueryResult,
    sea_query::{Cond, Expr, ExprTrait, LikeExpr, Order, Query, SelectStatement},
};

use super::{Connection, Model, StoreError, entry_of};

/// Which lines; what is missing does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    pub month: Option<Month>,
    pub unit: Option<UnitId>,
    pub category: Option<Category>,
    /// Part of the line's words or reason.
    pub text: Option<String>,
    /// Whether the internal reasons of events are looked through as well.
    pub reads_reasons: bool,
    /// Only lines before this one: the next page.
    pub before: Option<CreditEntryId>,
}

/// A line with what wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub line: LedgerEntry,
    /// The line that took this one back.
    pub reversed_by: Option<CreditEntryId>,
    pub entered_at: jiff::Timestamp,
    /// What happened then, and why.
    pub event: String,
    pub event_reason: Option<String>,
    /// Who did it.
    pub actor: String,
}

/// The newest lines that fit, at most `limit`.
pub async fn newest(
    connection: &impl Connection,
    search: &Search,
    limit: u64,
) -> Result<Vec<Line>, StoreError> {
    let rows = connection.query_all(&statement(search, limit)).await?;
    rows.iter().map(line_of).collect()
}

/// How many lines fit in all, on whatever page they stand, and what they come to.
pub async fn total(connection: &impl Connection, search: &Search) -> Result<(u64, Points), StoreError> {
    let mut select = Query::select();
    select
        .expr(Expr::cust("COUNT(*)"))
        // PostgreSQL sums whole numbers to numbers of another type.
        .expr(Expr::col(("line", "points")).sum().cast_as("BIGINT"));
    restrict(&mut select, &Search { before: None, ..search.clone() });
    let Some(row) = connection.query_one(&select).await? else { return Ok((0, Points::default())) };
    let (count, points): (i64, Option<i64>) = row.try_get_many_by_index()?;
    Ok((count.unsigned_abs(), Points::from_scaled(points.unwrap_or(0))))
}

const COLUMNS: [&str; 13] = [
    "id",
    "unit_id",
    "month",
    "category",
    "points",
    "rule",
    "rule_set_version",
    "facts",
    "words",
    "reverses",
    "reason",
    "event_id",
    "entered_at",
];

fn statement(search: &Search, limit: u64) -> SelectStatement {
    let mut select = Query::select();
    for column in COLUMNS {
        select.column(("line", column));
    }
    select
        .expr_as(Expr::col(("later", "id")), "reversed_by")
        .expr_as(Expr::col(("event", "words")), "event")
        .expr_as(Expr::col(("event", "reason")), "event_reason")
        .expr_as(Expr::col(("actor", "name")), "actor");
    restrict(&mut select, search);
    select
        .join_as(
            sea_orm::JoinType::InnerJoin,
            "people",
            "actor",
            Expr::col(("actor", "id")).equals(("event", "actor_id")),
        )
        .join_as(
            sea_orm::JoinType::LeftJoin,
            "ledger_entries",
            "later",
            Expr::col(("later", "reverses")).equals(("line", "id")),
        )
        .order_by(("line", "id"), Order::Desc)
        .limit(limit);
    select
}

/// The lines that fit, with the events that wrote them.
fn restrict(select: &mut SelectStatement, search: &Search) {
    let line = |column: &'static str| Expr::col(("line", column));
    select.from_as("ledger_entries", "line").join_as(
        sea_orm::JoinType::InnerJoin,
        "events",
        "event",
        Expr::col(("event", "id")).equals(("line", "event_id")),
    );
    if let Some(month) = search.month {
        select.and_where(line("month").eq(month.to_string()));
    }
    if let Some(unit) = search.unit {
        select.and_where(line("unit_id").eq(unit.0));
    }
    if let Some(category) = &search.category {
        select.and_where(line("category").eq(category.code()));
    }
    if let Some(before) = search.before {
        select.and_where(line("id").lt(before.0));
    }
    if let Some(text) = &search.text {
        let part = LikeExpr::new(format!("%{}%", escaped(text))).escape('\\');
        let mut either =
            Cond::any().add(line("words").like(part.clone())).add(line("reason").like(part.clone()));
        if search.reads_reasons {
            either = either.add(Expr::col(("event", "reason")).like(part));
        }
        select.cond_where(either);
    }
}

/// With the signs that mean something in a pattern taken literally.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn line_of(row: &QueryResult) -> Result<Line, StoreError> {
    let entered_at: i64 = row.try_get("", "entered_at")?;
    let model = Model {
        id: row.try_get("", "id")?,
        unit_id: row.try_get("", "unit_id")?,
        month: row.try_get("", "month")?,
        category: row.try_get("", "category")?,
        points: row.try_get("", "points")?,
        rule: row.try_get("", "rule")?,
        rule_set_version: row.try_get("", "rule_set_version")?,
        facts: row.try_get("", "facts")?,
        words: row.try_get("", "words")?,
        reverses: row.try_get("", "reverses")?,
        reason: row.try_get("", "reason")?,
        event_id: row.try_get("", "event_id")?,
        entered_at,
    };
    let id = model.id;
    Ok(Line {
        line: entry_of(model)?,
        reversed_by: row.try_get::<Option<i64>>("", "reversed_by")?.map(CreditEntryId),
        entered_at: jiff::Timestamp::from_millisecond(entered_at)
            .map_err(|error| StoreError::broken("ledger_entries", id, error))?,
        event: row.try_get("", "event")?,
        event_reason: row.try_get("", "event_reason")?,
        actor: row.try_get("", "actor")?,
    })
}
