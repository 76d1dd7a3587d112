//! Points carried into the month: from the earlier month's bulletin, or else as this one implies.

use std::{cmp::Ordering, collections::HashMap};

use super::{
    changes::{Certainty, Changes, Source},
    derived::{Brought, Derived},
    printed::{Row, told_month},
    units::{Group, Matched},
};
use crate::{points::Points, scoring::Field};

/// The points that units bring into the month.
#[derive(Debug)]
pub(super) enum Carried {
    /// The year begins.
    Nothing,
    /// By the units' names in this bulletin.
    Known(HashMap<String, Vec<Source>>),
    /// No earlier bulletin was given: what this one calls cumulative, less its month.
    Implied,
}

impl Carried {
    /// What a unit of the group brings, whose month follows as `month`.
    pub(super) fn of(
        &self,
        unit: &Matched<'_>,
        group: &Group<'_>,
        month: Points,
        notes: &mut Vec<String>,
    ) -> Brought {
        let known = match self {
            Self::Nothing => return Brought::default(),
            Self::Known(sources) => {
                sources.get(&unit.name).and_then(|sources| sum(sources, unit, month, notes))
            }
            Self::Implied => None,
        };
        known.map(Brought::plain).or_else(|| implied(unit, group, month)).unwrap_or_default()
    }

    /// What the earlier bulletin's units bring to this one's; `None` where it has so few of them that it must be
    /// another office's.
    pub(super) fn from_earlier(
        (earlier, derived): (&[Group<'_>], &[Vec<Derived>]),
        groups: &[Group<'_>],
        changes: &Changes<'_>,
        notes: &mut Vec<String>,
    ) -> Option<Self> {
        let points = |(group, place): (usize, usize)| derived[group][place].get(Field::Cumulative);
        changes.sources(earlier, groups, points, notes).map(Self::Known)
    }
}

/// The points of all sources, where they go with the unit's own figures; `None` where nothing is known of it.
fn sum(sources: &[Source], unit: &Matched<'_>, month: Points, notes: &mut Vec<String>) -> Option<Points> {
    let sum = |wanted: &[Certainty]| {
        let wanted = sources.iter().filter(|source| wanted.contains(&source.certainty));
        Points::checked_sum(wanted.map(|source| source.points)).ok()
    };
    let sure = [Certainty::Sure];
    let likely = [Certainty::Sure, Certainty::Likely];
    let all = [Certainty::Sure, Certainty::Likely, Certainty::Possible];
    // A unit that is told of by nobody may be new or bear another name.
    let is_known = sources.iter().any(|source| source.certainty != Certainty::Possible);
    let mut counted: &[Certainty] = &likely;
    if sum(&likely) != sum(&all) || !is_known {
        let wrong = |points: Option<Points>| points.map(|points| disagreeing(unit, month, points));
        let places = usize::from(unit.row.is_some()) + usize::from(unit.told.is_some());
        // One of two places may be wrong, where the other goes on with points.
        let has_points = sources.iter().any(|source| !source.points.is_zero());
        let goes_on = wrong(sum(&all)) == Some(0) || (has_points && wrong(sum(&all)) < Some(places));
        if goes_on && (!is_known || wrong(sum(&likely)) > wrong(sum(&all))) {
            counted = &all;
        }
    } else if disagreeing(unit, month, sum(&sure)?) < disagreeing(unit, month, sum(&likely)?) {
        counted = &sure;
    }
    for source in sources {
        let is_counted = counted.contains(&source.certainty);
        notes.extend(if is_counted { source.counted.clone() } else { source.left.clone() });
    }
    if is_known || counted == all { sum(counted) } else { None }
}

/// How many of the unit's cumulative figures do not go with the points that it brings.
fn disagreeing(unit: &Matched<'_>, month: Points, carried: Points) -> usize {
    let printed = unit.row.map(|row| (row.amount(Field::Cumulative), row.amount(Field::Month)));
    let told = unit.told.map(|told| (told.paragraph.cumulative, told_month(&told.paragraph).ok()));
    let wrong = |(cumulative, own): &(Option<Points>, Option<Points>)| {
        let earned = cumulative.and_then(|cumulative| cumulative.checked_sub(carried).ok());
        earned.is_some_and(|earned| earned != month && Some(earned) != *own)
    };
    printed.into_iter().chain(told).filter(wrong).count()
}

/// A place that says both a month's points and the cumulative ones.
#[derive(Clone, Copy)]
struct Implying {
    month: Points,
    carried: Points,
}

impl Implying {
    fn new(month: Option<Points>, cumulative: Option<Points>) -> Option<Self> {
        let month = month?;
        Some(Self { month, carried: cumulative?.checked_sub(month).ok()? })
    }
}

/// From the paragraph and the table, which one wrong figure sets against each other: the one whose month is the
/// one that follows is right, or else the one whose cumulative points go with the printed ranks, or the one that brings
/// nothing as everybody else. Where nothing tells, the table stands, so that the contradiction is the one finding.
fn implied(unit: &Matched<'_>, group: &Group<'_>, month: Points) -> Option<Brought> {
    let told =
        unit.told.and_then(|told| Implying::new(told_month(&told.paragraph).ok(), told.paragraph.cumulative));
    let printed = unit.row.and_then(|row| {
        Implying::new(Some(row.amount(Field::Month).unwrap_or(month)), row.amount(Field::Cumulative))
    });
    let (told, printed) = match (told, printed) {
        (Some(told), Some(printed)) if told.carried != printed.carried => (told, printed),
        (one, other) => return one.or(other).map(|implying| Brought::plain(implying.carried)),
    };
    match (told.month == month, printed.month == month) {
        (true, false) => return Some(Brought::plain(told.carried)),
        (false, true) => return Some(Brought::plain(printed.carried)),
        _ => {}
    }
    let slips = |carried: Points| carried.checked_add(month).map(|sum| misplaced(unit, group, sum));
    let (by_told, by_printed) = (slips(told.carried).ok()?, slips(printed.carried).ok()?);
    Some(match by_told.cmp(&by_printed) {
        Ordering::Less => Brought::plain(told.carried),
        Ordering::Greater => Brought::plain(printed.carried),
        // Where everybody else brings nothing, nobody brings anything: the year has just begun.
        Ordering::Equal if told.carried.is_zero() && others_bring_nothing(unit, group) => {
            Brought::plain(told.carried)
        }
        Ordering::Equal => Brought { points: printed.carried, is_disputed: true },
    })
}

/// Whether every other row of the group has as many cumulative points as it has in the month.
fn others_bring_nothing(unit: &Matched<'_>, group: &Group<'_>) -> bool {
    let mut others = group.units.iter().filter(|other| other.name != unit.name).filter_map(|other| other.row);
    let mut count = 0;
    let brings_nothing = |row: &Row| {
        count += 1;
        row.amount(Field::Month).unwrap_or(Points::ZERO)
            == row.amount(Field::Cumulative).unwrap_or(Points::ZERO)
    };
    others.all(brings_nothing) && count > 1
}

/// How many other rows of the group would stand on the wrong side of the unit's, by the printed ranks.
fn misplaced(unit: &Matched<'_>, group: &Group<'_>, cumulative: Points) -> usize {
    let rank = |row: &Row| row.amount(Field::Rank).filter(|rank| !rank.is_zero());
    let Some(own) = unit.row.and_then(rank) else { return 0 };
    let others = group.units.iter().filter(|other| other.name != unit.name).filter_map(|other| other.row);
    let others = others.filter_map(|row| Some((row.amount(Field::Cumulative)?, rank(row)?)));
    others.filter(|(points, rank)| cumulative.cmp(points) != rank.cmp(&own)).count()
}
