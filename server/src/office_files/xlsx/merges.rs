//! Merged cells: what stands in the first of them stands in all, as far as the sheet says anything there.

use super::{
    super::sheets::{Room, Sheet},
    place::place_of,
};

/// Merged areas of one sheet.
const MOST_AREAS: usize = 60_000;
/// Places that are looked at, whatever stands there: areas may lie upon each other.
const MOST_PLACES: usize = 3_000_000;

/// The merged areas of a sheet.
#[derive(Default)]
pub(super) struct Merges {
    areas: Vec<Area>,
}

/// From the first place to the last, rows from 1 and columns from 0.
#[derive(Clone, Copy)]
struct Area {
    first: (usize, usize),
    last: (usize, usize),
}

impl Merges {
    /// Adds an area such as `A2:A5`; where it cannot be one, why.
    pub(super) fn add(&mut self, reference: &str) -> Result<(), String> {
        let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
        let shown: String = reference.chars().take(30).collect();
        let (Some(first), Some(last)) = (place_of(first), place_of(last)) else {
            return Err(format!("没有“{shown}”这样的合并单元格，文件已经损坏，请另存一份再选"));
        };
        if last.0 < first.0 || last.1 < first.1 {
            return Err(format!("合并单元格“{shown}”的首尾颠倒，请用 Excel 或 WPS 表格打开，另存一份再选"));
        }
        if self.areas.len() >= MOST_AREAS {
            return Err("合并单元格太多，请取消合并后再选".to_owned());
        }
        self.areas.push(Area { first, last });
        Ok(())
    }

    /// Fills every area, within the rows and columns that say something.
    pub(super) fn fill(self, sheet: &mut Sheet, room: &mut Room) {
        let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut places = 0_usize;
        for Area { first, last } in self.areas {
            let Ok(top) = sheet.rows.binary_search_by_key(&first.0, |row| row.number) else { continue };
            let Some(cell) = sheet.rows[top].cell(first.1).cloned() else { continue };
            let end = sheet.rows.partition_point(|row| row.number <= last.0);
            let right = (last.1 + 1).min(width);
            for row in top..end {
                for column in first.1..right {
                    places += 1;
                    if places > MOST_PLACES {
                        sheet.fault("合并单元格太多，请取消合并后再选".to_owned());
                        return;
                    }
                    if (row, column) == (top, first.1) {
                        continue;
                    }
                    let cells = &mut sheet.rows[row].cells;
                    if cells.get(column).is_some_and(|there| there.says_something()) {
                        continue;
                    }
                    let more = (column + 1).saturating_sub(cells.len());
                    if !room.take(&cell, more) {
                        sheet.fault("合并单元格展开后内容太多，请取消合并后再选".to_owned());
                        return;
                    }
                    if cells.len() <= column {
                        cells.resize(column + 1, Default::default());
                    }
                    cells[column] = cell.clone();
                }
            }
        }
    }
}
