//! People and their roles.

use std::collections::{BTreeSet, HashMap};

use domain::{
    id::{PersonId, UnitId},
    person::{Actor, Role},
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

use super::{Connection, StoreError};

mod person {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "people")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub login: String,
        pub name: String,
        pub password_hash: String,
        pub must_change_password: bool,
        pub active: bool,
        pub version: i64,
        pub created_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod role {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person_roles")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub person_id: i64,
        pub role: String,
        pub unit_id: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's account, without the roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: PersonId,
    pub login: String,
    pub name: String,
    /// A PHC string.
    pub password_hash: String,
    pub must_change_password: bool,
    pub active: bool,
}

/// An account to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    pub login: String,
    pub name: String,
    pub password_hash: String,
    pub must_change_password: bool,
    pub roles: Vec<Role>,
    pub created_at: jiff::Timestamp,
}

/// The account that signs in with this name.
pub async fn find_by_login(connection: &impl Connection, login: &str) -> Result<Option<Account>, StoreError> {
    let row = person::Entity::find().filter(person::Column::Login.eq(login)).one(connection).await?;
    Ok(row.map(account))
}

/// The account with this id.
pub async fn find(connection: &impl Connection, id: PersonId) -> Result<Option<Account>, StoreError> {
    Ok(person::Entity::find_by_id(id.0).one(connection).await?.map(account))
}

/// The names of these people.
pub async fn names(
    connection: &impl Connection,
    ids: &BTreeSet<PersonId>,
) -> Result<HashMap<PersonId, String>, StoreError> {
    let rows: Vec<(i64, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .filter(person::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (PersonId(id), name)).collect())
}

/// Whether anybody has an account yet.
pub async fn is_empty(connection: &impl Connection) -> Result<bool, StoreError> {
    Ok(person::Entity::find().one(connection).await?.is_none())
}

/// The person as somebody who acts, with the roles held now.
pub async fn actor(connection: &impl Connection, account: &Account) -> Result<Actor, StoreError> {
    let rows = role::Entity::find()
        .filter(role::Column::PersonId.eq(account.id.0))
        .order_by_asc(role::Column::Id)
        .all(connection)
        .await?;
    let roles = rows.into_iter().map(role_of).collect::<Result<_, _>>()?;
    Ok(Actor { id: account.id, name: account.name.clone(), roles })
}

/// Makes an account with its roles.
pub async fn insert(connection: &impl Connection, new: NewAccount) -> Result<PersonId, StoreError> {
    let row = person::ActiveModel {
        login: Set(new.login),
        name: Set(new.name),
        password_hash: Set(new.password_hash),
        must_change_password: Set(new.must_change_password),
        active: Set(true),
        version: Set(1),
        created_at: Set(new.created_at.as_millisecond()),
        ..Default::default()
    };
    let id = PersonId(row.insert(connection).await?.id);
    for role in new.roles {
        let row = role::ActiveModel {
            person_id: Set(id.0),
            role: Set(role.code().to_owned()),
            unit_id: Set(role.unit().map(|unit| unit.0)),
            ..Default::default()
        };
        row.insert(connection).await?;
    }
    Ok(id)
}

/// Gives a new password.
pub async fn set_password(
    connection: &impl Connection,
    id: PersonId,
    password_hash: String,
    must_change_password: bool,
) -> Result<(), StoreError> {
    let row = person::ActiveModel {
        id: Set(id.0),
        password_hash: Set(password_hash),
        must_change_password: Set(must_change_password),
        ..Default::default()
    };
    row.update(connection).await?;
    Ok(())
}

fn account(row: person::Model) -> Account {
    Account {
        id: PersonId(row.id),
        login: row.login,
        name: row.name,
        password_hash: row.password_hash,
        must_change_password: row.must_change_password,
        active: row.active,
    }
}

fn role_of(row: role::Model) -> Result<Role, StoreError> {
    Role::from_code(&row.role, row.unit_id.map(UnitId))
        .ok_or_else(|| StoreError::broken("person_roles", row.id, format!("没有“{}”这种角色", row.role)))
}
