//! A printed table to rows of figures by unit. It must not know what the figures should be.

use std::collections::BTreeMap;

use super::{
    super::{
        characters::compact,
        document::{Line, TableRow},
    },
    Printed,
    cells::{Row, SumRow, Table, cell, is_data},
    continued, ends, group_name, heads, sections, sums,
};
use crate::scoring::{Field, RuleSet};

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

#[cfg(test)]
mod tests {
    use super::*;

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
