//! What kind of file it is, by what is in it and not by its name; and, where it is the wrong one, what to do.
//!
//! It must not read more of a file than it takes to tell.

use std::fmt;

use super::{NEVER, OfficeFileError, package::Package};

/// What a file was handed in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Sheets: a workbook or CSV.
    Sheets,
    /// A document: Word or plain text.
    Document,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// .xlsx and its like with macros.
    Workbook,
    /// .docx and its like with macros.
    Document,
    /// Anything that is to be read as text: CSV, TXT.
    Text,
    Empty,
    /// A newer office file under a password.
    Locked,
    /// .xls and, by WPS, .et.
    OldWorkbook,
    /// .doc and, by WPS, .wps.
    OldDocument,
    OldPresentation,
    /// .xlsb
    BinaryWorkbook,
    Presentation,
    /// .ods, .odt, .odp
    OpenDocument,
    /// 标文通
    Uof,
    Ofd,
    Pdf,
    Rtf,
    /// A page or a table of a page, whatever it is named.
    Html,
    /// Excel's and Word's own XML of 2003, and any other.
    Xml,
    Image,
    Archive,
    /// What an office program leaves beside a file while it is open.
    OwnersMark,
    /// A link to a file elsewhere.
    Shortcut,
    /// A format of official documents that only its own reader opens: .ceb, .sep, .gd, .gw.
    Sealed,
    /// Nothing that is known here.
    Other,
}

impl FileKind {
    /// Looks into a file. The name decides only between kinds that are the same inside.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, OfficeFileError> {
        let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bare.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::Empty);
        }
        if name.rsplit(['/', '\\']).next().is_some_and(|name| name.starts_with("~$")) && bytes.len() < 1024 {
            return Ok(Self::OwnersMark);
        }
        Ok(match bytes {
            [b'P', b'K', 3, 4, ..] => packed(&mut Package::open(bytes, NEVER)?),
            [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Self::Archive,
            [0xd0, 0xcf, 0x11, 0xe0, ..] => compound(bytes),
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            [b'{', b'\\', b'r', b't', b'f', ..] => Self::Rtf,
            [0x89, b'P', b'N', b'G', ..]
            | [0xff, 0xd8, 0xff, ..]
            | [b'G', b'I', b'F', b'8', ..]
            | [b'I', b'I', 42, 0, ..]
            | [b'M', b'M', 0, 42, ..] => Self::Image,
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Self::Image,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Image,
            [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm' | b'a', ..] => Self::Image,
            [b'R', b'a', b'r', b'!', ..]
            | [b'7', b'z', 0xbc, 0xaf, ..]
            | [0x1f, 0x8b, ..]
            | [0xfd, b'7', b'z', b'X', b'Z', ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', ..] => Self::Archive,
            [0x4c, 0, 0, 0, 1, 0x14, 2, 0, ..] => Self::Shortcut,
            _ if bytes.get(257..262) == Some(b"ustar") => Self::Archive,
            _ => written(name, bytes),
        })
    }

    /// The kind, where it is one that serves; else the error that says what to do.
    pub fn wanted(self, wanted: Wanted) -> Result<Self, OfficeFileError> {
        match (self, wanted) {
            (Self::Text, _) | (Self::Workbook, Wanted::Sheets) | (Self::Document, Wanted::Document) => {
                Ok(self)
            }
            _ => Err(OfficeFileError::WrongKind { kind: self, wanted }),
        }
    }

    /// What it is, in words.
    fn label(self) -> &'static str {
        match self {
            Self::Workbook => "这是 Excel 工作簿（.xlsx）",
            Self::Document => "这是 Word 文档（.docx）",
            Self::Text => "这是纯文本",
            Self::Empty => "文件是空的，里面没有内容",
            Self::Locked => "文件设了打开密码，程序读不了",
            Self::OldWorkbook => "这是旧格式的工作簿（.xls 或 .et）",
            Self::OldDocument => "这是旧格式的文档（.doc 或 .wps）",
            Self::OldPresentation => "这是旧格式的演示文稿（.ppt 或 .dps）",
            Self::BinaryWorkbook => "这是二进制工作簿（.xlsb）",
            Self::Presentation => "这是演示文稿（.pptx）",
            Self::OpenDocument => "这是 OpenDocument 文件（.ods、.odt）",
            Self::Uof => "这是标文通文件（.uof、.uos、.uot）",
            Self::Ofd => "这是版式文件（.ofd）",
            Self::Pdf => "这是版式文件（.pdf）",
            Self::Rtf => "这是 RTF 文件（.rtf，有时名字写作 .doc）",
            Self::Html => "这是网页（HTML），即使名字写作 .xls 或 .doc",
            Self::Xml => "这是 XML 文件，即使名字写作 .xls 或 .doc",
            Self::Image => "这是图片",
            Self::Archive => "这是压缩包",
            Self::OwnersMark => "这是 Office 打开文件时留下的临时文件（~$ 开头）",
            Self::Shortcut => "这是快捷方式，不是文件本身",
            Self::Sealed => "这是专用阅读器的版式文件（.ceb、.sep、.gd、.gw）",
            Self::Other => "认不出这是什么文件，也可能没有传完整",
        }
    }

    /// What to do instead.
    fn advice(self, wanted: Wanted) -> String {
        let (program, to) = match wanted {
            Wanted::Sheets => ("Excel 或 WPS 表格", ".xlsx 工作簿"),
            Wanted::Document => ("Word 或 WPS 文字", ".docx 文档"),
        };
        match self {
            Self::Empty => "请核对是不是选错了文件，或者没有存好".to_owned(),
            Self::Locked => format!(
                "请用 {program} 打开，在“文件—信息—保护”（WPS：文件—文档加密—密码加密）中去掉密码，保存后再选"
            ),
            Self::Pdf | Self::Ofd | Self::Sealed => match wanted {
                Wanted::Sheets => {
                    "里面的表格不能直接读出，请找到制作它的工作簿（.xlsx），或把内容填入下载的模板".to_owned()
                }
                Wanted::Document => "请找到制作它的 Word 文档（.docx），或把文字复制出来存为 .txt".to_owned(),
            },
            Self::Image => match wanted {
                Wanted::Sheets => {
                    "图片里的表格读不出来，请选择工作簿（.xlsx）或 CSV，或把内容填入下载的模板".to_owned()
                }
                Wanted::Document => {
                    "图片里的文字读不出来，请选择 Word 文档（.docx）或纯文本（.txt）".to_owned()
                }
            },
            Self::Archive => format!("请先解压，再选择其中的{to}"),
            Self::OwnersMark => "请选择名字前面没有 ~$ 的那一个文件".to_owned(),
            Self::Shortcut => "请找到它指向的文件，再选择那个文件".to_owned(),
            Self::Document if wanted == Wanted::Sheets => {
                "请选择工作簿（.xlsx）或 CSV；文档里的表格可以复制到下载的模板中".to_owned()
            }
            Self::Workbook | Self::OldWorkbook | Self::BinaryWorkbook if wanted == Wanted::Document => {
                "这里要的是 Word 文档（.docx）或纯文本（.txt）".to_owned()
            }
            Self::OldDocument if wanted == Wanted::Sheets => {
                "请选择工作簿（.xlsx）或 CSV；文档里的表格可以复制到下载的模板中".to_owned()
            }
            Self::Presentation | Self::OldPresentation => format!("这里要的是{to}"),
            Self::Other => format!("请用 {program} 打开，另存为 {to} 再选"),
            _ => format!("请用 {program} 打开，“另存为”{to} 再选（只改文件名没有用）"),
        }
    }

    /// What it is and what to do.
    pub(super) fn in_words(self, wanted: Wanted) -> impl fmt::Display {
        format!("{}。{}", self.label(), self.advice(wanted))
    }
}

/// What kind of package it is, by the names of its parts and what the archive says of the main one.
fn packed(package: &mut Package<'_>) -> FileKind {
    let has = |name: &str| package.has(name);
    if has("OFD.xml") {
        return FileKind::Ofd;
    }
    if has("mimetype") || has("content.xml") && has("META-INF/manifest.xml") {
        return FileKind::OpenDocument;
    }
    if has("uof.xml") {
        return FileKind::Uof;
    }
    // What cannot be read is no reason here: whoever reads the part says so.
    match package.main_part() {
        Ok(Some(part)) if part.ends_with(".bin") => FileKind::BinaryWorkbook,
        Ok(Some(part)) => match part.split('/').next() {
            Some("xl") => FileKind::Workbook,
            Some("word") => FileKind::Document,
            Some("ppt") => FileKind::Presentation,
            _ => packed_under_another_name(package, &part),
        },
        _ => FileKind::Archive,
    }
}

/// By the content type of a part with an unusual name.
fn packed_under_another_name(package: &mut Package<'_>, part: &str) -> FileKind {
    let types = package.part("[Content_Types].xml").ok().flatten().unwrap_or_default();
    let own = types.split("<Override").find(|entry| entry.contains(part)).unwrap_or_default();
    match own {
        own if own.contains("spreadsheetml") || own.contains("ms-excel") => FileKind::Workbook,
        own if own.contains("wordprocessingml") || own.contains("ms-word") => FileKind::Document,
        own if own.contains("presentationml") || own.contains("ms-powerpoint") => FileKind::Presentation,
        _ => FileKind::Archive,
    }
}

/// What stands in the directory of a compound file, in which older office programs keep theirs, and newer ones what is
/// under a password. Its entries have 128 bytes each and stand at multiples of that.
fn compound(bytes: &[u8]) -> FileKind {
    let mut kind = FileKind::Other;
    for entry in bytes.chunks_exact(128).skip(4) {
        // Two bytes for each character, and two zeros after the last.
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
        if !(4..=64).contains(&length) || !matches!(entry[66], 1 | 2 | 5) {
            continue;
        }
        let units = entry[..length - 2].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let name = String::from_utf16_lossy(&Vec::from_iter(units));
        kind = match name.as_str() {
            "EncryptedPackage" => return FileKind::Locked,
            "Workbook" | "Book" => FileKind::OldWorkbook,
            "WordDocument" => FileKind::OldDocument,
            "PowerPoint Document" => FileKind::OldPresentation,
            _ => continue,
        };
    }
    kind
}

/// Bytes that are looked at for how a text begins.
const BEGINNING: usize = 4096;

/// What is written as text, in whatever encoding: pages and XML by how they begin.
fn written(name: &str, bytes: &[u8]) -> FileKind {
    let beginning = &bytes[..bytes.len().min(BEGINNING)];
    // Without the zeros of UTF-16 and the marks of encodings.
    let text: String = beginning
        .iter()
        .filter(|byte| (1..0x80).contains(*byte))
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let text = without_comments(text.trim_start());
    let ends_with = |endings: &[&str]| {
        let name = name.to_ascii_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    if text.starts_with("[internetshortcut]") {
        return FileKind::Shortcut;
    }
    let is_page = [
        "<html",
        "<!doctype html",
        "<table",
        "<body",
        "<head",
        "<meta",
        "<style",
        "<title",
        "<div",
        "<center",
        "<p>",
        "<p ",
        "<span",
        "<font",
        "<br",
        "<h1",
        "<h2",
        "<h3",
        "mime-version:",
    ];
    if is_page.iter().any(|begins| text.starts_with(begins))
        || text.starts_with('<') && text.contains("<html")
    {
        return FileKind::Html;
    }
    if text.starts_with("%pdf-") {
        return FileKind::Pdf;
    }
    // A declaration may be missing: then a name space tells.
    let is_xml = text.starts_with('<') && text.contains("xmlns");
    if is_xml || text.starts_with("<?xml") || text.starts_with("<?mso-application") {
        return if text.contains("uof:") { FileKind::Uof } else { FileKind::Xml };
    }
    if beginning.starts_with(b"Founder") || ends_with(&[".ceb", ".sep", ".gd", ".gw"]) {
        return FileKind::Sealed;
    }
    if is_binary(bytes) { FileKind::Other } else { FileKind::Text }
}

/// A page or an XML may begin with comments.
fn without_comments(text: &str) -> &str {
    let after = text.strip_prefix("<!--").and_then(|comment| comment.split_once("-->"));
    match after {
        Some((_, rest)) => without_comments(rest.trim_start()),
        None => text,
    }
}

/// Whether there are characters that no text has. UTF-16 is full of zeros, in every other place.
fn is_binary(bytes: &[u8]) -> bool {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return false;
    }
    let sample = &bytes[..bytes.len().min(BEGINNING)];
    let controls = sample.iter().filter(|byte| matches!(**byte, 1..=8 | 14..=26 | 28..=31)).count();
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    // Half a character of UTF-16 may look like any control character.
    match (zeros(0), zeros(1)) {
        (0, 0) => controls * 50 > sample.len(),
        (0, _) | (_, 0) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file with these entries in its directory.
    fn compound_of(names: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.resize(512, 0);
        for name in names {
            let mut entry = [0; 128];
            for (place, unit) in name.encode_utf16().enumerate() {
                entry[2 * place..2 * place + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64] = u8::try_from(2 * name.len() + 2).expect("a short name");
            entry[66] = 2;
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn each_kind_of_file_is_told_by_what_is_in_it() {
        let utf_16 = |text: &str| {
            [&b"\xff\xfe"[..], &Vec::from_iter(text.encode_utf16().flat_map(u16::to_le_bytes))].concat()
        };
        let cases: [(&str, Vec<u8>, FileKind); 30] = [
            ("a.xlsx", compound_of(&["Root Entry", "EncryptionInfo", "EncryptedPackage"]), FileKind::Locked),
            ("a.xlsx", compound_of(&["Root Entry", "Workbook"]), FileKind::OldWorkbook),
            ("a.et", compound_of(&["Root Entry", "Workbook"]), FileKind::OldWorkbook),
            ("a.xls", compound_of(&["Root Entry", "Book"]), FileKind::OldWorkbook),
            ("a.wps", compound_of(&["Root Entry", "WordDocument"]), FileKind::OldDocument),
            ("a.xlsx", compound_of(&[]), FileKind::Other),
            ("a.xls", b"<html><table border=1><tr><td>1</td></tr></table></html>".to_vec(), FileKind::Html),
            ("a.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>".to_vec(), FileKind::Html),
            ("a.xls", utf_16("<html xmlns:x=\"urn\"><table>"), FileKind::Html),
            ("a.xls", b"<!-- by a system -->\n<!-- 1 -->\n<table><tr>".to_vec(), FileKind::Html),
            ("a.xls", b"<div><table border=1>".to_vec(), FileKind::Html),
            ("a.xls", b"<center>".to_vec(), FileKind::Html),
            (
                "a.xls",
                b"<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(),
                FileKind::Xml,
            ),
            ("a.pdf", b"\xef\xbb\xbf%PDF-1.4".to_vec(), FileKind::Pdf),
            ("a.pdf", b"\r\n%PDF-1.4".to_vec(), FileKind::Pdf),
            ("a.xls", b"MIME-Version: 1.0\r\nX-Document-Type: Workbook".to_vec(), FileKind::Html),
            ("a.xls", b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), FileKind::Xml),
            ("a.xml", b"<?xml version=\"1.0\"?><uof:UOF/>".to_vec(), FileKind::Uof),
            ("a.csv", b"%PDF-1.7".to_vec(), FileKind::Pdf),
            ("a.doc", b"{\\rtf1\\ansi".to_vec(), FileKind::Rtf),
            ("a.csv", b"\x89PNG\r\n\x1a\n".to_vec(), FileKind::Image),
            ("a.csv", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), FileKind::Image),
            ("a.rar", b"Rar!\x1a\x07\0".to_vec(), FileKind::Archive),
            ("a.gz", b"\x1f\x8b\x08\0".to_vec(), FileKind::Archive),
            ("a.csv", b"".to_vec(), FileKind::Empty),
            ("a.csv", b"\xef\xbb\xbf\r\n \r\n".to_vec(), FileKind::Empty),
            ("~$一月.xlsx", vec![5, b'W', b'P', b'S', 0, 0, 0, 0], FileKind::OwnersMark),
            ("a.csv", "单位,月份\n甲,<html>\n".as_bytes().to_vec(), FileKind::Text),
            ("a.csv", utf_16("单位\t月份\n"), FileKind::Text),
            ("a.bin", vec![1, 2, 3, 0, 0, 0, 5, 6, 0], FileKind::Other),
        ];
        for (name, bytes, kind) in cases {
            assert_eq!(FileKind::of(name, &bytes), Ok(kind), "{name} {:?}", &bytes[..bytes.len().min(12)]);
        }
    }

    #[test]
    fn each_wrong_kind_says_what_it_is_and_what_to_do_instead() {
        let words =
            |kind: FileKind, wanted| kind.wanted(wanted).expect_err("it is the wrong kind").to_string();
        assert!(words(FileKind::Locked, Wanted::Sheets).contains("去掉密码"));
        assert!(words(FileKind::Locked, Wanted::Document).contains("Word"));
        assert!(words(FileKind::Html, Wanted::Sheets).contains("网页"));
        assert!(words(FileKind::Html, Wanted::Sheets).contains(".xlsx"));
        assert!(words(FileKind::Archive, Wanted::Document).contains("解压"));
        assert!(words(FileKind::Pdf, Wanted::Document).contains(".docx"));
        assert!(words(FileKind::Document, Wanted::Sheets).contains("Word 文档"));
        assert_eq!(FileKind::Text.wanted(Wanted::Sheets), Ok(FileKind::Text));
    }
}
