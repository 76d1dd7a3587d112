//! The demonstration bureau after many years: its own texts again and again, a hundred thousand items in all.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use domain::{
    id::ItemId,
    item::{Cover, Item, ItemText},
    scoring::Details,
    workflow::State,
};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::{
    Store,
    items::{self, NewItem, save},
};

use super::{Bench, Failure};

const ITEMS: usize = 100_000;

/// How many items there are in all; `JIANBAO_BENCH_OFFICE` may say another number.
pub(super) fn items() -> usize {
    std::env::var("JIANBAO_BENCH_OFFICE").ok().and_then(|items| items.parse().ok()).unwrap_or(ITEMS)
}

/// How many items are made in one transaction.
const BATCH: usize = 1_000;

/// How often each state is, of twenty items.
const STATES: [(State, usize); 6] = [
    (State::Adopted, 7),
    (State::Rejected, 5),
    (State::Submitted, 4),
    (State::Editing, 2),
    (State::Shortlisted, 1),
    (State::Returned, 1),
];

/// A data folder with all items.
pub(super) async fn prepared(bench: &Bench) -> Result<PathBuf, Failure> {
    let name = if items() == ITEMS { "data".to_owned() } else { format!("data-{}", items()) };
    kept(bench, &name, fill).await
}

/// The demonstration's data folder with more in it, made once and kept for the next run while schema and demonstration
/// are the same.
pub(super) async fn kept<Filled: Future<Output = Result<(), Failure>>>(
    bench: &Bench,
    name: &str,
    fill: impl FnOnce(Store) -> Filled,
) -> Result<PathBuf, Failure> {
    let data = bench.folder.join(name);
    let filled = bench.folder.join(format!("{name}.filled"));
    let sources = sources()?;
    if !data.exists() || std::fs::read_to_string(&filled).ok().as_ref() != Some(&sources) {
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        let status = Command::new(&bench.jianbao)
            .args(["demo", "--data"])
            .arg(&data)
            .stdout(std::process::Stdio::null())
            .status()?;
        if !status.success() {
            return Err("the demonstration could not be made".into());
        }
        fill(Store::open(&Store::sqlite_address(&data)).await?).await?;
        std::fs::write(filled, sources)?;
    }
    Ok(data)
}

/// The address of a database with the demonstration and more in it on the PostgreSQL server that is at hand, made anew
/// where there is none; nothing where there is no server.
pub(super) async fn on_postgres<Filled: Future<Output = Result<(), Failure>>>(
    name: &str,
    fill: impl FnOnce(Store) -> Filled,
) -> Result<Option<String>, Failure> {
    let Ok(server) = std::env::var("JIANBAO_TEST_POSTGRES") else { return Ok(None) };
    let mut address: reqwest::Url = server.parse()?;
    let connection = sea_orm::Database::connect(server).await?;
    let known = Statement::from_string(
        DbBackend::Postgres,
        format!("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"),
    );
    let known = connection.query_one_raw(known).await?;
    let known: Option<String> = known.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    address.set_path(name);
    // In a comment, since what is made of it is no use to anybody where it was not finished.
    let sources = sources()?.replace('\'', "");
    if known.as_ref() != Some(&sources) {
        connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await?;
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        let store = Store::open(address.as_str()).await?;
        server::demo::fill_store(&store).await?;
        fill(store).await?;
        connection.execute_unprepared(&format!("COMMENT ON DATABASE {name} IS '{sources}'")).await?;
    }
    connection.close().await?;
    Ok(Some(address.into()))
}

/// A copy of a data folder, which goes when it is dropped.
pub(super) fn copied(bench: &Bench, data: &Path) -> Result<tempfile::TempDir, Failure> {
    let copy = tempfile::tempdir_in(&bench.folder)?;
    for file in std::fs::read_dir(data)? {
        let file = file?;
        if file.file_type()?.is_file() {
            std::fs::copy(file.path(), copy.path().join(file.file_name()))?;
        }
    }
    Ok(copy)
}

/// As [`copied`], of a database on the PostgreSQL server; it stays until the next copy.
pub(super) async fn copied_on_postgres(address: &str) -> Result<String, Failure> {
    let mut copy: reqwest::Url = address.parse()?;
    let name = copy.path().trim_start_matches('/').to_owned();
    let server = std::env::var("JIANBAO_TEST_POSTGRES")?;
    let connection = sea_orm::Database::connect(server).await?;
    connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}_copy WITH (FORCE)")).await?;
    connection.execute_unprepared(&format!("CREATE DATABASE {name}_copy TEMPLATE {name}")).await?;
    connection.close().await?;
    copy.set_path(&format!("{name}_copy"));
    Ok(copy.into())
}

/// What the database is called.
pub(super) fn name_of(store: &Store) -> &'static str {
    match store.reader().get_database_backend() {
        DbBackend::Postgres => "PostgreSQL",
        _ => "SQLite",
    }
}

/// Lets the database look at what was put into it.
pub(super) async fn look_over(store: &Store) -> Result<(), Failure> {
    let sql = match store.reader().get_database_backend() {
        DbBackend::Postgres => "VACUUM ANALYZE",
        _ => "ANALYZE",
    };
    store.reader().execute_unprepared(sql).await?;
    Ok(())
}

/// What the folder was made from: the names, sizes and times of the sources.
fn sources() -> Result<String, Failure> {
    let mut lines = Vec::new();
    for folder in ["/../migrations/src", "/../server/src/demo", "/src/bin/bench"] {
        for file in std::fs::read_dir(format!("{}{folder}", env!("CARGO_MANIFEST_DIR")))? {
            let file = file?;
            let about = file.metadata()?;
            lines.push(format!("{:?} {} {:?}", file.file_name(), about.len(), about.modified()?));
        }
    }
    lines.sort();
    Ok(lines.join("\n"))
}

/// One item every quarter of an hour, ending now.
async fn fill(store: Store) -> Result<(), Failure> {
    let count = items();
    let patterns = patterns(&store).await?;
    let states: Vec<State> =
        STATES.iter().flat_map(|(state, count)| std::iter::repeat_n(*state, *count)).collect();
    let first = Timestamp::now() - SignedDuration::from_mins(15) * i32::try_from(count)?;
    for start in (0..count).step_by(BATCH) {
        let transaction = store.begin().await?;
        for number in start..(start + BATCH).min(count) {
            let at = first + SignedDuration::from_mins(15) * i32::try_from(number)?;
            let pattern = &patterns[number % patterns.len()];
            let new = NewItem {
                cover: Cover::default(),
                submitting_unit: pattern.submitting_unit,
                text: text(&patterns, number),
                attribution: pattern.attribution.clone(),
                state: State::Draft,
                details: Details::NONE,
                drafted_by: pattern.drafted_by,
                at,
            };
            let mut item = items::insert(transaction.connection(), new).await?;
            let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
            let state = states[number * 7 % states.len()];
            save::save_reached(transaction.connection(), &mut item, state, day, at).await?;
        }
        transaction.commit().await?;
    }
    store.close().await?;
    Ok(())
}

/// The items of the demonstration.
async fn patterns(store: &Store) -> Result<Vec<Item>, Failure> {
    let ids: Vec<ItemId> = (1..=150).map(ItemId).collect();
    let items = items::load_many(store.reader(), &ids).await?;
    if items.is_empty() { Err("the demonstration holds no items".into()) } else { Ok(items) }
}

/// A title from one, a body from two others.
fn text(patterns: &[Item], number: usize) -> ItemText {
    let other = |step: usize| &patterns[number / patterns.len() * step % patterns.len()].text.body;
    let pattern = &patterns[number % patterns.len()].text;
    ItemText { body: format!("{}\n{}", pattern.body, other(3)), ..pattern.clone() }
}
