//! A month's bulletin as a document: its letter, its files, and its way from a draft to what was issued.
//!
//! What is issued is frozen: nothing here reads the ledger for it again.

use app::desk::Refusal;
use domain::{calendar::Month, scoring::Bulletin, subject::Subject};
use store::{Connection, months};

use super::{OfficeDesk, Writing};

mod files;
pub(crate) use self::files::letter_of;
mod letter;
mod read;
mod remarks;
mod send;
mod sign;

/// Whether nothing in the month changes any more, as far as the office has said so.
async fn is_closed(connection: &impl Connection, month: Month) -> Result<bool, Refusal> {
    Ok(months::state_of(connection, month).await?.is_closed())
}

fn require_groups(bulletin: &Bulletin) -> Result<(), Refusal> {
    if bulletin.groups.is_empty() {
        Err(Refusal::not_found(format!("{}通报要列的单位", bulletin.month.in_words())))
    } else {
        Ok(())
    }
}

/// 2024年1月份通报.
fn name_of(month: Month) -> String {
    format!("{}年{}通报", month.year(), month.in_words())
}

/// What an event about a month's bulletin is about. Months have no ids; 202401 is one that can be read.
pub(super) fn subject(month: Month) -> Subject {
    Subject::Bulletin(month)
}
