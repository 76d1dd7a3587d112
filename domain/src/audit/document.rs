//! A document as it reaches the audit: lines and tables in their order, from plain text or from a file that
//! has tables of its own. It must not know what any of it says.

pub use super::lines::{Line, TableRow};
use super::{blanks, lines::ROW, tabs, wrapped};

/// Lines and tables, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Line(Line),
    Table(Vec<TableRow>),
}

impl Document {
    /// Reads plain text. Tables are known by their tabs: each cell on a line of its own that begins with one
    /// (a blank line ends the row), or a whole row on one line, with tabs, `|` or blanks between the cells.
    /// What other programs made of the lines is undone first ([`super::wrapped`]).
    pub fn from_text(text: &str) -> Self {
        let lines = wrapped::unwrapped(text);
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let (rows, length) = table_at(&lines[at..]);
            if is_table(&rows) {
                blocks.push(Block::Table(rows));
                at += length;
            } else {
                // What looked like a table and is none is read as lines, so that nothing is lost.
                blocks.extend(lines[at..at + length.max(1)].iter().cloned().map(Block::Line));
                at += length.max(1);
            }
        }
        Self { blocks }
    }

    /// The lines that say something.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Line(line) if !line.text.trim().is_empty() => Some(line),
            _ => None,
        })
    }
}

fn is_table(rows: &[TableRow]) -> bool {
    rows.iter().filter(|row| row.cells.len() >= ROW).count() >= 2
}

/// The rows that begin with the first line, and how many lines they take.
fn table_at(lines: &[Line]) -> (Vec<TableRow>, usize) {
    let mut rows: Vec<TableRow> = Vec::new();
    // Places of the rows whose cells tabs part on one line.
    let mut tabbed: Vec<usize> = Vec::new();
    // Whether the last row can take more cells.
    let mut open = false;
    // The lines up to the last that belongs to the table.
    let mut length = 0;
    for (at, Line { number, text: line }) in lines.iter().enumerate() {
        let number = *number;
        let is_below = !rows.is_empty() && tabbed.last() == Some(&(rows.len() - 1));
        if let Some(cells) = tabs::row(line, is_below, lines.get(at + 1)) {
            tabbed.push(rows.len());
            rows.push(TableRow { number, cells });
            open = false;
        } else if let Some(cells) = whole_row(line) {
            if !is_ruler(&cells) {
                rows.push(TableRow { number, cells });
            }
            open = false;
        } else if let Some(cells) = line.strip_prefix('\t') {
            if !open {
                rows.push(TableRow { number, cells: Vec::new() });
            }
            if let Some(row) = rows.last_mut() {
                row.cells.extend(cells.split('\t').map(|cell| cell.trim().to_owned()));
            }
            open = true;
        } else if line.trim().is_empty() {
            if rows.is_empty() {
                break;
            }
            open = false;
            continue;
        } else if !(open && continues(rows.last_mut(), line)) {
            break;
        }
        length = at + 1;
    }
    tabs::unframe(&mut rows, &tabbed);
    if let Some(parted) = blanks::rows(&lines[..length]) {
        return (parted, length);
    }
    let stripped = without_empty_cells(&lines[..length]).filter(|_| is_ragged(&rows));
    (stripped.unwrap_or(rows), length)
}

fn is_ragged(rows: &[TableRow]) -> bool {
    let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    widths.dedup();
    // The head may well be narrower.
    widths.len() > 2
}

/// Rows of a table from which an editor has taken the tabs of empty cells: every blank line is an empty cell or
/// the end of a row, and rows begin at names, which stand equally far apart. The head cannot be told any more.
fn without_empty_cells(lines: &[Line]) -> Option<Vec<TableRow>> {
    let is_empty_cell = |line: &Line| line.text.starts_with('\t') && line.text.trim().is_empty();
    if lines.iter().any(is_empty_cell) {
        return None;
    }
    let mut cells: Vec<(usize, String)> = Vec::new();
    for Line { number, text: line } in lines {
        match cells.last_mut() {
            Some((_, cell)) if !line.starts_with('\t') && !line.is_empty() => cell.push_str(line.trim()),
            _ => cells.push((*number, line.trim().to_owned())),
        }
    }
    let is_words = |cell: &str| !cell.is_empty() && cell.parse::<f64>().is_err();
    let words: Vec<usize> = (0..cells.len()).filter(|at| is_words(&cells[*at].1)).collect();
    let mut distances: Vec<usize> =
        words.windows(2).map(|pair| pair[1] - pair[0]).filter(|distance| *distance > ROW).collect();
    distances.sort_unstable();
    // Half of them at least are the distance from one row to the next.
    let width = distances.get(distances.len() / 2)?.saturating_sub(1);
    let starts = words.windows(2).filter(|pair| pair[1] - pair[0] == width + 1).map(|pair| pair[0]);
    let starts = starts.chain(words.last().copied());
    let row = |at: usize| TableRow {
        number: cells[at].0,
        cells: (at..at + width)
            .map(|at| cells.get(at).map(|(_, cell)| cell.clone()).unwrap_or_default())
            .collect(),
    };
    Some(starts.map(row).collect())
}

/// A line that holds a whole row, its cells parted by bars or blanks.
fn whole_row(line: &str) -> Option<Vec<String>> {
    let trimmed = line.trim_matches(|character: char| character == ' ' || character == '\u{3000}');
    if let Some(cells) = blanks::words(trimmed) {
        return Some(cells);
    }
    let mut cells: Vec<String> =
        trimmed.split(['|', '｜', '│', '┃']).map(|cell| cell.trim().to_owned()).collect();
    if cells.len() < ROW {
        return None;
    }
    let framed = trimmed.starts_with(['|', '｜', '│', '┃']);
    if framed {
        cells.remove(0);
    }
    if framed && trimmed.ends_with(['|', '｜', '│', '┃']) {
        cells.pop();
    }
    Some(cells)
}

/// The line of dashes below the head in Markdown.
fn is_ruler(cells: &[String]) -> bool {
    cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|character| "-:=─".contains(character)))
}

/// Adds a line to the last cell where that is a cell of words, or the row's first.
fn continues(row: Option<&mut TableRow>, line: &str) -> bool {
    let Some(row) = row else { return false };
    let only = row.cells.len() == 1;
    let Some(cell) = row.cells.last_mut() else { return false };
    let words =
        !cell.is_empty() && !cell.chars().all(|character| character.is_ascii_digit() || character == '.');
    let short = line.trim().chars().count() <= 20;
    let goes_on = short && (words || (only && cell.is_empty()));
    if goes_on {
        cell.push_str(line.trim());
    }
    goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
        Document::from_text(text)
            .blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Table(rows) => Some(rows.into_iter().map(|row| row.cells).collect()),
                Block::Line(_) => None,
            })
            .collect()
    }

    #[test]
    fn cells_on_lines_of_their_own_and_rows_on_one_line_are_the_same_table() {
        let expected =
            [["单位", "上报", "采用", "本月", "名次"], ["东昌府区分局", "4", "", "0.5", "1"]].map(Vec::from);
        let expected = vec![
            expected.map(|row| row.iter().map(|cell| (*cell).to_string()).collect::<Vec<String>>()).to_vec(),
        ];
        let apart =
            "题\n\t单位\n\t上\n报\n\t采用\n\t本月\n\t名次\n\n\t东昌府区\n分局\n\t4\n\t\n\t0.5\n\t1\n\n文字\n";
        assert_eq!(tables(apart), expected);
        let tabs = "题\n单位\t上报\t采用\t本月\t名次\n东昌府区分局\t4\t\t0.5\t1\n文字\n";
        assert_eq!(tables(tabs), expected);
        let bars = "| 单位 | 上报 | 采用 | 本月 | 名次 |\n|---|---|---|---|---|\n| 东昌府区分局 | 4 |  | 0.5 | 1 |\n";
        assert_eq!(tables(bars), expected);
    }

    #[test]
    fn an_indented_line_is_no_table() {
        let document = Document::from_text("\t某局（2月份报送稿件1篇）\n\t1、标题\t（第1期 信息）\n");
        assert_eq!(document.lines().count(), 2);
    }
}
