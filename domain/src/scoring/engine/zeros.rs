//! Step 10: months and years at zero, whatever the month alone holds.

use std::collections::BTreeMap;

use ecow::eco_format;

use super::{
    super::{
        facts::References,
        rules::{Category, Effect, ZERO_MONTH, ZERO_YEAR},
    },
    bounds::{bound_to, is_bounded},
    choices,
    state::{Bounded, LineState, NewEntry, Step, ZeroedMonth},
    sums::clamp,
    work::MonthWork,
};
use crate::{calendar::Month, id::UnitId, points::Points};

/// Takes back what a month or year at zero has: of children before their points count for their parents, of the
/// others after. Nobody gets more by it than if nothing had come in the month: what is below zero stays so, what is taken
/// from the year is taken, and what the month had displaced in earlier ones counts again.
pub(super) fn zero(work: &mut MonthWork<'_, '_>, children: bool) {
    work.step = Step::Zero;
    for credited in work.units.clone() {
        let unit = credited.id;
        if work.parents.contains_key(&unit) != children {
            continue;
        }
        if work.effects.contains(&(unit, Effect::ZeroYear)) || work.year.zeroed.contains(&unit) {
            zero_year(work, unit);
        } else if work.effects.contains(&(unit, Effect::ZeroMonth)) {
            zero_month(work, unit);
        }
    }
}

fn zero_year(work: &mut MonthWork<'_, '_>, unit: UnitId) {
    let month: i128 = work.entries_of(unit).map(|entry| i128::from(entry.points.scaled())).sum();
    let before = work.year.totals.get(&unit).copied().unwrap_or_default();
    // From then on every month is nothing.
    let amount = if work.year.zeroed.insert(unit) { (before + month).max(0) } else { month };
    enter_zero(work, unit, amount, ZERO_YEAR, "全年记零分");
}

fn zero_month(work: &mut MonthWork<'_, '_>, unit: UnitId) {
    let month = work.month;
    let amount = work.of_month_alone(unit);
    let changed = amount.min(0) - amount;
    let mut zeroed = ZeroedMonth { bound: Bounded { amount, changed }, ..ZeroedMonth::default() };
    for cap in &work.rules.caps {
        let key = (cap.rule.clone(), unit, cap.period.begins(month));
        let before = work.caps_before.get(&(cap.rule.clone(), unit)).copied();
        if let (Some(before), Some(running)) = (before, work.year.capped.get_mut(&key)) {
            zeroed.caps.insert(cap.rule.clone(), std::mem::replace(running, before));
            if let Some(months) = work.year.capped_months.get_mut(&key) {
                months.remove(&month);
            }
        }
    }
    work.year.zeroed_months.insert((unit, month), zeroed);
    let own = work.year.lines.iter_mut().filter(|line| line.unit == unit && line.month == month);
    for line in own.filter(|line| line.counts()) {
        line.state = LineState::Zeroed;
    }
    enter_zero(work, unit, -changed, ZERO_MONTH, "本月记零分");
    if changed != 0 {
        let entered = work.entered_of(unit);
        give_again(work, unit);
        bound_given_again(work, unit, entered);
    }
}

/// What counts again of earlier months of a cap's present period, entered from a place on, is within the cap, too.
fn bound_given_again(work: &mut MonthWork<'_, '_>, unit: UnitId, entered: usize) {
    let Some(credited) = work.credited(unit) else { return };
    let step = work.step;
    let rules = work.rules;
    for (cap, early) in rules.caps.iter().zip(work.early_caps.clone()) {
        let concerns = cap.groups.is_empty() || cap.groups.iter().any(|group| group == credited.group);
        if cap.period.months() == 1 || !concerns {
            continue;
        }
        let mut given: BTreeMap<Month, Vec<(Category, i128)>> = BTreeMap::new();
        let bounded = work.bounded_from(unit, cap.period.begins(work.month), entered);
        for (entry, _, about) in bounded.filter(|(entry, rule, _)| is_bounded(cap, &entry.category, rule)) {
            let points = i128::from(entry.points.scaled());
            given.entry(about).or_default().push((entry.category.clone(), points));
        }
        if given.is_empty() {
            continue;
        }
        work.step = if early { Step::EarlyCap } else { Step::Cap };
        bound_to(work, cap, credited, &given);
    }
    work.step = step;
}

/// What a month at zero had displaced in earlier months counts again: what gives nothing displaces nothing.
fn give_again(work: &mut MonthWork<'_, '_>, unit: UnitId) {
    for (place, rule) in std::mem::take(&mut work.displaced) {
        if work.year.lines[place].unit != unit {
            work.displaced.push((place, rule));
            continue;
        }
        choices::give_again(work, place, &rule, "本月记零分");
    }
}

fn enter_zero(work: &mut MonthWork<'_, '_>, unit: UnitId, amount: i128, rule: &str, words: &str) {
    let points = clamp(-amount);
    if points.is_zero() {
        return;
    }
    let what = if points < Points::ZERO { "冲去" } else { "抵去扣的" };
    let entry = NewEntry {
        category: Category::ADJUSTMENT,
        points,
        rule: rule.into(),
        facts: References::none(),
        words: eco_format!("{words}，{what}{}分", points.magnitude()),
    };
    work.enter(unit, entry);
}
