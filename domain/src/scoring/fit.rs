//! Whether facts say what the rules ask of them: said before anything is scored, not guessed while it is.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    engine::Piece,
    facts::{Fact, FactKind, FactReference, Ruling},
    rules::{Amount, RuleSet},
};
use crate::{id::UnitId, json::Fault, unit::UnitDirectory};

/// Every fact that lacks what the rules need, by its place.
pub fn misfits(facts: &[Fact], rules: &RuleSet) -> Vec<Fault> {
    let mut faults = Vec::new();
    let by_day: Vec<_> = rules
        .quotas
        .iter()
        .filter(|quota| quota.period.needs_days())
        .flat_map(|quota| quota.conditions.iter().map(move |condition| (quota, condition)))
        .collect();
    let stories: HashSet<&str> = facts
        .iter()
        .filter(|fact| !matches!(fact.kind, FactKind::Ruling { .. }))
        .filter_map(|fact| fact.story.as_deref())
        .collect();
    for fact in facts {
        let mut fault = |text: String| {
            let place = match &fact.reference {
                FactReference::File { path } => path.to_string(),
                _ => String::from("$"),
            };
            faults.push(Fault { place, text });
        };
        let Some(fact_type) = fact.kind.fact_type() else {
            judged(fact, rules, &mut fault);
            if let FactKind::Ruling { ruling: Ruling::Void, .. } = fact.kind
                && let Some(story) = fact.story.as_deref()
                && !stories.contains(story)
            {
                fault(no_such_story(story, &stories));
            }
            continue;
        };
        for (quota, condition) in &by_day {
            if condition.measure.count.contains(&fact_type) && fact.day.is_none() && fact.pieces() > 0 {
                fault(format!("“{}”按{}计，要写明日期 day", quota.name, quota.period.each()));
                break;
            }
        }
        let given = rules.rates.iter().find(|rate| rate.fact == fact_type && is_covered(fact, rate, rules));
        if given.is_some_and(|rate| rate.points == Amount::Given) && fact.details().points.is_none() {
            fault("这一项的分随事实登记，要写明 points".to_owned());
        }
    }
    faults
}

/// Voids of a story for one unit that has no piece of it: most likely another unit is meant.
pub fn voids_of_others(facts: &[Fact], directory: &UnitDirectory) -> Vec<Fault> {
    let mut of_story: HashMap<&str, BTreeSet<UnitId>> = HashMap::new();
    for fact in facts.iter().filter(|fact| fact.kind.fact_type().is_some()) {
        if let Some(story) = fact.story.as_deref() {
            of_story.entry(story).or_default().extend(fact.units());
        }
    }
    let name = |unit: UnitId| directory.get(unit).map_or("", |unit| unit.name.as_str());
    let mut faults = Vec::new();
    for fact in facts {
        let FactKind::Ruling { ruling: Ruling::Void, units, .. } = &fact.kind else { continue };
        let story = fact.story.as_deref().unwrap_or_default();
        let (Some(own), FactReference::File { path }) = (of_story.get(story), &fact.reference) else {
            continue;
        };
        for unit in units.iter().filter(|unit| !own.contains(unit)) {
            let own: Vec<&str> = own.iter().map(|unit| name(*unit)).collect();
            let text = format!("稿源“{story}”没有一件是“{}”的，是{}的", name(*unit), own.join("、"));
            faults.push(Fault { place: path.to_string(), text });
        }
    }
    faults
}

/// A void that nothing is about is most likely a slip of the pen; the stories that there are help to find which.
fn no_such_story(story: &str, stories: &HashSet<&str>) -> String {
    const MOST: usize = 6;
    let mut known: Vec<&str> = stories.iter().copied().collect();
    known.sort_unstable();
    let known = match known.len() {
        0 => "，也没有一件写了稿源".to_owned(),
        1..=MOST => format!("；有：{}", known.join("、")),
        _ => String::new(),
    };
    format!("要作废的稿源“{story}”，没有一件事实写了它{known}")
}

fn is_covered(fact: &Fact, rate: &super::rules::Rate, rules: &RuleSet) -> bool {
    // Whom it is credited to cannot be asked here; a rate that asks is left to the engine.
    let asks_unit = |filter: &super::rules::Filter| !filter.group.is_empty() || !filter.unit.is_empty();
    let nobody = super::engine::Credited { id: crate::id::UnitId(0), unit: "", group: "" };
    !asks_unit(&rate.when)
        && !asks_unit(&rate.unless)
        && Piece::of(fact, rules).is_meant(&rate.when, &rate.unless, nobody)
}

fn judged(fact: &Fact, rules: &RuleSet, fault: &mut impl FnMut(String)) {
    let FactKind::Adjustment { points, .. } = &fact.kind else { return };
    let Some(named) = fact.details().rule.as_deref() else { return };
    match rules.judged.iter().find(|judged| judged.rule == named) {
        None => fault(format!("计分办法里没有代号为“{named}”的评定分")),
        Some(judged) if *points < judged.least || *points > judged.most => {
            fault(format!("“{}”应在 {} 到 {} 之间，现在是 {points}", judged.name, judged.least, judged.most));
        }
        Some(_) => {}
    }
}
