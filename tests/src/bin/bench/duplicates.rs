//! Near duplicates: how long one text takes among a hundred thousand, and what is found of texts that come again.

#[path = "../../../../domain/src/likeness/tests/planted.rs"]
mod planted;

use std::time::{Duration, Instant};

use domain::{
    attribution::Attribution,
    id::ItemId,
    item::{ItemText, Kind},
    scoring::Details,
    workflow::State,
};
use jiff::{SignedDuration, Timestamp};
use planted::{OTHER, SAME, again, text};
use store::{
    Store,
    items::{self, NewItem},
    likeness,
};

use super::{Bench, Failure, bureau, report::Report};

/// How many items are made in one transaction.
const BATCH: usize = 1_000;
/// How many texts come again in each way.
const ASKED: usize = 100;
/// The longest that one may take, at the median and nearly always.
const REACH: Duration = Duration::from_millis(30);

pub(super) async fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let data = bureau::kept(bench, "duplicates", fill).await?;
    let store = Store::open(&Store::sqlite_address(&data)).await?;
    // The demonstration's own items stand before them.
    let newest = newest(&store).await?;
    let first = newest.0 + 1 - i64::try_from(bureau::items())?;
    let step = bureau::items() / ASKED;
    let (mut took, mut planted, mut found, mut told, mut right) = (Vec::new(), 0, 0, 0, 0);
    for how in SAME.into_iter().chain(OTHER) {
        for number in (0..bureau::items()).step_by(step) {
            let own = ItemId(first + i64::try_from(number)?);
            let asked = again(number as u64, how);
            let began = Instant::now();
            let answers = likeness::measured(store.reader(), ("", &asked), None).await?;
            took.push(began.elapsed());
            told += answers.len();
            if SAME.contains(&how) {
                let is_found = answers.iter().any(|near| near.item == own);
                (planted, found) = (planted + 1, found + usize::from(is_found));
                right += usize::from(is_found);
            }
        }
    }
    store.close().await?;
    took.sort_unstable();
    let [median, most] = [took[took.len() / 2], took[took.len() * 95 / 100]];
    let what = format!("near duplicates of one text among {} (median, 19 of 20)", bureau::items());
    let told_times = format!("{:.1}, {:.1} ms", median.as_secs_f64() * 1e3, most.as_secs_f64() * 1e3);
    report.row(&what, told_times, "30 ms", most <= REACH);
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let (recall, precision) = (share(found, planted), share(right, told));
    report.row(
        &format!("texts that came again, found of {planted}"),
        format!("{recall:.3}"),
        "0.95",
        recall >= 0.95,
    );
    report.row(
        &format!("of {told} found, those that did"),
        format!("{precision:.3}"),
        "0.95",
        precision >= 0.95,
    );
    Ok(())
}

async fn newest(store: &Store) -> Result<ItemId, Failure> {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let statement = Statement::from_string(DbBackend::Sqlite, "SELECT MAX(id) FROM items");
    let row = store.reader().query_one_raw(statement).await?.ok_or("there are no items")?;
    Ok(ItemId(row.try_get_by_index(0)?))
}

/// The planted texts, one every quarter of an hour, ending now.
async fn fill(store: Store) -> Result<(), Failure> {
    let pattern = items::load(store.reader(), ItemId(1)).await?.ok_or("the demonstration holds no items")?;
    let first = Timestamp::now() - SignedDuration::from_mins(15) * i32::try_from(bureau::items())?;
    for start in (0..bureau::items()).step_by(BATCH) {
        let transaction = store.begin().await?;
        let mut new = Vec::with_capacity(BATCH);
        for number in start..(start + BATCH).min(bureau::items()) {
            let text = ItemText {
                kind: Kind::Article,
                title: format!("第{number}篇"),
                body: text(number as u64),
                ..ItemText::default()
            };
            new.push(NewItem {
                cover: domain::item::Cover::default(),
                submitting_unit: pattern.submitting_unit,
                text,
                attribution: Attribution::default(),
                state: State::Submitted,
                details: Details::NONE,
                drafted_by: pattern.drafted_by,
                at: first + SignedDuration::from_mins(15) * i32::try_from(number)?,
            });
        }
        items::insert_many(transaction.connection(), new).await?;
        transaction.commit().await?;
    }
    store.close().await?;
    Ok(())
}
