//! What every part of a page is measured with.
//!
//! It must not know what is measured.

use std::fmt;

use super::{fonts::Fonts, measures::Measures, pictures::Pictures};

#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    pub(super) measures: &'a Measures,
    pub(super) fonts: &'a Fonts,
    /// Those that are at hand.
    pub(super) pictures: &'a Pictures,
}

impl fmt::Debug for Means<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Means").field("measures", self.measures).finish_non_exhaustive()
    }
}
