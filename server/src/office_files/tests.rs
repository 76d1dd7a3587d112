//! Documents made by hand, and archives made to do harm.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its file has failed")]

use std::io::{Cursor, Write};

use domain::audit::Block;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::office_files::sheets::Sheet;

fn docx(document: &str) -> Vec<u8> {
    packed(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn body(content: &str) -> Vec<u8> {
    docx(&format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>{content}</w:body></w:document>"#
    ))
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn paragraphs_and_tables_are_read_in_their_order() {
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell(r#"<w:vMerge w:val="restart"/>"#, "单位"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "采用"),
        cell("<w:vMerge/>", ""),
        cell("", "篇数"),
        cell("", "记分"),
        cell("", "甲&amp;乙局"),
        cell("", "3"),
        cell("", "1.5"),
    );
    let text = "<w:p><w:r><w:t>前</w:t><w:br/><w:t>面</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>";
    let document = document("a", &body(&format!("{text}{table}<w:p/>"))).unwrap();
    let lines: Vec<&str> = document.lines().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["前", "面"]);
    let Block::Table(rows) = &document.blocks[2] else { panic!("the table comes third: {document:?}") };
    let cells: Vec<Vec<&str>> =
        rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
    assert_eq!(cells, [["单位", "采用", "采用"], ["单位", "篇数", "记分"], ["甲&乙局", "3", "1.5"]]);
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 4, 5]);
}

#[test]
fn what_is_no_document_is_refused_in_words() {
    let old = document("a", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]);
    assert_eq!(old, Err(OfficeFileError::WrongKind { kind: FileKind::Other, wanted: Wanted::Document }));
    assert_eq!(
        document("a", b"%PDF-1.7"),
        Err(OfficeFileError::WrongKind { kind: FileKind::Pdf, wanted: Wanted::Document })
    );
    assert_eq!(
        document("a", &packed(&[("xl/workbook.xml", b"")])),
        Err(OfficeFileError::WrongKind { kind: FileKind::Workbook, wanted: Wanted::Document })
    );
    let broken = OfficeFileError::BrokenText { encoding: encoding::TextEncoding::Gb18030, line: 2 };
    assert_eq!(document("a", b"\xb9\xd8\xd3\xda\n\xd3"), Err(broken));
    assert!(matches!(document("a", b"PK\x03\x04 and nothing more"), Err(OfficeFileError::Broken(_))));
    assert!(matches!(document("a", &body("<w:p>")), Err(OfficeFileError::NotXml { .. })));
    assert!(matches!(
        document("a", &body("<w:p><w:t>&own;</w:t></w:p>")),
        Err(OfficeFileError::NotXml { .. })
    ));
}

#[test]
fn a_zip_bomb_is_stopped_at_the_limit() {
    let spaces = vec![b' '; 80 << 20];
    let bomb = packed(&[("word/document.xml", &spaces)]);
    assert!(bomb.len() < 1 << 20, "it must be small to be one: {}", bomb.len());
    assert!(matches!(document("a", &bomb), Err(OfficeFileError::Bomb(_))));
    assert_eq!(document("a", &vec![b'a'; MOST_BYTES + 1]), Err(OfficeFileError::TooLarge));
}

#[test]
fn a_document_that_goes_on_too_long_is_stopped() {
    let text = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "字".repeat(10_000));
    assert!(matches!(document("a", &body(&text.repeat(400))), Err(OfficeFileError::Bomb(_))));
    let deep = format!("{}{}", "<w:sdt>".repeat(2_000), "</w:sdt>".repeat(2_000));
    assert!(matches!(document("a", &body(&deep)), Err(OfficeFileError::Bomb(_))));
    // A cell that says it spans everything, row upon row.
    let wide = cell(r#"<w:gridSpan w:val="99999999"/>"#, &"字".repeat(500));
    let wide = format!("<w:tr>{wide}{}</w:tr>", cell("", "1"));
    let table = format!("<w:tbl>{}</w:tbl><w:p><w:r><w:t>后</w:t></w:r></w:p>", wide.repeat(500));
    assert!(matches!(document("a", &body(&table)), Err(OfficeFileError::Bomb(_))));
}

#[test]
fn text_may_be_utf_16() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend("甲局\n乙局".encode_utf16().flat_map(u16::to_le_bytes));
    let document = document("a", &bytes).unwrap();
    assert_eq!(document.lines().count(), 2);
}

/// A workbook of one sheet, whose cells are given as XML.
fn workbook(cells: &str, merged: &str) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            )
            .as_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="报送" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            )
            .as_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            )
            .as_bytes(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>{merged}</worksheet>"#).as_bytes(),
        ),
    ])
}

fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn cells_are_read_as_they_show_with_merged_ones_filled() {
    let cells = format!(
        r#"<row r="1">{}<c r="B1"><v>4.5</v></c></row><row r="3"><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="b"><v>1</v></c></row>"#,
        text_cell("A1", " 甲局 "),
    );
    let merged = r#"<mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>"#;
    let expected = vec![Sheet {
        name: "报送".to_owned(),
        rows: [&["甲局", "4.5"][..], &["甲局"], &["甲局", "2", "是"]]
            .map(|row| row.iter().map(ToString::to_string).collect())
            .to_vec(),
    }];
    assert_eq!(sheets::read("a", &workbook(&cells, merged)).unwrap(), expected);
}

#[test]
fn a_huge_sheet_is_stopped_and_costs_nothing() {
    for place in ["XFD1048576", "A1048576", "XFD1"] {
        let row: String = place.chars().filter(char::is_ascii_digit).collect();
        let cells = format!(r#"<row r="{row}">{}</row>"#, text_cell(place, "远"));
        assert!(matches!(sheets::read("a", &workbook(&cells, "")), Err(OfficeFileError::Bomb(_))), "{place}");
    }
    let merged = r#"<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>"#;
    let cells = format!(r#"<row r="1">{}</row>"#, text_cell("A1", "宽"));
    assert!(matches!(sheets::read("a", &workbook(&cells, merged)), Err(OfficeFileError::Bomb(_))));
    let spaces = vec![b' '; 80 << 20];
    let bomb = packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &spaces)]);
    assert!(matches!(sheets::read("a", &bomb), Err(OfficeFileError::Bomb(_))));
    assert!(matches!(sheets::read("a", "甲,乙\n".repeat(20_000).as_bytes()), Err(OfficeFileError::Bomb(_))));
}

#[test]
fn what_is_no_workbook_is_refused_in_words() {
    assert_eq!(
        sheets::read("a", &[0xd0, 0xcf, 0x11, 0xe0]),
        Err(OfficeFileError::WrongKind { kind: FileKind::Other, wanted: Wanted::Sheets })
    );
    assert_eq!(
        sheets::read("a", &body("<w:p/>")),
        Err(OfficeFileError::WrongKind { kind: FileKind::Document, wanted: Wanted::Sheets })
    );
    assert!(matches!(sheets::read("a", b"PK\x03\x04"), Err(OfficeFileError::Broken(_))));
    let broken = workbook("<row><c", "");
    assert!(matches!(sheets::read("a", &broken), Err(OfficeFileError::Broken(_))));
}

#[test]
fn a_csv_file_may_be_quoted_parted_by_tabs_and_marked() {
    let rows = |text: &str| sheets::read("a", text.as_bytes()).unwrap()[0].rows.clone();
    let expected = vec![vec!["甲,乙".to_owned(), "引\"号".to_owned()], vec!["丙\n丁".to_owned()]];
    assert_eq!(rows("\u{feff}\"甲,乙\", \"引\"\"号\"\r\n\"丙\n丁\",\r\n"), expected);
    assert_eq!(rows("甲\t乙\n"), [["甲", "乙"]]);
}
