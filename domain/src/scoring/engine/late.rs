//! What a month takes back of earlier ones: the difference that facts make there which no longer count.
//!
//! It is no part of the month's own score: no rule sees it, so that all months together come out as if the facts had
//! never been there.

use std::collections::BTreeMap;

use super::{
    super::{
        entry::{CreditEntry, RuleReference},
        facts::{Fact, FactKind},
        rules::{Category, TAKEN_BACK},
    },
    Scoring,
    sums::clamp,
};
use crate::{calendar::Month, closing, id::UnitId};

/// How many facts an entry names.
const MOST_NAMED: usize = 3;

/// Entries of a month in which facts were taken back: by unit and category, what the months before it come to without
/// them, less what they came to with them.
pub(super) fn corrections(
    scoring: &Scoring<'_>,
    month: Month,
    with: &[CreditEntry],
    without: &[CreditEntry],
) -> Vec<CreditEntry> {
    let Some(rules) = scoring.months.iter().find(|of| of.month == month).map(|of| of.rules) else {
        return Vec::new();
    };
    let mut differences: BTreeMap<(UnitId, Category), i128> = BTreeMap::new();
    for (entries, sign) in [(with, -1), (without, 1)] {
        for entry in entries.iter().filter(|entry| entry.month < month) {
            *differences.entry((entry.unit, entry.category.clone())).or_default() +=
                sign * i128::from(entry.points.scaled());
        }
    }
    differences.retain(|_, points| *points != 0);
    let taken_back: Vec<&Fact> = scoring.facts.iter().filter(|fact| fact.taken_back == Some(month)).collect();
    let entries = differences.into_iter().map(|((unit, category), points)| {
        let own = taken_back.iter().copied().filter(|fact| fact.units().contains(&unit));
        let mut facts: Vec<&Fact> = own.collect();
        if facts.is_empty() {
            facts.clone_from(&taken_back);
        }
        CreditEntry {
            unit,
            month,
            category,
            points: clamp(points),
            rule: RuleReference { version: rules.version, rule: TAKEN_BACK.into() },
            words: in_words(&facts).into(),
            facts: facts.into_iter().map(|fact| fact.reference.clone()).collect::<Vec<_>>().into(),
        }
    });
    entries.collect()
}

/// 结账后撤销2024年1月“矿山复绿”.
fn in_words(facts: &[&Fact]) -> String {
    let name = |fact: &&Fact| match &fact.kind {
        FactKind::Adjustment { reason, .. } | FactKind::Ruling { reason, .. } => reason.to_string(),
        _ => fact.title().or(fact.source().as_deref()).unwrap_or("报送").to_owned(),
    };
    let named = facts
        .iter()
        .take(MOST_NAMED)
        .map(|fact| format!("{}“{}”", closing::in_words(fact.month), name(fact)));
    let more = if facts.len() > MOST_NAMED { format!("等{}件", facts.len()) } else { String::new() };
    format!("结账后撤销{}{more}", named.collect::<Vec<_>>().join("、"))
}
