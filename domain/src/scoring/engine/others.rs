//! Steps 3, 5, 6 and 9: grants, adjustments and judged values, escalations, streaks. And rulings, which come
//! before all.

use std::collections::BTreeMap;

use super::{
    super::{
        facts::{Fact, FactKind, FactReference, Ruling},
        rules::{
            ADJUSTMENT, Category, Consequence, EXCLUDE, Effect, Judged, Period, Streak, ZERO_MONTH, ZERO_YEAR,
        },
    },
    measures::{self, in_period},
    piece::Piece,
    shares::piece_share,
    state::{MonthWork, NewEntry, clamp},
};
use crate::{id::UnitId, points::Points};

/// What was decided in the month: voided stories, months and years set to zero, exclusions.
pub(super) fn rulings(work: &mut MonthWork<'_, '_>) {
    for fact in work.facts {
        let FactKind::Ruling { ruling, units, reason } = &fact.kind else { continue };
        let (effect, rule) = match ruling {
            Ruling::Void => {
                void(work, fact, units);
                continue;
            }
            Ruling::ZeroMonth => (Effect::ZeroMonth, ZERO_MONTH),
            Ruling::ZeroYear => (Effect::ZeroYear, ZERO_YEAR),
            Ruling::Exclude => (Effect::Exclude, EXCLUDE),
        };
        for unit in units {
            work.effects.insert((*unit, effect));
            let words = format!("{reason}，{}", effect.label());
            work.enter(*unit, note(rule, Category::ADJUSTMENT, vec![fact.reference.clone()], words));
        }
    }
}

fn void(work: &mut MonthWork<'_, '_>, fact: &Fact, units: &[UnitId]) {
    let Some(story) = &fact.details().story else { return };
    if units.is_empty() {
        work.year.voided.insert((story.clone(), None));
    }
    for unit in units {
        work.year.voided.insert((story.clone(), Some(*unit)));
    }
}

/// An entry that gives no points and says something.
fn note(rule: &str, category: Category, facts: Vec<FactReference>, words: String) -> NewEntry {
    NewEntry { category, points: Points::ZERO, rule: rule.to_owned(), facts, words }
}

/// Points without a condition, in the first month of their period; in a year's first month of all, where
/// nothing was carried in, also those whose period had begun before.
pub(super) fn grants(work: &mut MonthWork<'_, '_>) {
    for grant in &work.rules.grants {
        let begins = grant.period.begins(work.month) == work.month;
        for credited in work.units.clone() {
            let first = work.year.first_month == work.month && !work.year.opening.contains_key(&credited.id);
            let meant = grant.groups.is_empty() || grant.groups.iter().any(|group| group == credited.group);
            if (begins || first) && meant && !grant.points.is_zero() {
                let entry = NewEntry {
                    category: grant.category.clone().unwrap_or(Category::BASE),
                    points: grant.points,
                    rule: grant.rule.clone(),
                    facts: Vec::new(),
                    words: format!("{} {}", grant.name, grant.points),
                };
                work.enter(credited.id, entry);
            }
        }
    }
}

/// 加减分, and values that somebody judged, within their range.
pub(super) fn adjustments(work: &mut MonthWork<'_, '_>) {
    for fact in work.facts {
        let FactKind::Adjustment { unit, points, reason } = &fact.kind else { continue };
        let named = fact.details().rule.as_deref();
        let judged: Option<&Judged> =
            named.and_then(|named| work.rules.judged.iter().find(|judged| judged.rule == named));
        let entry = match judged {
            Some(judged) => {
                // The range is refused when the value is entered; here it holds whatever was entered.
                let points = (*points).clamp(judged.least.min(judged.most), judged.most);
                let by = fact.details().by.as_ref().map(|by| format!("，{by}评定")).unwrap_or_default();
                NewEntry {
                    category: judged.category.clone().unwrap_or(Category::ADJUSTMENT),
                    points,
                    rule: judged.rule.clone(),
                    facts: vec![fact.reference.clone()],
                    words: format!("{} {points}（{reason}{by}）", judged.name),
                }
            }
            None => NewEntry {
                category: Category::ADJUSTMENT,
                points: *points,
                rule: ADJUSTMENT.to_owned(),
                facts: vec![fact.reference.clone()],
                words: adjustment_in_words(reason, *points),
            },
        };
        if !entry.points.is_zero() {
            work.enter(*unit, entry);
        }
    }
}

/// 参加新闻发布会加5分, or with 减 where points are taken away.
fn adjustment_in_words(reason: &str, points: Points) -> String {
    let sign = if points < Points::ZERO { "减" } else { "加" };
    format!("{reason}{sign}{}分", points.magnitude())
}

/// What follows from the n-th fact of a kind.
pub(super) fn escalations(work: &mut MonthWork<'_, '_>) {
    let rules = work.rules;
    for escalation in &rules.escalations {
        let mut seen: BTreeMap<UnitId, (i128, Vec<FactReference>)> = BTreeMap::new();
        for fact in work.facts {
            let piece = Piece::of(fact, rules);
            if piece.fact_type != Some(escalation.fact) {
                continue;
            }
            for unit in fact.units() {
                let Some(credited) = work.credited(*unit) else { continue };
                if !piece.is_meant(&escalation.when, &escalation.unless, credited)
                    || measures::is_voided(work, fact, credited)
                {
                    continue;
                }
                let count = i128::from(piece_share(&piece, rules, credited).as_whole().unwrap_or(1));
                let seen = seen.entry(*unit).or_default();
                seen.0 += count;
                seen.1.push(fact.reference.clone());
            }
        }
        for (unit, (count, mut facts)) in seen {
            facts.sort();
            let begins = escalation.within.begins(work.month);
            let known = work.year.escalated.entry((escalation.rule.clone(), unit)).or_insert((begins, 0));
            if known.0 != begins {
                *known = (begins, 0);
            }
            let before = known.1;
            known.1 += count;
            let after = known.1;
            let from = i128::from(escalation.from.max(1));
            let reached = after - before.max(from - 1);
            let times = match (reached > 0, escalation.once) {
                (false, _) => 0,
                (true, true) => i128::from(before < from),
                (true, false) => reached,
            };
            if times > 0 {
                let words = format!("{}（第{after}次）", escalation.name);
                follow(work, unit, &escalation.rule, &escalation.consequence, times, facts, words);
            }
        }
    }
}

/// Enters what follows, so many times its points.
fn follow(
    work: &mut MonthWork<'_, '_>,
    unit: UnitId,
    rule: &str,
    consequence: &Consequence,
    times: i128,
    facts: Vec<FactReference>,
    mut words: String,
) {
    if let Some(effect) = consequence.effect {
        work.effects.insert((unit, effect));
        words = format!("{words}，{}", effect.label());
    }
    let points = clamp(i128::from(consequence.points.scaled()).saturating_mul(times));
    if !points.is_zero() {
        let sign = if points < Points::ZERO { "扣" } else { "加" };
        words = format!("{words}，{sign}{}分", points.magnitude());
    }
    let category = consequence.category.clone().unwrap_or(Category::ADJUSTMENT);
    work.enter(unit, NewEntry { category, points, rule: rule.to_owned(), facts, words });
}

/// What follows from staying below a measure for some periods running.
pub(super) fn streaks(work: &mut MonthWork<'_, '_>) {
    let rules = work.rules;
    for streak in &rules.streaks {
        for credited in work.units.clone() {
            if streak.measure.count.is_empty() {
                add_points(work, streak, credited.id);
            }
            let Some(stretch) =
                measures::stretches(work, &streak.rule, 0, streak.period, credited).into_iter().next()
            else {
                continue;
            };
            if !stretch.ends {
                continue;
            }
            let below = stretch.reached < i128::from(streak.below.scaled());
            let running = work.year.streaks.entry((streak.rule.clone(), credited.id)).or_default();
            *running = if below { *running + 1 } else { 0 };
            if *running >= streak.running.max(1) {
                *running = 0;
                follow(
                    work,
                    credited.id,
                    &streak.rule,
                    &streak.consequence,
                    1,
                    Vec::new(),
                    streak.name.clone(),
                );
            }
        }
    }
}

fn add_points(work: &mut MonthWork<'_, '_>, streak: &Streak, unit: UnitId) {
    let wanted = &streak.measure.categories;
    let amount: i128 = work
        .entries_since(unit, streak.period.begins(work.month))
        .filter(|entry| wanted.is_empty() || wanted.contains(&entry.category))
        .map(|entry| i128::from(entry.points.scaled()))
        .sum();
    let (month, period): (_, Period) = (work.month, streak.period);
    let running = work.year.running.entry((streak.rule.clone(), 0, unit)).or_default();
    in_period(running, period, month).amount += amount;
}
