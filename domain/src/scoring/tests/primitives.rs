//! What printed rules say beyond points for pieces: proportions, groups, remarks, stories that are one piece, pieces that are
//! one of another kind, deductions that double, so many units, marks with a lower bound.

use super::{
    rules::{RATES, bulletin_of, course, month_of, only_month, upper, uppers},
    *,
};

fn months(course: Vec<(String, String)>) -> Vec<String> {
    course.into_iter().map(|(month, _)| month).collect()
}

fn own(kind: &str, count: usize, more: &str) -> String {
    let piece = format!(r#"{{ "issue": 1, "kind": "{kind}", "title": "题", "units": ["甲"]{more} }}"#);
    vec![piece; count].join(", ")
}

fn lists(submitted: u32, adopted: &str) -> String {
    format!(r#""submissions": [{{ "unit": "甲", "count": {submitted} }}], "adoptions": [{adopted}]"#)
}

const RATE_QUOTA: &str = r#"
[[quotas]]
rule = "rate"
name = "采用率"
groups = ["县"]
conditions = [{ count = ["adoptions", "upper_adoptions"], of = { count = ["submissions"] }, at_least = 30 }]
missed = -1
"#;

fn words_of(bulletin: &Bulletin, unit: &str, rule: &str) -> Vec<String> {
    let row = bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit");
    let of_rule = row.entries.iter().filter(|entry| entry.rule.rule == rule);
    of_rule.map(|entry| entry.words.to_string()).collect()
}

#[test]
fn a_proportion_that_is_not_reached_is_told_with_what_was_asked() {
    for (submitted, adopted, points) in
        [(10, 2, "1"), (10, 3, "3"), (7, 2, "1"), (3, 1, "1"), (0, 0, "-1"), (0, 1, "0")]
    {
        let lists = lists(submitted, &own("信息", adopted, ""));
        let rules = format!("{RATES}{RATE_QUOTA}");
        assert_eq!(only_month(&rules, &lists), points, "{adopted} of {submitted}");
    }
    let bulletin = bulletin_of(RATE_QUOTA, &[month_of(1, &lists(7, &own("信息", 2, "")))], "2024-01");
    assert_eq!(words_of(&bulletin, "甲", "rate"), ["本级采用或上级采用占报送28.57%（应30%），扣1分"]);
    // 丙 is of another group.
    assert_eq!(words_of(&bulletin, "丙", "rate"), [""; 0]);
}

#[test]
fn where_nothing_was_sent_a_proportion_is_what_the_rules_say() {
    let of = |nothing: &str| {
        let rules =
            RATE_QUOTA.replace("at_least = 30", &format!("at_least = 30, if_nothing = \"{nothing}\""));
        only_month(&format!("{rules}met = 2\n"), r#""submissions": []"#)
    };
    assert_eq!([of("missed"), of("met"), of("skip")], ["-1", "2", "0"]);
}

#[test]
fn two_classes_together_are_a_proportion_of_all() {
    let rules = "[[quotas]]\nrule = \"ab\"\nname = \"甲乙类占比\"\nconditions = [{ count = [\"adoptions\"], when = { form = [\"A类\", \"B类\"] }, of = { count = [\"adoptions\"] }, at_least = 60 }]\nmissed = -5\n";
    let of = |a: usize, c: usize| {
        let all = [own("信息", a, r#", "form": "A类""#), own("信息", c, r#", "form": "C类""#)];
        let all: Vec<&str> = all.iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
        only_month(rules, &format!(r#""adoptions": [{}]"#, all.join(", ")))
    };
    assert_eq!([of(3, 2), of(2, 2), of(1, 0)], ["0", "-5", "0"]);
    let points = "[[quotas]]\nrule = \"ab\"\nname = \"上级占比\"\nconditions = [{ categories = [\"上级采用\"], of = {}, at_least = 60 }]\nmissed = -5\n";
    let points =
        format!("{RATES}{}", points.replace("of = {}", "of = { categories = [\"信息\", \"上级采用\"] }"));
    let of = |own_pieces: usize| {
        only_month(
            &points,
            &format!(r#""adoptions": [{}], {}"#, own("信息", own_pieces, ""), uppers(&[upper("X", "")])),
        )
    };
    // 2 of 3, and 2 of 4.
    assert_eq!([of(1), of(2)], ["3", "-1"]);
}

#[test]
fn what_is_lacking_of_a_proportion_is_told_on_the_units_page() {
    let file = super::rules::file(&month_of(1, &lists(10, &own("信息", 2, ""))));
    let rules = super::rules::read(&format!("{RATE_QUOTA}effect = \"exclude\"\nremark = \"未达标\"\n"));
    let progress = file.score(month("2024-01"), &rules).progress;
    let lacking: Vec<String> = progress.iter().filter_map(Progress::lacking).collect();
    assert_eq!(
        lacking,
        [
            "本级采用或上级采用占报送由20%提高到30%，否则本月扣1分，取消评先资格，通报“未达标”",
            "本级采用或上级采用占报送由0%提高到30%，否则本月扣1分，取消评先资格，通报“未达标”",
        ]
    );
}

#[test]
fn a_missed_quota_speaks_of_the_unit_in_the_period_that_it_speaks_of() {
    let quota = "[[quotas]]\nrule = \"q\"\nname = \"每季报送\"\nperiod = \"quarter\"\ngroups = [\"县\"]\nconditions = [{ count = [\"submissions\"], at_least = 2 }]\neffect = \"exclude\"\nremark = \"未达标\"\n[ranking]\nwithout_excluded = true\n";
    let rules = format!("{RATES}{quota}");
    let sent = |count: u32| month_of(if count == 9 { 4 } else { 1 }, &lists(count, &own("信息", 1, "")));
    let all = [sent(1), month_of(3, &lists(0, "")), sent(9)];
    let remarks = |until: &str, unit: &str| {
        let bulletin = bulletin_of(&rules, &all, until);
        let row = bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit").clone();
        (row.figures.remarks.join("、"), row.figures.rank)
    };
    assert_eq!(remarks("2024-01", "甲"), (String::new(), Some(1)));
    assert_eq!(remarks("2024-03", "甲"), ("未达标、取消评先资格".into(), None));
    // The section is not meant; it has nothing, and nobody is first with nothing.
    assert_eq!(remarks("2024-03", "丙"), (String::new(), None));
    assert_eq!(remarks("2024-04", "甲"), (String::new(), Some(1)));
    let bulletin = bulletin_of(&rules, &all, "2024-03");
    assert_eq!(words_of(&bulletin, "甲", "q"), ["第1季度报送1篇（应2篇），取消评先资格，通报“未达标”"]);
    let met = bulletin_of(&rules, &[month_of(3, &lists(2, ""))], "2024-03");
    assert_eq!(words_of(&met, "甲", "q"), [""; 0]);
}

#[test]
fn a_quota_can_set_the_month_to_zero_and_take_from_the_year() {
    let quota = "[[quotas]]\nrule = \"q\"\nname = \"每月报送\"\nconditions = [{ count = [\"submissions\"], at_least = 1 }]\nmissed = -4\neffect = \"zero_month\"\n";
    let lists = uppers(&[upper("X", "")]);
    assert_eq!(only_month(&format!("{RATES}{quota}"), &lists), "-4");
}

#[test]
fn streaks_and_remarks_may_be_of_groups() {
    let rules = "[[streaks]]\nrule = \"idle\"\nname = \"连续两月未报送\"\ncount = [\"submissions\"]\nbelow = 1\nrunning = 2\ngroups = [\"科\"]\npoints = -1\nremark = \"通报批评\"\n[[remarks]]\nname = \"落后\"\nfield = \"cumulative\"\nbelow = 5\ngroups = [\"县\"]\n";
    let months = [month_of(1, r#""adoptions": []"#), month_of(2, r#""adoptions": []"#)];
    let bulletin = bulletin_of(rules, &months, "2024-02");
    let of = |unit: &str| {
        bulletin.rows().find(|row| row.figures.unit == unit).expect("the unit").figures.remarks.clone()
    };
    assert_eq!((of("甲"), of("丙")), (vec!["落后".to_owned()], vec!["通报批评".to_owned()]));
}

#[test]
fn several_adoptions_of_one_story_are_one_piece_where_the_rules_say_so() {
    let story = |story: &str| {
        format!(
            r#"{{ "issue": 1, "kind": "信息", "title": "题", "story": "{story}", "units": ["甲"] }}, {{ "issue": 2, "kind": "简讯", "title": "题", "story": "{story}", "units": ["甲"] }}"#
        )
    };
    let lists = format!(
        r#""submissions": [{{ "unit": "甲", "count": 4 }}], "adoptions": [{}], {}"#,
        story("X"),
        uppers(&[upper("X", ""), upper("X", ""), upper("Y", "")])
    );
    let quota = "[[quotas]]\nrule = \"q\"\nname = \"采用\"\nconditions = [{ count = [\"adoptions\", \"upper_adoptions\"], at_least = 3 }]\nmissed = -1\n[[quotas]]\nrule = \"r\"\nname = \"采用率\"\nconditions = [{ count = [\"adoptions\", \"upper_adoptions\"], of = { count = [\"submissions\"] }, at_least = 75 }]\nmissed = -10\n";
    let figure = "[[figures]]\nkey = \"adopted\"\nname = \"采用\"\ncount = [\"adoptions\", \"upper_adoptions\"]\n[ranking]\nby = \"adoption_rate\"\n";
    let figures = |rules: &str| {
        let bulletin = bulletin_of(rules, &[month_of(1, &lists)], "2024-01");
        let figures = bulletin.rows().find(|row| row.figures.unit == "甲").expect("甲").figures.clone();
        let rate = figures.adoption_rate.map(|rate| rate.to_string()).unwrap_or_default();
        let own = match figures.own[0].value {
            CountOrPoints::Count(count) => count.to_string(),
            CountOrPoints::Points(points) => points.to_string(),
        };
        let counts = [figures.newsletter_count.to_string(), figures.upper_count.to_string()];
        (counts, rate, own, figures.month.to_string())
    };
    let each = format!("{quota}{figure}");
    let counts = |newsletter: &str, upper: &str| [newsletter.to_owned(), upper.to_owned()];
    assert_eq!(figures(&each), (counts("2", "3"), "125".into(), "5".into(), "0".into()));
    let once = format!("{each}[pieces]\nonce_per_story = true\n");
    assert_eq!(figures(&once), (counts("1", "2"), "50".into(), "2".into(), "-11".into()));
    // One condition may say so by itself, or that it does not hold for it.
    let one = once.replacen("at_least = 3", "at_least = 3, once_per_story = false", 1);
    assert_eq!(figures(&one).3, "-10");
    let only = each.replacen("at_least = 3", "at_least = 3, once_per_story = true", 1);
    assert_eq!(figures(&only).3, "-1");
}

#[test]
fn a_story_is_one_piece_of_a_quarter_too() {
    let quota = "[pieces]\nonce_per_story = true\n[[quotas]]\nrule = \"q\"\nname = \"每季两篇\"\nperiod = \"quarter\"\nconditions = [{ count = [\"upper_adoptions\"], at_least = 2 }]\nmet = 5\n";
    let same = [month_of(1, &uppers(&[upper("X", "")])), month_of(3, &uppers(&[upper("X", "")]))];
    assert_eq!(months(course(quota, &same)), ["0", "0"]);
    let other = [month_of(1, &uppers(&[upper("X", "")])), month_of(3, &uppers(&[upper("Y", "")]))];
    assert_eq!(months(course(quota, &other)), ["0", "5"]);
}

#[test]
fn three_of_one_class_are_one_of_another() {
    let rules = |more: &str| {
        format!(
            "[[equivalents]]\nrule = \"three\"\nname = \"三则简讯算一篇\"\nfact = \"adoptions\"\nwhen = {{ kind = \"简讯\" }}\npieces = 3\n{more}\n[[quotas]]\nrule = \"q\"\nname = \"采用两篇\"\nconditions = [{{ count = [\"adoptions\"], at_least = 2 }}]\nmissed_each = -1\nmet = 5\n"
        )
    };
    let of = |rules: &str, articles: usize, briefs: usize| {
        let pieces = [own("信息", articles, ""), own("简讯", briefs, "")];
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
        only_month(rules, &format!(r#""adoptions": [{}]"#, pieces.join(", ")))
    };
    let whole = rules("");
    assert_eq!(
        [of(&whole, 1, 3), of(&whole, 1, 2), of(&whole, 0, 6), of(&whole, 0, 5)],
        ["5", "-1", "5", "-1"]
    );
    assert_eq!(of(&rules("parts = true"), 0, 5), "-0.3334");
    let points = "[[escalations]]\nrule = \"p\"\nname = \"每三则简讯记一分\"\nfact = \"adoptions\"\nwhen = { kind = \"简讯\" }\nfrom = 3\nevery = 3\npoints = 1\n";
    assert_eq!([of(points, 0, 2), of(points, 0, 3), of(points, 0, 7)], ["0", "1", "2"]);
}

#[test]
fn deductions_double_without_being_listed() {
    let missing = r#"{ "channel": "约", "title": "题", "outcome": "missing", "units": ["甲"] }"#;
    let of = |count: usize| format!(r#""commissions": [{}]"#, vec![missing; count].join(", "));
    let rules = "[[escalations]]\nrule = \"e\"\nname = \"缺稿\"\nfact = \"commissions\"\nwhen = { outcome = \"missing\" }\nfrom = 1\npoints = -2\ngrows = 2\n";
    assert_eq!(
        months(course(rules, &[month_of(1, &of(1)), month_of(2, &of(2)), month_of(4, &of(1))])),
        ["-2", "-12", "-16"]
    );
    let streak = "[[streaks]]\nrule = \"s\"\nname = \"未报送\"\ncount = [\"submissions\"]\nbelow = 1\nrunning = 1\npoints = -1\ngrows = 3\n";
    let idle: Vec<String> = (1..=3).map(|number| month_of(number, r#""submissions": []"#)).collect();
    assert_eq!(months(course(streak, &idle)), ["-1", "-3", "-9"]);
}

#[test]
fn a_condition_may_ask_for_so_many_units_or_more() {
    let rules = "[[rates]]\nrule = \"many\"\nname = \"三个以上单位\"\nfact = \"adoptions\"\nwhen = { units_at_least = 3 }\npoints = 9\n[[rates]]\nrule = \"few\"\nname = \"其他\"\nfact = \"adoptions\"\npoints = 1\n";
    let of = |units: &str| {
        only_month(
            rules,
            &format!(r#""adoptions": [{{ "issue": 1, "kind": "信息", "title": "题", "units": [{units}] }}]"#),
        )
    };
    assert_eq!([of(r#""甲""#), of(r#""甲", "乙""#), of(r#""甲", "乙", "丙""#)], ["1", "1", "9"]);
}

#[test]
fn a_converted_mark_has_a_lower_bound() {
    let minus = r#""adjustments": [{ "unit": "甲", "points": "-5", "reason": "扣" }]"#;
    let mark = |more: &str| {
        let rules = format!("{RATES}\n[conversion]\nfull = 10\nwhole = 5\n{more}\n");
        let bulletin = bulletin_of(&rules, &[month_of(1, minus)], "2024-01");
        let row = bulletin.rows().find(|row| row.figures.unit == "甲").expect("甲").clone();
        row.figures.converted.map(|mark| mark.to_string()).unwrap_or_default()
    };
    assert_eq!([mark(""), mark("least = 0"), mark("least = 6")], ["-10", "0", "6"]);
}

#[test]
fn a_piece_is_told_to_be_without_a_rate_only_where_one_may_have_been_meant() {
    let words = |rules: &str, lists: &str| -> Vec<String> {
        let bulletin = bulletin_of(rules, &[month_of(1, lists)], "2024-01");
        bulletin.rows().flat_map(|row| &row.entries).map(|entry| entry.words.to_string()).collect()
    };
    let rate = |fact: &str, when: &str| {
        format!(
            "[[rates]]\nrule = \"r\"\nname = \"标准\"\nfact = \"{fact}\"\nwhen = {{ {when} }}\npoints = -3\n"
        )
    };
    let delivered = r#""commissions": [{ "channel": "约", "title": "题", "units": ["甲"] }]"#;
    assert_eq!(words(&rate("commissions", "outcome = \"missing\""), delivered), [""; 0]);
    assert_eq!(words(&rate("adoptions", "kind = \"简讯\""), &lists(0, &own("信息", 1, ""))), [""; 0]);
    assert_eq!(words(&rate("submissions", "marks = \"紧急\""), &lists(2, "")), [""; 0]);
    assert_eq!(words(&rate("adoptions", "group = \"科\""), &lists(0, &own("信息", 1, ""))), [""; 0]);
    let known = format!(
        "[[channels]]\nname = \"日报\"\nlevel = \"市级\"\n{}",
        rate("upper_adoptions", "level = \"省级\"")
    );
    assert_eq!(
        words(&known.replace("市级", "国家级"), &uppers(&[upper("X", "")])),
        ["日报（没有适用的标准，不计分：没有标准问到层级“国家级”）"]
    );
    let silent = rate("upper_adoptions", "level = \"省级\"");
    assert_eq!(words(&silent, &uppers(&[upper("X", "")])), ["日报（没有适用的标准，不计分：没有写层级）"]);
    assert_eq!(
        words(&silent, &uppers(&[upper("X", r#", "level": "省""#)])),
        ["日报（没有适用的标准，不计分：没有标准问到层级“省”）"]
    );
}
