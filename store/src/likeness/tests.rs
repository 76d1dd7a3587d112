//! That items are found by their texts as these now stand, and no longer by those they had.

#[path = "../../../domain/src/likeness/tests/planted.rs"]
mod planted;

use planted::{Again, OTHER, SAME, again, text};

use super::*;
use crate::{Store, upkeep};

const TEXTS: i64 = 600;

/// A database of its own with the n-th planted text as the n-th item, for which nothing was worked out yet.
async fn filled(folder: &std::path::Path, texts: i64) -> Store {
    let store = Store::open(&Store::sqlite_address(folder)).await.expect("the database opens");
    store.migrate().await.expect("the schema is made");
    let transaction = store.begin().await.expect("a transaction begins");
    let connection = transaction.connection();
    for sql in [
        "INSERT INTO units (id, name, reviews, scored, sort_order) VALUES (1, '综合科', FALSE, TRUE, 1)",
        "INSERT INTO people (id, login, name, password_hash, must_change_password, active, version, created_at) \
         VALUES (1, 'a', '周鹏', '', FALSE, TRUE, 1, 0)",
        "DELETE FROM upkeep WHERE name = 'likeness'",
    ] {
        execute(connection, sql, []).await.expect("the row is kept");
    }
    for number in 1..=texts {
        let sql = "INSERT INTO items (id, version, state, kind, title, body, attribution_line, attribution, \
                   submitting_unit_id, drafted_by, position, awaits_clearance, list_title, characters, created_at, \
                   updated_at) VALUES ($1, 1, 'draft', 'article', '', $2, '', '{}', 1, 1, $1, TRUE, '', 0, 0, 0)";
        let values = [number.into(), text(number.unsigned_abs()).into()];
        execute(connection, sql, values).await.expect("the item is kept");
    }
    transaction.commit().await.expect("the transaction ends");
    refresh::refresh(&store, false).await.expect("fingerprints are made");
    store
}

async fn found(store: &Store, body: &str, except: Option<ItemId>) -> Vec<ItemId> {
    let found = measured(store.reader(), ("", body), except).await.expect("items are looked for");
    found.into_iter().map(|near| near.item).collect()
}

fn run_with<Done: Future<Output = ()>>(test: Done) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test);
}

#[test]
fn what_comes_again_is_found_and_others_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    run_with(async {
        let store = filled(folder.path(), TEXTS).await;
        let asked = upkeep::number(store.reader(), "likeness").await.expect("upkeep is read");
        assert_eq!(asked, Some(domain::likeness::VERSION));
        for number in (1..=TEXTS).step_by(60) {
            for how in SAME.into_iter().chain(OTHER) {
                let expected: &[ItemId] = if SAME.contains(&how) { &[ItemId(number)] } else { &[] };
                let words = again(number.unsigned_abs(), how);
                assert_eq!(found(&store, &words, None).await, expected, "{number} {how:?}");
            }
        }
    });
}

#[test]
fn an_item_is_found_by_the_text_it_has_now_and_never_by_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    run_with(async {
        let store = filled(folder.path(), 40).await;
        let (item, before, now) = (ItemId(7), again(7, Again::Turned), again(20_007, Again::Dated));
        assert_eq!(found(&store, &before, None).await, [item]);
        assert_eq!(found(&store, &before, Some(item)).await, []);
        let transaction = store.begin().await.expect("a transaction begins");
        keep(transaction.connection(), item, &fingerprints(&now)).await.expect("they are kept");
        let values = [now.clone().into(), item.0.into()];
        let sql = "UPDATE items SET body = $1 WHERE id = $2";
        execute(transaction.connection(), sql, values).await.expect("the text is kept");
        transaction.commit().await.expect("the transaction ends");
        assert_eq!(found(&store, &before, None).await, []);
        assert_eq!(found(&store, &text(20_007), None).await, [item]);
        // Made anew, nothing else comes out.
        let before = rows(&store).await;
        refresh::refresh(&store, true).await.expect("fingerprints are made");
        assert_eq!(rows(&store).await, before);
        let transaction = store.begin().await.expect("a transaction begins");
        remove(transaction.connection(), item).await.expect("they are taken away");
        transaction.commit().await.expect("the transaction ends");
        assert_eq!(found(&store, &text(20_007), None).await, []);
        assert!(rows(&store).await.iter().all(|(_, of)| *of != item.0));
    });
}

#[test]
fn of_a_text_that_comes_every_week_the_newest_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    run_with(async {
        let store = filled(folder.path(), 1).await;
        let transaction = store.begin().await.expect("a transaction begins");
        let prints = fingerprints(&text(1));
        for number in 2..=400 {
            let columns = "version, state, kind, title, subtitle, content_type, attribution_line, attribution, \
                           submitting_unit_id, revision_id, drafted_by, awaits_clearance, list_title, characters, \
                           created_at, updated_at, body";
            let copy = &format!(
                "INSERT INTO items (id, position, {columns}) SELECT $1, $1, {columns} FROM items WHERE id = 1"
            );
            execute(transaction.connection(), copy, [number.into()]).await.expect("the item is kept");
            keep(transaction.connection(), ItemId(number), &prints).await.expect("they are kept");
        }
        transaction.commit().await.expect("the transaction ends");
        let found = found(&store, &again(1, Again::Dated), None).await;
        assert_eq!(found, (385..=400).rev().map(ItemId).collect::<Vec<_>>());
    });
}

async fn rows(store: &Store) -> Vec<(i32, i64)> {
    let sql = "SELECT fingerprint, item_id FROM item_fingerprints ORDER BY fingerprint, item_id";
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let rows = store.reader().query_all_raw(statement).await.expect("rows are read");
    rows.iter().map(|row| row.try_get_many_by_index().expect("two numbers")).collect()
}
