//! What a document consists of when it has been read: paragraphs and tables, in the order in which they are seen.

use domain::audit::{Block, Document, Line};

use super::{super::OfficeFileError, Budget, table};

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

/// Numbers lines and rows, and takes those tables apart that only arrange what is in them.
pub(super) fn document(pieces: Vec<Piece>, budget: &mut Budget) -> Result<Document, OfficeFileError> {
    let mut blocks = Vec::new();
    let mut number = 0;
    place(pieces, &mut blocks, &mut number, budget)?;
    Ok(Document { blocks })
}

fn place(
    pieces: Vec<Piece>,
    blocks: &mut Vec<Block>,
    number: &mut usize,
    budget: &mut Budget,
) -> Result<(), OfficeFileError> {
    for piece in pieces {
        match piece {
            Piece::Paragraph(text) => {
                for line in text.split('\n') {
                    budget.spend_piece()?;
                    *number += 1;
                    blocks.push(Block::Line(Line { number: *number, text: line.to_owned() }));
                }
            }
            Piece::Table(rows) if table::only_arranges(&rows) => {
                for cell in rows.into_iter().flat_map(|row| row.cells) {
                    place(cell.content, blocks, number, budget)?;
                }
            }
            Piece::Table(rows) => {
                let rows = table::rows(&rows, number, budget)?;
                if !rows.is_empty() {
                    blocks.push(Block::Table(rows));
                }
            }
        }
    }
    Ok(())
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
