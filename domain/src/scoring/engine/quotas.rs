//! Steps 4 and 7: quotas, and how far each unit is with them.

use serde::{Deserialize, Serialize};

use super::{
    super::{
        facts::FactReference,
        rules::{Category, Condition, FactType, Quota, RuleSet, When},
    },
    measures::{self, in_period},
    piece::Credited,
    state::{MonthWork, NewEntry, clamp, sum},
};
use crate::{calendar::Month, id::UnitId, points::Points};

/// How far a unit is with a quota in a period that the month settles or lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub unit: UnitId,
    pub month: Month,
    pub rule: String,
    pub name: String,
    /// Which period, in words; empty for the month itself.
    pub period: String,
    /// Whether the month settles it.
    pub ends: bool,
    pub reached: Vec<Reached>,
    pub met: bool,
    /// What it gives as things stand.
    pub points: Points,
    /// What it gives when it is met.
    pub when_met: Points,
    pub category: Category,
}

/// What one condition asks and how much of it there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// 报送, 报市, 得分.
    pub words: String,
    /// 篇 or 分.
    pub counter: String,
    pub reached: Points,
    pub target: Points,
}

impl Reached {
    /// How much is missing; zero where nothing is.
    pub fn missing(&self) -> Points {
        clamp((i128::from(self.target.scaled()) - i128::from(self.reached.scaled())).max(0))
    }
}

/// Enters the outcome of every quota whose period the month ends, of those measured at this point.
pub(super) fn settle(work: &mut MonthWork<'_, '_>, when: When) {
    let rules = work.rules;
    for quota in rules.quotas.iter().filter(|quota| quota.measured == when) {
        for credited in work.units.clone() {
            add_points(work, quota, credited);
            for state in states(work, quota, credited) {
                if !state.progress.ends || state.progress.points.is_zero() {
                    continue;
                }
                let entry = entry(quota, &state);
                work.enter(credited.id, entry);
            }
        }
    }
}

/// How far every unit is with every quota at the end of the month under way.
pub(super) fn progress(work: &MonthWork<'_, '_>) -> Vec<Progress> {
    let quotas = &work.rules.quotas;
    let states = work.units.iter().flat_map(|credited| {
        quotas.iter().flat_map(|quota| states(work, quota, *credited)).map(|state| state.progress)
    });
    states.collect()
}

/// Adds the month's points so far to the conditions that measure points.
fn add_points(work: &mut MonthWork<'_, '_>, quota: &Quota, credited: Credited<'_>) {
    for (place, condition) in quota.conditions.iter().enumerate() {
        if !condition.measure.count.is_empty() {
            continue;
        }
        let wanted = |category: &Category| {
            condition.measure.categories.is_empty() || condition.measure.categories.contains(category)
        };
        let counted = |points: Points| quota.measured == When::AfterDeductions || points > Points::ZERO;
        let amount: i128 = work
            .entries_since(credited.id, quota.period.begins(work.month))
            .filter(|entry| wanted(&entry.category) && counted(entry.points))
            .map(|entry| i128::from(entry.points.scaled()))
            .sum();
        let month = work.month;
        let running = work.year.running.entry((quota.rule.clone(), place, credited.id)).or_default();
        in_period(running, quota.period, month).amount += amount;
    }
}

struct State {
    progress: Progress,
    facts: Vec<FactReference>,
}

fn states(work: &MonthWork<'_, '_>, quota: &Quota, credited: Credited<'_>) -> Vec<State> {
    let targets: Option<Vec<Points>> =
        quota.conditions.iter().map(|condition| condition.target(credited.unit, credited.group)).collect();
    // A unit without a target has no such quota.
    let Some(targets) = targets else { return Vec::new() };
    let stretches: Vec<Vec<measures::Stretch>> = (0..quota.conditions.len())
        .map(|place| measures::stretches(work, &quota.rule, place, quota.period, credited))
        .collect();
    let Some(first) = stretches.first() else { return Vec::new() };
    (0..first.len())
        .map(|at| {
            let reached = quota
                .conditions
                .iter()
                .zip(&targets)
                .zip(&stretches)
                .map(|((condition, target), stretches)| Reached {
                    words: measured_in_words(condition, work.rules),
                    counter: if condition.measure.count.is_empty() { "分" } else { "篇" }.to_owned(),
                    reached: clamp(stretches[at].reached),
                    target: *target,
                })
                .collect::<Vec<_>>();
            let met = reached.iter().all(|one| one.reached >= one.target);
            let points = outcome(quota, &reached, met, work.rules);
            let facts = stretches.iter().flat_map(|stretches| stretches[at].facts.iter().cloned());
            let facts: std::collections::BTreeSet<FactReference> = facts.collect();
            let category = category(quota, points);
            State {
                progress: Progress {
                    unit: credited.id,
                    month: work.month,
                    rule: quota.rule.clone(),
                    name: quota.name.clone(),
                    period: first[at].words.clone(),
                    ends: first[at].ends,
                    reached,
                    met,
                    points,
                    when_met: quota.met,
                    category,
                },
                facts: facts.into_iter().collect(),
            }
        })
        .collect()
}

fn category(quota: &Quota, points: Points) -> Category {
    let usual = quota.category.clone().unwrap_or(Category::BASE);
    match &quota.deduction_category {
        Some(category) if points < Points::ZERO => category.clone(),
        _ => usual,
    }
}

/// What follows from what was reached. What is missing or beyond is summed over the conditions; the
/// proportion is that of the one that is furthest behind.
fn outcome(quota: &Quota, reached: &[Reached], met: bool, rules: &RuleSet) -> Points {
    let one = i128::from(Points::whole(1).scaled());
    let times = |points: Points, amount: Points| {
        let product = i128::from(points.scaled()).saturating_mul(i128::from(amount.scaled()));
        rules.rounding.divide(product, one)
    };
    let points = if met {
        let beyond = sum(reached
            .iter()
            .map(|state| clamp(i128::from(state.reached.scaled()) - i128::from(state.target.scaled()))));
        let beyond = times(quota.beyond_each, beyond);
        sum([quota.met, quota.beyond_most.map_or(beyond, |most| beyond.min(most))])
    } else {
        let missing = sum(reached.iter().map(Reached::missing));
        let proportion = if quota.pro_rata { pro_rata(quota.met, reached, rules) } else { Points::ZERO };
        let shortfall = times(quota.shortfall_times, missing);
        sum([
            proportion,
            quota.missed,
            times(quota.missed_each, missing),
            shortfall.checked_neg().unwrap_or_default(),
        ])
    };
    let points = quota.least.map_or(points, |least| points.max(least));
    quota.most.map_or(points, |most| points.min(most))
}

fn pro_rata(met: Points, reached: &[Reached], rules: &RuleSet) -> Points {
    reached
        .iter()
        .filter(|state| state.target > Points::ZERO)
        .map(|state| {
            let product = i128::from(met.scaled()).saturating_mul(i128::from(state.reached.scaled()));
            rules.rounding.divide(product, i128::from(state.target.scaled()))
        })
        .min_by_key(|points| points.scaled().unsigned_abs())
        .unwrap_or_default()
}

/// What was asked stands beside what was reached, but where reaching it is all there is to say.
fn entry(quota: &Quota, state: &State) -> NewEntry {
    let progress = &state.progress;
    let parts: Vec<String> = progress
        .reached
        .iter()
        .map(|one| {
            let asked = if progress.met && quota.beyond_each.is_zero() {
                String::new()
            } else {
                format!("（应{}{}）", one.target, one.counter)
            };
            format!("{}{}{}{asked}", one.words, one.reached, one.counter)
        })
        .collect();
    let comma = if parts.is_empty() { "" } else { "，" };
    let amount = progress.points.magnitude();
    let result = if progress.points < Points::ZERO {
        format!("扣{amount}分")
    } else {
        format!("得{}{amount}分", progress.category.label())
    };
    NewEntry {
        category: progress.category.clone(),
        points: progress.points,
        rule: quota.rule.clone(),
        facts: state.facts.clone(),
        words: format!("{}{}{comma}{result}", progress.period, parts.join("、")),
    }
}

/// 报送, 报市, 调研报送.
fn measured_in_words(condition: &Condition, rules: &RuleSet) -> String {
    let measure = &condition.measure;
    if measure.count.is_empty() {
        let labels: Vec<&str> = measure.categories.iter().map(Category::label).collect();
        return format!("{}得分", labels.join("、"));
    }
    let kinds: Vec<String> = measure
        .count
        .iter()
        .map(|fact| match fact {
            FactType::ReportedUp => rules.words.forwarded.clone(),
            FactType::Adoptions => format!("{}采用", rules.words.bureau),
            FactType::Commissions => rules.words.commission.clone(),
            other => other.label().to_owned(),
        })
        .collect();
    let narrowed: Vec<&str> =
        [&measure.when.form, &measure.when.kind, &measure.when.level, &measure.when.channel]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
    format!("{}{}", kinds.join("或"), narrowed.join("、"))
}
