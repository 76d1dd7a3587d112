//! `jianbao typeset` from outside: what it writes, what it says, how it ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with an issue file in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn with(issue: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::write(desk.path("issue.json"), issue).expect("the folder can be written");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Sets the issue file as `out.pdf`.
    fn typeset(&self, more: &[&Path]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jianbao"));
        command.arg("typeset").arg(self.path("issue.json")).arg("--out").arg(self.path("out.pdf")).args(more);
        command.output().expect("the program starts")
    }
}

fn issue() -> Value {
    json!({
        "format": "jianbao.issue/1", "newsletter": "河湖信息", "publisher": "市水务局办公室",
        "year": 2024, "number": 8, "date": "2024-04-15",
        "sections": [
            { "kind": "信息", "items": [
                { "title": "汛前检查结束", "body": "全市检查河道12条。\n整改隐患30处。", "attribution": "（工程科/周文）" } ] },
            { "kind": "简讯", "items": [ { "title": "", "body": "城区水厂扩建开工。", "attribution": "（供水科）" } ] } ]
    })
}

fn ending(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("all text is UTF-8");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

const DONE: (Option<i32>, String, String) = (Some(0), String::new(), String::new());

#[test]
fn an_issue_file_becomes_the_same_pdf_each_time() {
    let desk = Desk::with(&issue().to_string());
    assert_eq!(ending(&desk.typeset(&[])), DONE);
    let first = fs::read(desk.path("out.pdf")).expect("a PDF");
    assert!(first.starts_with(b"%PDF-"));
    let again = Desk::with(&format!("\u{feff}{}", issue().to_string().replace("\\n", "\\r\\n")));
    assert_eq!(ending(&again.typeset(&[])), DONE);
    assert!(
        fs::read(again.path("out.pdf")).expect("a PDF") == first,
        "a byte-order mark and CRLF change nothing"
    );
}

#[test]
fn a_wrong_file_names_every_fault_and_writes_nothing() {
    let mut wrong = issue();
    wrong["number"] = json!(0);
    wrong["date"] = json!("2024-02-30");
    wrong["sections"][0]["items"][0]["author"] = json!("周文");
    let desk = Desk::with(&wrong.to_string());
    let (status, result, faults) = ending(&desk.typeset(&[]));
    assert_eq!((status, result.as_str()), (Some(1), ""));
    assert_eq!(
        faults.lines().collect::<Vec<_>>(),
        [
            "$.number：不能小于 1，现在是 0",
            "$.date：“2024-02-30”不是存在的日期，应写作 2024-04-15 的形式",
            "$.sections[0].items[0].author：没有这个键",
        ]
    );
    assert!(!desk.path("out.pdf").exists());
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_item_and_nothing_is_written() {
    let mut lacking = issue();
    lacking["sections"][1]["items"][0]["body"] = json!("城区水厂扩建开工😀。");
    let desk = Desk::with(&lacking.to_string());
    fs::write(desk.path("out.pdf"), "an older one").expect("the folder can be written");
    let (status, result, fault) = ending(&desk.typeset(&[]));
    assert_eq!((status, result.as_str()), (Some(1), ""));
    assert_eq!(fault, "第2篇《城区水厂扩建开工😀》：字符“😀”（U+1F600）没有字形，无法印出\n");
    assert_eq!(fs::read(desk.path("out.pdf")).expect("the older one"), b"an older one");
}

#[test]
fn an_offices_own_fonts_are_taken_from_their_folder() {
    let desk = Desk::with(&issue().to_string());
    let fonts = desk.path("fonts");
    fs::create_dir(&fonts).expect("the folder can be written");
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/fonts/FandolKai-Regular.otf");
    fs::copy(own, fonts.join("楷体.otf")).expect("a font");
    assert_eq!(ending(&desk.typeset(&[Path::new("--fonts"), &fonts])), DONE);
    fs::write(fonts.join("坏.ttf"), "no font").expect("the folder can be written");
    let (status, _, fault) = ending(&desk.typeset(&[Path::new("--fonts"), &fonts]));
    assert_eq!(status, Some(1));
    assert!(fault.contains("坏.ttf：不是可用的字体文件"), "{fault}");
    let (status, _, fault) = ending(&desk.typeset(&[Path::new("--fonts"), &desk.path("none")]));
    assert_eq!(status, Some(1));
    assert!(fault.contains("无法读取字体文件夹"), "{fault}");
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_input() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_jianbao")).args(arguments).output();
        ending(&output.expect("the program starts")).0
    };
    assert_eq!(run(&["typeset"]), Some(2));
    assert_eq!(run(&["typeset", "issue.json"]), Some(2));
    assert_eq!(run(&["typeset", "issue.json", "--out", "x.pdf", "--paper", "A3"]), Some(2));
    assert_eq!(run(&["typeset", "no-such-file.json", "--out", "x.pdf"]), Some(1));
}
