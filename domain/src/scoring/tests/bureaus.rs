//! Whole rule sets as offices publish them, written down with the documentation alone; the figures were worked out by hand.

use super::{super::facts_file, *};

/// A city's office: highest place alone, a base that shrinks with what is missing, an adoption rate, commissions that cost
/// twice as much each time, settled by the half-year.
const CITY: &str = r#"
format = "jianbao.rules/1"
name = "政务信息工作考核办法"
version = 1
since = "2024-01"

[[channels]]
name = "省政务信息"
level = "省级"
[[channels]]
name = "国办信息"
level = "国家级"

[[rates]]
rule = "express"
name = "政务快报采用"
fact = "adoptions"
when = { channel = "政务快报" }
points = 3
[[rates]]
rule = "special"
name = "专报采用"
fact = "adoptions"
when = { channel = "专报" }
points = 8
[[rates]]
rule = "province"
name = "省级采用"
fact = "upper_adoptions"
when = { level = "省级" }
points = 15
[[rates]]
rule = "state"
name = "国办采用"
fact = "upper_adoptions"
when = { level = "国家级" }
points = 30
[[rates]]
rule = "city-instruction"
name = "市领导批示"
fact = "instructions"
when = { level = "市级" }
points = 5

[[choices]]
rule = "highest"
name = "同一信息只计最高分"
rates = ["express", "special", "province", "state"]
among = ["story"]
keep = "highest"

[[quotas]]
rule = "base"
name = "每月报送任务"
conditions = [{ count = ["submissions"], for_groups = { "县区" = 8, "部门" = 4 } }]
met = 5
missed = 5
missed_each = -0.5
least = 0
[[quotas]]
rule = "rate"
name = "采用率"
conditions = [{ count = ["adoptions", "upper_adoptions"], once_per_story = true, of = { count = ["submissions"] }, at_least = 20, if_nothing = "skip" }]
missed = -2

[[escalations]]
rule = "missing"
name = "约稿未交"
fact = "commissions"
when = { outcome = "missing" }
from = 1
points = -2
grows = 2
[[escalations]]
rule = "third"
name = "三次约稿未交"
fact = "commissions"
when = { outcome = "missing" }
from = 3
once = true
effect = "exclude"

[cumulative]
period = "half_year"
[ranking]
across_groups = true
without_excluded = true
"#;

fn file(units: &str, months: &str) -> facts_file::FactsFile {
    let text = format!(r#"{{ "format": "jianbao.facts/1", "units": [{units}], "months": [{months}] }}"#);
    facts_file::read(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The month's and the cumulative points of a unit, and its rank.
fn standing_of(
    file: &facts_file::FactsFile,
    rules: &RuleSet,
    until: &str,
    unit: &str,
) -> (String, String, Option<u32>) {
    let bulletin = file.bulletin(month(until), rules).unwrap_or_else(|error| panic!("{error}"));
    let row = bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit");
    (row.figures.month.to_string(), row.figures.cumulative.to_string(), row.figures.rank)
}

fn rules(text: &str) -> RuleSet {
    let rules = RuleSet::read(text).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(rules.doubts(), []);
    assert_eq!(RuleSet::read(&rules.to_toml()).as_ref(), Ok(&rules));
    rules
}

#[test]
fn a_city_counts_the_highest_place_asks_for_a_rate_and_doubles_what_a_missing_commission_costs() {
    let missing = r#"{ "channel": "市府办约稿", "title": "题", "outcome": "missing", "units": ["乙局"] }"#;
    let months = format!(
        r#"
        {{ "month": "2024-01",
           "submissions": [{{ "unit": "甲县", "count": 10 }}, {{ "unit": "乙局", "count": 2 }}],
           "adoptions": [{{ "issue": 1, "kind": "信息", "title": "一", "channel": "政务快报", "story": "X", "units": ["甲县"] }},
                         {{ "issue": 1, "kind": "信息", "title": "二", "channel": "专报", "story": "Y", "units": ["甲县"] }}],
           "upper_adoptions": [{{ "channel": "省政务信息", "title": "一", "starred": false, "story": "X", "units": ["甲县"],
                                  "instructions": [{{ "level": "市级", "rank": "主要领导" }}] }}] }},
        {{ "month": "2024-02",
           "submissions": [{{ "unit": "甲县", "count": 6 }}],
           "upper_adoptions": [{{ "channel": "国办信息", "title": "一", "starred": false, "story": "X", "units": ["甲县"] }}],
           "commissions": [{missing}] }},
        {{ "month": "2024-03", "submissions": [{{ "unit": "甲县", "count": 8 }}], "commissions": [{missing}, {missing}] }},
        {{ "month": "2024-07", "submissions": [{{ "unit": "甲县", "count": 8 }}],
           "adoptions": [{{ "issue": 9, "kind": "信息", "title": "三", "channel": "政务快报", "units": ["甲县"] }}] }}"#
    );
    let file = file(r#"{ "name": "甲县", "group": "县区" }, { "name": "乙局", "group": "部门" }"#, &months);
    let rules = rules(CITY);
    let of = |until: &str, unit: &str| standing_of(&file, &rules, until, unit);
    // 15 + 8 and 5 for the instruction; 5 for ten sent; two stories of ten are 20 %.
    assert_eq!(of("2024-01", "甲县"), ("33".into(), "33".into(), Some(1)));
    // Two missing of four: 4; nothing adopted of two: −2.
    assert_eq!(of("2024-01", "乙局"), ("2".into(), "2".into(), Some(2)));
    // 30 − 15; two missing of eight: 4; one of six: −2.
    assert_eq!(of("2024-02", "甲县"), ("17".into(), "50".into(), Some(1)));
    // Nothing sent: a base of 3 and no rate; the first commission: −2.
    assert_eq!(of("2024-02", "乙局"), ("1".into(), "3".into(), Some(2)));
    assert_eq!(of("2024-03", "甲县"), ("3".into(), "53".into(), Some(1)));
    // 3 − 4 − 8, and out of the ranks.
    assert_eq!(of("2024-03", "乙局"), ("-9".into(), "-6".into(), None));
    // A new half-year: 3 + 5, one of eight: −2.
    assert_eq!(of("2024-07", "甲县"), ("6".into(), "6".into(), Some(1)));
}

/// A province's department: shared pieces, delivery paid beside adoption, a quarter's shortfall by half, judged quality, a mark
/// of weighted parts.
const DEPARTMENT: &str = r#"
format = "jianbao.rules/1"
name = "信息工作考核办法"
version = 1
since = "2024-01"

[[rates]]
rule = "article"
name = "信息采用"
fact = "adoptions"
when = { kind = "信息" }
points = 2
[[rates]]
rule = "brief"
name = "简讯采用"
fact = "adoptions"
points = 0.5
[[rates]]
rule = "upper"
name = "上级采用"
fact = "upper_adoptions"
points = 5

[[extras]]
rule = "delivered"
name = "约稿交稿"
fact = "upper_adoptions"
when = { commissioned = true }
points = 2

[[shares]]
rule = "joint"
name = "联合稿件平均"
points = "equal"
pieces = "equal"

[[grants]]
rule = "base"
name = "半年基础分"
points = 10
period = "half_year"

[[quotas]]
rule = "quarter"
name = "季度采用得分"
period = "quarter"
groups = ["处室"]
conditions = [{ categories = ["信息", "简讯", "上级采用"], at_least = 12 }]
shortfall_times = 0.5

[[judged]]
rule = "quality"
name = "信息质量"
least = 0
most = 20
category = "质量"

[[parts]]
name = "采用"
categories = ["信息", "简讯", "上级采用"]
weight = 0.6
conversion = { full = 100, whole = "highest" }
[[parts]]
name = "质量"
categories = ["质量"]
weight = 1

[ranking]
by = "converted"
[[remarks]]
name = "优秀"
field = "converted"
at_least = 70
groups = ["处室"]
"#;

#[test]
fn a_department_weighs_adoption_and_quality_and_takes_half_of_a_quarters_shortfall() {
    let months = r#"
        { "month": "2024-01",
          "adoptions": [{ "issue": 1, "kind": "信息", "title": "一", "units": ["一处"] },
                        { "issue": 1, "kind": "信息", "title": "二", "units": ["一处"] },
                        { "issue": 1, "kind": "简讯", "title": "三", "units": ["一处", "二处"] }] },
        { "month": "2024-02",
          "upper_adoptions": [{ "channel": "省府信息约稿", "title": "四", "starred": false, "units": ["一处"] }],
          "adjustments": [{ "unit": "二处", "points": "-2", "reason": "迟报" }] },
        { "month": "2024-03",
          "adjustments": [{ "unit": "一处", "points": "16", "rule": "quality", "reason": "评审" },
                          { "unit": "二处", "points": "10", "rule": "quality", "reason": "评审" }] }"#;
    let units = r#"{ "name": "一处", "group": "处室" }, { "name": "二处", "group": "处室" }, { "name": "中心", "group": "直属" }"#;
    let file = file(units, months);
    let rules = rules(DEPARTMENT);
    let of = |until: &str, unit: &str| {
        let (month, sum, _) = standing_of(&file, &rules, until, unit);
        (month, sum)
    };
    assert_eq!(of("2024-01", "一处"), ("14.25".into(), "14.25".into()));
    assert_eq!(of("2024-02", "一处"), ("7".into(), "21.25".into()));
    // 11.25 of 12: half of 0.75 is taken.
    assert_eq!(of("2024-03", "一处"), ("15.625".into(), "36.875".into()));
    assert_eq!(of("2024-02", "二处"), ("-2".into(), "8.25".into()));
    // 0.25 of 12: half of 11.75.
    assert_eq!(of("2024-03", "二处"), ("4.125".into(), "12.375".into()));
    assert_eq!(of("2024-03", "中心"), ("0".into(), "10".into()));
    let bulletin = file.bulletin(month("2024-03"), &rules).unwrap_or_else(|error| panic!("{error}"));
    let mark = |unit: &str| {
        let row = bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit");
        (row.figures.converted.map(|mark| mark.to_string()), row.figures.remarks.join("、"))
    };
    // 100 × 0.6 + 16, and 2.2222 × 0.6 + 10.
    assert_eq!(mark("一处"), (Some("76".into()), "优秀".into()));
    assert_eq!(mark("二处"), (Some("11.3333".into()), String::new()));
}

/// A county: the best two of a quarter, several places one piece, three briefs one article, a month at zero.
const COUNTY: &str = r#"
format = "jianbao.rules/1"
name = "乡镇信息工作考核办法"
version = 1
since = "2024-01"

[pieces]
once_per_story = true

[[rates]]
rule = "adopted"
name = "县级采用"
fact = "adoptions"
points = 1
[[rates]]
rule = "upper"
name = "市级采用"
fact = "upper_adoptions"
points = "given"
[[rates]]
rule = "sent"
name = "报送"
fact = "submissions"
points = 0.2

[[equivalents]]
rule = "briefs"
name = "三则简讯折一篇"
fact = "adoptions"
when = { kind = "简讯" }
pieces = 3

[[choices]]
rule = "best"
name = "市级采用每季取最高两篇"
rates = ["upper"]
among = ["rule"]
keep = "best"
count = 2
within = "quarter"

[[caps]]
rule = "sent-most"
name = "报送封顶"
categories = ["报送"]
most = 1

[[quotas]]
rule = "pieces"
name = "每季采用三篇"
period = "quarter"
conditions = [{ count = ["adoptions", "upper_adoptions"], at_least = 3 }]
effect = "exclude"
remark = "未完成季度任务"
[[quotas]]
rule = "points"
name = "每季得分"
period = "quarter"
conditions = [{ at_least = 10 }]
missed = -3

[[streaks]]
rule = "idle"
name = "连续两月未报送"
count = ["submissions"]
below = 1
running = 2
groups = ["乡镇"]
points = -1
remark = "通报批评"
"#;

#[test]
fn a_county_takes_the_best_two_of_a_quarter_and_counts_what_still_counts() {
    let upper = |story: &str, points: &str| {
        format!(
            r#"{{ "channel": "市报", "title": "题", "starred": false, "story": "{story}", "points": "{points}", "units": ["东镇"] }}"#
        )
    };
    let briefs = [r#"{ "issue": 1, "kind": "简讯", "title": "题", "units": ["东镇"] }"#; 3].join(", ");
    let months = format!(
        r#"
        {{ "month": "2024-01", "submissions": [{{ "unit": "东镇", "count": 9 }}], "adoptions": [{briefs}],
           "upper_adoptions": [{}, {}] }},
        {{ "month": "2024-02", "submissions": [{{ "unit": "东镇", "count": 2 }}], "upper_adoptions": [{}],
           "adoptions": [{{ "issue": 4, "kind": "信息", "title": "题", "story": "B", "units": ["东镇"] }}] }},
        {{ "month": "2024-03", "submissions": [{{ "unit": "东镇", "count": 1 }}],
           "adjustments": [{{ "effect": "void", "story": "C", "reason": "失实" }}] }}"#,
        upper("A", "2"),
        upper("B", "4"),
        upper("C", "6"),
    );
    let units = r#"{ "name": "东镇", "group": "乡镇" }, { "name": "西镇", "group": "乡镇" }, { "name": "站", "group": "站所" }"#;
    let file = file(units, &months);
    let rules = rules(COUNTY);
    let of = |until: &str, unit: &str| {
        let (month, sum, _) = standing_of(&file, &rules, until, unit);
        (month, sum)
    };
    // Nine sent count for 1; three briefs 3; 2 + 4.
    assert_eq!(of("2024-01", "东镇"), ("10".into(), "10".into()));
    // 0.4, 1 for the article of B, 6 for C in the place of 2 for A.
    assert_eq!(of("2024-02", "东镇"), ("5.4".into(), "15.4".into()));
    // C is void: A has its place again. 0.2 − 6 + 2; the quarter has 11.6.
    assert_eq!(of("2024-03", "东镇"), ("-3.8".into(), "11.6".into()));
    // Of pieces: A, B and one of three briefs are three.
    let bulletin = file.bulletin(month("2024-03"), &rules).unwrap_or_else(|error| panic!("{error}"));
    let remarks = |unit: &str| {
        bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit").figures.remarks.join("、")
    };
    assert_eq!(remarks("东镇"), "");
    // Two months without anything in February already: its count began anew.
    assert_eq!(remarks("西镇"), "未完成季度任务、取消评先资格");
    assert_eq!(of("2024-02", "西镇"), ("-1".into(), "-1".into()));
    assert_eq!(of("2024-03", "西镇"), ("-3".into(), "-4".into()));
    assert_eq!(of("2024-02", "站"), ("0".into(), "0".into()));
}
