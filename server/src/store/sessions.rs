//! Sessions, and the failed attempts to begin one.

use domain::id::PersonId;
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{Connection, StoreError};

mod session {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub person_id: i64,
        pub created_at: i64,
        pub expires_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod failure {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "failed_sign_ins")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub subject: String,
        pub failed_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Begins a session; `token_hash` is the digest of the cookie's token.
pub async fn begin(
    connection: &impl Connection,
    token_hash: String,
    person: PersonId,
    now: jiff::Timestamp,
    expires_at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = session::ActiveModel {
        token_hash: Set(token_hash),
        person_id: Set(person.0),
        created_at: Set(now.as_millisecond()),
        expires_at: Set(expires_at.as_millisecond()),
    };
    session::Entity::insert(row).exec_without_returning(connection).await?;
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now.as_millisecond()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Whose session it is, where it has not ended.
pub async fn person_of(
    connection: &impl Connection,
    token_hash: &str,
    now: jiff::Timestamp,
) -> Result<Option<PersonId>, StoreError> {
    let row = session::Entity::find_by_id(token_hash.to_owned())
        .filter(session::Column::ExpiresAt.gt(now.as_millisecond()))
        .one(connection)
        .await?;
    Ok(row.map(|row| PersonId(row.person_id)))
}

/// Ends one session.
pub async fn end(connection: &impl Connection, token_hash: &str) -> Result<(), StoreError> {
    session::Entity::delete_by_id(token_hash.to_owned()).exec(connection).await?;
    Ok(())
}

/// Ends all of a person's sessions, wherever they are.
pub async fn end_all(connection: &impl Connection, person: PersonId) -> Result<(), StoreError> {
    session::Entity::delete_many().filter(session::Column::PersonId.eq(person.0)).exec(connection).await?;
    Ok(())
}

/// Notes a failed sign-in. `subject` is `login:…` or `address:…`.
pub async fn note_failure(
    connection: &impl Connection,
    subject: String,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = failure::ActiveModel {
        subject: Set(subject),
        failed_at: Set(now.as_millisecond()),
        ..Default::default()
    };
    row.insert(connection).await?;
    Ok(())
}

/// How often sign-in failed for a subject since then; older failures are forgotten.
pub async fn count_failures(
    connection: &impl Connection,
    subject: &str,
    since: jiff::Timestamp,
) -> Result<u64, StoreError> {
    let since = since.as_millisecond();
    Ok(failure::Entity::find()
        .filter(failure::Column::Subject.eq(subject))
        .filter(failure::Column::FailedAt.gte(since))
        .count(connection)
        .await?)
}

/// Forgets a subject's failures, after a success.
pub async fn forget_failures(connection: &impl Connection, subject: &str) -> Result<(), StoreError> {
    failure::Entity::delete_many().filter(failure::Column::Subject.eq(subject)).exec(connection).await?;
    Ok(())
}
