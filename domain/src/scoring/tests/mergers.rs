//! Units that go into others: points are carried or left, none are lost or made, and the past is as it was.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::unit::changes::{ChangeKind, UnitChange, inheritances, stand_ins};

/// 北科 goes into 南科 on the day.
fn merger(day: Date, carries: bool) -> UnitChange {
    let heir = carries.then_some(SOUTH);
    UnitChange { unit: NORTH, kind: ChangeKind::Merged, day, successors: vec![SOUTH], heir, before: None }
}

/// The units of a month, once a merger is known.
fn roster_in(month: Month, change: &UnitChange) -> Roster {
    let mut roster = roster();
    let ended: Vec<Unit> = vec![Unit { until: Some(change.day), ..unit(NORTH, "北科") }];
    if !ended[0].exists_in(month) {
        roster.groups.iter_mut().for_each(|group| group.units.retain(|unit| unit.id != NORTH));
    }
    roster.inherited = inheritances(&ended, std::slice::from_ref(change));
    roster.inherited.retain(|one| one.since <= month);
    roster
}

struct Scored {
    entries: Vec<CreditEntry>,
    facts: Vec<Fact>,
}

const MONTHS: [&str; 4] = ["2024-01", "2024-02", "2024-03", "2024-04"];

fn scored(facts: &[Fact], opening: &[Opening], change: &UnitChange) -> Scored {
    let rules = version_1();
    let ended = [Unit { until: Some(change.day), ..unit(NORTH, "北科") }];
    let mut facts = facts.to_vec();
    for fact in &mut facts {
        let instead = stand_ins(&ended, std::slice::from_ref(change), fact.month);
        fact.credit(|unit| instead.get(&unit).copied().unwrap_or(unit));
    }
    let rosters = MONTHS.map(|text| (month(text), roster_in(month(text), change)));
    let months: Vec<MonthRules<'_>> =
        rosters.iter().map(|(month, roster)| MonthRules { month: *month, rules: &rules, roster }).collect();
    let entries = score_months(&Scoring { months: &months, facts: &facts, opening }).entries;
    Scored { entries, facts }
}

fn composed(text: &str, scored: &Scored, opening: &[Opening], change: &UnitChange) -> Bulletin {
    let (rules, roster) = (version_1(), roster_in(month(text), change));
    let sources = Sources {
        month: month(text),
        roster: &roster,
        rules: &rules,
        facts: &scored.facts,
        entries: &scored.entries,
        opening,
    };
    Bulletin::compose(sources).expect("small sums")
}

fn sum(bulletin: &Bulletin, amount: impl Fn(&Figures) -> Points) -> Points {
    Points::checked_sum(bulletin.rows().map(|row| amount(&row.figures))).expect("a small sum")
}

#[test]
fn carried_points_count_in_the_cumulative_from_the_first_month_without_the_unit() {
    let facts = [
        fact("2024-01", upper("日报", false, &[NORTH])),
        fact("2024-02", newsletter(2, Kind::Article, "题", &[NORTH, SOUTH])),
        fact("2024-03", upper("晚报", true, &[SOUTH])),
    ];
    let opening = [Opening { unit: NORTH, month: month("2024-01"), points: points("2") }];
    let standing = |carries: bool, text: &str| {
        let change = merger(date(2024, 2, 15), carries);
        let bulletin = composed(text, &scored(&facts, &opening, &change), &opening, &change);
        let rows = bulletin.rows().filter(|row| [NORTH, SOUTH].contains(&row.unit_id));
        rows.map(|row| format!("{} {} {}", row.figures.unit, row.figures.month, row.figures.cumulative))
            .collect::<Vec<_>>()
            .join("；")
    };
    // In the month in which it ends it still stands in the table, with all that it has.
    assert_eq!(standing(true, "2024-02"), "北科 1 8；南科 1 1");
    assert_eq!(standing(true, "2024-03"), "南科 15 24");
    assert_eq!(standing(false, "2024-03"), "南科 15 16");
    let change = merger(date(2024, 2, 15), true);
    let notes = composed("2024-03", &scored(&facts, &opening, &change), &opening, &change).notes;
    assert_eq!(
        notes.last().map(String::as_str),
        Some("北科自3月份起不再列名，其年内以前的得分计入南科的累计分数。")
    );
}

#[test]
fn what_is_recorded_of_a_unit_that_has_ended_counts_for_the_one_it_went_into_once() {
    let facts = [
        fact("2024-03", newsletter(3, Kind::Article, "题", &[NORTH, SOUTH])),
        fact("2024-03", upper("日报", false, &[NORTH])),
        fact("2024-03", submissions(NORTH, 3)),
    ];
    let change = merger(date(2024, 3, 1), false);
    let bulletin = composed("2024-03", &scored(&facts, &[], &change), &[], &change);
    let south = &row(&bulletin, SOUTH).figures;
    assert_eq!((south.month, south.submitted), (points("6"), Tally::whole(3)));
    assert!(bulletin.rows().all(|row| row.unit_id != NORTH));
}

#[test]
fn a_year_set_to_zero_takes_what_was_inherited_too() {
    let zero =
        FactKind::Ruling { ruling: Ruling::ZeroYear, units: smallvec![SOUTH], reason: "失实".into() };
    let facts = [fact("2024-01", upper("日报", false, &[NORTH])), fact("2024-03", zero)];
    let change = merger(date(2024, 2, 1), true);
    let bulletin = composed("2024-03", &scored(&facts, &[], &change), &[], &change);
    assert_eq!(row(&bulletin, SOUTH).figures.cumulative, Points::ZERO);
}

#[test]
fn where_nobody_has_points_nobody_is_first() {
    let none = bulletin("2024-01", &[fact("2024-01", adjustment(NORTH, "-1", "迟报"))]);
    assert!(none.rows().all(|row| row.figures.rank.is_none()));
    let one = bulletin("2024-01", &[fact("2024-01", upper("日报", false, &[NORTH]))]);
    let ranks: Vec<_> =
        one.groups[0].rows.iter().map(|row| (row.figures.rank, row.figures.rank_with_points())).collect();
    assert_eq!(ranks, [(Some(1), Some(1)), (Some(2), None), (Some(2), None)]);
    assert_eq!(one.groups[1].rows[0].figures.rank, None);
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let units = proptest::sample::subsequence(vec![NORTH, SOUTH, EAST, OFFICE, MUSEUM], 1..=3);
    let months = proptest::sample::select(MONTHS.to_vec());
    (0_u8..6, units, months, 1_u32..4, 0_u32..1_000_000).prop_map(|(kind, units, month_text, count, id)| {
        let kind = match kind {
            0 => newsletter(count, Kind::Article, "题", &units),
            1 => newsletter(count, Kind::Brief, "题", &units),
            2 => upper("日报", id % 2 == 0, &units),
            3 => forwarding(units[0], count),
            4 => adjustment(units[0], "-1.5", "迟报"),
            _ => submissions(units[0], count),
        };
        let reference = FactReference::File { path: eco_format!("{id} {kind:?} {month_text}") };
        Fact::plain(month(month_text), reference, kind)
    })
}

proptest! {
    #[test]
    fn all_points_together_are_the_same_before_and_after_a_merger(
        facts in proptest::collection::vec(any_fact(), 0..25),
        month_of_day in 2_i8..5,
        day in 1_i8..29,
        carried in -20_i64..20,
    ) {
        let change = merger(date(2024, month_of_day, day), true);
        let opening = [Opening { unit: NORTH, month: month("2024-01"), points: Points::from_scaled(carried * 10_000) }];
        let scored = scored(&facts, &opening, &change);
        let mut before = Points::from_scaled(carried * 10_000);
        for text in MONTHS {
            let bulletin = composed(text, &scored, &opening, &change);
            let gained = sum(&bulletin, |figures| figures.month);
            before = before.checked_add(gained).expect("a small sum");
            prop_assert_eq!(sum(&bulletin, |figures| figures.cumulative), before, "{}", text);
        }
    }

    #[test]
    fn carrying_or_leaving_writes_no_line_and_changes_no_month_before(
        facts in proptest::collection::vec(any_fact(), 0..25),
        month_of_day in 2_i8..5,
        day in 1_i8..29,
    ) {
        let (carry, leave) = (merger(date(2024, month_of_day, day), true), merger(date(2024, month_of_day, day), false));
        let (one, other) = (scored(&facts, &[], &carry), scored(&facts, &[], &leave));
        prop_assert_eq!(&one.entries, &other.entries);
        for text in MONTHS {
            let (carried, left) = (composed(text, &one, &[], &carry), composed(text, &other, &[], &leave));
            let months = |bulletin: &Bulletin| -> Vec<(UnitId, Points)> {
                let mut months: Vec<_> = bulletin.rows().map(|row| (row.unit_id, row.figures.month)).collect();
                months.sort();
                months
            };
            prop_assert_eq!(months(&carried), months(&left));
            if month(text) < crate::unit::changes::first_month_after(carry.day) {
                prop_assert_eq!(carried, left);
            }
        }
    }
}
