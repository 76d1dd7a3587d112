//! Documents made by hand, and archives made to do harm.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its file has failed")]

use std::io::{Cursor, Write};

use domain::audit::Block;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn document(name: &str, bytes: &[u8]) -> Result<ReadDocument, OfficeFileError> {
    super::document(name, bytes, NEVER)
}

#[test]
fn reading_ends_when_it_is_told_to() {
    let file = body(&"<w:p><w:r><w:t>字</w:t></w:r></w:p>".repeat(20_000));
    let asked = std::cell::Cell::new(0);
    let stops = || {
        asked.set(asked.get() + 1);
        asked.get() > 4
    };
    assert_eq!(super::document("a", &file, &stops), Err(OfficeFileError::TooSlow));
    assert_eq!(asked.get(), 5, "it goes on no further");
    assert!(document("a", &file).is_ok());
}

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
    let document = document("a", &body(&format!("{text}{table}<w:p/>"))).unwrap().document;
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
    let document = document("a", &bytes).unwrap().document;
    assert_eq!(document.lines().count(), 2);
}
