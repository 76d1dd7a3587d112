//! What the engine remembers: of the year so far, and of the month under way.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    super::{
        bulletin::Opening,
        facts::{Fact, FactReference},
        ledger::{CreditEntry, RuleReference},
        rules::{Category, ChoiceKey, Effect, RuleSet},
    },
    MonthRules,
    piece::Credited,
};
use crate::{calendar::Month, id::UnitId, points::Points};

/// A line over one piece for one unit, before it becomes entries.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub month: Month,
    pub unit: UnitId,
    /// The rate that gave it, or the first extra where no rate covers the piece.
    pub rule: String,
    pub reference: FactReference,
    /// Category, rule, points and words; the first are the rate's.
    pub parts: Vec<LinePart>,
    pub story: Option<String>,
    pub level: String,
    pub channel: String,
    pub rank: String,
    pub form: String,
    pub is_submission: bool,
    pub standing: Standing,
}

#[derive(Clone, Debug)]
pub(super) struct LinePart {
    pub category: Category,
    pub rule: String,
    pub points: Points,
    pub words: String,
}

/// What has become of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It counts.
    Counts,
    /// It gives nothing: the rule and why.
    Dropped { rule: String, words: String },
}

impl Line {
    pub(super) fn total(&self) -> Points {
        sum(self.parts.iter().map(|part| part.points))
    }

    pub(super) fn counts(&self) -> bool {
        self.standing == Standing::Counts
    }
}

/// A running sum of a bound, a quota or a streak within its period.
#[derive(Clone, Debug, Default)]
pub(super) struct Running {
    /// The first month of the period that it sums.
    pub begins: Option<Month>,
    pub amount: i128,
    /// What a bound has changed so far in its period.
    pub changed: i128,
    pub facts: BTreeSet<FactReference>,
}

/// What is remembered of a year, from month to month.
#[derive(Clone, Debug)]
pub(super) struct YearState {
    pub year: i16,
    pub first_month: Month,
    pub opening: HashMap<UnitId, Points>,
    /// Every line of the year that a later choice or void may ask about.
    pub lines: Vec<Line>,
    /// By choice, unit and what the lines have in common: places in `lines`.
    pub groups: HashMap<(String, UnitId, String), Vec<usize>>,
    /// Voided stories, for one unit or for all.
    pub voided: HashSet<(String, Option<UnitId>)>,
    /// By rule, place of the measure in it, and unit.
    pub running: HashMap<(String, usize, UnitId), Running>,
    /// As above, for periods shorter than a month: by the period's last day.
    pub by_day: HashMap<(String, usize, UnitId), BTreeMap<jiff::civil::Date, Running>>,
    /// How many facts an escalation has seen, in the period that begins with the month.
    pub escalated: HashMap<(String, UnitId), (Month, i128)>,
    /// How many periods a unit has been below.
    pub streaks: HashMap<(String, UnitId), u32>,
    /// Units whose year is zero.
    pub zeroed: HashSet<UnitId>,
    /// Months of units that were set to zero.
    pub zeroed_months: HashSet<(UnitId, Month)>,
    /// What each cap bounds in each of its periods, by the period's first month.
    pub capped: HashMap<(String, UnitId, Month), Running>,
    /// The year's points so far, openings included.
    pub totals: HashMap<UnitId, i128>,
}

impl YearState {
    pub(super) fn new(first_month: Month, opening: &[Opening]) -> Self {
        let mut carried = HashMap::new();
        for opening in opening.iter().filter(|opening| opening.month.year() == first_month.year()) {
            let points: &mut Points = carried.entry(opening.unit).or_default();
            *points = sum([*points, opening.points]);
        }
        let totals = carried.iter().map(|(unit, points)| (*unit, i128::from(points.scaled()))).collect();
        Self {
            year: first_month.year(),
            first_month,
            opening: carried,
            lines: Vec::new(),
            groups: HashMap::new(),
            voided: HashSet::new(),
            running: HashMap::new(),
            by_day: HashMap::new(),
            escalated: HashMap::new(),
            streaks: HashMap::new(),
            zeroed: HashSet::new(),
            zeroed_months: HashSet::new(),
            capped: HashMap::new(),
            totals,
        }
    }
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
    places: HashMap<UnitId, usize>,
    /// Places in the year's lines of this month's.
    pub new_lines: std::ops::Range<usize>,
    /// By unit; each with the month that it is about, which is an earlier one where something is taken back.
    entries: Vec<Vec<(CreditEntry, Month)>>,
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
            entries,
            effects: BTreeSet::new(),
        }
    }

    /// A unit that is scored in this month.
    pub(super) fn credited(&self, unit: UnitId) -> Option<Credited<'a>> {
        self.places.get(&unit).map(|place| self.units[*place])
    }

    /// The entries of a unit so far that are about this month or a later one than the first given. What is
    /// taken back of an earlier period is no part of the present one's sums.
    pub(super) fn entries_since(&self, unit: UnitId, first: Month) -> impl Iterator<Item = &CreditEntry> {
        let entries = self.places.get(&unit).map(|place| self.entries[*place].as_slice()).unwrap_or_default();
        entries.iter().filter(move |(_, about)| *about >= first).map(|(entry, _)| entry)
    }

    /// All entries of a unit so far.
    pub(super) fn entries_of(&self, unit: UnitId) -> impl Iterator<Item = &CreditEntry> {
        self.entries_since(unit, Month::FIRST)
    }

    /// Enters a line for a unit that is scored in this month; for others nothing happens.
    pub(super) fn enter(&mut self, unit: UnitId, entry: NewEntry) {
        self.enter_about(unit, self.month, entry);
    }

    /// As [`MonthWork::enter`], of what an earlier month gave.
    pub(super) fn enter_about(&mut self, unit: UnitId, about: Month, entry: NewEntry) {
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
        self.entries[*place].push((entry, about));
    }

    /// The month's lines become entries: those that count with their points, the others with none and why.
    pub(super) fn enter_lines(&mut self) {
        // What no later choice or void can ask about is moved, not copied: most lines have no story.
        let by_story = self.rules.choices.iter().all(|choice| choice.among.contains(&ChoiceKey::Story));
        for place in self.new_lines.clone() {
            let line = &mut self.year.lines[place];
            let (unit, standing) = (line.unit, line.standing.clone());
            let reference = line.reference.clone();
            let is_asked = line.story.is_some() || !by_story;
            let parts = if is_asked { line.parts.clone() } else { std::mem::take(&mut line.parts) };
            for part in parts {
                let entry = match &standing {
                    Standing::Counts if part.points.is_zero() => continue,
                    Standing::Counts => NewEntry {
                        category: part.category,
                        points: part.points,
                        rule: part.rule,
                        facts: vec![reference.clone()],
                        words: part.words,
                    },
                    Standing::Dropped { rule, words } => NewEntry {
                        category: part.category,
                        points: Points::ZERO,
                        rule: rule.clone(),
                        facts: vec![reference.clone()],
                        words: format!("{}（{words}）", part.words),
                    },
                };
                self.enter(unit, entry);
            }
        }
        // Without choices in this month and before, only voids to come will ask about the year's lines. The groups of
        // choices know lines by their places, which then must not move.
        if self.rules.choices.is_empty() && self.year.groups.is_empty() {
            self.year.lines.retain(|line| line.story.is_some());
        }
    }

    pub(super) fn into_entries(self) -> impl Iterator<Item = CreditEntry> {
        for (place, entries) in self.entries.iter().enumerate() {
            let total: i128 = entries.iter().map(|(entry, _)| i128::from(entry.points.scaled())).sum();
            *self.year.totals.entry(self.units[place].id).or_default() += total;
        }
        self.entries.into_iter().flatten().map(|(entry, _)| entry)
    }
}

/// What is entered for a unit in the month under way.
#[derive(Clone, Debug)]
pub(super) struct NewEntry {
    pub category: Category,
    pub points: Points,
    pub rule: String,
    pub facts: Vec<FactReference>,
    pub words: String,
}

/// A sum that stays within what points can hold.
pub(super) fn sum(points: impl IntoIterator<Item = Points>) -> Points {
    clamp(points.into_iter().map(|points| i128::from(points.scaled())).sum())
}

/// Ten-thousandths as points; beyond their range, the bound.
pub(super) fn clamp(scaled: i128) -> Points {
    let bound = i128::from(i64::MAX);
    Points::from_scaled(i64::try_from(scaled.clamp(-bound, bound)).unwrap_or_default())
}
