//! The copies of one page: what each was opened with, and what came of it.

use super::Sheet;

/// The longest name of a copy, in bytes: two counts and a name.
const LONGEST_COPY: usize = 120;

/// One of the pages that are open under a name, and what it was opened with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copy<'a> {
    /// Empty where it does not tell.
    pub name: &'a str,
    /// The number of the changes that it shows: what another copy typed after that it does not know.
    pub known_stamp: i64,
    /// How often its form had been done.
    pub known_count: i64,
}

impl<'a> Copy<'a> {
    /// As a page tells it: `COUNT.STAMP.NAME`.
    pub fn of(name: &'a str) -> Self {
        // What no page of ours bears is nobody's name.
        let name = if name.len() <= LONGEST_COPY { name } else { "" };
        let mut parts = name.splitn(3, '.').map(str::parse);
        let (count, stamp) = (parts.next().and_then(Result::ok), parts.next().and_then(Result::ok));
        Self { name, known_stamp: stamp.unwrap_or(0), known_count: count.unwrap_or(0) }
    }

    /// The name that the page has in store for itself, should it be open twice: it stands in no address.
    pub fn spare(&self) -> &'a str {
        self.name.splitn(3, '.').nth(2).unwrap_or_default()
    }

    /// Whether what is kept was typed on this very copy.
    pub fn has_typed(&self, sheet: &Sheet) -> bool {
        sheet.copy == self.name
    }

    /// Whether the form was done from this very copy.
    pub fn has_done(&self, sheet: &Sheet) -> bool {
        let done = sheet.done.as_ref().and_then(|done| done.copy.as_deref());
        !self.name.is_empty() && done == Some(self.name)
    }

    /// Whether the page holds words, or did something, of which this copy does not know.
    pub fn is_elsewhere(&self, sheet: &Sheet) -> bool {
        let is_other = |other: &str| !other.is_empty() && !self.name.is_empty() && other != self.name;
        let typed = sheet.unsaved().is_some() && is_other(&sheet.copy) && sheet.stamp > self.known_stamp;
        let done = sheet.done.as_ref().is_some_and(|done| {
            done.copy.as_deref().is_some_and(is_other) && i64::from(done.count) > self.known_count
        });
        typed || done
    }
}
