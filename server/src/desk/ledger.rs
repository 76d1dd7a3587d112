//! The ledger: the only place that writes it, and the place that keeps closed months as they are.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use app::desk::Refusal;
use domain::{
    calendar::Month,
    closing::{self, ClosedMonths},
    id::{EventId, UnitId},
    points::PointsError,
    scoring::{Difference, difference, difference_in_credit},
};
use store::{Connection, ledger, months as closings, roster, year::known_months};

use super::{
    Writing,
    year::{ClosedYears, Years},
};

/// Computes the months anew from their facts and appends the difference to the ledger: reversals and new
/// lines, with the reason, by the event. Every verb that adds or changes a fact ends with it, in its own
/// transaction. A cumulative figure of a later month needs nothing: it is a sum of months.
///
/// Refuses closed months, whatever the difference: not even a count changes in them.
pub(super) async fn settle(
    writing: &Writing,
    event: EventId,
    months: &[Month],
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let connection = writing.connection();
    let months: BTreeSet<Month> = months.iter().copied().collect();
    let years = Years::of(connection, &months).await?;
    let closed = years.closed();
    for month in &months {
        check_open(&closed, *month)?;
    }
    let touched = years.touched(connection, &months).await?;
    refuse_changed(&write(writing, event, &years, &touched, reason).await?)
}

/// Computes a month and all after it anew: for a new version of the rules.
pub(super) async fn settle_since(
    writing: &Writing,
    event: EventId,
    since: Month,
    reason: &str,
) -> Result<(), Refusal> {
    let mut months = known_months(writing.connection()).await?;
    months.retain(|month| *month >= since);
    settle(writing, event, &Vec::from_iter(months), Some(reason)).await
}

/// Appends what these months lack. Answers the closed ones among them that would change, of which nothing is written.
async fn write(
    writing: &Writing,
    event: EventId,
    years: &Years,
    months: &BTreeSet<Month>,
    reason: Option<&str>,
) -> Result<Vec<Month>, Refusal> {
    let connection = writing.connection();
    let closed = years.closed();
    let mut refused = Vec::new();
    for (month, due) in years.due(connection, &writing.closed_years, months).await? {
        let held = ledger::between(connection, month..=month).await?;
        let reason = reason.unwrap_or_default();
        if !closed.contains(month) {
            append(writing, event, difference(&held, &due, reason).map_err(out_of_range)?).await?;
        } else if !difference_in_credit(&held, &due, reason).map_err(out_of_range)?.is_empty() {
            refused.push(month);
        }
    }
    Ok(refused)
}

/// Computes anew every month that has facts or lines: for changes to the units themselves, which may bring
/// them into the tables or out of them. Where that would change a closed month it is refused.
pub(super) async fn settle_all(
    writing: &Writing,
    event: EventId,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let connection = writing.connection();
    let months = known_months(connection).await?;
    let years = Years::of(connection, &months).await?;
    refuse_changed(&write(writing, event, &years, &months, reason).await?)
}

/// The closed months that would earn otherwise than they did. Nothing is written.
pub(super) async fn changed_closed(writing: &Writing) -> Result<Vec<Month>, Refusal> {
    let connection = writing.connection();
    let months = known_months(connection).await?;
    let years = Years::of(connection, &months).await?;
    let closed = years.closed();
    let mut changed = Vec::new();
    for (month, due) in years.due(connection, &writing.closed_years, &months).await? {
        let held = ledger::between(connection, month..=month).await?;
        if closed.contains(month) && !difference_in_credit(&held, &due, "").map_err(out_of_range)?.is_empty()
        {
            changed.push(month);
        }
    }
    Ok(changed)
}

/// Refuses a change to units or groups that shows in closed months.
pub(super) fn refuse_changed(closed: &[Month]) -> Result<(), Refusal> {
    if closed.is_empty() {
        return Ok(());
    }
    let months = closed.iter().map(|month| closing::in_words(*month)).collect::<Vec<_>>().join("、");
    Err(Refusal::blocked(format!(
        "这样改会变动已结账的{months}的通报，不能保存。请写明从哪个未结账的月份起（设立、撤销、属于上级单位的时间），或先在“月份”中重开"
    )))
}

/// What of the units shows in a closed month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClosedTable {
    /// Which scored units stand in which group's table.
    pub(super) groups: BTreeMap<String, BTreeSet<UnitId>>,
    /// Whose points count for whom.
    heirs: BTreeSet<(UnitId, UnitId)>,
}

/// What of the units shows in each closed month.
pub(super) async fn closed_tables(
    connection: &impl Connection,
) -> Result<BTreeMap<Month, ClosedTable>, Refusal> {
    let mut rosters = BTreeMap::new();
    let mut tables = BTreeMap::new();
    for month in closed(connection).await?.months() {
        let year = match rosters.entry(month.year()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(roster::of_year(connection, month.year()).await?),
        };
        let roster = year.in_month(month);
        let table = roster.groups.iter().map(|group| {
            (group.name.clone(), group.scored().map(|unit| unit.id).collect::<BTreeSet<UnitId>>())
        });
        let heirs = roster.inherited.iter().map(|one| (one.from, one.to)).collect();
        let groups = table.filter(|(_, units)| !units.is_empty()).collect();
        tables.insert(month, ClosedTable { groups, heirs });
    }
    Ok(tables)
}

/// The months that are closed now.
pub(super) async fn closed(connection: &impl Connection) -> Result<ClosedMonths, Refusal> {
    Ok(closings::closed(connection).await?)
}

/// Refuses a change in a closed month, in words that offer the ways out.
pub(super) fn check_open(closed: &ClosedMonths, month: Month) -> Result<(), Refusal> {
    closed.check(month).map_err(|refused| Refusal::blocked(refused.to_string()))
}

/// The open month in which something counts that is about a closed one: the one that was chosen, else the first open
/// one. `None` where the month itself is open.
pub(super) async fn late_month(
    writing: &Writing,
    month: Month,
    chosen: Option<Month>,
) -> Result<Option<Month>, Refusal> {
    let closed = closed(writing.connection()).await?;
    if !closed.contains(month) {
        return Ok(None);
    }
    let late = chosen.unwrap_or_else(|| closed.first_open(month));
    if late < month {
        let words = format!("要计入{}之后的月份", closing::in_words(month));
        return Err(Refusal::invalid("month", words));
    }
    closed.check(late).map_err(|refused| Refusal::invalid("month", refused.to_string()))?;
    Ok(Some(late))
}

/// What the ledger lacks of a month, whatever its words: nothing where every verb has done its part.
pub(super) async fn owed(
    connection: &impl Connection,
    closed_years: &ClosedYears,
    month: Month,
) -> Result<Difference, Refusal> {
    let months = BTreeSet::from([month]);
    let due = Years::of(connection, &months).await?.due(connection, closed_years, &months).await?;
    let held = ledger::between(connection, month..=month).await?;
    let due = due.get(&month).map(Vec::as_slice).unwrap_or_default();
    difference_in_credit(&held, due, "").map_err(out_of_range)
}

fn out_of_range(error: PointsError) -> Refusal {
    Refusal::invalid("points", error.to_string())
}

async fn append(writing: &Writing, event: EventId, difference: Difference) -> Result<(), Refusal> {
    Ok(ledger::append(writing.connection(), event, writing.timestamp(), difference).await?)
}
