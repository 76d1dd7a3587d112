//! Adding and changing units and groups. A name that another unit bears is refused by the database.

use domain::{
    id::{UnitGroupId, UnitId},
    subject::Subject,
    unit::{Unit, UnitGroup},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder,
    entity::prelude::*,
};

use super::{group, member, name, unit};
use crate::{Connection, StoreError};

/// Which of these names belong to another unit: each with that unit's full name.
pub async fn claimed(
    connection: &impl Connection,
    names: &[&str],
    except: Option<UnitId>,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = name::Entity::find()
        .filter(name::Column::Name.is_in(names.iter().copied()))
        .filter(name::Column::UnitId.ne(except.map_or(0, |unit| unit.0)))
        .order_by_asc(name::Column::Name)
        .all(connection)
        .await?;
    let mut claimed = Vec::new();
    for row in rows {
        let unit = unit::Entity::find_by_id(row.unit_id).one(connection).await?;
        claimed.push((row.name, unit.map(|unit| unit.name).unwrap_or_default()));
    }
    Ok(claimed)
}

/// Adds a unit; its id is given by the database, whatever `unit.id` is.
pub async fn insert(connection: &impl Connection, unit: &Unit) -> Result<UnitId, StoreError> {
    let row = unit::ActiveModel { id: NotSet, version: Set(1), ..row_of(unit) };
    let id = UnitId(row.insert(connection).await?.id);
    insert_names(connection, id, unit).await?;
    Ok(id)
}

/// Changes a unit, its names included, and counts its version up.
pub async fn update(connection: &impl Connection, unit: &Unit, version: i64) -> Result<(), StoreError> {
    let claim = unit::Entity::update_many()
        .col_expr(unit::Column::Version, Expr::value(version + 1))
        .filter(unit::Column::Id.eq(unit.id.0))
        .filter(unit::Column::Version.eq(version));
    if claim.exec(connection).await?.rows_affected == 0 {
        return Err(StoreError::Stale { thing: "这个单位", subject: Subject::Unit(unit.id) });
    }
    row_of(unit).update(connection).await?;
    name::Entity::delete_many().filter(name::Column::UnitId.eq(unit.id.0)).exec(connection).await?;
    insert_names(connection, unit.id, unit).await
}

/// Adds a group.
pub async fn insert_group(
    connection: &impl Connection,
    name: &str,
    order: i32,
) -> Result<UnitGroupId, StoreError> {
    let row = group::ActiveModel { id: NotSet, name: Set(name.to_owned()), sort_order: Set(order) };
    Ok(UnitGroupId(row.insert(connection).await?.id))
}

/// Changes a group's name and place.
pub async fn update_group(connection: &impl Connection, group: &UnitGroup) -> Result<(), StoreError> {
    let name = Set(group.name.clone());
    let row = group::ActiveModel { id: Set(group.id.0), name, sort_order: Set(group.order) };
    row.update(connection).await?;
    Ok(())
}

/// Puts a unit into a group in a year, and in the years after it that name none.
pub async fn set_group(
    connection: &impl Connection,
    unit: UnitId,
    year: i16,
    group: UnitGroupId,
) -> Result<(), StoreError> {
    let key = (unit.0, i32::from(year));
    member::Entity::delete_by_id(key).exec(connection).await?;
    let row = member::ActiveModel { unit_id: Set(key.0), year: Set(key.1), group_id: Set(group.0) };
    member::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

async fn insert_names(connection: &impl Connection, id: UnitId, unit: &Unit) -> Result<(), StoreError> {
    let mut names: Vec<&str> = unit.names().collect();
    names.sort_unstable();
    names.dedup();
    let rows =
        names.into_iter().map(|name| name::ActiveModel { name: Set(name.to_owned()), unit_id: Set(id.0) });
    name::Entity::insert_many(rows).exec_without_returning(connection).await?;
    Ok(())
}

fn row_of(unit: &Unit) -> unit::ActiveModel {
    unit::ActiveModel {
        id: Set(unit.id.0),
        name: Set(unit.name.clone()),
        short_name: Set(unit.short_name.clone()),
        reviews: Set(unit.reviews),
        scored: Set(unit.scored),
        sort_order: Set(unit.order),
        since: Set(unit.since.map(|day| day.to_string())),
        until: Set(unit.until.map(|day| day.to_string())),
        version: NotSet,
    }
}
