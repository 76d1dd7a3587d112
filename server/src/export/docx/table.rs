//! A group's table: a head with merged cells that every page repeats, and a row for each unit.

use std::io;

use domain::scoring::{Bulletin, BulletinGroup, Field, FigureColumn};
use typeset::{TableMeasures, text_width};

use super::{
    super::head::{self, PlacedCell},
    page::TEXT_WIDTH,
    xml::{self, Part, Placing, value},
};

/// A column of figures is as wide as two and a half characters of the table's type, in twentieths of a point.
const FIGURE_WIDTH: u32 = 600;
/// The unit's name gets at least this much, however many columns stand beside it.
const LEAST_NAME_WIDTH: u32 = 1500;

/// How a cell takes part in a merge over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Merge {
    None,
    Begins,
    GoesOn,
}

pub(super) fn write(part: &mut Part, bulletin: &Bulletin, group: &BulletinGroup) -> io::Result<()> {
    let columns = bulletin.columns();
    // Columns that would be too narrow for their figures are set as in the PDF, and smaller.
    let measures = TableMeasures::new(bulletin, &text_width);
    let size = (!measures.is_usual()).then(|| measures.half_points());
    let widths = if size.is_none() { widths(&columns) } else { measures.twips(TEXT_WIDTH) };
    let header = bulletin.header();
    let placed = head::placed(&header);
    part.create_element("w:tbl").write_inner_content(|part| {
        properties(part, &widths)?;
        for row in 0..header.len() {
            head_row(part, row, &placed, &widths, size)?;
        }
        for row in &group.rows {
            table_row(part, false, |part| {
                for (column, width) in columns.iter().zip(&widths) {
                    let text = row.figures.cell(column);
                    cell(part, (*width, 1, Merge::None), ("TableText", size), &text)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// A table of words: columns as wide as what stands in them asks for, within the type area.
pub(super) fn plain_table(part: &mut Part, head: &[String], rows: &[Vec<String>]) -> io::Result<()> {
    let widest = |column: usize| {
        let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        cells.filter_map(|row| row.get(column)).map(|cell| text_width(cell)).fold(2.0, f64::max).min(24.0)
    };
    let asked: Vec<f64> = (0..head.len()).map(widest).collect();
    let sum: f64 = asked.iter().sum();
    let widths: Vec<u32> = asked.iter().map(|asked| share(asked / sum)).collect();
    part.create_element("w:tbl").write_inner_content(|part| {
        properties(part, &widths)?;
        let row = |part: &mut Part, style: &str, cells: &[String]| {
            table_row(part, style == "TableHead", |part| {
                let mut cells = cells.iter().zip(&widths);
                cells.try_for_each(|(text, width)| cell(part, (*width, 1, Merge::None), (style, None), text))
            })
        };
        row(part, "TableHead", head)?;
        rows.iter().try_for_each(|cells| row(part, "TableText", cells))
    })?;
    Ok(())
}

/// A part of the type area's width.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a width")]
fn share(part: f64) -> u32 {
    (f64::from(TEXT_WIDTH) * part).clamp(1.0, f64::from(TEXT_WIDTH)) as u32
}

fn properties(part: &mut Part, widths: &[u32]) -> io::Result<()> {
    part.create_element("w:tblPr").write_inner_content(|part| {
        value(part, "w:tblStyle", "BulletinTable")?;
        width(part, "w:tblW", widths.iter().sum())?;
        part.create_element("w:tblLayout").with_attribute(("w:type", "fixed")).write_empty()?;
        // The first row is a head for programs that read tables aloud.
        part.create_element("w:tblLook")
            .with_attributes([("w:val", "0020"), ("w:firstRow", "1")])
            .write_empty()?;
        Ok(())
    })?;
    part.create_element("w:tblGrid").write_inner_content(|part| {
        for width in widths {
            part.create_element("w:gridCol").with_attribute(("w:w", &*width.to_string())).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// A row of the head. Where a merged cell goes on from above, an empty one stands below it.
fn head_row(
    part: &mut Part,
    row: usize,
    placed: &[PlacedCell<'_>],
    widths: &[u32],
    size: Option<u32>,
) -> io::Result<()> {
    let mut cells: Vec<_> =
        placed.iter().filter(|placed| (placed.row..placed.row + placed.cell.rows).contains(&row)).collect();
    cells.sort_by_key(|placed| placed.column);
    table_row(part, true, |part| {
        for PlacedCell { row: first, column, cell: head } in cells {
            let merge = match head.rows {
                1 => Merge::None,
                _ if *first == row => Merge::Begins,
                _ => Merge::GoesOn,
            };
            let text = if merge == Merge::GoesOn { "" } else { head.text.as_str() };
            let width = widths.iter().skip(*column).take(head.columns).sum();
            cell(part, (width, head.columns, merge), ("TableHead", size), text)?;
        }
        Ok(())
    })
}

fn table_row(
    part: &mut Part,
    is_head: bool,
    cells: impl FnOnce(&mut Part) -> io::Result<()>,
) -> io::Result<()> {
    part.create_element("w:tr").write_inner_content(|part| {
        part.create_element("w:trPr").write_inner_content(|part| {
            part.create_element("w:cantSplit").write_empty()?;
            if is_head {
                part.create_element("w:tblHeader").write_empty()?;
            }
            Ok(())
        })?;
        cells(part)
    })?;
    Ok(())
}

fn cell(
    part: &mut Part,
    (cell_width, span, merge): (u32, usize, Merge),
    (style, size): (&str, Option<u32>),
    text: &str,
) -> io::Result<()> {
    part.create_element("w:tc").write_inner_content(|part| {
        part.create_element("w:tcPr").write_inner_content(|part| {
            width(part, "w:tcW", cell_width)?;
            if span > 1 {
                value(part, "w:gridSpan", &span.to_string())?;
            }
            match merge {
                Merge::None => {}
                Merge::Begins => value(part, "w:vMerge", "restart")?,
                Merge::GoesOn => value(part, "w:vMerge", "continue")?,
            }
            value(part, "w:vAlign", "center")
        })?;
        xml::paragraph(part, style, Placing::default(), |part| match size {
            Some(size) if !text.is_empty() => xml::sized_run(part, size, text),
            _ => xml::run(part, None, text),
        })
    })?;
    Ok(())
}

fn width(part: &mut Part, name: &str, width: u32) -> io::Result<()> {
    let width = width.to_string();
    part.create_element(name).with_attributes([("w:w", &*width), ("w:type", "dxa")]).write_empty().map(drop)
}

/// The columns' widths, which fill the type area; the names take what the figures leave.
fn widths(columns: &[&FigureColumn]) -> Vec<u32> {
    let count = |is_name: bool| {
        let columns = columns.iter().filter(|column| (column.field == Field::Unit) == is_name);
        u32::try_from(columns.count()).unwrap_or(u32::MAX)
    };
    let (names, figures) = (count(true), count(false));
    let room = TEXT_WIDTH.saturating_sub(names.saturating_mul(LEAST_NAME_WIDTH));
    let figure = FIGURE_WIDTH.min(room / figures.max(1));
    let name = TEXT_WIDTH.saturating_sub(figures.saturating_mul(figure)) / names.max(1);
    columns.iter().map(|column| if column.field == Field::Unit { name } else { figure }).collect()
}
