//! CSV and text with tabs, as spreadsheets and people write it, to a sheet.

use super::{
    OfficeFileError,
    sheets::{Cell, Room, Sheet, Value, kept_text},
};

/// Looked at to find what parts the cells.
const FIRST_LINES: usize = 10;

/// RFC 4180; what parts cells is what the first lines have most of: commas, tabs, semicolons.
pub(super) fn read(text: &str) -> Result<Sheet, OfficeFileError> {
    let (separator, text) = separator(text);
    let mut sheet = Sheet::default();
    let mut room = Room::default();
    let mut place = (1, 0);
    let mut cell = String::new();
    let mut quoted = false;
    // Where the quotes opened that are open: a row, and the line of the file.
    let mut opened = 0;
    let mut line = 1;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_line = character == '\n' || character == '\r' && characters.peek() != Some(&'\n');
        line += usize::from(ends_line);
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
                opened = line;
            }
            '\r' if !quoted && !ends_line => {}
            _ if !quoted && (character == separator || ends_line) => {
                if !put(&mut sheet, place, &mut cell, &mut room) {
                    return Ok(sheet);
                }
                place = if ends_line { (place.0 + 1, 0) } else { (place.0, place.1 + 1) };
            }
            _ => cell.push(character),
        }
    }
    put(&mut sheet, place, &mut cell, &mut room);
    if quoted {
        sheet.fault(format!("文件第{opened}行的引号（\"）没有成对，从那里起读不准，请补上或删去"));
    }
    Ok(sheet)
}

fn put(sheet: &mut Sheet, place: (usize, usize), cell: &mut String, room: &mut Room) -> bool {
    let read = without_guard(kept_text(&std::mem::take(cell)));
    !read.says_something() || sheet.put(place, read, room)
}

/// What keeps a spreadsheet from taking a text for a formula: `="0012"`, and the quote that our own files have before
/// such texts.
fn without_guard(cell: Cell) -> Cell {
    if cell.value != Value::Text {
        return cell;
    }
    let quoted = cell.text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    if let Some(text) = quoted.filter(|text| !text.contains('"')) {
        return Cell::text(text);
    }
    match cell.text.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => Cell::text(text),
        _ => cell,
    }
}

/// What parts the cells, and the text without the line that may say so.
fn separator(text: &str) -> (char, &str) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(separator) =
            rest.chars().next().filter(|separator| [',', ';', '\t', '|'].contains(separator))
    {
        let after = rest[separator.len_utf8()..].split_once('\n').map_or("", |(_, after)| after);
        return (separator, after);
    }
    let first: Vec<&str> = text.lines().take(FIRST_LINES).collect();
    let count = |separator: char| -> usize {
        let outside = |line: &str| {
            let mut quoted = false;
            line.chars()
                .filter(|character| {
                    quoted ^= *character == '"';
                    *character == separator && !quoted
                })
                .count()
        };
        first.iter().map(|line| outside(line)).sum()
    };
    // Among equals the first: the usual one.
    let most = [',', '\t', ';'].into_iter().rev().max_by_key(|separator| count(*separator));
    (most.unwrap_or(','), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let sheet = read(text).expect("a sheet");
        sheet.rows.into_iter().map(|row| row.cells.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn empty_places_before_a_far_cell_are_bounded_as_well() {
        let row = format!("{}甲\n", ",".repeat(255));
        let sheet = read(&row.repeat(20_000)).expect("a sheet");
        assert!(sheet.faults[0].contains("内容太多"), "{:?}", sheet.faults);
        let kept: usize = sheet.rows.iter().map(|row| row.cells.len()).sum();
        assert!(kept <= super::super::sheets::MOST_PLACES, "{kept}");
    }

    #[test]
    fn cells_may_be_quoted_and_parted_by_commas_tabs_or_semicolons() {
        let expected = [vec!["甲,乙", "引\"号"], vec!["丙\n丁"]];
        assert_eq!(rows("\"甲,乙\", \"引\"\"号\"\r\n\"丙\r\n丁\",\r\n"), expected);
        for text in [
            "甲\t乙\n丙\t丁、戊,己",
            "甲;乙\n丙;丁、戊,己",
            "sep=;\r\n甲;乙\n丙;丁、戊,己",
            "甲\t乙\r丙\t丁、戊,己",
        ] {
            assert_eq!(rows(text), [["甲", "乙"], ["丙", "丁、戊,己"]], "{text:?}");
        }
    }

    #[test]
    fn rows_keep_their_numbers_where_others_are_empty() {
        let sheet = read("甲,乙\n,\n\n丙,丁\n").expect("a sheet");
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 4]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_fault_and_not_one_long_cell() {
        let sheet = read("甲,乙\n丙,\"丁\n戊,己\n").expect("a sheet");
        assert_eq!(sheet.faults, ["文件第2行的引号（\"）没有成对，从那里起读不准，请补上或删去"]);
    }

    #[test]
    fn what_keeps_a_text_from_being_a_formula_is_no_part_of_it() {
        assert_eq!(rows("=\"0012\",'=1+1,'甲,-0.5"), [["0012", "=1+1", "'甲", "-0.5"]]);
    }

    #[test]
    fn what_a_failed_formula_left_is_a_fault_of_its_cell() {
        let sheet = read("#N/A,#1 楼,####,#REF!\n").expect("a sheet");
        let broken: Vec<bool> =
            sheet.rows[0].cells.iter().map(|cell| matches!(cell.value, Value::Broken(_))).collect();
        assert_eq!(broken, [true, false, true, true]);
    }
}
