//! What people are typing, kept for each of them within seconds, so that nobody loses words.

use domain::{
    id::{ItemId, PersonId, RevisionId},
    item::ItemText,
};
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
        pub text: String,
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
    let row = row::Entity::find_by_id((person.0, subject(item))).one(connection).await?;
    row.map(|row| {
        let text = serde_json::from_str(&row.text)
            .map_err(|error| StoreError::broken("kept_texts", person.0, error))?;
        let kept_at = super::time("kept_texts", person.0, row.kept_at)?;
        Ok(KeptText { text, base: row.base_revision_id.map(RevisionId), kept_at })
    })
    .transpose()
}

/// Keeps a text in the place of the one kept before.
pub async fn keep(
    connection: &impl Connection,
    person: PersonId,
    item: Option<ItemId>,
    kept: &KeptText,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(&kept.text)
        .map_err(|error| StoreError::broken("kept_texts", person.0, error))?;
    let row = row::ActiveModel {
        person_id: Set(person.0),
        subject: Set(subject(item)),
        base_revision_id: Set(kept.base.map(|revision| revision.0)),
        text: Set(text),
        kept_at: Set(kept.kept_at.as_millisecond()),
    };
    let again = OnConflict::columns([row::Column::PersonId, row::Column::Subject])
        .update_columns([row::Column::BaseRevisionId, row::Column::Text, row::Column::KeptAt])
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Forgets what was kept for this person.
pub async fn drop(
    connection: &impl Connection,
    person: PersonId,
    item: Option<ItemId>,
) -> Result<(), StoreError> {
    row::Entity::delete_by_id((person.0, subject(item))).exec(connection).await?;
    Ok(())
}

fn subject(item: Option<ItemId>) -> String {
    item.map_or_else(|| "new".to_owned(), |item| format!("item:{item}"))
}
