//! That finding items by their words costs what it finds: PostgreSQL answers from the index, not by reading all.

use std::time::{Duration, Instant};

use domain::{person::Role, workflow::State};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use store::items::list::{self, Filter};
use tests::{
    Backend, both,
    items::{act, draft},
};

/// So many items that reading all of them would be dearer than the index.
const ITEMS: u32 = 5_000;

/// Items in work that were never typed, each with an entry of 150 words, behind the program's back.
const FILL: [&str; 4] = [
    "INSERT INTO items (version, state, kind, title, body, attribution_line, attribution, submitting_unit_id, \
     drafted_by, reached_at, position, awaits_clearance, list_title, characters, created_at, updated_at) \
     SELECT 1, 'editing', 'article', 'n' || n, '', '', '{\"parts\":[],\"leftover\":[]}', 1, 1, n, n, TRUE, \
     'n' || n, 0, n, n FROM generate_series(1, $1::int) AS n",
    "INSERT INTO item_search (item_id, words) SELECT id, ('''' || chr(57344) || 'sediting'':1 ' || \
     (SELECT string_agg(format('''%s'':%s', chr(19968 + (id * 7 + k * k * 31)::int % 3000) || \
     chr(19968 + (id * 13 + k * 17)::int % 3000), k), ' ') FROM generate_series(2, 150) AS k))::tsvector \
     FROM items WHERE position <= $1",
    "INSERT INTO item_search_places (item_id, position, unit_id) \
     SELECT id, position, submitting_unit_id FROM items WHERE position <= $1",
    "ANALYZE items, item_search, item_search_places",
];

#[test]
fn a_search_among_thousands_of_items_is_answered_from_the_index() {
    both(async |office| {
        let unit = office.unit("综合科", &[]).await;
        let author = office.person("周鹏", &[Role::Contributor(unit)]).await;
        let item = draft(&author, unit, "复垦矿坑通过验收", "（综合科）").await;
        act(office, &author, "submit", item, &[]).await;
        let filter = Filter {
            states: vec![State::Submitted, State::Editing],
            text: Some("矿坑".to_owned()),
            ..Filter::default()
        };
        let database = Database::connect(office.database()).await.expect("the database opens");
        if office.backend() == Backend::Postgres {
            fill(&database).await;
        }
        let before = scans(&database).await;
        let began = Instant::now();
        loop {
            let rows = list::page(office.store().reader(), &filter, None, 50).await;
            let ids: Vec<_> = rows.expect("items can be listed").iter().map(|row| row.id).collect();
            assert_eq!(ids, [item]);
            if office.backend() == Backend::Sqlite || scans(&database).await > before {
                break;
            }
            // What PostgreSQL counts it tells a little later, when it is asked again.
            assert!(began.elapsed() < Duration::from_secs(20), "the index was not used");
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        if office.backend() == Backend::Postgres {
            finds_all_in_order(&database, office.store()).await;
        }
        database.close().await.expect("the connection closes");
    });
}

/// What few items hold and what many hold is found as the entries say, latest first, however it is looked for.
async fn finds_all_in_order(database: &DatabaseConnection, store: &store::Store) {
    let backend = database.get_database_backend();
    let everywhere =
        "UPDATE item_search SET words = words || '''办公'':200'::tsvector WHERE item_id % 10 > 0";
    database.execute_raw(Statement::from_string(backend, everywhere)).await.expect("words are added");
    // A word of the oldest item, another by its beginning only, and one that nearly every item holds.
    let oldest = "SELECT word FROM items JOIN item_search ON item_search.item_id = items.id, \
                  unnest(tsvector_to_array(words)) AS word WHERE position = 1 AND length(word) = 2 \
                  ORDER BY word LIMIT 1";
    let oldest = database.query_one_raw(Statement::from_string(backend, oldest)).await;
    let oldest = oldest.expect("entries can be read").expect("the oldest has words");
    let oldest: String = oldest.try_get_by_index(0).expect("a text");
    let beginning: String = oldest.chars().take(1).collect();
    for (text, question) in [
        (oldest.as_str(), format!("'{oldest}'")),
        (beginning.as_str(), format!("'{beginning}':*")),
        ("办公", "'办公'".to_owned()),
    ] {
        let expected = "SELECT items.id FROM item_search JOIN items ON items.id = item_id \
                        WHERE words @@ $1::tsquery ORDER BY position DESC";
        let expected = Statement::from_sql_and_values(backend, expected, [question.into()]);
        let expected = database.query_all_raw(expected).await.expect("entries can be read");
        let expected: Vec<i64> = expected.iter().map(|row| row.try_get_by_index(0).expect("an id")).collect();
        assert!(!expected.is_empty(), "{text}");
        let (states, text) = (State::ALL.to_vec(), Some(text.to_owned()));
        let filter = Filter { states, text, ..Filter::default() };
        let rows = list::page(store.reader(), &filter, None, 50).await.expect("items can be listed");
        let found: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
        assert_eq!(found, expected[..expected.len().min(50)], "{:?}", filter.text);
        let count = list::count(store.reader(), &filter).await.expect("items can be counted");
        assert_eq!(count, (expected.len() as u64).min(list::CAP), "{:?}", filter.text);
    }
}

async fn fill(database: &DatabaseConnection) {
    let backend = database.get_database_backend();
    for sql in FILL {
        let statement = if sql.contains("$1") {
            Statement::from_sql_and_values(backend, sql, [i64::from(ITEMS).into()])
        } else {
            Statement::from_string(backend, sql)
        };
        database.execute_raw(statement).await.expect("rows as the schema wants them");
    }
}

/// How often the search index was asked; 0 on SQLite, which has no other way to search.
async fn scans(database: &DatabaseConnection) -> i64 {
    if database.get_database_backend() != sea_orm::DbBackend::Postgres {
        return 0;
    }
    let sql = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'item_search_words'";
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(statement).await.expect("PostgreSQL counts").expect("the index exists");
    row.try_get_by_index(0).expect("a count")
}
