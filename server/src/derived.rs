//! What was worked out from the database, at hand while nothing has changed since.
//!
//! It must not know what it keeps, nor what a change is: only that a number tells.

use std::future::Future;

use crate::{recent::Recent, store::changes::Changes};

/// Values by key, each good for the number under which it was worked out. What was not used longest goes first.
#[derive(Debug)]
pub(crate) struct Derived<Key, Value> {
    recent: Recent<Key, (Changes, Value)>,
}

impl<Key: PartialEq, Value: Clone> Derived<Key, Value> {
    /// Keeps at most so many.
    pub(crate) fn new(most: usize) -> Self {
        Self { recent: Recent::new(most) }
    }

    /// The value, worked out anew where something has changed since it was.
    pub(crate) async fn get<Error>(
        &self,
        changes: Changes,
        key: Key,
        work_out: impl Future<Output = Result<Value, Error>>,
    ) -> Result<Value, Error> {
        if let Some((known, value)) = self.recent.get(&key)
            && known == changes
        {
            return Ok(value);
        }
        let value = work_out.await?;
        self.recent.keep(key, (changes, value.clone()), 1);
        Ok(value)
    }
}
