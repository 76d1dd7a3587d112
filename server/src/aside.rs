//! What is written down beside an answer: whoever asked waits a moment for it and no longer.

use std::{future::Future, time::Duration};

/// An answer waits so long. Whatever is not done by then goes on by itself.
const PATIENCE: Duration = Duration::from_millis(200);

/// Does it beside the answer. What goes wrong is said in the program's log under this name.
pub(crate) async fn aside<E: std::fmt::Display + Send + 'static>(
    what: &'static str,
    work: impl Future<Output = Result<(), E>> + Send + 'static,
) {
    let task = tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::warn!(%error, what, "could not be written down");
        }
    });
    // Whether it ended or the moment is over is the same.
    let _ = tokio::time::timeout(PATIENCE, task).await;
}
