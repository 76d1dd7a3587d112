//! Bytes that nothing uses any more are taken away.

use jiff::{SignedDuration, Timestamp};
use store::jobs::Outcome;

use super::{JobError, Tools};

/// Bytes are put before the act that names them: what nobody names after a day was put for nothing.
const YOUNG: SignedDuration = SignedDuration::from_hours(24);

/// A picture that was taken in and never came into a text: whoever goes on with it after two weeks takes it in once more.
const IN_HAND: SignedDuration = SignedDuration::from_hours(14 * 24);

pub(super) async fn done(tools: &Tools) -> Result<Outcome, JobError> {
    // When bytes were put is told by the machine's clock, whatever the office's says.
    tools.store.let_go_of_pictures(Timestamp::now() - IN_HAND).await?;
    let pruned = tools.store.prune_files(Timestamp::now() - YOUNG).await?;
    let words = match pruned.files {
        0 => "没有不用的文件".to_owned(),
        files => format!("清理了{files}个不用的文件，共{}KB", pruned.bytes.div_ceil(1024)),
    };
    Ok(Outcome { words, is_good: true })
}
