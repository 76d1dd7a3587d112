//! What every part of a page is measured with.
//!
//! It must not know what is measured.

use std::fmt;

use super::{fonts::Fonts, measures::Measures};

#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    pub(super) measures: &'a Measures,
    pub(super) fonts: &'a Fonts,
}

impl fmt::Debug for Means<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Means").field("measures", self.measures).finish_non_exhaustive()
    }
}
