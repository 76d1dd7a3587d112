//! Filters that a person has given a name.

use domain::id::PersonId;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder,
    entity::prelude::*,
    sea_query::OnConflict,
};

use super::{Connection, StoreError};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_views")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub person_id: i64,
        pub name: String,
        pub address: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A list as a person likes to look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub id: i64,
    pub name: String,
    /// The list's own address, with its filters.
    pub address: String,
}

/// A person's, in the order in which they were first saved.
pub async fn of(connection: &impl Connection, person: PersonId) -> Result<Vec<SavedView>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    let view = |row: row::Model| SavedView { id: row.id, name: row.name, address: row.address };
    Ok(rows.into_iter().map(view).collect())
}

/// Saves it under its name; what bore that name before is this one now.
pub async fn save(
    connection: &impl Connection,
    person: PersonId,
    name: &str,
    address: &str,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        id: NotSet,
        person_id: Set(person.0),
        name: Set(name.to_owned()),
        address: Set(address.to_owned()),
    };
    let again = OnConflict::columns([row::Column::PersonId, row::Column::Name])
        .update_column(row::Column::Address)
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Gives it up; answers what it was, where the person has it.
pub async fn remove(
    connection: &impl Connection,
    person: PersonId,
    id: i64,
) -> Result<Option<SavedView>, StoreError> {
    let Some(view) = of(connection, person).await?.into_iter().find(|view| view.id == id) else {
        return Ok(None);
    };
    row::Entity::delete_by_id(id).exec(connection).await?;
    Ok(Some(view))
}
