//! What a document is read to: paragraphs and tables, whose cells hold such pieces again; and the notes and comments that
//! stand beside them.

use domain::manuscript::{Loss, Shift};

use super::{super::OfficeFileError, Budget, xml::Element};

/// A paragraph or a table.
#[derive(Debug)]
pub(crate) enum Piece {
    Paragraph(Paragraph),
    Table(Vec<Row>),
}

#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) runs: Vec<Run>,
    /// What Word puts before it by itself.
    pub(crate) number: Option<Number>,
    /// The level of its style or its own, 1 and more, where it has a head's.
    pub(crate) level: Option<u8>,
    pub(crate) named: Option<Named>,
    pub(crate) align: Option<Align>,
    /// It stands in a box of its own, in the middle of it or not.
    pub(crate) is_boxed: bool,
}

/// Where a paragraph's lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Side,
    Centre,
    Right,
}

impl Align {
    /// Of `w:jc`.
    pub(super) fn of(element: &Element<'_>) -> Self {
        match element.value().as_deref() {
            Some("center") => Self::Centre,
            Some("right" | "end") => Self::Right,
            _ => Self::Side,
        }
    }
}

/// What a style is for, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Title,
    Subtitle,
    /// A line of the table of contents.
    Contents,
    Caption,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// 一、 or 1., as it is printed.
    Text(String),
    /// The sign of a list without numbers, as it is seen.
    Sign(String),
}

/// A run of what looks alike.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) content: Content,
    pub(crate) look: Look,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) is_strong: bool,
    pub(crate) shift: Option<Shift>,
    /// In half points.
    pub(crate) size: u16,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A line break within it begins another line; a tab is one.
    Text(String),
    /// By the relation of the part in which it stands.
    Picture(String),
    /// The place of a note, by its id.
    Note(Source, String),
    Loss(Loss),
}

/// A part beside the text, of which pieces of it have ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Footnotes,
    Endnotes,
    Comments,
}

/// A note or a comment.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    pub(crate) id: String,
    /// Of a comment.
    pub(crate) author: String,
    /// Of a comment: as it is written in the file, `2024-03-05T09:30:00Z`.
    pub(crate) date: String,
    pub(crate) pieces: Vec<Piece>,
}

#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
}

#[derive(Debug)]
pub(crate) struct Cell {
    /// Columns that it covers.
    pub(crate) span: usize,
    /// Whether what stands above it goes on.
    pub(crate) from_above: bool,
    /// Whether what stands at its left goes on.
    pub(crate) from_left: bool,
    pub(crate) content: Vec<Piece>,
}

impl Cell {
    /// Columns that a row leaves free.
    pub(super) fn blank(span: usize) -> Self {
        Self { span, from_above: false, from_left: false, content: Vec::new() }
    }
}

impl Paragraph {
    /// Its words without what Word adds, a tab as blanks. A small raised figure behind a figure is a note's mark.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for run in &self.runs {
            let Content::Text(own) = &run.content else { continue };
            let is_mark = run.look.shift == Some(Shift::Above)
                && text.ends_with(|character: char| character.is_ascii_digit());
            if !is_mark {
                text.push_str(&own.replace('\t', "    "));
            }
        }
        text
    }

    /// Its words as they are read out, with the number before them.
    pub(super) fn numbered_text(&self, is_in_cell: bool) -> String {
        let text = self.text();
        let Some(Number::Text(number)) = &self.number else { return text };
        match text.trim().is_empty() {
            // In a cell it is the figure that one sees; an empty line with a number is none.
            true if is_in_cell => number.clone(),
            true => text,
            false => format!("{number} {text}"),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| matches!(&run.content, Content::Text(text) if text.trim().is_empty()))
    }
}

/// The text of a cell: its paragraphs parted by a blank, so that two figures do not become one.
pub(super) fn text(pieces: &[Piece], budget: &mut Budget) -> Result<String, OfficeFileError> {
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Paragraph(paragraph) => {
                words.extend(paragraph.numbered_text(true).split_whitespace().map(str::to_owned));
            }
            Piece::Table(rows) => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    words.push(self::text(&cell.content, budget)?);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    let text = words.join(" ");
    budget.spend_text(text.len())?;
    Ok(text)
}
