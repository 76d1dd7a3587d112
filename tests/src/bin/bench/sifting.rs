//! Going through the inbox: an office with twenty thousand items, four hundred of them waiting, half of those unread, and ten
//! views of its editor's own. `JIANBAO_BENCH_ITEMS` says how many items (20000).

use std::{path::Path, time::Duration};

use domain::{id::PersonId, workflow::State};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use sea_orm::{ConnectionTrait, Statement};
use store::{
    Store,
    items::{self, save},
};

use super::{
    Bench, Failure, bureau,
    load::{self, Asked},
    pieces::Writer,
    report::{Report, percentile, percentiles},
    serving::Server,
};

const ITEMS: usize = 20_000;
/// How many of them wait for an editor, by state.
const WAITING: [(State, usize); 3] =
    [(State::Submitted, 240), (State::Editing, 100), (State::Shortlisted, 60)];
/// What became of the others, one after the other.
const SETTLED: [State; 4] = [State::Adopted, State::Rejected, State::Adopted, State::Returned];
/// How many items are made in one transaction.
const BATCH: usize = 500;
/// How often each page is looked at.
const TIMES: usize = 200;
/// Rows of a page, and how far is counted.
const CAP: i64 = 1000;
const REACH: Duration = Duration::from_millis(200);

/// Lists of the inbox: what is told of each, its address, and what is asked of the items themselves.
const LISTS: [(&str, &str, &str); 6] = [
    ("its page", "/inbox", WAITS),
    ("what is unread", "/inbox?unread=1", UNREAD),
    (
        "a view: briefs to be received, of a month, unread",
        "/inbox?state=submitted&kind=brief&unread=1&from=2000-01-01",
        "items.state = 'submitted' AND items.kind = 'brief' AND NOT EXISTS (SELECT 1 FROM item_seen \
         JOIN people ON people.id = item_seen.person_id WHERE people.login = 'bianji' AND item_seen.item_id = items.id \
         AND item_seen.revision_id >= items.revision_id)",
    ),
    (
        "　the same with a search word",
        "/inbox?state=submitted&kind=brief&unread=1&from=2000-01-01&q=%E5%8A%9E%E5%85%AC%E5%AE%A4",
        "items.state = 'submitted' AND items.kind = 'brief' AND items.body LIKE '%办公室%' AND NOT EXISTS (SELECT 1 \
         FROM item_seen JOIN people ON people.id = item_seen.person_id WHERE people.login = 'bianji' \
         AND item_seen.item_id = items.id AND item_seen.revision_id >= items.revision_id)",
    ),
    (
        "everything that has come, with a search word",
        "/inbox?state=all&q=%E5%8A%9E%E5%85%AC%E5%AE%A4",
        "items.state NOT IN ('draft', 'unit_review') AND (items.state <> 'returned' OR items.reached_at IS NOT NULL) AND \
         (items.title LIKE '%办公室%' OR items.body LIKE '%办公室%' OR items.attribution_line LIKE '%办公室%')",
    ),
    (
        "everything that has come and is unread, with a search word",
        "/inbox?state=all&unread=1&q=%E5%8A%9E%E5%85%AC%E5%AE%A4",
        "items.state = 'submitted' AND (items.title LIKE '%办公室%' OR items.body LIKE '%办公室%' OR \
         items.attribution_line LIKE '%办公室%') AND NOT EXISTS (SELECT 1 FROM item_seen JOIN people ON \
         people.id = item_seen.person_id WHERE people.login = 'bianji' AND item_seen.item_id = items.id \
         AND item_seen.revision_id >= items.revision_id)",
    ),
];
const WAITS: &str = "items.state IN ('submitted', 'editing', 'shortlisted')";
const UNREAD: &str = "items.state IN ('submitted', 'editing', 'shortlisted') AND NOT EXISTS (SELECT 1 FROM item_seen \
                      JOIN people ON people.id = item_seen.person_id WHERE people.login = 'bianji' \
                      AND item_seen.item_id = items.id AND item_seen.revision_id >= items.revision_id)";

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let items = std::env::var("JIANBAO_BENCH_ITEMS").ok().and_then(|items| items.parse().ok());
    let items: usize = items.unwrap_or(ITEMS);
    let data = bureau::kept(bench, &format!("inbox-{items}"), |store| fill(store, items)).await?;
    measure_on(bench, report, (&data, &Store::sqlite_address(&data)), items).await?;
    if let Some(address) =
        bureau::on_postgres(&format!("bench_inbox_{items}"), |store| fill(store, items)).await?
    {
        let folder = tempfile::tempdir_in(&bench.folder)?;
        measure_on(bench, report, (folder.path(), &address), items).await?;
    }
    Ok(())
}

async fn measure_on(
    bench: &Bench,
    report: &mut Report,
    (data, address): (&Path, &str),
    items: usize,
) -> Result<(), Failure> {
    let store = Store::open(address).await?;
    let database = bureau::name_of(&store);
    let mut expected = Vec::new();
    for (_, _, condition) in LISTS {
        let sql = format!("SELECT COUNT(*) FROM items WHERE {condition}");
        let statement = Statement::from_string(store.reader().get_database_backend(), sql);
        let row = store.reader().query_one_raw(statement).await?.ok_or("nothing is counted")?;
        expected.push(row.try_get_by_index::<i64>(0)?.min(CAP));
    }
    store.close().await?;
    let server = Server::start_on(&bench.jianbao, data, address)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let editor = server.sign_in(&client, "bianji").await?;
    for ((what, path, _), expected) in LISTS.into_iter().zip(expected) {
        let asked = Asked { address: server.address(path), cookie: &editor };
        let (_, page) = load::once(&client, &asked).await?;
        let told = if expected < CAP { format!(">{expected} 篇<") } else { format!(">{CAP}+ 篇<") };
        if expected == 0 || !page.contains(&told) {
            return Err(format!("{path} on {database} does not tell of {expected} items").into());
        }
        let mut times = Vec::new();
        for _ in 0..TIMES {
            times.push(load::once(&client, &asked).await?.0);
        }
        let what = format!("inbox of {items} items on {database}, {what} ({expected} found; p50, p95, p99)");
        report.row(&what, percentiles(&times), "200 ms", percentile(&times, 99) <= REACH);
    }
    Ok(())
}

/// One item every ten minutes, ending now; the last ones wait.
async fn fill(store: Store, count: usize) -> Result<(), Failure> {
    let writer = Writer::of(&store, PersonId(2)).await?;
    let waiting: Vec<State> =
        WAITING.iter().flat_map(|(state, count)| std::iter::repeat_n(*state, *count)).collect();
    let settled = count.saturating_sub(waiting.len());
    let first = Timestamp::now() - SignedDuration::from_mins(10) * i32::try_from(count)?;
    for start in (0..count).step_by(BATCH) {
        let numbers = start..(start + BATCH).min(count);
        let at = |number: usize| first + SignedDuration::from_mins(10) * i32::try_from(number).unwrap_or(0);
        let transaction = store.begin().await?;
        let new = numbers.clone().map(|number| writer.piece(number, State::Draft, at(number)));
        let made = items::insert_many(transaction.connection(), new.collect()).await?;
        for (number, mut item) in numbers.zip(made) {
            let state = match number.checked_sub(settled) {
                // States mixed, as they are of what came on one day.
                Some(place) => waiting[place * 7 % waiting.len()],
                None => SETTLED[number % SETTLED.len()],
            };
            let day = at(number).to_zoned(TimeZone::UTC).date();
            save::save_reached(transaction.connection(), &mut item, state, day, at(number)).await?;
        }
        transaction.commit().await?;
    }
    // The editor has read what is settled, and every other one of those that wait.
    let of_editor = "(SELECT id FROM people WHERE login = 'bianji')";
    store
        .reader()
        .execute_unprepared(&format!(
            "INSERT INTO item_seen (person_id, item_id, revision_id) SELECT {of_editor}, id, revision_id FROM items \
             WHERE revision_id IS NOT NULL AND (state <> 'submitted' OR id % 2 = 0) ON CONFLICT DO NOTHING"
        ))
        .await?;
    for number in 1..=10 {
        let address = format!("/inbox?state=submitted&kind=brief&unit={number}&unread=1");
        let view = format!(
            "INSERT INTO saved_views (person_id, name, address) VALUES ({of_editor}, '常看的{number}', '{address}')"
        );
        store.reader().execute_unprepared(&view).await?;
    }
    bureau::look_over(&store).await?;
    store.close().await?;
    Ok(())
}
