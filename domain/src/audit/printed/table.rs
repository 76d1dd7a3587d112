//! A printed table to rows of figures by unit. It must not know what the figures should be.

use std::collections::BTreeMap;

use super::{
    super::{
        characters::compact,
        document::{Line, TableRow},
    },
    amount, group_name, heads,
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
    /// The head's columns, for a table that goes on without one.
    columns: Vec<Option<Field>>,
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
}

/// Reads a table, and adds it to those that were read; one without a title goes on with the one before it.
pub(super) fn read(
    rows: &[TableRow],
    title: Option<&Line>,
    rules: &RuleSet,
    tables: &mut Vec<Table>,
    notes: &mut Vec<String>,
) {
    let first = rows.first().map_or(0, |row| row.number);
    let mut rows = rows.to_vec();
    let inner_title = inner_title(&mut rows);
    let title = title.map(|line| compact(&line.text)).or(inner_title);
    let head: Vec<Vec<String>> =
        rows.iter().take_while(|row| !is_data(&row.cells)).map(|row| row.cells.clone()).collect();
    let data: Vec<TableRow> = rows.split_off(head.len());
    let width = width(&data);
    let columns = match heads::fields(&head, width, rules) {
        Some(columns) if !head.is_empty() || tables.is_empty() => columns,
        found => match tables.last().filter(|table| table.columns.len() == width).or(None) {
            Some(table) => table.columns.clone(),
            None => match found {
                Some(columns) => columns,
                None => {
                    notes.push(format!("第{first}行起的表格没有读出各栏名称，未核对这张表"));
                    return;
                }
            },
        },
    };
    let read =
        data.iter().flat_map(|row| pieces(row, width)).filter_map(|row| figures(&row, &columns, notes));
    let read: Vec<Row> = read.collect();
    match (title, tables.last_mut()) {
        (None, Some(table)) if head.is_empty() => table.rows.extend(read),
        (title, _) => {
            let group = title.map(|title| group_name(&title)).unwrap_or_default();
            tables.push(Table { group, rows: read, columns });
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
        [title] if title.contains("统计") || title.contains("情况") => {
            let title = title.clone();
            rows.remove(0);
            Some(title)
        }
        _ => None,
    }
}

/// A row that begins with a name and has figures.
fn is_data(cells: &[String]) -> bool {
    let texts: Vec<String> = cells.iter().map(|cell| compact(cell)).collect();
    let figures = texts.iter().filter(|text| amount(text).is_some()).count();
    let words = texts.iter().filter(|text| is_words(text)).count();
    figures >= 1 && (1..=2).contains(&words)
}

fn is_words(text: &str) -> bool {
    !text.is_empty() && !is_dash(text) && amount(text).is_none()
}

fn is_dash(text: &str) -> bool {
    text.chars().all(|character| "-/\\".contains(character))
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

/// `None` for a row without a unit, a sum or a repeated head.
fn figures(row: &TableRow, columns: &[Option<Field>], notes: &mut Vec<String>) -> Option<Row> {
    if !is_data(&row.cells) {
        return None;
    }
    let unit_at = columns.iter().position(|column| *column == Some(Field::Unit))?;
    let name = compact(row.cells.get(unit_at)?);
    if name.is_empty() || ["合计", "总计", "小计", "共计"].contains(&name.as_str()) {
        return None;
    }
    let mut cells = BTreeMap::new();
    if row.cells.len() == columns.len() {
        for (text, field) in row.cells.iter().zip(columns) {
            if let Some(field) = field.filter(|field| *field != Field::Unit) {
                cells.insert(field, cell(&compact(text)));
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

fn cell(text: &str) -> Cell {
    match amount(text) {
        _ if text.is_empty() || is_dash(text) => Cell::Empty,
        Some(amount) => Cell::Amount(amount),
        None => Cell::Words(text.to_owned()),
    }
}
