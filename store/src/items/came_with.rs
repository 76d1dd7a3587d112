//! What came with an item beside its text: files that are not printed, and what was written beside passages of one.

use domain::{
    file_role::FileRole,
    id::{ItemId, PersonId},
    subject::Subject,
};
use jiff::civil::Date;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder, Statement,
    entity::prelude::*,
};

use crate::{Connection, StoreError, execute, files, time};

mod file_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_files")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub item_id: i64,
        pub hash: String,
        pub role: String,
        pub name: String,
        pub added_by: i64,
        pub added_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod note_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_notes")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub item_id: i64,
        pub author: String,
        pub written_on: Option<String>,
        pub passage: String,
        pub words: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A file that belongs to an item and is not printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFile {
    pub id: i64,
    /// Of its bytes.
    pub hash: String,
    pub role: FileRole,
    /// As it was handed in.
    pub name: String,
    /// In bytes.
    pub size: u64,
    pub added_by: PersonId,
    pub added_at: jiff::Timestamp,
}

/// What was written beside a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    pub author: String,
    pub written_on: Option<Date>,
    /// The words beside which it stands.
    pub passage: String,
    pub words: String,
}

/// Notes that a file, which has its name among the kept ones, belongs to an item. To note it twice is to note it once.
pub async fn add_file(
    connection: &impl Connection,
    item: ItemId,
    (hash, name): (&str, &str),
    role: FileRole,
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let row = file_row::ActiveModel {
        id: NotSet,
        item_id: Set(item.0),
        hash: Set(hash.to_owned()),
        role: Set(role.code().to_owned()),
        name: Set(name.to_owned()),
        added_by: Set(by.0),
        added_at: Set(at.as_millisecond()),
    };
    file_row::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(connection).await?;
    files::use_file(connection, hash, Subject::Item(item), role).await
}

/// The files that belong to an item, in the order in which they came.
pub async fn files_of(connection: &impl Connection, item: ItemId) -> Result<Vec<ItemFile>, StoreError> {
    let sql = "SELECT i.id, i.hash, i.role, i.name, f.size, i.added_by, i.added_at FROM item_files i \
               JOIN files f ON f.hash = i.hash WHERE i.item_id = $1 ORDER BY i.id";
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [item.0.into()]);
    let rows = connection.query_all_raw(statement).await?;
    let files = rows.iter().map(|row| {
        let (id, role): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
        let size: i64 = row.try_get_by_index(4)?;
        Ok(ItemFile {
            id,
            hash: row.try_get_by_index(1)?,
            role: FileRole::from_code(&role)
                .ok_or_else(|| StoreError::broken("item_files", id, format!("没有“{role}”这种用处")))?,
            name: row.try_get_by_index(3)?,
            size: size.unsigned_abs(),
            added_by: PersonId(row.try_get_by_index(5)?),
            added_at: time("item_files", id, row.try_get_by_index(6)?)?,
        })
    });
    files.collect()
}

/// Takes a file from an item; its bytes go where nothing else uses them.
pub async fn remove_file(
    connection: &impl Connection,
    item: ItemId,
    file: &ItemFile,
) -> Result<(), StoreError> {
    file_row::Entity::delete_by_id(file.id).exec(connection).await?;
    files::end_use(connection, &file.hash, Subject::Item(item), file.role).await
}

/// Keeps what was written beside passages of an item's file.
pub async fn add_notes(
    connection: &impl Connection,
    item: ItemId,
    notes: Vec<Note>,
) -> Result<(), StoreError> {
    let rows = notes.into_iter().map(|note| note_row::ActiveModel {
        id: NotSet,
        item_id: Set(item.0),
        author: Set(note.author),
        written_on: Set(note.written_on.map(|day| day.to_string())),
        passage: Set(note.passage),
        words: Set(note.words),
    });
    for row in rows {
        note_row::Entity::insert(row).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// What was written beside passages of an item's file, in its order.
pub async fn notes_of(connection: &impl Connection, item: ItemId) -> Result<Vec<Note>, StoreError> {
    let rows = note_row::Entity::find()
        .filter(note_row::Column::ItemId.eq(item.0))
        .order_by_asc(note_row::Column::Id)
        .all(connection)
        .await?;
    let notes = rows.into_iter().map(|row| {
        let written_on = row.written_on.map(|day| day.parse()).transpose();
        let written_on = written_on.map_err(|fault| StoreError::broken("item_notes", row.id, fault))?;
        Ok(Note { author: row.author, written_on, passage: row.passage, words: row.words })
    });
    notes.collect()
}

/// Takes all of it away, the bytes too where nothing else uses them.
pub(super) async fn forget(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM item_notes WHERE item_id = $1", [item.0.into()]).await?;
    for file in files_of(connection, item).await? {
        remove_file(connection, item, &file).await?;
        files::forget_here(connection, &file.hash).await?;
    }
    Ok(())
}
