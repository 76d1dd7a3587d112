//! Tables of which a text holds only the cells, each on a line of its own, as office programs save them: a blank
//! line is an empty cell, and rows are told by the distance from name to name. It must not guess: where the
//! distances differ, cells have been lost, and which ones nobody knows.

use super::{
    super::{
        characters::compact,
        document::{Block, Line, TableRow},
    },
    cells::{Cell, cell},
    heads,
};
use crate::scoring::RuleSet;

/// Heads from which on lines are taken for a table.
const FEWEST_HEADS: usize = 4;
/// Lines that a head may take, with its empty cells.
const LONGEST_HEAD: usize = 60;
/// Columns from which on a table is one of figures.
const NARROWEST: usize = 4;
const WIDEST: usize = 40;
/// Tables that cannot be put together after which no more are looked for.
const MOST_LOST: usize = 20;

/// The blocks with such tables in the place of their lines, and the lines at which a table begins that cannot
/// be put together.
pub(super) fn tables(blocks: &[Block], rules: &RuleSet) -> (Vec<Block>, Vec<usize>) {
    let mut found = Vec::with_capacity(blocks.len());
    let mut lost = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        // Most lines begin no table, and cost no more than a look.
        let may_begin = lost.len() < MOST_LOST && matches!(&blocks[at], Block::Line(line) if is_first(line));
        let lines = if may_begin { run(&blocks[at..]) } else { Vec::new() };
        let begins = begins(&lines, rules);
        match begins.then(|| table(&lines, rules)) {
            Some(Some((rows, length))) => {
                found.push(Block::Table(rows));
                at += length;
            }
            Some(None) => {
                lost.push(lines[0].number);
                let heads = lines.iter().take_while(|line| is_head_or_blank(line, rules)).count();
                at += heads.max(1);
            }
            None => {
                found.push(blocks[at].clone());
                at += 1;
            }
        }
    }
    (found, lost)
}

/// The lines up to the next table, as many as a table may take.
fn run(blocks: &[Block]) -> Vec<&Line> {
    let lines = blocks.iter().map_while(|block| match block {
        Block::Line(line) => Some(line),
        Block::Table(_) => None,
    });
    lines.take(LONGEST_HEAD + WIDEST * super::super::MOST_UNITS).collect()
}

fn is_first(line: &Line) -> bool {
    let text = compact(&line.text);
    heads::is_unit_head(&text) || text == "序号"
}

/// Whether the head of a table begins: the units' head, perhaps after numbers, and others after it.
fn begins(lines: &[&Line], rules: &RuleSet) -> bool {
    let heads = lines.iter().take_while(|line| is_head_or_blank(line, rules));
    heads.filter(|line| !line.text.trim().is_empty()).count() >= FEWEST_HEADS
}

fn is_head_or_blank(line: &Line, rules: &RuleSet) -> bool {
    let text = compact(&line.text);
    text.is_empty() || heads::is_head(&text, rules)
}

/// The rows, the head's among them, and how many lines they take.
fn table(lines: &[&Line], rules: &RuleSet) -> Option<(Vec<TableRow>, usize)> {
    let cells: Vec<LineCell> = lines
        .iter()
        .enumerate()
        .map(|(line, text)| LineCell::new(line, text.text.trim().to_owned(), rules))
        .collect();
    let whole = with_whole_names(&cells, rules);
    let (rows, end) = together(&cells).or_else(|| together(&whole))?;
    let length = end.map_or(lines.len(), |cell| cell.line);
    let row = |cells: &[LineCell]| TableRow {
        number: cells.first().map_or(0, |cell| lines[cell.line].number),
        cells: cells.iter().map(|cell| cell.text.clone()).collect(),
    };
    Some((rows.iter().map(|cells| row(cells)).collect(), length))
}

/// A line as a cell.
#[derive(Clone, Debug)]
struct LineCell {
    line: usize,
    text: String,
    is_name: bool,
    is_figure: bool,
}

impl LineCell {
    fn new(line: usize, text: String, rules: &RuleSet) -> Self {
        let compacted = compact(&text);
        let read = cell(&text);
        let is_words = matches!(read, Cell::Words(_)) && compacted.chars().count() <= 30;
        Self {
            line,
            is_name: is_words && !heads::is_head(&compacted, rules),
            is_figure: matches!(read, Cell::Amount(_)),
            text,
        }
    }

    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// Names that were broken over lines are whole again.
fn with_whole_names(cells: &[LineCell], rules: &RuleSet) -> Vec<LineCell> {
    let mut whole: Vec<LineCell> = Vec::with_capacity(cells.len());
    for cell in cells {
        match whole.last_mut().filter(|last| last.is_name && cell.is_name) {
            Some(last) => *last = LineCell::new(last.line, format!("{}{}", last.text, cell.text), rules),
            None => whole.push(cell.clone()),
        }
    }
    whole
}

/// The rows by the distance from name to name, and the cell behind them; `None` where it is not the same.
fn together(cells: &[LineCell]) -> Option<(Vec<&[LineCell]>, Option<&LineCell>)> {
    let name = cells.iter().take(LONGEST_HEAD).position(|cell| cell.is_name)?;
    // Where the rows are numbered, the number stands before the name.
    let numbered = cells[0].text == "序号" && name > 0 && cells[name - 1].is_figure;
    let offset = usize::from(numbered);
    let start = name - offset;
    let (rows, width) = (NARROWEST..=WIDEST)
        .filter(|width| is_head_of(&cells[..start], *width))
        .map(|width| (rows_of(&cells[start..], width, offset), width))
        .max_by_key(|(rows, width)| (*rows, std::cmp::Reverse(*width)))
        .filter(|(rows, _)| *rows > 0)?;
    let end = cells.len().min(start + rows * width);
    let mut all = Vec::with_capacity(rows + 2);
    let (upper, lower) = cells[..start].split_at(start - width);
    all.extend([upper, lower].into_iter().filter(|row| !row.is_empty()));
    all.extend(cells[start..end].chunks(width));
    // The last cells of a document may be empty and not be there.
    Some((all, cells.get(end)))
}

/// Whether a head goes with a table of that width: one row, or two of which the upper leaves out what is merged
/// and the lower is empty below the units' head.
fn is_head_of(head: &[LineCell], width: usize) -> bool {
    let lower = head.len().checked_sub(width).and_then(|upper| head.get(upper));
    head.len() == width
        || (head.len() < 2 * width && lower.is_some_and(LineCell::is_blank) && !head[0].is_blank())
}

/// How many rows of that width there are: each begins with a name (at the offset), has figures and at most one
/// cell of other words, and behind the last there is no further row; else there are none.
fn rows_of(cells: &[LineCell], width: usize, offset: usize) -> usize {
    let is_row = |row: &&[LineCell]| {
        let others = row.iter().enumerate().filter(|(at, cell)| *at != offset && cell.is_name).count();
        row.get(offset).is_some_and(|cell| cell.is_name)
            && row.iter().skip(offset + 1).any(|cell| cell.is_figure)
            && others <= 1
    };
    let rows = cells.chunks(width).take_while(is_row).count();
    let mut behind = cells.iter().skip(rows * width).filter(|cell| !cell.is_blank());
    // A name with a figure behind it is a further row, which has lost cells.
    let goes_on = behind.next().is_some_and(|cell| {
        cell.is_figure || (cell.is_name && behind.next().is_some_and(|next| next.is_figure))
    });
    if goes_on { 0 } else { rows }
}

#[cfg(test)]
mod tests {
    use super::{super::super::Document, *};
    use crate::scoring::version_1;

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<usize>) {
        let (blocks, lost) = tables(&Document::from_text(text).blocks, &version_1());
        let rows = blocks.into_iter().filter_map(|block| match block {
            Block::Table(rows) => Some(rows),
            Block::Line(_) => None,
        });
        (rows.flatten().map(|row| row.cells).collect(), lost)
    }

    #[test]
    fn cells_on_lines_of_their_own_are_rows_by_the_distance_of_names() {
        let text = "题\n单位\n上报篇数\n记分\n累计分数\n总排名\n甲局\n4\n\n8\n1\n乙局\n\n\n0\n2\n机关科室信息采用情况\n";
        let (rows, lost) = read(text);
        let expected: [&[&str]; 3] = [
            &["单位", "上报篇数", "记分", "累计分数", "总排名"],
            &["甲局", "4", "", "8", "1"],
            &["乙局", "", "", "0", "2"],
        ];
        assert_eq!(rows, expected);
        assert_eq!(lost, [0; 0]);
    }

    #[test]
    fn a_head_of_two_rows_leaves_out_what_is_merged() {
        let text = "单位\n上报篇数\n采用\n累计分数\n总排名\n\n\n市局简报\n记分\n\n\n甲局\n4\n1\n\n8\n1\n乙局\n1\n\n\n0\n2\n";
        let (rows, _) = read(text);
        assert_eq!(rows[0], ["单位", "上报篇数", "采用", "累计分数", "总排名"]);
        assert_eq!(rows[1], ["", "", "市局简报", "记分", "", ""]);
        assert_eq!(rows[3], ["乙局", "1", "", "", "0", "2"]);
    }

    #[test]
    fn a_table_whose_empty_cells_are_gone_is_not_put_together() {
        let text =
            "题\n单位\n上报篇数\n记分\n累计分数\n总排名\n甲局\n4\n8\n1\n乙局\n1\n2\n0\n2\n丙局\n0\n3\n";
        let (rows, lost) = read(text);
        assert_eq!((rows.len(), lost), (0, vec![2]));
    }
}
