//! What an issue file may say, and how its faults are named.

use serde_json::{Value, json};

use super::*;

fn file() -> Value {
    json!({
        "format": "jianbao.issue/1", "newsletter": "河湖信息", "mark": null, "publisher": "市水务局办公室",
        "year": 2024, "number": 8, "total": 112, "date": "2024-04-15",
        "sections": [
            { "kind": "信息", "title": null, "items": [
                { "title": "汛前检查结束", "subtitle": null, "body": "正文", "attribution": " （工程科） " } ] },
            { "kind": "简讯", "items": [ { "title": "", "body": "一则", "attribution": "" } ] } ],
        "foot": { "report": ["市委"], "send": [], "editor": "张三", "signer": null, "copies": 120 }
    })
}

/// The faults of the file after a change at a JSON pointer; a change to `null` stands for any other value.
fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut file = file();
    change(&mut file);
    parse(&file.to_string()).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn a_whole_file_is_read() {
    let issue = parse(&file().to_string()).expect("a right file");
    assert_eq!(issue.number_in_words(), "第8期（总第112期）");
    assert_eq!(issue.date, jiff::civil::date(2024, 4, 15));
    assert_eq!(issue.sections[0].items[0].attribution, "（工程科）");
    assert_eq!(issue.sections[1].kind, Kind::Brief);
    let foot = issue.foot.expect("a foot");
    assert_eq!((foot.report.as_slice(), foot.copies), (["市委".to_owned()].as_slice(), Some(120)));
    assert_eq!(foot.signer, None);
}

#[test]
fn what_may_be_missing_may_be_missing() {
    for key in ["mark", "total", "foot"] {
        assert_eq!(faults(|file| _ = file.as_object_mut().expect("an object").remove(key)), [""; 0], "{key}");
        assert_eq!(faults(|file| file[key] = Value::Null), [""; 0], "{key}");
    }
    assert_eq!(faults(|file| file["foot"] = json!({})), [""; 0]);
}

#[test]
fn every_other_key_must_be_there() {
    for key in ["format", "newsletter", "publisher", "year", "number", "date", "sections"] {
        let faults = faults(|file| _ = file.as_object_mut().expect("an object").remove(key));
        assert_eq!(faults, [format!("$：缺少 {key}")]);
    }
    for key in ["title", "body", "attribution"] {
        let faults = faults(|file| {
            file["sections"][0]["items"][0].as_object_mut().expect("an object").remove(key);
        });
        assert_eq!(faults, [format!("$.sections[0].items[0]：缺少 {key}")]);
    }
}

#[test]
fn each_fault_is_named_by_its_place() {
    let cases: &[(&str, Value, &str)] = &[
        ("/format", json!("jianbao.facts/1"), "$.format：应为 jianbao.issue/1，现在是 jianbao.facts/1"),
        ("/number", json!(0), "$.number：不能小于 1，现在是 0"),
        ("/number", json!(-3), "$.number：不能小于 1，现在是 -3"),
        ("/number", json!(1.5), "$.number：应为一个整数，现在是数字"),
        ("/number", json!("8"), "$.number：应为一个整数，现在是文字"),
        ("/number", json!(4_000_000_000_i64), "$.number：数字太大：4000000000"),
        ("/total", json!(0), "$.total：不能小于 1，现在是 0"),
        ("/year", json!(10000), "$.year：不能大于 9999，现在是 10000"),
        ("/date", json!("2024-02-30"), "$.date：“2024-02-30”不是存在的日期，应写作 2024-04-15 的形式"),
        ("/date", json!("2024-4-15"), "$.date：“2024-4-15”不是存在的日期，应写作 2024-04-15 的形式"),
        ("/date", json!(20240415), "$.date：应为一段文字（\"…\"），现在是数字"),
        ("/newsletter", json!("  "), "$.newsletter：不能为空"),
        ("/sections", json!([]), "$.sections：这一期没有任何稿件"),
        ("/sections", json!([{ "kind": "信息", "items": [] }]), "$.sections：这一期没有任何稿件"),
        ("/sections", json!({}), "$.sections：应为一个列表 [ … ]，现在是对象"),
        ("/sections/0/kind", json!("通知"), "$.sections[0].kind：应为“信息”或“简讯”，现在是“通知”"),
        ("/sections/0/items/0", json!("稿"), "$.sections[0].items[0]：应为一个对象 { … }，现在是文字"),
        ("/sections/1/items/0/body", json!(" "), "$.sections[1].items[0]：这一篇既没有标题也没有正文"),
        (
            "/sections/1/items/0/body",
            json!(null),
            "$.sections[1].items[0].body：应为一段文字（\"…\"），现在是null",
        ),
        ("/foot/copies", json!(0), "$.foot.copies：不能小于 1，现在是 0"),
        ("/foot/report", json!("市委"), "$.foot.report：应为一个列表 [ … ]，现在是文字"),
        ("/foot/report/0", json!(7), "$.foot.report[0]：应为一段文字（\"…\"），现在是数字"),
    ];
    for (pointer, value, expected) in cases {
        let faults = faults(|file| *file.pointer_mut(pointer).expect("a place in the file") = value.clone());
        assert_eq!(faults, [*expected], "{pointer}");
    }
}

#[test]
fn unknown_keys_are_faults_wherever_they_stand() {
    for (pointer, place) in [
        ("", "$"),
        ("/sections/0", "$.sections[0]"),
        ("/sections/0/items/0", "$.sections[0].items[0]"),
        ("/foot", "$.foot"),
    ] {
        let faults =
            faults(|file| file.pointer_mut(pointer).expect("a place in the file")["editors"] = json!(1));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with(&format!("{place}.editors：没有这个键")), "{faults:?}");
    }
}

#[test]
fn several_faults_are_told_together() {
    let faults = faults(|file| {
        file["number"] = json!(0);
        file["date"] = json!("2023-02-29");
        file["sections"][1]["items"][0]["title"] = json!(3);
    });
    assert_eq!(faults.len(), 3, "{faults:?}");
}
