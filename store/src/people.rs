//! People and their roles.

use std::collections::{BTreeSet, HashMap};

use domain::{
    id::{PersonId, UnitId},
    person::{Actor, Role},
};
use jiff::civil::Date;
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::Query};

use super::{Connection, StoreError, containing};

pub mod deputies;
pub mod invitations;
pub mod passwords;
pub mod persons;
pub mod write;

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
        pub password_set_at: Option<i64>,
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
    /// When the password was set; when the account was made, where nobody kept that.
    pub password_set_at: jiff::Timestamp,
    /// Grows by one with every change; a change made to an older version is refused.
    pub version: i64,
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

/// An account's name as it is kept and looked for: without white space around it, in small letters.
pub fn normal_login(login: &str) -> String {
    login.trim().to_lowercase()
}

/// The account that signs in with this name, as [`normal_login`] writes it.
pub async fn find_by_login(connection: &impl Connection, login: &str) -> Result<Option<Account>, StoreError> {
    let row = person::Entity::find().filter(person::Column::Login.eq(login)).one(connection).await?;
    row.map(account).transpose()
}

/// The account with this id.
pub async fn find(connection: &impl Connection, id: PersonId) -> Result<Option<Account>, StoreError> {
    person::Entity::find_by_id(id.0).one(connection).await?.map(account).transpose()
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

/// Everybody with an account, by name, with the roles held now.
pub async fn load_all(connection: &impl Connection) -> Result<Vec<(Account, Vec<Role>)>, StoreError> {
    let mut roles: HashMap<i64, Vec<Role>> = HashMap::new();
    for row in role::Entity::find().order_by_asc(role::Column::Id).all(connection).await? {
        roles.entry(row.person_id).or_default().push(role_of(row)?);
    }
    let rows = person::Entity::find()
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let roles = roles.remove(&row.id).unwrap_or_default();
            Ok((account(row)?, roles))
        })
        .collect()
}

/// The people whose names contain this.
pub async fn ids_by_name(connection: &impl Connection, part: &str) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<i64> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Name.like(containing(part)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// How many administrators may sign in.
pub async fn count_administrators(connection: &impl Connection) -> Result<u64, StoreError> {
    let active = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .and_where(person::Column::Active.eq(true))
        .to_owned();
    Ok(role::Entity::find()
        .filter(role::Column::Role.eq(Role::Administrator.code()))
        .filter(role::Column::PersonId.in_subquery(active))
        .count(connection)
        .await?)
}

/// Whether anybody has an account yet.
pub async fn is_empty(connection: &impl Connection) -> Result<bool, StoreError> {
    Ok(person::Entity::find().one(connection).await?.is_none())
}

/// The person as somebody who acts, with the roles held now.
pub async fn actor(connection: &impl Connection, account: &Account) -> Result<Actor, StoreError> {
    let roles = roles_of(connection, account.id).await?;
    let actor = Actor::new(account.id, account.name.clone(), roles);
    if !persons::decides(&actor) {
        return Ok(actor);
    }
    Ok(persons::Names::load(connection).await?.complete(actor))
}

/// As [`actor`], with those for whom the person may act on this day.
pub async fn actor_on(
    connection: &impl Connection,
    account: &Account,
    day: Date,
) -> Result<Actor, StoreError> {
    let deputy_for = deputies::of(connection, account.id, day).await?;
    if deputy_for.is_empty() {
        return actor(connection, account).await;
    }
    let roles = roles_of(connection, account.id).await?;
    let actor = Actor { deputy_for, ..Actor::new(account.id, account.name.clone(), roles) };
    Ok(persons::Names::load(connection).await?.complete(actor))
}

/// The roles that a person holds.
async fn roles_of(connection: &impl Connection, person: PersonId) -> Result<Vec<Role>, StoreError> {
    let rows = role::Entity::find()
        .filter(role::Column::PersonId.eq(person.0))
        .order_by_asc(role::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(role_of).collect()
}

/// Everybody who can sign in, as somebody who acts on this day.
pub async fn actors(connection: &impl Connection, day: Date) -> Result<Vec<Actor>, StoreError> {
    let everybody = load_all(connection).await?;
    let names = persons::Names::load(connection).await?;
    let mut deputies = deputies::on(connection, day).await?;
    let active = everybody.into_iter().filter(|(account, _)| account.active);
    let actor = |(account, roles): (Account, Vec<Role>)| {
        let deputy_for = deputies.remove(&account.id).unwrap_or_default();
        names.complete(Actor { deputy_for, ..Actor::new(account.id, account.name, roles) })
    };
    Ok(active.map(actor).collect())
}

fn account(row: person::Model) -> Result<Account, StoreError> {
    let set_at = row.password_set_at.unwrap_or(row.created_at);
    Ok(Account {
        password_set_at: super::time("people", row.id, set_at)?,
        id: PersonId(row.id),
        login: row.login,
        name: row.name,
        password_hash: row.password_hash,
        must_change_password: row.must_change_password,
        active: row.active,
        version: row.version,
    })
}

fn role_of(row: role::Model) -> Result<Role, StoreError> {
    Role::from_code(&row.role, row.unit_id.map(UnitId))
        .ok_or_else(|| StoreError::broken("person_roles", row.id, format!("没有“{}”这种角色", row.role)))
}
