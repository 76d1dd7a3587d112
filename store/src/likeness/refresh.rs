//! Making fingerprints anew that were made in another way, or of items that have none.

use domain::{
    id::ItemId,
    job::JobKind,
    likeness::{VERSION, fingerprints},
    workflow::State,
};

use super::{keep_new, texts};
use crate::{Connection, Store, StoreError, items, upkeep};

/// So many items are read at once.
const AT_ONCE: u64 = 500;
/// So many are written at once: their fingerprints are all over the table, most of which is written each time.
const TOGETHER: usize = 10_000;

/// Makes everything anew where it was made in another way, or came from elsewhere; once.
pub(crate) async fn refresh(store: &Store, everything: bool) -> Result<(), StoreError> {
    if !everything && upkeep::number(store.reader(), "likeness").await? == Some(VERSION) {
        return Ok(());
    }
    let transaction = store.begin().await?;
    for sql in ["DELETE FROM item_fingerprints", "DELETE FROM item_likeness"] {
        super::execute(transaction.connection(), sql, []).await?;
    }
    transaction.commit_unseen().await?;
    let mut after = ItemId(0);
    loop {
        let transaction = store.begin().await?;
        let mut prints = Vec::with_capacity(TOGETHER);
        while prints.len() < TOGETHER {
            let ids = items::ids_after(transaction.connection(), after, AT_ONCE).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            let texts = texts(transaction.connection(), &ids).await?;
            prints.extend(texts.iter().map(|(item, text)| (*item, fingerprints(text))));
        }
        if prints.is_empty() {
            find_near_of_open(transaction.connection()).await?;
            upkeep::set_number(transaction.connection(), "likeness", VERSION).await?;
            return transaction.commit_unseen().await;
        }
        keep_new(transaction.connection(), &prints).await?;
        transaction.commit_unseen().await?;
    }
}

/// What the office has in hand is looked at by the jobs that follow.
async fn find_near_of_open(connection: &impl Connection) -> Result<(), StoreError> {
    const OPEN: [State; 5] =
        [State::UnitReview, State::Submitted, State::Editing, State::Shortlisted, State::Placed];
    let open = OPEN.map(|state| format!("'{}'", state.code())).join(", ");
    let sql = format!(
        "INSERT INTO jobs (kind, subject_kind, subject_number, state, due_at, made_at) \
         SELECT '{}', 'item', id, 'waiting', 0, 0 FROM items WHERE state IN ({open}) ON CONFLICT DO NOTHING",
        JobKind::FindNear.code()
    );
    super::execute(connection, &sql, []).await?;
    Ok(())
}
