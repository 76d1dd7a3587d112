//! What holds under any rules: the order of facts, what one more adoption does, what is read or refused.

use proptest::prelude::*;

use super::super::facts_file;
use super::*;

const RULES: &str = r#"
format = "jianbao.rules/1"
name = "办法"
version = 1
since = "2024-01"
[rounding]
places = 2
[[channels]]
name = "日报"
level = "省级"
[[rates]]
rule = "own"
name = "采用"
fact = "adoptions"
points = 3
[[rates]]
rule = "province"
name = "省级采用"
fact = "upper_adoptions"
when = { level = "省级" }
points = 10
[[rates]]
rule = "upper"
name = "上级采用"
fact = "upper_adoptions"
points = 5
[[rates]]
rule = "sent"
name = "报送"
fact = "submissions"
points = 0.5
[[shares]]
rule = "joint"
name = "平均"
points = "equal"
pieces = "equal"
[[choices]]
rule = "highest"
name = "择高"
among = ["story"]
keep = "best"
count = 2
one_per = "level"
[[quotas]]
rule = "quota"
name = "每月四篇"
conditions = [{ count = ["submissions"], at_least = 4 }]
met = 5
pro_rata = true
[[quotas]]
rule = "quarter"
name = "每季采用"
period = "quarter"
conditions = [{ count = ["adoptions", "upper_adoptions"], at_least = 2 }]
met = 3
beyond_each = 0.5
"#;
const CAPS: &str = r#"
[[caps]]
rule = "cap"
name = "报送封顶"
categories = ["报送"]
most = 2
[[caps]]
rule = "year"
name = "全年封顶"
period = "year"
most = 30
least = 0
[rollup]
times = 0.5
"#;

fn rules(text: &str) -> RuleSet {
    RuleSet::read(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn family() -> Roster {
    Roster { parents: [(EAST, SOUTH)].into(), ..roster() }
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let units = proptest::sample::subsequence(vec![NORTH, SOUTH, EAST, OFFICE], 1..=3);
    let story = proptest::option::of(proptest::sample::select(vec!["甲", "乙", "丙"]));
    let months = proptest::sample::select(vec!["2024-01", "2024-02", "2024-03"]);
    (0_u8..6, units, story, months, 1_u32..4, 0_u32..1_000_000).prop_map(
        |(kind, units, story, month_text, count, id)| {
            let kind = match kind {
                0 => newsletter(count, Kind::Article, "题", &units),
                1 => upper("日报", false, &units),
                2 => upper("晚报", false, &units),
                3 => forwarding(units[0], count),
                4 if id % 7 == 0 => {
                    FactKind::Ruling { ruling: Ruling::Void, units: Units::new(), reason: "失实".into() }
                }
                4 => adjustment(units[0], "-1.5", "迟报"),
                _ => submissions(units[0], count),
            };
            let reference = FactReference::File { path: eco_format!("{id} {kind:?} {month_text}") };
            let details = Details { story: story.map(str::to_owned), ..Details::NONE };
            Fact::detailed(month(month_text), reference, kind, details)
        },
    )
}

fn scored(facts: &[Fact], rules: &RuleSet) -> Vec<CreditEntry> {
    let roster = family();
    let months = ["2024-01", "2024-02", "2024-03"].map(month);
    let months = months.map(|month| MonthRules { month, rules, roster: &roster });
    score_months(&Scoring { months: &months, facts, opening: &[] }).entries
}

fn total(entries: &[CreditEntry], unit: UnitId) -> Points {
    let own = entries.iter().filter(|entry| entry.unit == unit);
    Points::checked_sum(own.map(|entry| entry.points)).expect("a small sum")
}

proptest! {
    #[test]
    fn under_any_rules_the_order_of_the_facts_does_not_matter(
        (facts, shuffled) in proptest::collection::vec(any_fact(), 0..25)
            .prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
    ) {
        let rules = rules(&format!("{RULES}{CAPS}"));
        let sums = |facts: &[Fact]| {
            let mut sums: std::collections::BTreeMap<_, i64> = std::collections::BTreeMap::new();
            for entry in scored(facts, &rules) {
                *sums.entry((entry.unit, entry.month, entry.category)).or_default() += entry.points.scaled();
            }
            sums.retain(|_, sum| *sum != 0);
            sums
        };
        prop_assert_eq!(sums(&facts), sums(&shuffled));
    }

    #[test]
    fn a_month_never_depends_on_later_ones(facts in proptest::collection::vec(any_fact(), 0..25)) {
        let rules = rules(&format!("{RULES}{CAPS}"));
        let january = |facts: &[Fact]| -> Vec<CreditEntry> {
            scored(facts, &rules).into_iter().filter(|entry| entry.month == month("2024-01")).collect()
        };
        let first: Vec<Fact> = facts.iter().filter(|fact| fact.month == month("2024-01")).cloned().collect();
        prop_assert_eq!(january(&facts), january(&first));
    }

    #[test]
    fn how_far_units_are_is_known_from_where_the_quotas_look_back_to(
        facts in proptest::collection::vec(any_fact(), 0..25),
        last in proptest::sample::select(vec!["2024-02", "2024-03"]),
    ) {
        let rules = rules(&format!("{RULES}{CAPS}").replace("\"quarter\"", "\"two_months\""));
        let (last, roster) = (month(last), family());
        let begins = rules.quotas_look_back_to(last);
        prop_assert_eq!(begins == last, last == month("2024-03"));
        let no_void: Vec<Fact> =
            facts.into_iter().filter(|fact| !matches!(fact.kind, FactKind::Ruling { .. })).collect();
        let progress = |since: Month| {
            let months: Vec<MonthRules<'_>> = months_of([since, last])
                .into_iter()
                .map(|month| MonthRules { month, rules: &rules, roster: &roster })
                .collect();
            score_months(&Scoring { months: &months, facts: &no_void, opening: &[] }).progress
        };
        prop_assert_eq!(progress(begins), progress(month("2024-01")));
    }

    #[test]
    fn what_was_taken_back_late_stands_before_and_all_months_come_to_what_is_left(
        facts in proptest::collection::vec((any_fact(), 0_u8..6), 0..20)
    ) {
        let rules = rules(&format!("{RULES}{CAPS}"));
        let months = ["2024-02", "2024-03"].map(month);
        let facts: Vec<Fact> = facts.into_iter().map(|(fact, when)| {
            let taken_back = months.get(usize::from(when)).copied().filter(|late| *late > fact.month);
            fact.until(taken_back)
        }).collect();
        let known_before = |late: Month| -> Vec<Fact> {
            let stands = facts.iter().filter(|fact| fact.taken_back.is_none_or(|month| month >= late));
            stands.map(|fact| fact.clone().until(None)).collect()
        };
        let of = |entries: Vec<CreditEntry>, of: Month| -> Vec<CreditEntry> {
            entries.into_iter().filter(|entry| entry.month == of).collect()
        };
        let all = scored(&facts, &rules);
        let january = month("2024-01");
        prop_assert_eq!(of(all.clone(), january), of(scored(&known_before(months[0]), &rules), january));
        let left: Vec<Fact> = facts.iter().filter(|fact| fact.taken_back.is_none()).cloned().collect();
        let truth = scored(&left, &rules);
        for unit in [NORTH, SOUTH, EAST] {
            prop_assert_eq!(total(&all, unit), total(&truth, unit), "{:?}", unit);
        }
    }

    #[test]
    fn without_caps_an_adoption_more_lowers_nobody(
        facts in proptest::collection::vec(any_fact(), 0..20), more in any_fact()
    ) {
        let adopts = matches!(more.kind, FactKind::NewsletterAdoption { .. } | FactKind::UpperAdoption { .. });
        prop_assume!(adopts);
        let rules = rules(RULES);
        let before = scored(&facts, &rules);
        let with: Vec<Fact> = facts.iter().cloned().chain([more]).collect();
        let after = scored(&with, &rules);
        for unit in [NORTH, SOUTH, EAST] {
            prop_assert!(total(&after, unit) >= total(&before, unit), "{:?}", unit);
        }
    }

    #[test]
    fn whatever_is_written_is_read_or_refused_in_words(at in 0_usize..2000, with in "\\PC{0,6}", cut in 0_usize..40) {
        let text = changed(&format!("{RULES}{CAPS}"), at, cut, &with);
        if let Err(faults) = RuleSet::read(&text) {
            prop_assert!(!faults.is_empty());
        }
        let facts = include_str!("../../../../tests/data/rules/wuhai-facts.json");
        if let Err(faults) = facts_file::read(&changed(facts, at, cut, &with)) {
            prop_assert!(!faults.is_empty());
        }
    }
}

/// Rules of a quarter: quotas of pieces and of points before and after deductions, a choice, caps, what follows from the
/// second of a kind.
const QUARTER: &str = r#"
format = "jianbao.rules/1"
name = "办法"
version = 1
since = "2024-01"
[[rates]]
rule = "own"
name = "采用"
fact = "adoptions"
points = 3
[[rates]]
rule = "upper"
name = "上级采用"
fact = "upper_adoptions"
when = { channel = "日报" }
points = 5
[[rates]]
rule = "other"
name = "其他"
fact = "upper_adoptions"
points = 7
[[rates]]
rule = "sent"
name = "报送"
fact = "submissions"
points = 0.5
[[extras]]
rule = "joint"
name = "联合的扣"
fact = "upper_adoptions"
when = { joint = true }
points = -1
[[equivalents]]
rule = "two"
name = "两次报送算一次"
fact = "submissions"
pieces = 2
[[quotas]]
rule = "before"
name = "得分"
period = "quarter"
conditions = [{ at_least = 12 }]
missed = -4
[[quotas]]
rule = "after"
name = "扣分之后"
period = "quarter"
measured = "after_deductions"
conditions = [{ at_least = 9 }]
shortfall_times = 0.5
[[quotas]]
rule = "pieces"
name = "篇数"
period = "quarter"
conditions = [
    { count = ["adoptions", "submissions"], at_least = 3 },
    { count = ["adoptions", "upper_adoptions"], once_per_story = true, of = { count = ["submissions"] }, at_least = 30 },
]
missed_each = -0.01
[[escalations]]
rule = "second"
name = "第二次"
fact = "adoptions"
from = 2
points = -2
grows = 2
"#;
const QUARTER_CAPS: &str = r#"
[[caps]]
rule = "sent-most"
name = "报送封顶"
categories = ["报送"]
most = 1
[[caps]]
rule = "upper-most"
name = "上级封顶"
rules = ["upper", "other"]
period = "quarter"
most = 11
[[caps]]
rule = "all"
name = "全部"
period = "year"
most = 20
"#;
const CHOICES: [&str; 3] = [
    "",
    "[[choices]]\nrule = \"highest\"\nname = \"择高\"\namong = [\"story\"]\nkeep = \"highest\"\n",
    "[[choices]]\nrule = \"best\"\nname = \"取两篇\"\namong = [\"rule\"]\nkeep = \"best\"\ncount = 2\nwithin = \"quarter\"\n",
];

/// What follows from so many of a kind, from the year or from the month alone.
const FOLLOWS: [&str; 5] = [
    "",
    "[[escalations]]\nrule = \"more\"\nname = \"第二篇起\"\nfact = \"adoptions\"\nfrom = 2\npoints = 1\n",
    "[[escalations]]\nrule = \"sent-again\"\nname = \"每三次\"\nfact = \"submissions\"\nwithin = \"quarter\"\nfrom = 3\nevery = 3\npoints = 2\ncategory = \"报送\"\n",
    "[[streaks]]\nrule = \"few\"\nname = \"连续三个月\"\ncount = [\"adoptions\", \"submissions\"]\nbelow = 2\nrunning = 3\npoints = -7\n",
    "[[streaks]]\nrule = \"low\"\nname = \"连续三个月低于4分\"\nbelow = 4\nrunning = 3\npoints = -7\n",
];

fn ruling(when: &str, ruling: Ruling, units: &[UnitId], story: Option<&str>) -> Fact {
    let kind = FactKind::Ruling { ruling, units: units.into(), reason: "事由".into() };
    let details = Details { story: story.map(str::to_owned), ..Details::NONE };
    let plain = fact(when, kind);
    Fact::detailed(plain.month, plain.reference, plain.kind, details)
}

fn piece(when: &str, channel: &str, units: &[UnitId], story: Option<&str>) -> Fact {
    let kind = upper(channel, false, units);
    let reference = FactReference::File { path: eco_format!("{kind:?} {when} {story:?}") };
    let details = Details { story: story.map(str::to_owned), ..Details::NONE };
    Fact::detailed(month(when), reference, kind, details)
}

#[test]
fn beside_a_month_at_zero_and_caps_a_void_comes_to_the_same_whenever_it_is_decided() {
    let both = [NORTH, EAST];
    let cases = [
        // What February displaced counts again, and the quarter's cap holds it.
        (
            CHOICES[2],
            vec![
                piece("2024-01", "晚报", &both, None),
                piece("2024-01", "日报", &both, None),
                piece("2024-02", "晚报", &[NORTH], None),
                piece("2024-01", "晚报", &both, Some("甲")),
                piece("2024-03", "日报", &[NORTH], None),
            ],
        ),
        // What is voided leaves room for February, which then has something to lose.
        (
            CHOICES[0],
            vec![
                fact("2024-02", adjustment(NORTH, "-1.5", "迟报")),
                piece("2024-01", "晚报", &[NORTH], None),
                piece("2024-01", "日报", &[NORTH], Some("甲")),
                piece("2024-02", "日报", &[NORTH], None),
            ],
        ),
    ];
    for (choice, facts) in cases {
        let rules = rules(&format!("{QUARTER}{choice}{QUARTER_CAPS}"));
        let zeroed = ruling("2024-02", Ruling::ZeroMonth, &[NORTH], None);
        let decided = |when: &str| {
            let void = ruling(when, Ruling::Void, &[], Some("甲"));
            let all: Vec<Fact> = facts.iter().cloned().chain([zeroed.clone(), void]).collect();
            total(&scored(&all, &rules), NORTH)
        };
        assert_eq!([decided("2024-02"), decided("2024-03")], [decided("2024-01"); 2], "{choice}");
    }
}

#[test]
fn what_a_quarters_cap_gives_back_belongs_to_the_month_that_it_was_cut_from() {
    let facts = [
        piece("2024-01", "晚报", &[NORTH, EAST], Some("甲")),
        piece("2024-02", "日报", &[NORTH, EAST], None),
        piece("2024-02", "日报", &[NORTH, SOUTH], None),
        fact("2024-02", adjustment(NORTH, "-1.5", "迟报")),
    ];
    // Without the first piece February is cut less, and is not low.
    let rules = rules(&format!("{QUARTER}{QUARTER_CAPS}{}", FOLLOWS[4]));
    let decided = |when: &str| {
        let void = ruling(when, Ruling::Void, &[], Some("甲"));
        let all: Vec<Fact> = facts.iter().cloned().chain([void]).collect();
        let entries = scored(&all, &rules);
        (total(&entries, NORTH), entries.iter().any(|entry| entry.rule.rule == "low" && entry.unit == NORTH))
    };
    let first = decided("2024-01");
    assert!(!first.1, "February is not low");
    assert_eq!([decided("2024-02"), decided("2024-03")], [first; 2]);
}

proptest! {
    #[test]
    fn a_void_comes_to_the_same_whenever_in_the_quarter_it_is_decided(
        facts in proptest::collection::vec(any_fact(), 0..25),
        choice in proptest::sample::select(CHOICES.to_vec()),
        caps in proptest::sample::select(vec!["", QUARTER_CAPS]),
        whose in proptest::sample::select(vec![vec![], vec![NORTH]]),
        zeroed in proptest::option::of(proptest::sample::select(vec!["2024-01", "2024-02", "2024-03"])),
        follows in proptest::sample::select(FOLLOWS.to_vec()),
    ) {
        let rules = rules(&format!("{QUARTER}{choice}{caps}{follows}"));
        let facts: Vec<Fact> =
            facts.into_iter().filter(|fact| !matches!(fact.kind, FactKind::Ruling { .. })).collect();
        // Beside caps over the quarter a month at zero depends on more than voids; cases of that are below.
        let zeroed = zeroed.filter(|_| caps.is_empty());
        let zeroed = zeroed.map(|month| ruling(month, Ruling::ZeroMonth, &[NORTH], None));
        let totals = |facts: &[Fact], void: Option<Fact>| {
            let all: Vec<Fact> = facts.iter().cloned().chain(zeroed.clone()).chain(void).collect();
            let entries = scored(&all, &rules);
            [NORTH, SOUTH, EAST].map(|unit| total(&entries, unit))
        };
        let decided = |when: &str| totals(&facts, Some(ruling(when, Ruling::Void, &whose, Some("甲"))));
        let first = decided("2024-01");
        prop_assert_eq!(decided("2024-02"), first);
        prop_assert_eq!(decided("2024-03"), first);
        if whose.is_empty() {
            let is_piece = |fact: &Fact| fact.kind.fact_type().is_some();
            let is_other = |fact: &&Fact| !is_piece(fact) || fact.story.as_deref() != Some("甲");
            let absent: Vec<Fact> = facts.iter().filter(is_other).cloned().collect();
            prop_assert_eq!(totals(&absent, None), first);
        }
    }

    #[test]
    fn a_category_that_nothing_asks_about_changes_no_score(
        facts in proptest::collection::vec(any_fact(), 0..25),
        categories in proptest::collection::vec(proptest::option::of("[甲乙]类"), 8),
        choice in proptest::sample::select(CHOICES.to_vec()),
    ) {
        let plain = rules(&format!("{QUARTER}{choice}"));
        let mut own = plain.clone();
        let mut next = categories.into_iter().map(|name| name.and_then(|name| Category::named(&name)));
        let mut next = || next.next().flatten();
        own.rates.iter_mut().for_each(|rate| rate.category = next());
        own.extras.iter_mut().for_each(|extra| extra.category = next());
        own.quotas.iter_mut().for_each(|quota| quota.deduction_category = next());
        let (before, after) = (scored(&facts, &plain), scored(&facts, &own));
        for unit in [NORTH, SOUTH, EAST] {
            prop_assert_eq!(total(&after, unit), total(&before, unit), "{:?}", unit);
        }
    }

    #[test]
    fn a_zero_raises_nobody(
        facts in proptest::collection::vec(any_fact(), 0..25),
        when in proptest::sample::select(vec!["2024-01", "2024-02", "2024-03"]),
        year in proptest::bool::ANY,
    ) {
        let rules = rules(QUARTER);
        let kind = if year { Ruling::ZeroYear } else { Ruling::ZeroMonth };
        let with: Vec<Fact> = facts.iter().cloned().chain([ruling(when, kind, &[NORTH], None)]).collect();
        let of_month = |facts: &[Fact]| {
            let entries: Vec<CreditEntry> =
                scored(facts, &rules).into_iter().filter(|entry| entry.month == month(when)).collect();
            total(&entries, NORTH)
        };
        prop_assert!(of_month(&with) <= of_month(&facts));
    }

    // What a month at zero had displaced in an earlier one counts again: it is as if nothing had come in the month. That
    // may be better than the month as it was, where it was below zero with what it displaced, and never better than both.
    #[test]
    fn a_zero_with_choices_is_no_better_than_the_month_as_it_was_or_no_month(
        facts in proptest::collection::vec(any_fact(), 0..25),
        when in proptest::sample::select(vec!["2024-01", "2024-02", "2024-03"]),
        choice in proptest::sample::select(CHOICES.to_vec()),
    ) {
        let rates = QUARTER.split_once("[[quotas]]").expect("quotas stand behind rates").0;
        let rules = rules(&format!("{rates}{choice}"));
        let with: Vec<Fact> =
            facts.iter().cloned().chain([ruling(when, Ruling::ZeroMonth, &[NORTH], None)]).collect();
        let without: Vec<Fact> =
            facts.iter().filter(|fact| fact.month != month(when)).cloned().collect();
        let of_year = |facts: &[Fact]| total(&scored(facts, &rules), NORTH);
        prop_assert!(of_year(&with) <= of_year(&facts).max(of_year(&without)));
    }
}

/// The text with something else in the place of some of its characters.
fn changed(text: &str, at: usize, cut: usize, with: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let begin = at.min(characters.len());
    let end = (begin + cut).min(characters.len());
    let (before, after) = (&characters[..begin], &characters[end..]);
    before.iter().copied().chain(with.chars()).chain(after.iter().copied()).collect()
}
