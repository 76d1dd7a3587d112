//! Arranging an issue from a pool of five hundred: the board, and placing thirty of them at once.

use std::{
    path::Path,
    time::{Duration, Instant},
};

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
    report::{Report, milliseconds, percentile, percentiles},
    serving::Server,
};

const POOL: usize = 500;
/// How many are placed at once, and how often.
const PLACED: usize = 30;
const TIMES: usize = 5;
/// How often the board is looked at.
const LOOKS: usize = 50;
const REACH: Duration = Duration::from_millis(200);

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    // What is placed must not be placed the next time: a copy is arranged.
    let made = bureau::kept(bench, "pool", fill).await?;
    let data = bureau::copied(bench, &made)?;
    measure_on(bench, report, (data.path(), &Store::sqlite_address(data.path()))).await?;
    if let Some(address) = bureau::on_postgres("bench_pool", fill).await? {
        let address = bureau::copied_on_postgres(&address).await?;
        let folder = tempfile::tempdir_in(&bench.folder)?;
        measure_on(bench, report, (folder.path(), &address)).await?;
    }
    Ok(())
}

async fn measure_on(
    bench: &Bench,
    report: &mut Report,
    (data, address): (&Path, &str),
) -> Result<(), Failure> {
    let store = Store::open(address).await?;
    let database = bureau::name_of(&store);
    let issue = numbers(&store, "SELECT id FROM issues WHERE state = 'arranging'").await?;
    let issue = *issue.first().ok_or("no issue is arranged")?;
    let pool = numbers(&store, "SELECT id FROM items WHERE state = 'shortlisted' ORDER BY id DESC").await?;
    store.close().await?;
    let server = Server::start_on(&bench.jianbao, data, address)?;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
    let editor = server.sign_in(&client, "bianji").await?;
    let board = format!("/issues/{issue}/desk");
    let asked = Asked { address: server.address(&board), cookie: &editor };

    let (first, mut page) = load::once(&client, &asked).await?;
    let mut left = pool.len();
    expect(&page, left)?;
    let (mut looks, mut acts, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..LOOKS {
        looks.push(load::once(&client, &asked).await?.0);
    }
    for chosen in pool.chunks(PLACED).take(TIMES) {
        let version = page.split("data-version=\"").nth(1).and_then(|rest| rest.split('"').next());
        let version = version.ok_or("the board has no version")?.to_owned();
        let (issue, items) =
            (issue.to_string(), chosen.iter().map(|item| item.to_string()).collect::<Vec<_>>());
        let mut fields =
            vec![("issue", issue.as_str()), ("version", &version), ("back", &board), ("section", "")];
        fields.extend(items.iter().map(|item| ("item", item.as_str())));
        let begun = Instant::now();
        server.post(&client, "/do/place", &fields, &editor).await?;
        acts.push(begun.elapsed());
        // With its pages set anew.
        let time;
        (time, page) = load::once(&client, &asked).await?;
        after.push(time);
        left -= chosen.len();
        expect(&page, left)?;
    }
    let what = format!("the board with a pool of {} on {database} (p50, p95, p99)", pool.len());
    report.row(&what, percentiles(&looks), "200 ms", percentile(&looks, 99) <= REACH);
    report.beside("　the first time, with its pages set", milliseconds(first));
    let slowest = percentile(&acts, 100);
    let times: Vec<String> = acts.iter().map(|time| milliseconds(*time)).collect();
    let what = format!("　placing {PLACED} of them, {TIMES} times over");
    report.row(&what, times.join(", "), "200 ms", slowest <= REACH);
    let times: Vec<String> = after.iter().map(|time| milliseconds(*time)).collect();
    report.beside("　the board after each, with its pages set anew", times.join(", "));
    Ok(())
}

/// The board must tell of so many that may be placed.
fn expect(page: &str, left: usize) -> Result<(), Failure> {
    if page.contains(&format!("拟用（{left}）")) {
        return Ok(());
    }
    Err(format!("the board does not tell of {left} items that may be placed").into())
}

async fn numbers(store: &Store, sql: &str) -> Result<Vec<i64>, Failure> {
    let statement = Statement::from_string(store.reader().get_database_backend(), sql);
    let rows = store.reader().query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

/// Shortlisted pieces, besides the demonstration's own.
async fn fill(store: Store) -> Result<(), Failure> {
    let writer = Writer::of(&store, PersonId(2)).await?;
    let at = Timestamp::now();
    let transaction = store.begin().await?;
    let new = (0..POOL)
        .map(|number| writer.piece(number, State::Draft, at - SignedDuration::from_mins(number as i64)));
    let made = items::insert_many(transaction.connection(), new.collect()).await?;
    let day = at.to_zoned(TimeZone::UTC).date();
    for mut item in made {
        save::save_reached(transaction.connection(), &mut item, State::Shortlisted, day, at).await?;
    }
    transaction.commit().await?;
    bureau::look_over(&store).await?;
    store.close().await?;
    Ok(())
}
