//! What is like an item is looked for after its text has changed, so that lists can tell it at once.

use domain::id::ItemId;
use store::{jobs::Outcome, likeness};

use super::{JobError, Tools};

pub(super) async fn done(tools: &Tools, item: ItemId) -> Result<Outcome, JobError> {
    let found = likeness::keep_near(&tools.store, item).await?;
    let words = if found == 0 { "没有相近的".to_owned() } else { format!("有{found}篇相近的") };
    Ok(Outcome { words, is_good: true })
}
