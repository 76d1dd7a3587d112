//! What comes too late for a closed month: the fact stays there, and what it earned is taken back in an open month.
//!
//! The points are those that the closed months would lose without the fact: its own and, where the rules look further,
//! later ones of its year. Open months are scored as if the fact had never been there, so that all months together come
//! out as if nothing had been closed.

use std::collections::{BTreeMap, BTreeSet};

use app::desk::DeskError;
use domain::{
    calendar::Month,
    id::{ItemId, UnitId},
    points::Points,
    record::Recorded,
    scoring::FactReference,
};

use super::{Writing, ledger, records::keep_record};
use crate::store::records::NewRecord;

/// A fact that is no longer true.
#[derive(Debug)]
pub(super) struct Taken {
    /// Its month, which is closed.
    pub month: Month,
    pub fact: FactReference,
    /// The open month in which it is taken back.
    pub late: Month,
    /// What happened, for the ledger: 撤下《…》.
    pub what: String,
    pub item: Option<ItemId>,
}

/// Records what each unit loses by it (or wins, where it had lost) as an adjustment of the open month. The fact is known
/// as taken back already, and the caller settles the open month, which may change even where no unit loses anything.
pub(super) async fn take_back(writing: &Writing, verb: &'static str, taken: Taken) -> Result<(), DeskError> {
    ledger::lock(writing, &[taken.month, taken.late]).await?;
    let closed = ledger::closed(writing.connection()).await?;
    let is_meant =
        |month: &Month| month.year() == taken.month.year() && (taken.month..taken.late).contains(month);
    let months: BTreeSet<Month> = closed.months().filter(is_meant).collect();
    let worth = ledger::worth(writing.connection(), &months, &taken.fact).await?;
    let mut by_points: BTreeMap<Points, Vec<UnitId>> = BTreeMap::new();
    for (unit, points) in worth {
        by_points.entry(points).or_default().push(unit);
    }
    for (points, units) in by_points {
        let points = points.checked_neg();
        let points = points.map_err(|error| DeskError::invalid("points", error.to_string()))?;
        let new = NewRecord {
            details: domain::scoring::Details::NONE,
            recorded: Recorded::Adjustment { points, reason: taken.what.clone(), evidence: None },
            month: taken.late,
            date: writing.now.date(),
            units,
            item: taken.item,
            recorded_by: writing.actor.id,
            recorded_at: writing.timestamp(),
        };
        keep_record(writing, verb, new, &taken.what).await?;
    }
    Ok(())
}
