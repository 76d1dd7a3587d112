//! Which texts are alike, whatever their dates, figures and the order of their sentences: near duplicates of any age.
//!
//! Three floors. [`fingerprints`] makes of a text a small set of numbers that an index can hold: a text that shares some of
//! them with another may be like it. [`compare`] reckons from two such sets how much of the shorter text stands in the
//! longer one. [`measure`] says it exactly, of two texts, and [`alike`] shows the passages.
//!
//! Words are compared as [`crate::text::fold`] reads them, in simplified forms; a date or another figure is the same
//! as any other (`tokens`). This module must not know where texts are kept.

mod fingerprint;
mod passages;
mod tokens;

pub use fingerprint::{Fingerprints, VERSION, compare, fingerprints};
pub use passages::{alike, measure};

use crate::markdown;

/// How much of two texts is the same, in thousandths of their words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    /// How much of the shorter text stands in the longer one.
    pub of_shorter: u16,
    /// How much of the longer text stands in the shorter one.
    pub of_longer: u16,
}

impl Likeness {
    /// From here on two texts are held to be one, or one to be a part of the other.
    pub const NEAR: u16 = 950;

    /// Whether nearly all of the shorter text stands in the longer one.
    pub fn is_near(self) -> bool {
        self.of_shorter >= Self::NEAR
    }

    fn of(shared: [usize; 2], lengths: [usize; 2]) -> Self {
        let shares = [0, 1].map(|at| thousandths(shared[at], lengths[at]));
        let [shorter, longer] = if lengths[0] <= lengths[1] { [0, 1] } else { [1, 0] };
        Self { of_shorter: shares[shorter], of_longer: shares[longer] }
    }
}

fn thousandths(part: usize, whole: usize) -> u16 {
    let share = part.min(whole).saturating_mul(1000) / whole.max(1);
    u16::try_from(share).unwrap_or(1000)
}

/// A body of fewer characters says too little to be found by: its title is taken with it.
const SHORT: usize = 20;

/// What of an item is compared: its body without marks. A title does not count, since the same text is sent under others.
pub fn text_of(title: &str, body: &str) -> String {
    let text = markdown::plain_text(&markdown::parse(body));
    if text.chars().count() < SHORT { format!("{title}\n{text}") } else { text }
}

#[cfg(test)]
mod tests;
