//! A bulletin's files from the command line: each is read back, and all say what the printed tables say.

use std::{path::Path, process::Command, sync::LazyLock};

use domain::scoring::{Bulletin, facts_file, version_1};
use serde_json::Value;
use tests::{
    bulletin_files::{self, Table},
    program,
    samples::{TYPESETTER, lines},
};
use typeset::BulletinLetter;

const FACTS: &str = include_str!("../../data/facts-2024-01.json");
const BULLETIN: &str = include_str!("../../data/bulletin-2024-01.json");

static EXPECTED: LazyLock<Vec<Table>> =
    LazyLock::new(|| bulletin_files::of_json(&serde_json::from_str(BULLETIN).expect("JSON")));

fn bulletin() -> Bulletin {
    let facts = facts_file::read(FACTS).expect("the facts of January");
    facts.bulletin("2024-01".parse().expect("a month"), &version_1()).expect("the bulletin of January")
}

/// What `jianbao bulletin` writes for January.
fn written(form: &str) -> Vec<u8> {
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/facts-2024-01.json");
    let output = Command::new(program::binary())
        .args(["bulletin", "--month", "2024-01", "--format", form, "--facts"])
        .arg(facts)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn every_file_says_every_figure_of_every_row() {
    let json: Value = serde_json::from_slice(&written("json")).expect("JSON");
    assert_eq!(bulletin_files::of_json(&json), *EXPECTED, "json");
    assert_eq!(bulletin_files::of_csv(&written("csv")), *EXPECTED, "csv");
    assert_eq!(bulletin_files::of_xlsx(&written("xlsx")), *EXPECTED, "xlsx");
    assert_eq!(bulletin_files::of_docx(&written("docx"), &EXPECTED), *EXPECTED, "docx");
    // The PDF holds the pages that are looked at here.
    let letter = BulletinLetter::default();
    let pdf = TYPESETTER.print_bulletin(&bulletin(), &letter).expect("a bulletin that can be set");
    assert!(written("pdf") == pdf, "the PDF's bytes are others");
    let pages = TYPESETTER.lay_out_bulletin(&bulletin(), &letter).expect("a bulletin that can be set");
    let pages: String = lines(&pages).concat().split_whitespace().collect();
    for table in EXPECTED.iter() {
        assert!(pages.contains(&bulletin_files::printed(table)), "{} in print", table.group);
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    for form in ["docx", "xlsx"] {
        let first = written(form);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(first == written(form), "{form}");
    }
}

#[test]
fn the_word_document_holds_the_whole_text() {
    let mut bulletin = bulletin();
    bulletin.covering.push("一月份的稿件写得比上月实，<望>各单位&各科室保持。".to_owned());
    let letter = BulletinLetter {
        addressees: Some("各科室".to_owned()),
        signature: Some("市局办公室".to_owned()),
        date: Some(jiff::civil::date(2024, 3, 20)),
        note: Some("第1次更正".to_owned()),
        mark: None,
    };
    let file = server::export::docx::bulletin(&bulletin, &letter).expect("a document");
    let text = bulletin_files::docx_text(&file);
    let spaceless = |text: &str| text.split_whitespace().collect::<String>();
    let mut parts = vec![
        "各科室：".to_owned(),
        "市局办公室2024年3月20日".to_owned(),
        "附件：".to_owned(),
        "（第1次更正）".to_owned(),
    ];
    parts.extend(bulletin.covering.iter().cloned());
    parts.extend(bulletin.notes.iter().cloned());
    for group in &bulletin.groups {
        parts.extend([group.table_title.clone(), group.list_title.clone()]);
        for row in &group.rows {
            parts.push(row.paragraph.clone());
            parts.extend(
                row.items.iter().map(|item| format!("{}．{}{}", item.number, item.title, item.source)),
            );
        }
    }
    for part in parts {
        assert!(text.contains(&spaceless(&part)), "{part}");
    }
    assert!(!text.contains("未结账"));
}

#[test]
fn what_no_xml_may_hold_is_left_out_and_signs_stay_signs() {
    let mut bulletin = bulletin();
    bulletin.groups[0].rows[0].items[0].title = "甲<乙>&\u{1}“丙”\u{ffff}".to_owned();
    let file = server::export::docx::bulletin(&bulletin, &BulletinLetter::default()).expect("a document");
    let document = bulletin_files::part(&file, "word/document.xml");
    assert!(document.contains("甲&lt;乙&gt;&amp;“丙”"), "the title is escaped");
    server::export::xlsx::bulletin(&bulletin, None).expect("a workbook");
}

#[test]
fn every_part_of_the_word_document_is_named_and_of_a_known_kind() {
    let file = written("docx");
    let kinds = bulletin_files::part(&file, "[Content_Types].xml");
    for (relations, folder) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
        let relations = bulletin_files::part(&file, relations);
        let targets = relations.split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for target in targets {
            let name = format!("{folder}{target}");
            assert!(kinds.contains(&format!("PartName=\"/{name}\"")), "{name} has no kind");
            assert!(bulletin_files::part(&file, &name).starts_with("<?xml"), "{name}");
        }
    }
    // Every style that a paragraph bears is one of the document's.
    let styles = bulletin_files::part(&file, "word/styles.xml");
    let document = bulletin_files::part(&file, "word/document.xml");
    for element in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
        for rest in document.split(&format!("<{element} w:val=\"")).skip(1) {
            let style = rest.split('"').next().unwrap_or_default();
            assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
        }
    }
}

#[test]
fn a_number_that_a_spreadsheet_would_round_stays_text() {
    let mut bulletin = bulletin();
    let figures = &mut bulletin.groups[0].rows[0].figures;
    figures.cumulative = "123456789012345.6789".parse().expect("points");
    figures.month = "0.0001".parse().expect("points");
    let file = server::export::xlsx::bulletin(&bulletin, None).expect("a workbook");
    let sheet = bulletin_files::part(&file, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>0.0001</v>"));
    assert!(!sheet.contains("123456789012345.67<"), "it must not be rounded");
    assert!(bulletin_files::part(&file, "xl/sharedStrings.xml").contains("123456789012345.6789"));
}
