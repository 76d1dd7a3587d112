//! Files that people handed in, by the hash of their content, kept for a while; and what became of each handing in.

use domain::id::PersonId;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{Connection, StoreError, files::hash};

mod file {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "handed_in_files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        pub bytes: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "handed_in")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub hash: String,
        pub name: String,
        pub person_id: i64,
        pub handed_in_at: i64,
        pub answer: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That a person handed a file in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedInFile {
    pub id: i64,
    /// Of the content.
    pub hash: String,
    /// The file's name.
    pub name: String,
    /// What the import answered; `None` while it was not imported.
    pub answer: Option<String>,
}

/// Keeps a file for a person; content that is kept already is not kept again.
pub async fn keep(
    connection: &impl Connection,
    name: &str,
    bytes: Vec<u8>,
    person: PersonId,
    at: jiff::Timestamp,
) -> Result<i64, StoreError> {
    let hash = hash(&bytes);
    let file = file::ActiveModel { hash: Set(hash.clone()), bytes: Set(bytes) };
    file::Entity::insert(file).on_conflict_do_nothing().exec_without_returning(connection).await?;
    let row = row::ActiveModel {
        id: NotSet,
        hash: Set(hash),
        name: Set(name.to_owned()),
        person_id: Set(person.0),
        handed_in_at: Set(at.as_millisecond()),
        answer: Set(None),
    };
    Ok(row.insert(connection).await?.id)
}

/// What a person handed in; nobody else's.
pub async fn find(
    connection: &impl Connection,
    id: i64,
    person: PersonId,
) -> Result<Option<HandedInFile>, StoreError> {
    let row = row::Entity::find_by_id(id).filter(row::Column::PersonId.eq(person.0)).one(connection).await?;
    Ok(row.map(|row| HandedInFile { id: row.id, hash: row.hash, name: row.name, answer: row.answer }))
}

/// A file's content.
pub async fn bytes(connection: &impl Connection, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(file::Entity::find_by_id(hash.to_owned()).one(connection).await?.map(|file| file.bytes))
}

/// Keeps what the import answered.
pub async fn set_answer(connection: &impl Connection, id: i64, answer: &str) -> Result<(), StoreError> {
    let row = row::ActiveModel { id: Set(id), answer: Set(Some(answer.to_owned())), ..Default::default() };
    row.update(connection).await?;
    Ok(())
}

/// Forgets a content, by whomever it was handed in: its words are not to be here any more.
pub(crate) async fn forget(connection: &impl Connection, hash: &str) -> Result<(), StoreError> {
    row::Entity::delete_many().filter(row::Column::Hash.eq(hash)).exec(connection).await?;
    file::Entity::delete_by_id(hash.to_owned()).exec(connection).await?;
    Ok(())
}

/// Forgets what was handed in before a time, and of one person all but the last so many; then every content that nobody
/// asks for any more.
pub async fn sweep(
    connection: &impl Connection,
    before: jiff::Timestamp,
    person: PersonId,
    most: u64,
) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::HandedInAt.lt(before.as_millisecond()))
        .exec(connection)
        .await?;
    let oldest_to_stay: Option<i64> = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::PersonId.eq(person.0))
        .order_by_desc(row::Column::Id)
        .offset(most.saturating_sub(1))
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    if let Some(oldest) = oldest_to_stay {
        row::Entity::delete_many()
            .filter(row::Column::PersonId.eq(person.0))
            .filter(row::Column::Id.lt(oldest))
            .exec(connection)
            .await?;
    }
    let asked_for = Query::select().column("hash").from("handed_in").to_owned();
    file::Entity::delete_many().filter(Expr::col("hash").not_in_subquery(asked_for)).exec(connection).await?;
    Ok(())
}
