//! Workbooks made by hand, as other programs write them and as they are made to do harm.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its file has failed")]

use std::io::{Cursor, Write};

use jiff::civil::date;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::super::{
    NEVER, OfficeFileError, sheets,
    sheets::{Cell, Sheet, Sheets, Value},
};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What a workbook of one sheet is made of.
#[derive(Clone, Copy)]
struct Made<'m> {
    /// What stands in `workbook` before the sheets.
    settings: &'m str,
    before: &'m str,
    rows: &'m str,
    after: &'m str,
    strings: &'m str,
    formats: &'m [&'m str],
}

const EMPTY: Made<'_> = Made { settings: "", before: "", rows: "", after: "", strings: "", formats: &[] };

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

impl Made<'_> {
    fn bytes(self) -> Vec<u8> {
        let relation = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
        };
        let Self { settings, before, rows, after, strings, formats } = self;
        let codes: String = (164..)
            .zip(formats)
            .map(|(id, code)| {
                format!(r#"<numFmt numFmtId="{id}" formatCode="{}"/>"#, code.replace('"', "&quot;"))
            })
            .collect();
        let used: String = (164..).zip(formats).map(|(id, _)| format!(r#"<xf numFmtId="{id}"/>"#)).collect();
        packed(&[
            ("[Content_Types].xml", "<Types/>".to_owned()),
            (
                "_rels/.rels",
                format!(
                    "<Relationships>{}</Relationships>",
                    relation("rId1", "officeDocument", "xl/workbook.xml")
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{settings}<sheets><sheet name="报送" sheetId="1" r:id="rId1"/><sheet name="图" sheetId="2" r:id="rId4"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships>{}{}{}{}</Relationships>",
                    relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                    relation("rId2", "sharedStrings", "sharedStrings.xml"),
                    relation("rId3", "styles", "/xl/styles.xml"),
                    relation("rId4", "chartsheet", "chartsheets/sheet1.xml"),
                ),
            ),
            ("xl/chartsheets/sheet1.xml", "<chartsheet/>".to_owned()),
            ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>")),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    r#"<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>"#
                ),
            ),
        ])
    }

    fn read(self) -> Sheet {
        let read = read(&self.bytes()).unwrap();
        assert_eq!(read.charts, ["图"], "a chart is no sheet, and no reason to read nothing");
        read.sheets.into_iter().next().unwrap()
    }
}

fn read(bytes: &[u8]) -> Result<Sheets, OfficeFileError> {
    sheets("a.xlsx", bytes, |_| true, NEVER)
}

fn texts(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
}

fn is_broken(cell: &Cell) -> bool {
    matches!(cell.value, Value::Broken(_))
}

fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_formula_that_was_never_worked_out_is_told_and_no_number_has_more_digits_than_it_shows() {
    let rows = r#"<row r="1"><c r="A1" t="str"><f>X1</f></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1" s="7"><v>3.0000000000000004</v></c></row>"#;
    let sheet = Made { rows, ..EMPTY }.read();
    let cells = &sheet.rows[0].cells;
    assert!(is_broken(&cells[0]), "{cells:?}");
    assert_eq!(cells.get(1).map(|cell| cell.text.as_str()), Some(""), "an empty text stands there");
    assert_eq!(cells[2], Cell { text: "3".to_owned(), value: Value::Number(3.0) });
}

#[test]
fn cells_are_read_as_they_show_with_merged_ones_filled() {
    let rows = format!(
        r#"<row r="1">{}<c r="B1"><v>4.5</v></c></row><row r="3"><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="b"><v>1</v></c></row>"#,
        text_cell("A1", " 甲局 "),
    );
    let after = r#"<mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>"#;
    let sheet = Made { rows: &rows, after, ..EMPTY }.read();
    assert_eq!(texts(&sheet), [&["甲局", "4.5"][..], &["甲局", "2", "是"]]);
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn texts_come_without_how_to_say_them_and_with_what_xml_cannot_hold() {
    let strings = r#"<si><t>地矿</t></si><si><r><t>测</t></r><r><t>绘</t></r><rPh sb="0" eb="1"><t>ce</t></rPh></si><si/><si><t xml:space="preserve">甲_x000D_
乙&amp;丙_x005F_x000D_</t></si>"#;
    let rows = r#"<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v>9</v></c></row>"#;
    let sheet = Made { rows, strings, ..EMPTY }.read();
    assert_eq!(texts(&sheet), [["地矿", "测绘", "", "甲\n乙&丙_x000D_", ""]]);
    assert!(is_broken(&sheet.rows[0].cells[4]), "a text that is not there");
}

#[test]
fn a_formula_without_a_value_is_a_fault_of_its_cell_and_its_row_does_not_vanish() {
    let rows = r#"<row r="1"><c r="A1"><f>B1</f><v></v></c><c r="B1"><f>C1</f></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="str"><f>"甲"</f><v>甲</v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row><row r="2"><c r="A2"><f>1</f><v/></c></row>"#;
    let sheet = Made { rows, ..EMPTY }.read();
    let broken: Vec<Vec<bool>> =
        sheet.rows.iter().map(|row| row.cells.iter().map(is_broken).collect()).collect();
    assert_eq!(broken, [&[true, true, false, false, true][..], &[true]]);
    assert_eq!(sheet.rows[0].cells[3].text, "甲");
    let settings = r#"<calcPr fullCalcOnLoad="1"/>"#;
    let rows = r#"<row r="1"><c r="A1"><f>B1</f><v>0</v></c><c r="B1"><v>0</v></c><c r="C1"><f>2</f><v>2</v></c></row>"#;
    let sheet = Made { settings, rows, ..EMPTY }.read();
    let broken: Vec<bool> = sheet.rows[0].cells.iter().map(is_broken).collect();
    assert_eq!(broken, [true, false, false], "a 0 that no program has worked out");
}

#[test]
fn days_are_read_however_a_workbook_keeps_them() {
    let formats = ["yyyy-mm-dd", "yyyy\"年\"m\"月\"", "0.00"];
    let rows = r#"<row r="1"><c r="A1" s="1"><v>45356</v></c><c r="B1" s="2"><v>45356</v></c><c r="C1" t="d"><v>2024-03-05T00:00:00</v></c><c r="D1" s="3"><v>2024.1</v></c><c r="E1"><v>0.30000000000000004</v></c></row>"#;
    let sheet = Made { rows, formats: &formats, ..EMPTY }.read();
    let day = Value::Date(date(2024, 3, 5));
    let cells = &sheet.rows[0].cells;
    assert_eq!([&cells[0].value, &cells[1].value, &cells[2].value], [&day; 3]);
    assert_eq!(texts(&sheet)[0][1..], ["2024年3月", "2024-03-05", "2024.10", "0.3"]);
    let settings = r#"<workbookPr date1904="1"/>"#;
    let rows = r#"<row r="1"><c r="A1" s="1"><v>43894</v></c></row>"#;
    let sheet = Made { settings, rows, formats: &formats, ..EMPTY }.read();
    assert_eq!(sheet.rows[0].cells[0].value, day);
}

#[test]
fn what_is_hidden_is_known() {
    let before = r#"<sheetPr filterMode="1"/><cols><col min="2" max="3" hidden="1" width="9"/><col min="5" max="16384" width="0"/></cols>"#;
    let rows = format!(
        r#"<row r="1">{}</row><row r="2" hidden="1">{}</row><row r="3" ht="0">{}</row>"#,
        text_cell("A1", "甲"),
        text_cell("A2", "乙"),
        text_cell("A3", "丙")
    );
    let sheet = Made { before, rows: &rows, ..EMPTY }.read();
    assert!(sheet.filtered);
    assert_eq!(sheet.rows.iter().map(|row| row.hidden).collect::<Vec<_>>(), [false, true, true]);
    let hidden: Vec<bool> = (0..6).map(|column| sheet.hides_column(column)).collect();
    assert_eq!(hidden, [false, true, true, false, true, true]);
}

#[test]
fn impossible_names_and_reversed_merges_are_faults_in_words() {
    let rows = r#"<row r="2"><c r="A99999999999"><v>1</v></c><c r="B3"><v>1</v></c><c r="C2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row><row r="0"/>"#;
    let after = r#"<mergeCells><mergeCell ref="C3:A1"/><mergeCell ref="A1:ZZZZ9"/><mergeCell/></mergeCells>"#;
    let sheet = Made { rows, after, ..EMPTY }.read();
    for words in [
        "没有“A99999999999”这样的单元格",
        "没有“B3”这样的单元格",
        "第1行在文件里的次序不对",
        "没有第“0”这一行",
        "“C3:A1”的首尾颠倒",
        "没有“A1:ZZZZ9”这样的合并单元格",
    ] {
        assert!(sheet.faults.iter().any(|fault| fault.contains(words)), "{words}: {:?}", sheet.faults);
    }
    assert_eq!(sheet.rows[0].cells[2].text, "3", "what can be read is read");
}

#[test]
fn a_cell_that_stands_far_out_costs_nothing() {
    let rows = format!(r#"<row r="1048576">{}</row>"#, text_cell("A1048576", "远"));
    let sheet = Made { rows: &rows, ..EMPTY }.read();
    assert_eq!((sheet.rows.len(), sheet.rows[0].number), (1, 1_048_576));
    let rows = format!(r#"<row r="1">{}</row>"#, text_cell("XFD1", "宽"));
    assert!(Made { rows: &rows, ..EMPTY }.read().faults[0].contains("以后还有内容"));
}

#[test]
fn merged_cells_are_filled_only_where_the_sheet_says_something() {
    let rows =
        format!(r#"<row r="1">{}</row><row r="5">{}</row>"#, text_cell("A1", "宽"), text_cell("C5", "甲"));
    let after = r#"<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>"#;
    let sheet = Made { rows: &rows, after, ..EMPTY }.read();
    assert_eq!(texts(&sheet), [&["宽", "宽", "宽"][..], &["宽", "宽", "甲"]]);
}

#[test]
fn merges_upon_merges_end() {
    let rows: String =
        (1..=400).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#)).collect();
    let after = format!("<mergeCells>{}</mergeCells>", r#"<mergeCell ref="A1:CV400"/>"#.repeat(50_000));
    let begun = std::time::Instant::now();
    let sheet = Made { rows: &rows, after: &after, ..EMPTY }.read();
    assert!(begun.elapsed().as_secs() < 20);
    assert!(sheet.faults.is_empty() || sheet.faults[0].contains("合并单元格太多"), "{:?}", sheet.faults);
}

#[test]
fn what_is_read_out_is_bounded_and_not_what_the_file_says() {
    // A text that stands in every cell: little in the file, much in memory.
    let strings = format!("<si><t>{}</t></si>", "字".repeat(30_000));
    let rows: String =
        (1..=3_000).map(|row| format!(r#"<row r="{row}"><c t="s"><v>0</v></c></row>"#)).collect();
    let sheet = Made { rows: &rows, strings: &strings, ..EMPTY }.read();
    assert!(sheet.faults[0].contains("内容太多"), "{:?}", sheet.faults);
    let kept: usize = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.len()).sum();
    assert!(kept <= sheets::MOST_TEXT, "{kept}");
    let long = text_cell("A1", &"字".repeat(40_000));
    let sheet = Made { rows: &format!("<row>{long}</row>"), ..EMPTY }.read();
    assert!(is_broken(&sheet.rows[0].cells[0]), "nothing is cut in silence");
    let bomb = packed(&[
        ("xl/workbook.xml", "<workbook/>".to_owned()),
        ("xl/_rels/workbook.xml.rels", " ".repeat(80 << 20)),
    ]);
    assert!(matches!(read(&bomb), Err(OfficeFileError::Bomb(_))));
    let sheet = sheets("a.csv", "甲,乙\n".repeat(40_000).as_bytes(), |_| true, NEVER).unwrap();
    assert!(sheet.sheets[0].faults[0].contains("行，请分成几个文件"));
}

#[test]
fn a_sheet_that_nobody_wants_is_left_after_its_first_rows() {
    let rows: String = (1..=5_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    let bytes = Made { rows: &rows, ..EMPTY }.bytes();
    let read = sheets("a.xlsx", &bytes, |sheet| sheet.name == "别的", NEVER).unwrap();
    assert!(read.sheets[0].left);
    assert_eq!(read.sheets[0].rows.len(), sheets::FIRST_ROWS);
}

#[test]
fn a_sheet_that_is_broken_leaves_the_others_as_they_are() {
    let sheet = Made { rows: "<row><c", ..EMPTY }.read();
    assert!(sheet.faults[0].contains("已经损坏"), "{:?}", sheet.faults);
    let entities = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook/>"#;
    let bytes = packed(&[("xl/workbook.xml", entities.to_owned())]);
    assert!(matches!(read(&bytes), Err(OfficeFileError::NotXml { .. })));
}
