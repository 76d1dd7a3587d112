//! A text that was written elsewhere (Word, WPS, WeChat, a web page), made into what the program keeps: title, second
//! headline, body and attribution, and in words what was done to it.
//!
//! Readers of each format give its parts; what they mean for an item is known here alone. No word is lost.

mod clean;
mod tidy;

use serde::{Deserialize, Serialize};

use crate::markdown::{Block, Inline};

pub use clean::is_invisible;
pub use tidy::tidy;

/// What a text from elsewhere is made of, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Line(Line),
    /// An item of a list that numbers itself, or of one with marks.
    Item {
        /// The item's number, where it has one.
        number: Option<u64>,
        content: Vec<Inline>,
    },
    /// Rows of any width; the first is the head.
    Table(Vec<Vec<Vec<Inline>>>),
    Rule,
    /// A picture that could not be taken along.
    MissingPicture,
}

/// A paragraph or a head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub content: Vec<Inline>,
    /// The level of its style, 1 and more, where it has a head's.
    pub level: Option<u8>,
    pub is_centred: bool,
}

/// What an item can take of a text from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub blocks: Vec<Block>,
    /// With its brackets, as it is typed into its field.
    pub attribution: Option<String>,
    /// What was done, in words: 标题, 4 个小标题, 1 个表格.
    pub done: Vec<String>,
    /// What could not be taken along, in words.
    pub left: Vec<String>,
}
