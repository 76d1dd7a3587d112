//! Adding and changing accounts. Every change counts the version up, and is refused on an older one.

use domain::{id::PersonId, person::Role, subject::Subject, text::is_same_name};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    entity::prelude::*,
};

use super::{NewAccount, person, persons, role};
use crate::{Connection, StoreError};

/// Makes an account with its roles.
pub async fn insert(connection: &impl Connection, new: NewAccount) -> Result<PersonId, StoreError> {
    let row = person::ActiveModel {
        id: NotSet,
        login: Set(super::normal_login(&new.login)),
        name: Set(new.name),
        password_hash: Set(new.password_hash),
        must_change_password: Set(new.must_change_password),
        active: Set(true),
        version: Set(1),
        created_at: Set(new.created_at.as_millisecond()),
        password_set_at: Set(Some(new.created_at.as_millisecond())),
    };
    let id = PersonId(row.insert(connection).await?.id);
    insert_roles(connection, id, &new.roles).await?;
    Ok(id)
}

/// Gives another name; the one until now is kept, since attributions may still say it.
pub async fn rename(
    connection: &impl Connection,
    id: PersonId,
    version: i64,
    (before, name): (&str, &str),
) -> Result<(), StoreError> {
    if !is_same_name(before, name) {
        persons::keep_former(connection, id, before).await?;
    }
    change(connection, id, version, [(person::Column::Name, name.into())]).await
}

/// Gives other roles in place of those held.
pub async fn set_roles(connection: &impl Connection, id: PersonId, roles: &[Role]) -> Result<(), StoreError> {
    role::Entity::delete_many().filter(role::Column::PersonId.eq(id.0)).exec(connection).await?;
    insert_roles(connection, id, roles).await
}

/// Lets the account be signed in with, or not.
pub async fn set_active(
    connection: &impl Connection,
    id: PersonId,
    version: i64,
    active: bool,
) -> Result<(), StoreError> {
    change(connection, id, version, [(person::Column::Active, active.into())]).await
}

pub(super) async fn change<const N: usize>(
    connection: &impl Connection,
    id: PersonId,
    version: i64,
    values: [(person::Column, Value); N],
) -> Result<(), StoreError> {
    let mut update = person::Entity::update_many()
        .col_expr(person::Column::Version, Expr::value(version + 1))
        .filter(person::Column::Id.eq(id.0))
        .filter(person::Column::Version.eq(version));
    for (column, value) in values {
        update = update.col_expr(column, Expr::value(value));
    }
    match update.exec(connection).await?.rows_affected {
        0 => Err(StoreError::Stale { thing: "这个账号", subject: Subject::Person(id) }),
        _ => Ok(()),
    }
}

async fn insert_roles(connection: &impl Connection, id: PersonId, roles: &[Role]) -> Result<(), StoreError> {
    if roles.is_empty() {
        return Ok(());
    }
    let rows = roles.iter().map(|role| role::ActiveModel {
        id: NotSet,
        person_id: Set(id.0),
        role: Set(role.code().to_owned()),
        unit_id: Set(role.unit().map(|unit| unit.0)),
    });
    role::Entity::insert_many(rows).exec_without_returning(connection).await?;
    Ok(())
}
