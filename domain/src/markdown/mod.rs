//! Gentle Markdown: a user's text to our own blocks, which every output (page, PDF, Word) is made from.
//!
//! It must not know any output's markup. Nothing a user types is ever markup of the outer world.
//!
//! What is markup: `# ` headings, `> ` quotes, `- `, `* ` and `1. ` lists, tables with a line of dashes under
//! their head, `---` rules, `**strong**` and `*emphasis*`, and pictures by the hash of their file (`picture`). A mark counts only with a blank after it, indentation
//! means nothing, and a line is a paragraph. All else, HTML, links and code among it, is text.

mod assemble;
mod heads;
mod picture;
mod quote;
mod seen;
mod shapes;
mod text;
mod write;

use serde::{Deserialize, Serialize};

pub use heads::head_level;
pub use picture::{is_gallery, is_hash, photographer, pictures, unsaid_pictures};
pub use seen::seen;
pub use shapes::{Holds, SHAPES, Shape, Shapes};
pub use text::{cells, count_characters, first_sentence, plain_text};
pub use write::write;

/// Reads a body. Any text is one; no visible character is lost but the marks themselves.
///
/// Blocks nest at most [`DEEPEST_BLOCK`] deep and inlines at most [`DEEPEST_INLINE`]; deeper marks are text or
/// without effect, so that nobody who walks the result needs to fear for the stack.
pub fn parse(body: &str) -> Vec<Block> {
    let read = |text: &str| assemble::blocks(&quote::quote(text));
    if pictures(body).is_empty() {
        return read(body);
    }
    // A picture parts what stands before it from what follows.
    let (mut blocks, mut text) = (Vec::new(), String::new());
    for line in body.lines() {
        match picture::read(line) {
            Some(picture) => {
                blocks.extend(read(&std::mem::take(&mut text)));
                blocks.push(picture);
            }
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    blocks.extend(read(&text));
    blocks
}

/// How many quotes and lists may stand within each other.
pub const DEEPEST_BLOCK: usize = 6;

/// How many strong and emphasised runs may stand within each other.
pub const DEEPEST_INLINE: usize = 4;

/// A block of an item's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    Paragraph {
        content: Vec<Inline>,
    },
    /// `level` is 1 to 4: 一、（一）1. (1) in the order of official documents.
    Heading {
        level: u8,
        content: Vec<Inline>,
    },
    /// `start` is the first number of a numbered list, `None` for a plain one.
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote {
        content: Vec<Block>,
    },
    /// Every row has as many cells as `head`.
    Table {
        alignments: Vec<Alignment>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Rule,
    /// A picture, by the SHA-256 of its file.
    Picture {
        hash: String,
        /// What stands below it; may be empty.
        caption: String,
        /// Whose it is.
        source: Option<String>,
        /// What is to be seen in it, for whoever does not see it.
        #[serde(default)]
        shows: Option<String>,
    },
}

/// How a table's column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    Unset,
    Left,
    Center,
    Right,
}

/// A run of text within a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "inline", rename_all = "snake_case")]
pub enum Inline {
    Text {
        text: String,
    },
    Strong {
        content: Vec<Inline>,
    },
    /// Set in 楷体: Chinese knows no italics.
    Emphasis {
        content: Vec<Inline>,
    },
}

#[cfg(test)]
mod tests;
