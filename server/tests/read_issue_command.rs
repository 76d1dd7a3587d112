//! `jianbao read-issue` from outside: what it prints of an issue, and how it ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/facts-2024-01.json");

const ISSUE: &str = "\
测绘工作会议召开

各单位参加

3月2日，测绘工作会议召开，

会期一天。（利用科/王小明 李大海）

▲近日，某林场造林12亩。

（驻外专班 东阿局）
";

fn jianbao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jianbao")).args(arguments).output().expect("the program starts")
}

/// Status, standard output and standard error.
fn ending(output: &Output) -> (Option<i32>, &str, &str) {
    let text = |bytes| std::str::from_utf8(bytes).expect("all text is UTF-8");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// What the command prints of a text.
fn read(text: impl AsRef<[u8]>) -> Value {
    let folder = TempDir::new().expect("a folder");
    let file = written(&folder, "issue.txt", text);
    let output = jianbao(&["read-issue", &file, "--units", FACTS]);
    let (status, printed, errors) = ending(&output);
    assert_eq!((status, errors), (Some(0), ""));
    serde_json::from_str(printed).expect("JSON")
}

fn written(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a writable folder");
    path.to_string_lossy().into_owned()
}

#[test]
fn an_issue_is_printed_in_the_contracts_shape() {
    let expected = json!({
        "items": [
            {
                "kind": "信息", "title": "测绘工作会议召开", "subtitle": "各单位参加",
                "paragraphs": ["3月2日，测绘工作会议召开，会期一天。"],
                "attribution": [{ "text": "利用科", "unit": "开发利用科", "authors": ["王小明", "李大海"] }]
            },
            {
                "kind": "简讯", "title": "", "subtitle": null,
                "paragraphs": ["近日，某林场造林12亩。"],
                "attribution": [
                    { "text": "驻外专班", "unit": null, "authors": [] },
                    { "text": "东阿局", "unit": "东阿局", "authors": [] }
                ]
            }
        ],
        "problems": [{ "line": 11, "text": "署名“驻外专班”不是已知单位的名称" }]
    });
    assert_eq!(read(ISSUE), expected);
    assert_eq!(read(format!("\u{feff}{}", ISSUE.replace('\n', "\r\n"))), expected);
}

#[test]
fn text_that_is_no_issue_is_no_error() {
    assert_eq!(read(""), json!({ "items": [], "problems": [{ "line": 1, "text": "文中没有内容" }] }));
    assert_eq!(
        read("\n只有一行\n"),
        json!({ "items": [], "problems": [{ "line": 2, "text": "没有读懂，未读入：只有一行" }] })
    );
}

#[test]
fn wrong_input_is_named_and_nothing_is_printed() {
    let folder = TempDir::new().expect("a folder");
    let issue = written(&folder, "issue.txt", ISSUE);
    let latin = written(&folder, "latin.txt", b"\n\nM\xfcller");
    let facts =
        written(&folder, "facts.json", r#"{ "format": "jianbao.facts/1", "units": [{ "name": 1 }] }"#);
    let missing = folder.path().join("missing.txt").to_string_lossy().into_owned();
    for (file, units, told) in [
        (&latin, FACTS, "第3行不是 UTF-8"),
        (&issue, latin.as_str(), "第3行不是 UTF-8"),
        (&issue, facts.as_str(), "$.units[0]"),
        (&issue, issue.as_str(), "第1行"),
        (&missing, FACTS, "missing.txt"),
    ] {
        let output = jianbao(&["read-issue", file, "--units", units]);
        let (status, printed, errors) = ending(&output);
        assert_eq!((status, printed), (Some(1), ""), "{told}");
        assert!(errors.contains(told), "{errors}");
    }
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_input() {
    let folder = TempDir::new().expect("a folder");
    let issue = written(&folder, "issue.txt", ISSUE);
    for arguments in [
        &["read-issue"][..],
        &["read-issue", &issue],
        &["read-issue", "--units", FACTS],
        &["read-issue", &issue, "--units", FACTS, "--format", "csv"],
        &["read-issue", &issue, &issue, "--units", FACTS],
        &["read-issue", &issue, "--units", FACTS, "--month", "2024-01"],
    ] {
        let output = jianbao(arguments);
        let (status, printed, errors) = ending(&output);
        assert_eq!((status, printed), (Some(2), ""), "{arguments:?}");
        assert!(!errors.is_empty());
    }
}

/// The text of the bureau's real issue, which is not ours to keep in the repository.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn real_issue() -> Option<String> {
    let beside = |folder: &Path| folder.join("shared");
    let named = std::env::var_os("JIANBAO_SHARED").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(beside).find(|folder| folder.is_dir());
    let seeds = named.or(above)?.join("seeds");
    let is_issue =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("003_"));
    let path = fs::read_dir(&seeds).ok()?.filter_map(Result::ok).map(|entry| entry.path()).find(is_issue);
    if path.is_none() {
        eprintln!("skipped: there is no 003_*.txt in {}", seeds.display());
    }
    path.and_then(|path| fs::read_to_string(path).ok())
}

fn items(issue: &Value) -> &Vec<Value> {
    issue["items"].as_array().expect("a list of items")
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text")).collect()
}

#[test]
fn the_real_issue_is_read_whole() {
    let Some(text) = real_issue() else { return };
    let issue = read(&text);
    assert_eq!(issue["problems"], json!([]));
    let (articles, briefs): (Vec<&Value>, Vec<&Value>) =
        items(&issue).iter().partition(|item| item["kind"] == "信息");
    assert_eq!((articles.len(), briefs.len()), (8, 25));
    assert_eq!(articles.iter().filter(|item| !item["subtitle"].is_null()).count(), 2);
    assert!(articles.iter().all(|item| item["title"] != ""));
    assert!(briefs.iter().all(|item| item["title"] == "" && item["subtitle"].is_null()));
    let paragraphs: Vec<usize> = articles.iter().map(|item| strings(&item["paragraphs"]).len()).collect();
    assert_eq!(paragraphs, [5, 6, 3, 4, 5, 3, 6, 4]);
    assert_eq!(briefs.iter().map(|item| strings(&item["paragraphs"]).len()).sum::<usize>(), 26);
    for item in items(&issue) {
        assert!(strings(&item["paragraphs"]).iter().all(|paragraph| paragraph.ends_with('。')));
        let attribution = item["attribution"].as_array().expect("a list");
        assert!(!attribution.is_empty() && attribution.iter().all(|part| part["unit"].is_string()));
    }
    assert_eq!(bare(&printed_again(&issue, usize::MAX)), bare(&text), "no word is lost or moved");
}

#[test]
fn the_real_issue_is_read_the_same_wherever_its_pages_break() {
    let Some(text) = real_issue() else { return };
    let issue = read(&text);
    // A page's last line may be any line of a paragraph.
    for lines in 1..4 {
        let broken = printed_again(&issue, lines);
        assert_ne!(broken, printed_again(&issue, usize::MAX));
        assert_eq!(items(&read(&broken)), items(&issue), "broken after {lines} lines");
    }
    let with_masthead =
        format!("山水信息\n第8期\n某局办公室　2024年4月15日\n\n{text}\n\n报：各领导\n共印90份\n");
    let read_with_masthead = read(with_masthead);
    assert_eq!(items(&read_with_masthead), items(&issue));
    assert_eq!(read_with_masthead["problems"].as_array().map(Vec::len), Some(5));
}

/// An issue's text, each paragraph broken after so many lines of a page or column.
fn printed_again(issue: &Value, lines: usize) -> String {
    let mut text = String::new();
    for item in items(issue) {
        let is_brief = item["kind"] == "简讯";
        let width: usize = if is_brief { 13 } else { 28 };
        text.push_str(if is_brief { "▲" } else { "" });
        for headline in [&item["title"], &item["subtitle"]].into_iter().filter_map(Value::as_str) {
            text.push_str(headline);
            text.push_str(if headline.is_empty() { "" } else { "\n\n" });
        }
        for paragraph in strings(&item["paragraphs"]) {
            push_broken(&mut text, paragraph, width.checked_mul(lines).map(|length| length - 2));
        }
        text.push_str(&printed_attribution(&item["attribution"]));
    }
    text
}

/// A break after a full stop leaves no trace in plain text, and one beside a blank swallows it: there is none.
fn push_broken(text: &mut String, paragraph: &str, length: Option<usize>) {
    let place = length.and_then(|length| paragraph.char_indices().nth(length)).map(|(place, _)| place);
    let (before, after) = paragraph.split_at(place.unwrap_or(paragraph.len()));
    let leaves_a_trace = !before.ends_with(['。', '；', '：', '”', '）', ' ']) && !after.starts_with(' ');
    let mark = if leaves_a_trace && !after.is_empty() { "\n\n" } else { "" };
    text.push_str(&format!("{before}{mark}{after}\n\n"));
}

fn printed_attribution(attribution: &Value) -> String {
    let part = |part: &Value| {
        let authors = strings(&part["authors"]).join(" ");
        let slash = if authors.is_empty() { "" } else { "/" };
        format!("{}{slash}{authors}", part["text"].as_str().expect("a text"))
    };
    let parts: Vec<String> = attribution.as_array().expect("a list").iter().map(part).collect();
    format!("（{}）\n\n", parts.join(" "))
}

/// A text without white space, ▲ and brackets.
fn bare(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !"▲（）()".contains(*character)).collect()
}
