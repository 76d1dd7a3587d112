//! What was worked out from the database, at hand while nothing has changed since.
//!
//! It must not know what it keeps, nor what a change is: only that a number tells.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use store::changes::Changes;

use crate::recent::Recent;

/// Whoever works a value out holds it.
type Turn = tokio::sync::Mutex<()>;

/// Values by key, each good for the number under which it was worked out. What was not used longest goes first.
#[derive(Debug)]
pub(crate) struct Derived<Key, Value> {
    recent: Recent<Key, (Changes, Value)>,
    /// The values that are being worked out.
    under_way: Mutex<Vec<(Key, Weak<Turn>)>>,
}

impl<Key: PartialEq + Clone, Value: Clone> Derived<Key, Value> {
    /// Keeps at most so many.
    pub(crate) fn new(most: usize) -> Self {
        Self { recent: Recent::new(most), under_way: Mutex::default() }
    }

    /// The value, worked out anew where something has changed since it was: by whoever asks first, while the others wait.
    /// Many ask at the same moment, above all after a change, and each would only slow the others down.
    pub(crate) async fn get<Error>(
        &self,
        changes: Changes,
        key: Key,
        work_out: impl Future<Output = Result<Value, Error>>,
    ) -> Result<Value, Error> {
        if let Some(value) = self.at_hand(&key, changes) {
            return Ok(value);
        }
        let turn = self.turn(&key);
        let _own = turn.lock().await;
        if let Some(value) = self.at_hand(&key, changes) {
            return Ok(value);
        }
        let value = work_out.await?;
        self.recent.keep(key, (changes, value.clone()), 1);
        Ok(value)
    }

    fn at_hand(&self, key: &Key, changes: Changes) -> Option<Value> {
        let (known, value) = self.recent.get(key)?;
        (known == changes).then_some(value)
    }

    /// The turn at a key; it goes with the last who waits for it.
    fn turn(&self, key: &Key) -> Arc<Turn> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.retain(|(_, turn)| turn.strong_count() > 0);
        let known = under_way.iter().find(|(other, _)| other == key).and_then(|(_, turn)| turn.upgrade());
        known.unwrap_or_else(|| {
            let turn = Arc::default();
            under_way.push((key.clone(), Arc::downgrade(&turn)));
            turn
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_many_ask_for_at_once_is_worked_out_once_for_each_key_and_change() {
        let derived: Derived<&str, usize> = Derived::new(4);
        let worked = AtomicUsize::new(0);
        let ask = |changes: i64, key: &'static str| {
            let (derived, worked) = (&derived, &worked);
            derived.get(Changes::from(changes), key, async move {
                tokio::task::yield_now().await;
                worked.fetch_add(1, Ordering::Relaxed);
                Ok::<_, ()>(key.len())
            })
        };
        let answers = futures_util::future::join_all((0..20).map(|_| ask(1, "甲"))).await;
        assert!(answers.iter().all(|answer| *answer == Ok(3)));
        assert_eq!(worked.load(Ordering::Relaxed), 1);
        let both = futures_util::future::join(ask(1, "乙丙"), ask(2, "甲")).await;
        assert_eq!(both, (Ok(6), Ok(3)));
        assert_eq!(worked.load(Ordering::Relaxed), 3);
        let failed = derived.get(Changes::from(3), "甲", async { Err(()) }).await;
        assert_eq!(failed, Err(()));
        assert_eq!(ask(3, "甲").await, Ok(3), "who waits after a failure tries again");
        assert!(derived.under_way.lock().expect("no panic").len() <= 2);
    }
}
