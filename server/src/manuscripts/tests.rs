//! What is read of each kind of file, and what is refused in words.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its file has failed")]

use std::io::{Cursor, Write};

use domain::manuscript::{Line, Part};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::office_files::NEVER;

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn docx(content: &str) -> Vec<u8> {
    let document = format!(
        r#"<w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:m="m"><w:body>{content}</w:body></w:document>"#
    );
    packed(&[("word/document.xml", document.as_bytes())])
}

fn refused(name: &str, bytes: &[u8]) -> OfficeFileError {
    read(name, bytes, None, NEVER).unwrap_err()
}

#[test]
fn plain_text_and_pages_are_read_in_their_encoding() {
    let file = read("a.txt", b"\xb1\xea\xcc\xe2\r\n\r\n\xd5\xfd\xce\xc4\xa1\xa3", None, NEVER).unwrap();
    let lines: Vec<String> = file
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Line(Line { content, .. }) => Some(format!("{content:?}")),
            _ => None,
        })
        .collect();
    assert!(lines.len() == 2 && lines[0].contains("标题") && lines[1].contains("正文。"), "{lines:?}");
    assert!(file.taken_as.unwrap().contains("GB18030"));
    let page = read("a.doc", "<html><body><p>甲</p><p>乙</p></body></html>".as_bytes(), None, NEVER).unwrap();
    assert_eq!(page.parts.len(), 2);
}

#[test]
fn each_limit_has_its_words() {
    assert_eq!(refused("a.docx", &vec![b'a'; MOST_BYTES + 1]), OfficeFileError::TooLarge);
    assert!(matches!(refused("a.docx", b"PK\x03\x04 and nothing more"), OfficeFileError::Broken(_)));
    assert!(matches!(refused("a.docx", &docx("<w:p>")), OfficeFileError::NotXml { .. }));
    for (bytes, words) in [
        (&b"%PDF-1.7"[..], ".pdf"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"{\\rtf1", "另存为"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "认不出"),
        (b"MIME-Version: 1.0\r\n", "网页"),
    ] {
        let error = refused("a", bytes).to_string();
        assert!(error.contains(words), "{error}");
    }
    let spaces = vec![b' '; 80 << 20];
    let bomb = packed(&[("word/document.xml", &spaces)]);
    assert!(matches!(refused("a", &bomb), OfficeFileError::Bomb(_)));
    let stopped = read("a", &docx(&"<w:p/>".repeat(20_000)), None, &|| true);
    assert_eq!(stopped, Err(OfficeFileError::TooSlow));
}

#[test]
fn what_comes_out_is_bounded() {
    let is_bomb = |content: &str| matches!(refused("a", &docx(content)), OfficeFileError::Bomb(_));
    let wide =
        r#"<w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr><w:p><w:r><w:t>字字</w:t></w:r></w:p></w:tc>"#;
    assert!(is_bomb(&format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{wide}{wide}</w:tr>").repeat(2_000))));
    // Text that looks different at every sign.
    let run = "<w:r><w:rPr><w:b/></w:rPr><w:t>字</w:t></w:r><w:r><w:t>字</w:t></w:r>";
    assert!(is_bomb(&format!("<w:p>{}</w:p>", run.repeat(210_000))));
    let deep = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(130), "</w:tc></w:tr></w:tbl>".repeat(130));
    assert!(read("a", &docx(&deep), None, NEVER).is_ok());
    let formula = format!(
        "<w:p><m:oMath>{}<m:r><m:t>x</m:t></m:r>{}</m:oMath></w:p>",
        "<m:d><m:e>".repeat(150),
        "</m:e></m:d>".repeat(150)
    );
    assert!(read("a", &docx(&formula), None, NEVER).is_ok());
    // Comments that all stand on everything.
    let starts: String = (0..5_000).map(|id| format!(r#"<w:commentRangeStart w:id="{id}"/>"#)).collect();
    let text = "<w:r><w:t>字</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>字</w:t></w:r>".repeat(5_000);
    assert!(read("a", &docx(&format!("<w:p>{starts}{text}</w:p>")), None, NEVER).is_ok());
}

#[test]
fn what_is_struck_out_is_not_taken_along_and_told_of() {
    let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let paragraph =
        [run("", "完成"), run("<w:strike/>", "十"), run("<w:b/><w:dstrike/>", "一"), run("", "十二项")]
            .concat();
    let cell = format!(
        "<w:tc><w:p>{}{}</w:p></w:tc>",
        run("<w:strike/>", "旧"),
        run("<w:strike w:val=\"0\"/>", "新")
    );
    let other = format!("<w:tc><w:p>{}</w:p></w:tc>", run("", "数"));
    let table = format!("<w:tbl><w:tr>{cell}{other}</w:tr><w:tr>{other}{other}</w:tr></w:tbl>");
    let file = read("a", &docx(&format!("<w:p>{paragraph}</w:p>{table}")), None, NEVER).unwrap();
    let read = domain::manuscript::tidy(file.parts, &domain::unit::UnitDirectory::default());
    assert_eq!(domain::markdown::write(&read.blocks), "| 新 | 数 |\n| --- | --- |\n| 数 | 数 |");
    assert_eq!(read.title.as_deref(), Some("完成十二项"));
    assert_eq!(read.left, ["2 处加了删除线的文字当作已删，没有带进来"]);
}

#[test]
fn a_picture_that_is_not_there_is_told_of() {
    let file = read("a", &docx(r#"<w:p><w:r><a:blip r:embed="r1"/></w:r></w:p>"#), None, NEVER).unwrap();
    assert_eq!(file.parts, [Part::Lost(domain::manuscript::Loss::BrokenPicture)]);
}
