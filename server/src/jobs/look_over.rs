//! The database looks over its tables.

use domain::presence::FORGOTTEN_AFTER;
use jiff::Timestamp;
use store::{jobs::Outcome, presence};

use super::{JobError, Tools};

pub(super) async fn done(tools: &Tools) -> Result<Outcome, JobError> {
    // Who had what open and never said that they left it.
    let transaction = tools.store.begin().await?;
    presence::forget(transaction.connection(), None, Timestamp::now() - FORGOTTEN_AFTER).await?;
    transaction.commit_unseen().await?;
    tools.store.look_over().await?;
    Ok(Outcome { words: "已整理".to_owned(), is_good: true })
}
