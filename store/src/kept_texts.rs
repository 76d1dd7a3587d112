//! The short form that was refused last, kept for its person until the next page shows it again. What is typed into
//! long ones is kept by its page: see [`super::sheets`].

use domain::id::PersonId;
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

use super::{Connection, StoreError};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kept_texts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        pub base_revision_id: Option<i64>,
        pub sheet: String,
        pub text: Option<String>,
        pub kept_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The subject of the form that was refused last.
const FORM: &str = "form";

/// Keeps what was typed into a form that was refused, as JSON, in the place of the form kept before.
pub async fn keep_form(
    connection: &impl Connection,
    person: PersonId,
    form: String,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        person_id: Set(person.0),
        subject: Set(FORM.to_owned()),
        base_revision_id: Set(None),
        sheet: Set(String::new()),
        text: Set(Some(form)),
        kept_at: Set(at.as_millisecond()),
    };
    let again = OnConflict::columns([row::Column::PersonId, row::Column::Subject])
        .update_columns([row::Column::Text, row::Column::KeptAt])
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// The form kept for this person, where it was not kept before `since`.
pub async fn find_form(
    connection: &impl Connection,
    person: PersonId,
    since: jiff::Timestamp,
) -> Result<Option<String>, StoreError> {
    let row = row::Entity::find_by_id((person.0, FORM.to_owned()))
        .filter(row::Column::KeptAt.gte(since.as_millisecond()))
        .one(connection)
        .await?;
    Ok(row.and_then(|row| row.text))
}
