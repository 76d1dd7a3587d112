//! What rules can say, one thing at a time: small rule sets as documents, small months as facts files.

use super::super::facts_file;
use super::*;

const HEAD: &str = "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n";
/// One point for an article, two for what a higher channel prints.
pub(super) const RATES: &str = r#"
[[rates]]
rule = "own"
name = "采用"
fact = "adoptions"
points = 1
[[rates]]
rule = "upper"
name = "上级采用"
fact = "upper_adoptions"
points = 2
"#;

pub(super) fn read(text: &str) -> RuleSet {
    RuleSet::read(&format!("{HEAD}{text}")).unwrap_or_else(|faults| panic!("{faults:?}"))
}

pub(super) fn file(months: &str) -> facts_file::FactsFile {
    let units = r#"{ "name": "甲", "group": "县" }, { "name": "乙", "group": "县" }, { "name": "丙", "group": "科", "parent": "乙" }"#;
    let text = format!(r#"{{ "format": "jianbao.facts/1", "units": [{units}], "months": [{months}] }}"#);
    facts_file::read(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

pub(super) fn month_of(number: u8, lists: &str) -> String {
    format!(r#"{{ "month": "2024-{number:02}", {lists} }}"#)
}

pub(super) fn bulletin_of(rules: &str, months: &[String], until: &str) -> Bulletin {
    let file = file(&months.join(", "));
    file.bulletin(month(until), &read(rules)).unwrap_or_else(|error| panic!("{error}"))
}

/// The month's and the cumulative points of 甲 after each month.
pub(super) fn course(rules: &str, months: &[String]) -> Vec<(String, String)> {
    let file = file(&months.join(", "));
    let rules = read(rules);
    file.months
        .iter()
        .map(|month| {
            let bulletin = file.bulletin(*month, &rules).unwrap_or_else(|error| panic!("{error}"));
            let figures = &bulletin.rows().find(|row| row.figures.unit == "甲").expect("甲").figures;
            (figures.month.to_string(), figures.cumulative.to_string())
        })
        .collect()
}

pub(super) fn only_month(rules: &str, lists: &str) -> String {
    course(rules, &[month_of(1, lists)])[0].0.clone()
}

pub(super) fn upper(story: &str, more: &str) -> String {
    format!(
        r#"{{ "channel": "日报", "title": "题", "starred": false, "story": "{story}", "units": ["甲"]{more} }}"#
    )
}

pub(super) fn uppers(pieces: &[String]) -> String {
    format!(r#""upper_adoptions": [{}]"#, pieces.join(", "))
}

#[test]
fn the_first_rate_that_covers_a_piece_gives_its_points() {
    let rules = r#"
        [[channels]]
        name = "日报"
        level = "省级"
        [[rates]]
        rule = "research"
        name = "调研"
        fact = "upper_adoptions"
        when = { level = "省级", form = ["调研", "综合"] }
        unless = { marks = "转载" }
        points = 8
        [[rates]]
        rule = "given"
        name = "按表"
        fact = "upper_adoptions"
        when = { form = "按表" }
        points = "given"
        [[rates]]
        rule = "upper"
        name = "其他"
        fact = "upper_adoptions"
        points = "1.5"
    "#;
    let cases = [
        (r#", "form": "调研""#, "8"),
        (r#", "form": "综合""#, "8"),
        (r#", "form": "调研", "marks": ["转载"]"#, "1.5"),
        (r#", "form": "调研", "level": "市级""#, "1.5"),
        (r#", "form": "按表", "points": "3.25""#, "3.25"),
        ("", "1.5"),
    ];
    for (more, points) in cases {
        assert_eq!(only_month(rules, &uppers(&[upper("X", more)])), points, "{more}");
    }
}

#[test]
fn multipliers_multiply_rates_and_extras_stand_beside_them() {
    let rules = format!(
        r#"{RATES}
        [[multipliers]]
        rule = "office"
        name = "经办公室"
        when = {{ route = "办公室" }}
        times = 2
        [[multipliers]]
        rule = "capital"
        name = "报北京"
        rates = ["upper"]
        when = {{ marks = "北京" }}
        times = 2.5
        [[extras]]
        rule = "front"
        name = "头版"
        when = {{ marks = "头版" }}
        points = 1
        [[extras]]
        rule = "note"
        name = "编者按"
        when = {{ marks = "编者按" }}
        points = 1
        multiplied = true
    "#
    );
    let cases = [
        (r#", "route": "办公室""#, "4"),
        (r#", "route": "办公室", "marks": ["北京"]"#, "10"),
        (r#", "route": "办公室", "marks": ["头版"]"#, "5"),
        (r#", "route": "办公室", "marks": ["头版", "编者按"]"#, "7"),
    ];
    for (more, points) in cases {
        assert_eq!(only_month(&rules, &uppers(&[upper("X", more)])), points, "{more}");
    }
}

#[test]
fn instructions_count_each_time_or_once_for_each_level() {
    let rates = r#"
        [[rates]]
        rule = "leader"
        name = "主要领导批示"
        fact = "instructions"
        when = { rank = "主要" }
        points = 5
        [[rates]]
        rule = "deputy"
        name = "批示"
        fact = "instructions"
        points = 3
    "#;
    let piece = upper(
        "X",
        r#", "instructions": [{ "level": "市", "rank": "主要" }, { "level": "市" }, { "level": "省" }]"#,
    );
    assert_eq!(only_month(rates, &uppers(std::slice::from_ref(&piece))), "11");
    let once = format!(
        "{rates}\n[[choices]]\nrule = \"once\"\nname = \"每级一次\"\namong = [\"story\", \"level\"]\nkeep = \"highest\"\n"
    );
    assert_eq!(only_month(&once, &uppers(&[piece])), "8");
}

fn choice(keep: &str) -> String {
    format!("{RATES}\n[[choices]]\nrule = \"one\"\nname = \"择高\"\namong = [\"story\"]\n{keep}\n")
}

const BOTH: &str = r#""adoptions": [{ "issue": 1, "kind": "信息", "title": "题", "story": "X", "units": ["甲"] }],
    "upper_adoptions": [{ "channel": "日报", "title": "题", "starred": false, "story": "X", "units": ["甲"] },
                        { "channel": "省报", "title": "题", "starred": false, "story": "X", "units": ["甲"] }]"#;

#[test]
fn a_story_counts_by_its_sum_its_highest_place_or_its_best_few() {
    assert_eq!(only_month(RATES, BOTH), "5");
    assert_eq!(only_month(&choice("keep = \"highest\""), BOTH), "2");
    assert_eq!(only_month(&choice("keep = \"best\"\ncount = 2"), BOTH), "4");
    assert_eq!(only_month(&choice("keep = \"best\"\ncount = 2\none_per = \"rule\""), BOTH), "3");
    assert_eq!(only_month(&choice("keep = \"last\"\nrates = [\"upper\", \"own\"]"), BOTH), "1");
}

#[test]
fn a_later_higher_place_gives_the_difference_in_its_own_month() {
    let own =
        r#""adoptions": [{ "issue": 1, "kind": "信息", "title": "题", "story": "X", "units": ["甲"] }]"#;
    let months = [month_of(1, own), month_of(2, &uppers(&[upper("X", "")])), month_of(3, own)];
    let pairs = |course: Vec<(String, String)>| course.into_iter().map(|(_, sum)| sum).collect::<Vec<_>>();
    assert_eq!(pairs(course(&choice("keep = \"highest\""), &months)), ["1", "2", "2"]);
    assert_eq!(pairs(course(&choice("keep = \"highest\"\nwithin = \"month\""), &months)), ["1", "3", "4"]);
}

#[test]
fn what_was_cut_off_by_a_cap_is_not_taken_back_twice() {
    let cap = "[[caps]]\nrule = \"cap\"\nname = \"封顶\"\ncategories = [\"上级采用\"]\nmost = 3\n";
    let two = uppers(&[upper("X", ""), upper("Y", "")]);
    let void = r#""adjustments": [{ "effect": "void", "story": "X", "reason": "失实" }]"#;
    let rules = format!("{RATES}{cap}");
    // 2 + 2 capped at 3; without X it would have been 2.
    let voided = course(&rules, &[month_of(1, &two), month_of(2, void)]);
    assert_eq!(voided, [("3".into(), "3".into()), ("-1".into(), "2".into())]);
    let zeroed = r#""adjustments": [{ "unit": "甲", "effect": "zero_month", "reason": "瞒报" }]"#;
    let course = course(&rules, &[month_of(1, &format!("{two}, {zeroed}")), month_of(2, void)]);
    assert_eq!(course[1], ("0".into(), "0".into()));
}

#[test]
fn a_joint_piece_is_shared_as_the_rules_say() {
    let joint = r#""adoptions": [{ "issue": 1, "kind": "信息", "title": "题", "units": ["甲", "乙", "丙"], "shares": ["2", "1", "1"] }]"#;
    let shared = |share: &str| {
        let rules = format!("{RATES}\n[[shares]]\nrule = \"s\"\nname = \"分\"\n{share}\n")
            .replace("points = 1\n", "points = 10\n");
        let bulletin = bulletin_of(&rules, &[month_of(1, joint)], "2024-01");
        let figures = |unit: &str| {
            let figures = &bulletin.rows().find(|row| row.figures.unit == unit).expect("a unit").figures;
            (figures.month.to_string(), figures.newsletter_count.to_string())
        };
        [figures("甲"), figures("乙"), figures("丙")]
    };
    let points = |share: &str| shared(share).map(|(points, _)| points);
    let pieces = |share: &str| shared(share).map(|(_, pieces)| pieces);
    assert_eq!(points(""), ["10", "10", "10"]);
    assert_eq!(points("points = \"equal\""), ["3.3334", "3.3333", "3.3333"]);
    assert_eq!(points("points = \"half\""), ["5", "5", "5"]);
    assert_eq!(points("points = \"fixed\"\namount = 4"), ["4", "4", "4"]);
    assert_eq!(points("points = \"ratio\""), ["5", "2.5", "2.5"]);
    assert_eq!(points("points = \"places\"\nplaces = [1, 0.5]"), ["10", "5", "5"]);
    assert_eq!(points("points = \"places\"\nplaces = [0.3333]"), ["3.3334", "3.3333", "3.3333"]);
    assert_eq!(points("points = \"places\"\nplaces = [0.5, 0.1]"), ["5", "1", "1"]);
    // 0.125 each would be 0.13 each: nothing is made by rounding.
    let rounded = |share: &str| points(&format!("{share}\n[rounding]\nplaces = 0"));
    assert_eq!(rounded("points = \"places\"\nplaces = [0.5, 0.25]"), ["5", "3", "2"]);
    assert_eq!(pieces("pieces = \"equal\""), ["0.3334", "0.3333", "0.3333"]);
    assert_eq!(pieces("pieces = \"first\""), ["1", "0", "0"]);
    assert_eq!(points("when = { units = 2 }\npoints = \"half\""), ["10", "10", "10"]);
}

#[test]
fn a_quota_gives_or_takes_by_what_was_reached() {
    let given = |quota: &str, count: u32| {
        let rules = format!(
            "[[quotas]]\nrule = \"q\"\nname = \"任务\"\nconditions = [{{ count = [\"submissions\"], at_least = 4 }}]\n{quota}\n"
        );
        only_month(&rules, &format!(r#""submissions": [{{ "unit": "甲", "count": {count} }}]"#))
    };
    let cases = [
        ("met = 5", [0, 3, 4, 6], ["0", "0", "5", "5"]),
        ("met = 5\nmissed = -2", [0, 3, 4, 6], ["-2", "-2", "5", "5"]),
        ("met = 10\nmissed = 10\nmissed_each = -3\nleast = 0", [0, 3, 4, 6], ["0", "7", "10", "10"]),
        ("missed_each = -0.5", [0, 3, 4, 6], ["-2", "-0.5", "0", "0"]),
        ("met = 10\npro_rata = true", [0, 3, 4, 6], ["0", "7.5", "10", "10"]),
        ("shortfall_times = 2", [0, 3, 4, 6], ["-8", "-2", "0", "0"]),
        ("met = 5\nbeyond_each = 1\nbeyond_most = 1.5", [3, 4, 5, 6], ["0", "5", "6", "6.5"]),
    ];
    for (quota, counts, points) in cases {
        for (count, points) in counts.into_iter().zip(points) {
            assert_eq!(given(quota, count), points, "{quota}: {count}");
        }
    }
}

#[test]
fn quotas_are_settled_at_the_end_of_their_period_and_differ_by_group() {
    let quota = "[[quotas]]\nrule = \"q\"\nname = \"任务\"\nperiod = \"quarter\"\nconditions = [{ count = [\"submissions\"], for_groups = { \"县\" = 3 } }]\nmissed = -1\nmet = 2\n";
    let sent = |count: u32| format!(r#""submissions": [{{ "unit": "甲", "count": {count} }}]"#);
    let months = [month_of(1, &sent(1)), month_of(2, &sent(1)), month_of(3, &sent(1))];
    assert_eq!(
        course(quota, &months).into_iter().map(|(month, _)| month).collect::<Vec<_>>(),
        ["0", "0", "2"]
    );
    let bulletin = bulletin_of(quota, &months, "2024-03");
    let of = |unit: &str| {
        bulletin.rows().find(|row| row.figures.unit == unit).map(|row| row.figures.month.to_string())
    };
    assert_eq!((of("乙").as_deref(), of("丙").as_deref()), (Some("-1"), Some("0")));
}

#[test]
fn weekly_quotas_count_by_the_days_of_the_pieces() {
    let quota = "[[quotas]]\nrule = \"q\"\nname = \"每周一篇\"\nperiod = \"week\"\nconditions = [{ count = [\"submissions\"], at_least = 1 }]\nmet = 1\n";
    let on = |day: &str| format!(r#"{{ "unit": "甲", "title": "题", "day": "2024-{day}" }}"#);
    let january = format!(r#""submissions": [{}]"#, ["01-01", "01-03", "01-14", "01-30"].map(on).join(","));
    let february = format!(r#""submissions": [{}]"#, ["02-09"].map(on).join(","));
    // The last piece of January lies in a week that ends in February.
    let course = course(quota, &[month_of(1, &january), month_of(2, &february)]);
    assert_eq!(course.into_iter().map(|(month, _)| month).collect::<Vec<_>>(), ["2", "2"]);
    let file = file(&month_of(1, r#""submissions": [{ "unit": "甲", "count": 3 }]"#));
    let error = file.bulletin(month("2024-01"), &read(quota)).expect_err("no days");
    assert_eq!(error.to_string(), "第1行 months[0].submissions[0]：“每周一篇”按每周计，要写明日期 day");
}

#[test]
fn a_shortfall_of_points_is_measured_before_or_after_deductions() {
    let rules = |measured: &str| {
        format!(
            "{RATES}\n[[quotas]]\nrule = \"q\"\nname = \"差额\"\nmeasured = \"{measured}\"\nconditions = [{{ at_least = 5 }}]\nshortfall_times = 0.5\n"
        )
    };
    let lists = format!(
        r#"{}, "adjustments": [{{ "unit": "甲", "points": "-2", "reason": "迟报" }}]"#,
        uppers(&[upper("X", ""), upper("Y", "")])
    );
    // 4 earned, 2 taken away: 1 or 3 are missing.
    assert_eq!(only_month(&rules("before_deductions"), &lists), "1.5");
    assert_eq!(only_month(&rules("after_deductions"), &lists), "0.5");
}

#[test]
fn commissions_are_credited_by_outcome_and_a_second_miss_sets_the_year_to_zero() {
    let rules = r#"
        [[rates]]
        rule = "missing"
        name = "未交稿"
        fact = "commissions"
        when = { outcome = "missing" }
        points = -3
        [[rates]]
        rule = "adopted"
        name = "约稿采用"
        fact = "commissions"
        when = { outcome = "adopted" }
        points = 5
        [[rates]]
        rule = "delivered"
        name = "按时交稿"
        fact = "commissions"
        points = 2
        [[extras]]
        rule = "late"
        name = "逾期"
        fact = "commissions"
        when = { late = true }
        points = -1
        [[escalations]]
        rule = "second"
        name = "第二次未交稿"
        fact = "commissions"
        when = { outcome = "missing" }
        from = 2
        effect = "zero_year"
    "#;
    let commission =
        |more: &str| format!(r#"{{ "channel": "市约稿", "title": "题", "units": ["甲"]{more} }}"#);
    let list = |pieces: &[String]| format!(r#""commissions": [{}]"#, pieces.join(","));
    let late = commission(r#", "due": "2024-01-05", "delivered": "2024-01-06""#);
    let missing = commission(r#", "outcome": "missing""#);
    let january = list(&[commission(""), late, commission(r#", "outcome": "adopted""#), missing.clone()]);
    let course = course(
        rules,
        &[month_of(1, &january), month_of(2, &list(&[missing])), month_of(3, &list(&[commission("")]))],
    );
    let expected = [("5", "5"), ("-5", "0"), ("0", "0")];
    assert_eq!(course, expected.map(|(month, sum)| (month.to_owned(), sum.to_owned())));
}

#[test]
fn adjustments_are_judged_within_a_range_and_rulings_take_back() {
    let judged = format!("{RATES}\n[[judged]]\nrule = \"quality\"\nname = \"质量\"\nleast = 0\nmost = 10\n");
    let adjustment = |points: &str| {
        format!(
            r#""adjustments": [{{ "unit": "甲", "points": "{points}", "rule": "quality", "reason": "评审", "by": "评审组" }}]"#
        )
    };
    assert_eq!(only_month(&judged, &adjustment("8.5")), "8.5");
    let file = file(&month_of(1, &adjustment("11")));
    let error = file.bulletin(month("2024-01"), &read(&judged)).expect_err("out of range");
    assert_eq!(error.to_string(), "第1行 months[0].adjustments[0]：“质量”应在 0 到 10 之间，现在是 11");
    let excluded = r#""adjustments": [{ "unit": "甲", "effect": "exclude", "reason": "泄密" }]"#;
    let bulletin = bulletin_of(RATES, &[month_of(1, excluded)], "2024-01");
    let row = bulletin.rows().find(|row| row.figures.unit == "甲").expect("甲");
    assert!(row.figures.excluded && row.figures.remarks == ["取消评先资格"]);
}

#[test]
fn caps_and_floors_hold_over_their_period() {
    let two = || uppers(&[upper("X", ""), upper("Y", "")]);
    let year = format!("{RATES}[[caps]]\nrule = \"cap\"\nname = \"全年封顶\"\nperiod = \"year\"\nmost = 5\n");
    let capped = course(&year, &[month_of(1, &two()), month_of(2, &two())]);
    assert_eq!(capped.into_iter().map(|(month, _)| month).collect::<Vec<_>>(), ["4", "1"]);
    let minus = r#""adjustments": [{ "unit": "甲", "points": "-3", "reason": "扣" }]"#;
    let floor = "[[caps]]\nrule = \"floor\"\nname = \"保底\"\nleast = 0\n";
    assert_eq!(only_month(floor, minus), "0");
    let year = "[[caps]]\nrule = \"floor\"\nname = \"保底\"\nperiod = \"year\"\nleast = -4\n";
    let floored = course(year, &[month_of(1, minus), month_of(2, minus)]);
    assert_eq!(floored.into_iter().map(|(_, sum)| sum).collect::<Vec<_>>(), ["-3", "-4"]);
}

#[test]
fn a_childs_points_count_for_its_parent() {
    let rules = format!("{RATES}\n[rollup]\ntimes = 0.5\n");
    let lists =
        r#""upper_adoptions": [{ "channel": "日报", "title": "题", "starred": false, "units": ["丙"] }]"#;
    let bulletin = bulletin_of(&rules, &[month_of(1, lists)], "2024-01");
    let of = |unit: &str| {
        bulletin.rows().find(|row| row.figures.unit == unit).map(|row| row.figures.month.to_string())
    };
    assert_eq!(
        (of("丙").as_deref(), of("乙").as_deref(), of("甲").as_deref()),
        (Some("2"), Some("1"), Some("0"))
    );
}

#[test]
fn cumulative_points_are_averaged_and_marks_converted() {
    let one = uppers(&[upper("X", "")]);
    let average = format!("{RATES}\n[cumulative]\nby = \"average\"\n");
    let months = [month_of(1, &one), month_of(2, r#""adoptions": []"#), month_of(3, &one)];
    let course = course(&average, &months);
    assert_eq!(course.into_iter().map(|(_, sum)| sum).collect::<Vec<_>>(), ["2", "1", "1.3333"]);
    let quarter = format!("{RATES}\n[cumulative]\nperiod = \"quarter\"\n");
    let bulletin = bulletin_of(&quarter, &[months[0].clone(), month_of(4, &one)], "2024-04");
    assert_eq!(bulletin.rows().next().map(|row| row.figures.cumulative.to_string()).as_deref(), Some("2"));
    let converted = format!(
        "{RATES}\n[conversion]\nfull = 100\nwhole = 8\nbounded = true\n[[parts]]\nname = \"采用\"\ncategories = [\"信息\"]\nweight = 0.4\n[[parts]]\nname = \"上级\"\ncategories = [\"上级采用\"]\nweight = 0.6\n"
    );
    let bulletin = bulletin_of(&converted, &[month_of(1, BOTH)], "2024-01");
    let row = bulletin.rows().find(|row| row.figures.unit == "甲").expect("甲");
    // (1 × 0.4 + 4 × 0.6) ÷ 8 × 100
    assert_eq!(row.figures.converted.map(|mark| mark.to_string()).as_deref(), Some("35"));
}

#[test]
fn ties_are_broken_by_the_named_criteria_in_their_order() {
    let lists = r#""submissions": [{ "unit": "甲", "count": 4 }, { "unit": "乙", "count": 2 }],
        "adoptions": [{ "issue": 1, "kind": "信息", "title": "一", "units": ["甲", "乙"] },
                      { "issue": 1, "kind": "信息", "title": "二", "units": ["甲", "乙"] }]"#;
    let ranks = |ranking: &str| {
        let bulletin =
            bulletin_of(&format!("{RATES}\n[ranking]\n{ranking}\n"), &[month_of(1, lists)], "2024-01");
        let of = |unit: &str| {
            bulletin.rows().find(|row| row.figures.unit == unit).and_then(|row| row.figures.rank)
        };
        (of("甲"), of("乙"), of("丙"))
    };
    assert_eq!(ranks(""), (Some(1), Some(1), None), "who has nothing is not the first of its group");
    assert_eq!(ranks("across_groups = true"), (Some(1), Some(1), Some(2)));
    assert_eq!(ranks("across_groups = true\nmethod = \"competition\""), (Some(1), Some(1), Some(3)));
    assert_eq!(ranks("ties = [{ points = [\"上级采用\"] }, \"adoption_rate\"]"), (Some(2), Some(1), None));
    assert_eq!(ranks("across_groups = true\nat_least = 1"), (Some(1), Some(1), None));
}

#[test]
fn a_streak_below_the_measure_has_its_consequence() {
    let rules = "[[streaks]]\nrule = \"idle\"\nname = \"连续两月未报送\"\ncount = [\"submissions\"]\nbelow = 1\nrunning = 2\npoints = -1\nremark = \"通报批评\"\n";
    let months: Vec<String> = (1..=4).map(|number| month_of(number, r#""submissions": []"#)).collect();
    let course = course(rules, &months);
    assert_eq!(course.into_iter().map(|(month, _)| month).collect::<Vec<_>>(), ["0", "-1", "0", "-1"]);
    let bulletin = bulletin_of(rules, &months[..2], "2024-02");
    let row = bulletin.rows().next().expect("a row");
    assert_eq!(row.figures.remarks, ["通报批评"]);
    assert!(row.paragraph.ends_with("；通报批评）"), "{}", row.paragraph);
}

#[test]
fn a_resubmitted_story_counts_once_and_a_rate_that_is_missing_says_so() {
    let sent = r#"{ "unit": "甲", "story": "X", "title": "题" }"#;
    let lists = format!(r#""submissions": [{sent}, {sent}]"#);
    let rules = "[[rates]]\nrule = \"s\"\nname = \"报送\"\nfact = \"submissions\"\npoints = 1\n";
    assert_eq!(course(rules, &[month_of(1, &lists), month_of(2, &lists)])[1], ("0".into(), "1".into()));
    let narrow = "[[rates]]\nrule = \"p\"\nname = \"省级\"\nfact = \"upper_adoptions\"\nwhen = { level = \"省级\" }\npoints = 9\n";
    let bulletin = bulletin_of(narrow, &[month_of(1, &uppers(&[upper("X", "")]))], "2024-01");
    let words: Vec<&str> =
        bulletin.rows().flat_map(|row| &row.entries).map(|entry| entry.words.as_str()).collect();
    assert_eq!(words, ["日报（没有适用的标准，不计分：没有写层级）"]);
}

#[test]
fn what_is_taken_away_beside_a_rate_is_told_as_taken_away() {
    let rules = format!(
        "{RATES}[[extras]]\nrule = \"late\"\nname = \"逾期\"\nfact = \"upper_adoptions\"\nwhen = {{ marks = \"逾期\" }}\npoints = -0.5\n"
    );
    let bulletin =
        bulletin_of(&rules, &[month_of(1, &uppers(&[upper("X", r#", "marks": ["逾期"]"#)]))], "2024-01");
    let words = bulletin.rows().flat_map(|row| &row.entries).map(|entry| entry.words.as_str());
    assert_eq!(words.collect::<Vec<_>>(), ["日报 2 − 0.5"]);
}
