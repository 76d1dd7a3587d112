//! To which unit one belongs, from a month on.

use domain::{calendar::MonthError, id::UnitId, scoring::Belonging};
use sea_orm::{ActiveValue::Set, DbBackend, QueryOrder, entity::prelude::*, sea_query::SelectStatement};

use super::{Connection, StoreError};
use crate::gathered::{self, Beside};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_parents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub since: String,
        pub parent_id: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was ever said of it, of each unit the earliest first.
pub async fn all(connection: &impl Connection) -> Result<Vec<Belonging>, StoreError> {
    belongings_of(&mut Beside::read(connection, [table(connection.get_database_backend())]).await?)
}

/// What [`belongings_of`] reads.
pub(crate) fn table(backend: DbBackend) -> SelectStatement {
    gathered::table::<row::Entity>(backend)
}

/// What was ever said of it, of each unit the earliest first.
pub(crate) fn belongings_of(tables: &mut Beside) -> Result<Vec<Belonging>, StoreError> {
    let mut rows: Vec<row::Model> = tables.rows("unit_parents", 0)?;
    rows.sort_by(|one, other| (one.unit_id, &one.since).cmp(&(other.unit_id, &other.since)));
    rows.into_iter().map(belonging_of).collect()
}

/// What was ever said of one, the earliest first.
pub async fn of_unit(connection: &impl Connection, unit: UnitId) -> Result<Vec<Belonging>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::UnitId.eq(unit.0))
        .order_by_asc(row::Column::Since)
        .all(connection)
        .await?;
    rows.into_iter().map(belonging_of).collect()
}

fn belonging_of(row: row::Model) -> Result<Belonging, StoreError> {
    let broken = |error: MonthError| StoreError::broken("unit_parents", row.unit_id, error);
    Ok(Belonging {
        unit: UnitId(row.unit_id),
        since: row.since.parse().map_err(broken)?,
        parent: row.parent_id.map(UnitId),
    })
}

/// Saves what holds of a unit from a month on, instead of what was said of later months. Whether it may is not asked
/// here.
pub async fn set(connection: &impl Connection, belonging: Belonging) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::UnitId.eq(belonging.unit.0))
        .filter(row::Column::Since.gte(belonging.since.to_string()))
        .exec(connection)
        .await?;
    let row = row::ActiveModel {
        unit_id: Set(belonging.unit.0),
        since: Set(belonging.since.to_string()),
        parent_id: Set(belonging.parent.map(|parent| parent.0)),
    };
    row::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}
