//! What was used last is kept, up to a weight; what was not used longest goes first.
//!
//! It must not know what it keeps. It is for some hundred things at most: looking one up walks through them.

use std::{collections::VecDeque, fmt, sync::Mutex};

/// Values by key, each with a weight, the one used last at the front.
pub struct Recent<Key, Value> {
    most: usize,
    kept: Mutex<VecDeque<(Key, Value, usize)>>,
}

impl<Key, Value> fmt::Debug for Recent<Key, Value> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Recent").field("most", &self.most).finish_non_exhaustive()
    }
}

impl<Key: PartialEq, Value: Clone> Recent<Key, Value> {
    /// Keeps values that weigh at most this much together.
    pub fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// The value kept under the key.
    pub fn get(&self, key: &Key) -> Option<Value> {
        let mut kept = self.lock();
        let at = kept.iter().position(|(other, _, _)| other == key)?;
        let found = kept.remove(at)?;
        let value = found.1.clone();
        kept.push_front(found);
        Some(value)
    }

    /// Keeps a value in place of an earlier one under the same key. What weighs too much by itself is not kept.
    pub fn keep(&self, key: Key, value: Value, weight: usize) {
        let mut kept = self.lock();
        kept.retain(|(other, _, _)| *other != key);
        if weight > self.most {
            return;
        }
        kept.push_front((key, value, weight));
        let mut sum: usize = kept.iter().map(|(_, _, weight)| weight).sum();
        while sum > self.most
            && let Some((_, _, weight)) = kept.pop_back()
        {
            sum -= weight;
        }
    }

    /// A panic while the lock was held left a list all the same: at worst it holds a little more or less.
    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<(Key, Value, usize)>> {
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_longest_goes_first() {
        let recent = Recent::new(3);
        for key in ["甲", "乙", "丙"] {
            recent.keep(key, key, 1);
        }
        assert_eq!(recent.get(&"甲"), Some("甲"));
        recent.keep("丁", "丁", 1);
        assert_eq!(recent.get(&"乙"), None);
        assert_eq!(recent.get(&"甲"), Some("甲"));
        recent.keep("戊", "戊", 3);
        assert_eq!(recent.get(&"甲"), None);
        assert_eq!(recent.get(&"戊"), Some("戊"));
    }

    #[test]
    fn a_key_is_kept_once_and_what_is_too_heavy_not_at_all() {
        let recent = Recent::new(2);
        recent.keep("甲", 1, 1);
        recent.keep("甲", 2, 2);
        assert_eq!(recent.get(&"甲"), Some(2));
        recent.keep("甲", 3, 3);
        assert_eq!(recent.get(&"甲"), None);
    }
}
