//! What was compared is said, what is missing or stands twice is the finding, and a wrong companion is one.

use super::*;

/// Five units of one group in May, with a list each but for the last.
pub(super) const BASE: &str = "关于5月份政务信息采用情况的通报\n各科室：\n\
5月份，市局办公室共收到信息16条，其中机关科室信息16条；市局采用机关科室信息4条。\n\
累计得分前三的机关科室为松涛科、竹溪科、梅岭科。\n\
（一）5月份机关科室政务信息统计\n\
单位|上报篇数|市级以上采用篇数|市局简报采用篇数|记分|报省市|本月基础分|本月分数|累计分数|总排名\n\
松涛科|5|2|1|21|1|5|26|26|1\n\
竹溪科|4|1|2|6.5|1|5|11.5|11.5|2\n\
梅岭科|3||1|0.5|||0.5|0.5|3\n\
兰亭科|2||||||0|0|4\n\
柳湖科|2||||||0|0|4\n\
机关科室信息采用情况\n\
松涛科（5月份报送稿件5篇，其中市局采用信息1篇，合计1分；上级采用信息2篇，合计20分；报市1篇，本月基础分5分；累计26分）\n\
1、山村夜校办到田间地头（第9期 信息）\n\
2、小水渠里的大账本（昨日市情★）\n\
3、老茶园改造的几点做法（每日动态）\n\
竹溪科（5月份报送稿件4篇，其中市局采用信息1篇、简讯1则，合计1.5分；上级采用信息1篇，合计5分；报市1篇，本月基础分5分；累计11.5分）\n\
1、竹海防火有了“千里眼”（第9期 信息）\n\
2、5月8日，竹溪科开展苗圃巡查（第9期 简讯）\n\
3、乡村图书角的启示（每日动态）\n\
梅岭科（5月份报送稿件3篇，其中市局采用简讯1则，合计0.5分；累计0.5分）\n\
1、5月9日，梅岭科组织青年读书会（第9期 简讯）\n\
兰亭科（5月份报送稿件2篇，累计0分）\n\
柳湖科（5月份报送稿件2篇，累计0分）\n";

pub(super) fn of(text: &str) -> Report {
    report(text, None)
}

fn without(part: &str) -> String {
    assert!(BASE.contains(part), "{part}");
    BASE.replacen(part, "", 1)
}

fn replaced(part: &str, by: &str) -> String {
    assert!(BASE.contains(part), "{part}");
    BASE.replacen(part, by, 1)
}

#[test]
fn what_is_right_says_what_was_compared() {
    let report = of(BASE);
    assert_eq!(found(&report), BTreeSet::new());
    assert_eq!(
        report.headline,
        "没有发现不符之处。核对了1张表格共5行、5个单位的段落、清单7篇、正文合计3处、前几名1处。"
    );
}

#[test]
fn where_no_table_could_be_read_the_headline_says_so_first() {
    let start = BASE.find("（一）5月份").unwrap_or_default();
    let end = BASE.find("机关科室信息采用情况").unwrap_or_default();
    let report = of(&format!("{}{}", &BASE[..start], &BASE[end..]));
    assert_eq!(found(&report), BTreeSet::new());
    assert!(
        report.headline.starts_with("没有读出表格，表格里的数字没有核对。已核对的5个单位的段落"),
        "{}",
        report.headline
    );
}

#[test]
fn a_group_without_its_table_is_named() {
    let second = "局属事业单位信息采用情况\n市测绘院（5月份报送稿件2篇，累计0分）\n市林场（5月份报送稿件1篇，累计0分）\n";
    let text = format!("{BASE}{second}").replace("共收到信息16条", "共收到信息19条");
    let report = of(&text);
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.headline.starts_with("没有读出“局属事业单位”的表格"), "{}", report.headline);
}

#[test]
fn a_group_of_which_nothing_was_read_is_named_and_no_total_blamed_for_it() {
    let text = replaced("16条，其中机关科室信息16条", "20条，其中机关科室信息16条、事业单位信息4条");
    let report = of(&text);
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.headline.starts_with("正文提到“事业单位”，却没有读出"), "{}", report.headline);
}

#[test]
fn a_missing_row_is_the_finding_and_the_totals_are_not() {
    let missing = expected("松涛科", Place::Table, "unit", "-", "松涛科");
    let report = of(&without("松涛科|5|2|1|21|1|5|26|26|1\n"));
    assert_eq!(found(&report), BTreeSet::from([missing.clone()]));
    // Whoever left it out of the totals and the ranks as well made one mistake.
    let text = without("松涛科|5|2|1|21|1|5|26|26|1\n")
        .replace(
            "信息16条，其中机关科室信息16条；市局采用机关科室信息4条",
            "信息11条，其中机关科室信息11条；市局采用机关科室信息3条",
        )
        .replace("11.5|2\n", "11.5|1\n")
        .replace("0.5|0.5|3\n", "0.5|0.5|2\n")
        .replace("0|0|4\n", "0|0|3\n")
        .replace("为松涛科、竹溪科、梅岭科", "为竹溪科、梅岭科");
    assert_eq!(found(&of(&text)), BTreeSet::from([missing]));
}

#[test]
fn a_row_that_stands_twice_is_the_finding_and_the_totals_are_not() {
    let row = "梅岭科|3||1|0.5|||0.5|0.5|3\n";
    let twice = expected("梅岭科", Place::Table, "unit", 2, 1);
    assert_eq!(found(&of(&replaced(row, &row.repeat(2)))), BTreeSet::from([twice.clone()]));
    let counted = replaced(row, &row.repeat(2)).replace(
        "信息16条，其中机关科室信息16条；市局采用机关科室信息4条",
        "信息19条，其中机关科室信息19条；市局采用机关科室信息5条",
    );
    assert_eq!(found(&of(&counted)), BTreeSet::from([twice]));
    // A total that is neither is wrong.
    let wrong = replaced(row, &row.repeat(2)).replace("其中机关科室信息16条", "其中机关科室信息17条");
    assert_eq!(found(&of(&wrong)).len(), 2);
}

#[test]
fn a_paragraph_that_stands_twice_or_is_missing_is_the_finding() {
    let paragraph = "兰亭科（5月份报送稿件2篇，累计0分）\n";
    let twice = expected("兰亭科", Place::Paragraph, "unit", 2, 1);
    assert_eq!(found(&of(&replaced(paragraph, &paragraph.repeat(2)))), BTreeSet::from([twice]));
    let text = without("梅岭科（5月份报送稿件3篇，其中市局采用简讯1则，合计0.5分；累计0.5分）\n")
        .replace("1、5月9日，梅岭科组织青年读书会（第9期 简讯）\n", "");
    assert_eq!(
        found(&of(&text)),
        BTreeSet::from([expected("梅岭科", Place::Paragraph, "unit", "-", "梅岭科")])
    );
    // Who sent in something and had nothing printed may well have none.
    assert_eq!(found(&of(&without(paragraph))), BTreeSet::new());
}

#[test]
fn a_name_that_another_bears_is_told_by_the_figures() {
    let named =
        |place, printed: &str, right: &str| BTreeSet::from([expected(right, place, "unit", printed, right)]);
    let table = replaced("竹溪科|4|", "梅岭科|4|");
    assert_eq!(found(&of(&table)), named(Place::Table, "梅岭科", "竹溪科"));
    let paragraph = replaced("松涛科（5月", "竹溪科（5月");
    assert_eq!(found(&of(&paragraph)), named(Place::Paragraph, "竹溪科", "松涛科"));
    let slip = replaced("竹溪科（5月", "竹西科（5月");
    assert_eq!(found(&of(&slip)), named(Place::Paragraph, "竹西科", "竹溪科"));
}

#[test]
fn the_only_piece_of_a_unit_that_is_gone_from_its_list_is_found() {
    let report = of(&without("1、5月9日，梅岭科组织青年读书会（第9期 简讯）\n"));
    let of_unit =
        |place, field: &str, printed: &str, derived: &str| expected("梅岭科", place, field, printed, derived);
    let mut wrong = BTreeSet::from([
        of_unit(Place::Table, "newsletter_count", "1", "0"),
        of_unit(Place::Table, "adoption_points", "0.5", "0"),
        of_unit(Place::Table, "month", "0.5", "0"),
        of_unit(Place::Table, "cumulative", "0.5", "0"),
        of_unit(Place::Paragraph, "newsletter_count", "1", "0"),
        of_unit(Place::Paragraph, "adoption_points", "0.5", "0"),
        of_unit(Place::Paragraph, "cumulative", "0.5", "0"),
        expected("机关科室", Place::Covering, "newsletter_count", "4", "3"),
        expected("机关科室", Place::Covering, "rank", "松涛科、竹溪科、梅岭科", "松涛科、竹溪科"),
    ]);
    for unit in ["兰亭科", "柳湖科"] {
        wrong.insert(expected(unit, Place::Table, "rank", "4", "3"));
    }
    assert_eq!(found(&report), wrong);
}

#[test]
fn the_earlier_bulletin_of_a_wrong_month_is_one_finding() {
    for (earlier, month) in [(BASE.to_owned(), "5月份"), (BASE.replace("5月", "2月"), "2月份")] {
        let report = report(BASE, Some(&earlier));
        let wrong = expected("", Place::Covering, "month", month, "4月份");
        assert_eq!(found(&report), BTreeSet::from([wrong]));
    }
    let year = |year: &str| BASE.replace("关于5月份", &format!("关于{year}年5月份"));
    let earlier = BASE.replace("5月", "4月").replace("关于4月份", "关于2022年4月份");
    let report = report(&year("2024"), Some(&earlier));
    let wrong = expected("", Place::Covering, "month", "2022年4月份", "2024年4月份");
    assert_eq!(found(&report), BTreeSet::from([wrong]));
}

#[test]
fn the_earlier_bulletin_of_another_office_is_one_finding() {
    let mut earlier = BASE.replace("5月", "4月");
    for (one, other) in
        [("松涛", "丁香"), ("竹溪", "河套"), ("梅岭", "青石"), ("兰亭", "白塔"), ("柳湖", "双桥")]
    {
        earlier = earlier.replace(one, other);
    }
    let report = report(BASE, Some(&earlier));
    let findings: Vec<Told> = found(&report).into_iter().collect();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(report.findings[0].note.contains("另一个机关"), "{:?}", report.findings);
}

#[test]
fn sentences_that_were_torn_over_lines_are_whole() {
    for (part, torn) in [
        ("竹溪科、梅岭科。", "竹溪\n科、梅岭科。"),
        ("其中机关科室信息16条", "其中机关\n科室信息16条"),
        ("共收到信息16条", "共收到信息1\n6条"),
        ("（第9期 信息）\n2、小", "（第9\n期 信息）\n2、小"),
        ("合计20分；报市", "合计\n20分；报市"),
    ] {
        let report = of(&replaced(part, torn));
        assert_eq!(found(&report), BTreeSet::new(), "{torn}: {:?}", report.findings);
        assert_eq!(report.compared.totals, 3, "{torn}");
    }
}

#[test]
fn every_width_at_which_a_text_was_broken_is_read_or_refused() {
    for width in [20, 26, 28, 30, 32, 36, 40] {
        let mut lines = Vec::new();
        for line in BASE.lines() {
            let characters: Vec<char> = line.chars().collect();
            lines.extend(characters.chunks(width).map(|part| part.iter().collect::<String>()));
        }
        let document = Document::from_text(&lines.join("\n"));
        let rules = version_1();
        let audited = audit(Audited { bulletin: &document, previous: None, units: None, rules: &rules });
        let Ok(report) = audited else { continue };
        let is_partial = !report.compared.left_out.is_empty();
        assert!(is_partial || found(&report).is_empty(), "{width}: {} {:?}", report.headline, found(&report));
    }
}

#[test]
fn a_list_set_in_a_table_is_a_list() {
    let text = BASE
        .replace("1、山村夜校办到田间地头（第9期 信息）\n2、小水渠里的大账本（昨日市情★）\n3、老茶园改造的几点做法（每日动态）\n", "@");
    let (before, after) = text.split_once('@').unwrap_or_default();
    let row = |number: usize, cells: [&str; 2]| TableRow { number, cells: cells.map(str::to_owned).to_vec() };
    let mut blocks = Document::from_text(before).blocks;
    blocks.push(Block::Table(vec![
        row(101, ["1、山村夜校办到田间地头", "（第9期 信息）"]),
        row(102, ["2、小水渠里的大账本", "（昨日市情★）"]),
        row(103, ["3、老茶园改造的几点做法", "（每日动态）"]),
    ]));
    blocks.extend(Document::from_text(after).blocks);
    let document = Document { blocks };
    let rules = version_1();
    let report = audit(Audited { bulletin: &document, previous: None, units: None, rules: &rules })
        .unwrap_or_default();
    assert_eq!(found(&report), BTreeSet::new());
    assert_eq!(report.compared.pieces, 7);
}

#[test]
fn symbols_that_only_a_font_knows_are_pointed_out() {
    let star = replaced("昨日市情★", "昨日市情\u{f0ab}");
    assert_eq!(found(&of(&star)), BTreeSet::new());
    let unknown = of(&replaced("昨日市情★", "昨日市情\u{f03a}"));
    assert!(unknown.notes.iter().any(|note| note.contains("U+F03A")), "{:?}", unknown.notes);
}

#[test]
fn a_table_of_the_whole_year_is_not_taken_for_rows_that_stand_twice() {
    let table = "（二）1—5月份累计得分\n单位|上报篇数|记分|累计分数|总排名\n\
        松涛科|25|21|26|1\n竹溪科|14|6.5|11.5|2\n梅岭科|13|0.5|0.5|3\n兰亭科|12|0|0|4\n柳湖科|9|0|0|4\n";
    let report = of(&replaced("机关科室信息采用情况\n", &format!("{table}机关科室信息采用情况\n")));
    assert_eq!(found(&report), BTreeSet::new());
    assert!(report.headline.contains("又列了前面已有的单位，没有核对"), "{}", report.headline);
}
