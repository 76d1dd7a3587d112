//! Documents and texts that came out wrong once: each gives what the folder's own README says of it.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::{path::PathBuf, process::Command};

use serde_json::Value;
use tests::program;

/// Where the files lie, beside the repository or where `JIANBAO_SHARED` says.
fn trials() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    let shared = std::env::var_os("JIANBAO_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let folder = shared.join("trials");
    if !folder.is_dir() {
        eprintln!("skipped: the trials' files are not beside the repository (JIANBAO_SHARED)");
        return None;
    }
    Some(folder)
}

/// The report, or the words with which it was refused.
fn audited(name: &str) -> Option<Result<Value, String>> {
    let path = trials()?.join(name);
    let output = Command::new(program::binary())
        .args(["audit", path.to_str().expect("a path in UTF-8"), "--format", "json"])
        .output()
        .expect("the program runs");
    Some(if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).expect("JSON"))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    })
}

/// Place, field, printed, derived of every finding.
fn findings(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let told = |finding: &Value| {
        let keys = ["unit", "place", "field", "printed", "derived"];
        keys.map(|key| text(&finding[key])).join(" ")
    };
    report["findings"].as_array().expect("findings").iter().map(told).collect()
}

#[test]
fn documents_that_say_the_same_in_another_way_have_no_finding() {
    for name in [
        "audit-base.docx",
        "t30-star-as-sym.docx",
        "t33-hidden-run.docx",
        "t33-layout-table.docx",
        "p4-blank-written-wu.docx",
        "p4-rank-in-words.docx",
        "p4-hard-wrapped.txt",
    ] {
        let Some(audited) = audited(name) else { return };
        let report = audited.unwrap_or_else(|words| panic!("{name}: {words}"));
        assert_eq!(findings(&report), [""; 0], "{name}: {report:#}");
        let headline = report["headline"].as_str().expect("a headline");
        assert!(headline.starts_with("没有发现不符之处。核对了1张表格共4行"), "{name}: {headline}");
        // No earlier bulletin is given; of a text it is said in which encoding it was taken.
        let notes = if name.ends_with(".txt") { 2 } else { 1 };
        assert_eq!(report["notes"].as_array().map(Vec::len), Some(notes), "{name}: {report:#}");
    }
}

#[test]
fn two_paragraphs_in_a_cell_are_two_figures() {
    let Some(audited) = audited("t33-two-paragraphs-in-cell.docx") else { return };
    let report = audited.expect("it can be read");
    assert_eq!(findings(&report), ["竹溪科 table submitted 4 7 4"], "{report:#}");
}

#[test]
fn a_text_in_gb18030_with_each_cell_on_a_line_of_its_own_is_read() {
    let Some(audited) = audited("t17-bulletin-gb18030.txt") else { return };
    let report = audited.expect("it can be read");
    // The table says 15.1 where 11.5 was meant.
    assert_eq!(findings(&report), ["竹溪科 table cumulative 15.1 11.5"], "{report:#}");
    assert_eq!(report["compared"]["rows"], 4, "{report:#}");
    assert!(report["notes"].to_string().contains("按 GB18030（含 GBK、GB2312） 编码读出"), "{report:#}");
}

#[test]
fn a_document_under_a_password_is_refused_with_what_to_do() {
    let Some(audited) = audited("t23-password.docx") else { return };
    let words = audited.expect_err("nobody can read it");
    assert!(words.contains("设了打开密码") && words.contains("去掉密码"), "{words}");
}
