//! Rows of a table whose cells are parted by tabs, a row on each line. A tab before the first cell or behind the last
//! may frame the row, or stand for an empty cell: only the table's rows together tell which.

use super::lines::{Line, ROW, TableRow};

/// Longer words are a sentence's.
const LONGEST_WORD: usize = 20;

/// The cells of a line that is a row. `is_below` says that the line above is one too: then the line may be shorter than
/// others, since editors take tabs at the ends of lines away, and may have kept nothing but a name.
pub(super) fn row(line: &str, is_below: bool, next: Option<&Line>) -> Option<Vec<String>> {
    let cells = cells(line);
    let is_whole = cells.len() >= ROW;
    let is_short = || {
        let words = cells.iter().filter(|cell| !cell.is_empty());
        let are_short = words.clone().all(|word| is_word(word));
        let goes_on = || next.is_some_and(|next| is_data(&next.text));
        are_short && (if cells.len() > 1 { words.count() > 1 } else { words.count() == 1 && goes_on() })
    };
    (is_whole || (is_below && is_short())).then_some(cells)
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim_matches([' ', '\u{3000}']);
    line.split('\t').map(|cell| cell.trim().to_owned()).collect()
}

fn is_word(text: &str) -> bool {
    text.chars().count() <= LONGEST_WORD && !text.contains(['，', '。', '；', '：', '、'])
}

/// Whether a line is a whole row with a figure in it.
fn is_data(line: &str) -> bool {
    let cells = cells(line);
    cells.len() >= ROW && cells.iter().any(|cell| cell.parse::<f64>().is_ok())
}

/// Takes the tabs away that stand before every row, or behind every row. Of a head and of rows of which some begin with
/// an empty cell, others do not.
pub(super) fn unframe(rows: &mut [TableRow], tabbed: &[usize]) {
    let all = |rows: &[TableRow], is_empty: fn(&TableRow) -> bool| {
        !tabbed.is_empty() && tabbed.iter().all(|at| is_empty(&rows[*at]))
    };
    while all(rows, |row| row.cells.len() > 1 && row.cells[0].is_empty()) {
        for at in tabbed {
            rows[*at].cells.remove(0);
        }
    }
    while all(rows, |row| row.cells.len() > 1 && row.cells.last().is_some_and(String::is_empty)) {
        for at in tabbed {
            rows[*at].cells.pop();
        }
    }
}
