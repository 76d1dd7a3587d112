//! Steps 8, 10 and 11: caps and floors, what a unit's parent gets of its points, months and years at zero.

use std::collections::BTreeMap;

use ecow::eco_format;

use super::{
    super::{
        facts::{FactReference, References},
        rules::{Cap, Category, Period, ROLLUP, ZERO_MONTH},
    },
    piece::Credited,
    state::{NewEntry, Step, YearState},
    sums::clamp,
    work::MonthWork,
};
use crate::{calendar::Month, id::UnitId, points::Points};

/// Brings what each cap bounds back within it, over the cap's period: what a month takes away or adds is what
/// the period's sum so far asks for, less what earlier months took away or added.
pub(super) fn caps(work: &mut MonthWork<'_, '_>, before_quotas: bool) {
    work.step = if before_quotas { Step::EarlyCap } else { Step::Cap };
    for (cap, early) in work.rules.caps.iter().zip(work.early_caps.clone()) {
        if early != before_quotas {
            continue;
        }
        for credited in work.units.clone() {
            if cap.groups.is_empty() || cap.groups.iter().any(|group| group == credited.group) {
                bound(work, cap, credited);
            }
        }
    }
}

fn bound(work: &mut MonthWork<'_, '_>, cap: &Cap, credited: Credited<'_>) {
    let begins = cap.period.begins(work.month);
    let month = work.month;
    let mut of_months: BTreeMap<Month, Vec<(Category, i128)>> = BTreeMap::new();
    for (entry, rule, about) in work.bounded_since(credited.id, begins) {
        if is_bounded(cap, &entry.category, rule) {
            add(of_months.entry(about).or_default(), &entry.category, i128::from(entry.points.scaled()));
        }
    }
    let own = of_months.remove(&month).unwrap_or_default();
    let opening = work.year.opening.get(&credited.id).copied().filter(|_| cap.with_opening);
    let first = work.year.first_month;
    let running = work.year.capped.entry((cap.rule.clone(), credited.id, begins)).or_default();
    if month == first
        && let Some(opening) = opening
    {
        running.amount += i128::from(opening.scaled());
    }
    // What is corrected of earlier months is theirs, even where this month is set to zero.
    if !of_months.is_empty() {
        bound_to(work, cap, credited, &of_months);
    }
    if cap.period.months() > 1 {
        let running = work.year.capped.get(&(cap.rule.clone(), credited.id, begins)).copied();
        work.caps_before.insert((cap.rule.clone(), credited.id), running.unwrap_or_default());
    }
    bound_to(work, cap, credited, &BTreeMap::from([(month, own)]));
}

/// Adds to what the cap holds, by the months that it is about, and enters what brings it back within, each month's own.
pub(super) fn bound_to(
    work: &mut MonthWork<'_, '_>,
    cap: &Cap,
    credited: Credited<'_>,
    more: &BTreeMap<Month, Vec<(Category, i128)>>,
) {
    let all: Vec<(Category, i128)> = more.values().flatten().cloned().collect();
    let sums = more.iter().map(|(month, points)| (*month, points.iter().map(|(_, points)| points).sum()));
    let key = (cap.rule.clone(), credited.id, cap.period.begins(work.month));
    let (change, months) = held(work.year, cap, &key, sums.collect());
    for (month, points) in months {
        let entry = NewEntry {
            category: cap_category(cap, &all),
            points,
            rule: cap.rule.as_str().into(),
            facts: References::none(),
            words: cap_in_words(cap, points, change).into(),
        };
        work.enter_about(credited.id, month, entry);
    }
}

/// Adds to what a cap holds in one of its periods, by month. What it changes in the whole period now, and what of that is
/// new, by month: were all known in its month, each month would have just that.
fn held(
    year: &mut YearState,
    cap: &Cap,
    key: &(String, UnitId, Month),
    more: Vec<(Month, i128)>,
) -> (i128, Vec<(Month, Points)>) {
    let running = year.capped.entry(key.clone()).or_default();
    running.amount += more.iter().map(|(_, points)| points).sum::<i128>();
    let changed = change(cap, running.amount);
    let mut left = changed - running.changed;
    running.changed = changed;
    let mut new: BTreeMap<Month, i128> = BTreeMap::new();
    if cap.period.months() > 1 {
        let months = year.capped_months.entry(key.clone()).or_default();
        for (month, points) in &more {
            months.entry(*month).or_default().amount += points;
        }
        // What is no month's, such as an opening, was there before them.
        let mut amount = running.amount - months.values().map(|month| month.amount).sum::<i128>();
        let mut before = 0;
        for (month, bounded) in months {
            amount += bounded.amount;
            let so_far = change(cap, amount);
            let own = so_far - before - bounded.changed;
            before = so_far;
            bounded.changed += own;
            left -= own;
            new.insert(*month, own);
        }
    }
    if let Some((first, _)) = more.first() {
        *new.entry(*first).or_default() += left;
    }
    let new = new.into_iter().map(|(month, points)| (month, clamp(points)));
    (changed, new.filter(|(_, points)| !points.is_zero()).collect())
}

/// What brings a sum back within the bounds.
fn change(cap: &Cap, amount: i128) -> i128 {
    let most = cap.most.map_or(i128::MAX, |most| i128::from(most.scaled()));
    let least = cap.least.map_or(i128::MIN, |least| i128::from(least.scaled())).min(most);
    amount.clamp(least, most) - amount
}

/// Something that an earlier month gave, and that is taken back or given again.
pub(super) struct Changed<'a> {
    pub unit: UnitId,
    pub month: Month,
    pub category: &'a Category,
    /// The rule that gave it.
    pub rule: &'a str,
    pub points: Points,
    /// It was taken from more than the month.
    pub beyond_month: bool,
    pub facts: &'a [FactReference],
}

/// Where something that an earlier period gave is taken back (or given again), what that period's caps had cut off may
/// count, and what a month at zero had lost is no longer lost.
pub(super) fn give_room(work: &mut MonthWork<'_, '_>, changed: &Changed<'_>) {
    let (rules, unit, step) = (work.rules, changed.unit, work.step);
    let points = i128::from(changed.points.scaled());
    // What has changed in that period: each cap sees what those before it make of it.
    let mut changes = vec![(changed.category.clone(), changed.rule.to_owned(), points)];
    for (cap, early) in rules.caps.iter().zip(work.early_caps.clone()) {
        let begins = cap.period.begins(changed.month);
        let of_cap = changes.iter().filter(|(category, rule, _)| is_bounded(cap, category, rule));
        let amount: i128 = of_cap.map(|(_, _, points)| points).sum();
        if amount == 0 {
            continue;
        }
        let year = &mut *work.year;
        let key = (cap.rule.clone(), unit, begins);
        let zeroed = year.zeroed_months.get_mut(&(unit, changed.month));
        let months = match zeroed.filter(|_| cap.period.months() > 1) {
            Some(zeroed) => {
                let Some(running) = zeroed.caps.get_mut(&cap.rule) else { continue };
                running.amount += amount;
                let change = change(cap, running.amount);
                let points = clamp(change - running.changed);
                running.changed = change;
                vec![(changed.month, points)]
            }
            // Within the present period the cap sees what is taken back by itself.
            None if begins == cap.period.begins(work.month) => continue,
            None if !year.capped.contains_key(&key) => continue,
            None => held(year, cap, &key, vec![(changed.month, amount)]).1,
        };
        for (month, points) in months.into_iter().filter(|(_, points)| !points.is_zero()) {
            let category = cap_category(cap, &[(changed.category.clone(), 0)]);
            let entry = changed_again(cap, category.clone(), month, points, changed);
            work.step = if early { Step::EarlyCap } else { Step::Cap };
            work.enter_about(unit, month, entry);
            changes.push((category, cap.rule.clone(), i128::from(points.scaled())));
        }
    }
    // What was taken from more than the month is no part of what the month had to lose.
    let own = changes.iter().skip(usize::from(changed.beyond_month));
    let more = own.map(|(_, _, points)| points).sum();
    zero_again(work, changed, changed.month, more);
    give_room_later(work, changed, &changes);
    work.step = step;
}

/// What a cap gives back to a month, or cuts off it, since something was changed.
fn changed_again(
    cap: &Cap,
    category: Category,
    month: Month,
    points: Points,
    changed: &Changed<'_>,
) -> NewEntry {
    let what = if points > Points::ZERO { "已扣减的恢复" } else { "超出的再减" };
    NewEntry {
        category,
        points,
        rule: cap.rule.as_str().into(),
        facts: changed.facts.to_vec().into(),
        words: eco_format!("{}，{}{what}{}分", cap.name, month.in_words(), points.magnitude()),
    }
}

/// What changes in a month that was set to zero leaves it at nothing, or below as far as it was.
fn zero_again(work: &mut MonthWork<'_, '_>, changed: &Changed<'_>, month: Month, more: i128) {
    let Some(zeroed) = work.year.zeroed_months.get_mut(&(changed.unit, month)) else { return };
    let bound = &mut zeroed.bound;
    bound.amount += more;
    let change = bound.amount.min(0) - bound.amount;
    let points = clamp(change - bound.changed);
    bound.changed = change;
    if points.is_zero() {
        return;
    }
    let amount = points.magnitude();
    let what = if points > Points::ZERO { "已冲去的恢复" } else { "再冲去" };
    let entry = NewEntry {
        category: Category::ADJUSTMENT,
        points,
        rule: ZERO_MONTH.into(),
        facts: changed.facts.to_vec().into(),
        words: eco_format!("{}记零分，{what}{amount}分", month.in_words()),
    };
    work.step = Step::Zero;
    work.enter_about(changed.unit, month, entry);
}

/// Caps over more than a month had less room for later months at zero, which then had less to lose, or more below zero,
/// than without what is taken back.
fn give_room_later(
    work: &mut MonthWork<'_, '_>,
    changed: &Changed<'_>,
    changes: &[(Category, String, i128)],
) {
    let (rules, unit) = (work.rules, changed.unit);
    let later: Vec<Month> = work
        .year
        .zeroed_months
        .keys()
        .filter(|(other, month)| *other == unit && *month > changed.month)
        .map(|(_, month)| *month)
        .collect();
    for month in later {
        let mut of_month: Vec<(Category, String, i128)> = Vec::new();
        for (cap, early) in rules.caps.iter().zip(work.early_caps.clone()) {
            let is_in_period =
                cap.period.months() > 1 && cap.period.begins(month) == cap.period.begins(changed.month);
            let amount: i128 = changes
                .iter()
                .chain(&of_month)
                .filter(|(category, rule, _)| is_bounded(cap, category, rule))
                .map(|(.., points)| points)
                .sum();
            let zeroed = work.year.zeroed_months.get_mut(&(unit, month));
            let running = zeroed.and_then(|zeroed| zeroed.caps.get_mut(&cap.rule));
            let Some(running) = running.filter(|_| is_in_period && amount != 0) else { continue };
            running.amount += amount;
            // What the earlier month's own change makes of the cap is that month's; the rest is this one's.
            let change = change(cap, running.amount);
            let points = clamp(change - running.changed);
            running.changed = change;
            let of_earlier: i128 =
                changes.iter().filter(|(_, rule, _)| *rule == cap.rule).map(|(.., points)| points).sum();
            let points = clamp(i128::from(points.scaled()) - of_earlier);
            if points.is_zero() {
                continue;
            }
            let category = cap_category(cap, &[(Category::ADJUSTMENT, 0)]);
            let entry = changed_again(cap, category.clone(), month, points, changed);
            work.step = if early { Step::EarlyCap } else { Step::Cap };
            work.enter_about(unit, month, entry);
            of_month.push((category, cap.rule.clone(), i128::from(points.scaled())));
        }
        zero_again(work, changed, month, of_month.iter().map(|(.., points)| points).sum());
    }
}

pub(super) fn is_bounded(cap: &Cap, category: &Category, rule: &str) -> bool {
    let all = cap.categories.is_empty() && cap.rules.is_empty();
    all || cap.categories.contains(category) || cap.rules.iter().any(|bounded| bounded == rule)
}

fn add(sums: &mut Vec<(Category, i128)>, category: &Category, points: i128) {
    match sums.iter_mut().find(|(known, _)| known == category) {
        Some((_, sum)) => *sum += points,
        None => sums.push((category.clone(), points)),
    }
}

/// The rule's own; else the bounded category that has the most points, since those are cut off.
fn cap_category(cap: &Cap, bounded: &[(Category, i128)]) -> Category {
    if let Some(category) = &cap.category {
        return category.clone();
    }
    let mut sums: Vec<(Category, i128)> = Vec::new();
    for (category, points) in bounded {
        add(&mut sums, category, *points);
    }
    // Of equals the one that stands first in the usual order, whatever the order of the facts.
    let most = sums.into_iter().min_by_key(|(category, sum)| (-sum, category.order(), category.clone()));
    most.map(|(category, _)| category).or(cap.categories.first().cloned()).unwrap_or(Category::ADJUSTMENT)
}

/// 每月投稿最多计5分，超出2分不计.
fn cap_in_words(cap: &Cap, points: Points, change: i128) -> String {
    let amount = points.magnitude();
    let when = if cap.period == Period::Month { "" } else { cap.period.each() };
    match (points < Points::ZERO, change <= 0) {
        (true, true) => format!("{}，{when}超出的{amount}分不计", cap.name),
        (false, false) => format!("{}，{when}补足{amount}分", cap.name),
        (false, true) => format!("{}，{when}前已扣减的{amount}分恢复计入", cap.name),
        (true, false) => format!("{}，{when}前已补足的{amount}分扣回", cap.name),
    }
}

/// A parent gets its children's points of the month, in the rule's proportion.
pub(super) fn roll_up(work: &mut MonthWork<'_, '_>) {
    work.step = Step::Rollup;
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
            rule: ROLLUP.into(),
            facts: References::none(),
            words: eco_format!("下属单位{}本月得分 {}{times}", child.unit, clamp(sum)),
        };
        work.enter(parent, entry);
    }
}
