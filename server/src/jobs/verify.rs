//! 核对 of everything that is kept, printed anew to the last version.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use store::jobs::Outcome;
use tokio::runtime::Handle;

use super::{JobError, Tools};
use crate::verification::{self, Asked, Reprinting};

pub(super) async fn done(tools: &Tools, is_over: Arc<AtomicBool>) -> Result<Outcome, JobError> {
    let snapshot = tools.store.snapshot().await?;
    let (store, typesetter, handle) = (tools.store.clone(), tools.typesetter.clone(), Handle::current());
    let over = is_over.clone();
    // It reads and prints for minutes, and has a thread of its own.
    let looked = tokio::task::spawn_blocking(move || {
        handle.block_on(async move {
            let is_over = || over.load(Ordering::Relaxed);
            let reprinting = Reprinting { typesetter: &typesetter, is_over: &is_over };
            verification::verify(&store, snapshot.connection(), &Asked::default(), &reprinting).await
        })
    });
    let verification = looked.await.map_err(JobError::of)??;
    if is_over.load(Ordering::Relaxed) {
        return Err(JobError("还没有核对完，程序就要停止".to_owned()));
    }
    Ok(Outcome { words: verification.in_words(), is_good: verification.faults() == 0 })
}
