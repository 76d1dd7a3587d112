//! Figures that cannot be true: parts that do not add to their whole, percentages that do not follow from the figures
//! beside them, a rise that is called a fall, one quantity with two values.
//!
//! What is told is that figures do not agree, with the arithmetic; which of them is wrong is nobody's guess here. Few
//! false alarms come before finding all: where wording leaves another reading open, nothing is told. This module
//! must not know what becomes of a text.

mod across;
mod changes;
mod read;
mod reckon;
mod shares;
mod sums;

use std::ops::Range;

pub use across::{Conflict, across};
use read::Line;

/// Why figures cannot be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Parts do not add to their whole.
    Sum,
    /// A percentage, a multiple or a difference does not follow from two figures.
    Change,
    /// A share does not follow from part and whole.
    Share,
    /// A rise is called a fall, or a fall a rise.
    Direction,
    /// More than all of something, or a fall by more than there was.
    Bound,
}

impl Fault {
    /// As a list of findings names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sum => "分项与总数不符",
            Self::Change => "增减幅度不符",
            Self::Share => "占比不符",
            Self::Direction => "升降方向不符",
            Self::Bound => "数值超出可能",
        }
    }
}

/// Figures that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureFinding {
    pub fault: Fault,
    /// Where they stand, from the first to the last of them: characters (Unicode scalar values) of the text as given.
    pub range: Range<usize>,
    /// What stands there, without blanks and in one width.
    pub words: String,
    /// In Chinese, with the arithmetic.
    pub explanation: String,
}

/// Looks through a text, plain or gentle Markdown. In the order of the text; of faults of one kind that overlap
/// the first is told. Takes time as
/// the text is long.
pub fn look(text: &str) -> Vec<FigureFinding> {
    let mut found = Vec::new();
    for line in Line::all(text) {
        sums::look(&line, &mut found);
        changes::look(&line, &mut found);
        shares::look(&line, &mut found);
    }
    found.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.fault));
    found.dedup_by(|next, one| {
        next.range == one.range || next.fault == one.fault && next.range.start < one.range.end
    });
    found
}

fn finding(line: &Line, fault: Fault, range: Range<usize>, explanation: String) -> FigureFinding {
    FigureFinding { fault, range: line.place(&range), words: line.words(range), explanation }
}

#[cfg(test)]
mod tests;
