//! A fact as rules look at it, and whether a filter covers it.

use super::super::{
    facts::{Fact, FactKind, Outcome},
    rules::{FactType, Filter, RuleSet},
};
use crate::id::UnitId;

/// A fact with what rules ask about: its own details, and what follows from its kind and channel.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub fact: &'a Fact,
    /// `None` for adjustments and rulings, which no filter covers.
    pub fact_type: Option<FactType>,
    pub kind: &'a str,
    pub form: &'a str,
    pub channel: &'a str,
    pub level: &'a str,
    pub starred: bool,
    pub commissioned: bool,
    /// A leader's instruction was written on its story.
    pub instructed: bool,
}

/// The unit that is credited, as filters ask about it.
#[derive(Clone, Copy, Debug)]
pub struct Credited<'a> {
    pub id: UnitId,
    pub unit: &'a str,
    pub group: &'a str,
}

impl<'a> Piece<'a> {
    pub fn of(fact: &'a Fact, rules: &'a RuleSet) -> Self {
        let details = fact.details();
        let (kind, channel, starred, commissioned) = match &fact.kind {
            FactKind::NewsletterAdoption { item_kind, issue, .. } => {
                (item_kind.label(), issue.newsletter.as_deref().unwrap_or_default(), false, false)
            }
            FactKind::UpperAdoption { channel, starred, commissioned, .. } => {
                ("", channel.as_str(), *starred, *commissioned)
            }
            FactKind::Commission { channel, .. } => ("", channel.as_str(), false, true),
            FactKind::Instruction { channel, .. } => {
                ("", channel.as_deref().unwrap_or_default(), false, false)
            }
            FactKind::Submissions { .. }
            | FactKind::Forwarding { .. }
            | FactKind::Adjustment { .. }
            | FactKind::Ruling { .. } => ("", "", false, false),
        };
        let channel = details.channel.as_deref().unwrap_or(channel);
        Self {
            fact,
            fact_type: fact.kind.fact_type(),
            kind,
            form: details.form.as_deref().unwrap_or(kind),
            channel,
            level: details.level.as_deref().or_else(|| rules.level_of(channel)).unwrap_or_default(),
            starred,
            commissioned,
            instructed: false,
        }
    }

    pub fn story(&self) -> Option<&'a str> {
        self.fact.story.as_deref()
    }

    /// Why a filter may have been meant for it and does not cover it: a level, a rank, a channel that is asked for and was
    /// not told, or words that no rule knows. `None` where it says something else than is asked, or all that is asked.
    pub(super) fn doubts(
        &self,
        filter: &Filter,
        rules: &RuleSet,
        credited: Credited<'_>,
    ) -> Option<Vec<String>> {
        let details = self.fact.details();
        let told = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
        let mut likely = filter.clone();
        let mut doubts = Vec::new();
        let mut look =
            |label: &str, asked: &mut Vec<String>, told: &str, must: bool, of: fn(&Filter) -> &[String]| {
                if asked.is_empty() || asked.iter().any(|one| one == told) {
                    return;
                }
                let known = || rules.filters().iter().any(|filter| of(filter).iter().any(|one| one == told));
                if told.is_empty() && must {
                    doubts.push(format!("没有写{label}"));
                    asked.clear();
                } else if !told.is_empty() && !known() {
                    doubts.push(format!("没有标准问到{label}“{told}”"));
                    asked.clear();
                }
            };
        look("层级", &mut likely.level, self.level, true, |filter| &filter.level);
        look("职务层次", &mut likely.rank, told(&details.rank), true, |filter| &filter.rank);
        look("刊物", &mut likely.channel, self.channel, true, |filter| &filter.channel);
        look("形式", &mut likely.form, told(&details.form), false, |filter| &filter.form);
        look("报送渠道", &mut likely.route, told(&details.route), false, |filter| &filter.route);
        (!doubts.is_empty() && self.is_covered(&likely, credited)).then_some(doubts)
    }

    /// Whether all that the filter asks holds.
    pub(super) fn is_covered(&self, filter: &Filter, credited: Credited<'_>) -> bool {
        if filter.asks_nothing() {
            return true;
        }
        // Every key by name, so that none is asked and never looked at.
        let Filter {
            kind,
            form,
            channel,
            level,
            rank,
            route,
            marks,
            outcome,
            group,
            unit,
            starred,
            commissioned,
            joint,
            units,
            units_at_least,
            late,
            instructed,
        } = filter;
        let details = self.fact.details();
        let told = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
        let any = |asked: &[String], value: &str| asked.is_empty() || asked.iter().any(|one| one == value);
        let same = |asked: &Option<bool>, holds: bool| asked.is_none_or(|asked| asked == holds);
        let credited_units = self.fact.units().len();
        any(kind, self.kind)
            && any(form, self.form)
            && any(channel, self.channel)
            && any(level, self.level)
            && any(rank, told(&details.rank))
            && any(route, told(&details.route))
            && any(group, credited.group)
            && any(unit, credited.unit)
            && (marks.is_empty() || marks.iter().any(|mark| details.marks.contains(mark)))
            && (outcome.is_empty() || outcome.contains(&details.outcome.unwrap_or(Outcome::Delivered)))
            && same(starred, self.starred)
            && same(commissioned, self.commissioned)
            && same(joint, credited_units > 1)
            && units.is_none_or(|units| usize::try_from(units) == Ok(credited_units))
            && units_at_least
                .is_none_or(|least| usize::try_from(least).is_ok_and(|least| credited_units >= least))
            && same(late, details.is_late())
            && same(instructed, self.instructed)
    }

    /// Covered by what is asked, and not by what is left out.
    pub fn is_meant(&self, when: &Filter, unless: &Filter, credited: Credited<'_>) -> bool {
        self.is_covered(when, credited) && (unless.asks_nothing() || !self.is_covered(unless, credited))
    }

    /// The place of a unit among the credited ones, and how many there are.
    pub(super) fn place_of(&self, unit: UnitId) -> (usize, usize) {
        let units = self.fact.units();
        (units.iter().position(|one| *one == unit).unwrap_or_default(), units.len())
    }
}
