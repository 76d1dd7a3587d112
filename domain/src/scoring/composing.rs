//! One unit's row, before the units are compared.

use std::collections::HashSet;

use super::{
    bulletin::{Row, Sources, own_points, stands},
    counts::Counts,
    engine::{Credited, Piece, pieces_in},
    entry::{CreditEntry, points_of},
    facts::{Fact, FactKind, FactReference, Ruling},
    figures::{CountOrPoints, Figures, OwnValue},
    narrative,
    opening::Opening,
    rules::{Consequence, CumulativeBy, EXCLUDE, Effect, Period, Quota, RankCriterion, RuleSet},
    tally::Tally,
};
use crate::{
    calendar::Month,
    id::UnitId,
    points::{Points, PointsError},
    unit::Unit,
};

/// What all rows of one bulletin are made from.
pub(super) struct Composing<'a> {
    pub sources: Sources<'a>,
    /// The first month of the cumulative figure's period.
    pub begins: Month,
    /// The first month of which there are entries.
    first_entry: Option<Month>,
    /// Stories that were voided by the end of the month, for one unit or for all.
    voided: HashSet<(&'a str, Option<UnitId>)>,
    /// Facts that were taken back by the end of the month.
    taken_back: HashSet<&'a FactReference>,
}

impl<'a> Composing<'a> {
    pub(super) fn new(sources: &Sources<'a>) -> Self {
        let voids = sources.facts.iter().filter(|fact| fact.month <= sources.month && stands(fact, sources));
        let voided = voids
            .filter_map(|fact| match &fact.kind {
                FactKind::Ruling { ruling: Ruling::Void, units, .. } => {
                    let story = fact.story.as_deref()?;
                    Some(if units.is_empty() {
                        vec![(story, None)]
                    } else {
                        units.iter().map(|unit| (story, Some(*unit))).collect()
                    })
                }
                _ => None,
            })
            .flatten()
            .collect();
        Self {
            sources: *sources,
            begins: sources.rules.cumulative.period.begins(sources.month),
            first_entry: sources.entries.iter().map(|entry| entry.month).min(),
            voided,
            taken_back: (sources.facts.iter().filter(|fact| !stands(fact, sources)))
                .map(|fact| &fact.reference)
                .collect(),
        }
    }

    fn rules(&self) -> &'a RuleSet {
        self.sources.rules
    }

    fn is_voided(&self, fact: &Fact, unit: UnitId) -> bool {
        let Some(story) = fact.story.as_deref() else { return false };
        self.voided.contains(&(story, None)) || self.voided.contains(&(story, Some(unit)))
    }
}

/// A row with what ranks are decided by.
pub(super) struct Unranked {
    pub row: Row,
    /// Sums of the parts of the converted mark, in their order; without parts, the cumulative.
    pub parts: Vec<Points>,
    /// The figure by which it is ranked where that is an average, exact: in parts that all numbers of months divide.
    pub exact: Option<i128>,
    /// What breaks ties, the more the better, in the rules' order.
    pub ties: Vec<i128>,
}

pub(super) fn row(
    composing: &Composing<'_>,
    group: &str,
    unit: &Unit,
    facts: &[&Fact],
    entries: &[&CreditEntry],
) -> Result<Unranked, PointsError> {
    let (sources, rules) = (&composing.sources, composing.rules());
    let credited = Credited { id: unit.id, unit: &unit.name, group };
    let facts: Vec<&Fact> =
        facts.iter().copied().filter(|fact| !composing.is_voided(fact, unit.id)).collect();
    let month_facts: Vec<&Fact> = facts.iter().copied().filter(|fact| fact.month == sources.month).collect();
    let counts = Counts::of(month_facts.iter().copied(), rules, credited);
    let this_month: Vec<&CreditEntry> =
        entries.iter().copied().filter(|entry| entry.month == sources.month).collect();
    let in_period: Vec<&CreditEntry> =
        entries.iter().copied().filter(|entry| entry.month >= composing.begins).collect();
    let shown = |field| {
        let shown = this_month.iter().filter(|entry| rules.point_columns.shows(field, &entry.category));
        Points::checked_sum(shown.map(|entry| entry.points))
    };
    let since = |period: Period| {
        let begins = period.begins(sources.month);
        Points::checked_sum(entries.iter().filter(|entry| entry.month >= begins).map(|entry| entry.points))
    };
    let opening = opening_of(sources, unit.id)?;
    let carried = carried_in(composing, unit.id)?;
    let sum = carried.checked_add(points_sum(&in_period)?)?;
    // What another unit did excludes nobody who inherits its points.
    let own_entries: Vec<&CreditEntry> =
        entries.iter().copied().filter(|entry| entry.unit == unit.id).collect();
    let excluded = is_excluded(composing, &own_entries);
    let figures = Figures {
        unit: unit.name.clone(),
        submitted: counts.submitted,
        upper_count: counts.upper,
        newsletter_count: counts.newsletter(),
        adoption_points: shown(super::columns::Field::AdoptionPoints)?,
        commission_count: counts.commissions,
        commission_points: shown(super::columns::Field::CommissionPoints)?,
        reported_up: counts.forwarded,
        base: shown(super::columns::Field::Base)?,
        month: points_sum(&this_month)?,
        cumulative: averaged(composing, sum, !opening.is_zero()),
        rank: None,
        quarter: rules.uses(super::columns::Field::Quarter).then(|| since(Period::Quarter)).transpose()?,
        half_year: rules
            .uses(super::columns::Field::HalfYear)
            .then(|| since(Period::HalfYear))
            .transpose()?,
        converted: None,
        adoption_rate: None,
        own: own_values(composing, credited, &month_facts, &this_month)?,
        remarks: said(rules, &this_month),
        excluded,
    };
    let year = year_counts(composing, &facts, credited);
    let figures = Figures {
        adoption_rate: rules
            .uses(super::columns::Field::AdoptionRate)
            .then(|| rules.rounding_of_rates().divide(year.rate(1_000_000), 1)),
        ..figures
    };
    let paragraph = narrative::paragraph(&narrative::Subject {
        unit,
        month: sources.month,
        rules,
        counts,
        facts: &month_facts,
        entries: &this_month,
        cumulative: figures.cumulative,
    })?;
    let parts = parts(rules, &in_period, figures.cumulative)?;
    let ties = ties(rules, &in_period, &year, figures.month)?;
    let row = Row {
        figures,
        unit_id: unit.id,
        list_name: unit.list_name().to_owned(),
        opening,
        entries: entries.iter().copied().cloned().collect(),
        facts: month_facts.iter().copied().cloned().collect(),
        paragraph,
        items: narrative::items(&month_facts),
    };
    let exact = (rules.cumulative.by == CumulativeBy::Average).then(|| {
        i128::from(sum.scaled()) * (DIVISIBLE / i128::from(months_so_far(composing, !opening.is_zero())))
    });
    Ok(Unranked { row, parts, exact, ties })
}

fn own_values(
    composing: &Composing<'_>,
    credited: Credited<'_>,
    facts: &[&Fact],
    entries: &[&CreditEntry],
) -> Result<Vec<OwnValue>, PointsError> {
    let rules = composing.rules();
    let values = rules.figures.iter().map(|figure| {
        let value = if figure.measure.count.is_empty() {
            let counted = entries.iter().filter(|entry| own_points(figure, entry));
            CountOrPoints::Points(Points::checked_sum(counted.map(|entry| entry.points))?)
        } else {
            let pieces = facts.iter().map(|fact| Piece::of(fact, rules));
            CountOrPoints::Count(Tally::part(pieces_in(&figure.measure, pieces, rules, credited)))
        };
        Ok(OwnValue { key: figure.key.clone(), value })
    });
    values.collect()
}

/// Adopted and submitted pieces of the cumulative figure's period.
pub(super) struct YearCounts {
    adopted: Tally,
    upper: Tally,
    submitted: Tally,
}

impl YearCounts {
    /// Adopted to submitted, times a whole; nothing where nothing was submitted.
    fn rate(&self, whole: i128) -> i128 {
        let submitted = i128::from(self.submitted.amount().scaled());
        let adopted = i128::from(self.adopted.amount().scaled());
        if submitted == 0 { 0 } else { adopted.saturating_mul(whole) / submitted }
    }
}

fn year_counts(composing: &Composing<'_>, facts: &[&Fact], credited: Credited<'_>) -> YearCounts {
    let rules = composing.rules();
    let in_period = facts.iter().copied().filter(|fact| fact.month >= composing.begins);
    let counts = Counts::of(in_period, rules, credited);
    YearCounts { adopted: counts.adopted, upper: counts.upper, submitted: counts.submitted }
}

fn parts(rules: &RuleSet, entries: &[&CreditEntry], cumulative: Points) -> Result<Vec<Points>, PointsError> {
    if rules.parts.is_empty() {
        return Ok(vec![cumulative]);
    }
    rules
        .parts
        .iter()
        .map(
            |part| {
                if part.categories.is_empty() { Ok(cumulative) } else { points_of(entries, &part.categories) }
            },
        )
        .collect()
}

fn ties(
    rules: &RuleSet,
    entries: &[&CreditEntry],
    year: &YearCounts,
    month: Points,
) -> Result<Vec<i128>, PointsError> {
    let scaled = |points: Points| i128::from(points.scaled());
    rules
        .ranking
        .ties
        .iter()
        .map(|criterion| {
            Ok(match criterion {
                RankCriterion::Points(categories) => scaled(points_of(entries, categories)?),
                RankCriterion::AdoptionRate => year.rate(1_000_000_000_000),
                RankCriterion::Pieces => scaled(year.adopted.amount()),
                RankCriterion::UpperPieces => scaled(year.upper.amount()),
                RankCriterion::Month => scaled(month),
            })
        })
        .collect()
}

/// The sum, or the sum divided by the months of the period so far.
fn averaged(composing: &Composing<'_>, sum: Points, carried: bool) -> Points {
    let rules = composing.rules();
    if rules.cumulative.by == CumulativeBy::Sum {
        return sum;
    }
    rules.rounding.divide(i128::from(sum.scaled()), i128::from(months_so_far(composing, carried)))
}

/// Divided by every number of months that a year has.
const DIVISIBLE: i128 = 27_720;

/// The months of the period so far. An office that begins within one averages over the months that it has seen.
fn months_so_far(composing: &Composing<'_>, carried: bool) -> i8 {
    let first = match composing.first_entry {
        Some(first) if !carried && first > composing.begins => first,
        _ => composing.begins,
    };
    (composing.sources.month.month() - first.month() + 1).max(1)
}

/// Points carried in before the first month, in the same year.
fn opening_of(sources: &Sources<'_>, unit: UnitId) -> Result<Points, PointsError> {
    let months = sources.month.january()..=sources.month;
    let carried = sources.opening.iter();
    let is_own = |opening: &&Opening| sources.roster.heir_of(opening.unit) == unit;
    let carried = carried.filter(|opening| is_own(opening) && months.contains(&opening.month));
    Points::checked_sum(carried.map(|opening| opening.points))
}

/// What of them counts in the cumulative figure: where its period is shorter than a year, only what was
/// carried into the middle of it.
fn carried_in(composing: &Composing<'_>, unit: UnitId) -> Result<Points, PointsError> {
    let sources = &composing.sources;
    let year = composing.rules().cumulative.period == Period::Year;
    let carried = sources.opening.iter().filter(|opening| {
        sources.roster.heir_of(opening.unit) == unit
            && opening.month <= sources.month
            && opening.month.year() == sources.month.year()
            && (year || opening.month > composing.begins)
    });
    Points::checked_sum(carried.map(|opening| opening.points))
}

/// Whether anything in the year so far excludes the unit from awards.
fn is_excluded(composing: &Composing<'_>, entries: &[&CreditEntry]) -> bool {
    let rules = composing.rules();
    let stands = |entry: &CreditEntry| {
        entry.facts.is_empty() || !entry.facts.iter().all(|fact| composing.taken_back.contains(fact))
    };
    let excludes = |rule: &str| {
        rule == EXCLUDE
            || rules
                .escalations
                .iter()
                .map(|one| (&one.rule, &one.consequence))
                .chain(rules.streaks.iter().map(|one| (&one.rule, &one.consequence)))
                .any(|(name, consequence)| name == rule && consequence.effect == Some(Effect::Exclude))
    };
    // A quota that was missed speaks of its own period.
    let missed = |entry: &CreditEntry| {
        rules.quotas.iter().any(|quota| {
            quota.effect == Some(Effect::Exclude)
                && is_missed(quota, entry)
                && entry.month >= quota.period.begins(composing.sources.month)
        })
    };
    entries.iter().any(|entry| (excludes(&entry.rule.rule) || missed(entry)) && stands(entry))
}

/// Whether an entry says that a quota was missed: those that give nothing say so and nothing else.
fn is_missed(quota: &Quota, entry: &CreditEntry) -> bool {
    entry.points.is_zero() && entry.rule.rule == quota.rule
}

/// Whether an entry gives back what had followed before, since a story was made void.
fn is_given_back(consequence: &Consequence, entry: &CreditEntry) -> bool {
    entry.points.scaled().signum() * consequence.points.scaled().signum() < 0
}

/// What the month's escalations, streaks and missed quotas say of the unit.
fn said(rules: &RuleSet, entries: &[&CreditEntry]) -> Vec<String> {
    let consequences = (rules.escalations.iter().map(|one| (&one.rule, &one.consequence)))
        .chain(rules.streaks.iter().map(|one| (&one.rule, &one.consequence)));
    let missed = rules.quotas.iter().filter(|quota| entries.iter().any(|entry| is_missed(quota, entry)));
    let missed = missed.filter_map(|quota| quota.remark.clone());
    consequences
        .filter(|(rule, consequence)| {
            let is_said =
                |entry: &&CreditEntry| entry.rule.rule == **rule && !is_given_back(consequence, entry);
            entries.iter().any(is_said)
        })
        .filter_map(|(_, consequence)| consequence.remark.clone())
        .chain(missed)
        .collect()
}

fn points_sum(entries: &[&CreditEntry]) -> Result<Points, PointsError> {
    Points::checked_sum(entries.iter().map(|entry| entry.points))
}
