//! A script in the place of an office program, and the office program itself where there is one.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its file has failed")]

use std::io::Write as _;

use super::{super::read, *};
use crate::office_files::NEVER;

const RTF: &[u8] = b"{\\rtf1\\ansi\\ansicpg936 Title\\par Text of it.\\par}";

/// A program that does what is written here; it has `$out` and `$in`.
fn program(folder: &Path, does: &str) -> Converter {
    let path = folder.join("program");
    let script = format!(
        "#!/bin/sh\nfor in; do :; done\nwhile [ \"$1\" != --outdir ]; do shift; done\nout=$2\n{does}\n"
    );
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    Converter::new(path).unwrap()
}

fn document(folder: &Path) -> PathBuf {
    let path = folder.join("made.docx");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let text =
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>转换出来的</w:t></w:r></w:p></w:body></w:document>";
    io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
    archive.finish().unwrap();
    path
}

#[test]
fn without_an_office_program_words_say_what_to_do() {
    let error = read("a.rtf", RTF, None, NEVER).unwrap_err().to_string();
    assert!(error.contains("RTF") && error.contains("另存为") && error.contains(".docx"), "{error}");
}

#[test]
fn what_the_program_makes_is_read_and_its_folder_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let made = document(folder.path());
    let told = folder.path().join("told");
    let does = format!(
        "echo \"$in $HOME $TMPDIR $SECRET\" > {}; case $in in *.rtf) cp {} $out/in.docx;; esac",
        told.display(),
        made.display()
    );
    let read = read("a.rtf", RTF, Some(&program(folder.path(), &does)), NEVER).unwrap();
    assert_eq!(read.parts.len(), 1, "{read:?}");
    assert!(read.taken_as.unwrap().contains("转换"));
    let told = fs::read_to_string(told).unwrap();
    let words: Vec<&str> = told.split_whitespace().collect();
    assert_eq!(words.len(), 3, "{told}");
    assert!(words.iter().all(|path| !Path::new(path).exists()), "{told}");
}

#[test]
fn a_program_that_makes_nothing_or_too_much_or_never_ends_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let convert = |does: &str| {
        let converter = program(folder.path(), does).waiting(Duration::from_millis(700));
        read("a.rtf", RTF, Some(&converter), NEVER).unwrap_err()
    };
    assert!(matches!(convert("exit 0"), OfficeFileError::NotConverted(_)));
    assert!(matches!(convert("exit 7"), OfficeFileError::NotConverted(_)));
    assert!(matches!(convert("echo text > $out/in.docx"), OfficeFileError::Broken(_)));
    let large = format!("head -c {} /dev/zero > $out/in.docx", MOST_BYTES + 1);
    assert_eq!(convert(&large), OfficeFileError::TooLarge);

    // With all that it started.
    let mark = folder.path().join("mark");
    let begun = Instant::now();
    let error = convert(&format!("(sleep 2; echo > {}) & sleep 30", mark.display()));
    assert!(error.to_string().contains("没有转换完"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(10));
    thread::sleep(Duration::from_millis(2_500));
    assert!(!mark.exists(), "what it started goes on");
}

#[test]
fn one_file_at_a_time_and_nobody_waits_who_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let made = document(folder.path());
    let does = format!(
        "mkdir {0}/one || exit 1; sleep 0.3; cp {1} $out/in.docx; rmdir {0}/one",
        folder.path().display(),
        made.display()
    );
    let converter = program(folder.path(), &does);
    thread::scope(|scope| {
        let both = [(); 2].map(|()| scope.spawn(|| read("a.rtf", RTF, Some(&converter), NEVER).is_ok()));
        assert!(both.into_iter().all(|one| one.join().unwrap()));
    });
    let slow = program(folder.path(), "sleep 30");
    assert_eq!(read("a.rtf", RTF, Some(&slow), &|| true), Err(OfficeFileError::TooSlow));
}

#[test]
fn a_path_that_is_no_program_is_refused() {
    assert!(matches!(Converter::new("/nowhere/soffice".into()), Err(ConverterError::Unusable(..))));
    assert!(matches!(Converter::new("/".into()), Err(ConverterError::NoProgram(_))));
}

#[test]
fn libreoffice_turns_what_it_knows_into_the_same_item() {
    let soffice = ["/usr/bin/soffice", "/usr/local/bin/soffice"].iter().find(|path| Path::new(path).exists());
    let Some(soffice) = soffice else {
        writeln!(io::stderr(), "skipped: LibreOffice is not installed").unwrap();
        return;
    };
    let converter = Converter::new(soffice.into()).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/manuscripts");
    let item = |name: &str| {
        let bytes = fs::read(format!("{folder}/{name}")).unwrap();
        let read = read(name, &bytes, Some(&converter), NEVER).unwrap();
        domain::manuscript::tidy(read.parts, &domain::unit::UnitDirectory::default())
    };
    let expected = item("typed-article.docx");
    assert_eq!(expected.title.as_deref(), Some("关于开展矿山生态修复专项行动情况的报告"));
    for name in ["typed-article.odt", "typed-article.rtf", "typed-article.doc"] {
        assert_eq!(item(name), expected, "{name}");
    }
    // It says no more than that it cannot.
    let broken =
        [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 504], &directory_entry("WordDocument")].concat();
    assert!(read("a.doc", &broken, Some(&converter), NEVER).is_err());
}

/// An entry in the directory of a compound file.
fn directory_entry(name: &str) -> Vec<u8> {
    let mut entry = vec![0; 128];
    for (place, unit) in name.encode_utf16().enumerate() {
        entry[2 * place..2 * place + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64] = u8::try_from(2 * name.len() + 2).unwrap();
    entry[66] = 2;
    entry
}
