//! A Word document of twenty pages read to an item: four pictures, three tables, heads and notes.
//!
//! It is read by a process of its own, so that its memory is its own.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
    process::Command,
    time::Instant,
};

use domain::{
    manuscript::{split, tidy},
    unit::UnitDirectory,
};
use server::{manuscripts, office_files::NEVER};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{Bench, Failure, report::Report};

const PAGES: usize = 20;
/// A page of an article at 三号 has some 22 lines of 28 characters.
const PARAGRAPHS_OF_A_PAGE: usize = 6;
const PICTURES: usize = 4;
const TABLES: usize = 3;
/// A photograph as telephones take them.
const PICTURE_BYTES: usize = 3 << 20;

pub(super) fn measure(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let file = bench.folder.join("manuscript.docx");
    std::fs::write(&file, document()?)?;
    let mut best = (u64::MAX, u64::MAX);
    for _ in 0..3 {
        let output = Command::new(std::env::current_exe()?).arg("manuscript").arg(&file).output()?;
        let text = String::from_utf8(output.stdout)?;
        let [milliseconds, megabytes] = text.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(format!("reading a manuscript answered: {text}").into());
        };
        best = best.min((milliseconds.parse()?, megabytes.parse()?));
    }
    let (milliseconds, megabytes) = best;
    report.row(
        "a Word document of 20 pages, 4 pictures and 3 tables read",
        format!("{milliseconds} ms, {megabytes} MB"),
        "500 ms, 100 MB",
        milliseconds < 500 && megabytes < 100,
    );
    Ok(())
}

/// What the process prints: milliseconds, megabytes at most.
pub(super) fn read(file: &str) -> Result<String, Failure> {
    let bytes = std::fs::read(file)?;
    let begun = Instant::now();
    let read = manuscripts::read(file, &bytes, None, NEVER)?;
    let pictures = read.pictures.len();
    let directory = UnitDirectory::default();
    let items: Vec<_> =
        split(read.parts, &directory).into_iter().map(|parts| tidy(parts, &directory)).collect();
    let milliseconds = begun.elapsed().as_millis();
    let blocks: usize = items.iter().map(|item| item.blocks.len()).sum();
    if pictures != PICTURES || items.len() != 1 || blocks < PAGES * PARAGRAPHS_OF_A_PAGE {
        return Err(format!("{pictures} pictures, {} items, {blocks} blocks", items.len()).into());
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: u64 = most.trim().trim_end_matches(" kB").parse()?;
    Ok(format!("{milliseconds} {}", kilobytes / 1000))
}

fn document() -> Result<Vec<u8>, Failure> {
    let run =
        |text: &str| format!("<w:r><w:rPr><w:rFonts w:eastAsia=\"仿宋\"/></w:rPr><w:t>{text}</w:t></w:r>");
    let paragraph = |text: &str| format!("<w:p>{}</w:p>", run(text));
    // Word cuts a paragraph into runs wherever somebody once changed it.
    let sentence = run("近日，市自然资源和规划局组织开展矿山生态修复专项行动，").repeat(3) + &run("已整改。");
    let row = format!("<w:tr>{}</w:tr>", format!("<w:tc>{}</w:tc>", paragraph("12")).repeat(6));
    let mut body = paragraph("矿山生态修复见成效");
    for page in 0..PAGES {
        write!(body, "{}", paragraph(&format!("（一）第{page}项做法")))?;
        for _ in 0..PARAGRAPHS_OF_A_PAGE {
            write!(body, "<w:p>{sentence}</w:p>")?;
        }
        if page < TABLES {
            write!(body, "<w:tbl>{}</w:tbl>", row.repeat(30))?;
        }
        if page < PICTURES {
            write!(body, "<w:p><w:r><w:drawing><a:blip r:embed=\"p{page}\"/></w:drawing></w:r></w:p>")?;
            write!(body, "{}", paragraph("图为修复现场。"))?;
        }
    }
    let relations: String = (0..PICTURES)
        .map(|number| {
            format!("<Relationship Id=\"p{number}\" Type=\"x/image\" Target=\"media/{number}.jpg\"/>")
        })
        .collect();
    let names = "xmlns:w=\"w\" xmlns:a=\"a\" xmlns:r=\"r\"";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: String, bytes: &[u8]| -> Result<(), Failure> {
        archive.start_file(name, SimpleFileOptions::default())?;
        Ok(archive.write_all(bytes)?)
    };
    let document = format!("<w:document {names}><w:body>{body}</w:body></w:document>");
    add("word/document.xml".to_owned(), document.as_bytes())?;
    let relations = format!("<Relationships>{relations}</Relationships>");
    add("word/_rels/document.xml.rels".to_owned(), relations.as_bytes())?;
    for number in 0..PICTURES {
        add(format!("word/media/{number}.jpg"), &photograph(number))?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Bytes that begin as a photograph's and cannot be packed, as a photograph's cannot.
fn photograph(number: usize) -> Vec<u8> {
    let mut state = number as u64 + 1;
    let noise = std::iter::repeat_with(move || {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    [0xff, 0xd8, 0xff, 0xe0].into_iter().chain(noise.flatten()).take(PICTURE_BYTES).collect()
}
