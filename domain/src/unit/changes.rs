//! Units change: 更名, 并入, 分设, 撤销, each from a day on. What a unit was called on a day, whether there was one, and
//! who came after it or before it.
//!
//! What is recorded of the past keeps its names; where points go is said by the change, and reckoned by
//! [`crate::scoring`].

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Unit, UnitDirectory};
use crate::{calendar::Month, id::UnitId};

coded! {
    /// What happened to a unit.
    pub enum ChangeKind {
        /// 更名: the same unit under another name.
        Renamed = ("renamed", "更名"),
        /// 并入: it goes into another.
        Merged = ("merged", "并入"),
        /// 分设: others come out of it; it may go on beside them.
        Split = ("split", "分设"),
        /// 撤销: it ends.
        Abolished = ("abolished", "撤销"),
    }
}

/// A change of a unit, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitChange {
    pub unit: UnitId,
    pub kind: ChangeKind,
    /// The first day on which it is so.
    pub day: Date,
    /// Into which units it went.
    pub successors: Vec<UnitId>,
    /// Who earns on with its points of the year; `None` where they stay with it.
    pub heir: Option<UnitId>,
    /// What it was called until then, of a renaming.
    pub before: Option<NameBefore>,
}

/// A name that a unit bore until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameBefore {
    pub name: String,
    pub short_name: Option<String>,
}

/// Points of one unit that count for another from a month on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inheritance {
    pub from: UnitId,
    /// The name under which it ended.
    pub from_name: String,
    pub to: UnitId,
    /// The first month in whose tables the unit does not stand any more.
    pub since: Month,
}

impl UnitChange {
    /// Who is credited with what is recorded of the unit once it has ended: the one who goes on with its points, else
    /// the only one into which it went.
    pub fn stands_in(&self) -> Option<UnitId> {
        match self.successors.as_slice() {
            _ if self.heir.is_some() => self.heir,
            [only] => Some(*only),
            _ => None,
        }
    }
}

impl Unit {
    /// The first month in whose tables it does not stand any more: one in which it exists for a day has it.
    pub fn first_month_without(&self) -> Option<Month> {
        self.until.map(first_month_after)
    }

    /// Whether it exists on any day of the month.
    pub fn exists_in(&self, month: Month) -> bool {
        let begun = self.since.is_none_or(|since| Month::of(since) <= month);
        begun && self.first_month_without().is_none_or(|without| month < without)
    }

    /// The unit under the name that it bore on a day.
    pub fn as_called_on(&self, changes: &[UnitChange], day: Date) -> Self {
        let later = changes.iter().filter(|change| change.unit == self.id && change.day > day);
        let before = later.filter_map(|change| Some((change.day, change.before.as_ref()?)));
        let mut unit = self.clone();
        if let Some((_, before)) = before.min_by_key(|(day, _)| *day) {
            unit.name.clone_from(&before.name);
            unit.short_name.clone_from(&before.short_name);
        }
        unit
    }
}

/// Of a unit that ends on a day, the first day without it: the first month in whose tables it does not stand.
pub fn first_month_after(until: Date) -> Month {
    if until.day() == 1 { Month::of(until) } else { Month::of(until).next() }
}

/// The day for which an issue or a record asks whether a unit exists: its own, or the nearest day of the month in which
/// it counts.
pub fn day_concerned(day: Date, credited: Month) -> Date {
    let first = Month::of(day) < credited;
    match (first, Month::of(day) == credited) {
        (_, true) => day,
        (true, _) => first_day(credited),
        (false, _) => last_day(credited),
    }
}

pub fn first_day(month: Month) -> Date {
    // A month that can be written has a first day.
    Date::new(month.year(), month.month(), 1).unwrap_or(Date::MIN)
}

pub fn last_day(month: Month) -> Date {
    first_day(month).last_of_month()
}

/// What units inherit of others in a month, whose tables do not have those any more.
pub fn inheritances(units: &[Unit], changes: &[UnitChange]) -> Vec<Inheritance> {
    let inherited = changes.iter().filter_map(|change| {
        let from = units.iter().find(|unit| unit.id == change.unit)?;
        let since = from.first_month_without()?;
        // Of a unit that goes on nothing is inherited.
        let ended = from.until == Some(change.day);
        let from_name = from.name.clone();
        Some(Inheritance { from: from.id, from_name, to: change.heir.filter(|_| ended)?, since })
    });
    inherited.collect()
}

/// Who stands in a month for whom, of the units that have ended: what is recorded under the old name counts for the
/// unit into which it went.
pub fn stand_ins(units: &[Unit], changes: &[UnitChange], month: Month) -> BTreeMap<UnitId, UnitId> {
    let ended = |change: &&UnitChange| {
        let unit = units.iter().find(|unit| unit.id == change.unit);
        unit.is_some_and(|unit| {
            unit.until == Some(change.day)
                && unit.first_month_without().is_some_and(|without| without <= month)
        })
    };
    let direct: BTreeMap<UnitId, UnitId> =
        changes.iter().filter(ended).filter_map(|change| Some((change.unit, change.stands_in()?))).collect();
    direct.keys().map(|unit| (*unit, last_of_chain(&direct, *unit))).collect()
}

/// Where a chain of units ends: 甲科 went into 乙科, which went into 丙科.
fn last_of_chain(next: &BTreeMap<UnitId, UnitId>, unit: UnitId) -> UnitId {
    let mut last = unit;
    // As many steps as there are links: a chain that bites its own tail ends all the same.
    for _ in 0..next.len() {
        match next.get(&last) {
            Some(next) => last = *next,
            None => break,
        }
    }
    last
}

/// Why a unit cannot be named on a day, and who could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub unit: UnitId,
    /// `甲科已于2024年5月1日并入乙科`.
    pub words: String,
    /// Those into which it went, or out of which it came, that exist on the day.
    pub instead: Vec<UnitId>,
}

impl UnitDirectory {
    /// The directory with what became of its units.
    pub fn with_changes(mut self, changes: Vec<UnitChange>) -> Self {
        self.changes = changes;
        self
    }

    pub fn changes(&self) -> &[UnitChange] {
        &self.changes
    }

    /// Why there is no such unit on the day; nothing where there is.
    pub fn absence_on(&self, unit: UnitId, day: Date) -> Option<Absence> {
        let unit = self.get(unit)?;
        if unit.exists_on(day) {
            return None;
        }
        let is_over = unit.until.is_some_and(|until| until <= day);
        let words = if is_over { self.end_in_words(unit) } else { beginning_in_words(unit) };
        let near = if is_over { self.after(unit.id, day) } else { self.before(unit.id, day) };
        Some(Absence { unit: unit.id, words, instead: near })
    }

    /// Who earns what is recorded of a unit in a month: itself, or who stands in for it; nobody where that one does not exist
    /// then either.
    pub fn earner_in(&self, unit: UnitId, month: Month) -> Option<&Unit> {
        let instead = stand_ins(&self.units, &self.changes, month);
        self.get(instead.get(&unit).copied().unwrap_or(unit)).filter(|earner| earner.exists_in(month))
    }

    /// What to do about an absence: `甲科已于2024年5月1日并入乙科，请改写为乙科`.
    pub fn advice(&self, absence: &Absence) -> String {
        let names: Vec<&str> =
            absence.instead.iter().filter_map(|unit| self.get(*unit)).map(Unit::list_name).collect();
        let advice = match names.as_slice() {
            [] => "请改写为当时存在的单位".to_owned(),
            [only] => format!("请改写为{only}"),
            several => format!("请改写为{}中实际供稿的单位", several.join("、")),
        };
        format!("{}，{advice}", absence.words)
    }

    /// As [`UnitDirectory::nearest`], of those that exist on the day.
    pub fn nearest_on(&self, name: &str, count: usize, day: Date) -> Vec<&Unit> {
        let all = self.nearest(name, self.units.len());
        all.into_iter().filter(|unit| unit.exists_on(day)).take(count).collect()
    }

    /// As [`UnitDirectory::suggest`], of those that exist on the day.
    pub fn suggest_on(&self, typed: &str, count: usize, day: Date) -> Vec<&Unit> {
        let all = self.suggest(typed, self.units.len());
        all.into_iter().filter(|unit| unit.exists_on(day)).take(count).collect()
    }

    /// 已于2024年5月1日并入乙科, with the unit's name before it.
    fn end_in_words(&self, unit: &Unit) -> String {
        let day = unit.until.map(day_in_words).unwrap_or_default();
        let ends = |change: &&UnitChange| change.unit == unit.id && Some(change.day) == unit.until;
        let names = |units: &[UnitId]| {
            units
                .iter()
                .filter_map(|unit| self.get(*unit))
                .map(Unit::list_name)
                .collect::<Vec<_>>()
                .join("、")
        };
        match self.changes.iter().find(|change| ends(change) && !change.successors.is_empty()) {
            Some(change) if change.kind == ChangeKind::Merged => {
                format!("{}已于{day}并入{}", unit.name, names(&change.successors))
            }
            Some(change) if change.kind == ChangeKind::Split => {
                format!("{}已于{day}分设为{}", unit.name, names(&change.successors))
            }
            Some(change) => format!("{}已于{day}撤销，由{}接续", unit.name, names(&change.successors)),
            None => format!("{}已于{day}撤销", unit.name),
        }
    }

    /// The units that exist on the day into which one went, directly or by others.
    fn after(&self, unit: UnitId, day: Date) -> Vec<UnitId> {
        self.follow(unit, day, |unit| {
            let own = self.changes.iter().filter(move |change| change.unit == unit);
            own.flat_map(|change| change.successors.iter().copied()).collect()
        })
    }

    /// The units that exist on the day out of which one came.
    fn before(&self, unit: UnitId, day: Date) -> Vec<UnitId> {
        self.follow(unit, day, |unit| {
            let own = self.changes.iter().filter(move |change| change.successors.contains(&unit));
            own.map(|change| change.unit).collect()
        })
    }

    fn follow(&self, unit: UnitId, day: Date, next: impl Fn(UnitId) -> Vec<UnitId>) -> Vec<UnitId> {
        let mut seen = vec![unit];
        let mut found = Vec::new();
        let mut place = 0;
        while let Some(one) = seen.get(place).copied() {
            place += 1;
            for other in next(one) {
                if seen.contains(&other) {
                    continue;
                }
                if self.get(other).is_some_and(|unit| unit.exists_on(day)) {
                    found.push(other);
                }
                seen.push(other);
            }
        }
        found
    }
}

fn beginning_in_words(unit: &Unit) -> String {
    format!("{}自{}起才设立", unit.name, unit.since.map(day_in_words).unwrap_or_default())
}

fn day_in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests;
