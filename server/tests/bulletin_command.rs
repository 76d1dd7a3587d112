//! `jianbao bulletin` from outside: what it prints, where it writes, how it ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/facts-2024-01.json");
const BULLETIN: &str = include_str!("../../tests/data/bulletin-2024-01.json");

fn jianbao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jianbao")).args(arguments).output().expect("the program starts")
}

fn january(more: &[&str]) -> Output {
    jianbao(&[&["bulletin", "--facts", FACTS, "--month", "2024-01"], more].concat())
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("all text is UTF-8")
}

/// Status, standard output and standard error.
fn ending(output: &Output) -> (Option<i32>, &str, &str) {
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn facts_file(folder: &TempDir, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join("facts.json");
    fs::write(&path, content).expect("a writable folder");
    path
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<_> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn january_is_printed_key_for_key() {
    for format in [&[][..], &["--format", "json"]] {
        let output = january(format);
        let (status, printed, errors) = ending(&output);
        assert_eq!((status, errors), (Some(0), ""));
        let printed: Value = serde_json::from_str(printed).expect("JSON");
        assert_eq!(printed, serde_json::from_str::<Value>(BULLETIN).expect("JSON"));
    }
}

#[test]
fn a_spreadsheet_reads_the_tables_as_csv() {
    let output = january(&["--format", "csv"]);
    let (status, printed, errors) = ending(&output);
    assert_eq!((status, errors), (Some(0), ""));
    let lines: Vec<&str> = printed.split("\r\n").collect();
    assert_eq!(lines.len(), 1 + 43 + 1);
    assert_eq!(
        lines[0],
        "\u{feff}分组,单位,上报篇数,采用信息·市级以上采用篇数,采用信息·市局简报采用篇数,采用信息·记分,\
         约稿·篇数,约稿·记分,报省市,本月基础分,本月分数,累计分数,总排名"
    );
    assert_eq!(lines[1], "县（市、区）局,高新区分局,4,,4,3,,,1,5,8,8,1");
    assert_eq!(lines[12], "县（市、区）局,东阿局,3,,,,,,,,0,0,10");
    assert_eq!(lines[13], "机关科室,耕地保护监督科,8,4,4,32,,,2,5,37,37,1");
}

#[test]
fn the_result_goes_whole_into_the_file_that_was_named() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("通报.json");
    fs::write(&out, "last month's").expect("a writable folder");
    let output = january(&["--out", out.to_str().expect("a path in UTF-8")]);
    assert_eq!(ending(&output), (Some(0), "", ""));
    assert_eq!(fs::read(&out).expect("the result"), january(&[]).stdout);
    assert_eq!(names_in(folder.path()), ["通报.json"]);
}

#[test]
fn where_there_is_an_error_nothing_is_written() {
    let folder = TempDir::new().expect("a folder");
    let facts = facts_file(&folder, "{}");
    let out = folder.path().join("out.json");
    let path = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    let output = jianbao(&["bulletin", "--facts", &path(&facts), "--month", "2024-01", "--out", &path(&out)]);
    assert_eq!(ending(&output), (Some(1), "", "$：缺少 format\n$：缺少 units\n$：缺少 months\n"));
    let nowhere = folder.path().join("no/such/folder.json");
    let output = january(&["--out", &path(&nowhere)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("文件或文件夹不存在"));
    let output = january(&["--out", &path(folder.path())]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(names_in(folder.path()), ["facts.json"]);
}

#[test]
fn every_fault_is_named_by_place_and_in_words() {
    let folder = TempDir::new().expect("a folder");
    let mut facts: Value = serde_json::from_str(&fs::read_to_string(FACTS).expect("a file")).expect("JSON");
    facts["months"][0]["adoptions"][3]["units"] = json!(["利用处"]);
    facts["months"][0]["submissions"][0]["count"] = json!(-4);
    let facts = facts_file(&folder, facts.to_string());
    let output = jianbao(&["bulletin", "--facts", facts.to_str().expect("UTF-8"), "--month", "2024-01"]);
    assert_eq!(
        ending(&output),
        (
            Some(1),
            "",
            "$.months[0].submissions[0].count：不能小于 0，现在是 -4\n\
             $.months[0].adoptions[3].units[0]：没有名为“利用处”的单位，最接近的是：开发利用科、用途管制科\n"
        )
    );
}

#[test]
fn what_cannot_be_read_is_wrong_input() {
    let folder = TempDir::new().expect("a folder");
    let cases: [(&[u8], &str); 3] = [
        (b"{\n\xff}", "第2行不是 UTF-8 文字"),
        (b"{\n,", "第2行"),
        ("\u{feff}[]".as_bytes(), "$：应为一个对象"),
    ];
    for (content, expected) in cases {
        let facts = facts_file(&folder, content);
        let output = jianbao(&["bulletin", "--facts", facts.to_str().expect("UTF-8"), "--month", "2024-01"]);
        let (status, printed, errors) = ending(&output);
        assert_eq!((status, printed), (Some(1), ""));
        assert!(errors.contains(expected), "{errors}");
    }
    let output = jianbao(&["bulletin", "--facts", "/no/such/file", "--month", "2024-01"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_month_that_the_file_does_not_hold_is_wrong_input() {
    let output = jianbao(&["bulletin", "--facts", FACTS, "--month", "2024-02"]);
    assert_eq!(ending(&output), (Some(1), "", "$.months：文件中没有2024-02，只有：2024-01\n"));
}

#[test]
fn wrong_usage_is_said_in_chinese_and_ends_with_2() {
    for (arguments, expected) in [
        (&["bulletin"][..], "缺少参数：--facts <文件>、--month <月份>"),
        (&["bulletin", "--facts", FACTS], "缺少参数：--month <月份>"),
        (&["bulletin", "--facts", FACTS, "--month", "2024-13"], "“2024-13”不是有效的月份"),
        (&["bulletin", "--facts", FACTS, "--month", "2024-01", "--format", "html"], "不能是“html”"),
        (&["bulletin", "--facts", FACTS, "--month", "2024-01", "--weight", "1"], "没有这个参数：--weight"),
        (&["bulletin", "--facts", FACTS, "--facts", FACTS, "--month", "2024-01"], "重复"),
        (&["bulletins"], "没有这个命令：bulletins"),
        (&[], "请写明要执行的命令"),
    ] {
        let output = jianbao(arguments);
        let (status, printed, errors) = ending(&output);
        assert_eq!((status, printed), (Some(2), ""), "{arguments:?}: {errors}");
        assert!(errors.contains(expected), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_rule_set_takes_the_place_of_the_built_in_one_and_its_faults_are_named() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules/");
    let built_in = january(&[]);
    let same = january(&["--rules", &format!("{folder}version-1.toml")]);
    assert_eq!(text(&same.stdout), text(&built_in.stdout));
    let other = january(&["--rules", &format!("{folder}wuhai.toml"), "--explain"]);
    assert!(text(&other.stdout).contains("基础分 100"), "{}", text(&other.stdout));
    let missing = january(&["--rules", "r.toml"]);
    assert_eq!(ending(&missing), (Some(1), "", "r.toml：无法读取文件（文件或文件夹不存在）\n"));
    let wrong = january(&["--rules", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")]);
    let (status, printed, errors) = ending(&wrong);
    assert_eq!((status, printed), (Some(1), ""));
    assert!(errors.contains("Cargo.toml：第1行 package：没有这个键"), "{errors}");
}

#[test]
fn the_bulletin_is_also_had_as_files_of_other_programs() {
    for (format, begins) in [("pdf", "%PDF-"), ("docx", "PK"), ("xlsx", "PK")] {
        let output = january(&["--format", format]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{format}");
        assert!(output.stdout.starts_with(begins.as_bytes()), "{format}");
    }
}

#[test]
fn help_is_a_result() {
    let output = jianbao(&["bulletin", "--help"]);
    let (status, printed, errors) = ending(&output);
    assert_eq!((status, errors), (Some(0), ""));
    assert!(printed.contains("事实文件"), "{printed}");
}

#[test]
fn a_group_that_nobody_is_in_is_pointed_out_beside_the_result() {
    let folder = TempDir::new().expect("a folder");
    let rules = folder.path().join("rules.toml");
    let document = "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n\
        [[caps]]\nrule = \"cap\"\nname = \"限额\"\ngroups = [\"机关科室\", \"机关股室\"]\nmost = \"5\"\n";
    fs::write(&rules, document).expect("a writable folder");
    let output = january(&["--rules", rules.to_str().expect("a path in UTF-8")]);
    let (status, printed, errors) = ending(&output);
    assert_eq!(status, Some(0), "{errors}");
    assert!(serde_json::from_str::<Value>(printed).is_ok());
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 1, "{errors}");
    assert!(
        lines[0].contains("rules.toml：第8行 caps[0].groups：封顶和保底“限额”的“只限分组”写了“机关股室”")
            && lines[0].starts_with("请核对：/"),
        "{errors}"
    );
    assert!(lines[0].ends_with("现有分组：县（市、区）局、机关科室、局属事业单位"), "{errors}");
}

#[test]
fn what_is_most_likely_a_slip_in_rules_is_pointed_out_with_its_line() {
    let folder = TempDir::new().expect("a folder");
    let rules = folder.path().join("rules.toml");
    let document = "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n\
        [[rates]]\nrule = \"all\"\nname = \"采用\"\nfact = \"adoptions\"\npoints = 1\n\
        [[rates]]\nrule = \"special\"\nname = \"专报\"\nfact = \"adoptions\"\nwhen = { form = \"专报\" }\npoints = 8\n";
    fs::write(&rules, document).expect("a writable folder");
    let output = january(&["--rules", rules.to_str().expect("a path in UTF-8")]);
    let (status, _, errors) = ending(&output);
    assert_eq!(status, Some(0), "{errors}");
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 2, "{errors}");
    assert!(
        lines[0].contains("rules.toml：第10行 rates[1]：“专报”永远用不上：前面的“采用”（rates[0]）"),
        "{errors}"
    );
    assert!(
        lines[1].contains(
            "rules.toml：第14行 rates[1].when.form：计分标准“专报”的“形式”写了“专报”，没有一件事实"
        ),
        "{errors}"
    );
    assert!(!errors.contains("$."), "{errors}");
}

#[test]
fn an_empty_file_is_answered_with_the_smallest_that_can_be_used() {
    let folder = TempDir::new().expect("a folder");
    let rules = folder.path().join("rules.toml");
    fs::write(&rules, "\n").expect("a writable folder");
    let path = rules.to_str().expect("a path in UTF-8").to_owned();
    let (status, errors) = {
        let output = january(&["--rules", &path]);
        (output.status.code(), text(&output.stderr).to_owned())
    };
    assert_eq!(status, Some(1));
    let (said, example) = errors.split_once("可以从它写起：\n").expect("an example");
    assert!(said.contains("rules.toml：文件：是空的"), "{errors}");
    fs::write(&rules, example).expect("a writable folder");
    let output = january(&["--rules", &path]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let facts = facts_file(&folder, "  \n");
    let output = jianbao(&["bulletin", "--facts", facts.to_str().expect("UTF-8"), "--month", "2024-01"]);
    let errors = text(&output.stderr);
    let (said, example) = errors.split_once("可以从它写起：\n").expect("an example");
    assert!(said.contains("文件：是空的"), "{errors}");
    let facts = facts_file(&folder, example);
    let output = jianbao(&["bulletin", "--facts", facts.to_str().expect("UTF-8"), "--month", "2024-01"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}
