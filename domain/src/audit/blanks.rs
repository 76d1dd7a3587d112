//! Rows of a table whose cells are parted by blanks alone, as copied from a PDF. Where the blanks between two cells
//! are always as many, empty cells can be counted by them; otherwise they have left no trace.

use std::collections::BTreeMap;

use super::lines::{Line, ROW, TableRow};

const BLANKS: [char; 2] = [' ', '\u{3000}'];
/// Numbers of blanks that are tried as what parts two cells.
const MOST_TRIED: usize = 4;
/// Rows of a head above the first that is as wide as the table.
const HEAD: usize = 2;
/// Cells that a row may have.
const WIDEST: usize = 60;

/// The words of a line that is no sentence; its empty cells are not among them.
pub(super) fn words(line: &str) -> Option<Vec<String>> {
    if line.contains(['，', '。', '；', '：', '、', '|', '｜', '│', '┃', '\t']) {
        return None;
    }
    let words: Vec<&str> = line.split(BLANKS).filter(|word| !word.is_empty()).collect();
    let (name, rest) = words.split_first()?;
    let short = name.chars().count() <= 20 && rest.iter().all(|word| word.chars().count() <= 12);
    let is_wide = line.trim_matches(BLANKS).contains("  ") || line.contains('\u{3000}');
    let figures = || rest.len() >= 2 && rest.iter().all(|word| word.parse::<f64>().is_ok());
    let is_row = words.len() >= ROW || (is_wide && figures());
    (short && is_row).then(|| words.into_iter().map(str::to_owned).collect())
}

/// The rows with their empty cells, where every line is one and all of them are as wide as the widest, but for the
/// first rows of a head.
pub(super) fn rows(lines: &[Line]) -> Option<Vec<TableRow>> {
    let lines: Vec<&Line> = lines.iter().filter(|line| !line.text.trim().is_empty()).collect();
    if lines.len() < 2 || lines.iter().any(|line| words(&line.text).is_none()) {
        return None;
    }
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for gap in lines.iter().flat_map(|line| between(&line.text)) {
        *counts.entry(gap).or_default() += 1;
    }
    // A blank may stand within a name: what parts most cells is tried first.
    let mut gaps: Vec<(usize, usize)> = counts.into_iter().map(|(gap, count)| (count, gap)).collect();
    gaps.sort_by_key(|(count, gap)| (std::cmp::Reverse(*count), *gap));
    gaps.into_iter().take(MOST_TRIED).find_map(|(_, gap)| {
        let rows: Vec<TableRow> = lines
            .iter()
            .map(|line| Some(TableRow { number: line.number, cells: cells(&line.text, gap)? }))
            .collect::<Option<_>>()?;
        let width = rows.iter().map(|row| row.cells.len()).max()?;
        let first = rows.iter().position(|row| row.cells.len() == width)?;
        let is_even = rows[first..].iter().all(|row| row.cells.len() == width);
        let is_filled = (0..width).all(|at| rows[first..].iter().any(|row| !row.cells[at].is_empty()));
        (first <= HEAD && is_even && is_filled && (ROW..=WIDEST).contains(&width)).then_some(rows)
    })
}

/// How many blanks stand between the words.
fn between(line: &str) -> Vec<usize> {
    let mut gaps = Vec::new();
    let mut gap = 0;
    for character in line.trim_matches(BLANKS).chars() {
        if BLANKS.contains(&character) {
            gap += 1;
        } else if gap > 0 {
            gaps.push(std::mem::take(&mut gap));
        }
    }
    gaps
}

/// The cells if so many blanks part two of them: twice as many hold an empty cell, fewer stand within a cell.
fn cells(line: &str, gap: usize) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut blanks = 0;
    for character in line.trim_matches(BLANKS).chars() {
        if BLANKS.contains(&character) {
            blanks += 1;
            continue;
        }
        if blanks >= gap {
            if blanks % gap != 0 {
                return None;
            }
            cells.extend(std::iter::repeat_n(String::new(), blanks / gap));
        }
        blanks = 0;
        cells.last_mut()?.push(character);
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Option<Vec<String>> {
        let lines = (1..).zip(lines).map(|(number, line)| Line { number, text: (*line).to_owned() });
        let rows = rows(&lines.collect::<Vec<_>>())?;
        Some(rows.into_iter().map(|row| row.cells.join("|")).collect())
    }

    #[test]
    fn empty_cells_are_counted_by_the_blanks_where_those_are_always_as_many() {
        let expected = ["单位|上报|采用|累计|排名", "甲局|4|1|8|1", "乙科|2||0|2"];
        let expected = Some(expected.map(str::to_owned).to_vec());
        let read_of = |gap: &str| {
            let rows =
                ["单位@上报@采用@累计@排名", "甲局@4@1@8@1", "乙 科@2@@0@2"].map(|row| row.replace('@', gap));
            read(&rows.each_ref().map(String::as_str))
        };
        assert_eq!(read_of("  "), expected);
        assert_eq!(read_of("   "), expected);
        let filled = ["单位  上报  采用  累计  排名", "甲局   4   1   8  1", "乙科   2       0  2"];
        assert_eq!(read(&filled), None);
    }
}
