//! Adoptions: what published issues printed and have not retracted, where they are credited.

use std::{collections::HashMap, ops::RangeInclusive};

use domain::{
    attribution::Attribution,
    calendar::{Month, MonthError},
    id::{IssueId, ItemId, UnitId},
    issue::IssueState,
    item::{CreditDecision, Kind},
    record::story_of,
    scoring::{Details, Fact, FactKind, FactReference, NewsletterIssue},
    workflow::State,
};
use jiff::civil::Date;
use sea_orm::{
    JoinType, QueryResult,
    sea_query::{Cond, Expr, ExprTrait, Func, Order, Query, SelectStatement},
};

use super::IDS_AT_ONCE;
use crate::store::{Connection, StoreError};

/// Every adoption credited to these months, in the order of print.
pub(super) async fn between(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
) -> Result<Vec<Fact>, StoreError> {
    let issues = issues(connection, months).await?;
    let rows = connection.query_all(&printed(months)).await?;
    rows.iter().map(|row| adoption(row, &issues)).collect()
}

/// Those of certain items.
pub(super) async fn of_items(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
    items: &[i64],
) -> Result<Vec<Fact>, StoreError> {
    let issues = issues(connection, months).await?;
    let mut facts = Vec::new();
    for items in items.chunks(IDS_AT_ONCE) {
        let mut select = printed(months);
        select.and_where(Expr::col(("items", "id")).is_in(items.iter().copied()));
        for row in connection.query_all(&select).await? {
            facts.push(adoption(&row, &issues)?);
        }
    }
    Ok(facts)
}

/// An issue as its adoptions name it, with the month to which it is credited.
struct Printed {
    month: Month,
    day: Date,
    issue: NewsletterIssue,
}

/// The credited issues of these months. They are few: what all pieces of one have in common is read once.
async fn issues(
    connection: &impl Connection,
    months: &RangeInclusive<Month>,
) -> Result<HashMap<i64, Printed>, StoreError> {
    let main = main_newsletter(connection).await?;
    let mut select = Query::select();
    select
        .columns(
            ["id", "credit_month", "year", "number", "date", "newsletter_id"]
                .map(|column| ("issues", column)),
        )
        .column(("newsletters", "name"))
        .from("issues")
        .join(
            JoinType::InnerJoin,
            "newsletters",
            Expr::col(("newsletters", "id")).equals(("issues", "newsletter_id")),
        )
        .cond_where(credited(months));
    let rows = connection.query_all(&select).await?;
    let issues = rows.iter().map(|row| {
        let (id, month, year, number, day, newsletter, name): (i64, String, i32, i32, String, i64, String) =
            row.try_get_many_by_index()?;
        let broken = |fault: String| StoreError::broken("issues", id, fault);
        let issue = NewsletterIssue {
            newsletter: (Some(newsletter) != main).then_some(name),
            year: i16::try_from(year).map_err(|error| broken(error.to_string()))?,
            number: u32::try_from(number).map_err(|error| broken(error.to_string()))?,
        };
        let month = month.parse().map_err(|error: MonthError| broken(error.to_string()))?;
        let day = day.parse().map_err(|error: jiff::Error| broken(error.to_string()))?;
        Ok((id, Printed { month, day, issue }))
    });
    issues.collect()
}

/// The bureau's first newsletter: its issues go without its name. Were the name to depend on how many
/// newsletters there are, a second one would change every line of the ledger.
async fn main_newsletter(connection: &impl Connection) -> Result<Option<i64>, StoreError> {
    let mut select = Query::select();
    select.expr(Func::min(Expr::col("id"))).from("newsletters");
    let row = connection.query_one(&select).await?;
    Ok(row.map(|row| row.try_get_by_index::<Option<i64>>(0)).transpose()?.flatten())
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

fn printed(months: &RangeInclusive<Month>) -> SelectStatement {
    let mut select = Query::select();
    select
        .columns(["issue_id", "item_id", "retracted_month"].map(|column| ("placements", column)))
        .columns(["kind", "list_title", "attribution", "credit", "details"].map(|column| ("items", column)))
        .from("placements");
    for (table, column) in [("items", "item_id"), ("issues", "issue_id"), ("sections", "section_id")] {
        select.join(JoinType::InnerJoin, table, Expr::col((table, "id")).equals(("placements", column)));
    }
    select.cond_where(credited(months)).cond_where(still_counts());
    for place in [
        ("issues", "credit_month"),
        ("issues", "newsletter_id"),
        ("issues", "year"),
        ("issues", "number"),
        ("sections", "sort_order"),
        ("sections", "id"),
        ("placements", "sort_order"),
        ("placements", "item_id"),
    ] {
        select.order_by(place, Order::Asc);
    }
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
type Row = (i64, i64, Option<String>, String, String, String, Option<String>, Option<String>);

fn adoption(row: &QueryResult, issues: &HashMap<i64, Printed>) -> Result<Fact, StoreError> {
    let (issue, item, retracted, kind, title, attribution, credit, details): Row =
        row.try_get_many_by_index()?;
    let broken = |fault: String| StoreError::broken("items", item, fault);
    let printed = issues.get(&issue).ok_or_else(|| StoreError::broken("issues", issue, "没有它的刊物"))?;
    let details = details.map(|json| serde_json::from_str(&json)).transpose();
    let details: Details = details.map_err(|error| broken(error.to_string()))?.unwrap_or_default();
    let retracted = retracted.as_deref().map(str::parse).transpose();
    Ok(Fact {
        month: printed.month,
        reference: FactReference::Adoption { issue: IssueId(issue), item: ItemId(item) },
        kind: FactKind::NewsletterAdoption {
            issue: printed.issue.clone(),
            item_kind: Kind::from_code(&kind).ok_or_else(|| broken(format!("没有“{kind}”这种稿件")))?,
            title,
            units: credited_units(credit.as_deref(), &attribution)
                .map_err(|error| broken(error.to_string()))?,
        },
        // What else is recorded about the item is about the same story.
        details: Details { story: Some(story_of(ItemId(item))), day: Some(printed.day), ..details }.boxed(),
        taken_back: retracted.map_err(|error: MonthError| broken(error.to_string()))?,
    })
}

/// The editor's decision, else the attribution's units.
fn credited_units(credit: Option<&str>, attribution: &str) -> Result<Vec<UnitId>, serde_json::Error> {
    if let Some(credit) = credit {
        let decision: CreditDecision = serde_json::from_str(credit)?;
        return Ok(decision.units);
    }
    let attribution: Attribution = serde_json::from_str(attribution)?;
    Ok(attribution.units())
}
