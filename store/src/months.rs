//! Months that are closed, and the history of their closings. Whether a month may be closed is not asked here.

use std::ops::RangeInclusive;

use domain::{
    calendar::Month,
    closing::{ClosedMonths, Closing, MonthState, Reopening},
    id::PersonId,
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

use super::{Connection, StoreError, time};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "month_closings")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub month: String,
        pub rule_set_version: i32,
        pub closed_by: i64,
        pub closed_at: i64,
        pub reopened_by: Option<i64>,
        pub reopened_at: Option<i64>,
        pub reopening_reason: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// All months that are closed now.
pub async fn closed(connection: &impl Connection) -> Result<ClosedMonths, StoreError> {
    let texts: Vec<(i64, String)> = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::Month])
        .filter(row::Column::ReopenedAt.is_null())
        .into_tuple()
        .all(connection)
        .await?;
    let months = texts.into_iter().map(|(id, text)| month_of(id, &text));
    Ok(ClosedMonths::new(months.collect::<Result<Vec<_>, _>>()?))
}

/// Every closing there was, in the order in which they happened.
pub async fn all_closings(connection: &impl Connection) -> Result<Vec<Closing>, StoreError> {
    let rows = row::Entity::find().order_by_asc(row::Column::Id).all(connection).await?;
    rows.into_iter().map(closing_of).collect()
}

/// How a month stands.
pub async fn state_of(connection: &impl Connection, month: Month) -> Result<MonthState, StoreError> {
    Ok(MonthState::of(&closings(connection, month..=month).await?))
}

/// The closings of these months, in the order in which they happened.
pub async fn closings(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
) -> Result<Vec<Closing>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Month.between(months.start().to_string(), months.end().to_string()))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(closing_of).collect()
}

/// Keeps that a month was closed.
pub async fn close(connection: &impl Connection, closing: &Closing) -> Result<(), StoreError> {
    let version = i32::try_from(closing.rule_set_version);
    let row = row::ActiveModel {
        month: Set(closing.month.to_string()),
        rule_set_version: Set(version.map_err(|error| StoreError::broken("month_closings", 0, error))?),
        closed_by: Set(closing.by.0),
        closed_at: Set(closing.at.as_millisecond()),
        ..Default::default()
    };
    row.insert(connection).await?;
    Ok(())
}

/// Keeps that closed months were reopened.
pub async fn reopen(
    connection: &impl Connection,
    months: &[Month],
    reopening: &Reopening,
) -> Result<(), StoreError> {
    let PersonId(by) = reopening.by;
    let row = row::ActiveModel {
        reopened_by: Set(Some(by)),
        reopened_at: Set(Some(reopening.at.as_millisecond())),
        reopening_reason: Set(Some(reopening.reason.clone())),
        ..Default::default()
    };
    row::Entity::update_many()
        .set(row)
        .filter(row::Column::Month.is_in(months.iter().map(Month::to_string)))
        .filter(row::Column::ReopenedAt.is_null())
        .exec(connection)
        .await?;
    Ok(())
}

fn closing_of(row: row::Model) -> Result<Closing, StoreError> {
    let broken = |fault: String| StoreError::broken("month_closings", row.id, fault);
    let reopening = match (row.reopened_by, row.reopened_at) {
        (Some(by), Some(at)) => Some(Reopening {
            by: PersonId(by),
            at: time("month_closings", row.id, at)?,
            reason: row.reopening_reason.clone().unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(Closing {
        month: month_of(row.id, &row.month)?,
        rule_set_version: u32::try_from(row.rule_set_version).map_err(|error| broken(error.to_string()))?,
        by: PersonId(row.closed_by),
        at: time("month_closings", row.id, row.closed_at)?,
        reopening,
    })
}

fn month_of(id: i64, text: &str) -> Result<Month, StoreError> {
    text.parse().map_err(|error| StoreError::broken("month_closings", id, error))
}
