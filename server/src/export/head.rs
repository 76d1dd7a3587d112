//! Where each cell of a table's merged head stands: rows and columns counted from 0, as files want them.

use domain::scoring::HeaderCell;

/// A cell of the head in its place.
#[derive(Debug)]
pub(super) struct PlacedCell<'a> {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) cell: &'a HeaderCell,
}

/// Every cell with the row and the column of its upper left corner, row by row.
pub(super) fn placed(header: &[Vec<HeaderCell>]) -> Vec<PlacedCell<'_>> {
    // For each column the row from which it is free.
    let width = header.first().map_or(0, |row| row.iter().map(|cell| cell.columns).sum());
    let mut free_from = vec![0; width];
    let mut placed = Vec::new();
    for (row, cells) in header.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while free_from.get(column).is_some_and(|free| *free > row) {
                column += 1;
            }
            placed.push(PlacedCell { row, column, cell });
            for taken in free_from.iter_mut().skip(column).take(cell.columns) {
                *taken = row + cell.rows;
            }
            column += cell.columns;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use domain::scoring::{Column, Field, FigureColumn, header};

    use super::*;

    #[test]
    fn a_cell_below_a_merged_one_stands_beside_the_tall_ones() {
        let figure = |heading: &str| {
            Column::Figure(FigureColumn {
                heading: heading.to_owned(),
                field: Field::Month,
                shows_zero: true,
            })
        };
        let group = |heading: &str, columns| Column::Group { heading: heading.to_owned(), columns };
        let columns = [
            figure("甲"),
            group("乙", vec![figure("丙"), group("丁", vec![figure("戊"), figure("己")])]),
            figure("庚"),
        ];
        let header = header(&columns);
        let places: Vec<_> = placed(&header)
            .iter()
            .map(|placed| (placed.cell.text.clone(), placed.row, placed.column))
            .collect();
        let expected = [
            ("甲", 0, 0),
            ("乙", 0, 1),
            ("庚", 0, 4),
            ("丙", 1, 1),
            ("丁", 1, 2),
            ("戊", 2, 2),
            ("己", 2, 3),
        ];
        assert_eq!(places, expected.map(|(text, row, column)| (text.to_owned(), row, column)));
    }
}
