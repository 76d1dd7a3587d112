//! Attempts to prove who one is that failed, by what they count for. What is older than the window is forgotten.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    entity::prelude::*,
};

use super::{Connection, StoreError};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "failed_sign_ins")]
pub struct Model {
    #[sea_orm(primary_key)]
    id: i64,
    subject: String,
    failed_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// How many failures count for a subject.
pub async fn count(connection: &impl Connection, subject: &str, since: Timestamp) -> Result<u64, StoreError> {
    let failures = Entity::find()
        .filter(Column::Subject.eq(subject))
        .filter(Column::FailedAt.gte(since.as_millisecond()))
        .count(connection)
        .await?;
    Ok(failures)
}

/// Notes one attempt for each subject, and forgets what is older than the window.
pub async fn note(
    connection: &impl Connection,
    subjects: &[String],
    now: Timestamp,
    since: Timestamp,
) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::FailedAt.lt(since.as_millisecond())).exec(connection).await?;
    let rows = subjects.iter().map(|subject| ActiveModel {
        id: NotSet,
        subject: Set(subject.clone()),
        failed_at: Set(now.as_millisecond()),
    });
    Entity::insert_many(rows).exec_without_returning(connection).await?;
    Ok(())
}

/// Forgets all failures of a subject: it was who it should be.
pub async fn forget(connection: &impl Connection, subject: &str) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Subject.eq(subject)).exec(connection).await?;
    Ok(())
}

/// Forgets one attempt that was noted at this moment.
pub async fn take_back(
    connection: &impl Connection,
    subject: &str,
    noted_at: Timestamp,
) -> Result<(), StoreError> {
    let noted = Entity::find()
        .filter(Column::Subject.eq(subject))
        .filter(Column::FailedAt.eq(noted_at.as_millisecond()))
        .one(connection)
        .await?;
    if let Some(noted) = noted {
        Entity::delete_by_id(noted.id).exec(connection).await?;
    }
    Ok(())
}
