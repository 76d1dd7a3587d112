//! The files that people fill in for an import: a workbook with all sheets, or one sheet as CSV.

use rust_xlsxwriter::{DataValidation, Format, FormatBorder, Note, Workbook, XlsxError};

use super::columns::{Holds, SheetKind};
use crate::export::csv::push_line;

/// Rows of a sheet for which answers are offered.
const LAST_ROW: u32 = 5_000;

pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const CSV: &str = "text/csv; charset=utf-8";

const HELP: [&str; 11] = [
    "每张表第一行是栏目，从第二行起填写，一行一件事。不用的表可以空着或删去；空着的表不需要导入的权限。",
    "带 * 的栏目必须填写；栏目的次序可以调换，不要改名。栏名以外的列请不要填写。",
    "日期写作 2024-01-31（2024/1/31、2024年1月31日也可以），或用单元格的日期格式。",
    "月份写作 2024-01（2024年1月、2024/1、2024.1 也可以），或用单元格的日期格式；月份列已设为文本，填什么就是什么。",
    "日期列已设为日期格式，数字列是常规格式，其余各列已设为文本，不会变成别的东西。看到的和单元格里存的不一样时（如 1.25 显示成 1.3），导入前会指出来。",
    "公式要先在 Excel 或 WPS 表格中算出结果并保存；隐藏的行、列、表和筛选掉的行，导入前会问要不要。",
    "几个单位用、隔开，写全称、简称或别名都可以；名称里的空格和全角半角不影响。",
    "名册（单位表）里没有的单位和分组会新增，预览时单独列出，请核对是不是写错了名称。",
    "形式、层级、标记等栏目是计分办法会问到的，办法不问的不用填；说法与办法一致，栏目上的批注说明怎样写。",
    "导入前先看预览：有错的单元格逐个列出，改好再来；全部无误才导入，一行有错就都不导入。",
    "同一个文件导入两次不会重复：以前导入过的行自动跳过。",
];

/// The workbook with a page of help.
pub(crate) fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let head = Format::new().set_bold().set_background_color("ECE9E1").set_border_bottom(FormatBorder::Thin);
    let formats = Formats::new();
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
            // So that a spreadsheet makes nothing else of what is typed: 2024-01 no day, 6-4 no fourth of June.
            sheet.set_column_format(place, formats.of(column.holds()))?;
            if let Some(answers) = column.answers() {
                let validation = DataValidation::new().allow_list_strings(answers)?;
                sheet.add_data_validation(1, place, LAST_ROW, place, &validation)?;
            }
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
    let mut text = String::from("\u{feff}");
    push_line(&mut text, &headings);
    text.into_bytes()
}

/// How the cells of columns are typed.
struct Formats {
    text: Format,
    day: Format,
    number: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            number: Format::new(),
        }
    }

    fn of(&self, holds: Holds) -> &Format {
        match holds {
            Holds::Day => &self.day,
            Holds::Number => &self.number,
            Holds::Text | Holds::Month | Holds::YesOrNo => &self.text,
        }
    }
}
