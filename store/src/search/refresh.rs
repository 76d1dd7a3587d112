//! Entering items anew that were entered otherwise: by an earlier version, or by another database.

use domain::id::ItemId;

use super::{index_many, was_entered_otherwise};
use crate::{Store, StoreError, items, upkeep};

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
