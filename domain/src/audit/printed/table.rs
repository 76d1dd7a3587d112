//! A printed table to rows of figures by unit. It must not know what the figures should be.

use std::collections::BTreeMap;

use super::{
    super::{
        characters::{compact, figure, is_nothing, one_line},
        document::{Line, TableRow},
    },
    Printed, continued, ends, group_name, heads, sections,
    sums::{self, SumRow},
};
use crate::{
    points::Points,
    scoring::{Field, RuleSet},
};

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

/// Columns from which on a table is taken for one of figures by units.
const FEWEST_COLUMNS: usize = 4;

/// Reads a table, and adds it to those that were read; one without a title goes on with the one before it.
pub(super) fn read(rows: &[TableRow], title: Option<&Line>, rules: &RuleSet, printed: &mut Printed) {
    let Printed { tables, notes, lost_tables, .. } = printed;
    let first = rows.first().map_or(0, |row| row.number);
    let mut rows = rows.to_vec();
    let inner_title = inner_title(&mut rows);
    let title = title.map(|line| compact(&line.text)).or(inner_title);
    let mut head: Vec<Vec<String>> =
        rows.iter().take_while(|row| !is_data(&row.cells)).map(|row| row.cells.clone()).collect();
    let mut data: Vec<TableRow> = rows.split_off(head.len());
    ends::restore(&mut head, &mut data, rules);
    let width = width(&data);
    // Rows that are narrower than their head have lost cells, and which ones nobody knows.
    if width > 0 && head.iter().any(|row| row.len() > width) {
        notes.push(super::without_empty_cells(first));
        lost_tables.push(first);
        return;
    }
    // A table of names and telephone numbers is none of a bulletin's.
    let has_figures = data.len() > 1 && width >= FEWEST_COLUMNS;
    let columns = match heads::fields(&head, width, rules) {
        Some(columns) if !head.is_empty() || tables.is_empty() => columns,
        found => match tables.last().filter(|table| table.columns.len() == width).or(None) {
            Some(table) => table.columns.clone(),
            None => match found {
                Some(columns) => columns,
                None => {
                    notes.push(format!("第{first}行起的表格没有读出各栏名称，未核对这张表"));
                    if has_figures {
                        lost_tables.push(first);
                    }
                    return;
                }
            },
        },
    };
    let mut read: Vec<Row> = Vec::new();
    let mut summed: Vec<SumRow> = Vec::new();
    for row in data.iter().flat_map(|row| pieces(row, width)) {
        match sums::name(&row) {
            Some(name) => summed.extend(sums::read(&row, name, &columns, notes)),
            None => read.extend(figures(&row, &columns, notes)),
        }
    }
    match (title, tables.last_mut()) {
        (None, Some(table)) if head.is_empty() => {
            table.rows.extend(read);
            table.sums.extend(summed);
        }
        (title, _) => {
            let title = title.unwrap_or_default();
            let begun = continued::begun(&title);
            let group = group_name(begun.unwrap_or(&title));
            tables.push(Table { group, rows: read, sums: summed, is_continued: begun.is_some(), columns });
        }
    }
}

/// A title within the table: a first row whose cells all say the same, or of which but one says anything.
fn inner_title(rows: &mut Vec<TableRow>) -> Option<String> {
    let row = rows.first()?;
    let mut texts: Vec<String> =
        row.cells.iter().map(|cell| compact(cell)).filter(|text| !text.is_empty()).collect();
    texts.dedup();
    match texts.as_slice() {
        [title]
            if ["统计", "情况"].iter().any(|word| title.contains(word))
                || continued::begun(title).is_some() =>
        {
            let title = title.clone();
            rows.remove(0);
            Some(title)
        }
        _ => None,
    }
}

/// A row that begins with a name and has figures.
pub(super) fn is_data(cells: &[String]) -> bool {
    let read: Vec<Cell> = cells.iter().map(|text| cell(text)).collect();
    let figures = read.iter().filter(|cell| matches!(cell, Cell::Amount(_))).count();
    let words = read.iter().filter(|cell| matches!(cell, Cell::Words(_))).count();
    figures >= 1 && (1..=2).contains(&words)
}

/// The number of cells that most rows have.
fn width(rows: &[TableRow]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, rows)| *rows).map_or(0, |(width, _)| width)
}

/// Rows that run into each other are parted by the table's width.
fn pieces(row: &TableRow, width: usize) -> Vec<TableRow> {
    if width > 0 && row.cells.len() > width && row.cells.len().is_multiple_of(width) {
        let part = |cells: &[String]| TableRow { number: row.number, cells: cells.to_vec() };
        row.cells.chunks(width).map(part).collect()
    } else {
        vec![row.clone()]
    }
}

/// `None` for a row without a unit, or a repeated head.
fn figures(row: &TableRow, columns: &[Option<Field>], notes: &mut Vec<String>) -> Option<Row> {
    if !is_data(&row.cells) {
        return None;
    }
    let unit_at = columns.iter().position(|column| *column == Some(Field::Unit))?;
    let name = compact(row.cells.get(unit_at)?);
    if name.is_empty() || sections::is_notes(&name) {
        return None;
    }
    let mut cells = BTreeMap::new();
    if row.cells.len() == columns.len() {
        for (text, field) in row.cells.iter().zip(columns) {
            if let Some(field) = field.filter(|field| *field != Field::Unit) {
                cells.insert(field, cell(text));
            }
        }
    } else {
        notes.push(format!(
            "第{}行“{name}”有{}格，表头有{}栏，无法确定各数属于哪一栏，未核对这一行",
            row.number,
            row.cells.len(),
            columns.len()
        ));
    }
    Some(Row { line: row.number, name, cells })
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

    #[test]
    fn a_note_below_the_rows_is_no_unit() {
        let row = |name: &str| {
            let cells = [name, "1", "2", "3"].map(str::to_owned).to_vec();
            figures(&TableRow { number: 1, cells }, &[Some(Field::Unit), None, None, None], &mut Vec::new())
        };
        assert!(row("财审科").is_some());
        for note in ["注：空格为零", "注:空格为零", "注 1", "备注：", "说明：按得分排列", "（注）"]
        {
            assert!(row(note).is_none(), "{note}");
        }
    }
}
