//! 结转分: points of a year that units had before their first month here.

use domain::{
    calendar::Month,
    id::{PersonId, UnitId},
    points::Points,
    scoring::Opening,
};
use sea_orm::{
    ActiveValue::Set,
    DbBackend,
    entity::prelude::*,
    sea_query::{ExprTrait, SelectStatement},
};

use super::{
    Connection, StoreError,
    gathered::{self, Beside},
};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "opening_points")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: i64,
        pub month: String,
        pub points: i64,
        pub entered_by: i64,
        pub entered_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was carried into a year, in the order of the units.
pub async fn of_year(connection: &impl Connection, year: i16) -> Result<Vec<Opening>, StoreError> {
    let table = table(connection.get_database_backend(), year);
    openings_of(&mut Beside::read(connection, [table]).await?)
}

/// What [`openings_of`] reads of a year.
pub(super) fn table(backend: DbBackend, year: i16) -> SelectStatement {
    let mut select = gathered::table::<row::Entity>(backend);
    select.and_where(Expr::col("year").eq(i32::from(year)));
    select
}

/// What was carried into the year, in the order of the units.
pub(super) fn openings_of(tables: &mut Beside) -> Result<Vec<Opening>, StoreError> {
    let mut rows: Vec<row::Model> = tables.rows("opening_points", 1)?;
    rows.sort_by_key(|row| row.unit_id);
    rows.into_iter().map(opening_of).collect()
}

/// Replaces what was carried into a year.
pub async fn replace(
    connection: &impl Connection,
    year: i16,
    openings: &[Opening],
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    row::Entity::delete_many().filter(row::Column::Year.eq(i32::from(year))).exec(connection).await?;
    let rows: Vec<_> = openings
        .iter()
        .map(|opening| row::ActiveModel {
            year: Set(i32::from(year)),
            unit_id: Set(opening.unit.0),
            month: Set(opening.month.to_string()),
            points: Set(opening.points.scaled()),
            entered_by: Set(by.0),
            entered_at: Set(at.as_millisecond()),
        })
        .collect();
    if !rows.is_empty() {
        row::Entity::insert_many(rows).exec_without_returning(connection).await?;
    }
    Ok(())
}

fn opening_of(row: row::Model) -> Result<Opening, StoreError> {
    let month: Result<Month, _> = row.month.parse();
    Ok(Opening {
        unit: UnitId(row.unit_id),
        month: month.map_err(|error| StoreError::broken("opening_points", row.unit_id, error))?,
        points: Points::from_scaled(row.points),
    })
}
