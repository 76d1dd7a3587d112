//! 代办: who acts for whom, in which roles, from which day until which.

use std::collections::HashMap;

use domain::{
    id::PersonId,
    person::{Actor, Deputyship, Role},
};
use jiff::civil::Date;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder,
    entity::prelude::*,
    sea_query::ExprTrait,
};

use super::{find, roles_of};
use crate::{Connection, StoreError, optional_time, time};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "deputies")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub person_id: i64,
        pub deputy_id: i64,
        pub roles: String,
        pub since: String,
        pub until: String,
        pub set_by: i64,
        pub set_at: i64,
        pub ended_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody is to act for another person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeputy {
    /// Who is away.
    pub person: PersonId,
    pub deputy: PersonId,
    pub roles: Vec<Role>,
    pub since: Date,
    /// The last day.
    pub until: Date,
    pub by: PersonId,
    pub at: jiff::Timestamp,
}

/// Somebody acts for another person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    pub id: i64,
    pub set: NewDeputy,
    /// When it was ended before its last day.
    pub ended_at: Option<jiff::Timestamp>,
}

impl Deputy {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.ended_at.is_none() && self.set.since <= day && day <= self.set.until
    }
}

/// Keeps it; answers its id.
pub async fn insert(connection: &impl Connection, new: &NewDeputy) -> Result<i64, StoreError> {
    let roles: Vec<String> = new.roles.iter().map(|role| role.field()).collect();
    let row = row::ActiveModel {
        id: NotSet,
        person_id: Set(new.person.0),
        deputy_id: Set(new.deputy.0),
        roles: Set(roles.join(" ")),
        since: Set(new.since.to_string()),
        until: Set(new.until.to_string()),
        set_by: Set(new.by.0),
        set_at: Set(new.at.as_millisecond()),
        ended_at: Set(None),
    };
    Ok(row.insert(connection).await?.id)
}

/// One of them.
pub async fn one(connection: &impl Connection, id: i64) -> Result<Option<Deputy>, StoreError> {
    row::Entity::find_by_id(id).one(connection).await?.map(deputy_of).transpose()
}

/// Ends it, or takes that back.
pub async fn end(
    connection: &impl Connection,
    id: i64,
    at: Option<jiff::Timestamp>,
) -> Result<(), StoreError> {
    let at = at.map(|at| at.as_millisecond());
    row::ActiveModel { id: Set(id), ended_at: Set(at), ..Default::default() }.update(connection).await?;
    Ok(())
}

/// Those in which the person is the one or the other, the newest first.
pub async fn about(connection: &impl Connection, person: PersonId) -> Result<Vec<Deputy>, StoreError> {
    let is_about = row::Column::PersonId.eq(person.0).or(row::Column::DeputyId.eq(person.0));
    let rows = row::Entity::find().filter(is_about).order_by_desc(row::Column::Id).all(connection).await?;
    rows.into_iter().map(deputy_of).collect()
}

/// For whom the person may act on a day: people with accounts in use, in roles that they still hold.
pub(super) async fn of(
    connection: &impl Connection,
    deputy: PersonId,
    day: Date,
) -> Result<Vec<Deputyship>, StoreError> {
    let rows = row::Entity::find().filter(row::Column::DeputyId.eq(deputy.0));
    Ok(holding(connection, rows, day).await?.into_iter().map(|(_, one)| one).collect())
}

/// Everybody who may act for others on a day.
pub(super) async fn on(
    connection: &impl Connection,
    day: Date,
) -> Result<HashMap<PersonId, Vec<Deputyship>>, StoreError> {
    let mut found: HashMap<PersonId, Vec<Deputyship>> = HashMap::new();
    for (deputy, one) in holding(connection, row::Entity::find(), day).await? {
        found.entry(deputy).or_default().push(one);
    }
    Ok(found)
}

async fn holding(
    connection: &impl Connection,
    rows: Select<row::Entity>,
    day: Date,
) -> Result<Vec<(PersonId, Deputyship)>, StoreError> {
    let rows = rows
        .filter(row::Column::EndedAt.is_null())
        .filter(row::Column::Until.gte(day.to_string()))
        .order_by_asc(row::Column::Id);
    let mut found = Vec::new();
    for row in rows.all(connection).await? {
        let one = deputy_of(row)?;
        let deputy = one.set.deputy;
        if one.holds_on(day) {
            found.extend(deputyship(connection, one).await?.map(|one| (deputy, one)));
        }
    }
    Ok(found)
}

async fn deputyship(connection: &impl Connection, one: Deputy) -> Result<Option<Deputyship>, StoreError> {
    let account = find(connection, one.set.person).await?.filter(|account| account.active);
    let Some(account) = account else { return Ok(None) };
    let held = roles_of(connection, account.id).await?;
    let roles: Vec<Role> = one.set.roles.into_iter().filter(|role| held.contains(role)).collect();
    let principal = Actor::new(account.id, account.name, held);
    let is_any = !roles.is_empty();
    Ok(is_any.then_some(Deputyship { principal, roles, until: one.set.until }))
}

fn deputy_of(row: row::Model) -> Result<Deputy, StoreError> {
    let broken = |what: &str| StoreError::broken("deputies", row.id, format!("读不懂“{what}”"));
    let day = |text: &str| text.parse::<Date>().map_err(|_| broken(text));
    let role = |field: &str| Role::from_field(field).ok_or_else(|| broken(field));
    Ok(Deputy {
        id: row.id,
        ended_at: optional_time("deputies", row.id, row.ended_at)?,
        set: NewDeputy {
            person: PersonId(row.person_id),
            deputy: PersonId(row.deputy_id),
            roles: row.roles.split_whitespace().map(role).collect::<Result<_, _>>()?,
            since: day(&row.since)?,
            until: day(&row.until)?,
            by: PersonId(row.set_by),
            at: time("deputies", row.id, row.set_at)?,
        },
    })
}
