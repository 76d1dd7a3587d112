//! The files that people fill in for an import: a workbook with all sheets, or one sheet as CSV.

use rust_xlsxwriter::{Format, FormatBorder, Note, Workbook, XlsxError};

use crate::desk::import::columns::SheetKind;

pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const CSV: &str = "text/csv; charset=utf-8";

const HELP: [&str; 7] = [
    "每张表第一行是栏目，从第二行起填写，一行一件事。不用的表可以空着或删去。",
    "带 * 的栏目必须填写；栏目的次序可以调换，不要改名。",
    "日期写作 2024-01-31，月份写作 2024-01，也可以用单元格的日期格式。",
    "几个单位用、隔开，写全称、简称或别名都可以。",
    "形式、层级、标记等栏目是计分办法会问到的，办法不问的不用填；说法与办法一致，栏目上的批注说明怎样写。",
    "导入前先看预览：有错的单元格逐个列出，改好再来；全部无误才导入，一行有错就都不导入。",
    "同一个文件导入两次不会重复：以前导入过的行自动跳过。",
];

/// The workbook with a page of help.
pub(crate) fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let head = Format::new().set_bold().set_background_color("ECE9E1").set_border_bottom(FormatBorder::Thin);
    for kind in SheetKind::ALL {
        let sheet = workbook.add_worksheet();
        sheet.set_name(kind.label())?;
        for (place, column) in (0..).zip(kind.columns()) {
            let star = if column.required { "*" } else { "" };
            sheet.write_string_with_format(0, place, format!("{}{star}", column.heading), &head)?;
            let width = match column.field {
                "title" | "body" | "reason" | "evidence" => 48.0,
                "units" | "name" | "aliases" | "office" => 28.0,
                _ => 14.0,
            };
            sheet.set_column_width(place, width)?;
            if !column.hint.is_empty() {
                sheet.insert_note(0, place, &Note::new(column.hint))?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    let help = workbook.add_worksheet();
    help.set_name("说明")?;
    help.set_column_width(0, 100)?;
    for (row, line) in (0..).zip(HELP) {
        help.write_string(row, 0, line)?;
    }
    workbook.save_to_buffer()
}

/// The headings of one sheet, with the mark by which spreadsheets know UTF-8.
pub(crate) fn csv(kind: SheetKind) -> Vec<u8> {
    let headings: Vec<&str> = kind.columns().iter().map(|column| column.heading).collect();
    format!("\u{feff}{}\r\n", headings.join(",")).into_bytes()
}
