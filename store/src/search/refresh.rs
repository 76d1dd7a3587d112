//! Entering items anew that were entered otherwise: by an earlier version, or by another database.

use domain::id::ItemId;

use sea_orm::Statement;

use super::{index_many, subjects::Sort, was_entered_otherwise};
use crate::{Connection, Store, StoreError, bulletins, comments, issues, items, records, upkeep};

/// How items are entered, as the upkeep's number under `search`: 0 is the first way, 1 folds as [`domain::text::fold`], 2
/// marks what its own unit's reviewer returned, 3 holds signs, 4 holds titles by themselves, 5 marks in which newsletter and
/// year an item was printed and holds each character of titles.
const ENTRIES: i64 = 5;
/// So many items are looked at while others wait to write.
const AT_ONCE: u64 = 500;

/// Enters anew what was entered otherwise, or everything where the entries came from elsewhere, once. Takes
/// a few seconds for a hundred thousand items.
pub(crate) async fn refresh(store: &Store, everything: bool) -> Result<(), StoreError> {
    if !everything && upkeep::number(store.reader(), "search").await? == Some(ENTRIES) {
        return Ok(());
    }
    let mut after = ItemId(0);
    loop {
        let transaction = store.begin().await?;
        let ids = items::ids_after(transaction.connection(), after, AT_ONCE).await?;
        let Some(last) = ids.last() else {
            upkeep::set_number(transaction.connection(), "search", ENTRIES).await?;
            return transaction.commit_unseen().await;
        };
        after = *last;
        let mut items = items::load_many(transaction.connection(), &ids).await?;
        items.retain(|item| everything || was_entered_otherwise(item));
        index_many(transaction.connection(), &items).await?;
        transaction.commit_unseen().await?;
    }
}

/// As [`ENTRIES`], under `subject_search`: how what is no item is entered.
const SUBJECT_ENTRIES: i64 = 1;

/// Enters anew, once, what is no item: issues, bulletins, records and comments, a table after the other.
pub(crate) async fn refresh_subjects(store: &Store, everything: bool) -> Result<(), StoreError> {
    if !everything && upkeep::number(store.reader(), "subject_search").await? == Some(SUBJECT_ENTRIES) {
        return Ok(());
    }
    for sort in Sort::ALL {
        enter_each(store, sort).await?;
    }
    let transaction = store.begin().await?;
    upkeep::set_number(transaction.connection(), "subject_search", SUBJECT_ENTRIES).await?;
    transaction.commit_unseen().await
}

async fn enter_each(store: &Store, sort: Sort) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let transaction = store.begin().await?;
        let connection = transaction.connection();
        let sql = format!("SELECT id FROM {} WHERE id > $1 ORDER BY id LIMIT {AT_ONCE}", sort.table());
        let statement =
            Statement::from_sql_and_values(connection.get_database_backend(), sql, [after.into()]);
        let rows = connection.query_all_raw(statement).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        let Some(last) = ids.last() else { return Ok(()) };
        after = *last;
        match sort {
            Sort::Issue => issues::enter(connection, &ids).await?,
            Sort::Bulletin => bulletins::enter(connection, &ids).await?,
            Sort::Record => records::enter(connection, &ids).await?,
            Sort::Comment => comments::enter(connection, &ids).await?,
        }
        transaction.commit_unseen().await?;
    }
}
