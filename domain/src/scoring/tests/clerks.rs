//! The documentation's sentences for clerks: each one's lines are read without a doubt and score as the sentence says.

use super::{super::facts_file, *};

const DOCUMENTATION: &str = include_str!("../../../../docs/rules.md");
const HEAD: &str = "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n";

/// Each sentence with its lines.
fn sentences() -> Vec<(&'static str, RuleSet)> {
    let (_, after) = DOCUMENTATION.split_once("<!-- clerks -->").expect("the mark");
    let (part, _) = after.split_once("<!-- /clerks -->").expect("the mark's end");
    let mut sentences = Vec::new();
    for block in part.split("**").filter(|block| block.contains("```toml")) {
        let (_, lines) = block.split_once("```toml\n").expect("lines");
        let (lines, _) = lines.split_once("```").expect("the lines' end");
        let rules =
            RuleSet::read(&format!("{HEAD}{lines}")).unwrap_or_else(|faults| panic!("{lines}\n{faults:?}"));
        assert_eq!(rules.doubts(), [], "{lines}");
        sentences.push((lines, rules));
    }
    sentences
}

fn nth(number: usize) -> RuleSet {
    sentences().into_iter().nth(number - 1).expect("the sentence").1
}

/// The bulletin of the last of some months of 甲局, 乙局 (县局) and 丙科 (科室).
fn bulletin_of(number: usize, months: &[(u8, &str)]) -> Bulletin {
    let units = r#"{ "name": "甲局", "group": "县局" }, { "name": "乙局", "group": "县局" }, { "name": "丙科", "group": "科室" }"#;
    let of = |(month, lists): &(u8, &str)| format!(r#"{{ "month": "2024-{month:02}", {lists} }}"#);
    let months: Vec<String> = months.iter().map(of).collect();
    let text = format!(
        r#"{{ "format": "jianbao.facts/1", "units": [{units}], "months": [{}] }}"#,
        months.join(", ")
    );
    let file = facts_file::read(&text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let last = *file.months.last().expect("a month");
    file.bulletin(last, &nth(number)).unwrap_or_else(|error| panic!("{error}"))
}

fn figures(bulletin: &Bulletin, unit: &str) -> Figures {
    bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit").figures.clone()
}

fn points_of(number: usize, months: &[(u8, &str)], unit: &str) -> String {
    figures(&bulletin_of(number, months), unit).month.to_string()
}

fn adoptions(pieces: &[(&str, &str)]) -> String {
    let of = |(kind, units): &(&str, &str)| {
        format!(r#"{{ "issue": 1, "kind": "{kind}", "title": "题", "units": [{units}] }}"#)
    };
    let pieces: Vec<String> = pieces.iter().map(of).collect();
    format!(r#""adoptions": [{}]"#, pieces.join(", "))
}

const FIRST: &str = r#""甲局""#;

#[test]
fn there_are_ten() {
    assert_eq!(sentences().len(), 10);
}

#[test]
fn three_for_an_article_and_one_for_a_brief() {
    let pieces = adoptions(&[("信息", FIRST), ("简讯", FIRST), ("简讯", FIRST)]);
    assert_eq!(points_of(1, &[(1, &pieces)], "甲局"), "5");
}

#[test]
fn of_several_places_the_highest() {
    let upper = |channel: &str| {
        format!(
            r#"{{ "channel": "{channel}", "title": "题", "starred": false, "story": "X", "units": ["甲局"] }}"#
        )
    };
    let both = format!(r#""upper_adoptions": [{}, {}]"#, upper("市情动态"), upper("省政务信息"));
    assert_eq!(points_of(2, &[(1, &both)], "甲局"), "10");
    let later = |channel: &str| format!(r#""upper_adoptions": [{}]"#, upper(channel));
    let bulletin = bulletin_of(2, &[(1, &later("市情动态")), (2, &later("省政务信息"))]);
    assert_eq!(figures(&bulletin, "甲局").cumulative.to_string(), "10");
}

#[test]
fn a_groups_own_quota_with_a_base_or_a_deduction_for_each_missing() {
    let sent = r#""submissions": [{ "unit": "甲局", "count": 6 }, { "unit": "乙局", "count": 4 }, { "unit": "丙科", "count": 3 }]"#;
    let of = |unit: &str| points_of(3, &[(1, sent)], unit);
    assert_eq!([of("甲局"), of("乙局"), of("丙科")], ["5", "-2", "5"]);
}

#[test]
fn below_thirty_percent_and_nothing_where_nothing_was_sent() {
    let of = |sent: u32, adopted: usize| {
        let lists = format!(
            r#""submissions": [{{ "unit": "甲局", "count": {sent} }}], {}"#,
            adoptions(&vec![("信息", FIRST); adopted])
        );
        points_of(4, &[(1, &lists)], "甲局")
    };
    assert_eq!([of(10, 2), of(10, 3), of(0, 0)], ["-1", "0", "0"]);
}

#[test]
fn two_then_four_then_eight() {
    let missing =
        r#""commissions": [{ "channel": "市约稿", "title": "题", "outcome": "missing", "units": ["甲局"] }]"#;
    let bulletin = bulletin_of(5, &[(1, missing), (2, missing), (5, missing)]);
    let figures = figures(&bulletin, "甲局");
    assert_eq!((figures.month.to_string(), figures.cumulative.to_string()), ("-8".into(), "-14".into()));
}

#[test]
fn a_quarter_below_three_is_told_and_not_ranked() {
    let pieces = adoptions(&[("信息", FIRST), ("信息", FIRST), ("信息", FIRST)]);
    let bulletin = bulletin_of(6, &[(1, &pieces), (3, r#""adoptions": []"#)]);
    assert_eq!(figures(&bulletin, "甲局").remarks, [""; 0]);
    let missed = figures(&bulletin, "乙局");
    assert_eq!((missed.remarks, missed.rank), (vec!["通报批评".to_owned(), "取消评先资格".to_owned()], None));
    assert_eq!(figures(&bulletin, "丙科").remarks, [""; 0]);
}

#[test]
fn joint_pieces_are_shared_equally_and_three_units_get_three_more() {
    let two = adoptions(&[("信息", r#""甲局", "乙局""#)]);
    let three = adoptions(&[("信息", r#""甲局", "乙局", "丙科""#)]);
    assert_eq!(points_of(7, &[(1, &two)], "乙局"), "1.5");
    assert_eq!(points_of(7, &[(1, &three)], "乙局"), "2");
}

#[test]
fn submissions_are_capped_and_three_briefs_are_an_article() {
    let of = |articles: usize, briefs: usize| {
        let pieces: Vec<(&str, &str)> =
            [vec![("信息", FIRST); articles], vec![("简讯", FIRST); briefs]].concat();
        let lists = format!(r#""submissions": [{{ "unit": "甲局", "count": 9 }}], {}"#, adoptions(&pieces));
        points_of(8, &[(1, &lists)], "甲局")
    };
    assert_eq!([of(1, 3), of(1, 2), of(2, 0)], ["2", "1", "2"]);
}

#[test]
fn a_month_at_zero_and_ten_from_the_year() {
    let missing = r#""commissions": [{ "channel": "市府办", "title": "题", "form": "重大信息", "outcome": "missing", "units": ["甲局"] }]"#;
    let pieces = adoptions(&[("信息", FIRST)]);
    let bulletin = bulletin_of(9, &[(1, &pieces), (2, &format!("{pieces}, {missing}"))]);
    let figures = figures(&bulletin, "甲局");
    assert_eq!((figures.month.to_string(), figures.cumulative.to_string()), ("-10".into(), "-7".into()));
}

#[test]
fn marks_are_converted_not_below_zero_and_nine_are_excellent() {
    let lists = format!(
        r#"{}, "adjustments": [{{ "unit": "乙局", "points": "-4", "reason": "迟报" }}]"#,
        adoptions(&[("信息", FIRST), ("信息", FIRST), ("信息", FIRST)])
    );
    let bulletin = bulletin_of(10, &[(1, &lists)]);
    let of = |unit: &str| {
        let figures = figures(&bulletin, unit);
        (figures.converted.map(|mark| mark.to_string()).unwrap_or_default(), figures.remarks.join("、"))
    };
    assert_eq!(of("甲局"), ("10".into(), "优秀".into()));
    assert_eq!(of("乙局"), ("0".into(), String::new()));
}
