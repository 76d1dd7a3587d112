//! Gentle Markdown: a user's text to our own blocks, which every output (page, PDF, Word) is made from.
//!
//! It must not know any output's markup. Nothing a user types is ever markup of the outer world.

use serde::{Deserialize, Serialize};

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

/// A brief's first sentence, by which lists name it.
pub fn first_sentence(body: &str) -> String {
    let body = body.trim().trim_start_matches('▲');
    match body.find(['。', '！', '？', '\n']) {
        Some(end) => body[..end].to_owned(),
        None => body.to_owned(),
    }
}
