//! The numbers of issues as they are kept: which are taken, which were left out and why, and what a row's are.

use domain::{
    id::{IssueId, NewsletterId, PersonId},
    issue::{Edition, NumberRun, Series},
};
use sea_orm::{
    ActiveValue::Set,
    QueryResult, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Func, OnConflict},
};

use super::issue;
use crate::{Connection, StoreError};

mod gap {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "issue_number_gaps")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub newsletter_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub series: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub reason: String,
        pub explained_by: i64,
        pub explained_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a statement must select of an issue for [`read`] and [`label`].
pub(crate) const COLUMNS: [&str; 4] = ["year", "number", "series", "last_number"];

/// A sequence of a newsletter's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sequence {
    pub newsletter: NewsletterId,
    pub year: i16,
    pub series: Series,
}

/// A number as its column holds it: numbers are unique in newsletter and year, whatever their sequence.
pub(crate) fn kept(series: Series, number: i32) -> i32 {
    number + offset(series)
}

fn offset(series: Series) -> i32 {
    match series {
        Series::Regular => 0,
        Series::Supplement => 1_000_000,
        Series::Special => 2_000_000,
    }
}

/// Number and edition of an issue's row.
pub(super) fn of(row: &issue::Model) -> Result<(i32, Edition), StoreError> {
    let series = series_of(row.id, &row.series)?;
    let edition = Edition { series, last_number: row.last_number, last_total: row.last_total };
    Ok((row.number - offset(series), edition))
}

/// Year, number and edition, out of a row that selects [`COLUMNS`].
pub(crate) fn read(row: &QueryResult, id: i64) -> Result<(i16, i32, Edition), StoreError> {
    let (year, number): (i32, i32) = (row.try_get("", "year")?, row.try_get("", "number")?);
    let series: String = row.try_get("", "series")?;
    let series = series_of(id, &series)?;
    let year = i16::try_from(year).map_err(|fault| StoreError::broken("issues", id, fault))?;
    let edition = Edition { series, last_number: row.try_get("", "last_number")?, last_total: None };
    Ok((year, number - offset(series), edition))
}

/// 2024年第9期, out of a row that selects [`COLUMNS`].
pub(crate) fn label(row: &QueryResult, id: i64) -> Result<String, StoreError> {
    let (year, number, edition) = read(row, id)?;
    Ok(format!("{year}年{}", edition.label(number)))
}

fn series_of(id: i64, code: &str) -> Result<Series, StoreError> {
    Series::from_code(code).ok_or_else(|| StoreError::broken("issues", id, format!("没有“{code}”这种期号")))
}

/// The regular issue that bears this number, alone or among others.
pub async fn find_by_number(
    connection: &impl Connection,
    newsletter: NewsletterId,
    year: i16,
    number: i32,
) -> Result<Option<IssueId>, StoreError> {
    let sequence = Sequence { newsletter, year, series: Series::Regular };
    let taken = taken(connection, sequence).await?;
    let found = taken.into_iter().find(|(_, run)| run.first() <= number && number <= run.last());
    Ok(found.map(|(issue, _)| issue))
}

/// Every number of the sequence that an issue bears, published or not.
pub async fn taken(
    connection: &impl Connection,
    sequence: Sequence,
) -> Result<Vec<(IssueId, NumberRun)>, StoreError> {
    let rows: Vec<(i64, i32, Option<i32>)> = issue::Entity::find()
        .select_only()
        .columns([issue::Column::Id, issue::Column::Number, issue::Column::LastNumber])
        .filter(issue::Column::NewsletterId.eq(sequence.newsletter.0))
        .filter(issue::Column::Year.eq(i32::from(sequence.year)))
        .filter(issue::Column::Series.eq(sequence.series.code()))
        .into_tuple()
        .all(connection)
        .await?;
    let read = rows.into_iter().map(|(id, number, last)| {
        let run = NumberRun::new(number - offset(sequence.series), last);
        Ok((IssueId(id), run.map_err(|fault| StoreError::broken("issues", id, fault))?))
    });
    read.collect()
}

/// The issue of the newsletter that bears one of these totals: which, and 2024年第9期.
pub async fn with_total(
    connection: &impl Connection,
    newsletter: NewsletterId,
    totals: NumberRun,
    except: Option<IssueId>,
) -> Result<Option<String>, StoreError> {
    let last = Func::coalesce([Expr::col(issue::Column::LastTotal), Expr::col(issue::Column::Total)]);
    let row = issue::Entity::find()
        .filter(issue::Column::NewsletterId.eq(newsletter.0))
        .filter(issue::Column::Total.lte(totals.last()))
        .filter(Expr::expr(last).gte(totals.first()))
        .filter(issue::Column::Id.ne(except.map_or(0, |issue| issue.0)))
        .one(connection)
        .await?;
    let label = |row: issue::Model| {
        let (number, edition) = of(&row)?;
        Ok(format!("{}年{}", row.year, edition.label(number)))
    };
    row.map(label).transpose()
}

/// The highest total that the newsletter has given.
pub async fn last_total(
    connection: &impl Connection,
    newsletter: NewsletterId,
) -> Result<Option<i32>, StoreError> {
    let last = Func::coalesce([Expr::col(issue::Column::LastTotal), Expr::col(issue::Column::Total)]);
    let total: Option<Option<i32>> = issue::Entity::find()
        .filter(issue::Column::NewsletterId.eq(newsletter.0))
        .select_only()
        .column_as(Expr::expr(last).max(), "total")
        .into_tuple()
        .one(connection)
        .await?;
    Ok(total.flatten())
}

/// Why numbers of the sequence were left out, where somebody has said so.
pub async fn explained(
    connection: &impl Connection,
    sequence: Sequence,
) -> Result<Vec<(i32, String)>, StoreError> {
    let rows = gap::Entity::find()
        .filter(gap::Column::NewsletterId.eq(sequence.newsletter.0))
        .filter(gap::Column::Year.eq(i32::from(sequence.year)))
        .filter(gap::Column::Series.eq(sequence.series.code()))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.number, row.reason)).collect())
}

/// Keeps why these numbers were left out, in the place of what was said before.
pub async fn explain(
    connection: &impl Connection,
    sequence: Sequence,
    numbers: &[i32],
    reason: &str,
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    // A statement takes a bounded number of values.
    for numbers in numbers.chunks(1000) {
        let rows = numbers.iter().map(|number| gap::ActiveModel {
            newsletter_id: Set(sequence.newsletter.0),
            year: Set(i32::from(sequence.year)),
            series: Set(sequence.series.code().to_owned()),
            number: Set(*number),
            reason: Set(reason.to_owned()),
            explained_by: Set(by.0),
            explained_at: Set(at.as_millisecond()),
        });
        let key = [gap::Column::NewsletterId, gap::Column::Year, gap::Column::Series, gap::Column::Number];
        let again = OnConflict::columns(key)
            .update_columns([gap::Column::Reason, gap::Column::ExplainedBy, gap::Column::ExplainedAt])
            .to_owned();
        gap::Entity::insert_many(rows).on_conflict(again).exec_without_returning(connection).await?;
    }
    Ok(())
}
