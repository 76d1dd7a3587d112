//! Units, their groups, and every name they go by.

use std::collections::HashMap;

use domain::{
    id::{UnitGroupId, UnitId},
    unit::{Unit, UnitDirectory, UnitGroup},
};
use sea_orm::{
    ActiveValue::Set,
    DbBackend, QueryOrder,
    entity::prelude::*,
    sea_query::{ExprTrait, SelectStatement},
};

use super::{
    Connection, StoreError,
    gathered::{self, Beside},
};

pub mod changes;
pub mod parents;
pub mod write;

pub(super) mod unit {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "units")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub short_name: Option<String>,
        #[serde(deserialize_with = "crate::gathered::truth")]
        pub reviews: bool,
        #[serde(deserialize_with = "crate::gathered::truth")]
        pub scored: bool,
        pub sort_order: i32,
        pub since: Option<String>,
        pub until: Option<String>,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod name {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_names")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub unit_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod group {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_groups")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub sort_order: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod member {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_group_members")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        pub group_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// All units there ever were, in the printed order, with every name they go by.
pub async fn load_all(connection: &impl Connection) -> Result<Vec<Unit>, StoreError> {
    units_of(&mut Beside::read(connection, unit_tables(connection.get_database_backend())).await?)
}

/// What [`units_of`] reads.
pub(super) fn unit_tables(backend: DbBackend) -> [SelectStatement; 2] {
    [gathered::table::<unit::Entity>(backend), gathered::table::<name::Entity>(backend)]
}

/// All units in the printed order.
pub(super) fn units_of(tables: &mut Beside) -> Result<Vec<Unit>, StoreError> {
    let mut rows: Vec<unit::Model> = tables.rows("units", 0)?;
    let mut names: HashMap<i64, Vec<String>> = HashMap::new();
    for row in tables.rows::<name::Model>("unit_names", 1)? {
        names.entry(row.unit_id).or_default().push(row.name);
    }
    rows.sort_by_key(|row| (row.sort_order, row.id));
    let units = rows.into_iter().map(|row| {
        let mut names = names.remove(&row.id).unwrap_or_default();
        names.sort();
        unit_of(row, names)
    });
    units.collect()
}

/// The directory of all units, with what became of them.
pub async fn directory(connection: &impl Connection) -> Result<UnitDirectory, StoreError> {
    let units = load_all(connection).await?;
    let directory = UnitDirectory::new(units).map_err(|error| StoreError::broken("unit_names", 0, error))?;
    Ok(directory.with_changes(changes::all(connection).await?))
}

/// One unit, and the version that a change of it must name.
pub async fn find_with_version(
    connection: &impl Connection,
    id: UnitId,
) -> Result<Option<(Unit, i64)>, StoreError> {
    let Some(row) = unit::Entity::find_by_id(id.0).one(connection).await? else { return Ok(None) };
    let names = name::Entity::find()
        .filter(name::Column::UnitId.eq(id.0))
        .order_by_asc(name::Column::Name)
        .all(connection)
        .await?;
    let version = row.version;
    let unit = unit_of(row, names.into_iter().map(|row| row.name).collect())?;
    Ok(Some((unit, version)))
}

/// A unit's group from each year on, the earliest first.
pub async fn memberships(
    connection: &impl Connection,
    id: UnitId,
) -> Result<Vec<(i16, UnitGroupId)>, StoreError> {
    let rows = member::Entity::find()
        .filter(member::Column::UnitId.eq(id.0))
        .order_by_asc(member::Column::Year)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let year = i16::try_from(row.year)
                .map_err(|error| StoreError::broken("unit_group_members", id.0, error))?;
            Ok((year, UnitGroupId(row.group_id)))
        })
        .collect()
}

/// All groups, in the printed order.
pub async fn load_groups(connection: &impl Connection) -> Result<Vec<UnitGroup>, StoreError> {
    let table = gathered::table::<group::Entity>(connection.get_database_backend());
    groups_of(&mut Beside::read(connection, [table]).await?)
}

/// All groups in the printed order.
fn groups_of(tables: &mut Beside) -> Result<Vec<UnitGroup>, StoreError> {
    let mut rows: Vec<group::Model> = tables.rows("unit_groups", 0)?;
    rows.sort_by_key(|row| (row.sort_order, row.id));
    let groups = rows.into_iter().map(|row| UnitGroup {
        id: UnitGroupId(row.id),
        name: row.name,
        order: row.sort_order,
    });
    Ok(groups.collect())
}

/// What [`grouped_of`] reads of a year.
pub(super) fn group_tables(backend: DbBackend, year: i16) -> [SelectStatement; 2] {
    let mut members = gathered::table::<member::Entity>(backend);
    members.and_where(Expr::col("year").lte(i32::from(year)));
    [gathered::table::<group::Entity>(backend), members]
}

/// All groups in the printed order, and each unit's group in the year.
pub(super) fn grouped_of(
    tables: &mut Beside,
) -> Result<(Vec<UnitGroup>, HashMap<UnitId, UnitGroupId>), StoreError> {
    let groups = groups_of(tables)?;
    let mut members: Vec<member::Model> = tables.rows("unit_group_members", 0)?;
    members.sort_by_key(|row| row.year);
    let group_of = members.into_iter().map(|row| (UnitId(row.unit_id), UnitGroupId(row.group_id)));
    Ok((groups, group_of.collect()))
}

/// Each unit's group in a year. A unit that has none in that year is in the group of the nearest year before;
/// where there is none either, it is missing.
pub async fn groups_in(
    connection: &impl Connection,
    year: i16,
) -> Result<HashMap<UnitId, UnitGroupId>, StoreError> {
    let tables = group_tables(connection.get_database_backend(), year);
    Ok(grouped_of(&mut Beside::read(connection, tables).await?)?.1)
}

/// Keeps one more name of a unit. The name must belong to none yet.
pub async fn insert_alias(connection: &impl Connection, unit: UnitId, alias: &str) -> Result<(), StoreError> {
    let row = name::ActiveModel { name: Set(alias.to_owned()), unit_id: Set(unit.0) };
    name::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// `names` are all the unit goes by, the full and the short one among them.
fn unit_of(row: unit::Model, names: Vec<String>) -> Result<Unit, StoreError> {
    let day = |text: Option<String>| {
        let day = text.map(|text| text.parse::<jiff::civil::Date>()).transpose();
        day.map_err(|error| StoreError::broken("units", row.id, error))
    };
    let since = day(row.since)?;
    let until = day(row.until)?;
    let is_alias = |name: &String| *name != row.name && Some(name) != row.short_name.as_ref();
    let aliases = names.into_iter().filter(is_alias).collect();
    Ok(Unit {
        id: UnitId(row.id),
        aliases,
        reviews: row.reviews,
        scored: row.scored,
        order: row.sort_order,
        since,
        until,
        name: row.name,
        short_name: row.short_name,
    })
}
