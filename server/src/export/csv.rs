//! The bulletin's tables as one CSV file for spreadsheets.
//!
//! It begins with a byte-order mark: without it, Excel on a Chinese Windows takes the text for GBK. Lines end
//! in CRLF (RFC 4180). The group is the first column; a merged head becomes 采用信息·记分; a zero is an empty
//! cell where the printed table has one.

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

fn push_line(text: &mut String, cells: &[String]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}
