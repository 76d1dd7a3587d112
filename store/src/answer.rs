//! How what the database did not do is told to whoever asked.

use std::fmt::Display;

use domain::refusal::{Refusal, TROUBLE};

use crate::StoreError;

/// What the store could not do is a failure of the program. Only that somebody was faster, and what will pass, are answers
/// of their own.
impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { thing, subject } => Self::overtaken(thing, subject),
            error if error.is_trouble() => {
                tracing::error!(%error, "the database is in trouble");
                Self::Busy(TROUBLE.to_owned())
            }
            error => failure(error),
        }
    }
}

/// The program failed: the cause goes to the log, a reference to the person.
pub fn failure(error: impl Display) -> Refusal {
    let reference = format!("{:08x}", rand::random::<u32>());
    tracing::error!(reference, %error, "a verb or a page failed");
    Refusal::Failed(reference)
}
