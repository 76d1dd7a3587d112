//! Auditing printed bulletins, by the program and by its page.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::{
    path::Path,
    process::{Command, Output},
};

use domain::person::Role;
use reqwest::{Method, header};
use serde_json::Value;
use tests::{Client, both, program, seed};

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/facts-2024-01.json");

fn jianbao(arguments: &[&str]) -> Output {
    Command::new(program::binary()).args(arguments).output().expect("the program runs")
}

fn audited(arguments: &[&str]) -> Value {
    let output = jianbao(&[&["audit"], arguments, &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Unit, place, field, printed, derived of every finding.
fn findings(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let keys = ["unit", "place", "field", "printed", "derived"];
    let findings = report["findings"].as_array().expect("findings").iter();
    findings.map(|finding| keys.map(|key| text(&finding[key])).join(" ")).collect()
}

const JANUARY: [&str; 9] = [
    "null covering submitted 224 223",
    "机关科室 covering submitted 99 100",
    "局属事业单位 covering submitted 55 53",
    "县（市、区）局 covering newsletter_count 40 32",
    "机关科室 covering newsletter_count 29 37",
    "局属事业单位 covering newsletter_count 27 18",
    "景观风貌科 table reported_up 1 2",
    "国土空间规划科 table submitted 2 3",
    "市地质矿产调查监测中心 table submitted 6 4",
];

#[test]
fn a_real_bulletin_has_its_disagreements_and_no_others() {
    let Some(seed) = seed::bulletin() else {
        eprintln!("skipped: the bulletin's text is not beside the repository (JIANBAO_SHARED)");
        return;
    };
    let seed = seed.to_str().expect("a path in UTF-8");
    for arguments in [vec![seed], vec![seed, "--units", FACTS]] {
        let report = audited(&arguments);
        assert_eq!(findings(&report), JANUARY, "{arguments:?}");
        assert!(!report["notes"].as_array().expect("notes").is_empty(), "names were matched");
    }
}

#[test]
fn in_a_bulletin_that_the_program_made_itself_nothing_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bulletin.docx");
    let file = file.to_str().expect("a path in UTF-8");
    let made =
        jianbao(&["bulletin", "--facts", FACTS, "--month", "2024-01", "--format", "docx", "--out", file]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let report = audited(&[file, "--units", FACTS]);
    assert_eq!(findings(&report), [""; 0], "{report:#}");
    assert_eq!(report["notes"], Value::Array(Vec::new()), "{report:#}");
}

#[test]
fn what_cannot_be_read_ends_with_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("the file is written");
        path.to_str().expect("a path in UTF-8").to_owned()
    };
    let cases = [
        (file("old.doc", &[0xd0, 0xcf, 0x11, 0xe0]), "另存为 .docx"),
        (file("letter.txt", "关于开会的通知\n".as_bytes()), "没有读出通报"),
        (file("broken.docx", b"PK\x03\x04"), "损坏"),
        ("nowhere.txt".to_owned(), "文件或文件夹不存在"),
    ];
    for (path, words) in cases {
        let output = jianbao(&["audit", &path]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{path}: {said}");
        assert!(
            said.contains(words)
                && said.contains(Path::new(&path).file_name().expect("a name").to_str().expect("UTF-8")),
            "{said}"
        );
    }
}

/// Posts files as a browser does.
async fn hand_in(client: &Client, files: &[(&str, &str, &str)]) -> tests::Answer {
    let mut body = String::new();
    for (field, name, content) in files {
        body.push_str(&format!(
            "--end\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--end--\r\n");
    let request = client
        .request(Method::POST, "/audit")
        .header(header::ORIGIN, client.origin())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=end")
        .body(body);
    client.send(request).await
}

const SMALL: &str = "关于2月份政务信息采用情况的通报\n\n2月份，市局办公室共收到信息7条，其中机关科室信息7条；市局采用机关科室信息1条。\n\n\
（一）2月份机关科室政务信息统计\n\
单位\t上报篇数\t上级采用篇数\t简报采用篇数\t记分\t约稿篇数\t约稿记分\t报省市\t基础分\t本月分数\t累计分数\t总排名\n\
甲科\t4\t\t1\t1\t\t\t1\t5\t6\t9\t1\n\
乙科\t3\t\t\t\t\t\t\t\t0\t0\t2\n\n\
机关科室信息采用情况\n\
甲科（2月份报送稿件4篇，其中市局采用信息1篇，合计1分；报市1篇，本月基础分5分；累计9分）\n\
1、矿山复绿（第3期 信息）\n\
乙科（2月份报送稿件2篇；累计0分）\n";

#[test]
fn an_editor_hands_in_a_bulletin_and_sees_the_findings_beside_its_text() {
    both(async |office| {
        let editor = office.person("赵编辑", &[Role::Editor]).await;
        let reader = office.person("钱读者", &[Role::Reader]).await;
        assert_eq!(reader.get("/audit").await.status(), 403);
        assert_eq!(hand_in(&reader, &[("bulletin", "2.txt", SMALL)]).await.status(), 403);
        assert_eq!(editor.get("/audit").await.status(), 200);

        let answer = hand_in(&editor, &[("bulletin", "2月.txt", SMALL), ("previous", "", "")]).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let page = answer.text();
        assert!(page.contains("发现3处不符：正文2处、表格1处"), "{page}");
        assert!(page.contains("乙科 · 上报篇数"), "{page}");
        assert!(answer.html().contains("href=\"#line-8\"") && answer.html().contains("id=\"line-8\""));

        for (name, content, words) in [
            ("", "", "请先选择"),
            ("信.txt", "关于开会的通知", "没有读出通报"),
            ("旧.doc", "\u{0}", "没有读出通报"),
        ] {
            let answer = hand_in(&editor, &[("bulletin", name, content)]).await;
            assert_eq!(answer.status(), 422, "{name}");
            assert!(answer.text().contains(words), "{}", answer.text());
        }
    });
}
