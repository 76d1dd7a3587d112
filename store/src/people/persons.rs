//! Which accounts and which authors' names are one person's.

use std::collections::{BTreeSet, HashMap};

use domain::{
    attribution::Attribution,
    id::{PersonId, UnitId},
    item::AuthorStatement,
    person::{Actor, Deputyship, Role},
    text::{are_alike, name_key},
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::OnConflict};

use super::person;
use crate::{Connection, StoreError};

mod statement {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "author_statements")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub unit_id: Option<i64>,
        pub name_key: String,
        pub name: String,
        pub person_id: i64,
        pub is_same: bool,
        pub stated_by: i64,
        pub stated_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod different {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "different_people")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub other_id: i64,
        pub stated_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod former {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "former_names")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub person_id: i64,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps what a person was called until now.
pub(super) async fn keep_former(
    connection: &impl Connection,
    person: PersonId,
    name: &str,
) -> Result<(), StoreError> {
    let row =
        former::ActiveModel { person_id: Set(person.0), name: Set(name.to_owned()), ..Default::default() };
    row.insert(connection).await?;
    Ok(())
}

/// Everybody's former names.
async fn all_former(connection: &impl Connection) -> Result<HashMap<PersonId, Vec<String>>, StoreError> {
    let mut names: HashMap<PersonId, Vec<String>> = HashMap::new();
    for row in former::Entity::find().order_by_asc(former::Column::Id).all(connection).await? {
        names.entry(PersonId(row.person_id)).or_default().push(row.name);
    }
    Ok(names)
}

/// Everybody's names, those of before among them, as they are compared.
#[derive(Debug)]
pub(super) struct Names {
    /// By person, in the order of their ids.
    keys: Vec<(PersonId, BTreeSet<String>)>,
    former: HashMap<PersonId, Vec<String>>,
    different: BTreeSet<(PersonId, PersonId)>,
}

impl Names {
    pub(super) async fn load(connection: &impl Connection) -> Result<Self, StoreError> {
        let people: Vec<(i64, String)> = person::Entity::find()
            .select_only()
            .columns([person::Column::Id, person::Column::Name])
            .order_by_asc(person::Column::Id)
            .into_tuple()
            .all(connection)
            .await?;
        let former = all_former(connection).await?;
        let keys = people.into_iter().map(|(id, name)| {
            let id = PersonId(id);
            let before = former.get(&id).into_iter().flatten().map(String::as_str);
            (id, before.chain([name.as_str()]).map(name_key).filter(|key| !key.is_empty()).collect())
        });
        Ok(Self { keys: keys.collect(), different: different(connection).await?, former })
    }

    /// The other accounts that share a name with this one, or whose name is this one's with a mark behind it, each with
    /// whether it is known to be another person's.
    pub(super) fn namesakes(&self, id: PersonId) -> Vec<(PersonId, bool)> {
        let Some((_, own)) = self.keys.iter().find(|(known, _)| *known == id) else { return Vec::new() };
        let others = self.keys.iter().filter(|(other, keys)| *other != id && are_alike(own, keys));
        others.map(|(other, _)| (*other, self.different.contains(&(id, *other)))).collect()
    }

    /// The person with what makes others of the same name the same, and what he was called before.
    pub(super) fn complete(&self, actor: Actor) -> Actor {
        let namesakes = self.namesakes(actor.id).into_iter();
        let others = namesakes.filter(|(_, is_different)| !is_different).map(|(other, _)| other).collect();
        let former_names = self.former.get(&actor.id).cloned().unwrap_or_default();
        let deputy_for = actor.deputy_for.into_iter().map(|one| {
            let principal = self.complete(one.principal);
            Deputyship { principal, ..one }
        });
        Actor { others, former_names, deputy_for: deputy_for.collect(), ..actor }
    }
}

/// Whether it matters to what somebody may do who else bears the name: where two people are asked for they are the
/// second, or they state who is who.
pub(super) fn decides(actor: &Actor) -> bool {
    let is_second = |role: &Role| {
        matches!(role, Role::UnitReviewer(_) | Role::Clearer | Role::Signer | Role::Administrator)
    };
    actor.held().any(|role| is_second(&role))
}

/// The pairs of accounts of one name that are two people's, each in both orders.
async fn different(connection: &impl Connection) -> Result<BTreeSet<(PersonId, PersonId)>, StoreError> {
    let rows = different::Entity::find().all(connection).await?;
    let pairs = rows.into_iter().map(|row| (PersonId(row.person_id), PersonId(row.other_id)));
    Ok(pairs.flat_map(|(one, other)| [(one, other), (other, one)]).collect())
}

/// The other accounts that bear a name of this person's in any spelling, each with whether it is known to be another
/// person's.
pub async fn namesakes(
    connection: &impl Connection,
    id: PersonId,
) -> Result<Vec<(PersonId, bool)>, StoreError> {
    Ok(Names::load(connection).await?.namesakes(id))
}

/// Everything that was stated of authors' names.
pub async fn author_statements(connection: &impl Connection) -> Result<Vec<AuthorStatement>, StoreError> {
    let rows = statement::Entity::find().order_by_asc(statement::Column::Id).all(connection).await?;
    Ok(rows.into_iter().map(statement_of).collect())
}

fn statement_of(row: statement::Model) -> AuthorStatement {
    AuthorStatement {
        unit: row.unit_id.map(UnitId),
        name_key: row.name_key,
        person: PersonId(row.person_id),
        is_same: row.is_same,
    }
}

/// Those of them that concern the authors of an attribution.
pub fn concerning(statements: &[AuthorStatement], attribution: &Attribution) -> Vec<AuthorStatement> {
    statements.iter().filter(|statement| statement.concerns(attribution)).cloned().collect()
}

/// What was stated, as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub statement: AuthorStatement,
    /// The author's name as it stood there.
    pub name: String,
    pub by: PersonId,
    pub at: jiff::Timestamp,
}

/// What was stated of the authors of an attribution, the oldest first.
pub async fn stated_of(
    connection: &impl Connection,
    attribution: &Attribution,
) -> Result<Vec<Stated>, StoreError> {
    let all = all_stated(connection, None).await?;
    Ok(all.into_iter().filter(|stated| stated.statement.concerns(attribution)).collect())
}

/// What was stated of authors' names and this person, the oldest first.
pub async fn stated_about(connection: &impl Connection, person: PersonId) -> Result<Vec<Stated>, StoreError> {
    all_stated(connection, Some(person)).await
}

async fn all_stated(
    connection: &impl Connection,
    person: Option<PersonId>,
) -> Result<Vec<Stated>, StoreError> {
    let mut asked = statement::Entity::find();
    if let Some(person) = person {
        asked = asked.filter(statement::Column::PersonId.eq(person.0));
    }
    let rows = asked.order_by_asc(statement::Column::Id).all(connection).await?;
    let stated = |row: statement::Model| {
        let at = jiff::Timestamp::from_millisecond(row.stated_at)
            .map_err(|error| StoreError::broken("author_statements", row.id, error))?;
        let (name, by) = (row.name.clone(), PersonId(row.stated_by));
        Ok(Stated { statement: statement_of(row), name, by, at })
    };
    rows.into_iter().map(stated).collect()
}

/// Keeps whose an author's name is, or is not. What was stated of the same name and person before is replaced.
pub async fn state_author(
    connection: &impl Connection,
    name: &str,
    stated: AuthorStatement,
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    unstate_author(connection, &stated).await?;
    let row = statement::ActiveModel {
        unit_id: Set(stated.unit.map(|unit| unit.0)),
        name_key: Set(stated.name_key),
        name: Set(name.to_owned()),
        person_id: Set(stated.person.0),
        is_same: Set(stated.is_same),
        stated_by: Set(by.0),
        stated_at: Set(at.as_millisecond()),
        ..Default::default()
    };
    row.insert(connection).await?;
    Ok(())
}

/// Takes back what was stated of this name and person; answers whether anything was.
pub async fn unstate_author(
    connection: &impl Connection,
    stated: &AuthorStatement,
) -> Result<bool, StoreError> {
    let taken = statement::Entity::delete_many()
        .filter(statement::Column::NameKey.eq(&stated.name_key))
        .filter(statement::Column::PersonId.eq(stated.person.0))
        .filter(match stated.unit {
            Some(unit) => statement::Column::UnitId.eq(unit.0),
            None => statement::Column::UnitId.is_null(),
        })
        .exec(connection)
        .await?;
    Ok(taken.rows_affected > 0)
}

/// Takes back that two accounts are two people's.
pub async fn unstate_different(
    connection: &impl Connection,
    person: PersonId,
    other: PersonId,
) -> Result<(), StoreError> {
    for (person, other) in [(person, other), (other, person)] {
        different::Entity::delete_many()
            .filter(different::Column::PersonId.eq(person.0))
            .filter(different::Column::OtherId.eq(other.0))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Keeps that two accounts of one name are two people's.
pub async fn state_different(
    connection: &impl Connection,
    person: PersonId,
    other: PersonId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = different::ActiveModel {
        person_id: Set(person.0),
        other_id: Set(other.0),
        stated_at: Set(at.as_millisecond()),
    };
    let again = OnConflict::columns([different::Column::PersonId, different::Column::OtherId])
        .do_nothing()
        .to_owned();
    different::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}
