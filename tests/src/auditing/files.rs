//! A bulletin's document in the forms in which it reaches an office: as it was written, saved again by another
//! office program, and as text.

use std::{
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use domain::{audit::Document, scoring::Bulletin};
use server::{export, office_files};
use typeset::BulletinLetter;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// LibreOffice's program, as Debian installs it.
pub const LIBREOFFICE: &str = "soffice";
/// Files that it converts at a time.
const BATCH: usize = 100;

/// How a document is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Docx,
    /// Saved again by LibreOffice.
    SavedAgain,
    /// Saved as text by LibreOffice.
    Text,
}

impl Form {
    pub const ALL: [Self; 3] = [Self::Docx, Self::SavedAgain, Self::Text];

    pub fn label(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::SavedAgain => "docx saved again by LibreOffice",
            Self::Text => "its text, by LibreOffice",
        }
    }

    pub fn needs_libreoffice(self) -> bool {
        self != Self::Docx
    }
}

pub fn has_libreoffice() -> bool {
    let started = Command::new(LIBREOFFICE).arg("--version").stdout(Stdio::null()).status();
    started.is_ok_and(|status| status.success())
}

/// The Word document of a bulletin as an office signs it.
pub(super) fn docx(bulletin: &Bulletin) -> Vec<u8> {
    let letter = BulletinLetter {
        signature: Some("某市自然资源和规划局".to_owned()),
        date: Some(jiff::civil::date(2024, 3, 20)),
        ..BulletinLetter::default()
    };
    export::docx::bulletin(bulletin, &letter).expect("a document")
}

/// Documents in a form of theirs, as the program reads them.
pub(super) fn read(form: Form, files: &[Vec<u8>]) -> Vec<Document> {
    let files = match form {
        Form::Docx => files.to_vec(),
        Form::SavedAgain => converted(files, "docx:MS Word 2007 XML", "docx"),
        Form::Text => converted(files, "txt:Text (encoded):UTF8", "txt"),
    };
    files
        .iter()
        .map(|bytes| {
            office_files::document("bulletin", bytes, office_files::NEVER)
                .expect("a document that can be read")
                .document
        })
        .collect()
}

fn converted(files: &[Vec<u8>], filter: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    std::fs::create_dir_all(&from).expect("a folder");
    let name = |at: usize| format!("{at:04}");
    let paths: Vec<PathBuf> = (0..files.len()).map(|at| from.join(name(at) + ".docx")).collect();
    for (path, bytes) in paths.iter().zip(files) {
        std::fs::write(path, bytes).expect("written");
    }
    for paths in paths.chunks(BATCH) {
        convert(paths, filter, &to, folder.path());
    }
    (0..files.len())
        .map(|at| std::fs::read(to.join(format!("{}.{ending}", name(at)))).expect("LibreOffice saved it"))
        .collect()
}

fn convert(paths: &[PathBuf], filter: &str, to: &Path, profile: &Path) {
    let status = Command::new(LIBREOFFICE)
        .arg(format!("-env:UserInstallation=file://{}/profile", profile.display()))
        .args(["--headless", "--convert-to", filter, "--outdir"])
        .arg(to)
        .args(paths)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "LibreOffice converts");
}

/// A document in which a row of a table is something else. The tables' heads have two rows.
pub(super) fn with_rows(docx: &[u8], table: usize, row: usize, change: impl Fn(&str) -> String) -> Vec<u8> {
    const MAIN: &str = "word/document.xml";
    let mut archive = ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut edited = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("it can be read");
        let name = part.name().expect("a part has a name").to_string();
        if name == MAIN {
            let text = String::from_utf8(bytes).expect("XML is text");
            let start = nth(&text, "<w:tbl>", table);
            let from = start + nth(&text[start..], "<w:tr>", row + 2);
            let to = from + text[from..].find("</w:tr>").expect("a row ends") + "</w:tr>".len();
            bytes = format!("{}{}{}", &text[..from], change(&text[from..to]), &text[to..]).into_bytes();
        }
        edited.start_file(name, SimpleFileOptions::default()).expect("a part");
        edited.write_all(&bytes).expect("it can be written");
    }
    edited.finish().expect("a package").into_inner()
}

fn nth(text: &str, part: &str, place: usize) -> usize {
    text.match_indices(part).nth(place).expect("it stands there").0
}
