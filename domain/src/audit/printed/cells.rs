//! The tables of a bulletin as they are read: rows of cells, each a figure or words.

use std::collections::BTreeMap;

use super::super::characters::{compact, figure, is_nothing, one_line};
use crate::{points::Points, scoring::Field};

/// One group's table.
#[derive(Debug)]
pub(in super::super) struct Table {
    /// Without 各; empty where no title stands above.
    pub group: String,
    pub rows: Vec<Row>,
    /// Rows that sum others up.
    pub sums: Vec<SumRow>,
    /// Whether its title says that it goes on with an earlier one.
    pub is_continued: bool,
    /// The head's columns, for a table that goes on without one.
    pub columns: Vec<Option<Field>>,
}

#[derive(Clone, Debug)]
pub(in super::super) struct Row {
    pub line: usize,
    /// As printed, without blanks.
    pub name: String,
    /// The cells of the columns that were recognised.
    pub cells: BTreeMap<Field, Cell>,
}

/// A figure's cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Cell {
    /// Nothing is printed, which means zero.
    Empty,
    Amount(Points),
    /// What is no figure.
    Words(String),
}

impl Row {
    /// The amount in a column: zero for an empty cell, `None` for words or a missing column.
    pub(in super::super) fn amount(&self, field: Field) -> Option<Points> {
        match self.cells.get(&field)? {
            Cell::Empty => Some(Points::ZERO),
            Cell::Amount(points) => Some(*points),
            Cell::Words(_) => None,
        }
    }

    /// Whether it counts pieces that were printed or asked for.
    pub(in super::super) fn tells_of_pieces(&self) -> bool {
        let fields =
            [Field::UpperCount, Field::NewsletterCount, Field::AdoptionPoints, Field::CommissionCount];
        fields.into_iter().any(|field| self.amount(field).is_some_and(|amount| amount > Points::ZERO))
    }
}

/// A row that sums others up.
#[derive(Clone, Debug)]
pub(in super::super) struct SumRow {
    pub line: usize,
    pub name: String,
    pub cells: BTreeMap<Field, Cell>,
}

/// A row that begins with a name and has figures.
pub(super) fn is_data(cells: &[String]) -> bool {
    let read: Vec<Cell> = cells.iter().map(|text| cell(text)).collect();
    let figures = read.iter().filter(|cell| matches!(cell, Cell::Amount(_))).count();
    let words = read.iter().filter(|cell| matches!(cell, Cell::Words(_))).count();
    figures >= 1 && (1..=2).contains(&words)
}

/// Figures that stand apart in a cell are not one.
pub(super) fn cell(text: &str) -> Cell {
    let compacted = compact(text);
    if is_nothing(&compacted) {
        return Cell::Empty;
    }
    match figure(&compacted).filter(|_| !holds_several(text)) {
        Some(amount) => Cell::Amount(amount),
        None => Cell::Words(one_line(text)),
    }
}

/// Whether a blank stands between two figures.
fn holds_several(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let digit = |character: Option<char>| character.is_some_and(char::is_numeric);
        digit(pair[0].chars().next_back()) && digit(pair[1].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_say_a_figure_or_nothing_in_words() {
        let amount = |text: &str| Cell::Amount(text.parse().expect("points"));
        let cases = [
            ("", Cell::Empty),
            ("　", Cell::Empty),
            ("无", Cell::Empty),
            ("—", Cell::Empty),
            ("——", Cell::Empty),
            ("/", Cell::Empty),
            ("4", amount("4")),
            ("０．５", amount("0.5")),
            ("5分", amount("5")),
            ("第二", amount("2")),
            ("第十二名", amount("12")),
            ("②", amount("2")),
            ("2位", amount("2")),
            ("第 3 名", amount("3")),
            ("并列第3", amount("3")),
            ("3（并列）", amount("3")),
            ("3.", amount("3")),
            ("4 7", Cell::Words("4 7".to_owned())),
            ("4\n7", Cell::Words("4 7".to_owned())),
            ("人事科", Cell::Words("人事科".to_owned())),
        ];
        for (text, expected) in cases {
            assert_eq!(cell(text), expected, "{text}");
        }
    }
}
