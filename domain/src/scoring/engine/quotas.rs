//! Steps 4 and 7: quotas, and how far each unit is with them.

use ecow::eco_format;
use serde::{Deserialize, Serialize};

use super::{
    super::{
        facts::{FactReference, References},
        rules::{Category, Condition, Effect, FactType, IfNothing, Measure, Quota, RuleSet, When},
    },
    counted::Counted,
    measures::{self, Stretch},
    piece::Credited,
    state::{NewEntry, Step},
    sums::{clamp, sum},
    work::MonthWork,
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
    /// What else follows when it is not met, in words: 取消评先资格, 通报“未达标”. Empty for nothing.
    #[serde(default)]
    pub otherwise: Vec<String>,
}

/// What one condition asks and how much of it there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// 报送, 报市, 得分.
    pub words: String,
    /// 篇, 分, or % of a proportion.
    pub counter: String,
    pub reached: Points,
    pub target: Points,
}

impl Reached {
    /// How much is missing; zero where nothing is.
    pub fn missing(&self) -> Points {
        clamp((i128::from(self.target.scaled()) - i128::from(self.reached.scaled())).max(0))
    }

    /// Of a proportion, in percent.
    pub fn is_proportion(&self) -> bool {
        self.counter == "%"
    }

    /// As it is told: a proportion to two places, cut off.
    pub fn shown(&self) -> Points {
        let scaled = self.reached.scaled();
        if self.is_proportion() { Points::from_scaled(scaled - scaled.rem_euclid(100)) } else { self.reached }
    }
}

/// Enters the outcome of every quota whose period the month ends, of those measured at this point.
pub(super) fn settle(work: &mut MonthWork<'_, '_>, when: When) {
    let rules = work.rules;
    for (place, quota) in rules.quotas.iter().enumerate().filter(|(_, quota)| quota.measured == when) {
        let late = when == When::AfterDeductions;
        for credited in work.units.clone() {
            let settled: Vec<_> = states(work, place, quota, credited)
                .into_iter()
                .filter(|state| state.progress.ends)
                .map(|state| {
                    let entry = (!state.progress.points.is_zero()).then(|| entry(quota, &state));
                    let note = if state.progress.met { None } else { note(quota, &state) };
                    (state.progress, entry, note)
                })
                .collect();
            for (progress, entry, note) in settled {
                if let Some(entry) = entry {
                    let takes = progress.points < Points::ZERO;
                    work.step = if takes {
                        Step::QuotaDeduction { late, place }
                    } else {
                        Step::Quota { late, place }
                    };
                    // What a quarter or a year takes is not the month's alone.
                    if takes && (quota.period.months() > 1 || quota.effect == Some(Effect::ZeroMonth)) {
                        work.enter_beyond_month(credited.id, entry);
                    } else {
                        work.enter(credited.id, entry);
                    }
                }
                if !progress.met {
                    work.effects.extend(quota.effect.map(|effect| (credited.id, effect)));
                }
                if let Some(note) = note {
                    work.enter(credited.id, note);
                }
            }
        }
    }
}

/// How far every unit is with every quota at the end of the month under way.
pub(super) fn progress(work: &MonthWork<'_, '_>) -> Vec<Progress> {
    let quotas = &work.rules.quotas;
    let states = work.units.iter().flat_map(|credited| {
        let of_unit = quotas.iter().enumerate();
        of_unit.flat_map(|(place, quota)| states(work, place, quota, *credited)).map(|state| state.progress)
    });
    states.collect()
}

struct State<'w> {
    progress: Progress,
    counted: Vec<&'w Counted>,
}

impl State<'_> {
    /// In their order, each once. Many are held as long as the entries are: without room to spare.
    fn facts(&self) -> References {
        let of_counted = self.counted.iter().flat_map(|counted| counted.facts());
        let mut facts: Vec<FactReference> = of_counted.cloned().collect();
        facts.sort_unstable();
        facts.dedup();
        facts.into()
    }
}

/// A condition that is asked of a unit.
struct Asked<'r, 'w> {
    condition: &'r Condition,
    target: Points,
    part: Vec<Stretch<'w>>,
    /// Of what it is a part.
    whole: Option<Vec<Stretch<'w>>>,
}

fn states<'w>(
    work: &'w MonthWork<'_, '_>,
    place: usize,
    quota: &Quota,
    credited: Credited<'_>,
) -> Vec<State<'w>> {
    if !quota.groups.is_empty() && !quota.groups.iter().any(|group| group == credited.group) {
        return Vec::new();
    }
    let stretches = |measure: &Measure, at: usize| {
        if !measure.is_of_points() {
            return measures::stretches(work, &quota.rule, at, quota.period, credited);
        }
        let late = quota.measured == When::AfterDeductions;
        let begins = quota.period.begins(work.month);
        let sees = |_, step: Step| step.is_seen_by(late, place);
        let reached = work.points_in(credited.id, &(begins..=work.month), &measure.categories, sees);
        vec![measures::stretch_of(quota.period, work.month, reached, None)]
    };
    let asked: Option<Vec<Asked<'_, 'w>>> = quota
        .conditions
        .iter()
        .enumerate()
        .map(|(at, condition)| {
            let (part, whole) = measures::places_of(at);
            Some(Asked {
                condition,
                target: condition.target(credited.unit, credited.group)?,
                part: stretches(&condition.measure, part),
                whole: condition.of.as_ref().map(|of| stretches(of, whole)),
            })
        })
        .collect();
    // A unit without a target has no such quota.
    let Some(asked) = asked else { return Vec::new() };
    let Some(first) = asked.first() else { return Vec::new() };
    (0..first.part.len()).filter_map(|at| state(work, quota, credited, &asked, at)).collect()
}

/// How it stands in one of the periods; `None` where nothing is asked in it.
fn state<'w>(
    work: &'w MonthWork<'_, '_>,
    quota: &Quota,
    credited: Credited<'_>,
    asked: &[Asked<'_, 'w>],
    at: usize,
) -> Option<State<'w>> {
    let reached: Vec<Reached> =
        asked.iter().filter_map(|condition| reached(condition, at, work.rules)).collect();
    if reached.is_empty() {
        return None;
    }
    let met = reached.iter().all(|one| one.reached >= one.target);
    let points = outcome(quota, &reached, met, work.rules);
    let of_parts = asked.iter().filter_map(|one| one.part.get(at));
    let of_wholes = asked.iter().filter_map(|one| one.whole.as_ref()?.get(at));
    let counted = of_parts.chain(of_wholes).filter_map(|stretch| stretch.counted).collect();
    let first = asked.first()?.part.get(at)?;
    let remark = quota.remark.as_ref().map(|remark| format!("通报“{remark}”"));
    Some(State {
        progress: Progress {
            unit: credited.id,
            month: work.month,
            rule: quota.rule.clone(),
            name: quota.name.clone(),
            period: first.words.clone(),
            ends: first.ends,
            reached,
            met,
            points,
            when_met: quota.met,
            category: category(quota, points),
            otherwise: quota
                .effect
                .map(|effect| effect.label().to_owned())
                .into_iter()
                .chain(remark)
                .collect(),
        },
        counted,
    })
}

/// `None` where the condition is not asked.
fn reached(asked: &Asked<'_, '_>, at: usize, rules: &RuleSet) -> Option<Reached> {
    let Asked { condition, target, .. } = asked;
    let part = asked.part.get(at)?.reached;
    let words = measured_in_words(&condition.measure, rules);
    let Some(of) = &condition.of else {
        let counter = if condition.measure.is_of_points() { "分" } else { "篇" };
        return Some(Reached { words, counter: counter.to_owned(), reached: clamp(part), target: *target });
    };
    let whole = asked.whole.as_ref()?.get(at)?.reached;
    let percent = if whole > 0 {
        // Cut off, so that what is shown never reaches what is not reached.
        part.saturating_mul(1_000_000).div_euclid(whole)
    } else {
        match condition.if_nothing {
            IfNothing::Missed => 0,
            IfNothing::Met => i128::from(target.scaled()),
            IfNothing::Skip => return None,
        }
    };
    Some(Reached {
        words: format!("{words}占{}", measured_in_words(of, rules)),
        counter: "%".to_owned(),
        reached: clamp(percent),
        target: *target,
    })
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
fn in_words(quota: &Quota, progress: &Progress) -> String {
    let parts: Vec<String> = progress
        .reached
        .iter()
        .map(|one| {
            let asked = if progress.met && quota.beyond_each.is_zero() {
                String::new()
            } else {
                format!("（应{}{}）", one.target, one.counter)
            };
            format!("{}{}{}{asked}", one.words, one.shown(), one.counter)
        })
        .collect();
    let comma = if parts.is_empty() { "" } else { "，" };
    format!("{}{}{comma}", progress.period, parts.join("、"))
}

fn entry(quota: &Quota, state: &State<'_>) -> NewEntry {
    let progress = &state.progress;
    let amount = progress.points.magnitude();
    let result = if progress.points < Points::ZERO {
        format!("扣{amount}分")
    } else {
        format!("得{}{amount}分", progress.category.label())
    };
    NewEntry {
        category: progress.category.clone(),
        points: progress.points,
        rule: quota.rule.as_str().into(),
        facts: state.facts(),
        words: eco_format!("{}{result}", in_words(quota, progress)),
    }
}

/// What follows beyond points, as an entry without points: by it a bulletin knows what it says of the unit.
fn note(quota: &Quota, state: &State<'_>) -> Option<NewEntry> {
    let progress = &state.progress;
    (!progress.otherwise.is_empty()).then(|| NewEntry {
        category: progress.category.clone(),
        points: Points::ZERO,
        rule: quota.rule.as_str().into(),
        facts: state.facts(),
        words: eco_format!("{}{}", in_words(quota, progress), progress.otherwise.join("，")),
    })
}

/// 报送, 报市, 调研报送.
fn measured_in_words(measure: &Measure, rules: &RuleSet) -> String {
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
