//! The demonstration bureau after many years: its own texts again and again, a hundred thousand items in all.

use std::{path::PathBuf, process::Command};

use domain::{
    id::ItemId,
    item::{Cover, Item, ItemText},
    scoring::Details,
    workflow::State,
};
use jiff::{SignedDuration, Timestamp};
use store::{
    Store,
    items::{self, NewItem, save},
};

use super::{Bench, Failure};

pub(super) const ITEMS: usize = 100_000;

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
    kept(bench, "data", fill).await
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
    let patterns = patterns(&store).await?;
    let states: Vec<State> =
        STATES.iter().flat_map(|(state, count)| std::iter::repeat_n(*state, *count)).collect();
    let first = Timestamp::now() - SignedDuration::from_mins(15) * i32::try_from(ITEMS)?;
    for start in (0..ITEMS).step_by(BATCH) {
        let transaction = store.begin().await?;
        for number in start..(start + BATCH).min(ITEMS) {
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
