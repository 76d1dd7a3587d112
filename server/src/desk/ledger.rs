//! The ledger: the only place that writes it.

use std::collections::BTreeSet;

use app::desk::DeskError;
use domain::{
    calendar::Month,
    id::EventId,
    scoring::{CreditEntry, RuleSet, difference, score, version_1},
};

use super::{Writing, failed};
use crate::store::{Connection, StoreError, facts, ledger, roster};

/// Computes the months anew from their facts and appends the difference to the ledger: reversals and new
/// lines, with the reason, by the event. Every verb that adds or changes a fact ends with it, in its own
/// transaction. A cumulative figure of a later month needs nothing: it is a sum of months.
pub(super) async fn settle(
    writing: &Writing,
    event: EventId,
    months: &[Month],
    reason: Option<&str>,
) -> Result<(), DeskError> {
    let connection = writing.connection();
    let months: BTreeSet<Month> = months.iter().copied().collect();
    ledger::lock(connection, &months).await.map_err(failed)?;
    for month in months {
        let held = ledger::between(connection, month..=month).await.map_err(failed)?;
        let due = due(connection, month).await.map_err(failed)?;
        let lines = difference(&held, &due, reason.unwrap_or_default())
            .map_err(|error| DeskError::invalid("points", error.to_string()))?;
        ledger::append(connection, event, writing.timestamp(), lines).await.map_err(failed)?;
    }
    Ok(())
}

/// Holds back others who would change these months, until the transaction ends: for verbs that first look at
/// what is recorded already.
pub(super) async fn lock(writing: &Writing, months: &[Month]) -> Result<(), DeskError> {
    let months = months.iter().copied().collect();
    ledger::lock(writing.connection(), &months).await.map_err(failed)
}

/// Computes anew every month that has facts or lines: for changes to the units themselves, which may bring
/// them into the tables or out of them.
pub(super) async fn settle_all(
    writing: &Writing,
    event: EventId,
    reason: Option<&str>,
) -> Result<(), DeskError> {
    let mut months = facts::months(writing.connection()).await.map_err(failed)?;
    months.extend(ledger::months(writing.connection()).await.map_err(failed)?);
    settle(writing, event, &Vec::from_iter(months), reason).await
}

/// The rules in force in a month.
pub(super) fn rules(month: Month) -> RuleSet {
    let rule_sets = [version_1()];
    // Version 1 holds from the first month that can be written, so one is always in force.
    RuleSet::in_force(&rule_sets, month).cloned().unwrap_or_else(version_1)
}

/// The lines that the month's facts earn.
async fn due(connection: &impl Connection, month: Month) -> Result<Vec<CreditEntry>, StoreError> {
    let facts = facts::between(connection, month..=month).await?;
    let roster = roster::roster(connection, month).await?;
    Ok(score(&facts, &rules(month), &roster))
}
