//! A document's table to rows of texts: a merged cell stands in every place that it covers.

use domain::audit::TableRow;

use super::{
    super::OfficeFileError,
    Budget,
    piece::{self, Piece, Row},
};

/// Columns of a table; Word itself allows 63.
pub(super) const MOST_COLUMNS: usize = 256;

/// Whether a table is there to arrange other tables, or to frame text: then it is none of figures.
pub(super) fn only_arranges(rows: &[Row]) -> bool {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let holds_tables = rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.content).any(is_wide);
    columns <= 1 || holds_tables
}

/// Whether a piece is a table of several rows and columns, or holds one.
fn is_wide(piece: &Piece) -> bool {
    let Piece::Table(rows) = piece else { return false };
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    (rows.len() > 1 && columns > 1)
        || rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.content).any(is_wide)
}

/// The rows with their numbers in the document.
pub(super) fn rows(
    rows: &[Row],
    number: &mut usize,
    budget: &mut Budget,
) -> Result<Vec<TableRow>, OfficeFileError> {
    let mut read: Vec<TableRow> = Vec::new();
    for row in rows {
        let mut cells: Vec<String> = Vec::new();
        for cell in &row.cells {
            let own = piece::text(&cell.content, budget)?;
            for place in 0..cell.span.clamp(1, MOST_COLUMNS) {
                if cells.len() >= MOST_COLUMNS {
                    break;
                }
                budget.spend_cells(1)?;
                let above = || read.last().and_then(|row| row.cells.get(cells.len())).cloned();
                let left = || cells.last().cloned();
                let text = match own.is_empty() {
                    true if cell.from_above => above().unwrap_or_default(),
                    true if cell.from_left => left().unwrap_or_default(),
                    _ => own.clone(),
                };
                if place > 0 || cell.from_above || cell.from_left {
                    budget.spend_text(text.len())?;
                }
                cells.push(text);
            }
        }
        *number += 1;
        read.push(TableRow { number: *number, cells });
    }
    Ok(read)
}
