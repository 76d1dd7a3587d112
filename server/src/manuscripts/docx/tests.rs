//! Documents of office programs in `tests/data/manuscripts`, each beside what is read of it (`.txt`); how they were made
//! stands in the README there.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its file has failed")]

use std::{fmt::Write as _, fs, path::PathBuf};

use domain::{
    manuscript::{Manuscript, split, tidy},
    markdown::write,
    unit::{Unit, UnitDirectory},
};

use super::super::{FileManuscript, read};
use crate::office_files::NEVER;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/manuscripts");

fn directory() -> UnitDirectory {
    let unit = |(number, name): (i64, &str)| Unit {
        id: domain::id::UnitId(number),
        name: name.into(),
        short_name: None,
        aliases: Vec::new(),
        reviews: false,
        scored: true,
        order: 1,
        since: None,
        until: None,
    };
    UnitDirectory::new((1..).zip(["地矿科", "执法支队"]).map(unit).collect()).unwrap()
}

/// Everything that comes of a file, as it would be shown.
fn shown(file: FileManuscript) -> String {
    let mut shown = String::new();
    let mut pictures: Vec<&String> = file.pictures.keys().collect();
    let directory = directory();
    for group in split(file.parts, &directory) {
        let Manuscript { title, subtitle, blocks, attribution, contacts, done, left } =
            tidy(group, &directory);
        for (what, words) in [("标题", title), ("副题", subtitle)] {
            if let Some(words) = words {
                writeln!(shown, "{what}：{words}").unwrap();
            }
        }
        writeln!(shown, "{}", write(&blocks)).unwrap();
        writeln!(shown, "署名：{}", attribution.unwrap_or_default()).unwrap();
        for (what, lines) in [("联系", contacts), ("已整理", done), ("没有带进来", left)] {
            if !lines.is_empty() {
                writeln!(shown, "{what}：{}", lines.join("；")).unwrap();
            }
        }
        shown.push_str("－－－－\n");
    }
    for comment in file.comments {
        let day = comment.day.map(|day| day.to_string()).unwrap_or_default();
        writeln!(shown, "批注：{} {day} {} 〔{}〕", comment.author, comment.words, comment.passage).unwrap();
    }
    // By their order in the file's names, so that one can read which picture stands where.
    pictures.sort();
    for (number, hash) in pictures.into_iter().enumerate() {
        shown = shown.replace(hash.as_str(), &format!("图片{}", number + 1));
    }
    shown
}

fn documents() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(FOLDER).unwrap().map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "docx"));
    paths.sort();
    paths
}

/// `JIANBAO_WRITE_EXPECTED=1` writes down what comes of each: read it before it is committed.
#[test]
fn documents_of_office_programs_are_read_as_one_sees_them() {
    let writes = std::env::var_os("JIANBAO_WRITE_EXPECTED").is_some();
    let paths = documents();
    assert!(paths.len() >= 30, "{} documents", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let told = match read(&name, &fs::read(&path).unwrap(), None, NEVER) {
            Ok(file) => shown(file),
            Err(error) => format!("{error}\n"),
        };
        let expected = path.with_extension("txt");
        if writes {
            fs::write(&expected, &told).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        if told != expected {
            wrong.push(format!("{name}\n{told}\ninstead of\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn comments_tell_who_and_when_on_which_words() {
    for name in ["changes-and-comments.docx", "libreoffice-changes-and-comments.docx"] {
        let file = read(name, &fs::read(format!("{FOLDER}/{name}")).unwrap(), None, NEVER).unwrap();
        let [comment] = file.comments.as_slice() else { panic!("{:?}", file.comments) };
        assert_eq!((comment.author.as_str(), comment.words.as_str()), ("王五", "请核对这个数"));
        assert_eq!(comment.passage, "1.2万公顷");
        assert!(comment.day.is_some());
    }
}

#[test]
fn pictures_are_named_by_the_hash_of_their_bytes() {
    use domain::hexadecimal::hexadecimal;
    use sha2::{Digest, Sha256};
    let file = read("a", &fs::read(format!("{FOLDER}/pictures.docx")).unwrap(), None, NEVER).unwrap();
    assert_eq!(file.pictures.len(), 5);
    for (hash, bytes) in &file.pictures {
        assert_eq!(*hash, hexadecimal(Sha256::digest(bytes)));
        assert!(bytes.starts_with(b"\x89PNG"));
    }
}
