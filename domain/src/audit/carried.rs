//! Points carried into the month: from the earlier month's bulletin, or else as this one implies.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use super::{
    derive::{Derived, told_month},
    names::{self, LIKELY, likeness},
    printed::Row,
    units::{Group, Matched},
};
use crate::{points::Points, scoring::Field};

/// The points that units bring into the month.
#[derive(Debug)]
pub(super) enum Carried {
    /// The year begins.
    Nothing,
    /// By the units' names in this bulletin.
    Known(HashMap<String, Points>),
    /// No earlier bulletin was given: what this one calls cumulative, less its month.
    Implied,
}

/// What one unit brings into the month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    pub points: Points,
    /// The paragraph implies something else than the table, and nothing tells which of the two is right.
    pub is_disputed: bool,
}

impl Brought {
    fn plain(points: Points) -> Self {
        Self { points, is_disputed: false }
    }
}

impl Carried {
    /// What a unit of the group brings, whose month follows as `month`.
    pub(super) fn of(&self, unit: &Matched<'_>, group: &Group<'_>, month: Points) -> Brought {
        let known = match self {
            Self::Nothing => return Brought::default(),
            // A unit that the earlier bulletin does not have may be new, or bear another name.
            Self::Known(points) => points.get(&unit.name).copied(),
            Self::Implied => None,
        };
        known.map(Brought::plain).or_else(|| implied(unit, group, month)).unwrap_or_default()
    }

    /// What the earlier bulletin's units bring to this one's; `None` where it has so few of them that it must be
    /// another office's.
    pub(super) fn from_earlier(
        earlier: &[Group<'_>],
        derived: &[Vec<Derived>],
        groups: &[Group<'_>],
        notes: &mut Vec<String>,
    ) -> Option<Self> {
        let partners = same_units(earlier, groups);
        let units: usize = groups.iter().map(|group| group.units.len()).sum();
        if partners.len() * 2 < units {
            return None;
        }
        let mut known = HashMap::new();
        for unit in groups.iter().flat_map(|group| &group.units) {
            match partners.get(unit.name.as_str()) {
                Some((group, place)) => {
                    let name = &earlier[*group].units[*place].name;
                    if *name != unit.name {
                        notes.push(format!("“{}”即上月通报中的“{name}”", unit.name));
                    }
                    let points = derived[*group][*place].get(Field::Cumulative);
                    known.insert(unit.name.clone(), points);
                }
                None => notes.push(format!(
                    "上月通报中没有“{}”，其结转分取本通报的累计分数减本月分数，没有另行核对",
                    unit.name
                )),
            }
        }
        let gone = earlier.iter().enumerate().flat_map(|(group, units)| {
            units.units.iter().enumerate().map(move |(place, unit)| ((group, place), unit))
        });
        let found: HashSet<(usize, usize)> = partners.values().copied().collect();
        for (_, unit) in gone.filter(|(place, _)| !found.contains(place)) {
            notes.push(format!("上月通报中的“{}”在本通报中没有，请核实", unit.name));
        }
        Some(Self::Known(known))
    }
}

/// For each name of this bulletin the unit's place in the earlier one: group and row.
pub(super) fn same_units<'a>(
    earlier: &[Group<'_>],
    groups: &'a [Group<'_>],
) -> HashMap<&'a str, (usize, usize)> {
    let places: Vec<(usize, usize, &str)> = earlier
        .iter()
        .enumerate()
        .flat_map(|(group, units)| {
            units.units.iter().enumerate().map(move |(place, unit)| (group, place, unit.name.as_str()))
        })
        .collect();
    let units: Vec<&Matched<'_>> = groups.iter().flat_map(|group| &group.units).collect();
    let mut partners: Vec<Option<usize>> = vec![None; units.len()];
    // By either of a unit's names first, and only then by what is alike.
    for (unit, partner) in units.iter().zip(&mut partners) {
        let told = unit.told.map(|told| told.name.as_str());
        *partner = places.iter().position(|(group, place, name)| {
            let other = earlier[*group].units[*place].told.map(|told| told.name.as_str());
            *name == unit.name
                || told == Some(*name)
                || (other.is_some() && (other == told || other == Some(unit.name.as_str())))
        });
    }
    let open: Vec<usize> = (0..units.len()).filter(|at| partners[*at].is_none()).collect();
    let free: Vec<usize> = (0..places.len()).filter(|at| !partners.contains(&Some(*at))).collect();
    let names: Vec<&str> = open.iter().map(|at| units[*at].name.as_str()).collect();
    let candidates: Vec<&str> = free.iter().map(|at| places[*at].2).collect();
    for (at, partner) in open.iter().zip(names::pair(&names, &candidates, LIKELY, likeness)) {
        partners[*at] = partner.map(|partner| free[partner]);
    }
    units
        .into_iter()
        .map(|unit| unit.name.as_str())
        .zip(partners)
        .filter_map(|(name, partner)| partner.map(|at| (name, (places[at].0, places[at].1))))
        .collect()
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
