//! Adoptions: what published issues printed and have not retracted, where they are credited.

use std::{collections::HashMap, ops::RangeInclusive, sync::Arc};

use domain::{
    attribution::Attribution,
    calendar::{Month, MonthError},
    id::{IssueId, ItemId},
    issue::IssueState,
    item::{CreditDecision, Kind},
    record::story_of,
    scoring::{Details, Fact, FactKind, FactReference, NewsletterIssue, Units},
    workflow::State,
};
use jiff::civil::Date;
use sea_orm::{
    JoinType,
    sea_query::{Cond, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};
use serde::Deserialize;

use crate::{Connection, StoreError, gathered, issues::numbers};

/// Every adoption credited to these months, in the order of print.
pub(super) async fn between(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
) -> Result<Vec<Fact>, StoreError> {
    read(connection, months, printed(connection, months)).await
}

/// Those of the items whose ids a statement finds.
pub(super) async fn of_items(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
    items: SelectStatement,
) -> Result<Vec<Fact>, StoreError> {
    let mut select = printed(connection, months);
    select.and_where(Expr::col(("placements", "item_id")).in_subquery(items));
    read(connection, months, select).await
}

async fn read(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
    select: SelectStatement,
) -> Result<Vec<Fact>, StoreError> {
    let issues = issues(connection, months).await?;
    let rows: Vec<Row> = gathered::read(connection, &select, ("items", 4)).await?;
    let mut placed = Vec::with_capacity(rows.len());
    for row in rows {
        let printed =
            issues.get(&row.issue).ok_or_else(|| StoreError::broken("issues", row.issue, "没有它的刊物"))?;
        placed.push((printed, row));
    }
    placed.sort_by_key(|(printed, row)| (printed.place, row.place()));
    placed.into_iter().map(|(printed, row)| adoption(row, printed)).collect()
}

/// An issue as its adoptions name it, with the month to which it is credited.
struct Printed {
    month: Month,
    /// Month, newsletter, year and number: issues in their order.
    place: (Month, i64, i32, i32),
    day: Date,
    issue: Arc<NewsletterIssue>,
}

/// The credited issues of these months. They are few: what all pieces of one have in common is read once.
async fn issues(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
) -> Result<HashMap<i64, Printed>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "credit_month", "date", "newsletter_id"].map(|column| ("issues", column)))
        .column(("newsletters", "name"))
        .expr(first_newsletter())
        .columns(numbers::COLUMNS.map(|column| ("issues", column)))
        .from("issues")
        .join(
            JoinType::InnerJoin,
            "newsletters",
            Expr::col(("newsletters", "id")).equals(("issues", "newsletter_id")),
        )
        .cond_where(credited(months));
    let rows = connection.query_all(&select).await?;
    let issues = rows.iter().map(|row| {
        let (id, month, day, newsletter, name, first): IssueRow = row.try_get_many_by_index()?;
        let broken = |fault: String| StoreError::broken("issues", id, fault);
        let (year, number, edition) = numbers::read(row, id)?;
        let issue = NewsletterIssue {
            newsletter: (newsletter != first).then_some(name),
            year,
            number: u32::try_from(number).map_err(|error| broken(error.to_string()))?,
            edition,
        };
        let month = month.parse().map_err(|error: MonthError| broken(error.to_string()))?;
        let day = day.parse().map_err(|error: jiff::Error| broken(error.to_string()))?;
        let place = (month, newsletter, i32::from(issue.year), numbers::kept(edition.series, number));
        Ok((id, Printed { month, place, day, issue: Arc::new(issue) }))
    });
    issues.collect()
}

/// The columns that [`issues`] reads.
type IssueRow = (i64, String, String, i64, String, i64);

/// The bureau's first newsletter: its issues go without its name. Were the name to depend on how many
/// newsletters there are, a second one would change every line of the ledger.
fn first_newsletter() -> SimpleExpr {
    let mut select = Query::select();
    select.expr(Func::min(Expr::col("id"))).from("newsletters");
    SimpleExpr::SubQuery(None, Box::new(select.into()))
}

fn credited(months: &RangeInclusive<Month>) -> Cond {
    Cond::all()
        .add(Expr::col(("issues", "state")).eq(IssueState::Published.code()))
        .add(Expr::col(("issues", "credited")).eq(true))
        .add(
            Expr::col(("issues", "credit_month"))
                .between(months.start().to_string(), months.end().to_string()),
        )
}

/// The rows of what was printed, month by month.
fn printed(connection: &impl Connection, months: &RangeInclusive<Month>) -> SelectStatement {
    let columns = [
        ("placements", "issue_id"),
        ("sections", "sort_order"),
        ("sections", "id"),
        ("placements", "sort_order"),
        ("placements", "item_id"),
        ("placements", "retracted_month"),
        ("items", "kind"),
        ("items", "list_title"),
        ("items", "attribution"),
        ("items", "credit"),
        ("items", "details"),
    ];
    let mut select = Query::select();
    select
        .expr(gathered::gathered(connection.get_database_backend(), columns.map(Expr::col)))
        .from("placements");
    for (table, column) in [("items", "item_id"), ("issues", "issue_id"), ("sections", "section_id")] {
        select.join(JoinType::InnerJoin, table, Expr::col((table, "id")).equals(("placements", column)));
    }
    select.cond_where(credited(months)).cond_where(still_counts()).group_by_col(("issues", "credit_month"));
    select
}

/// Adopted; or retracted when the month was closed, which then stays as it was.
fn still_counts() -> Cond {
    let state = || Expr::col(("items", "state"));
    let retracted_late = Cond::all()
        .add(state().eq(State::Retracted.code()))
        .add(Expr::col(("placements", "retracted_month")).is_not_null());
    Cond::any().add(state().eq(State::Adopted.code())).add(retracted_late)
}

/// The columns of [`printed`].
#[derive(Deserialize)]
struct Row {
    issue: i64,
    section_order: i32,
    section: i64,
    order: i32,
    item: i64,
    retracted: Option<String>,
    kind: String,
    title: String,
    attribution: String,
    credit: Option<String>,
    details: Option<String>,
}

impl Row {
    /// Its place within its issue.
    fn place(&self) -> (i32, i64, i32, i64) {
        (self.section_order, self.section, self.order, self.item)
    }
}

fn adoption(row: Row, printed: &Printed) -> Result<Fact, StoreError> {
    let Row { issue, item, retracted, kind, title, attribution, credit, details, .. } = row;
    let broken = |fault: String| StoreError::broken("items", item, fault);
    let details = details.map(|json| serde_json::from_str(&json)).transpose();
    let details: Details = details.map_err(|error| broken(error.to_string()))?.unwrap_or_default();
    let retracted = retracted.as_deref().map(str::parse).transpose();
    let reference = FactReference::Adoption { issue: IssueId(issue), item: ItemId(item) };
    let kind = FactKind::NewsletterAdoption {
        issue: Arc::clone(&printed.issue),
        item_kind: Kind::from_code(&kind).ok_or_else(|| broken(format!("没有“{kind}”这种稿件")))?,
        title: title.into(),
        units: credited_units(credit.as_deref(), &attribution).map_err(|error| broken(error.to_string()))?,
    };
    let retracted = retracted.map_err(|error: MonthError| broken(error.to_string()))?;
    let mut fact = Fact::detailed(printed.month, reference, kind, details).until(retracted);
    // What else is recorded about the item is about the same story.
    fact.story = Some(story_of(ItemId(item)).into());
    fact.day = Some(printed.day);
    Ok(fact)
}

/// The editor's decision, else the attribution's units.
fn credited_units(credit: Option<&str>, attribution: &str) -> Result<Units, serde_json::Error> {
    if let Some(credit) = credit {
        let decision: CreditDecision = serde_json::from_str(credit)?;
        return Ok(Units::from_slice(&decision.units));
    }
    let attribution: Attribution = serde_json::from_str(attribution)?;
    Ok(attribution.units().into_iter().collect())
}
