//! An issue of our own in the ways in which issues come, and for any text: nothing is lost.

use proptest::prelude::*;

use super::*;
use crate::unit::tests::directory;

fn bureau() -> UnitDirectory {
    directory(&[
        ("北山局", &[]),
        ("南湖林业局", &[]),
        ("测绘管理科", &["测绘科"]),
        ("土地利用科", &["利用科"]),
        ("市登记中心", &[]),
        ("办公室", &[]),
    ])
}

/// Two 信息 and three 简讯; the second 信息 has a second headline of two lines.
const ISSUE: &str = "
全市测绘工作会议召开

3月2日，全市测绘工作会议召开。会议总结了去年的工作，对今年的任务作了安排，要求各单位把基础测绘、应急测绘

和成果应用结合起来，提高服务能力。

会议指出，要做好三件事：

一是更新图件；

二是培训人员。（测绘科/王小明 李大海）

一张图管到底 一次办到位

北山局推行登记联办
三个环节合并为一个

近年来，北山局围绕“少跑一趟，早办一天”的目标，

合并窗口（第一批）共十二个，群众办事的时间缩短了一半。

据统计，一季度共办理登记320件。

（北山局）

▲3月5日，市登记中心走进“智

慧 社区”开展宣传，发放资料200份。

（市登记中心 北山局）

▲一季度，南湖林业局造林12.5万

亩，《南湖林地保护规划》（以下简称《规划》）印发。

《规划》提出，到2030年林地面积稳步增加。

(南湖林业局/赵一山
钱二水 孙三川)

▲近日，利用科开展培训。（利用科）
";

/// An item on one line: 类｜标题｜副题｜段落…｜署名.
fn sketch(item: &ReadItem) -> String {
    let attribution: Vec<String> = item
        .attribution
        .iter()
        .map(|part| {
            let unit = part.unit.map_or("?".to_owned(), |unit| unit.to_string());
            format!("{}={unit}/{}", part.text, part.authors.join("、"))
        })
        .collect();
    format!(
        "{}｜{}｜{}｜{}｜{}",
        item.kind.label(),
        item.title,
        item.subtitle.as_deref().unwrap_or("-"),
        item.paragraphs.join("¶"),
        attribution.join(" ")
    )
}

fn sketches(text: &str) -> Vec<String> {
    read(text, &bureau()).items.iter().map(sketch).collect()
}

fn problems(text: &str) -> Vec<String> {
    let problems = read(text, &bureau()).problems;
    problems.iter().map(|problem| format!("{} {}", problem.line, problem.text)).collect()
}

#[test]
fn an_issue_is_read_whole() {
    assert_eq!(
        sketches(ISSUE),
        [
            "信息｜全市测绘工作会议召开｜-｜3月2日，全市测绘工作会议召开。会议总结了去年的工作，对今年的任务作了安排，\
             要求各单位把基础测绘、应急测绘和成果应用结合起来，提高服务能力。¶会议指出，要做好三件事：¶一是更新图件；\
             ¶二是培训人员。｜测绘科=3/王小明、李大海",
            "信息｜一张图管到底 一次办到位｜北山局推行登记联办 三个环节合并为一个｜近年来，北山局围绕“少跑一趟，早办\
             一天”的目标，合并窗口（第一批）共十二个，群众办事的时间缩短了一半。¶据统计，一季度共办理登记320件。｜北山局=1/",
            "简讯｜｜-｜3月5日，市登记中心走进“智慧 社区”开展宣传，发放资料200份。｜市登记中心=5/ 北山局=1/",
            "简讯｜｜-｜一季度，南湖林业局造林12.5万亩，《南湖林地保护规划》（以下简称《规划》）印发。¶《规划》提出，\
             到2030年林地面积稳步增加。｜南湖林业局=2/赵一山、钱二水、孙三川",
            "简讯｜｜-｜近日，利用科开展培训。｜利用科=4/",
        ]
    );
    assert_eq!(problems(ISSUE), [""; 0]);
}

#[test]
fn the_same_issue_is_read_the_same_however_it_was_saved() {
    let whole = sketches(ISSUE);
    let indented: String = ISSUE.lines().map(|line| format!("　　{line}  \n")).collect();
    let variants = [
        ("CRLF", ISSUE.replace('\n', "\r\n")),
        ("a byte-order mark", format!("\u{feff}{ISSUE}")),
        ("indented", indented),
        ("no blank lines", ISSUE.replace("\n\n", "\n")),
        ("more blank lines", ISSUE.replace("\n\n", "\n\n　\n\n")),
        ("a form feed", ISSUE.replace("应急测绘\n\n", "应急测绘\u{c}")),
        ("a soft line end", ISSUE.replace("“智\n\n", "“智\u{b}")),
        ("attributions on lines of their own", ISSUE.replace("。（", "。\n\n（")),
        ("attributions at the paragraph's end", ISSUE.replace("。\n\n（", "。（").replace("。\n\n(", "。(")),
        ("half-width brackets", ISSUE.replace('（', "(").replace('）', ")")),
        ("a name cut in two", ISSUE.replace("（市登记中心", "（市登记\n中心")),
        ("a sentence cut before its end", ISSUE.replace("200份。", "200份\n\n。")),
        ("briefs in one line", ISSUE.replace("）\n\n▲", "）▲")),
    ];
    for (name, variant) in variants {
        let read: Vec<String> = sketches(&variant)
            .iter()
            .map(|item| item.replace(['(', '（'], "（").replace([')', '）'], "）"))
            .collect();
        assert_eq!(read, whole, "{name}");
    }
}

#[test]
fn what_belongs_to_no_item_is_a_problem_and_disturbs_no_item() {
    let text = format!(
        "山水信息\n第8期\n（总第112期）\n某局办公室　　2024年3月15日\n\n目录\n全市测绘工作会议召开……1\n\n{}\n\n报：市委、市政府\n送：各局\n编辑：甲乙　审核：丙丁\n共印120份\n",
        ISSUE.replace("应急测绘\n\n", "应急测绘\n\n— 1 —\n\n山水信息\n\n").replacen(
            "▲",
            "【简讯】\n\n————————\n\n▲",
            1
        )
    );
    assert_eq!(sketches(&text), sketches(ISSUE));
    assert_eq!(
        problems(&text),
        [
            "1 报头，未读入：山水信息",
            "2 报头，未读入：第8期",
            "3 报头，未读入：（总第112期）",
            "4 报头，未读入：某局办公室　　2024年3月15日",
            "6 目录，未读入：目录",
            "7 目录，未读入：全市测绘工作会议召开……1",
            "14 页码，未读入：— 1 —",
            "16 页眉，未读入：山水信息",
            "39 栏目名，未读入：【简讯】",
            "41 分隔符号，未读入：————————",
            "61 报尾，未读入：报：市委、市政府",
            "62 报尾，未读入：送：各局",
            "63 报尾，未读入：编辑：甲乙　审核：丙丁",
            "64 报尾，未读入：共印120份",
        ]
    );
}

#[test]
fn an_item_without_an_attribution_ends_where_the_next_begins() {
    for (missing, line) in [
        ("（测绘科/王小明 李大海）", 2),
        ("（北山局）", 14),
        ("（市登记中心 北山局）", 27),
        ("(南湖林业局/赵一山\n钱二水 孙三川)", 33),
        ("（利用科）", 42),
    ] {
        let text = ISSUE.replace(missing, "");
        let bodies = |text: &str| -> Vec<(String, Vec<String>)> {
            read(text, &bureau()).items.into_iter().map(|item| (item.title, item.paragraphs)).collect()
        };
        assert_eq!(bodies(&text), bodies(ISSUE), "{missing}");
        assert_eq!(problems(&text), [format!("{line} 这一篇没有署名")], "{missing}");
    }
}

#[test]
fn unknown_units_are_named_with_those_nearest_to_them() {
    let text = ISSUE.replace("（北山局）", "（北山国土局 宣传部/周四）").replace("（利用科）", "（某某林场");
    let issue = read(&text, &bureau());
    assert_eq!(sketch(&issue.items[1]).rsplit('｜').next(), Some("北山国土局=?/ 宣传部=?/周四"));
    assert_eq!(
        problems(&text),
        [
            "25 署名“北山国土局”不是已知单位的名称，相近的有：北山局",
            "25 署名“宣传部”不是已知单位的名称",
            "42 这一篇没有署名",
        ]
    );
    assert_eq!(issue.items[4].paragraphs, ["近日，利用科开展培训。（某某林场"]);
}

#[test]
fn units_that_nobody_knows_still_end_items() {
    let issue = read(ISSUE, &UnitDirectory::default());
    assert_eq!(issue.items.len(), 5);
    assert!(issue.items.iter().all(|item| !item.attribution.is_empty()));
    assert!(issue.items.iter().flat_map(|item| &item.attribution).all(|part| part.unit.is_none()));
    assert_eq!(issue.problems.len(), 6);
}

#[test]
fn brackets_that_are_no_attribution_stay_in_the_text() {
    for bracket in
        ["（第一批）", "（面积250余亩）", "（以下简称《规划》）", "（见附表）", "（详见北山局。）", "（一）"]
    {
        let text = ISSUE.replace("提高服务能力。", &format!("提高服务能力。{bracket}"));
        let issue = read(&text, &bureau());
        assert_eq!(issue.items.len(), 5, "{bracket}");
        assert!(issue.items[0].paragraphs[0].ends_with(bracket), "{bracket}");
    }
}

#[test]
fn subheads_are_paragraphs_and_no_items() {
    let subheads = "统筹谋划抓引领\n\n坚持高位推动，成立专班。\n\n多措并举促提升\n\n开展培训，服务群众。\n\n一、强化保障\n\n落实资金。";
    let issue = read(&format!("北山局做好登记工作\n\n{subheads}\n\n（北山局）"), &bureau());
    let expected = [
        "统筹谋划抓引领",
        "坚持高位推动，成立专班。",
        "多措并举促提升",
        "开展培训，服务群众。",
        "一、强化保障",
        "落实资金。",
    ];
    // The first follows the title at once and is read as its second headline.
    assert_eq!(issue.items[0].subtitle.as_deref(), Some(expected[0]));
    assert_eq!(issue.items.len(), 1);
    let later =
        read(&format!("北山局做好登记工作\n\n近日，工作启动。\n\n{subheads}\n\n（北山局）"), &bureau());
    assert_eq!(later.items[0].paragraphs[1..], expected);
    assert_eq!(later.items.len(), 1);
}

#[test]
fn what_is_hardly_an_issue_is_read_as_far_as_it_goes() {
    for (text, items, told) in [
        ("", vec![], vec!["1 文中没有内容"]),
        ("\n \n", vec![], vec!["1 文中没有内容"]),
        ("只有一行", vec![], vec!["1 没有读懂，未读入：只有一行"]),
        ("▲", vec![], vec!["1 ▲后没有正文"]),
        ("▲\n（北山局）", vec!["简讯｜｜-｜｜北山局=1/"], vec!["2 署名前没有正文"]),
        ("▲近日，开会。", vec!["简讯｜｜-｜近日，开会。｜"], vec!["1 这一篇没有署名"]),
        (
            "▲近日，开会。（北山局）\n日前，又开会。（利用科）",
            vec!["简讯｜｜-｜近日，开会。｜北山局=1/", "简讯｜｜-｜日前，又开会。｜利用科=4/"],
            vec!["2 这一段前没有▲，按简讯读入"],
        ),
        ("近日，开会。（北山局）", vec!["信息｜｜-｜近日，开会。｜北山局=1/"], vec!["1 这一篇没有标题"]),
        ("会议召开（北山局）", vec!["信息｜会议召开｜-｜｜北山局=1/"], vec!["1 这一篇没有正文"]),
        ("▲近日，开会。（北山局）（利用科）", vec!["简讯｜｜-｜近日，开会。｜北山局=1/ 利用科=4/"], vec![]),
        (
            "▲近日，开会。\n（北山局）\n（利用科）",
            vec!["简讯｜｜-｜近日，开会。｜北山局=1/ 利用科=4/"],
            vec![],
        ),
    ] {
        assert_eq!(sketches(text), items, "{text}");
        assert_eq!(problems(text), told, "{text}");
    }
}

#[test]
fn a_long_text_without_any_sentence_takes_no_long_time() {
    let text = "一行文字没有句号，\n".repeat(30_000);
    assert_eq!(read(&text, &bureau()).items[0].paragraphs.len(), 1);
}

/// The characters of a text, sorted, without blanks, marks, brackets and what parts names.
fn characters(text: &str) -> Vec<char> {
    let is_left_out = |character: &char| {
        character.is_whitespace()
            || character.is_control()
            || "▲△▴（）()、，,；;/／".contains(*character)
            || ('\u{200b}'..='\u{200f}').contains(character)
            || ['\u{ad}', '\u{2060}', '\u{feff}'].contains(character)
    };
    let mut characters: Vec<char> = text.chars().filter(|character| !is_left_out(character)).collect();
    characters.sort_unstable();
    characters
}

/// Every character of the text is in an item or under the problems. (These hold words of our own besides.)
fn assert_nothing_is_lost(text: &str) {
    let issue = read(text, &bureau());
    let mut kept = String::new();
    for item in &issue.items {
        kept.push_str(&item.title);
        kept.extend(item.subtitle.as_deref());
        item.paragraphs.iter().for_each(|paragraph| kept.push_str(paragraph));
        for part in &item.attribution {
            kept.push_str(&part.text);
            part.authors.iter().for_each(|author| kept.push_str(author));
        }
    }
    issue.problems.iter().for_each(|problem| kept.push_str(&problem.text));
    let mut kept = characters(&kept).into_iter();
    for character in characters(text) {
        assert!(kept.any(|other| other == character), "{character:?} of {text:?} is lost");
    }
}

/// Pieces of which issues are made, in any order.
fn a_piece() -> impl Strategy<Value = String> {
    let fixed = [
        "▲",
        "\n",
        "\n\n",
        "（北山局）",
        "（利用科/王小明\n李大海）",
        "（第一批）",
        "（",
        "）",
        "。",
        "，",
        "；",
        "：",
        "“",
        "”",
        "全市测绘工作会议召开",
        "3月5日，市登记中心开展宣传",
        "近日",
        "一、强化引领",
        "第8期",
        "2024年3月15日",
        "目录",
        "— 1 —",
        "报：市委",
        "编辑：甲乙",
        "共印120份",
        "简讯",
        "————",
        "　　",
        "\u{feff}",
        "\u{c}",
        "（某某林场）",
    ];
    prop_oneof![prop::sample::select(fixed.to_vec()).prop_map(str::to_owned), "[甲乙丙丁，。]{1,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_character_of_any_text_is_lost(text in any::<String>()) {
        assert_nothing_is_lost(&text);
    }

    #[test]
    fn no_character_of_anything_like_an_issue_is_lost(pieces in prop::collection::vec(a_piece(), 0..30)) {
        assert_nothing_is_lost(&pieces.concat());
    }

    #[test]
    fn a_break_in_the_middle_of_a_line_of_a_brief_is_healed(place in 2_usize..30) {
        let body = "近日，南湖林业局组织人员到各乡镇检查春季造林成活情况，现场指导补植";
        let (before, after) = body.split_at(body.char_indices().nth(place).map_or(body.len(), |(place, _)| place));
        let text = format!("▲{before}\n\n{after}。\n\n（南湖林业局）");
        prop_assert_eq!(sketches(&text), [format!("简讯｜｜-｜{body}。｜南湖林业局=2/")]);
    }
}
