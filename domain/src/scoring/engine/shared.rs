//! Texts that many lines have in common: each is held once.

use std::{
    collections::HashSet,
    fmt::{Arguments, Write},
};

use ecow::EcoString;

/// Texts met so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    known: HashSet<EcoString>,
    /// Where a text is put together.
    draft: String,
}

impl Shared {
    /// The text, held together with all that are the same.
    pub(super) fn of(&mut self, text: &str) -> EcoString {
        // A short one stands in its own place.
        if text.len() <= EcoString::INLINE_LIMIT {
            return text.into();
        }
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let new = EcoString::from(text);
        self.known.insert(new.clone());
        new
    }

    /// As [`Shared::of`], of `format_args!`.
    pub(super) fn put_together(&mut self, words: Arguments<'_>) -> EcoString {
        let mut draft = std::mem::take(&mut self.draft);
        draft.clear();
        // Writing to a text in memory cannot fail.
        let _ = draft.write_fmt(words);
        let text = self.of(&draft);
        self.draft = draft;
        text
    }
}
