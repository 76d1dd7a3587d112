//! Facts: what the database knows of a period that may be scored or counted, gathered from items, issues and
//! records. What they earn is not known here.

use std::{
    collections::{BTreeSet, HashMap},
    ops::RangeInclusive,
};

use domain::{
    calendar::{Month, MonthError},
    id::{ItemId, UnitId},
    issue::IssueState,
    item::Kind,
    record::story_of,
    scoring::{Details, Fact, FactKind, FactReference},
    workflow::State,
};
use sea_orm::{
    JoinType,
    sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement, SimpleExpr},
};
use serde::Deserialize;

use super::{Connection, ROWS_AT_ONCE, StoreError, gathered, records, statement::MonthColumn};

mod adoptions;
pub(super) mod decisions;
mod of_unit;

pub use self::{decisions::Decisions, of_unit::of_unit};

/// Every fact credited to these months: adoptions in the order of print, records by day, submissions.
pub async fn between(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
) -> Result<Vec<Fact>, StoreError> {
    let mut facts = adoptions::between(connection, &months).await?;
    let records = records::between(connection, months.clone()).await?;
    facts.extend(records.iter().flat_map(domain::record::Record::facts));
    facts.extend(submissions(connection, &months).await?);
    Ok(facts)
}

/// Where the months stand of which there are facts, whatever they earn.
pub(super) const MONTHS: [MonthColumn; 3] = [
    MonthColumn { table: "issues", column: "credit_month", condition: Some("state = 'published'") },
    MonthColumn { table: "items", column: "first_reached_month", condition: None },
    MonthColumn { table: "records", column: "month", condition: None },
];

/// The first month from this one on of which there are facts.
pub async fn first_since(connection: &impl Connection, since: Month) -> Result<Option<Month>, StoreError> {
    let of = |table: &'static str, column: &'static str| {
        let mut select = Query::select();
        let month = Expr::col(column);
        select.expr(Func::min(month.clone())).from(table).and_where(month.gte(since.to_string()));
        select
    };
    let mut printed = of("issues", "credit_month");
    printed.and_where(Expr::col("state").eq(IssueState::Published.code()));
    let mut select = Query::select();
    for one in [printed, of("items", "first_reached_month"), of("records", "month")] {
        select.expr(SimpleExpr::SubQuery(None, Box::new(one.into())));
    }
    let Some(row) = connection.query_one(&select).await? else { return Ok(None) };
    let (printed, sent, recorded): (Option<String>, Option<String>, Option<String>) =
        row.try_get_many_by_index()?;
    let first = [printed, sent, recorded].into_iter().flatten().min();
    first
        .map(|month| month.parse())
        .transpose()
        .map_err(|error: MonthError| StoreError::broken("records", 0, error))
}

/// How many adoptions of a month were retracted after it was closed, by the month in which that counts.
pub async fn retracted_late(
    connection: &impl Connection,
    month: Month,
) -> Result<Vec<(Month, usize)>, StoreError> {
    let mut select = Query::select();
    select
        .column(("placements", "retracted_month"))
        .expr(Func::count(Expr::col(("placements", "item_id"))))
        .from("placements")
        .join(JoinType::InnerJoin, "issues", Expr::col(("issues", "id")).equals(("placements", "issue_id")))
        .and_where(Expr::col(("issues", "credit_month")).eq(month.to_string()))
        .and_where(Expr::col(("placements", "retracted_month")).is_not_null())
        .group_by_col(("placements", "retracted_month"));
    let rows = connection.query_all(&select).await?;
    let counts = rows.iter().map(|row| {
        let (month, count): (String, i64) = row.try_get_many_by_index()?;
        let month = month.parse().map_err(|error| StoreError::broken("placements", 0, error))?;
        Ok((month, usize::try_from(count).map_err(|error| StoreError::broken("placements", 0, error))?))
    });
    counts.collect()
}

/// What facts are called, by their references: a piece's title, a record's; those that are gone are missing, and what was
/// sent in and is its unit's own business again.
pub async fn titles(
    connection: &impl Connection,
    references: &BTreeSet<FactReference>,
) -> Result<HashMap<FactReference, String>, StoreError> {
    let mut items: HashMap<i64, Vec<&FactReference>> = HashMap::new();
    let mut record_ids = Vec::new();
    for reference in references {
        match reference {
            FactReference::Adoption { item, .. } | FactReference::Submission { item } => {
                items.entry(item.0).or_default().push(reference);
            }
            FactReference::Record { record } => record_ids.push(*record),
            FactReference::File { .. } => {}
        }
    }
    let mut titles = HashMap::new();
    let ids: Vec<i64> = items.keys().copied().collect();
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let mut select = Query::select();
        select.columns(["id", "list_title", "state", "reached_at"]).from("items");
        select.and_where(Expr::col("id").is_in(ids.iter().copied()));
        for row in connection.query_all(&select).await? {
            let (id, title, state, reached_at): (i64, String, String, Option<i64>) =
                row.try_get_many_by_index()?;
            let state = State::from_code(&state)
                .ok_or_else(|| StoreError::broken("items", id, format!("没有“{state}”这个状态")))?;
            let is_told = |reference: &&&FactReference| {
                state.is_with_the_office(reached_at.is_some())
                    || !matches!(reference, FactReference::Submission { .. })
            };
            for reference in items.get(&id).into_iter().flatten().filter(is_told) {
                titles.insert((*reference).clone(), title.clone());
            }
        }
    }
    for record in records::find_many(connection, &record_ids).await? {
        titles.insert(FactReference::Record { record: record.id }, record.recorded.title());
    }
    Ok(titles)
}

/// The items of units that 上报篇数 of a month counts: id, title and state, in the order in which they came.
pub async fn submitted_items(
    connection: &impl Connection,
    units: &[UnitId],
    month: Month,
) -> Result<Vec<(ItemId, String, State)>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "list_title", "state"])
        .from("items")
        .and_where(Expr::col("first_reached_month").eq(month.to_string()))
        .and_where(Expr::col("submitting_unit_id").is_in(units.iter().map(|unit| unit.0)))
        .and_where(Expr::col("reached_at").is_not_null())
        .order_by("first_reached_at", Order::Asc)
        .order_by("id", Order::Asc);
    let rows = connection.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("", "id")?;
            let code: String = row.try_get("", "state")?;
            let state = State::from_code(&code)
                .ok_or_else(|| StoreError::broken("items", id, format!("没有“{code}”这个状态")))?;
            Ok((ItemId(id), row.try_get("", "list_title")?, state))
        })
        .collect()
}

/// Items counted in the month in which they first reached the office. What has reached it no longer was withdrawn.
async fn submissions(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
) -> Result<Vec<Fact>, StoreError> {
    read_submissions(connection, &submitted(connection, months)).await
}

async fn read_submissions(
    connection: &impl Connection,
    select: &SelectStatement,
) -> Result<Vec<Fact>, StoreError> {
    let mut rows: Vec<Submitted> = gathered::read(connection, select, ("items", 0)).await?;
    rows.sort_by(|one, other| {
        (&one.month, one.reached_at, one.item).cmp(&(&other.month, other.reached_at, other.item))
    });
    rows.into_iter().map(submission).collect()
}

/// What was sent, as it was when it first reached the office: what editors make of it later changes no closed month.
fn submitted(connection: &impl Connection, months: &RangeInclusive<Month>) -> SelectStatement {
    let columns = [
        "id",
        "first_reached_month",
        "first_reached_at",
        "first_reached_day",
        "first_reached_kind",
        "submitting_unit_id",
    ];
    let mut select = Query::select();
    select
        .expr(gathered::gathered(connection.get_database_backend(), columns.map(Expr::col)))
        .from("items")
        .and_where(
            Expr::col("first_reached_month").between(months.start().to_string(), months.end().to_string()),
        )
        .and_where(Expr::col("reached_at").is_not_null())
        .group_by_col("first_reached_month");
    select
}

/// The columns of [`submitted`].
#[derive(Deserialize)]
struct Submitted {
    item: i64,
    month: String,
    reached_at: i64,
    day: String,
    kind: String,
    unit: i64,
}

fn submission(row: Submitted) -> Result<Fact, StoreError> {
    let Submitted { item, month, day, kind, unit, .. } = row;
    let broken = |fault: String| StoreError::broken("items", item, fault);
    let kind = Kind::from_code(&kind).ok_or_else(|| broken(format!("没有“{kind}”这种稿件")))?;
    let item = ItemId(item);
    let details = Details {
        form: Some(kind.label().to_owned()),
        story: Some(story_of(item)),
        day: Some(day.parse().map_err(|error| broken(format!("{error}")))?),
        ..Details::NONE
    };
    let month = month.parse().map_err(|error| broken(format!("{error}")))?;
    let kind = FactKind::Submissions { unit: UnitId(unit), count: 1 };
    Ok(Fact::detailed(month, FactReference::Submission { item }, kind, details))
}
