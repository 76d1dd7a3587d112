//! Steps 3, 5 and 6: grants, adjustments and judged values, escalations. And rulings, which come before all.

use std::collections::{BTreeMap, HashMap};

use ecow::{EcoString, eco_format};

use super::{
    super::{
        facts::{Fact, FactKind, FactReference, References, Ruling},
        rules::{
            ADJUSTMENT, Category, Consequence, EXCLUDE, Effect, Escalation, Judged, ZERO_MONTH, ZERO_YEAR,
        },
    },
    bounds::{self, Changed},
    measures,
    piece::Piece,
    shares::piece_share,
    state::{Escalated, NewEntry, SeenInMonth, SeenOfStory},
    sums::clamp,
    work::MonthWork,
};
use crate::{calendar::Month, id::UnitId, points::Points};

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
        // What is taken away beside it is taken from the year.
        let beside = fact.details().beside.filter(|points| *points < Points::ZERO);
        for unit in units {
            work.effects.insert((*unit, effect));
            let also = beside.map(|points| format!("，另从全年扣{}分", points.magnitude()));
            let entry = NewEntry {
                category: Category::ADJUSTMENT,
                points: beside.unwrap_or_default(),
                rule: rule.into(),
                facts: References::One(fact.reference.clone()),
                words: eco_format!("{reason}，{}{}", effect.label(), also.unwrap_or_default()),
            };
            work.enter_beyond_month(*unit, entry);
        }
    }
}

fn void(work: &mut MonthWork<'_, '_>, fact: &Fact, units: &[UnitId]) {
    let Some(story) = &fact.story else { return };
    if units.is_empty() {
        work.year.voided.insert((story.clone(), None));
        measures::forget(work, story, None);
    }
    for unit in units {
        work.year.voided.insert((story.clone(), Some(*unit)));
        measures::forget(work, story, Some(*unit));
    }
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
                    rule: grant.rule.as_str().into(),
                    facts: References::none(),
                    words: eco_format!("{} {}", grant.name, grant.points),
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
                    rule: judged.rule.as_str().into(),
                    facts: References::One(fact.reference.clone()),
                    words: eco_format!("{} {points}（{reason}{by}）", judged.name),
                }
            }
            None => NewEntry {
                category: Category::ADJUSTMENT,
                points: *points,
                rule: ADJUSTMENT.into(),
                facts: References::One(fact.reference.clone()),
                words: adjustment_in_words(reason, *points).into(),
            },
        };
        if entry.points.is_zero() {
            continue;
        }
        if fact.details().from_year {
            work.enter_beyond_month(*unit, entry)
        } else {
            work.enter(*unit, entry)
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
        let begins = escalation.within.begins(work.month);
        for (unit, mut seen) in seen(work, escalation) {
            let key = (escalation.rule.clone(), unit);
            let fresh = || Escalated { begins, months: Vec::new() };
            let known = work.year.escalated.entry(key.clone()).or_insert_with(fresh);
            if known.begins != begins {
                *known = fresh();
            }
            let before = known.months.iter().map(|month| month.count).sum::<i128>();
            count_again(work, escalation, &key);
            if seen.month.count == 0 {
                continue;
            }
            let after = before + seen.month.count;
            let (followed, follows) = (escalation.times(before), escalation.times(after));
            if let Some(known) = work.year.escalated.get_mut(&key) {
                known.months.push(seen.month);
            }
            if follows > followed {
                seen.facts.sort();
                let points = clamp(escalation.total(follows) - escalation.total(followed));
                let words = eco_format!("{}（第{after}次）", escalation.name);
                let longer = escalation.within.months() > 1;
                let consequence = &escalation.consequence;
                follow(work, unit, &escalation.rule, consequence, points, longer, seen.facts.into(), words);
            }
        }
    }
}

/// Where earlier months of the period have less than they had, since a story was made void, each of them comes to what it
/// gives without it: about that month, so that a month at zero gives back what it had lost of it.
fn count_again(work: &mut MonthWork<'_, '_>, escalation: &Escalation, key: &(String, UnitId)) {
    let Some(known) = work.year.escalated.get_mut(key) else { return };
    let given = |seen: i128| escalation.total(escalation.times(seen));
    let (mut with, mut without) = (0, 0);
    let mut changes: Vec<(Month, Points)> = Vec::new();
    let mut facts: Vec<FactReference> = Vec::new();
    for seen in &mut known.months {
        let lost = std::mem::take(&mut seen.lost);
        let before = (with, without);
        with += seen.count + lost.count;
        without += seen.count;
        facts.extend(lost.facts);
        let change = (given(without) - given(before.1)) - (given(with) - given(before.0));
        if change != 0 {
            changes.push((seen.month, clamp(change)));
        }
    }
    // A year at zero has given nothing that could be taken back.
    if work.year.zeroed.contains(&key.1) {
        return;
    }
    facts.sort();
    let facts = References::from(facts);
    let consequence = &escalation.consequence;
    let category = consequence.category.clone().unwrap_or(Category::ADJUSTMENT);
    let beyond_month =
        consequence.points < Points::ZERO && is_beyond(consequence, escalation.within.months() > 1);
    for (month, points) in changes {
        let verb = if points > Points::ZERO { "恢复" } else { "收回" };
        let entry = NewEntry {
            category: category.clone(),
            points,
            rule: escalation.rule.as_str().into(),
            facts: facts.clone(),
            words: eco_format!(
                "{}，作废的不再计次，{verb}{}的{}分",
                escalation.name,
                month.in_words(),
                points.magnitude()
            ),
        };
        if beyond_month {
            work.enter_beyond_about(key.1, month, entry);
        } else {
            work.enter_about(key.1, month, entry);
        }
        let changed = Changed {
            unit: key.1,
            month,
            category: &category,
            rule: &escalation.rule,
            points,
            beyond_month,
            facts: &facts,
        };
        bounds::give_room(work, &changed);
    }
}

/// What a month has of an escalation's facts.
struct Seen {
    month: SeenInMonth,
    facts: Vec<FactReference>,
}

/// By unit; also of units that have fewer than before, since a story was made void.
fn seen(work: &MonthWork<'_, '_>, escalation: &Escalation) -> BTreeMap<UnitId, Seen> {
    let rules = work.rules;
    let fresh = || Seen {
        month: SeenInMonth {
            month: work.month,
            count: 0,
            stories: HashMap::new(),
            lost: SeenOfStory::default(),
        },
        facts: Vec::new(),
    };
    let mut all: BTreeMap<UnitId, Seen> = BTreeMap::new();
    for ((rule, unit), known) in &work.year.escalated {
        let has_lost = || known.months.iter().any(|month| month.lost.count > 0);
        if *rule == escalation.rule && work.credited(*unit).is_some() && has_lost() {
            all.insert(*unit, fresh());
        }
    }
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
            let seen = all.entry(*unit).or_insert_with(fresh);
            seen.month.count += count;
            seen.facts.push(fact.reference.clone());
            if let Some(story) = piece.story() {
                let of_story = seen.month.stories.entry(story.into()).or_default();
                of_story.count += count;
                of_story.facts.push(fact.reference.clone());
            }
        }
    }
    all
}

/// Whether what is taken is taken from more than the month: for longer than a month, or beside a month at zero.
fn is_beyond(consequence: &Consequence, longer: bool) -> bool {
    longer || consequence.effect == Some(Effect::ZeroMonth)
}

/// Enters what follows. What is taken for longer than a month, or beside a month at zero, is taken from the year.
#[expect(clippy::too_many_arguments, reason = "what an entry says, word by word")]
pub(super) fn follow(
    work: &mut MonthWork<'_, '_>,
    unit: UnitId,
    rule: &str,
    consequence: &Consequence,
    points: Points,
    longer: bool,
    facts: References,
    mut words: EcoString,
) {
    if let Some(effect) = consequence.effect {
        work.effects.insert((unit, effect));
        words = eco_format!("{words}，{}", effect.label());
    }
    let beyond = points < Points::ZERO && is_beyond(consequence, longer);
    if !points.is_zero() {
        let verb = if points > Points::ZERO { "加" } else { "扣" };
        let from = if beyond && consequence.effect == Some(Effect::ZeroMonth) { "另从全年" } else { "" };
        words = eco_format!("{words}，{from}{verb}{}分", points.magnitude());
    }
    let category = consequence.category.clone().unwrap_or(Category::ADJUSTMENT);
    let entry = NewEntry { category, points, rule: rule.into(), facts, words };
    if beyond { work.enter_beyond_month(unit, entry) } else { work.enter(unit, entry) }
}
