//! Steps 8, 10 and 11: caps and floors, what a unit's parent gets of its points, months and years at zero.

use std::collections::BTreeMap;

use super::{
    super::rules::{Cap, Category, Effect, Period, ROLLUP, ZERO_MONTH, ZERO_YEAR},
    piece::Credited,
    state::{Line, LinePart, MonthWork, NewEntry, clamp},
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
    let begins = cap.period.begins(work.month);
    let bounded: Vec<(Category, i128)> = work
        .entries_since(credited.id, begins)
        .filter(|entry| is_bounded(cap, &entry.category, &entry.rule.rule))
        .map(|entry| (entry.category.clone(), i128::from(entry.points.scaled())))
        .collect();
    let amount: i128 = bounded.iter().map(|(_, points)| points).sum();
    let opening = work.year.opening.get(&credited.id).copied().filter(|_| cap.with_opening);
    let (month, first) = (work.month, work.year.first_month);
    let running = work.year.capped.entry((cap.rule.clone(), credited.id, begins)).or_default();
    if month == first
        && let Some(opening) = opening
    {
        running.amount += i128::from(opening.scaled());
    }
    running.amount += amount;
    let change = change(cap, running.amount);
    let points = clamp(change - running.changed);
    running.changed = change;
    if points.is_zero() {
        return;
    }
    let entry = NewEntry {
        category: cap_category(cap, &bounded),
        points,
        rule: cap.rule.clone(),
        facts: Vec::new(),
        words: cap_in_words(cap, points, change),
    };
    work.enter(credited.id, entry);
}

/// What brings a sum back within the bounds.
fn change(cap: &Cap, amount: i128) -> i128 {
    let most = cap.most.map_or(i128::MAX, |most| i128::from(most.scaled()));
    let least = cap.least.map_or(i128::MIN, |least| i128::from(least.scaled())).min(most);
    amount.clamp(least, most) - amount
}

/// Where something that an earlier period gave is taken back, what that period's caps had cut off may count.
pub(super) fn give_room(work: &mut MonthWork<'_, '_>, line: &Line, part: &LinePart) {
    let (rules, unit) = (work.rules, line.unit);
    for cap in &rules.caps {
        let begins = cap.period.begins(line.month);
        if begins == cap.period.begins(work.month) || !is_bounded(cap, &part.category, &part.rule) {
            // Within the present period the cap sees what is taken back by itself.
            continue;
        }
        let Some(running) = work.year.capped.get_mut(&(cap.rule.clone(), unit, begins)) else { continue };
        running.amount -= i128::from(part.points.scaled());
        let change = change(cap, running.amount);
        let points = clamp(change - running.changed);
        running.changed = change;
        if points.is_zero() {
            continue;
        }
        let entry = NewEntry {
            category: cap_category(cap, &[(part.category.clone(), 0)]),
            points,
            rule: cap.rule.clone(),
            facts: vec![line.reference.clone()],
            words: format!("{}，{}已扣减的恢复{points}分", cap.name, line.month.in_words()),
        };
        work.enter_about(unit, line.month, entry);
    }
}

fn is_bounded(cap: &Cap, category: &Category, rule: &str) -> bool {
    let all = cap.categories.is_empty() && cap.rules.is_empty();
    all || cap.categories.contains(category) || cap.rules.iter().any(|bounded| bounded == rule)
}

/// The rule's own; else the bounded category that has the most points, since those are cut off.
fn cap_category(cap: &Cap, bounded: &[(Category, i128)]) -> Category {
    if let Some(category) = &cap.category {
        return category.clone();
    }
    let mut sums: Vec<(Category, i128)> = Vec::new();
    for (category, points) in bounded {
        match sums.iter_mut().find(|(known, _)| known == category) {
            Some((_, sum)) => *sum += points,
            None => sums.push((category.clone(), *points)),
        }
    }
    // Of equals the one that stands first in the usual order, whatever the order of the facts.
    let most = sums.into_iter().min_by_key(|(category, sum)| (-sum, category.order(), category.clone()));
    most.map(|(category, _)| category).or(cap.categories.first().cloned()).unwrap_or(Category::ADJUSTMENT)
}

/// 每月投稿最多计5分，超出2分不计.
fn cap_in_words(cap: &Cap, points: Points, change: i128) -> String {
    let amount = points.magnitude();
    let when = if cap.period == Period::Month { "" } else { cap.period.label() };
    match (points < Points::ZERO, change <= 0) {
        (true, true) => format!("{}，{when}超出的{amount}分不计", cap.name),
        (false, false) => format!("{}，{when}补足{amount}分", cap.name),
        (false, true) => format!("{}，{when}前已扣减的{amount}分恢复计入", cap.name),
        (true, false) => format!("{}，{when}前已补足的{amount}分扣回", cap.name),
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
            (credited.id, entries.map(|entry| i128::from(entry.points.scaled())).sum())
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

/// Takes back what a month or year at zero has: of children before their points count for their parents, of the
/// others after.
pub(super) fn zero(work: &mut MonthWork<'_, '_>, children: bool) {
    for (unit, effect) in work.effects.clone() {
        match effect {
            Effect::ZeroYear => work.year.zeroed.insert(unit),
            Effect::ZeroMonth => work.year.zeroed_months.insert((unit, work.month)),
            Effect::Exclude => false,
        };
    }
    for credited in work.units.clone() {
        let unit = credited.id;
        if work.parents.contains_key(&unit) != children {
            continue;
        }
        let month: i128 = work.entries_of(unit).map(|entry| i128::from(entry.points.scaled())).sum();
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
