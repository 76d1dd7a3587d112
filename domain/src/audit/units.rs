//! Which row, paragraph and list belong to one unit. It says in its notes whatever was not plain; nothing is
//! matched in silence, and what cannot be matched is left aside.

use std::collections::HashSet;

use super::{
    names::{self, LIKELY, likeness},
    printed::{Printed, Row, Unit},
};
use crate::unit::UnitDirectory;

/// A group of units, as its table has it.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub name: String,
    pub units: Vec<Matched<'a>>,
}

/// What is printed of one unit.
#[derive(Debug)]
pub(super) struct Matched<'a> {
    /// The full name: the directory's where one is given, else the table's.
    pub name: String,
    pub row: Option<&'a Row>,
    pub told: Option<&'a Unit>,
}

/// Likeness from which on names of different groups may be one unit's.
const SURE: u32 = 800;

/// Matches everything that is printed. Where a bulletin has no tables, its paragraphs are the units.
pub(super) fn matched<'a>(
    printed: &'a Printed,
    directory: Option<&UnitDirectory>,
    notes: &mut Vec<String>,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = printed
        .tables
        .iter()
        .map(|table| Group {
            name: table.group.clone(),
            units: table
                .rows
                .iter()
                .map(|row| Matched { name: row.name.clone(), row: Some(row), told: None })
                .collect(),
        })
        .collect();
    let mut left: Vec<(Option<usize>, &Unit)> = told(printed, &groups);
    if groups.is_empty() {
        return without_tables(printed);
    }
    mend_cells(&mut groups, &left, directory, notes);
    exact(&mut groups, &mut left, directory, notes);
    alike(&mut groups, &mut left, true, LIKELY, notes);
    alike(&mut groups, &mut left, false, SURE, notes);
    last_of_a_group(&mut groups, &mut left, notes);
    for (_, unit) in left {
        notes.push(format!("第{}行“{}”的段落在表格中找不到相应的单位，未核对", unit.line, unit.name));
    }
    for unit in groups.iter().flat_map(|group| &group.units) {
        if unit.told.is_none() && !printed.sections.is_empty() {
            notes.push(format!("表格中的“{}”没有相应的段落，只核对了表格本身", unit.name));
        }
    }
    groups
}

/// The paragraphs, each with the group in whose section it stands.
fn told<'a>(printed: &'a Printed, groups: &[Group<'_>]) -> Vec<(Option<usize>, &'a Unit)> {
    let titles: Vec<&str> = printed.sections.iter().map(|section| section.group.as_str()).collect();
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let mut partners = names::pair(&titles, &names, 400, likeness);
    if partners.contains(&None) && titles.len() == names.len() {
        // As many as there are tables: they stand in the same order.
        partners = (0..titles.len()).map(Some).collect();
    }
    let sections = printed.sections.iter().zip(partners);
    sections.flat_map(|(section, group)| section.units.iter().map(move |unit| (group, unit))).collect()
}

fn without_tables(printed: &Printed) -> Vec<Group<'_>> {
    printed
        .sections
        .iter()
        .map(|section| Group {
            name: section.group.clone(),
            units: section
                .units
                .iter()
                .map(|told| Matched { name: told.name.clone(), row: None, told: Some(told) })
                .collect(),
        })
        .collect()
}

/// A cell may hold the end of the name above it, or the beginning of the one below: the piece is moved where
/// two neighbours then bear names as paragraphs or the directory have them, and did not before.
fn mend_cells(
    groups: &mut [Group<'_>],
    left: &[(Option<usize>, &Unit)],
    directory: Option<&UnitDirectory>,
    notes: &mut Vec<String>,
) {
    let plain: HashSet<&str> = left.iter().map(|(_, unit)| unit.name.as_str()).collect();
    let is_known =
        |name: &str| plain.contains(name) || directory.is_some_and(|units| units.find(name).is_some());
    let known = |name: &str| {
        if is_known(name) {
            return 1000;
        }
        left.iter().map(|(_, unit)| likeness(name, &unit.name)).max().unwrap_or(0)
    };
    for group in groups {
        for at in 1..group.units.len() {
            let (upper, lower) = (group.units[at - 1].name.clone(), group.units[at].name.clone());
            if is_known(&upper) && is_known(&lower) {
                continue;
            }
            let whole: Vec<char> = upper.chars().chain(lower.chars()).take(60).collect();
            let parts = (2..whole.len().saturating_sub(1)).map(|length| -> (String, String) {
                (whole[..length].iter().collect(), whole[length..].iter().collect())
            });
            let best = parts
                .filter(|(one, other)| is_known(one) || is_known(other))
                .max_by_key(|(one, other)| known(one) + known(other));
            if let Some((one, other)) = best
                && known(&one).min(known(&other)) >= SURE
                && known(&one) + known(&other) > known(&upper) + known(&lower)
            {
                notes.push(format!("表格中相邻的“{upper}”“{lower}”读作“{one}”“{other}”"));
                group.units[at - 1].name = one;
                group.units[at].name = other;
            }
        }
    }
}

/// Names that are the same, or that the directory knows for one unit.
fn exact<'a>(
    groups: &mut [Group<'a>],
    left: &mut Vec<(Option<usize>, &'a Unit)>,
    directory: Option<&UnitDirectory>,
    notes: &mut Vec<String>,
) {
    let full = |name: &str| directory.and_then(|units| units.find(name)).map(|unit| unit.name.clone());
    for unit in groups.iter_mut().flat_map(|group| &mut group.units) {
        if let Some(name) = full(&unit.name).filter(|name| *name != unit.name) {
            notes.push(format!("表格中的“{}”即“{name}”（单位名册）", unit.name));
            unit.name = name;
        }
        let same = |(_, told): &(Option<usize>, &Unit)| told.name == unit.name;
        let aliased = |(_, told): &(Option<usize>, &Unit)| full(&told.name).as_ref() == Some(&unit.name);
        let place = left.iter().position(same).or_else(|| left.iter().position(aliased));
        if let Some((_, told)) = place.map(|place| left.remove(place)) {
            if told.name != unit.name {
                notes.push(format!("段落中的“{}”即“{}”（单位名册）", told.name, unit.name));
            }
            unit.told = Some(told);
        }
    }
}

/// Names that are alike, one to one.
fn alike<'a>(
    groups: &mut [Group<'a>],
    left: &mut Vec<(Option<usize>, &'a Unit)>,
    within_group: bool,
    least: u32,
    notes: &mut Vec<String>,
) {
    for (place, group) in groups.iter_mut().enumerate() {
        let mut open: Vec<&mut Matched<'a>> =
            group.units.iter_mut().filter(|unit| unit.told.is_none()).collect();
        let candidates: Vec<usize> = (0..left.len())
            .filter(|at| !within_group || left[*at].0.is_none_or(|section| section == place))
            .collect();
        let partners = {
            let rows: Vec<&str> = open.iter().map(|unit| unit.name.as_str()).collect();
            let told: Vec<&str> = candidates.iter().map(|at| left[*at].1.name.as_str()).collect();
            names::pair(&rows, &told, least, likeness)
        };
        let mut taken: Vec<usize> = Vec::new();
        for (unit, partner) in open.iter_mut().zip(partners) {
            if let Some(at) = partner.map(|partner| candidates[partner]) {
                join(unit, left[at].1, notes);
                taken.push(at);
            }
        }
        taken.sort_unstable();
        for at in taken.into_iter().rev() {
            left.remove(at);
        }
    }
}

/// Where one row and one paragraph of a group are left, they are taken for one unit's if they share anything
/// but the last character, which many names share.
fn last_of_a_group<'a>(
    groups: &mut [Group<'a>],
    left: &mut Vec<(Option<usize>, &'a Unit)>,
    notes: &mut Vec<String>,
) {
    for (place, group) in groups.iter_mut().enumerate() {
        let of_group: Vec<usize> = (0..left.len()).filter(|at| left[*at].0 == Some(place)).collect();
        let mut open: Vec<&mut Matched<'a>> =
            group.units.iter_mut().filter(|unit| unit.told.is_none()).collect();
        if let ([unit], [at]) = (open.as_mut_slice(), of_group.as_slice()) {
            let shared = likeness(&unit.name, &left[*at].1.name);
            if shared >= 350 {
                let (_, told) = left.remove(*at);
                join(unit, told, notes);
            }
        }
    }
}

fn join<'a>(unit: &mut Matched<'a>, told: &'a Unit, notes: &mut Vec<String>) {
    notes.push(format!("表格中的“{}”与段落中的“{}”按同一单位核对", unit.name, told.name));
    unit.told = Some(told);
}
