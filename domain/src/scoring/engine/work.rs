//! The month under way: its entries so far, and the step that gives them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::RangeInclusive,
};

use ecow::EcoString;
use smallvec::SmallVec;

use super::{
    super::{
        entry::{CreditEntry, RuleReference},
        facts::Fact,
        roster::Roster,
        rules::{Category, Effect, RuleSet},
    },
    early_caps,
    piece::Credited,
    state::{BookKey, Bounded, LinePart, NewEntry, Step, YearState},
};
use crate::{calendar::Month, id::UnitId};

/// A month to be scored, with the version in force in it and the units as they stood.
#[derive(Clone, Copy, Debug)]
pub struct MonthRules<'a> {
    pub month: Month,
    pub rules: &'a RuleSet,
    pub roster: &'a Roster,
}

/// An entry with what later steps ask about it.
#[derive(Clone, Debug)]
struct Entered {
    entry: CreditEntry,
    /// The month that it is about: an earlier one where something is taken back.
    about: Month,
    step: Step,
    /// It is taken from more than the month, which therefore does not take it along when it is set to zero.
    beyond_month: bool,
    /// The rule that had given what is corrected, of a correction.
    corrects: Option<EcoString>,
}

/// A month under way.
#[derive(Debug)]
pub(super) struct MonthWork<'a, 'y> {
    pub month: Month,
    pub rules: &'a RuleSet,
    pub facts: &'a [&'a Fact],
    pub year: &'y mut YearState,
    /// The scored units in printed order.
    pub units: Vec<Credited<'a>>,
    pub parents: &'a BTreeMap<UnitId, UnitId>,
    places: BTreeMap<UnitId, usize>,
    /// Places in the year's lines of this month's.
    pub new_lines: std::ops::Range<usize>,
    /// What lines that the year need not remember give to units, each before the line at a place.
    pub beside_lines: Vec<(usize, UnitId, NewEntry)>,
    /// By unit.
    entries: Vec<Vec<Entered>>,
    /// The step under way, which entries bear.
    pub step: Step,
    /// Caps over more than a month as they stood before this one, by rule and unit.
    pub caps_before: HashMap<(String, UnitId), Bounded>,
    /// Which caps come before quotas, by their place in the list.
    pub early_caps: Vec<bool>,
    /// Lines of earlier months that this month's displaced: with the rule by which they did.
    pub displaced: Vec<(usize, String)>,
    /// What sets a unit's month or year to zero, or excludes it: with the rule.
    pub effects: BTreeSet<(UnitId, Effect)>,
}

impl<'a, 'y> MonthWork<'a, 'y> {
    pub(super) fn new(month: MonthRules<'a>, facts: &'a [&'a Fact], year: &'y mut YearState) -> Self {
        let units: Vec<Credited<'a>> = month
            .roster
            .groups
            .iter()
            .flat_map(|group| {
                group.scored().map(|unit| Credited { id: unit.id, unit: &unit.name, group: &group.name })
            })
            .collect();
        // Who inherits points of the year has them to lose, where its year is set to zero.
        for one in &month.roster.inherited {
            if let Some(points) = year.totals.remove(&one.from) {
                *year.totals.entry(month.roster.heir_of(one.from)).or_default() += points;
            }
        }
        let places = units.iter().enumerate().map(|(place, unit)| (unit.id, place)).collect();
        let entries = vec![Vec::new(); units.len()];
        let lines = year.lines.len();
        Self {
            month: month.month,
            rules: month.rules,
            facts,
            year,
            units,
            parents: &month.roster.parents,
            places,
            new_lines: lines..lines,
            beside_lines: Vec::new(),
            entries,
            step: Step::Piece,
            caps_before: HashMap::new(),
            early_caps: early_caps::early(month.rules),
            displaced: Vec::new(),
            effects: BTreeSet::new(),
        }
    }

    /// A unit that is scored in this month.
    pub(super) fn credited(&self, unit: UnitId) -> Option<Credited<'a>> {
        self.places.get(&unit).map(|place| self.units[*place])
    }

    /// The entries of a unit so far that are about this month or a later one than the first given, each with the rule that
    /// had given what it is about. What is taken back of an earlier period is no part of the present one's sums, nor is
    /// what is about an earlier month that was set to zero.
    pub(super) fn bounded_since(
        &self,
        unit: UnitId,
        first: Month,
    ) -> impl Iterator<Item = (&CreditEntry, &str, Month)> {
        self.bounded_from(unit, first, 0)
    }

    /// How many entries a unit has so far.
    pub(super) fn entered_of(&self, unit: UnitId) -> usize {
        self.entered(unit).len()
    }

    /// As [`MonthWork::bounded_since`], from a place in the unit's entries on.
    pub(super) fn bounded_from(
        &self,
        unit: UnitId,
        first: Month,
        place: usize,
    ) -> impl Iterator<Item = (&CreditEntry, &str, Month)> {
        let counts = move |entered: &&Entered| {
            entered.about >= first
                && (entered.about == self.month
                    || !self.year.zeroed_months.contains_key(&(unit, entered.about)))
        };
        self.entered(unit).iter().skip(place).filter(counts).map(|entered| {
            (&entered.entry, entered.corrects.as_deref().unwrap_or(&entered.entry.rule.rule), entered.about)
        })
    }

    /// The entries of a unit so far.
    pub(super) fn entries_of(&self, unit: UnitId) -> impl Iterator<Item = &CreditEntry> {
        self.entered(unit).iter().map(|entered| &entered.entry)
    }

    fn entered(&self, unit: UnitId) -> &[Entered] {
        self.places.get(&unit).map(|place| self.entries[*place].as_slice()).unwrap_or_default()
    }

    /// A unit's points of some months so far: of these categories (of all where there are none), given by steps that are
    /// seen in their months. A month that was set to zero has no more than nothing.
    pub(super) fn points_in(
        &self,
        unit: UnitId,
        within: &RangeInclusive<Month>,
        categories: &[Category],
        sees: impl Fn(Month, Step) -> bool,
    ) -> i128 {
        let wanted = |month: Month, step: Step, category: &Category| {
            within.contains(&month)
                && sees(month, step)
                && (categories.is_empty() || categories.contains(category))
        };
        // What the month alone has, and what is taken from more than it.
        let mut months: BTreeMap<Month, (i128, i128)> = BTreeMap::new();
        let mut add = |month: Month, beyond: bool, points: i128| {
            let (alone, more) = months.entry(month).or_default();
            *(if beyond { more } else { alone }) += points;
        };
        let before = self.year.book.get(&unit).into_iter().flatten();
        for ((month, beyond, step, category), points) in before {
            if wanted(*month, *step, category) {
                add(*month, *beyond, *points);
            }
        }
        for entered in self.entered(unit) {
            if wanted(entered.about, entered.step, &entered.entry.category) {
                add(entered.about, entered.beyond_month, i128::from(entered.entry.points.scaled()));
            }
        }
        let zeroed = |month: &Month| {
            self.year.zeroed_months.contains_key(&(unit, *month))
                || *month == self.month && self.effects.contains(&(unit, Effect::ZeroMonth))
        };
        let of_month = |(month, (alone, more)): (&Month, &(i128, i128))| {
            more + if zeroed(month) { (*alone).min(0) } else { *alone }
        };
        months.iter().map(of_month).sum()
    }

    /// What a unit's month has that goes when it is set to zero.
    pub(super) fn of_month_alone(&self, unit: UnitId) -> i128 {
        let own = self.entered(unit).iter().filter(|one| one.about == self.month && !one.beyond_month);
        own.map(|one| i128::from(one.entry.points.scaled())).sum()
    }

    /// Enters a line for a unit that is scored in this month; for others nothing happens.
    pub(super) fn enter(&mut self, unit: UnitId, entry: NewEntry) {
        self.enter_as(unit, self.month, false, None, entry);
    }

    /// As [`MonthWork::enter`], of what is taken from more than the month.
    pub(super) fn enter_beyond_month(&mut self, unit: UnitId, entry: NewEntry) {
        self.enter_as(unit, self.month, true, None, entry);
    }

    /// As [`MonthWork::enter`], of what an earlier month gave.
    pub(super) fn enter_about(&mut self, unit: UnitId, about: Month, entry: NewEntry) {
        self.enter_as(unit, about, false, None, entry);
    }

    /// As [`MonthWork::enter_about`], of what is or was taken from more than that month.
    pub(super) fn enter_beyond_about(&mut self, unit: UnitId, about: Month, entry: NewEntry) {
        self.enter_as(unit, about, true, None, entry);
    }

    /// As [`MonthWork::enter_about`], of what a rule gave in that month.
    pub(super) fn correct(&mut self, unit: UnitId, about: Month, rule: &str, entry: NewEntry) {
        self.enter_as(unit, about, false, Some(rule.into()), entry);
    }

    fn enter_as(
        &mut self,
        unit: UnitId,
        about: Month,
        beyond_month: bool,
        corrects: Option<EcoString>,
        entry: NewEntry,
    ) {
        let Some(place) = self.places.get(&unit) else { return };
        let entry = CreditEntry {
            unit,
            month: self.month,
            category: entry.category,
            points: entry.points,
            rule: RuleReference { version: self.rules.version, rule: entry.rule },
            facts: entry.facts,
            words: entry.words,
        };
        self.entries[*place].push(Entered { entry, about, step: self.step, beyond_month, corrects });
    }

    /// The month's lines become entries, in the order of the facts.
    pub(super) fn enter_lines(&mut self) {
        let mut texts = std::mem::take(&mut self.year.texts);
        let mut beside = std::mem::take(&mut self.beside_lines).into_iter().peekable();
        for place in self.new_lines.start..=self.new_lines.end {
            while let Some((_, unit, entry)) = beside.next_if(|(before, ..)| *before == place) {
                self.enter(unit, entry);
            }
            let Some(line) = self.year.lines.get(place) else { break };
            let unit = line.unit;
            let entry = |part: &LinePart| part.clone().entry(&line.reference, &line.state, &mut texts);
            let entries: SmallVec<[NewEntry; 1]> = line.parts.iter().filter_map(entry).collect();
            for entry in entries {
                self.enter(unit, entry);
            }
        }
        self.year.texts = texts;
    }

    pub(super) fn into_entries(self) -> impl Iterator<Item = CreditEntry> {
        for (place, entries) in self.entries.iter().enumerate() {
            let unit = self.units[place].id;
            let mut sums: Vec<(BookKey<&Category>, i128)> = Vec::new();
            for entered in entries.iter().filter(|entered| !entered.entry.points.is_zero()) {
                let points = i128::from(entered.entry.points.scaled());
                let key = (entered.about, entered.beyond_month, entered.step, &entered.entry.category);
                match sums.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, sum)) => *sum += points,
                    None => sums.push((key, points)),
                }
            }
            let total: i128 = sums.iter().map(|(_, points)| points).sum();
            *self.year.totals.entry(unit).or_default() += total;
            let book = self.year.book.entry(unit).or_default();
            for ((month, beyond, step, category), points) in sums {
                *book.entry((month, beyond, step, category.clone())).or_default() += points;
            }
        }
        self.entries.into_iter().flatten().map(|entered| entered.entry)
    }
}
