//! What was read, in the order in which it is seen: lines and rows with their numbers.

use domain::audit::{Block, Document, Line};

use super::{super::OfficeFileError, Budget, piece::Piece, table};

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
            Piece::Paragraph(paragraph) => {
                let text = paragraph.numbered_text(false);
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
