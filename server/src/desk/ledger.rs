//! The ledger: the only place that writes it.

use app::desk::DeskError;
use domain::{calendar::Month, id::EventId};

use super::Writing;

/// Computes the months anew from their facts and appends the difference to the ledger: reversals and new
/// lines, with the reason, by the event. Every verb that adds or changes a fact ends with it, in its own
/// transaction. A cumulative figure of a later month needs nothing: it is a sum of months.
#[expect(
    dead_code,
    clippy::unused_async,
    reason = "called by the verbs that change facts, once they are there"
)]
pub(super) async fn settle(
    _writing: &Writing,
    _event: EventId,
    _months: &[Month],
    _reason: Option<&str>,
) -> Result<(), DeskError> {
    Ok(())
}
