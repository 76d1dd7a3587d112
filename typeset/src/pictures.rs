//! The pictures that stand in what is set, given with it: nothing is read from anywhere while pages are set.

use std::collections::BTreeMap;

use typst::foundations::Bytes;

/// Pictures by the SHA-256 of their file: PNG, JPEG or SVG.
#[derive(Clone, Default)]
pub struct Pictures(BTreeMap<String, Bytes>);

impl std::fmt::Debug for Pictures {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl Pictures {
    pub fn insert(&mut self, hash: String, bytes: Vec<u8>) {
        self.0.insert(hash, Bytes::new(bytes));
    }

    pub(super) fn has(&self, hash: &str) -> bool {
        self.0.contains_key(hash)
    }

    /// Each with the path under which templates ask for it.
    pub(super) fn by_path(&self) -> impl Iterator<Item = (String, &Bytes)> {
        self.0.iter().map(|(hash, bytes)| (format!("pictures/{hash}"), bytes))
    }
}
