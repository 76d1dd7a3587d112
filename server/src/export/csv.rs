//! The bulletin's tables as one CSV file for spreadsheets, and how every CSV file of ours is written.
//!
//! A text that a spreadsheet would take for a formula has a quote before it, which keeps it a text; a number has none.
//!
//! It begins with a byte-order mark: without it, Excel on a Chinese Windows takes the text for GBK. Lines end
//! in CRLF (RFC 4180). The group is the first column; a merged head becomes 采用信息·记分; a zero is an empty
//! cell where the printed table has one.

use std::borrow::Cow;

use domain::scoring::{Bulletin, flat_headings};

/// Head of the column that the printed tables do not have, since each is one group's.
const GROUP: &str = "分组";

/// A header line, then a line for each unit, in printed order.
pub fn bulletin(bulletin: &Bulletin) -> String {
    let mut text = String::from("\u{feff}");
    let mut headings = vec![GROUP.to_owned()];
    headings.extend(flat_headings(&bulletin.rules.columns));
    push_line(&mut text, &headings);
    let columns = bulletin.columns();
    for group in &bulletin.groups {
        for row in &group.rows {
            let mut cells = vec![group.group.clone()];
            cells.extend(columns.iter().map(|column| row.figures.cell(column)));
            push_line(&mut text, &cells);
        }
    }
    text
}

/// The one way in which a line of CSV is written.
pub(crate) fn push_line(text: &mut String, cells: &[impl AsRef<str>]) {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let cells = cells.iter().map(|cell| guarded(cell.as_ref()).into_owned());
    // Nothing fails that is written to memory, and what was made of texts is a text.
    let written = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok());
    text.push_str(&String::from_utf8(written.unwrap_or_default()).unwrap_or_default());
}

/// What begins as a formula does is kept from being one. Spreadsheets leave blanks and quotes before it out of account.
fn guarded(cell: &str) -> Cow<'_, str> {
    let begins = cell.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    let is_formula = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    if is_formula && !is_number(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Whether a text is a number and nothing else: -0.5.
fn is_number(text: &str) -> bool {
    let figures = text.strip_prefix(['-', '+']).unwrap_or(text);
    figures.starts_with(|first: char| first.is_ascii_digit())
        && figures.ends_with(|last: char| last.is_ascii_digit())
        && figures.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && figures.matches('.').count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_runs_as_a_formula_and_numbers_stay_numbers() {
        let cells = [
            ("=1+1", "'=1+1"),
            ("+8610", "+8610"),
            ("+cmd|'/C calc'!A0", "'+cmd|'/C calc'!A0"),
            ("-0.5", "-0.5"),
            ("-甲局", "'-甲局"),
            ("-1-1", "'-1-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("甲=乙", "甲=乙"),
        ];
        for (cell, written) in cells {
            let mut line = String::new();
            push_line(&mut line, &[cell]);
            assert_eq!(line, format!("{written}\r\n"));
        }
        let mut line = String::new();
        push_line(&mut line, &["\t=1", "a,\"=b"]);
        assert_eq!(line, "'\t=1,\"a,\"\"=b\"\r\n");
    }
}
