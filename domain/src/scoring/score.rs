//! Scoring: from facts and a rule set to the lines that the ledger should hold. Nothing else gives points.
//!
//! The order is fixed: every fact in the order given, each to its units in their order; then, month by
//! month and unit by unit in printed order, the base. No line depends on the order of the facts.

use std::collections::BTreeMap;

use super::{
    facts::{Counts, Fact, FactKind, FactReference},
    ledger::{CreditEntry, RuleReference},
    roster::Roster,
    rules::{ADJUSTMENT, BaseRule, Category, Covers, RuleSet, Words},
};
use crate::{calendar::Month, id::UnitId, points::Points};

/// Every line that the facts earn. Units that are unscored or not on the roster earn none, and no line is
/// over zero points.
///
/// Facts of several months may come together where one version holds in all of them.
pub fn score(facts: &[Fact], rules: &RuleSet, roster: &Roster) -> Vec<CreditEntry> {
    let scored = roster.scored_ids();
    let mut entries = Vec::new();
    for fact in facts {
        let Some(award) = award(fact, rules) else { continue };
        for unit in fact.units().iter().filter(|unit| scored.contains(unit)) {
            entries.push(CreditEntry {
                unit: *unit,
                month: fact.month,
                category: award.category,
                points: award.points,
                rule: RuleReference { version: rules.version, rule: award.rule.to_owned() },
                facts: vec![fact.reference.clone()],
                words: award.words.clone(),
            });
        }
    }
    entries.extend(bases(facts, rules, roster));
    entries.retain(|entry| !entry.points.is_zero());
    entries
}

/// What one fact gives to each of its units.
struct Award<'a> {
    category: Category,
    points: Points,
    rule: &'a str,
    words: String,
}

fn award<'a>(fact: &Fact, rules: &'a RuleSet) -> Option<Award<'a>> {
    let (category, covered) = match &fact.kind {
        FactKind::NewsletterAdoption { item_kind, .. } => {
            (Category::newsletter(*item_kind), Covers::Newsletter { item_kind: *item_kind })
        }
        FactKind::UpperAdoption { starred, .. } => (Category::Upper, Covers::Upper { starred: *starred }),
        FactKind::Commission { .. } => (Category::Commission, Covers::Commission),
        FactKind::Adjustment { points, reason, .. } => {
            return Some(Award {
                category: Category::Adjustment,
                points: *points,
                rule: ADJUSTMENT,
                words: adjustment_in_words(reason, *points),
            });
        }
        FactKind::Submissions { .. } | FactKind::Forwarding { .. } => return None,
    };
    let rate = rules.rate(&covered)?;
    let words = format!("{} {}", fact.source().unwrap_or_default(), rate.points);
    Some(Award { category, points: rate.points, rule: &rate.rule, words })
}

/// 参加新闻发布会加5分, or with 减 where points are taken away.
fn adjustment_in_words(reason: &str, points: Points) -> String {
    let amount = points.to_string();
    match amount.strip_prefix('-') {
        Some(amount) => format!("{reason}减{amount}分"),
        None => format!("{reason}加{amount}分"),
    }
}

fn bases(facts: &[Fact], rules: &RuleSet, roster: &Roster) -> Vec<CreditEntry> {
    let mut months: BTreeMap<Month, BTreeMap<UnitId, Vec<&Fact>>> = BTreeMap::new();
    for fact in facts {
        let units = months.entry(fact.month).or_default();
        if matches!(fact.kind, FactKind::Submissions { .. } | FactKind::Forwarding { .. }) {
            for unit in fact.units() {
                units.entry(*unit).or_default().push(fact);
            }
        }
    }
    let mut entries = Vec::new();
    for (month, units) in &months {
        for unit in roster.scored() {
            let facts = units.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
            for base in &rules.bases {
                entries.extend(base_entry(base, rules, unit.id, *month, facts));
            }
        }
    }
    entries
}

fn base_entry(
    base: &BaseRule,
    rules: &RuleSet,
    unit: UnitId,
    month: Month,
    facts: &[&Fact],
) -> Option<CreditEntry> {
    let counts = Counts::of(facts.iter().copied());
    if counts.forwarded < base.forwarded || counts.submitted < base.submitted {
        return None;
    }
    Some(CreditEntry {
        unit,
        month,
        category: Category::Base,
        points: base.points,
        rule: RuleReference { version: rules.version, rule: base.rule.clone() },
        facts: conditions(base, facts),
        words: base_in_words(base, counts, &rules.words),
    })
}

/// The facts that the rule asked about, and only those, in an order of their own.
fn conditions(base: &BaseRule, facts: &[&Fact]) -> Vec<FactReference> {
    let mut references: Vec<FactReference> = facts
        .iter()
        .filter(|fact| match &fact.kind {
            FactKind::Forwarding { count, .. } => base.forwarded > 0 && *count > 0,
            FactKind::Submissions { count, .. } => base.submitted > 0 && *count > 0,
            _ => false,
        })
        .map(|fact| fact.reference.clone())
        .collect();
    references.sort();
    references
}

/// 报市2篇，得基础分5分.
fn base_in_words(base: &BaseRule, counts: Counts, words: &Words) -> String {
    let mut met = Vec::new();
    if base.submitted > 0 {
        met.push(format!("报送{}篇", counts.submitted));
    }
    if base.forwarded > 0 {
        met.push(format!("{}{}篇", words.forwarded, counts.forwarded));
    }
    let comma = if met.is_empty() { "" } else { "，" };
    format!("{}{comma}得基础分{}分", met.join("、"), base.points)
}
