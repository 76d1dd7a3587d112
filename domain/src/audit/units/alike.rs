//! Names that are alike, one to one, and those that only the figures tell to be one unit's. Whatever is not the
//! same is told; what looks like a slip of the pen is a finding.

use super::{Group, Known, Left, Matched, Matching, agreement, twice::misnamed};
use crate::audit::{
    finding::Place,
    names::{self, LIKELY, likeness},
};

/// Likeness from which on names of different groups may be one unit's.
const SURE: u32 = 800;
/// Likeness from which on the last row and the last paragraph of a group are one unit's.
const LAST: u32 = 350;
/// Names that are the same from which on a single one that is not is no habit.
const MANY: usize = 8;

/// Names with a character more or less from which on it is the office's way.
const HABIT: usize = 3;

pub(super) fn join<'a>(
    matching: &mut Matching<'a>,
    left: &mut Vec<Left<'a>>,
    known: Known<'_>,
    notes: &mut Vec<String>,
) {
    let same =
        matching.groups.iter().flat_map(|group| &group.units).filter(|unit| unit.told.is_some()).count();
    let mut joined = Vec::new();
    alike(&mut matching.groups, left, (true, LIKELY), known, &mut joined);
    alike(&mut matching.groups, left, (false, SURE), known, &mut joined);
    last_of_a_group(&mut matching.groups, left, known, &mut joined);
    let alone = joined.len() == 1 && same >= MANY;
    let names = |unit: &Matched<'_>| Some((unit.name.clone(), unit.told?.name.clone()));
    let longer = joined.iter().filter_map(|(group, place)| names(&matching.groups[*group].units[*place]));
    let is_habit = longer.filter(|(row, told)| is_one_off(row, told)).count() >= HABIT;
    for (group, place) in joined {
        let unit = &mut matching.groups[group].units[place];
        let Some(told) = unit.told else { continue };
        let is_slip = alone
            || names::is_slip(&unit.name, &told.name)
            || (!is_habit && is_one_off(&unit.name, &told.name));
        let knows = (known.knows(&unit.name), known.knows(&told.name));
        // An abbreviation that somebody noted down is no slip.
        if !is_slip || knows == (true, true) {
            notes.push(format!("表格中的“{}”与段落中的“{}”按同一单位核对", unit.name, told.name));
            continue;
        }
        let finding = if knows == (false, true) {
            let printed =
                std::mem::replace(&mut unit.name, known.full(&told.name).unwrap_or(told.name.clone()));
            misnamed(&unit.name, Place::Table, &printed, &unit.name, unit.row.map(|row| row.line))
        } else {
            misnamed(&unit.name, Place::Paragraph, &told.name, &unit.name, Some(told.line))
        };
        matching.findings.push(finding);
    }
}

fn is_one_off(row: &str, told: &str) -> bool {
    names::is_one_longer(row, told) || names::is_one_longer(told, row)
}

/// Pairs the most alike first. Answers where they are in `joined`.
fn alike<'a>(
    groups: &mut [Group<'a>],
    left: &mut Vec<Left<'a>>,
    (within_group, least): (bool, u32),
    known: Known<'_>,
    joined: &mut Vec<(usize, usize)>,
) {
    for (place, group) in groups.iter_mut().enumerate() {
        let mut open: Vec<(usize, &mut Matched<'a>)> =
            group.units.iter_mut().enumerate().filter(|(_, unit)| unit.told.is_none()).collect();
        let candidates: Vec<usize> = (0..left.len())
            .filter(|at| !within_group || left[*at].group.is_none_or(|group| group == place))
            .collect();
        let partners = {
            let rows: Vec<&str> = open.iter().map(|(_, unit)| unit.name.as_str()).collect();
            let told: Vec<&str> = candidates.iter().map(|at| left[*at].told.name.as_str()).collect();
            names::pair(&rows, &told, least, |row, told| {
                if known.tells_apart(row, told) { 0 } else { likeness(row, told) }
            })
        };
        let mut taken: Vec<usize> = Vec::new();
        for ((row, unit), partner) in open.iter_mut().zip(partners) {
            if let Some(at) = partner.map(|partner| candidates[partner]) {
                unit.told = Some(left[at].told);
                joined.push((place, *row));
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
/// but the last character, which many names share, or if they say the same.
fn last_of_a_group<'a>(
    groups: &mut [Group<'a>],
    left: &mut Vec<Left<'a>>,
    known: Known<'_>,
    joined: &mut Vec<(usize, usize)>,
) {
    for (place, group) in groups.iter_mut().enumerate() {
        let of_group: Vec<usize> = (0..left.len()).filter(|at| left[*at].group == Some(place)).collect();
        let mut open: Vec<(usize, &mut Matched<'a>)> =
            group.units.iter_mut().enumerate().filter(|(_, unit)| unit.told.is_none()).collect();
        if let ([(row, unit)], [at]) = (open.as_mut_slice(), of_group.as_slice()) {
            let told = left[*at].told;
            let same_figures = unit.row.is_some_and(|row| {
                let (differing, agreeing) = agreement(row, told);
                differing <= 1 && agreeing >= 2
            });
            let is_one = likeness(&unit.name, &told.name) >= LAST || same_figures;
            if is_one && !known.tells_apart(&unit.name, &told.name) {
                left.remove(*at);
                unit.told = Some(told);
                joined.push((place, *row));
            }
        }
    }
}
