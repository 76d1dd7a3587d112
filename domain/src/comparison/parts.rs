//! A text as the parts that are compared: its paragraphs with what they stand in, its tables, its pictures.

use serde::{Deserialize, Serialize};

use super::words::{Words, text_of};
use crate::markdown::{Alignment, Block, Inline};

/// A part of a text, as readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Part {
    Paragraph { frame: Frame, words: Vec<Words> },
    Table { table: Table },
    Picture { picture: Picture },
    Rule,
}

/// As what a paragraph stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// 1 to 4, of a head.
    pub head: Option<u8>,
    /// The quotes and lists around it, the outermost first.
    pub within: Vec<Within>,
}

/// What stands around a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    Quote,
    Bullet,
    /// Of a numbered list, with its number.
    Number(u64),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub alignments: Vec<Alignment>,
    /// The first is the head; all have as many cells.
    pub rows: Vec<Vec<Vec<Words>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub hash: String,
    pub caption: String,
    /// Empty where nobody says whose it is.
    pub source: String,
    /// Empty where nobody says what is to be seen.
    pub shows: String,
}

impl Frame {
    /// The same, though a list counts otherwise: what is put in before it is no change of what follows.
    pub fn is_like(&self, other: &Self) -> bool {
        self.unnumbered() == other.unnumbered()
    }

    pub(super) fn unnumbered(&self) -> Self {
        let unnumbered = |within: &Within| match within {
            Within::Number(_) => Within::Number(0),
            other => *other,
        };
        Self { head: self.head, within: self.within.iter().map(unnumbered).collect() }
    }
}

impl Part {
    /// Its words, without what they stand in.
    pub fn text(&self) -> String {
        match self {
            Self::Paragraph { words, .. } => text_of(words),
            Self::Table { table } => {
                let row = |row: &Vec<Vec<Words>>| {
                    row.iter().map(|cell| text_of(cell)).collect::<Vec<_>>().join("\t")
                };
                table.rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
            Self::Picture { picture } => {
                let said = [&picture.caption, &picture.source].map(String::as_str);
                said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("\n")
            }
            Self::Rule => String::new(),
        }
    }

    /// As it is compared as a whole: two that are alike but for their numbers in lists are the same.
    pub(super) fn key(&self) -> Self {
        match self {
            Self::Paragraph { frame, words } => {
                Self::Paragraph { frame: frame.unnumbered(), words: words.clone() }
            }
            other => other.clone(),
        }
    }
}

/// The parts of a body, in their order.
pub fn parts(blocks: &[Block]) -> Vec<Part> {
    let mut parts = Vec::new();
    blocks.iter().for_each(|block| push(block, &mut Vec::new(), &mut parts));
    parts
}

fn push(block: &Block, within: &mut Vec<Within>, parts: &mut Vec<Part>) {
    match block {
        Block::Paragraph { content } => {
            let frame = Frame { head: None, within: within.clone() };
            parts.push(Part::Paragraph { frame, words: words(content) });
        }
        Block::Heading { level, content } => {
            let frame = Frame { head: Some(*level), within: within.clone() };
            parts.push(Part::Paragraph { frame, words: words(content) });
        }
        Block::List { start, items } => {
            for (place, item) in (0_u64..).zip(items) {
                let number = |start: u64| Within::Number(start.saturating_add(place));
                within.push(start.map_or(Within::Bullet, number));
                item.iter().for_each(|block| push(block, within, parts));
                within.pop();
            }
        }
        Block::Quote { content } => {
            within.push(Within::Quote);
            content.iter().for_each(|block| push(block, within, parts));
            within.pop();
        }
        Block::Table { alignments, head, rows } => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| words(cell)).collect();
            let rows = std::iter::once(head).chain(rows).map(row).collect();
            parts.push(Part::Table { table: Table { alignments: alignments.clone(), rows } });
        }
        Block::Rule => parts.push(Part::Rule),
        Block::Picture { hash, caption, source, shows } => parts.push(Part::Picture {
            picture: Picture {
                hash: hash.clone(),
                caption: caption.clone(),
                source: source.clone().unwrap_or_default(),
                shows: shows.clone().unwrap_or_default(),
            },
        }),
    }
}

/// Runs of text, each with how it is set.
fn words(content: &[Inline]) -> Vec<Words> {
    let mut found = Vec::new();
    gather(content, (false, false), &mut found);
    found
}

fn gather(content: &[Inline], (strong, emphasised): (bool, bool), found: &mut Vec<Words>) {
    for inline in content {
        match inline {
            Inline::Text { text } if text.is_empty() => {}
            Inline::Text { text } => match found.last_mut() {
                Some(last) if (last.strong, last.emphasised) == (strong, emphasised) => {
                    last.text.push_str(text)
                }
                _ => found.push(Words { text: text.clone(), strong, emphasised }),
            },
            Inline::Strong { content } => gather(content, (true, emphasised), found),
            Inline::Emphasis { content } => gather(content, (strong, true), found),
        }
    }
}
