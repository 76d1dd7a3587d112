//! What a document is read to: paragraphs and tables, whose cells hold such pieces again.

use super::{super::OfficeFileError, Budget};

/// A paragraph or a table.
#[derive(Debug)]
pub(super) enum Piece {
    /// A line break within it begins another line.
    Paragraph(String),
    Table(Vec<Row>),
}

#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

#[derive(Debug)]
pub(super) struct Cell {
    /// Columns that it covers.
    pub(super) span: usize,
    /// Whether what stands above it goes on.
    pub(super) from_above: bool,
    /// Whether what stands at its left goes on.
    pub(super) from_left: bool,
    pub(super) content: Vec<Piece>,
}

impl Cell {
    /// Columns that a row leaves free.
    pub(super) fn blank(span: usize) -> Self {
        Self { span, from_above: false, from_left: false, content: Vec::new() }
    }
}

/// The text of a cell: its paragraphs parted by a blank, so that two figures do not become one.
pub(super) fn text(pieces: &[Piece], budget: &mut Budget) -> Result<String, OfficeFileError> {
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Paragraph(text) => words.extend(text.split_whitespace().map(str::to_owned)),
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
