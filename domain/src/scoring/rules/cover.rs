//! Whether one condition covers all that another covers: by it a rule is known that can never be used.

use super::{FactType, Filter};
use crate::{item::Kind, scoring::facts::Outcome};

/// A rule of a list of which the first that covers a fact is used.
#[derive(Clone, Debug)]
pub(super) struct Covering<'r> {
    /// Empty for any.
    pub facts: &'r [FactType],
    pub when: &'r Filter,
    pub unless: &'r Filter,
}

impl Covering<'_> {
    fn covers(&self, fact: FactType, when: &Filter, unless: &Filter) -> bool {
        let leaves_none_out =
            self.unless.asks_nothing() || self.unless.implies_but_for(unless) || when.excludes(self.unless);
        (self.facts.is_empty() || self.facts.contains(&fact)) && when.implies(self.when) && leaves_none_out
    }
}

impl Filter {
    /// What it leaves out, the other leaves out too.
    fn implies_but_for(&self, other: &Self) -> bool {
        !other.asks_nothing() && self.implies(other)
    }
}

/// The places of those before that together leave nothing to a rule; `None` where something is left.
pub(super) fn covered_by(rule: &Covering<'_>, before: &[Covering<'_>]) -> Option<Vec<usize>> {
    let facts: Vec<FactType> =
        if rule.facts.is_empty() { FactType::ALL.to_vec() } else { rule.facts.to_vec() };
    let mut covering = Vec::new();
    for fact in facts {
        covering.extend(covered(fact, rule.when, rule.unless, before, 0)?);
    }
    covering.sort_unstable();
    covering.dedup();
    Some(covering)
}

/// Deeper than this nobody writes rules.
const DEEPEST: usize = 8;

fn covered(
    fact: FactType,
    when: &Filter,
    unless: &Filter,
    before: &[Covering<'_>],
    depth: usize,
) -> Option<Vec<usize>> {
    if let Some(place) = before.iter().position(|rule| rule.covers(fact, when, unless)) {
        return Some(vec![place]);
    }
    if depth > DEEPEST {
        return None;
    }
    // Whatever it is, it is one of these: each is looked at by itself.
    let mut all = Vec::new();
    for case in cases(fact, when, before)? {
        all.extend(covered(fact, &case, unless, before, depth + 1)?);
    }
    Some(all)
}

/// All that a fact can be in one respect that a rule before asks about and the condition does not.
fn cases(fact: FactType, when: &Filter, before: &[Covering<'_>]) -> Option<Vec<Filter>> {
    let asks = |asked: fn(&Filter) -> bool| before.iter().any(|rule| asked(rule.when));
    if fact == FactType::Adoptions && when.kind.is_empty() && asks(|filter| !filter.kind.is_empty()) {
        let kinds = [Kind::Article, Kind::Brief].map(|kind| vec![kind.label().to_owned()]);
        return Some(kinds.map(|kind| Filter { kind, ..when.clone() }).to_vec());
    }
    if fact == FactType::Commissions && when.outcome.len() != 1 && asks(|filter| !filter.outcome.is_empty()) {
        let outcomes = Outcome::ALL.into_iter();
        let outcomes = outcomes.filter(|outcome| when.outcome.is_empty() || when.outcome.contains(outcome));
        return Some(outcomes.map(|outcome| Filter { outcome: vec![outcome], ..when.clone() }).collect());
    }
    for truth in Filter::TRUTHS {
        let is_asked = |filter: &Filter| truth(&mut filter.clone()).is_some();
        if !is_asked(when) && before.iter().any(|rule| is_asked(rule.when)) {
            let case = |holds| {
                let mut case = when.clone();
                *truth(&mut case) = Some(holds);
                case
            };
            return Some(vec![case(true), case(false)]);
        }
    }
    None
}
