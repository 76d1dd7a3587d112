//! Pages on which people type and act, each under its name: what is typed there and not saved, and what was done with
//! its form. Whatever may pass each other here is decided in one statement, so that a text and the end of its page
//! come out the same in any order and on both databases.

mod copy;

use domain::id::{ItemId, PersonId, RevisionId};
use sea_orm::{
    ActiveValue::Set,
    QueryOrder, QuerySelect, Select, Statement, Value,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};

pub use self::copy::Copy;
use super::{Connection, StoreError, execute};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sheets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sheet: String,
        pub verb: String,
        pub item_id: Option<i64>,
        pub base_revision_id: Option<i64>,
        pub address: String,
        pub form: Option<String>,
        pub stamp: i64,
        pub kept_at: i64,
        pub dropped_at: Option<i64>,
        pub done_stamp: Option<i64>,
        pub done_digest: Option<String>,
        pub kept_copy: String,
        pub done_copy: Option<String>,
        pub done_count: i32,
        pub answer: Option<String>,
        pub done_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod secret {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "secrets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The stamp of a page whose text was destroyed: nothing that comes of it later is newer.
const ERASED: i64 = i64::MAX;

/// So many texts of one person are kept unsaved at a time, and all of them are listed.
pub const MOST_UNSAVED: u64 = 100;

/// A page as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub sheet: String,
    pub verb: String,
    /// The item whose text it is, or became.
    pub item: Option<ItemId>,
    /// The revision from which the typing began, or which the page saved last.
    pub base: Option<RevisionId>,
    /// Where the form stands.
    pub address: String,
    /// What is typed and not saved, as JSON; also of a page that was given up.
    pub form: Option<String>,
    pub stamp: i64,
    pub kept_at: jiff::Timestamp,
    /// Which copy of the page typed the form; empty where that is not known.
    pub copy: String,
    pub is_dropped: bool,
    pub done: Option<DoneForm>,
}

/// What became of a page's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneForm {
    pub stamp: i64,
    /// Of its fields.
    pub digest: String,
    /// Which copy of the page it was, where that is known.
    pub copy: Option<String>,
    /// How often something new was posted and done.
    pub count: i32,
    /// As JSON.
    pub answer: String,
    pub at: jiff::Timestamp,
}

impl Sheet {
    /// What is typed and neither saved nor given up.
    pub fn unsaved(&self) -> Option<&str> {
        self.form.as_deref().filter(|_| !self.is_dropped)
    }

    /// Whether its text was destroyed: what comes of the page later is that text again.
    pub fn is_erased(&self) -> bool {
        self.stamp == ERASED
    }
}

/// A form as it stands on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedSheet<'a> {
    pub sheet: String,
    pub verb: String,
    pub item: Option<ItemId>,
    pub base: Option<RevisionId>,
    pub address: String,
    /// As JSON.
    pub form: String,
    pub stamp: i64,
    /// Which copy of the page it is; empty where it does not tell.
    pub copy: Copy<'a>,
    /// It was posted to be done and could not be: what is as new as the last that is known is kept, too.
    pub is_posted: bool,
}

/// Keeps what is typed. Answers whether it was kept: what is older than what is known of the page, or was typed
/// before its form was done or given up, comes too late; and what another copy of the page typed is not overwritten by
/// one that does not know of it.
pub async fn keep(
    connection: &impl Connection,
    person: PersonId,
    typed: &TypedSheet<'_>,
    at: jiff::Timestamp,
) -> Result<bool, StoreError> {
    // A page that was done keeps the item that it made and the revision that it saved; and what is an item's text stays so,
    // also where the page that goes on with it was one for a new item.
    let sql = "INSERT INTO sheets \
               (person_id, sheet, verb, item_id, base_revision_id, address, form, stamp, kept_at, done_count, \
               kept_copy) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $12) \
               ON CONFLICT (person_id, sheet) DO UPDATE SET \
               form = excluded.form, stamp = excluded.stamp, kept_at = excluded.kept_at, dropped_at = NULL, \
               verb = excluded.verb, address = excluded.address, kept_copy = excluded.kept_copy, \
               item_id = CASE WHEN sheets.done_at IS NULL THEN COALESCE(excluded.item_id, sheets.item_id) \
               ELSE sheets.item_id END, \
               base_revision_id = CASE WHEN sheets.done_at IS NULL \
               THEN COALESCE(excluded.base_revision_id, sheets.base_revision_id) \
               ELSE sheets.base_revision_id END \
               WHERE sheets.stamp <> $11 AND (excluded.stamp > sheets.stamp OR (excluded.stamp = sheets.stamp AND \
               ((sheets.done_at IS NULL AND sheets.dropped_at IS NULL) OR $10))) AND \
               (sheets.form IS NULL OR sheets.dropped_at IS NOT NULL OR sheets.kept_copy = '' OR $12 = '' OR \
               sheets.kept_copy = $12 OR sheets.stamp <= $13)";
    let values: [Value; 13] = [
        person.0.into(),
        typed.sheet.clone().into(),
        typed.verb.clone().into(),
        typed.item.map(|item| item.0).into(),
        typed.base.map(|base| base.0).into(),
        typed.address.clone().into(),
        typed.form.clone().into(),
        typed.stamp.into(),
        at.as_millisecond().into(),
        typed.is_posted.into(),
        ERASED.into(),
        typed.copy.name.into(),
        typed.copy.known_stamp.into(),
    ];
    let result = execute(connection, sql, values).await?;
    Ok(result > 0)
}

/// The page of this name, locked until the transaction ends; entered where nothing is known of it.
pub async fn lock(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
    verb: &str,
    at: jiff::Timestamp,
) -> Result<Sheet, StoreError> {
    let row = row::ActiveModel {
        person_id: Set(person.0),
        sheet: Set(sheet.to_owned()),
        verb: Set(verb.to_owned()),
        item_id: Set(None),
        base_revision_id: Set(None),
        address: Set(String::new()),
        form: Set(None),
        stamp: Set(0),
        kept_at: Set(at.as_millisecond()),
        dropped_at: Set(None),
        done_stamp: Set(None),
        done_digest: Set(None),
        kept_copy: Set(String::new()),
        done_copy: Set(None),
        done_count: Set(0),
        answer: Set(None),
        done_at: Set(None),
    };
    // Writing the row, though with what it holds, makes another transaction wait for the end of this one.
    let again = OnConflict::columns([row::Column::PersonId, row::Column::Sheet])
        .value(row::Column::DoneCount, Expr::col((row::Entity, row::Column::DoneCount)))
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    let found = find(connection, person, sheet).await?;
    found.ok_or_else(|| StoreError::broken("sheets", person.0, "刚写的一行不见了"))
}

/// What is known of a page.
pub async fn find(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
) -> Result<Option<Sheet>, StoreError> {
    let row = row::Entity::find_by_id((person.0, sheet.to_owned())).one(connection).await?;
    row.map(sheet_of).transpose()
}

/// What a form that was done is remembered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewlyDone<'a> {
    pub stamp: i64,
    pub digest: &'a str,
    pub copy: Copy<'a>,
    /// As JSON.
    pub answer: &'a str,
    /// The item that came of it, with the revision that was saved.
    pub item: Option<(ItemId, RevisionId)>,
}

/// The page's form was done: what was posted is no longer unsaved. What was typed since stays kept, and so does what another
/// copy of the page typed.
pub async fn finish(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
    done: &NewlyDone<'_>,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE sheets SET form = CASE WHEN stamp > $3 OR \
               (kept_copy <> '' AND $9 <> '' AND kept_copy <> $9 AND stamp > $10) THEN form END, \
               stamp = CASE WHEN stamp > $3 THEN stamp ELSE $3 END, \
               dropped_at = NULL, done_stamp = CASE WHEN done_stamp > $3 THEN done_stamp ELSE $3 END, done_digest = $4, done_count = done_count + 1, answer = $5, \
               done_at = $6, item_id = COALESCE($7, item_id), base_revision_id = COALESCE($8, base_revision_id), \
               done_copy = NULLIF($9, '') WHERE person_id = $1 AND sheet = $2";
    let values: [Value; 10] = [
        person.0.into(),
        sheet.into(),
        done.stamp.into(),
        done.digest.into(),
        done.answer.into(),
        at.as_millisecond().into(),
        done.item.map(|(item, _)| item.0).into(),
        done.item.map(|(_, revision)| revision.0).into(),
        done.copy.name.into(),
        done.copy.known_stamp.into(),
    ];
    execute(connection, sql, values).await?;
    Ok(())
}

/// What a person has typed and neither saved nor given up, the latest first.
pub async fn unsaved(connection: &impl Connection, person: PersonId) -> Result<Vec<Sheet>, StoreError> {
    let rows = newest_unsaved(person).all(connection).await?;
    rows.into_iter().map(sheet_of).collect()
}

/// As [`unsaved`], on the pages of one item.
pub async fn unsaved_of(
    connection: &impl Connection,
    person: PersonId,
    item: ItemId,
) -> Result<Vec<Sheet>, StoreError> {
    let rows = newest_unsaved(person).filter(row::Column::ItemId.eq(item.0)).all(connection).await?;
    rows.into_iter().map(sheet_of).collect()
}

fn newest_unsaved(person: PersonId) -> Select<row::Entity> {
    row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::Form.is_not_null())
        .filter(row::Column::DroppedAt.is_null())
        .order_by_desc(row::Column::KeptAt)
        .order_by_asc(row::Column::Sheet)
        .limit(MOST_UNSAVED)
}

/// How many texts a person has typed and neither saved nor given up on other pages than this one.
pub async fn unsaved_elsewhere(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
) -> Result<u64, StoreError> {
    let others = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::Sheet.ne(sheet))
        .filter(row::Column::Form.is_not_null())
        .filter(row::Column::DroppedAt.is_null());
    Ok(others.count(connection).await?)
}

/// So many characters of forms one person has kept at a time, those included that were given up and can be taken back.
const MOST_KEPT: i64 = 20_000_000;
/// So many forms that were given up can be taken back.
const MOST_DROPPED: i64 = 50;

/// Whether a person has room for another form. What was given up makes room first, the earliest before the others.
pub async fn has_room(
    connection: &impl Connection,
    person: PersonId,
    typed: &TypedSheet<'_>,
) -> Result<bool, StoreError> {
    let forget = "UPDATE sheets SET form = NULL WHERE person_id = $1 AND form IS NOT NULL AND dropped_at IS NOT NULL \
                  AND sheet NOT IN (SELECT sheet FROM sheets WHERE person_id = $1 AND form IS NOT NULL AND \
                  dropped_at IS NOT NULL ORDER BY dropped_at DESC, kept_at DESC, sheet DESC LIMIT $2)";
    let new = i64::try_from(typed.form.chars().count()).unwrap_or(i64::MAX);
    for left in [MOST_DROPPED, 20, 5, 1, 0] {
        execute(connection, forget, [person.0.into(), left.into()]).await?;
        let sql = "SELECT CAST(COALESCE(SUM(LENGTH(form)), 0) AS BIGINT) FROM sheets \
                   WHERE person_id = $1 AND sheet <> $2 AND form IS NOT NULL";
        let values = [person.0.into(), typed.sheet.clone().into()];
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        let row = connection.query_one_raw(statement).await?;
        let others: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if others.saturating_add(new) <= MOST_KEPT {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives a page's text up; answers whether there was one.
pub async fn drop(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
    at: jiff::Timestamp,
) -> Result<bool, StoreError> {
    set_dropped(connection, person, sheet, Some(at.as_millisecond())).await
}

/// What was kept up to this change was done under another name: it is no longer unsaved, and what still comes of it comes
/// too late.
pub async fn spend(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
    stamp: i64,
    copy: Copy<'_>,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE sheets SET form = NULL, stamp = $3, dropped_at = $4 \
               WHERE person_id = $1 AND sheet = $2 AND stamp <= $3 AND done_at IS NULL AND \
               (kept_copy = '' OR $5 = '' OR kept_copy = $5 OR stamp <= $6)";
    let values: [Value; 6] = [
        person.0.into(),
        sheet.into(),
        stamp.into(),
        at.as_millisecond().into(),
        copy.name.into(),
        copy.known_stamp.into(),
    ];
    execute(connection, sql, values).await?;
    Ok(())
}

/// Takes a text that was given up back; answers whether there was one.
pub async fn take_back(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
) -> Result<bool, StoreError> {
    set_dropped(connection, person, sheet, None).await
}

/// Forgets what nobody comes back to: pages that were done or given up before then, and hold nothing unsaved. The names of
/// erased ones stay: a browser may keep its words for longer.
pub async fn forget_before(connection: &impl Connection, before: jiff::Timestamp) -> Result<(), StoreError> {
    let sql = "DELETE FROM sheets WHERE stamp <> $2 AND ((form IS NULL AND done_at < $1) OR dropped_at < $1)";
    execute(connection, sql, [before.as_millisecond().into(), ERASED.into()]).await?;
    Ok(())
}

/// Forgets every page on which somebody wrote on this item, but for what others have typed and not saved.
pub async fn forget_item(
    connection: &impl Connection,
    item: ItemId,
    person: PersonId,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM sheets WHERE item_id = $1 AND (person_id = $2 OR form IS NULL OR dropped_at IS NOT NULL)";
    execute(connection, sql, [item.0.into(), person.0.into()]).await?;
    Ok(())
}

/// Erases every page on which somebody wrote on this item. Their names stay, so that a page that is still open cannot
/// bring the text back.
pub async fn erase_item(
    connection: &impl Connection,
    item: ItemId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE sheets SET form = NULL, stamp = $2, dropped_at = $3, item_id = NULL, base_revision_id = NULL, \
               address = '', answer = NULL, kept_copy = '', done_stamp = NULL, done_digest = NULL, done_copy = NULL, \
               done_at = NULL \
               WHERE item_id = $1";
    execute(connection, sql, [item.0.into(), ERASED.into(), at.as_millisecond().into()]).await?;
    Ok(())
}

/// The secret of this name: the one that is there, or else this one from now on.
pub async fn secret(
    connection: &impl Connection,
    name: &'static str,
    otherwise: String,
) -> Result<String, StoreError> {
    let row = secret::ActiveModel { name: Set(name.to_owned()), value: Set(otherwise) };
    let again = OnConflict::column(secret::Column::Name).do_nothing().to_owned();
    secret::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    let found = secret::Entity::find_by_id(name.to_owned()).one(connection).await?;
    found.map(|row| row.value).ok_or_else(|| StoreError::broken("secrets", 0, "刚写的一行不见了"))
}

async fn set_dropped(
    connection: &impl Connection,
    person: PersonId,
    sheet: &str,
    at: Option<i64>,
) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(row::Column::DroppedAt, Expr::value(at))
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::Sheet.eq(sheet))
        .filter(row::Column::Form.is_not_null())
        .exec(connection)
        .await?;
    Ok(result.rows_affected > 0)
}

fn sheet_of(row: row::Model) -> Result<Sheet, StoreError> {
    let done = match (row.answer, row.done_at) {
        (Some(answer), Some(at)) => Some(DoneForm {
            stamp: row.done_stamp.unwrap_or_default(),
            digest: row.done_digest.unwrap_or_default(),
            copy: row.done_copy,
            count: row.done_count,
            answer,
            at: super::time("sheets", row.person_id, at)?,
        }),
        _ => None,
    };
    Ok(Sheet {
        sheet: row.sheet,
        verb: row.verb,
        item: row.item_id.map(ItemId),
        base: row.base_revision_id.map(RevisionId),
        address: row.address,
        form: row.form,
        stamp: row.stamp,
        kept_at: super::time("sheets", row.person_id, row.kept_at)?,
        copy: row.kept_copy,
        is_dropped: row.dropped_at.is_some(),
        done,
    })
}
