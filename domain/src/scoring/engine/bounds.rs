//! Steps 8, 10 and 11: caps and floors, what a unit's parent gets of its points, months and years at zero.

use std::collections::BTreeMap;

use super::{
    super::rules::{Cap, Category, Effect, Period, ROLLUP, ZERO_MONTH, ZERO_YEAR},
    measures::in_period,
    piece::Credited,
    state::{MonthWork, NewEntry, clamp},
};
use crate::{id::UnitId, points::Points};

/// Brings what each cap bounds back within it, over the cap's period: what a month takes away or adds is what
/// the period's sum so far asks for, less what earlier months took away or added.
pub(super) fn caps(work: &mut MonthWork<'_, '_>) {
    for cap in &work.rules.caps {
        for credited in work.units.clone() {
            if cap.groups.is_empty() || cap.groups.iter().any(|group| group == credited.group) {
                bound(work, cap, credited);
            }
        }
    }
}

fn bound(work: &mut MonthWork<'_, '_>, cap: &Cap, credited: Credited<'_>) {
    let entries = work.entries_of(credited.id).iter();
    let amount: i128 = entries
        .filter(|entry| is_bounded(cap, &entry.category, &entry.rule.rule))
        .map(|entry| i128::from(entry.points.scaled()))
        .sum();
    let opening = work.year.opening.get(&credited.id).copied().filter(|_| cap.with_opening);
    let (month, first) = (work.month, work.year.first_month);
    let running = work.year.running.entry((cap.rule.clone(), 0, credited.id)).or_default();
    let running = in_period(running, cap.period, month);
    if month == first
        && let Some(opening) = opening
    {
        running.amount += i128::from(opening.scaled());
    }
    running.amount += amount;
    let most = cap.most.map_or(i128::MAX, |most| i128::from(most.scaled()));
    let least = cap.least.map_or(i128::MIN, |least| i128::from(least.scaled())).min(most);
    let change = running.amount.clamp(least, most) - running.amount;
    let points = clamp(change - running.changed);
    running.changed = change;
    if points.is_zero() {
        return;
    }
    let entry = NewEntry {
        category: cap_category(cap),
        points,
        rule: cap.rule.clone(),
        facts: Vec::new(),
        words: cap_in_words(cap, points, change),
    };
    work.enter(credited.id, entry);
}

fn is_bounded(cap: &Cap, category: &Category, rule: &str) -> bool {
    let all = cap.categories.is_empty() && cap.rules.is_empty();
    all || cap.categories.contains(category) || cap.rules.iter().any(|bounded| bounded == rule)
}

fn cap_category(cap: &Cap) -> Category {
    let first = cap.category.as_ref().or(cap.categories.first());
    first.cloned().unwrap_or(Category::ADJUSTMENT)
}

/// 每月投稿最多计5分，超出2分不计.
fn cap_in_words(cap: &Cap, points: Points, change: i128) -> String {
    let amount = points.to_string();
    let when = if cap.period == Period::Month { "" } else { cap.period.label() };
    match (amount.strip_prefix('-'), change <= 0) {
        (Some(amount), true) => format!("{}，{when}超出的{amount}分不计", cap.name),
        (None, false) => format!("{}，{when}补足{amount}分", cap.name),
        (None, true) => format!("{}，{when}前已扣减的{amount}分恢复计入", cap.name),
        (Some(amount), false) => format!("{}，{when}前已补足的{amount}分扣回", cap.name),
    }
}

/// A parent gets its children's points of the month, in the rule's proportion.
pub(super) fn roll_up(work: &mut MonthWork<'_, '_>) {
    let Some(rollup) = &work.rules.rollup else { return };
    let rules = work.rules;
    let sums: BTreeMap<UnitId, i128> = work
        .units
        .iter()
        .map(|credited| {
            let entries = work.entries_of(credited.id);
            (credited.id, entries.iter().map(|entry| i128::from(entry.points.scaled())).sum())
        })
        .collect();
    for child in work.units.clone() {
        let Some(parent) = work.parents.get(&child.id).copied() else { continue };
        let sum = sums.get(&child.id).copied().unwrap_or_default();
        let product = sum.saturating_mul(i128::from(rollup.times.scaled()));
        let points = rules.rounding.divide(product, i128::from(Points::whole(1).scaled()));
        if points.is_zero() {
            continue;
        }
        let times =
            if rollup.times == Points::whole(1) { String::new() } else { format!(" × {}", rollup.times) };
        let entry = NewEntry {
            category: rollup.category.clone().unwrap_or(Category::ADJUSTMENT),
            points,
            rule: ROLLUP.to_owned(),
            facts: Vec::new(),
            words: format!("下属单位{}本月得分 {}{times}", child.unit, clamp(sum)),
        };
        work.enter(parent, entry);
    }
}

/// Takes back what a month or year at zero has.
pub(super) fn zero(work: &mut MonthWork<'_, '_>) {
    for (unit, effect) in work.effects.clone() {
        if effect == Effect::ZeroYear {
            work.year.zeroed.insert(unit);
        }
    }
    for credited in work.units.clone() {
        let unit = credited.id;
        let month: i128 = work.entries_of(unit).iter().map(|entry| i128::from(entry.points.scaled())).sum();
        let before = work.year.totals.get(&unit).copied().unwrap_or_default();
        let (amount, rule, words) = if work.year.zeroed.contains(&unit) {
            (before + month, ZERO_YEAR, "全年记零分")
        } else if work.effects.contains(&(unit, Effect::ZeroMonth)) {
            (month, ZERO_MONTH, "本月记零分")
        } else {
            continue;
        };
        let points = clamp(-amount);
        if points.is_zero() {
            continue;
        }
        let entry = NewEntry {
            category: Category::ADJUSTMENT,
            points,
            rule: rule.to_owned(),
            facts: Vec::new(),
            words: format!("{words}，冲去{}分", clamp(amount)),
        };
        work.enter(unit, entry);
    }
}
