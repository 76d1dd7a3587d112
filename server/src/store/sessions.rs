//! Sessions, and the failed attempts to begin one.

use domain::id::PersonId;
use jiff::SignedDuration;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    entity::prelude::*,
    sea_query::Query,
};

use super::{
    Connection, StoreError,
    changes::{self, Changes},
};

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

/// The person whose session has this token's digest, where it has not ended; and how many changes there were.
pub async fn find(
    connection: &impl Connection,
    token_hash: &str,
    now: jiff::Timestamp,
) -> Result<Option<(PersonId, Changes)>, StoreError> {
    let query = Query::select()
        .column(session::Column::PersonId)
        .expr(changes::column())
        .from(session::Entity)
        .and_where(session::Column::TokenHash.eq(token_hash))
        .and_where(session::Column::ExpiresAt.gt(now.as_millisecond()))
        .to_owned();
    let Some(row) = connection.query_one(&query).await? else { return Ok(None) };
    Ok(Some((PersonId(row.try_get_by_index(0)?), changes::read(&row, 1)?)))
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

/// How often sign-in may fail for a subject: an account, an address, or an account from an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    pub subject: String,
    pub failures: u64,
}

/// Notes an attempt as failed, for each subject; says no, and notes nothing, where one has reached its limit
/// within the window. What is older is forgotten.
pub async fn note_attempt(
    connection: &impl Connection,
    limits: &[Limit],
    now: jiff::Timestamp,
    window: SignedDuration,
) -> Result<bool, StoreError> {
    let since = (now - window).as_millisecond();
    failure::Entity::delete_many().filter(failure::Column::FailedAt.lt(since)).exec(connection).await?;
    for limit in limits {
        let failures = failure::Entity::find()
            .filter(failure::Column::Subject.eq(&limit.subject))
            .count(connection)
            .await?;
        if failures >= limit.failures {
            return Ok(false);
        }
    }
    let rows = limits.iter().map(|limit| failure::ActiveModel {
        id: NotSet,
        subject: Set(limit.subject.clone()),
        failed_at: Set(now.as_millisecond()),
    });
    failure::Entity::insert_many(rows).exec_without_returning(connection).await?;
    Ok(true)
}

/// After a success: forgets all failures of the first subject, and that the attempt was noted for the others.
pub async fn forget_attempts(
    connection: &impl Connection,
    limits: &[Limit],
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    for (place, limit) in limits.iter().enumerate() {
        let mut forget = failure::Entity::delete_many().filter(failure::Column::Subject.eq(&limit.subject));
        if place > 0 {
            forget = forget.filter(failure::Column::FailedAt.eq(now.as_millisecond()));
        }
        forget.exec(connection).await?;
    }
    Ok(())
}
