//! Facts files: the bureau's January, months of our own, and everything that can be wrong with one.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::scoring::{FactKind, version_1};

const JANUARY: &str = include_str!("../../../../tests/data/facts-2024-01.json");
const JANUARY_BULLETIN: &str = include_str!("../../../../tests/data/bulletin-2024-01.json");

/// A small file in which everything occurs.
fn file() -> Value {
    json!({
        "format": "jianbao.facts/1",
        "units": [
            { "name": "开发利用科", "group": "机关科室", "aliases": ["利用科"] },
            { "name": "河东局", "group": "县局", "aliases": [] },
            { "name": "办公室", "group": "机关科室", "aliases": ["局办"], "scored": false },
            { "name": "河西局", "group": "县局", "aliases": [] },
        ],
        "opening": [{ "unit": "利用科", "points": "2.5" }],
        "months": [
            {
                "month": "2024-03",
                "submissions": [{ "unit": "利用科", "count": 4 }],
                "adoptions": [{ "issue": 5, "kind": "信息", "title": "种树", "units": ["利用科", "河东局"] }],
                "upper_adoptions": [
                    { "channel": "昨日市情约稿", "title": "护林", "starred": true, "units": ["河东局"] }
                ],
                "commissions": [{ "channel": "市政府约稿", "title": "水", "units": ["河西局"] }],
                "reported_up": [{ "unit": "开发利用科", "count": 1 }],
                "adjustments": [{ "unit": "河西局", "points": "-1.5", "reason": "迟交" }]
            },
            { "month": "2024-05" }
        ]
    })
}

fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut file = file();
    change(&mut file);
    read(&file.to_string()).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn set(file: &mut Value, pointer: &str, value: Value) {
    *file.pointer_mut(pointer).expect("a place in the file") = value;
}

fn bulletin(text: &str, month: &str) -> Bulletin {
    let file = read(text).expect("a file without faults");
    file.bulletin(month.parse().expect("a month"), &version_1()).expect("a month that the file holds")
}

#[test]
fn the_bureaus_january_gives_the_bureaus_bulletin() {
    let bulletin = bulletin(JANUARY, "2024-01");
    let expected: Value = serde_json::from_str(JANUARY_BULLETIN).expect("valid JSON");
    let groups: Vec<Value> = bulletin
        .groups
        .iter()
        .map(|group| {
            let rows: Vec<_> = group.rows.iter().map(|row| &row.figures).collect();
            json!({ "group": group.group, "rows": rows })
        })
        .collect();
    assert_eq!(json!({ "month": bulletin.month, "groups": groups, "totals": bulletin.totals }), expected);
}

#[test]
fn the_bureaus_january_names_its_leaders_and_writes_its_paragraphs() {
    let bulletin = bulletin(JANUARY, "2024-01");
    assert_eq!(
        bulletin.covering,
        [
            "1月份，市局办公室共收到信息223条，其中县（市、区）局信息70条、机关科室信息100条、\
             局属事业单位信息53条；市局采用县（市、区）局信息32条、机关科室信息37条、局属事业单位信息18条。",
            "累计得分前三的县（市、区）局为高新区分局、阳谷局、临清局、莘县局；\
             得分前三的机关科室为耕地保护监督科、用途管制科、调查监测科；\
             得分前三的局属事业单位为市国土空间开发保护中心、市林业发展中心、市不动产登记中心。",
        ]
    );
    let paragraph = |unit: &str| {
        let row = bulletin.rows().find(|row| row.figures.unit == unit);
        row.map(|row| row.paragraph.clone()).unwrap_or_default()
    };
    for expected in [
        "建设工程管理科（1月份报送稿件4篇，其中市局采用信息1篇、简讯1则，合计1.5分；\
         报市1篇，本月基础分5分；参加新闻发布会加5分；累计11.5分）",
        "科技和信息化科（1月份报送稿件4篇，报市1篇，本月基础分5分；累计5分）",
        "东阿局（1月份报送稿件3篇，累计0分）",
    ] {
        let unit = expected.split('（').next().unwrap_or_default();
        assert_eq!(paragraph(unit), expected);
    }
}

#[test]
fn a_bulletin_is_the_same_after_it_was_written_down_and_read_back() {
    let bulletin = bulletin(JANUARY, "2024-01");
    let json = serde_json::to_string(&bulletin).expect("plain data");
    assert_eq!(serde_json::from_str::<Bulletin>(&json).expect("what was written"), bulletin);
}

#[test]
fn units_go_by_every_name_and_facts_keep_their_place() {
    let file = read(&file().to_string()).expect("a file without faults");
    let groups: Vec<_> = file
        .roster
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.units.iter().map(|unit| unit.name.as_str()).collect()))
        .collect::<Vec<(_, Vec<_>)>>();
    assert_eq!(groups, [("机关科室", vec!["开发利用科", "办公室"]), ("县局", vec!["河东局", "河西局"])]);
    assert_eq!(file.facts.len(), 6);
    let upper = &file.facts[2];
    assert!(
        matches!(&upper.kind, FactKind::UpperAdoption { channel, commissioned: true, .. } if channel == "昨日市情")
    );
    assert_eq!(upper.source().as_deref(), Some("昨日市情约稿★"));
    let path = |fact: &Fact| serde_json::to_value(&fact.reference).expect("plain data")["path"].clone();
    assert_eq!(path(upper), "$.months[0].upper_adoptions[0]");
}

#[test]
fn opening_points_count_for_the_rest_of_their_year() {
    let mut later = file();
    let months = later["months"].as_array_mut().expect("a list");
    months.push(json!({ "month": "2025-01", "reported_up": [{ "unit": "利用科", "count": 2 }] }));
    let text = later.to_string();
    for (month, this_month, cumulative) in
        [("2024-03", "6", "8.5"), ("2024-05", "0", "8.5"), ("2025-01", "5", "5")]
    {
        let bulletin = bulletin(&text, month);
        let figures = &bulletin.groups[0].rows[0].figures;
        assert_eq!(
            (figures.unit.as_str(), figures.month.to_string(), figures.cumulative.to_string()),
            ("开发利用科", this_month.to_owned(), cumulative.to_owned()),
            "{month}"
        );
    }
}

#[test]
fn what_may_be_missing_is_not_missed() {
    assert_eq!(
        faults(|file| {
            file.as_object_mut().expect("an object").remove("opening");
            for unit in file["units"].as_array_mut().expect("a list") {
                unit.as_object_mut().expect("an object").remove("aliases");
            }
            set(file, "/months", json!([{ "month": "2024-03" }]));
        }),
        [""; 0]
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let text = format!("\u{feff}{}", JANUARY.replace('\n', "\r\n"));
    assert_eq!(bulletin(&text, "2024-01"), bulletin(JANUARY, "2024-01"));
}

#[test]
fn a_month_that_the_file_does_not_hold_has_no_bulletin() {
    let file = read(&file().to_string()).expect("a file without faults");
    let error = file.bulletin("2024-04".parse().expect("a month"), &version_1()).expect_err("not held");
    assert_eq!(error.to_string(), "$.months：文件中没有2024-04，只有：2024-03、2024-05");
}

#[test]
fn each_fault_is_named_by_its_place_and_in_words() {
    let month = "/months/0";
    let cases: &[(&str, Value, &str)] = &[
        ("/format", json!("jianbao.facts/2"), "$.format：应为 jianbao.facts/1，现在是 jianbao.facts/2"),
        ("/units/2/name", json!(""), "$.units[2].name：不能为空"),
        ("/units/2/aliases", json!("局办"), "$.units[2].aliases：应为一个列表 [ … ]，现在是文字"),
        (
            "/units/3/aliases",
            json!(["利用科"]),
            "$.units[3].aliases[0]：“利用科”已是另一个单位的名称或别名（$.units[0].aliases[0]），请改掉其中一个",
        ),
        (
            "/units/2/aliases/0",
            json!("河东局"),
            "$.units[2].aliases[0]：“河东局”已是另一个单位的名称或别名（$.units[1].name），请改掉其中一个",
        ),
        ("/units/2/scored", json!("false"), "$.units[2].scored：应为true 或 false，现在是文字"),
        ("/opening/0/unit", json!("宣传部"), "$.opening[0].unit：没有名为“宣传部”的单位"),
        ("/opening/0/points", json!(2.5), "$.opening[0].points：应为一段文字（\"…\"），现在是数字"),
        (
            "/opening/0/points",
            json!("二"),
            "$.opening[0].points：“二”不是分值，应写作 5、0.5 或 -3 这样的十进制数",
        ),
        (
            "/months/0/month",
            json!("2024-13"),
            "$.months[0].month：“2024-13”不是有效的月份，应写作 2024-01 的形式",
        ),
        ("/months/1/month", json!("2024-03"), "$.months[1].month：2024-03已经给出过（$.months[0].month）"),
        (
            "/months/1/month",
            json!("2024-02"),
            "$.months[1].month：月份应按先后排列，2024-02应在2024-03（$.months[0].month）之前",
        ),
        ("/submissions/0/count", json!(-1), "$.months[0].submissions[0].count：不能小于 0，现在是 -1"),
        ("/submissions/0/count", json!(1.5), "$.months[0].submissions[0].count：应为一个整数，现在是数字"),
        ("/submissions/0/count", json!("4"), "$.months[0].submissions[0].count：应为一个整数，现在是文字"),
        (
            "/submissions/0/count",
            json!(4_294_967_296_i64),
            "$.months[0].submissions[0].count：数字太大：4294967296",
        ),
        ("/submissions/0/count", json!(u64::MAX), "$.months[0].submissions[0].count：数字超出范围"),
        (
            "/submissions/0/unit",
            json!("开发科"),
            "$.months[0].submissions[0].unit：没有名为“开发科”的单位，最接近的是：开发利用科",
        ),
        ("/adoptions/0/issue", json!(0), "$.months[0].adoptions[0].issue：不能小于 1，现在是 0"),
        (
            "/adoptions/0/kind",
            json!("通知"),
            "$.months[0].adoptions[0].kind：应为“信息”或“简讯”，现在是“通知”",
        ),
        (
            "/adoptions/0/units/1",
            json!("河东分局"),
            "$.months[0].adoptions[0].units[1]：没有名为“河东分局”的单位，最接近的是：河东局、河西局",
        ),
        (
            "/adoptions/0/units/1",
            json!("开发利用科"),
            "$.months[0].adoptions[0].units[1]：同一件事中“开发利用科”写了两次",
        ),
        ("/adoptions/0/units", json!([]), "$.months[0].adoptions[0].units：至少要写明一个单位"),
        (
            "/upper_adoptions/0/starred",
            json!(1),
            "$.months[0].upper_adoptions[0].starred：应为true 或 false，现在是数字",
        ),
        ("/upper_adoptions/0/channel", json!(" "), "$.months[0].upper_adoptions[0].channel：不能为空"),
        (
            "/commissions/0/title",
            json!(null),
            "$.months[0].commissions[0].title：应为一段文字（\"…\"），现在是null",
        ),
        ("/reported_up/0/count", json!(-2), "$.months[0].reported_up[0].count：不能小于 0，现在是 -2"),
        ("/reported_up/0", json!("利用科"), "$.months[0].reported_up[0]：应为一个对象 { … }，现在是文字"),
        (
            "/adjustments/0/points",
            json!(5),
            "$.months[0].adjustments[0].points：应为一段文字（\"…\"），现在是数字",
        ),
        (
            "/adjustments/0/points",
            json!("1e3"),
            "$.months[0].adjustments[0].points：“1e3”不是分值，应写作 5、0.5 或 -3 这样的十进制数",
        ),
        ("/adjustments/0/reason", json!(""), "$.months[0].adjustments[0].reason：不能为空"),
    ];
    for (pointer, value, expected) in cases {
        let faults = faults(|file| {
            let whole =
                ["/format", "/units", "/opening", "/months"].iter().any(|key| pointer.starts_with(key));
            let pointer = if whole { (*pointer).to_owned() } else { format!("{month}{pointer}") };
            set(file, &pointer, value.clone());
        });
        assert_eq!(faults, [*expected], "{pointer}");
    }
}

#[test]
fn unknown_keys_and_missing_keys_are_faults_wherever_they_stand() {
    let places: &[(&str, &[&str])] = &[
        ("", &["format", "units", "months"]),
        ("/units/0", &["name", "group"]),
        ("/opening/0", &["unit", "points"]),
        ("/months/1", &["month"]),
        ("/months/0/submissions/0", &["unit", "count"]),
        ("/months/0/adoptions/0", &["issue", "kind", "title", "units"]),
        ("/months/0/upper_adoptions/0", &["channel", "title", "starred", "units"]),
        ("/months/0/commissions/0", &["channel", "title", "units"]),
        ("/months/0/reported_up/0", &["unit", "count"]),
        ("/months/0/adjustments/0", &["unit", "points", "reason"]),
    ];
    for (pointer, keys) in places {
        let place = pointer.split('/').skip(1).fold("$".to_owned(), |path, part| {
            if part.parse::<usize>().is_ok() { format!("{path}[{part}]") } else { format!("{path}.{part}") }
        });
        let unknown =
            faults(|file| file.pointer_mut(pointer).expect("a place in the file")["weight"] = json!(1));
        assert_eq!(unknown, [format!("{place}.weight：没有这个键")]);
        for key in *keys {
            let missing = faults(|file| {
                let object = file.pointer_mut(pointer).and_then(Value::as_object_mut);
                object.expect("an object").remove(*key);
            });
            // Without its name or the units, every mention of a unit is a fault of its own.
            assert!(missing.contains(&format!("{place}：缺少 {key}")), "{missing:?}");
        }
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let found = faults(|file| {
        set(file, "/format", json!(1));
        set(file, "/units/3/name", json!("利用科"));
        set(file, "/months/0/adoptions/0/kind", json!("快讯"));
        set(file, "/months/0/adoptions/0/units/0", json!("规划处"));
        set(file, "/months/1/month", json!("2024-3"));
        file["months"][1]["submissions"] = json!([{ "unit": "河东局", "count": -1 }]);
    });
    let places: Vec<&str> = found.iter().filter_map(|fault| fault.split('：').next()).collect();
    assert_eq!(
        places,
        [
            "$.format",
            "$.units[3].name",
            "$.months[0].adoptions[0].kind",
            "$.months[0].adoptions[0].units[0]",
            // 河西局 is no longer named by any unit.
            "$.months[0].commissions[0].units[0]",
            "$.months[0].adjustments[0].unit",
            "$.months[1].month",
            "$.months[1].submissions[0].count",
        ]
    );
}

#[test]
fn a_unit_whose_points_were_carried_in_twice_is_a_fault() {
    let found = faults(|file| {
        let again = json!({ "unit": "开发利用科", "points": "1" });
        file["opening"].as_array_mut().expect("a list").push(again);
    });
    assert_eq!(found, ["$.opening[1].unit：这个单位的结转分已经给出过"]);
}

#[test]
fn the_units_can_be_read_though_the_rest_is_wrong() {
    let mut file = file();
    set(&mut file, "/months", json!("later"));
    let units = read_units(&file.to_string()).expect("units without faults");
    assert_eq!(units.find("利用科").map(|unit| unit.name.as_str()), Some("开发利用科"));
    set(&mut file, "/units/1/group", json!(1));
    assert!(read_units(&file.to_string()).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,80}", key in "[a-z_]{1,12}", pick in 0_usize..6) {
        let _ = read(&text);
        let mut file = file();
        let pointers = ["/units", "/opening", "/months", "/months/0", "/months/0/adoptions/0", "/units/0"];
        let odd = json!({ &key: [text, null, 1e300, { "unit": [] }] });
        set(&mut file, pointers[pick], odd);
        prop_assert!(read(&file.to_string()).is_err());
    }
}
