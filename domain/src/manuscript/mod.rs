//! A text that was written elsewhere (Word, WPS, WeChat, a web page), made into what the program keeps: title, second
//! headline, body and attribution, and in words what was done to it.
//!
//! Readers of each format give its parts; what they mean for an item is known here alone. No word is lost.

mod captions;
mod clean;
mod contacts;
mod ends;
mod loss;
mod shift;
mod split;
mod tidy;
mod titles;
mod wrapped;

use serde::{Deserialize, Serialize};

use crate::markdown::{Block, Inline};

pub use contacts::cover_of;
pub use loss::Loss;
pub use shift::Shift;
pub use split::split;
pub use tidy::{tidy, tidy_part};

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
    /// A picture, by the SHA-256 of its file in small hexadecimal.
    Picture {
        hash: String,
        /// What stands below it; where it is empty, the line below may be it.
        caption: String,
        /// Whose it is.
        source: Option<String>,
    },
    /// A picture that could not be taken along.
    MissingPicture,
    /// What stood at the foot of a page or at the end, with the sign that stands in the text for it.
    Note {
        sign: String,
        content: Vec<Inline>,
    },
    /// Here stood what could not be taken along.
    Lost(Loss),
    /// A line over several items: it belongs to none of them.
    Over(Vec<Inline>),
}

/// A paragraph or a head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub content: Vec<Inline>,
    /// The level of its style, 1 and more, where it has a head's.
    pub level: Option<u8>,
    pub is_centred: bool,
    /// It stands at the right, as signatures do.
    pub is_right: bool,
    /// The size of its letters in half points; 0 where it is not known.
    pub size: u16,
    /// What its style is for.
    pub meant: Option<Meant>,
    /// What sets it off from the line above it.
    pub start: Option<Start>,
}

/// How a paragraph begins where lines say nothing of it by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// With blanks before its first word.
    Indented,
    /// Below an empty line.
    Parted,
}

/// What a line is by the name of its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    Title,
    Subtitle,
    /// What stands below a picture.
    Caption,
}

/// What an item can take of a text from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub blocks: Vec<Block>,
    /// With its brackets, as it is typed into its field.
    pub attribution: Option<String>,
    /// Lines about the text that are none of it, as they were typed: 联系人：…, 审核：…, the day below it.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// What was done, in words: 标题, 4 个小标题, 1 个表格.
    pub done: Vec<String>,
    /// What could not be taken along, in words.
    pub left: Vec<String>,
}
