//! Months: closing, reopening, receipts of upper channels; see `app::desk::months`.

use domain::{calendar::Month, subject::Subject};

mod close;
mod read;
mod receive;
mod urge;

/// Months have no ids; 202401 is one that can be read.
fn subject(month: Month) -> Subject {
    Subject::Month(month)
}
