//! The words on which comments stand.

use std::collections::HashMap;

use super::xml::Element;

/// Of a longer passage its beginning is kept, in bytes.
const LONGEST: usize = 900;
/// Of a comment that stands at one place, what is before it, in characters.
const BEFORE: usize = 20;
/// More comments than this have no document.
const MOST: usize = 2_000;

#[derive(Debug, Default)]
pub(super) struct Passages {
    words: HashMap<String, String>,
    /// Those that go on, by id.
    open: Vec<String>,
}

impl Passages {
    /// The words on which a comment stands.
    pub(super) fn of(&self, id: &str) -> &str {
        self.words.get(id).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn begin(&mut self, element: &Element<'_>) {
        if let Some(id) = element.attribute("id")
            && self.words.len() < MOST
            && self.words.insert(id.clone(), String::new()).is_none()
        {
            self.open.push(id);
        }
    }

    pub(super) fn end(&mut self, element: &Element<'_>) {
        if let Some(id) = element.attribute("id") {
            self.open.retain(|open| *open != id);
        }
    }

    pub(super) fn add(&mut self, text: &str) {
        let words = &mut self.words;
        self.open.retain(|id| {
            let Some(passage) = words.get_mut(id) else { return false };
            passage.push_str(text);
            if passage.len() <= LONGEST {
                return true;
            }
            passage.truncate(passage.floor_char_boundary(LONGEST));
            passage.push('…');
            false
        });
    }

    /// A comment without a passage stands behind what is before it.
    pub(super) fn stands_behind(&mut self, element: &Element<'_>, before: &str) {
        let Some(id) = element.attribute("id") else { return };
        if self.words.len() < MOST && self.words.get(&id).is_none_or(String::is_empty) {
            let skipped = before.chars().count().saturating_sub(BEFORE);
            self.words.insert(id, before.chars().skip(skipped).collect());
        }
    }
}
