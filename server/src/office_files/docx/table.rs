//! A document's table to rows of texts: a merged cell stands in every place that it covers.

use domain::audit::TableRow;

use super::{
    super::OfficeFileError,
    Budget,
    piece::{self, Piece, Row},
};

/// Columns of a table; Word itself allows 63.
pub(crate) const MOST_COLUMNS: usize = 256;

/// Whether a table is there to arrange other tables, or to frame text: then it is none of figures.
pub(crate) fn only_arranges(rows: &[Row]) -> bool {
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
    let texts = spread(rows, piece::text, String::len, budget)?;
    let numbered = texts.into_iter().map(|cells| {
        *number += 1;
        TableRow { number: *number, cells }
    });
    Ok(numbered.collect())
}

/// What each place of a table holds: a merged cell stands in every place that it covers. `read` makes it of a cell's pieces,
/// and `bytes` is how much text that is.
pub(crate) fn spread<T: Clone + Default>(
    rows: &[Row],
    read: impl Fn(&[Piece], &mut Budget) -> Result<T, OfficeFileError>,
    bytes: impl Fn(&T) -> usize,
    budget: &mut Budget,
) -> Result<Vec<Vec<T>>, OfficeFileError> {
    let mut spread: Vec<Vec<T>> = Vec::new();
    for row in rows {
        let mut cells: Vec<T> = Vec::new();
        for cell in &row.cells {
            let own = read(&cell.content, budget)?;
            for place in 0..cell.span.clamp(1, MOST_COLUMNS) {
                if cells.len() >= MOST_COLUMNS {
                    break;
                }
                budget.spend_cells(1)?;
                let above = || spread.last().and_then(|row| row.get(cells.len())).cloned();
                let left = || cells.last().cloned();
                let content = match bytes(&own) == 0 {
                    true if cell.from_above => above().unwrap_or_default(),
                    true if cell.from_left => left().unwrap_or_default(),
                    _ => own.clone(),
                };
                if place > 0 || cell.from_above || cell.from_left {
                    budget.spend_text(bytes(&content))?;
                }
                cells.push(content);
            }
        }
        spread.push(cells);
    }
    Ok(spread)
}
