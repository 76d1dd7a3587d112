//! What people are typing, kept for each of them within seconds, so that nobody loses words.

use domain::{
    id::{ItemId, PersonId, RevisionId},
    item::ItemText,
};
use sea_orm::{
    ActiveValue::Set,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, OnConflict},
};

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

/// A text that has been kept and not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptText {
    pub text: ItemText,
    /// The revision from which the typing began; `None` for a new item.
    pub base: Option<RevisionId>,
    pub kept_at: jiff::Timestamp,
}

/// What was kept for this person: of an item, or of a new one.
pub async fn find(
    connection: &impl Connection,
    person: PersonId,
    item: Option<ItemId>,
) -> Result<Option<KeptText>, StoreError> {
    let Some(row) = row::Entity::find_by_id((person.0, subject(item))).one(connection).await? else {
        return Ok(None);
    };
    let Some(text) = row.text else { return Ok(None) };
    let text =
        serde_json::from_str(&text).map_err(|error| StoreError::broken("kept_texts", person.0, error))?;
    let kept_at = super::time("kept_texts", person.0, row.kept_at)?;
    Ok(Some(KeptText { text, base: row.base_revision_id.map(RevisionId), kept_at }))
}

/// Keeps a text in the place of the one kept before. Answers whether it was kept: what comes from a sheet that
/// was [`finish`]ed comes too late.
pub async fn keep(
    connection: &impl Connection,
    person: PersonId,
    item: Option<ItemId>,
    sheet: &str,
    kept: &KeptText,
) -> Result<bool, StoreError> {
    let text = serde_json::to_string(&kept.text)
        .map_err(|error| StoreError::broken("kept_texts", person.0, error))?;
    let row = row::ActiveModel {
        person_id: Set(person.0),
        subject: Set(subject(item)),
        base_revision_id: Set(kept.base.map(|revision| revision.0)),
        sheet: Set(sheet.to_owned()),
        text: Set(Some(text)),
        kept_at: Set(kept.kept_at.as_millisecond()),
    };
    let present = |column: row::Column| Expr::col((row::Entity, column));
    // In one statement, so that a text and the end of its sheet cannot pass each other.
    let again = overwriting()
        .action_and_where(
            present(row::Column::Text).is_not_null().or(present(row::Column::Sheet).ne(sheet.to_owned())),
        )
        .to_owned();
    let kept = row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(kept > 0)
}

/// The sheet's text was saved or given up: forgets what was kept, and whatever still comes from the sheet.
pub async fn finish(
    connection: &impl Connection,
    person: PersonId,
    item: Option<ItemId>,
    sheet: &str,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        person_id: Set(person.0),
        subject: Set(subject(item)),
        base_revision_id: Set(None),
        sheet: Set(sheet.to_owned()),
        text: Set(None),
        kept_at: Set(at.as_millisecond()),
    };
    row::Entity::insert(row).on_conflict(overwriting()).exec_without_returning(connection).await?;
    let old = at.as_millisecond().saturating_sub(LONGEST_ON_THE_WAY);
    row::Entity::delete_many()
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::Text.is_null())
        .filter(row::Column::KeptAt.lt(old))
        .exec(connection)
        .await?;
    Ok(())
}

/// Forgets what was kept for this person, whatever sheet it was typed on.
pub async fn drop(
    connection: &impl Connection,
    person: PersonId,
    item: Option<ItemId>,
) -> Result<(), StoreError> {
    row::Entity::delete_by_id((person.0, subject(item)))
        .filter(row::Column::Text.is_not_null())
        .exec(connection)
        .await?;
    Ok(())
}

/// In milliseconds: after a day no request is on its way any more, and finished sheets can be forgotten.
const LONGEST_ON_THE_WAY: i64 = 24 * 60 * 60 * 1000;

fn overwriting() -> OnConflict {
    OnConflict::columns([row::Column::PersonId, row::Column::Subject])
        .update_columns([
            row::Column::BaseRevisionId,
            row::Column::Sheet,
            row::Column::Text,
            row::Column::KeptAt,
        ])
        .to_owned()
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
    row::Entity::insert(row).on_conflict(overwriting()).exec_without_returning(connection).await?;
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

fn subject(item: Option<ItemId>) -> String {
    item.map_or_else(|| "new".to_owned(), |item| format!("item:{item}"))
}
