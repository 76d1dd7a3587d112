//! A month's bulletin as a document with a life: what the office writes around its figures, what is pointed out to
//! it, and the way from a draft to what was signed and issued.
//!
//! The figures come from [`crate::scoring::Bulletin`]; nothing here counts points. It must not know how a bulletin
//! is printed or kept.

pub mod covering;
pub mod leaders;
pub mod leftovers;
pub mod remarks;
pub mod sent_again;
pub mod version;

/// The sentences of a text: each with its mark, without spaces at its ends. A line's end ends a sentence too.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive(['。', '！', '？', '；']))
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}
