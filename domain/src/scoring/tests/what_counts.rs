//! What does not count counts nowhere: choices, voids, zeroed months and caps, as quotas, streaks and counts see them.

use super::rules::{RATES, bulletin_of, course, month_of, only_month, upper, uppers};

fn months(course: Vec<(String, String)>) -> Vec<String> {
    course.into_iter().map(|(month, _)| month).collect()
}

fn total(course: &[(String, String)]) -> &str {
    course.last().map_or("", |(_, sum)| sum.as_str())
}

const OWN: &str =
    r#""adoptions": [{ "issue": 1, "kind": "信息", "title": "题", "story": "X", "units": ["甲"] }]"#;
const NOTHING: &str = r#""adoptions": []"#;

/// Six points for the newsletter, ten for what a higher channel prints; of one story the highest alone.
const HIGHEST: &str = r#"
[[rates]]
rule = "own"
name = "采用"
fact = "adoptions"
points = 6
[[rates]]
rule = "upper"
name = "上级采用"
fact = "upper_adoptions"
points = 10
[[choices]]
rule = "one"
name = "择高"
among = ["story"]
keep = "highest"
"#;

fn points_quota(period: &str, at_least: u32, measured: &str) -> String {
    format!(
        "[[quotas]]\nrule = \"q\"\nname = \"任务\"\nperiod = \"{period}\"\nmeasured = \"{measured}\"\nconditions = [{{ at_least = {at_least} }}]\nmissed = -1\n"
    )
}

#[test]
fn points_that_a_choice_takes_back_later_count_in_no_quota() {
    for measured in ["before_deductions", "after_deductions"] {
        // 6 in January, 10 for the same story in February: the quarter holds 10, not 16.
        for (at_least, march) in [(10, "0"), (11, "-1"), (16, "-1")] {
            let rules = format!("{HIGHEST}{}", points_quota("quarter", at_least, measured));
            let course = course(
                &rules,
                &[month_of(1, OWN), month_of(2, &uppers(&[upper("X", "")])), month_of(3, NOTHING)],
            );
            assert_eq!(months(course), ["6", "4", march], "{measured} {at_least}");
        }
    }
}

#[test]
fn points_that_a_void_takes_back_later_count_in_no_quota() {
    let void = r#""adjustments": [{ "effect": "void", "story": "X", "reason": "失实" }]"#;
    for measured in ["before_deductions", "after_deductions"] {
        let rules = format!("{HIGHEST}{}", points_quota("quarter", 1, measured));
        let months = months(course(&rules, &[month_of(1, OWN), month_of(2, void), month_of(3, NOTHING)]));
        assert_eq!(months, ["6", "-6", "-1"], "{measured}");
    }
}

#[test]
fn a_void_in_its_own_month_and_a_month_later_in_the_quarter_come_to_the_same() {
    let void = r#""adjustments": [{ "effect": "void", "story": "X", "reason": "失实" }]"#;
    let quota = "[[quotas]]\nrule = \"q\"\nname = \"每季一篇\"\nperiod = \"quarter\"\nconditions = [{ count = [\"adoptions\"], at_least = 1 }]\nmet = 5\nmissed = -2\n";
    let rules = format!("{RATES}{quota}");
    let own = course(&rules, &[month_of(1, &format!("{OWN}, {void}")), month_of(3, NOTHING)]);
    let later = course(&rules, &[month_of(1, OWN), month_of(2, void), month_of(3, NOTHING)]);
    let last = course(&rules, &[month_of(1, OWN), month_of(3, void)]);
    assert_eq!([total(&own), total(&later), total(&last)], ["-2"; 3]);
    // A quarter that is over was settled: what is made void afterwards takes its own points back.
    let after = course(&rules, &[month_of(1, OWN), month_of(3, NOTHING), month_of(4, void)]);
    assert_eq!(months(after), ["1", "5", "-1"]);
}

#[test]
fn what_was_made_void_leaves_its_place_to_the_next() {
    let piece = |story: &str, points: &str| {
        format!(
            r#"{{ "channel": "日报", "title": "题", "starred": false, "story": "{story}", "units": ["甲"], "points": "{points}" }}"#
        )
    };
    let rules = "[[rates]]\nrule = \"u\"\nname = \"上级\"\nfact = \"upper_adoptions\"\npoints = \"given\"\n[[choices]]\nrule = \"two\"\nname = \"每季取两篇\"\namong = [\"rule\"]\nkeep = \"best\"\ncount = 2\nwithin = \"quarter\"\n";
    let three = uppers(&[piece("X", "9"), piece("Y", "5"), piece("Z", "3")]);
    let void = r#""adjustments": [{ "effect": "void", "story": "X", "reason": "失实" }]"#;
    let own = course(rules, &[month_of(1, &format!("{three}, {void}")), month_of(2, NOTHING)]);
    let later = course(rules, &[month_of(1, &three), month_of(2, void)]);
    assert_eq!((total(&own), months(later)), ("8", vec!["14".to_owned(), "-6".to_owned()]));
}

#[test]
fn a_void_takes_its_piece_out_of_what_is_counted_over_a_year() {
    let missing = |story: &str| {
        format!(
            r#""commissions": [{{ "channel": "约", "title": "题", "outcome": "missing", "story": "{story}", "units": ["甲"] }}]"#
        )
    };
    let void = r#""adjustments": [{ "effect": "void", "story": "X", "reason": "误发" }]"#;
    let rules = "[[escalations]]\nrule = \"e\"\nname = \"缺稿\"\nfact = \"commissions\"\nwhen = { outcome = \"missing\" }\nfrom = 2\npoints = -3\n";
    let both = [month_of(1, &missing("X")), month_of(2, &missing("Y")), month_of(3, void)];
    assert_eq!(months(course(rules, &both)), ["0", "-3", "3"]);
    let first = [month_of(1, &format!("{}, {void}", missing("X"))), month_of(2, &missing("Y"))];
    assert_eq!(total(&course(rules, &first)), "0");
}

#[test]
fn what_followed_in_a_month_at_zero_was_never_earned_and_is_not_taken_back() {
    let piece = |number: u32, story: &str| {
        format!(
            r#"{{ "issue": {number}, "kind": "信息", "title": "题", "story": "{story}", "units": ["甲"] }}"#
        )
    };
    let rules = |points: i32| {
        format!(
            "[[rates]]\nrule = \"own\"\nname = \"采用\"\nfact = \"adoptions\"\npoints = 4\n[[escalations]]\nrule = \"e\"\nname = \"第二篇起\"\nfact = \"adoptions\"\nfrom = 2\npoints = {points}\n"
        )
    };
    let zero = r#"{ "unit": "甲", "effect": "zero_month", "reason": "瞒报" }"#;
    let void = r#"{ "effect": "void", "story": "X", "reason": "失实" }"#;
    let both = format!(r#""adoptions": [{}, {}]"#, piece(1, "X"), piece(2, "Y"));
    let third = format!(r#""adoptions": [{}]"#, piece(3, "Z"));
    // 1 that went with January, −1 that was taken from the year beside it.
    for (points, march, april) in [(1, "5", "5"), (-1, "3", "3")] {
        let own = format!(r#"{both}, "adjustments": [{zero}, {void}]"#);
        let own = course(&rules(points), &[month_of(1, &own), month_of(3, &third), month_of(4, NOTHING)]);
        let january = format!(r#"{both}, "adjustments": [{zero}]"#);
        let later = format!(r#"{third}, "adjustments": [{void}]"#);
        let in_march = course(&rules(points), &[month_of(1, &january), month_of(3, &later)]);
        let void = month_of(4, &format!(r#""adjustments": [{void}]"#));
        let in_april = course(&rules(points), &[month_of(1, &january), month_of(3, &third), void]);
        assert_eq!([total(&own), total(&in_march), total(&in_april)], [april, march, april], "{points}");
    }
}

#[test]
fn what_is_given_back_of_an_escalation_is_not_said_of_the_unit_again() {
    let missing = |story: &str| {
        format!(
            r#"{{ "channel": "约", "title": "题", "outcome": "missing", "story": "{story}", "units": ["甲"] }}"#
        )
    };
    let rules = "[[escalations]]\nrule = \"e\"\nname = \"缺稿\"\nfact = \"commissions\"\nwhen = { outcome = \"missing\" }\nfrom = 2\npoints = -3\nremark = \"通报批评\"\n";
    let both = format!(r#""commissions": [{}, {}]"#, missing("X"), missing("Y"));
    let void = r#""adjustments": [{ "effect": "void", "story": "X", "reason": "误发" }]"#;
    let said = |month: &str| {
        let months = [month_of(1, &both), month_of(2, void)];
        let bulletin = bulletin_of(rules, &months, month);
        bulletin.rows().flat_map(|row| row.figures.remarks.clone()).collect::<Vec<_>>()
    };
    assert_eq!(said("2024-01"), ["通报批评"]);
    assert!(said("2024-02").is_empty());
}

#[test]
fn a_void_piece_is_in_no_period_of_a_streak_that_is_judged_when_it_is_decided_or_later() {
    let void = r#""adjustments": [{ "effect": "void", "story": "X", "reason": "失实" }]"#;
    let streak = |measure: &str, running: u32| {
        format!(
            "{RATES}[[streaks]]\nrule = \"s\"\nname = \"连续\"\n{measure}below = 1\nrunning = {running}\npoints = -7\n"
        )
    };
    for measure in ["count = [\"adoptions\"]\n", "categories = [\"信息\"]\n", ""] {
        let rules = streak(measure, 3);
        let own = course(&rules, &[month_of(1, &format!("{OWN}, {void}")), month_of(3, NOTHING)]);
        let later = course(&rules, &[month_of(1, OWN), month_of(2, void), month_of(3, NOTHING)]);
        let last = course(&rules, &[month_of(1, OWN), month_of(3, void)]);
        assert_eq!([total(&own), total(&later), total(&last)], ["-7"; 3], "{measure}");
        // March was judged with it; April is not.
        let after = course(&rules, &[month_of(1, OWN), month_of(3, NOTHING), month_of(4, void)]);
        assert_eq!(months(after), ["1", "0", "-8"], "{measure}");
        // February was judged with it, and March is not below: what did not follow does not follow later.
        let other = OWN.replace("\"X\"", "\"Y\"").replace("\"issue\": 1", "\"issue\": 2");
        let march = month_of(3, &format!("{other}, {void}"));
        let judged = course(&streak(measure, 2), &[month_of(1, OWN), month_of(2, NOTHING), march]);
        assert_eq!(months(judged), ["1", "0", "0"], "{measure}");
    }
}

#[test]
fn a_months_zero_takes_what_the_month_earned_and_no_deduction_from_the_year() {
    let zeroed =
        |more: &str| format!(r#"{{ "unit": "甲", "effect": "zero_month", "reason": "瞒报"{more} }}"#);
    let minus = |points: &str, more: &str| {
        format!(r#"{{ "unit": "甲", "points": "{points}", "reason": "扣"{more} }}"#)
    };
    let of = |adjustments: &[String]| {
        let two = uppers(&[upper("X", ""), upper("Y", "")]);
        only_month(RATES, &format!(r#"{two}, "adjustments": [{}]"#, adjustments.join(", ")))
    };
    assert_eq!(of(&[zeroed("")]), "0");
    assert_eq!(of(&[zeroed(r#", "points": "-10""#)]), "-10");
    assert_eq!(of(&[zeroed(""), minus("-10", r#", "from_year": true"#)]), "-10");
    // 4 earned and 3 taken away in the month: the month is nothing.
    assert_eq!(of(&[zeroed(""), minus("-3", "")]), "0");
    // 4 earned and 9 taken away: below zero already, and not raised.
    assert_eq!(of(&[zeroed(""), minus("-9", "")]), "-5");
    assert_eq!(of(&[zeroed(r#", "points": "-10""#), minus("-9", "")]), "-15");
}

#[test]
fn a_rule_may_set_a_month_to_zero_and_take_from_the_year() {
    let missing =
        r#""commissions": [{ "channel": "约", "title": "题", "outcome": "missing", "units": ["甲"] }]"#;
    let rules = format!(
        "{RATES}[[escalations]]\nrule = \"e\"\nname = \"缺稿\"\nfact = \"commissions\"\nwhen = {{ outcome = \"missing\" }}\nwithin = \"month\"\nfrom = 1\npoints = -10\neffect = \"zero_month\"\n"
    );
    let january = format!("{}, {missing}", uppers(&[upper("X", "")]));
    let course = course(&rules, &[month_of(1, &january), month_of(2, &uppers(&[upper("Y", "")]))]);
    assert_eq!(course, [("-10".into(), "-10".into()), ("2".into(), "-8".into())]);
}

#[test]
fn a_years_quota_that_is_missed_is_taken_although_its_last_month_is_zero() {
    let rules = format!(
        "{RATES}[[quotas]]\nrule = \"q\"\nname = \"全年\"\nperiod = \"year\"\nconditions = [{{ count = [\"submissions\"], at_least = 3 }}]\nmissed = -10\n"
    );
    let december = format!(
        r#"{}, "adjustments": [{{ "unit": "甲", "effect": "zero_month", "reason": "瞒报" }}]"#,
        uppers(&[upper("X", "")])
    );
    assert_eq!(total(&course(&rules, &[month_of(12, &december)])), "-10");
}

#[test]
fn a_month_at_zero_displaces_nothing_and_counts_in_no_quota() {
    let zeroed = format!(
        r#"{}, "adjustments": [{{ "unit": "甲", "effect": "zero_month", "reason": "瞒报" }}]"#,
        uppers(&[upper("X", "")])
    );
    // Six in January; ten in February go with the month; so January's six count, and March's ten for Y.
    let rules = format!("{HIGHEST}{}", points_quota("quarter", 17, "before_deductions"));
    let all = [month_of(1, OWN), month_of(2, &zeroed), month_of(3, &uppers(&[upper("Y", "")]))];
    assert_eq!(months(course(&rules, &all)), ["6", "0", "9"]);
    let met = rules.replace("at_least = 17", "at_least = 16");
    assert_eq!(months(course(&met, &all)), ["6", "0", "10"]);
    // A third time in March: January's six are what is displaced.
    let again = [month_of(1, OWN), month_of(2, &zeroed), month_of(3, &uppers(&[upper("X", "")]))];
    assert_eq!(total(&course(HIGHEST, &again)), "10");
}

#[test]
fn a_void_reaches_into_a_month_at_zero_and_past_it() {
    let zero = r#"{ "unit": "甲", "effect": "zero_month", "reason": "瞒报" }"#;
    let void = r#"{ "effect": "void", "story": "X", "reason": "失实" }"#;
    // January's piece is void in February, which is at zero by itself: January's points go all the same.
    let february = format!(r#""adjustments": [{zero}, {void}]"#);
    assert_eq!(
        total(&course(RATES, &[month_of(1, &uppers(&[upper("X", "")])), month_of(2, &february)])),
        "0"
    );
    // January had 4 and lost 3: it was nothing. Without X it is one below.
    let two = uppers(&[upper("X", ""), upper("Y", "")]);
    let minus = r#"{ "unit": "甲", "points": "-3", "reason": "扣" }"#;
    let january = format!(r#"{two}, "adjustments": [{zero}, {minus}]"#);
    let later = [month_of(1, &january), month_of(2, &format!(r#""adjustments": [{void}]"#))];
    assert_eq!(months(course(RATES, &later)), ["0", "-1"]);
    let own = format!(r#"{two}, "adjustments": [{zero}, {minus}, {void}]"#);
    assert_eq!(total(&course(RATES, &[month_of(1, &own)])), "-1");
}

#[test]
fn a_year_at_zero_is_not_raised_and_stays_as_it_is() {
    let zero = r#"{ "unit": "甲", "effect": "zero_year", "reason": "泄密" }"#;
    let minus = r#"{ "unit": "甲", "points": "-5", "reason": "扣" }"#;
    let below = format!(r#""adjustments": [{zero}, {minus}]"#);
    let later = uppers(&[upper("X", "")]);
    assert_eq!(months(course(RATES, &[month_of(1, &below), month_of(2, &later)])), ["-5", "0"]);
    let above = format!(r#"{later}, "adjustments": [{zero}]"#);
    assert_eq!(
        months(course(RATES, &[month_of(1, &above), month_of(2, &format!(r#""adjustments": [{minus}]"#))])),
        ["0", "0"]
    );
}

#[test]
fn what_a_cap_on_pieces_does_not_count_no_quota_counts() {
    let sent = |count: u32| format!(r#""submissions": [{{ "unit": "甲", "count": {count} }}]"#);
    let rate = "[[rates]]\nrule = \"s\"\nname = \"报送\"\nfact = \"submissions\"\npoints = 1\n[[caps]]\nrule = \"c\"\nname = \"报送封顶\"\ncategories = [\"报送\"]\nmost = 5\n";
    for measured in ["before_deductions", "after_deductions"] {
        let rules = format!("{rate}{}", points_quota("quarter", 16, measured));
        let course = course(&rules, &[month_of(1, &sent(40)), month_of(2, &sent(9)), month_of(3, &sent(9))]);
        assert_eq!(months(course), ["5", "5", "4"], "{measured}");
    }
    // A bound on all points comes after the quotas, whose outcome it bounds too.
    let whole = "[[rates]]\nrule = \"s\"\nname = \"报送\"\nfact = \"submissions\"\npoints = 1\n[[caps]]\nrule = \"c\"\nname = \"保底\"\nleast = 0\n";
    let rules = format!(
        "{whole}{}",
        points_quota("month", 3, "before_deductions").replace("missed = -1", "missed = -8")
    );
    assert_eq!(only_month(&rules, &sent(2)), "0");
}

#[test]
fn what_is_a_deduction_does_not_depend_on_its_category() {
    // 5 for a commission, 2 less when it is late: 3 are earned, whatever the category of the 2.
    let rules = |category: &str, at_least: u32| {
        format!(
            "[[rates]]\nrule = \"c\"\nname = \"约稿\"\nfact = \"commissions\"\npoints = 5\n[[extras]]\nrule = \"l\"\nname = \"逾期\"\nwhen = {{ late = true }}\npoints = -2\n{category}\n{}",
            points_quota("month", at_least, "before_deductions")
        )
    };
    let late = r#""commissions": [{ "channel": "约", "title": "题", "due": "2024-01-05", "delivered": "2024-01-06", "units": ["甲"] }]"#;
    for category in ["", "category = \"迟交\"", "category = \"加减分\""] {
        assert_eq!(only_month(&rules(category, 3), late), "3", "{category}");
        assert_eq!(only_month(&rules(category, 4), late), "2", "{category}");
    }
    // A negative rate is what the piece earns; an adjustment below zero is a deduction.
    let missing = "[[rates]]\nrule = \"m\"\nname = \"缺稿\"\nfact = \"commissions\"\nwhen = { outcome = \"missing\" }\npoints = -3\n";
    let lists = format!(
        r#"{}, "commissions": [{{ "channel": "约", "title": "题", "outcome": "missing", "units": ["甲"] }}], "adjustments": [{{ "unit": "甲", "points": "-1", "reason": "迟报" }}]"#,
        uppers(&[upper("X", ""), upper("Y", "")])
    );
    let rules = |at_least: u32, measured: &str| {
        format!("{RATES}{missing}{}", points_quota("month", at_least, measured))
    };
    assert_eq!(only_month(&rules(1, "before_deductions"), &lists), "0");
    assert_eq!(only_month(&rules(2, "before_deductions"), &lists), "-1");
    assert_eq!(only_month(&rules(0, "after_deductions"), &lists), "0");
    assert_eq!(only_month(&rules(1, "after_deductions"), &lists), "-1");
}

/// What a facts file is refused for, by these rules.
fn refused(rules: &str, lists: &str) -> String {
    let file = super::rules::file(&format!("\n{}", month_of(1, lists)));
    let month = "2024-01".parse().expect("a month");
    file.bulletin(month, &super::rules::read(rules)).expect_err("a misfit").to_string()
}

#[test]
fn a_void_that_reaches_nothing_and_a_piece_without_its_points_are_refused_with_their_lines() {
    let void = |more: &str| {
        format!("{OWN},\n\"adjustments\": [{{ \"effect\": \"void\", \"reason\": \"失实\", {more} }}]")
    };
    assert_eq!(
        refused(RATES, &void(r#""story": "Z""#)),
        "第3行 months[0].adjustments[0]：要作废的稿源“Z”，没有一件事实写了它；有：X"
    );
    assert_eq!(
        refused(RATES, &void(r#""story": "X", "unit": "乙""#)),
        "第3行 months[0].adjustments[0]：稿源“X”没有一件是“乙”的，是甲的"
    );
    assert_eq!(
        refused(&RATES.replace("points = 1", "points = \"given\""), OWN),
        "第2行 months[0].adoptions[0]：这一项的分随事实登记，要写明 points"
    );
}
