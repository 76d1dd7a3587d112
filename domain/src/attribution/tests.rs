//! Attributions as really typed, and the two promises: nothing is lost, and what is printed reads the same.

use proptest::prelude::*;

use super::*;
use crate::unit::{UnitDirectory, tests::directory};

fn bureau() -> UnitDirectory {
    directory(&[
        ("地质矿产管理科", &["地矿科"]),
        ("开发利用科", &["利用科"]),
        ("调查监测科", &[]),
        ("高山局", &["县（市、区）局"]),
        ("市国土空间开发保护中心", &[]),
        ("文书", &[]),
    ])
}

/// `名称=编号/作者、作者` for each part, `?` for an unresolved one.
fn understood(text: &str) -> String {
    let attribution = parse(text, &bureau());
    let parts: Vec<String> = attribution
        .parts
        .iter()
        .map(|part| {
            let unit = part.unit.map_or("?".to_owned(), |unit| unit.to_string());
            let authors = if part.authors.is_empty() {
                String::new()
            } else {
                format!("/{}", part.authors.join("、"))
            };
            format!("{}={unit}{authors}", part.text)
        })
        .collect();
    let leftover = attribution.leftover.join("");
    if leftover.is_empty() { parts.join(" ") } else { format!("{} 余{leftover}", parts.join(" ")) }
}

#[test]
fn an_attribution_is_read_as_it_is_typed() {
    for (typed, meaning) in [
        ("（地矿科）", "地矿科=1"),
        ("地矿科", "地矿科=1"),
        ("  （ 地矿科 ）\n", "地矿科=1"),
        ("（利用科/王小明）", "利用科=2/王小明"),
        ("（利用科／王小明）", "利用科=2/王小明"),
        ("（调查监测科 高山局）", "调查监测科=3 高山局=4"),
        ("（调查监测科　高山局）", "调查监测科=3 高山局=4"),
        ("（调查监测科、高山局，利用科,地矿科）", "调查监测科=3 高山局=4 利用科=2 地矿科=1"),
        ("（高山局/王小明 李大海）", "高山局=4/王小明、李大海"),
        ("(高山局/王小明\n李大海 赵永科)", "高山局=4/王小明、李大海、赵永科"),
        ("(高山局/王小明\r\n李大海)", "高山局=4/王小明、李大海"),
        ("（高山局/王小明 地矿科/李大海）", "高山局=4/王小明 地矿科=1/李大海"),
        ("（高山局/王小明，地矿科）", "高山局=4/王小明 地矿科=1"),
        ("（高山局/地矿科）", "高山局=4 地矿科=1"),
        ("（高山局/王小明 流水局）", "高山局=4/王小明 流水局=?"),
        ("（高山局/王小明 市规划展览馆）", "高山局=4/王小明 市规划展览馆=?"),
        ("（高山局/王永科 李新宣传科）", "高山局=4/王永科 李新宣传科=?"),
        ("（宣传科）", "宣传科=?"),
        ("（某某公司/王小明 另一公司/李大海）", "某某公司=?/王小明 另一公司=?/李大海"),
        ("（高山局/王小明/李大海）", "高山局=4/王小明、李大海"),
        ("（高山局/王小明；文书）", "高山局=4/王小明 文书=6"),
        ("（高山局/王小明；通讯社）", "高山局=4/王小明 通讯社=?"),
        ("（高山局//林中心 王小明）", "高山局=4/林中心、王小明"),
        ("（高山局/王小明）（地矿科）", "高山局=4/王小明 地矿科=1"),
        ("（县（市、区）局/王小明）", "县（市、区）局=4/王小明"),
        ("（高山局（机关）/王小明）", "高山局（机关）=?/王小明"),
        ("（高山局/王　刚 李大海）", "高山局=4/王刚、李大海"),
        ("（高山局/王、刚）", "高山局=4/王、刚"),
        ("（高山局/李大\n海 王小明）", "高山局=4/李大海、王小明"),
        ("（市国土空间开发\n保护中心/王小明）", "市国土空间开发保护中心=5/王小明"),
        ("（/王小明）", "王小明=?"),
        ("（地矿科", "地矿科=1 余（"),
        ("地矿科）", "地矿科=1 余）"),
        ("（地矿科）。", "地矿科=1 余。"),
        ("供稿：地矿科", "供稿=? 地矿科=1 余："),
        ("\u{feff}（地\u{200b}矿科）", "地矿科=1"),
        ("（）", ""),
        ("", ""),
    ] {
        assert_eq!(understood(typed), meaning, "{typed}");
    }
}

#[test]
fn an_attribution_is_printed_as_the_office_does() {
    for (typed, printed) in [
        ("(地矿科)", "（地矿科）"),
        ("调查监测科、高山局", "（调查监测科 高山局）"),
        ("地矿科／王小明,李大海", "（地矿科/王小明 李大海）"),
        ("高山局/王小明 地矿科/李大海", "（高山局/王小明　地矿科/李大海）"),
        ("高山局/王小明 流水局", "（高山局/王小明　流水局）"),
        ("高山局/王小明；通讯社", "（高山局/王小明；通讯社）"),
        ("高山局//林中心；流水局", "（高山局//林中心；流水局）"),
        ("高山局/王、刚", "（高山局/王、刚）"),
        ("", ""),
    ] {
        assert_eq!(parse(typed, &bureau()).to_string(), printed, "{typed}");
    }
}

#[test]
fn combined_items_bear_each_unit_once_with_all_its_authors() {
    let bureau = bureau();
    let sources =
        ["（高山局/王小明 通讯社/李大海）", "（地矿科/赵永科）", "（高山局/李大海 王小明 文书 通讯社/钱多）"]
            .map(|line| parse(line, &bureau));
    assert_eq!(
        unite(&sources).to_string(),
        "（高山局/王小明 李大海　通讯社/李大海 钱多　地矿科/赵永科　文书）"
    );
    let united = unite(&[parse("地质矿产管理科/甲乙", &bureau), parse("地矿科/丙丁", &bureau)]);
    assert_eq!(united.to_string(), "（地质矿产管理科/甲乙 丙丁）");
    assert_eq!(unite(&[]), Attribution::default());
}

#[test]
fn names_that_match_no_unit_are_listed() {
    let attribution = parse("（地矿科 通讯社 地质矿产管理科 流水局/王小明）", &bureau());
    let unresolved: Vec<&str> = attribution.unresolved().map(|part| part.text.as_str()).collect();
    assert_eq!(unresolved, ["通讯社", "流水局"]);
    assert_eq!(attribution.units(), [UnitId(1)]);
    assert_eq!(attribution.authors().collect::<Vec<_>>(), ["王小明"]);
}

#[test]
fn only_an_attribution_is_split_off_a_paragraph() {
    for (paragraph, attribution) in [
        ("工作完成。（地矿科）", Some("（地矿科）")),
        ("工作完成。 (利用科/王小明)  ", Some("(利用科/王小明)")),
        ("（流水局）", Some("（流水局）")),
        ("工作完成。（宣传科）", Some("（宣传科）")),
        ("工作完成（通讯社 地矿科）", Some("（通讯社 地矿科）")),
        ("由县（市、区）局完成。（县（市、区）局）", Some("（县（市、区）局）")),
        ("工作完成。(高山局/王小明\n李大海)", Some("(高山局/王小明\n李大海)")),
        ("入选案例库（第一批）", None),
        ("共5个图斑（面积250余亩）", None),
        ("该规划（以下简称《规划》）", None),
        ("某某局（以下简称市局）", None),
        ("参观实验室（共3室）", None),
        ("去了实验室（陈列室）", None),
        ("工作完成（地矿科）。", None),
        ("工作完成。地矿科）", None),
        ("工作完成。（会后去了高山局。）", None),
        ("（）", None),
        ("", None),
    ] {
        let (body, found) = split_trailing(paragraph, &bureau());
        assert_eq!(found, attribution, "{paragraph}");
        assert_eq!(
            format!("{body}{}", found.unwrap_or_default()).replace(' ', ""),
            paragraph.replace(' ', "")
        );
    }
}

/// Names made of what makes them hard to tell apart: units' endings, single characters, brackets within.
fn a_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[甲乙丙丁王永a1]{1,3}(·[甲乙丙]{1,2})?",
        "[甲乙丙丁王永]{0,4}(局|中心|支队|院|馆|党委|科|室|办|所|站)",
        "[甲乙]{1,2}[（(][丙 、/]{0,3}[）)][局丁]{0,1}",
        Just("地矿科".to_owned()),
        Just("文书".to_owned()),
    ]
}

fn a_well_formed_attribution() -> impl Strategy<Value = Attribution> {
    let is_author = |name: &String| bureau().find(name).is_none();
    let author = a_name().prop_filter("a known unit's name is never an author's", is_author);
    let part = (a_name(), prop::collection::vec(author, 0..4)).prop_map(|(text, authors)| AttributedUnit {
        unit: bureau().find(&text).map(|unit| unit.id),
        text,
        authors,
    });
    prop::collection::vec(part, 0..5).prop_map(Attribution::new)
}

/// The characters of a text, sorted, without those that part names.
fn characters(text: &str) -> Vec<char> {
    let is_separator = |character: &char| {
        character.is_whitespace()
            || character.is_control()
            || "、，,；;/／（）()".contains(*character)
            || ('\u{200b}'..='\u{200f}').contains(character)
            || ['\u{ad}', '\u{2060}', '\u{feff}'].contains(character)
    };
    let mut characters: Vec<char> = text.chars().filter(|character| !is_separator(character)).collect();
    characters.sort_unstable();
    characters
}

fn assert_nothing_is_lost(typed: &str) {
    let attribution = parse(typed, &bureau());
    let mut kept = attribution.leftover.join("");
    for part in &attribution.parts {
        kept.push_str(&part.text);
        part.authors.iter().for_each(|author| kept.push_str(author));
    }
    assert_eq!(characters(typed), characters(&kept));
}

#[test]
fn names_written_character_by_character_are_asked_about_where_they_may_be_two() {
    let directory = crate::unit::tests::directory(&[("甲局", &[])]);
    let authors = |line: &str| parse(line, &directory).authors().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(authors("（甲局/王　刚）"), ["王刚"]);
    assert_eq!(authors("（甲局/欧 阳 修）"), ["欧阳修"]);
    assert_eq!(authors("（甲局/李 明 王 刚）"), ["李 明 王 刚"]);
    assert_eq!(authors("（甲局/李 明 王 刚 赵 云）"), ["李 明 王 刚 赵 云"]);
    assert_eq!(authors("（甲局/李 明、王 刚）"), ["李明", "王刚"]);
    let attribution = parse("（甲局/李 明 王 刚）", &directory);
    assert_eq!(attribution.unclear_authors().collect::<Vec<_>>(), ["李 明 王 刚"]);
    assert_eq!(parse(&attribution.to_string(), &directory), attribution);
    // A character of theirs may be what a unit's name ends with.
    let attribution = parse("丙//丙局\n科　丙", &directory);
    assert_eq!(attribution.authors().collect::<Vec<_>>(), ["丙 局 科 丙"]);
    assert_eq!(parse(&attribution.to_string(), &directory), attribution);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_printed_attribution_reads_the_same(attribution in a_well_formed_attribution()) {
        let printed = attribution.to_string();
        prop_assert_eq!(parse(&printed, &bureau()), attribution, "{}", printed);
    }

    #[test]
    fn no_character_of_any_text_is_lost(text in any::<String>()) {
        assert_nothing_is_lost(&text);
        let _ = split_trailing(&text, &bureau());
    }

    #[test]
    fn no_character_of_a_typed_line_is_lost(text in "[（(）)/／ 　、，；。：\n甲乙丙地矿科局\u{200b}]{0,30}") {
        assert_nothing_is_lost(&text);
        let parsed = Attribution::new(parse(&text, &bureau()).parts);
        prop_assert_eq!(parse(&parsed.to_string(), &bureau()), parsed, "what was read is well formed");
        let (body, attribution) = split_trailing(&text, &bureau());
        let whole = format!("{body}{}", attribution.unwrap_or_default());
        prop_assert_eq!(characters(&whole), characters(&text));
    }
}
