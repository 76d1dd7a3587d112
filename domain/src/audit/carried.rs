//! Points carried into the month: from the earlier month's bulletin, or else as this one implies.

use std::collections::HashMap;

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
            Self::Known(points) => points.get(&unit.name).copied().unwrap_or(Points::ZERO),
            Self::Implied => implied(unit).unwrap_or(Points::ZERO),
        }
    }

    /// What the earlier bulletin's units bring to this one's.
    pub(super) fn from_earlier(
        earlier: &[Group<'_>],
        derived: &[Vec<Derived>],
        groups: &[Group<'_>],
        notes: &mut Vec<String>,
    ) -> Self {
        let partners = same_units(earlier, groups);
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
                None => notes.push(format!("上月通报中没有“{}”，其结转分按0分计", unit.name)),
            }
        }
        Self::Known(known)
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
    let names: Vec<&str> =
        groups.iter().flat_map(|group| &group.units).map(|unit| unit.name.as_str()).collect();
    let candidates: Vec<&str> = places.iter().map(|(.., name)| *name).collect();
    let partners = names::pair(&names, &candidates, LIKELY, likeness);
    names
        .into_iter()
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
