//! Reads a whole issue's plain text, as copied out of Word or a PDF, back into its items.
//!
//! Plain text has lost what told a headline from a sentence and a page's end from a paragraph's. What is left is
//! read in four steps: the lines ([`lines`]), which of them belong to the issue and not to an item
//! ([`furniture`]), where items end ([`segments`]), and what each consists of ([`items`]). Nothing is dropped:
//! what could not be understood stands under the problems, word for word.

mod furniture;
mod items;
mod lines;
mod segments;
mod shape;

use crate::{attribution::AttributedUnit, item::Kind, unit::UnitDirectory};

/// What was read of an issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueText {
    /// In the order of the text.
    pub items: Vec<ReadItem>,
    /// In the order of the text.
    pub problems: Vec<Problem>,
}

/// One item of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadItem {
    /// The line of the text on which it begins, from 1.
    pub line: usize,
    pub kind: Kind,
    /// Empty for a 简讯, and where an 信息 has none.
    pub title: String,
    /// The second headline's lines, joined by a space.
    pub subtitle: Option<String>,
    /// Whole again where pages or columns broke them; without ▲ and without the attribution.
    pub paragraphs: Vec<String>,
    /// Empty where the item has none.
    pub attribution: Vec<AttributedUnit>,
}

/// Something that was not understood, or that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the text, from 1.
    pub line: usize,
    /// In words; text that was not taken into an item is quoted in full.
    pub text: String,
}

/// Reads an issue's text. Never fails: what cannot be read is a problem.
pub fn read(text: &str, directory: &UnitDirectory) -> IssueText {
    let (lines, mut problems) = furniture::take_out(lines::lines(text), directory);
    let segments = segments::segments(lines, directory);
    let mut issue = items::items(segments, directory);
    if issue.items.is_empty() && issue.problems.is_empty() && problems.is_empty() {
        problems.push(Problem { line: 1, text: "文中没有内容".into() });
    }
    issue.problems.append(&mut problems);
    issue.problems.sort_by_key(|problem| problem.line);
    issue
}

#[cfg(test)]
mod tests;
