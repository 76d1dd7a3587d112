//! Whether one condition covers all that another covers: by it a rule is known that can never be used.

use super::{FactType, Filter};
use crate::{item::Kind, scoring::facts::Outcome};

impl Filter {
    /// Whether every fact that this one covers is covered by the other.
    pub(super) fn implies(&self, other: &Self) -> bool {
        fn within<T: PartialEq>(own: &[T], asked: &[T]) -> bool {
            asked.is_empty() || (!own.is_empty() && own.iter().all(|one| asked.contains(one)))
        }
        fn same(own: Option<bool>, asked: Option<bool>) -> bool {
            asked.is_none() || own == asked
        }
        let at_least = self.units.or(self.units_at_least);
        let is_joint = self.joint.or(at_least.filter(|least| *least > 1).map(|_| true));
        within(&self.kind, &other.kind)
            && (within(&self.form, &other.form) || self.form.is_empty() && within(&self.kind, &other.form))
            && within(&self.channel, &other.channel)
            && within(&self.level, &other.level)
            && within(&self.rank, &other.rank)
            && within(&self.route, &other.route)
            && within(&self.marks, &other.marks)
            && within(&self.outcome, &other.outcome)
            && within(&self.group, &other.group)
            && within(&self.unit, &other.unit)
            && same(self.starred, other.starred)
            && same(self.commissioned, other.commissioned)
            && same(is_joint, other.joint)
            && (other.units.is_none() || self.units == other.units)
            && other.units_at_least.is_none_or(|asked| at_least.is_some_and(|least| least >= asked))
            && same(self.late, other.late)
            && same(self.instructed, other.instructed)
    }

    /// Whether no fact is covered by both.
    fn excludes(&self, other: &Self) -> bool {
        fn apart<T: PartialEq>(own: &[T], others: &[T]) -> bool {
            !own.is_empty() && !others.is_empty() && !own.iter().any(|one| others.contains(one))
        }
        fn differ(own: Option<bool>, other: Option<bool>) -> bool {
            own.zip(other).is_some_and(|(own, other)| own != other)
        }
        apart(&self.kind, &other.kind)
            || apart(&self.form, &other.form)
            || apart(&self.channel, &other.channel)
            || apart(&self.level, &other.level)
            || apart(&self.rank, &other.rank)
            || apart(&self.route, &other.route)
            || apart(&self.outcome, &other.outcome)
            || apart(&self.group, &other.group)
            || apart(&self.unit, &other.unit)
            || differ(self.starred, other.starred)
            || differ(self.commissioned, other.commissioned)
            || differ(self.joint, other.joint)
            || differ(self.late, other.late)
            || differ(self.instructed, other.instructed)
            || self.units.zip(other.units).is_some_and(|(own, other)| own != other)
    }
}

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
    let either = |set: fn(&mut Filter, bool)| {
        let case = |truth| {
            let mut case = when.clone();
            set(&mut case, truth);
            case
        };
        Some(vec![case(true), case(false)])
    };
    if fact == FactType::Adoptions && when.kind.is_empty() && asks(|filter| !filter.kind.is_empty()) {
        let kinds = [Kind::Article, Kind::Brief].map(|kind| vec![kind.label().to_owned()]);
        return Some(kinds.map(|kind| Filter { kind, ..when.clone() }).to_vec());
    }
    if fact == FactType::Commissions && when.outcome.len() != 1 && asks(|filter| !filter.outcome.is_empty()) {
        let outcomes = Outcome::ALL.into_iter();
        let outcomes = outcomes.filter(|outcome| when.outcome.is_empty() || when.outcome.contains(outcome));
        return Some(outcomes.map(|outcome| Filter { outcome: vec![outcome], ..when.clone() }).collect());
    }
    if when.starred.is_none() && asks(|filter| filter.starred.is_some()) {
        return either(|filter, truth| filter.starred = Some(truth));
    }
    if when.commissioned.is_none() && asks(|filter| filter.commissioned.is_some()) {
        return either(|filter, truth| filter.commissioned = Some(truth));
    }
    if when.joint.is_none() && asks(|filter| filter.joint.is_some()) {
        return either(|filter, truth| filter.joint = Some(truth));
    }
    if when.late.is_none() && asks(|filter| filter.late.is_some()) {
        return either(|filter, truth| filter.late = Some(truth));
    }
    if when.instructed.is_none() && asks(|filter| filter.instructed.is_some()) {
        return either(|filter, truth| filter.instructed = Some(truth));
    }
    None
}
