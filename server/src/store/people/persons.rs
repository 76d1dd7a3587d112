//! Which accounts and which authors' names are one person's.

use std::collections::BTreeSet;

use domain::{
    attribution::Attribution,
    id::{PersonId, UnitId},
    item::AuthorStatement,
    text::name_key,
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::OnConflict};

use super::person;
use crate::store::{Connection, StoreError};

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

/// The other accounts that bear this name in any spelling, but for those that are known to be other people's.
pub(super) async fn others(
    connection: &impl Connection,
    id: PersonId,
    name: &str,
) -> Result<Vec<PersonId>, StoreError> {
    let key = name_key(name);
    let people: Vec<(i64, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .filter(person::Column::Id.ne(id.0))
        .into_tuple()
        .all(connection)
        .await?;
    let mut others: Vec<i64> =
        people.into_iter().filter(|(_, name)| name_key(name) == key).map(|(id, _)| id).collect();
    if !others.is_empty() {
        let either = different::Column::PersonId.eq(id.0).or(different::Column::OtherId.eq(id.0));
        let rows = different::Entity::find().filter(either).all(connection).await?;
        let known: BTreeSet<i64> = rows.into_iter().flat_map(|row| [row.person_id, row.other_id]).collect();
        others.retain(|other| !known.contains(other));
    }
    Ok(others.into_iter().map(PersonId).collect())
}

/// Everything that was stated of authors' names.
pub async fn author_statements(connection: &impl Connection) -> Result<Vec<AuthorStatement>, StoreError> {
    let rows = statement::Entity::find().order_by_asc(statement::Column::Id).all(connection).await?;
    let statement = |row: statement::Model| AuthorStatement {
        unit: row.unit_id.map(UnitId),
        name_key: row.name_key,
        person: PersonId(row.person_id),
        is_same: row.is_same,
    };
    Ok(rows.into_iter().map(statement).collect())
}

/// Those of them that concern the authors of an attribution.
pub fn concerning(statements: &[AuthorStatement], attribution: &Attribution) -> Vec<AuthorStatement> {
    let concerns = |statement: &&AuthorStatement| {
        let of_unit = attribution.parts.iter().filter(|part| part.unit == statement.unit);
        of_unit.flat_map(|part| &part.authors).any(|author| name_key(author) == statement.name_key)
    };
    statements.iter().filter(concerns).cloned().collect()
}

/// Keeps whose an author's name is, or is not. What was stated of the same name and person before is replaced.
pub async fn state_author(
    connection: &impl Connection,
    name: &str,
    stated: AuthorStatement,
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    statement::Entity::delete_many()
        .filter(statement::Column::NameKey.eq(&stated.name_key))
        .filter(statement::Column::PersonId.eq(stated.person.0))
        .filter(match stated.unit {
            Some(unit) => statement::Column::UnitId.eq(unit.0),
            None => statement::Column::UnitId.is_null(),
        })
        .exec(connection)
        .await?;
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
