//! Lists of issues, and the numbers that are taken.

use std::{
    collections::{BTreeSet, HashMap},
    ops::RangeInclusive,
};

use domain::{
    calendar::Month,
    id::{IssueId, ItemId, NewsletterId, PersonId},
    issue::{Edition, IssueState},
    item::Kind,
    workflow::State,
};
use sea_orm::{
    Condition, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Order, Query, SimpleExpr},
};

use super::{arranger, is_withheld, issue, numbers};
use crate::{Connection, ROWS_AT_ONCE, StoreError};

/// An issue as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedIssue {
    pub id: IssueId,
    pub newsletter: NewsletterId,
    pub year: i16,
    pub number: i32,
    pub total: Option<i32>,
    pub edition: Edition,
    pub date: jiff::civil::Date,
    pub state: IssueState,
    pub past: bool,
    pub credited: bool,
    /// See [`domain::issue::Issue::withheld`].
    pub withheld: bool,
}

/// Whose list it is: readers do not see what is withheld from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFor {
    Readers,
    Office,
}

impl ListFor {
    fn of(self, newsletter: NewsletterId) -> Select<issue::Entity> {
        match self {
            Self::Readers => shown(newsletter),
            Self::Office => published(newsletter),
        }
    }
}

/// The years in which the newsletter published issues, the newest first.
pub async fn years(
    connection: &impl Connection,
    newsletter: NewsletterId,
    list: ListFor,
) -> Result<Vec<i16>, StoreError> {
    let years: Vec<i32> = list
        .of(newsletter)
        .select_only()
        .column(issue::Column::Year)
        .distinct()
        .order_by_desc(issue::Column::Year)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(years.into_iter().filter_map(|year| i16::try_from(year).ok()).collect())
}

/// The months in which the newsletter's issues count.
pub async fn credit_months(
    connection: &impl Connection,
    newsletter: NewsletterId,
) -> Result<BTreeSet<Month>, StoreError> {
    let months: Vec<String> = published(newsletter)
        .filter(issue::Column::Credited.eq(true))
        .select_only()
        .column(issue::Column::CreditMonth)
        .distinct()
        .into_tuple()
        .all(connection)
        .await?;
    let read = months.iter().map(|month| month.parse());
    read.collect::<Result<_, _>>().map_err(|error| StoreError::broken("newsletters", newsletter.0, error))
}

/// The newsletter's published issues of a year, the newest first.
pub async fn published_in_year(
    connection: &impl Connection,
    newsletter: NewsletterId,
    year: i16,
    list: ListFor,
) -> Result<Vec<ListedIssue>, StoreError> {
    let rows = list
        .of(newsletter)
        .filter(issue::Column::Year.eq(i32::from(year)))
        .order_by_desc(issue::Column::Date)
        .order_by_desc(issue::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(listed).collect()
}

/// The issues that will count for these months and are not published yet, in the order of their numbers: what each is
/// called, with its month.
pub async fn unpublished(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
) -> Result<Vec<(IssueId, String, Month)>, StoreError> {
    let column = |table, name| Expr::col((table, name));
    let query = Query::select()
        .columns(["id", "credit_month"].map(|column| ("issues", column)))
        .columns(numbers::COLUMNS.map(|column| ("issues", column)))
        .column(("newsletters", "name"))
        .from("issues")
        .inner_join("newsletters", column("newsletters", "id").equals(("issues", "newsletter_id")))
        .and_where(column("issues", "state").ne(IssueState::Published.code()))
        .and_where(
            column("issues", "credit_month").between(months.start().to_string(), months.end().to_string()),
        )
        .order_by(("issues", "year"), Order::Asc)
        .order_by(("issues", "number"), Order::Asc)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    let read = rows.iter().map(|row| {
        let id: i64 = row.try_get("", "id")?;
        let label = numbers::label(row, id)?;
        let (name, month): (String, String) = (row.try_get("", "name")?, row.try_get("", "credit_month")?);
        let month = month.parse().map_err(|error| StoreError::broken("issues", id, error))?;
        Ok((IssueId(id), format!("《{name}》{label}"), month))
    });
    read.collect()
}

/// The issue published last by its own date; only of newsletters that are open to all where asked so.
pub async fn newest_published(
    connection: &impl Connection,
    newsletters: &[NewsletterId],
) -> Result<Option<ListedIssue>, StoreError> {
    let row = issue::Entity::find()
        .filter(issue::Column::State.eq(IssueState::Published.code()))
        .filter(issue::Column::PublishedAt.is_not_null())
        .filter(issue::Column::NewsletterId.is_in(newsletters.iter().map(|newsletter| newsletter.0)))
        .order_by_desc(issue::Column::Date)
        .order_by_desc(issue::Column::Id)
        .one(connection)
        .await?;
    row.map(listed).transpose()
}

/// The published issues before and after one, in the order in which they came out.
pub async fn neighbours(
    connection: &impl Connection,
    newsletter: NewsletterId,
    (year, date, number): (i16, jiff::civil::Date, i32),
    edition: Edition,
) -> Result<(Option<ListedIssue>, Option<ListedIssue>), StoreError> {
    use issue::Column::{Date, Number, Year};
    let (year, date) = (i32::from(year), date.to_string());
    let number = numbers::kept(edition.series, number);
    let of_year = |others: Condition| Condition::all().add(Year.eq(year)).add(others);
    let of_day = |others: SimpleExpr| Date.eq(date.clone()).and(others);
    let before = Condition::any()
        .add(Year.lt(year))
        .add(of_year(Condition::any().add(Date.lt(date.clone())).add(of_day(Number.lt(number)))));
    let after = Condition::any()
        .add(Year.gt(year))
        .add(of_year(Condition::any().add(Date.gt(date.clone())).add(of_day(Number.gt(number)))));
    let previous = shown(newsletter)
        .filter(before)
        .order_by_desc(Year)
        .order_by_desc(Date)
        .order_by_desc(Number)
        .one(connection)
        .await?;
    let next = shown(newsletter)
        .filter(after)
        .order_by_asc(Year)
        .order_by_asc(Date)
        .order_by_asc(Number)
        .one(connection)
        .await?;
    Ok((previous.map(listed).transpose()?, next.map(listed).transpose()?))
}

/// The issues that readers do not see yet, though they are published, the earliest first; only those that none of these
/// people entered, where asked so.
pub async fn withheld(
    connection: &impl Connection,
    not_by: &[PersonId],
) -> Result<Vec<ListedIssue>, StoreError> {
    let by = arranger::Entity::find()
        .select_only()
        .column(arranger::Column::IssueId)
        .filter(arranger::Column::PersonId.is_in(not_by.iter().map(|person| person.0)))
        .into_query();
    let rows = issue::Entity::find()
        .filter(issue::Column::State.eq(IssueState::Published.code()))
        .filter(issue::Column::PublishedAt.is_null())
        .filter(issue::Column::Id.not_in_subquery(by))
        .order_by_asc(issue::Column::Date)
        .order_by_asc(issue::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(listed).collect()
}

/// The issues that are not published yet: those furthest on the way first.
pub async fn in_work(connection: &impl Connection) -> Result<Vec<ListedIssue>, StoreError> {
    let rows = issue::Entity::find()
        .filter(issue::Column::State.ne(IssueState::Published.code()))
        .order_by_asc(issue::Column::Year)
        .order_by_asc(issue::Column::Number)
        .all(connection)
        .await?;
    let mut issues = rows.into_iter().map(listed).collect::<Result<Vec<_>, _>>()?;
    issues.sort_by_key(|issue| std::cmp::Reverse(issue.state));
    Ok(issues)
}

/// The issues that wait for a signature.
pub async fn awaiting_sign_off(connection: &impl Connection) -> Result<Vec<IssueId>, StoreError> {
    let ids: Vec<i64> = issue::Entity::find()
        .select_only()
        .column(issue::Column::Id)
        .filter(issue::Column::State.eq(IssueState::SentForSignOff.code()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(IssueId).collect())
}

/// An item where it is placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedTitle {
    pub issue: IssueId,
    pub item: ItemId,
    pub kind: Kind,
    pub state: State,
    /// As lists show it.
    pub title: String,
}

/// The items placed in these issues, in printed order within each.
pub async fn placed_titles(
    connection: &impl Connection,
    issues: &[IssueId],
) -> Result<Vec<PlacedTitle>, StoreError> {
    if issues.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::select()
        .column(("placements", "issue_id"))
        .columns([("items", "id"), ("items", "kind"), ("items", "state"), ("items", "list_title")])
        .from("placements")
        .inner_join("items", Expr::col(("items", "id")).equals(("placements", "item_id")))
        .inner_join("sections", Expr::col(("sections", "id")).equals(("placements", "section_id")))
        .and_where(Expr::col(("placements", "issue_id")).is_in(issues.iter().map(|issue| issue.0)))
        .order_by(("sections", "sort_order"), Order::Asc)
        .order_by(("placements", "sort_order"), Order::Asc)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    let placed = rows.into_iter().map(|row| {
        let (item, kind, state): (i64, String, String) =
            (row.try_get_by_index(1)?, row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        let unknown = |what: &str| StoreError::broken("items", item, format!("没有“{what}”"));
        Ok(PlacedTitle {
            issue: IssueId(row.try_get_by_index(0)?),
            item: ItemId(item),
            kind: Kind::from_code(&kind).ok_or_else(|| unknown(&kind))?,
            state: State::from_code(&state).ok_or_else(|| unknown(&state))?,
            title: row.try_get_by_index(4)?,
        })
    });
    placed.collect()
}

/// The items on the shortlist, those shortlisted last at the end.
pub async fn shortlisted(connection: &impl Connection) -> Result<Vec<ItemId>, StoreError> {
    let query = Query::select()
        .column("id")
        .from("items")
        .and_where(Expr::col("state").eq(State::Shortlisted.code()))
        .order_by("updated_at", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    rows.into_iter().map(|row| Ok(ItemId(row.try_get_by_index(0)?))).collect()
}

/// Items that were adopted under one of these titles: which, under what, and where (第3期, with its year).
pub async fn adopted_under(
    connection: &impl Connection,
    titles: &[String],
) -> Result<Vec<(ItemId, String, String)>, StoreError> {
    if titles.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::select()
        .columns([("items", "id"), ("items", "list_title")])
        .columns(numbers::COLUMNS.map(|column| ("issues", column)))
        .from("items")
        .inner_join("placements", Expr::col(("placements", "item_id")).equals(("items", "id")))
        .inner_join("issues", Expr::col(("issues", "id")).equals(("placements", "issue_id")))
        .and_where(Expr::col(("items", "list_title")).is_in(titles.iter().cloned()))
        .and_where(Expr::col(("items", "state")).eq(State::Adopted.code()))
        .order_by(("items", "id"), Order::Asc)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    let found = rows.into_iter().map(|row| {
        let id = row.try_get_by_index(0)?;
        Ok((ItemId(id), row.try_get_by_index(1)?, numbers::label(&row, id)?))
    });
    found.collect()
}

/// Whether there is any issue.
pub async fn is_any(connection: &impl Connection) -> Result<bool, StoreError> {
    let found: Option<i64> =
        issue::Entity::find().select_only().column(issue::Column::Id).into_tuple().one(connection).await?;
    Ok(found.is_some())
}

/// The issues with these ids, those that do not exist left out.
pub async fn find_listed(
    connection: &impl Connection,
    ids: &[IssueId],
) -> Result<Vec<ListedIssue>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let rows = issue::Entity::find().filter(issue::Column::Id.is_in(ids.iter().map(|id| id.0)));
        found.extend(rows.all(connection).await?);
    }
    found.into_iter().map(listed).collect()
}

/// Where items were printed: the issue, as lists show it; only of issues that are published.
pub async fn printed_in(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<HashMap<ItemId, ListedIssue>, StoreError> {
    let query = Query::select()
        .columns([("placements", "item_id"), ("placements", "issue_id")])
        .from("placements")
        .and_where(Expr::col(("placements", "item_id")).is_in(items.iter().map(|item| item.0)))
        .to_owned();
    let rows = connection.query_all(&query).await?;
    let places: Vec<(i64, i64)> = rows
        .iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect::<Result<_, StoreError>>()?;
    let issues: BTreeSet<i64> = places.iter().map(|(_, issue)| *issue).collect();
    let found = issue::Entity::find()
        .filter(issue::Column::Id.is_in(issues))
        .filter(issue::Column::State.eq(IssueState::Published.code()))
        .all(connection)
        .await?;
    let found = found.into_iter().map(listed).collect::<Result<Vec<_>, _>>()?;
    let issue = |id: i64| found.iter().find(|issue| issue.id.0 == id).cloned();
    Ok(places.into_iter().filter_map(|(item, id)| Some((ItemId(item), issue(id)?))).collect())
}

fn published(newsletter: NewsletterId) -> Select<issue::Entity> {
    issue::Entity::find()
        .filter(issue::Column::State.eq(IssueState::Published.code()))
        .filter(issue::Column::NewsletterId.eq(newsletter.0))
}

/// What readers see of it.
fn shown(newsletter: NewsletterId) -> Select<issue::Entity> {
    published(newsletter).filter(issue::Column::PublishedAt.is_not_null())
}

fn listed(row: issue::Model) -> Result<ListedIssue, StoreError> {
    let broken = |fault: String| StoreError::broken("issues", row.id, fault);
    let (number, edition) = numbers::of(&row)?;
    let state =
        IssueState::from_code(&row.state).ok_or_else(|| broken(format!("没有“{}”这种状态", row.state)))?;
    Ok(ListedIssue {
        id: IssueId(row.id),
        newsletter: NewsletterId(row.newsletter_id),
        year: i16::try_from(row.year).map_err(|fault| broken(fault.to_string()))?,
        number,
        total: row.total,
        edition,
        date: row.date.parse().map_err(|fault: jiff::Error| broken(fault.to_string()))?,
        state,
        past: row.past,
        credited: row.credited,
        withheld: is_withheld(state, row.published_at),
    })
}
