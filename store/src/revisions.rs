//! Revisions: every saved text of an item, with who and when. Never changed, but for the mark that it was sent and for
//! what people call it.

use domain::{
    id::{ItemId, PersonId, RevisionId},
    item::{Item, ItemText},
    subject::Subject,
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

use super::{Connection, ROWS_AT_ONCE, StoreError, files};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "revisions")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub item_id: i64,
        pub number: i32,
        pub text: String,
        pub saved_by: i64,
        pub saved_at: i64,
        pub submitted: bool,
        pub mended: bool,
        pub name: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One saved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub id: RevisionId,
    pub item: ItemId,
    /// From 1 within the item.
    pub number: i32,
    pub text: ItemText,
    pub saved_by: PersonId,
    pub saved_at: jiff::Timestamp,
    /// Whether this text was sent in.
    pub submitted: bool,
    /// Whether it is the one before, only mended by the unit's reviewer.
    pub mended: bool,
    /// What people call it: 领导改后.
    pub name: Option<String>,
}

/// Keeps a text as the item's next revision.
pub async fn append(
    connection: &impl Connection,
    item: ItemId,
    text: &ItemText,
    writer: PersonId,
    at: jiff::Timestamp,
) -> Result<RevisionId, StoreError> {
    let last: Option<i32> = row::Entity::find()
        .select_only()
        .column(row::Column::Number)
        .filter(row::Column::ItemId.eq(item.0))
        .order_by_desc(row::Column::Number)
        .into_tuple()
        .one(connection)
        .await?;
    let bodies = std::iter::once(text.body.as_str());
    files::use_pictures(connection, Subject::Item(item), bodies.clone()).await?;
    files::hand_over(connection, writer, bodies).await?;
    let row = row::ActiveModel {
        item_id: Set(item.0),
        number: Set(last.unwrap_or(0) + 1),
        text: Set(text_column(item, text)?),
        saved_by: Set(writer.0),
        saved_at: Set(at.as_millisecond()),
        submitted: Set(false),
        ..Default::default()
    };
    Ok(RevisionId(row.insert(connection).await?.id))
}

/// Keeps each new item's text, with when it was saved, as its first revision.
pub(super) async fn insert_first(
    connection: &impl Connection,
    items: &[(jiff::Timestamp, Item)],
) -> Result<(), StoreError> {
    let row = |(at, item): &(jiff::Timestamp, Item)| {
        Ok(row::ActiveModel {
            item_id: Set(item.id.0),
            number: Set(1),
            text: Set(text_column(item.id, &item.text)?),
            saved_by: Set(item.drafted_by.0),
            saved_at: Set(at.as_millisecond()),
            submitted: Set(false),
            ..Default::default()
        })
    };
    let rows = items.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
    row::Entity::insert_many(rows).exec_without_returning(connection).await?;
    for (_, item) in items {
        let bodies = std::iter::once(item.text.body.as_str());
        files::use_pictures(connection, Subject::Item(item.id), bodies.clone()).await?;
        files::hand_over(connection, item.drafted_by, bodies).await?;
    }
    Ok(())
}

fn text_column(item: ItemId, text: &ItemText) -> Result<String, StoreError> {
    serde_json::to_string(text).map_err(|error| StoreError::broken("items", item.0, error))
}

/// Marks a text as sent in.
pub async fn mark_submitted(connection: &impl Connection, id: RevisionId) -> Result<(), StoreError> {
    let row = row::ActiveModel { id: Set(id.0), submitted: Set(true), ..Default::default() };
    row.update(connection).await?;
    Ok(())
}

/// Marks a text as the one before, only mended by the unit's reviewer.
pub async fn mark_mended(connection: &impl Connection, id: RevisionId) -> Result<(), StoreError> {
    let row = row::ActiveModel { id: Set(id.0), mended: Set(true), ..Default::default() };
    row.update(connection).await?;
    Ok(())
}

/// What people call a text from now on; nothing where it has no name.
pub async fn set_name(
    connection: &impl Connection,
    id: RevisionId,
    name: Option<String>,
) -> Result<(), StoreError> {
    let row = row::ActiveModel { id: Set(id.0), name: Set(name), ..Default::default() };
    row.update(connection).await?;
    Ok(())
}

/// The last text that was written and not only mended.
pub async fn last_written(
    connection: &impl Connection,
    item: ItemId,
) -> Result<Option<Revision>, StoreError> {
    row::Entity::find()
        .filter(row::Column::ItemId.eq(item.0))
        .filter(row::Column::Mended.eq(false))
        .order_by_desc(row::Column::Number)
        .one(connection)
        .await?
        .map(revision_of)
        .transpose()
}

/// All revisions of an item, the first one first.
pub async fn of_item(connection: &impl Connection, item: ItemId) -> Result<Vec<Revision>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ItemId.eq(item.0))
        .order_by_asc(row::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(revision_of).collect()
}

/// One revision.
pub async fn find(connection: &impl Connection, id: RevisionId) -> Result<Option<Revision>, StoreError> {
    row::Entity::find_by_id(id.0).one(connection).await?.map(revision_of).transpose()
}

/// The revisions with these ids, as far as they are there, in no order.
pub async fn find_many(
    connection: &impl Connection,
    ids: &[RevisionId],
) -> Result<Vec<Revision>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let ids = ids.iter().map(|id| id.0);
        let rows = row::Entity::find().filter(row::Column::Id.is_in(ids)).all(connection).await?;
        found.extend(rows.into_iter().map(revision_of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Who saved a revision of these items, and whether it was only mended, the first one first.
pub(super) async fn savers(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<Vec<(ItemId, PersonId, bool)>, StoreError> {
    let rows: Vec<(i64, i64, bool)> = row::Entity::find()
        .select_only()
        .columns([row::Column::ItemId, row::Column::SavedBy, row::Column::Mended])
        .filter(row::Column::ItemId.is_in(items.iter().map(|item| item.0)))
        .order_by_asc(row::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(item, person, mended)| (ItemId(item), PersonId(person), mended)).collect())
}

fn revision_of(row: row::Model) -> Result<Revision, StoreError> {
    let text =
        serde_json::from_str(&row.text).map_err(|error| StoreError::broken("revisions", row.id, error))?;
    Ok(Revision {
        id: RevisionId(row.id),
        item: ItemId(row.item_id),
        number: row.number,
        text,
        saved_by: PersonId(row.saved_by),
        saved_at: super::time("revisions", row.id, row.saved_at)?,
        submitted: row.submitted,
        mended: row.mended,
        name: row.name,
    })
}
