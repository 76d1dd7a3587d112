//! Units, their groups, and every name they go by.

use std::collections::HashMap;

use domain::{
    id::{UnitGroupId, UnitId},
    unit::{Unit, UnitDirectory, UnitGroup},
};
use sea_orm::{
    ActiveValue::Set,
    QueryOrder,
    entity::prelude::*,
    sea_query::{ExprTrait, Order, Query, SimpleExpr},
};

use super::{Connection, StoreError};

pub mod changes;
pub mod parents;
pub mod write;

pub(super) mod unit {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "units")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub short_name: Option<String>,
        pub reviews: bool,
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
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
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
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
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
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
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
    let mut names: HashMap<i64, Vec<String>> = HashMap::new();
    for row in name::Entity::find().order_by_asc(name::Column::Name).all(connection).await? {
        names.entry(row.unit_id).or_default().push(row.name);
    }
    let rows = unit::Entity::find()
        .order_by_asc(unit::Column::SortOrder)
        .order_by_asc(unit::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let names = names.remove(&row.id).unwrap_or_default();
            unit_of(row, names)
        })
        .collect()
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
    let rows = group::Entity::find()
        .order_by_asc(group::Column::SortOrder)
        .order_by_asc(group::Column::Id)
        .all(connection)
        .await?;
    let groups = rows.into_iter().map(|row| UnitGroup {
        id: UnitGroupId(row.id),
        name: row.name,
        order: row.sort_order,
    });
    Ok(groups.collect())
}

/// Each unit's group in a year. A unit that has none in that year is in the group of the nearest year before;
/// where there is none either, it is missing.
pub async fn groups_in(
    connection: &impl Connection,
    year: i16,
) -> Result<HashMap<UnitId, UnitGroupId>, StoreError> {
    // One look into the index for each unit: the years before need not be read.
    let mut latest = Query::select();
    latest
        .column("group_id")
        .from("unit_group_members")
        .and_where(Expr::col("unit_id").equals(("units", "id")))
        .and_where(Expr::col("year").lte(i32::from(year)))
        .order_by("year", Order::Desc)
        .limit(1);
    let mut select = Query::select();
    select.column("id").expr(SimpleExpr::SubQuery(None, Box::new(latest.into()))).from("units");
    let rows = connection.query_all(&select).await?;
    let groups = rows.iter().map(|row| {
        let (unit, group): (i64, Option<i64>) = row.try_get_many_by_index()?;
        Ok(group.map(|group| (UnitId(unit), UnitGroupId(group))))
    });
    groups.filter_map(Result::transpose).collect()
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
