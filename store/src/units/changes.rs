//! What became of units: 更名, 并入, 分设, 撤销.

use std::collections::HashMap;

use domain::{
    id::{PersonId, UnitChangeId, UnitId},
    unit::changes::{ChangeKind, NameBefore, UnitChange},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    DbBackend,
    entity::prelude::*,
    sea_query::SelectStatement,
};

use super::{Connection, StoreError};
use crate::gathered::{self, Beside};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_changes")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub unit_id: i64,
        pub kind: String,
        pub day: String,
        pub heir_id: Option<i64>,
        pub name_before: Option<String>,
        pub short_name_before: Option<String>,
        pub reason: Option<String>,
        pub made_by: i64,
        pub made_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod successor {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_successors")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub change_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: i64,
        pub sort_order: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A change as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub id: UnitChangeId,
    pub change: UnitChange,
    pub reason: Option<String>,
    pub made_by: PersonId,
    pub made_at: jiff::Timestamp,
}

/// All changes, the earliest first.
pub async fn all(connection: &impl Connection) -> Result<Vec<UnitChange>, StoreError> {
    changes_of(&mut Beside::read(connection, tables(connection.get_database_backend())).await?)
}

/// All changes as they were recorded, by day and in the order of recording.
pub async fn recorded(connection: &impl Connection) -> Result<Vec<Recorded>, StoreError> {
    recorded_of(&mut Beside::read(connection, tables(connection.get_database_backend())).await?)
}

/// What [`changes_of`] reads.
pub(crate) fn tables(backend: DbBackend) -> [SelectStatement; 2] {
    [gathered::table::<row::Entity>(backend), gathered::table::<successor::Entity>(backend)]
}

/// All changes, the earliest first.
pub(crate) fn changes_of(tables: &mut Beside) -> Result<Vec<UnitChange>, StoreError> {
    Ok(recorded_of(tables)?.into_iter().map(|recorded| recorded.change).collect())
}

fn recorded_of(tables: &mut Beside) -> Result<Vec<Recorded>, StoreError> {
    let mut rows: Vec<row::Model> = tables.rows("unit_changes", 0)?;
    // Days are written so that their texts stand in their order.
    rows.sort_by(|one, other| (&one.day, one.id).cmp(&(&other.day, other.id)));
    let mut of: Vec<successor::Model> = tables.rows("unit_successors", 0)?;
    of.sort_by_key(|row| row.sort_order);
    let mut successors: HashMap<i64, Vec<UnitId>> = HashMap::new();
    for row in of {
        successors.entry(row.change_id).or_default().push(UnitId(row.unit_id));
    }
    rows.into_iter()
        .map(|row| {
            let successors = successors.remove(&row.id).unwrap_or_default();
            change_of(row, successors)
        })
        .collect()
}

/// Records a change.
pub async fn insert(
    connection: &impl Connection,
    change: &UnitChange,
    reason: Option<String>,
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<UnitChangeId, StoreError> {
    let row = row::ActiveModel {
        id: NotSet,
        unit_id: Set(change.unit.0),
        kind: Set(change.kind.code().to_owned()),
        day: Set(change.day.to_string()),
        heir_id: Set(change.heir.map(|heir| heir.0)),
        name_before: Set(change.before.as_ref().map(|before| before.name.clone())),
        short_name_before: Set(change.before.as_ref().and_then(|before| before.short_name.clone())),
        reason: Set(reason),
        made_by: Set(by.0),
        made_at: Set(at.as_millisecond()),
    };
    let id = row.insert(connection).await?.id;
    for (place, unit) in (0..).zip(&change.successors) {
        let row = successor::ActiveModel { change_id: Set(id), unit_id: Set(unit.0), sort_order: Set(place) };
        successor::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(UnitChangeId(id))
}

/// Forgets a change that was recorded by mistake.
pub async fn delete(connection: &impl Connection, id: UnitChangeId) -> Result<(), StoreError> {
    successor::Entity::delete_many().filter(successor::Column::ChangeId.eq(id.0)).exec(connection).await?;
    row::Entity::delete_by_id(id.0).exec(connection).await?;
    Ok(())
}

fn change_of(row: row::Model, successors: Vec<UnitId>) -> Result<Recorded, StoreError> {
    let broken = |fault: String| StoreError::broken("unit_changes", row.id, fault);
    let kind =
        ChangeKind::from_code(&row.kind).ok_or_else(|| broken(format!("没有“{}”这种变动", row.kind)))?;
    let day = row.day.parse().map_err(|error: jiff::Error| broken(error.to_string()))?;
    let made_at =
        jiff::Timestamp::from_millisecond(row.made_at).map_err(|error| broken(error.to_string()))?;
    let short_name = row.short_name_before.clone();
    Ok(Recorded {
        id: UnitChangeId(row.id),
        change: UnitChange {
            unit: UnitId(row.unit_id),
            kind,
            day,
            successors,
            heir: row.heir_id.map(UnitId),
            before: row.name_before.clone().map(|name| NameBefore { name, short_name }),
        },
        reason: row.reason,
        made_by: PersonId(row.made_by),
        made_at,
    })
}
