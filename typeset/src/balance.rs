//! Even columns: how high a run of columns must be so that those on its last page end together.
//!
//! Typst fills a column to the page's foot before it begins the next one. So the pages are laid out once as they
//! come, the lines of the last page are read, and the run is given the least height that still holds them.

use super::{
    measures::Measures,
    pages::{ColumnsStart, Owner, PlacedText, Reading},
};

/// What is above or below by less than this, in points, stands on one line.
const SLACK: f64 = 0.5;

/// A line of a column: its edges in points, as if all of the last page's lines stood in one column.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    top: f64,
    bottom: f64,
}

/// The last page of a run of columns.
struct LastPage {
    /// The height of the columns before this page, in points.
    before: f64,
    /// From the upper edge of this page's columns to their lowest line.
    used: f64,
    /// Whether the foot stands over its lines.
    covered: bool,
    parting: Option<usize>,
    lines: Vec<Line>,
}

/// A run of columns that does not end evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Uneven {
    pub(super) section: usize,
    /// The height over all its pages, in points, at which it would.
    pub(super) height: f64,
    /// The height that its lines take as they stand, over all its pages, in points.
    pub(super) taken: f64,
    /// Whether the foot stands over its lines.
    pub(super) covered: bool,
    /// The item with which the last page's second column begins.
    pub(super) parting: Option<usize>,
}

/// The runs of columns whose last page is uneven.
pub(super) fn uneven(reading: &Reading, measures: &Measures) -> Vec<Uneven> {
    let look = |start: &ColumnsStart| {
        let page = last_page(reading, start, measures)?;
        let least = least_height(&page.lines, measures.columns as usize)?;
        let height = page.before + least + SLACK / 2.0;
        let taken = page.before + page.used;
        let uneven =
            Uneven { section: start.section, height, taken, covered: page.covered, parting: page.parting };
        (page.covered || page.used > least + SLACK).then_some(uneven)
    };
    reading.columns.iter().filter_map(look).collect()
}

fn last_page(reading: &Reading, start: &ColumnsStart, measures: &Measures) -> Option<LastPage> {
    // What is not torn comes first: lines within it are part of it.
    let all = reading.wholes.iter().chain(&reading.texts);
    let texts: Vec<_> = all.filter(|text| is_of(text, start.section)).collect();
    let page = texts.iter().map(|text| text.page).max()?;
    let (before, top) = if page == start.page {
        (0.0, start.top)
    } else {
        let first = measures.area_top() + measures.area_height() - start.top;
        let between = (page - start.page - 1) as f64 * measures.area_height();
        (first + between, measures.area_top())
    };
    let mut columns = vec![Vec::<Line>::new(); measures.columns as usize];
    let mut parting = None;
    for text in texts.iter().filter(|text| text.page == page) {
        let column = measures.column_at(text.left);
        if let (1, Owner::Item { index, .. }, None) = (column, text.owner, parting) {
            parting = Some(index);
        }
        add_line(&mut columns[column], text);
    }
    let used = columns.iter().flatten().map(|line| line.bottom).fold(top, f64::max) - top;
    let foot_page = reading.texts.iter().filter(|text| text.owner == Owner::Foot).map(|text| text.page).min();
    let covered = foot_page == Some(page) && reading.foot_top.is_some_and(|foot| top + used > foot + SLACK);
    Some(LastPage { before, used, covered, parting, lines: stacked(columns, measures.leading()) })
}

fn is_of(text: &PlacedText, section: usize) -> bool {
    matches!(text.owner, Owner::Item { columns: Some(columns), .. } if columns == section)
}

/// Runs on the same baseline are one line.
fn add_line(lines: &mut Vec<Line>, text: &PlacedText) {
    match lines.iter_mut().find(|line| text.top < line.bottom - SLACK && line.top < text.bottom - SLACK) {
        Some(line) => {
            line.top = line.top.min(text.top);
            line.bottom = line.bottom.max(text.bottom);
        }
        None => lines.push(Line { top: text.top, bottom: text.bottom }),
    }
}

/// The columns' lines in reading order, one column below the other.
fn stacked(columns: Vec<Vec<Line>>, leading: f64) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for mut column in columns {
        column.sort_by(|one, other| one.top.total_cmp(&other.top));
        let Some(first) = column.first().copied() else { continue };
        let shift = lines.last().map_or(0.0, |last| last.bottom + leading) - first.top;
        lines.extend(column.iter().map(|line| Line { top: line.top + shift, bottom: line.bottom + shift }));
    }
    lines
}

/// The least height at which so many columns hold all lines.
fn least_height(lines: &[Line], columns: usize) -> Option<f64> {
    let mut heights: Vec<f64> = Vec::new();
    for (index, first) in lines.iter().enumerate() {
        heights.extend(lines[index..].iter().map(|last| last.bottom - first.top));
    }
    heights.sort_by(f64::total_cmp);
    heights.into_iter().find(|height| columns_needed(lines, *height) <= columns)
}

/// How many columns of a height hold the lines; far too many where one of them is taller.
fn columns_needed(lines: &[Line], height: f64) -> usize {
    let mut columns = 0;
    let mut top = None;
    for line in lines {
        if line.bottom - line.top > height + 0.01 {
            return usize::MAX;
        }
        if top.is_none_or(|top| line.bottom - top > height + 0.01) {
            columns += 1;
            top = Some(line.top);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<Line> {
        (0..count).map(|line| Line { top: line as f64 * 26.0, bottom: line as f64 * 26.0 + 16.0 }).collect()
    }

    #[test]
    fn columns_share_the_lines_evenly() {
        for (count, left) in [(1, 1), (2, 1), (3, 2), (10, 5), (11, 6), (49, 25)] {
            let height = least_height(&lines(count), 2).expect("some lines");
            assert!((height - (left as f64 * 26.0 - 10.0)).abs() < 0.01, "{count} lines: {height}");
        }
        assert_eq!(least_height(&[], 2), None);
    }

    #[test]
    fn a_tall_line_is_not_cut() {
        let mut lines = lines(4);
        lines.push(Line { top: 104.0, bottom: 304.0 });
        let height = least_height(&lines, 2).expect("some lines");
        assert!((height - 200.0).abs() < 0.01, "{height}");
    }
}
