//! 台账: the lines of credit. They are appended and never changed.
//!
//! Which lines to append is decided by `desk::ledger`, the only caller of [`append`]; a test sees to that.

use std::{collections::BTreeMap, ops::RangeInclusive};

use domain::{
    calendar::{Month, MonthError},
    id::{CreditEntryId, EventId, UnitId},
    points::{Points, PointsError},
    scoring::{Category, CreditEntry, Difference, LedgerEntry, NewLedgerEntry, RuleReference},
};
use sea_orm::{
    ActiveValue::Set,
    QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Cond, ExprTrait, OnConflict, Query},
};

use super::{Connection, ROWS_AT_ONCE, StoreError, execute, statement::MonthColumn};

pub mod search;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entries")]
pub struct Model {
    #[sea_orm(primary_key)]
    id: i64,
    unit_id: i64,
    month: String,
    category: String,
    points: i64,
    rule: String,
    rule_set_version: i32,
    facts: String,
    words: String,
    reverses: Option<i64>,
    reason: Option<String>,
    event_id: i64,
    entered_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

const SUMS: &str = "ledger_sums";

/// Every line of these months, as they were written, reversals among them.
pub async fn between(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
) -> Result<Vec<LedgerEntry>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Month.between(months.start().to_string(), months.end().to_string()))
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(entry_of).collect()
}

/// Every line of a unit in these months, as they were written.
pub async fn of_unit(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
    unit: UnitId,
) -> Result<Vec<LedgerEntry>, StoreError> {
    let rows = Entity::find()
        .filter(Column::UnitId.eq(unit.0))
        .filter(Column::Month.between(months.start().to_string(), months.end().to_string()))
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(entry_of).collect()
}

/// What the lines of every unit in these months come to.
pub async fn sums(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
) -> Result<BTreeMap<(Month, UnitId), Points>, StoreError> {
    sums_where(connection, months, Cond::all()).await
}

/// What the lines of these units come to.
pub async fn sums_of(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
    units: &[UnitId],
) -> Result<BTreeMap<(Month, UnitId), Points>, StoreError> {
    let units = Expr::col("unit_id").is_in(units.iter().map(|unit| unit.0));
    sums_where(connection, months, Cond::all().add(units)).await
}

async fn sums_where(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
    units: Cond,
) -> Result<BTreeMap<(Month, UnitId), Points>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["month", "unit_id", "points"])
        .from(SUMS)
        .and_where(Expr::col("month").between(months.start().to_string(), months.end().to_string()))
        .cond_where(units);
    let rows = connection.query_all(&select).await?;
    let sums = rows.iter().map(|row| {
        let (month, unit, points): (String, i64, i64) = row.try_get_many_by_index()?;
        let month = month.parse().map_err(|error| StoreError::broken(SUMS, unit, error))?;
        Ok(((month, UnitId(unit)), Points::from_scaled(points)))
    });
    sums.collect()
}

/// The ids of the month's lines that were written after this moment.
pub async fn written_after(
    connection: &impl Connection,
    month: Month,
    moment: jiff::Timestamp,
) -> Result<Vec<CreditEntryId>, StoreError> {
    let ids: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Month.eq(month.to_string()))
        .filter(Column::EnteredAt.gt(moment.as_millisecond()))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(CreditEntryId).collect())
}

/// What units' lines of these months came to at a moment: the sum of each unit and month.
pub async fn sums_at(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
    moment: jiff::Timestamp,
) -> Result<BTreeMap<(UnitId, Month), Points>, StoreError> {
    let rows: Vec<(i64, String, i64)> = Entity::find()
        .select_only()
        .columns([Column::UnitId, Column::Month])
        // PostgreSQL sums whole numbers to numbers of another type.
        .column_as(Expr::col(Column::Points).sum().cast_as("BIGINT"), "points")
        .filter(Column::Month.between(months.start().to_string(), months.end().to_string()))
        .filter(Column::EnteredAt.lte(moment.as_millisecond()))
        .group_by(Column::UnitId)
        .group_by(Column::Month)
        .into_tuple()
        .all(connection)
        .await?;
    let sums = rows.into_iter().map(|(unit, month, points)| {
        let month = month.parse().map_err(|error| StoreError::broken("ledger_entries", 0, error))?;
        Ok(((UnitId(unit), month), Points::from_scaled(points)))
    });
    sums.collect()
}

/// The first month from this one on of which there are lines.
pub async fn first_since(connection: &impl Connection, since: Month) -> Result<Option<Month>, StoreError> {
    let first: Option<Option<String>> = Entity::find()
        .select_only()
        .column_as(Column::Month.min(), "month")
        .filter(Column::Month.gte(since.to_string()))
        .into_tuple()
        .one(connection)
        .await?;
    first
        .flatten()
        .map(|month| month.parse())
        .transpose()
        .map_err(|error: MonthError| StoreError::broken("ledger_entries", 0, error))
}

/// Where the months stand of which there are lines.
pub(super) const MONTHS: MonthColumn =
    MonthColumn { table: "ledger_entries", column: "month", condition: None };

/// Appends lines, in their order, written by the event.
pub async fn append(
    connection: &impl Connection,
    event: EventId,
    entered_at: jiff::Timestamp,
    difference: Difference,
) -> Result<(), StoreError> {
    add_to_sums(connection, &difference).await?;
    let rows: Vec<ActiveModel> =
        difference.into_iter().map(|line| row_of(line, event, entered_at)).collect::<Result<_, _>>()?;
    for rows in rows.chunks(ROWS_AT_ONCE) {
        Entity::insert_many(rows.iter().cloned()).exec_without_returning(connection).await?;
    }
    Ok(())
}

async fn add_to_sums(connection: &impl Connection, lines: &[NewLedgerEntry]) -> Result<(), StoreError> {
    let mut more: BTreeMap<(Month, UnitId), Points> = BTreeMap::new();
    for line in lines {
        let sum = more.entry((line.entry.month, line.entry.unit)).or_default();
        *sum = sum.checked_add(line.entry.points).map_err(out_of_range)?;
    }
    let rows = Vec::from_iter(more);
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table(SUMS).columns(["month", "unit_id", "points"]);
        for ((month, unit), points) in rows {
            insert
                .values([month.to_string().into(), unit.0.into(), points.scaled().into()])
                .map_err(|error| StoreError::broken(SUMS, unit.0, error))?;
        }
        let both = Expr::col((SUMS, "points")).add(Expr::col(("excluded", "points")));
        insert.on_conflict(OnConflict::columns(["month", "unit_id"]).value("points", both).to_owned());
        connection.execute(&insert).await?;
    }
    Ok(())
}

/// Lines whose points are too many to be added up.
pub fn out_of_range(error: PointsError) -> StoreError {
    StoreError::broken("ledger_entries", 0, error)
}

fn row_of(
    line: NewLedgerEntry,
    event: EventId,
    entered_at: jiff::Timestamp,
) -> Result<ActiveModel, StoreError> {
    let entry = line.entry;
    let broken = |fault: String| StoreError::broken("ledger_entries", 0, fault);
    let facts = serde_json::to_string(&entry.facts).map_err(|error| broken(error.to_string()))?;
    let version = i32::try_from(entry.rule.version).map_err(|error| broken(error.to_string()))?;
    Ok(ActiveModel {
        unit_id: Set(entry.unit.0),
        month: Set(entry.month.to_string()),
        category: Set(entry.category.code().to_owned()),
        points: Set(entry.points.scaled()),
        rule: Set(entry.rule.rule.into()),
        rule_set_version: Set(version),
        facts: Set(facts),
        words: Set(entry.words.into()),
        reverses: Set(line.reverses.map(|reversed| reversed.0)),
        reason: Set(Some(line.reason).filter(|reason| !reason.is_empty())),
        event_id: Set(event.0),
        entered_at: Set(entered_at.as_millisecond()),
        ..Default::default()
    })
}

fn entry_of(row: Model) -> Result<LedgerEntry, StoreError> {
    let broken = |fault: String| StoreError::broken("ledger_entries", row.id, fault);
    Ok(LedgerEntry {
        id: CreditEntryId(row.id),
        entry: CreditEntry {
            unit: UnitId(row.unit_id),
            month: row.month.parse().map_err(|error| broken(format!("{error}")))?,
            category: Category::named(&row.category)
                .ok_or_else(|| broken(format!("没有“{}”这一类", row.category)))?,
            points: Points::from_scaled(row.points),
            rule: RuleReference {
                version: u32::try_from(row.rule_set_version).map_err(|error| broken(error.to_string()))?,
                rule: row.rule.into(),
            },
            facts: serde_json::from_str(&row.facts).map_err(|error| broken(error.to_string()))?,
            words: row.words.into(),
        },
        reverses: row.reverses.map(CreditEntryId),
        reason: row.reason.unwrap_or_default(),
    })
}

/// Puts other words in the place of these, wherever lines tell them: of a text that is destroyed. Points and units stay.
pub(super) async fn forget_words(
    connection: &impl Connection,
    words: &str,
    instead: &str,
) -> Result<(), StoreError> {
    let forget = "UPDATE ledger_entries SET words = REPLACE(words, $1, $2), reason = REPLACE(reason, $1, $2) \
                  WHERE words LIKE '%' || $1 || '%' OR reason LIKE '%' || $1 || '%'";
    execute(connection, forget, [words.into(), instead.into()]).await?;
    Ok(())
}
