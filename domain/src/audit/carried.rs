//! Points carried into the month: from the earlier month's bulletin, or else as this one implies.

use std::collections::{HashMap, HashSet};

use super::{
    derive::{Derived, told_month},
    names::{self, LIKELY, likeness},
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

impl Carried {
    pub(super) fn of(&self, unit: &Matched<'_>) -> Points {
        match self {
            Self::Nothing => Points::ZERO,
            // A unit that the earlier bulletin does not have may be new, or bear another name.
            Self::Known(points) => {
                points.get(&unit.name).copied().or_else(|| implied(unit)).unwrap_or(Points::ZERO)
            }
            Self::Implied => implied(unit).unwrap_or(Points::ZERO),
        }
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

/// From the paragraph where it says both, else from the table.
fn implied(unit: &Matched<'_>) -> Option<Points> {
    let paragraph = unit.told.map(|told| &told.paragraph);
    let told =
        paragraph.and_then(|paragraph| paragraph.cumulative?.checked_sub(told_month(paragraph).ok()?).ok());
    let printed = || {
        let row = unit.row?;
        row.amount(Field::Cumulative)?.checked_sub(row.amount(Field::Month)?).ok()
    };
    told.or_else(printed)
}
