//! The bulletin's tables as a workbook: a sheet for each group, and one with all that was adopted.
//!
//! Figures are numbers, so that an office can go on calculating; a zero that the printed table leaves empty is
//! there as a number and not shown. The same bulletin gives the same bytes.

use domain::scoring::{Bulletin, BulletinGroup, Field, Figure, FigureColumn, Figures};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{ExportError, head};

/// The sheet with the pieces of all groups.
const LISTS: &str = "采用稿件";

/// ISO A4, in Excel's numbering of papers.
const A4: u8 = 9;

/// Widths in characters of the sheet's type.
const NAME_WIDTH: f64 = 24.0;
const FIGURE_WIDTH: f64 = 9.0;

/// A workbook. `note` stands above every printed page.
pub fn bulletin(bulletin: &Bulletin, note: Option<&str>) -> Result<Vec<u8>, ExportError> {
    Ok(workbook(bulletin, note)?)
}

fn workbook(bulletin: &Bulletin, note: Option<&str>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (year, month) = (bulletin.month.year(), bulletin.month.month());
    // A workbook bears a time: the month itself, not the moment in which somebody asked for it.
    let time = ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(format!("{}{}", bulletin.title[0], bulletin.title[1]))
            .set_creation_datetime(&time),
    );
    let mut names = vec![LISTS.to_owned()];
    for group in &bulletin.groups {
        let sheet = workbook.add_worksheet();
        let name = sheet_name(&group.group, &names);
        sheet.set_name(&name)?;
        names.push(name);
        write_group(sheet, bulletin, group, note)?;
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(LISTS)?;
    write_lists(sheet, bulletin, note)?;
    workbook.save_to_buffer()
}

fn write_group(
    sheet: &mut Worksheet,
    bulletin: &Bulletin,
    group: &BulletinGroup,
    note: Option<&str>,
) -> Result<(), XlsxError> {
    let columns = bulletin.columns();
    let header = bulletin.header();
    let last_column = column_number(columns.len().saturating_sub(1));
    let title =
        Format::new().set_font_name("方正小标宋简体").set_font_size(16).set_align(FormatAlign::Center);
    merge(
        sheet,
        (0, 0),
        (0, last_column),
        &group.table_title,
        &title.set_align(FormatAlign::VerticalCenter),
    )?;
    sheet.set_row_height(0, 34)?;

    // The head stands below the title.
    let head = head_format();
    for placed in head::placed(&header) {
        let (row, column) = (1 + row_number(placed.row), column_number(placed.column));
        let end = (
            row + row_number(placed.cell.rows.saturating_sub(1)),
            column + column_number(placed.cell.columns.saturating_sub(1)),
        );
        merge(sheet, (row, column), end, &placed.cell.text, &head)?;
    }
    for row in 1..=header.len() {
        sheet.set_row_height(row_number(row), 30)?;
    }
    let first_row = 1 + row_number(header.len());
    for (row, figures) in (first_row..).zip(group.rows.iter().map(|row| &row.figures)) {
        for (place, column) in columns.iter().enumerate() {
            write_figure(sheet, (row, column_number(place)), figures, column)?;
        }
        sheet.set_row_height(row, 20)?;
    }
    for (place, column) in columns.iter().enumerate() {
        let width = if column.field == Field::Unit { NAME_WIDTH } else { FIGURE_WIDTH };
        sheet.set_column_width(column_number(place), width)?;
    }
    sheet.set_freeze_panes(first_row, 1)?;
    set_up_print(sheet, first_row - 1, note)
}

/// A cell with a number that can be calculated with; a text where a spreadsheet could not hold the number as it is.
fn write_figure(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    figures: &Figures,
    figure: &FigureColumn,
) -> Result<(), XlsxError> {
    let format = cell_format();
    let (amount, unit) = match figures.get(figure.field) {
        Figure::Text(text) => (Err(text.to_owned()), ""),
        Figure::Remarks(remarks) => (Err(remarks.join("、")), ""),
        Figure::Count(count) => (Ok(count.to_string()), ""),
        Figure::Points(points) => (Ok(points.to_string()), ""),
        Figure::Percent(percent) => (Ok(percent.to_string()), "\"%\""),
        Figure::Rank(Some(rank)) => (Ok(rank.to_string()), ""),
        Figure::Rank(None) => (Err(String::new()), ""),
    };
    let text = match amount {
        Ok(text) => {
            let number = text.parse::<f64>().ok().filter(|number| number.to_string() == text);
            if let Some(number) = number {
                let zero = if figure.shows_zero { format!("General{unit}") } else { String::new() };
                let format = format.set_num_format(format!("General{unit};-General{unit};{zero}"));
                sheet.write_number_with_format(row, column, number, &format)?;
                return Ok(());
            }
            text
        }
        Err(text) => text,
    };
    sheet.write_string_with_format(row, column, text, &format)?;
    Ok(())
}

fn write_lists(sheet: &mut Worksheet, bulletin: &Bulletin, note: Option<&str>) -> Result<(), XlsxError> {
    const HEADS: [(&str, f64); 5] =
        [("分组", 18.0), ("单位", NAME_WIDTH), ("序号", 6.0), ("题目", 70.0), ("出处", 22.0)];
    let head = head_format();
    for (column, (text, width)) in (0..).zip(HEADS) {
        sheet.write_string_with_format(0, column, text, &head)?;
        sheet.set_column_width(column, width)?;
    }
    let (cell, title) = (cell_format(), cell_format().set_align(FormatAlign::Left));
    let mut row = 1;
    for group in &bulletin.groups {
        for unit in &group.rows {
            for item in &unit.items {
                sheet.write_string_with_format(row, 0, &group.group, &cell)?;
                sheet.write_string_with_format(row, 1, &unit.figures.unit, &cell)?;
                // A list is never so long that a number would not hold its length.
                sheet.write_number_with_format(row, 2, item.number as f64, &cell)?;
                sheet.write_string_with_format(row, 3, &item.title, &title)?;
                sheet.write_string_with_format(row, 4, &item.source, &cell)?;
                row += 1;
            }
        }
    }
    sheet.autofilter(0, 0, row - 1, 4)?;
    sheet.set_freeze_panes(1, 2)?;
    set_up_print(sheet, 0, note)
}

/// A4 across, as wide as the paper, with the rows down to `last_head` on every page.
fn set_up_print(sheet: &mut Worksheet, last_head: u32, note: Option<&str>) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    sheet.set_margins(0.6, 0.6, 0.7, 0.8, 0.3, 0.4);
    sheet.set_repeat_rows(0, last_head)?;
    sheet.set_footer("&C第&P页，共&N页");
    if let Some(note) = note {
        // An ampersand begins a code.
        sheet.set_header(format!("&R{}", note.replace('&', "&&")));
    }
    Ok(())
}

fn head_format() -> Format {
    bordered().set_font_name("黑体").set_text_wrap()
}

fn cell_format() -> Format {
    bordered().set_font_name("宋体").set_text_wrap()
}

fn bordered() -> Format {
    Format::new()
        .set_font_size(12)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// A text over a range of cells; one cell alone cannot be merged.
fn merge(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (last_row, last_column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if (row, column) == (last_row, last_column) {
        sheet.write_string_with_format(row, column, text, format)?;
    } else {
        sheet.merge_range(row, column, last_row, last_column, text, format)?;
    }
    Ok(())
}

/// Far beyond what a sheet holds, the library's own limits answer.
fn row_number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX / 2)
}

fn column_number(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX / 2)
}

/// A group's name as a sheet may bear it: at most 31 characters, without the signs that Excel keeps for itself, and
/// not like another sheet's.
fn sheet_name(group: &str, others: &[String]) -> String {
    const LONGEST: usize = 31;
    let legal: String = group
        .chars()
        .map(|character| match character {
            '[' => '［',
            ']' => '］',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '/' => '／',
            '\\' => '＼',
            '\'' => '’',
            other if other.is_control() => ' ',
            other => other,
        })
        .collect();
    let legal = if legal.trim().is_empty() { "分组" } else { legal.trim() };
    // Excel keeps this one for its own record of changes.
    let legal = if legal.eq_ignore_ascii_case("history") { "分组History" } else { legal };
    let is_free = |name: &String| !others.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = |number: usize| {
        let number = if number == 1 { String::new() } else { format!("（{number}）") };
        format!("{}{number}", shortened(legal, LONGEST - number.encode_utf16().count()))
    };
    (1..).map(numbered).find(is_free).unwrap_or_default()
}

/// As much of a text as fits into so many UTF-16 units, in which Excel counts.
fn shortened(text: &str, longest: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= longest
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::utility::check_sheet_name;

    use super::*;

    #[test]
    fn every_group_gets_a_sheet_of_a_name_that_excel_takes() {
        let mut names = vec![LISTS.to_owned()];
        let long = "一".repeat(40);
        for group in [
            "县（市、区）局",
            "A/B:C",
            "a／b：c",
            "",
            "  ",
            "'单引号'",
            "History",
            LISTS,
            &long,
            &long,
            "𠮷".repeat(20).as_str(),
        ] {
            let name = sheet_name(group, &names);
            check_sheet_name(&name).expect(&name);
            assert!(!names.iter().any(|other| other.to_lowercase() == name.to_lowercase()), "{name} twice");
            names.push(name);
        }
        assert_eq!(names[1], "县（市、区）局");
        assert_eq!(names[2], "A／B：C");
        assert_eq!(names[3], "a／b：c（2）");
    }
}
