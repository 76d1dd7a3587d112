//! Which row, paragraph and list belong to one unit. It says in its notes whatever was not plain, and finds what
//! is missing, stands twice or bears a wrong name; nothing is matched in silence, and what cannot be matched is
//! left aside.

mod alike;
mod cells;
mod missing;
mod twice;

use std::collections::HashSet;

use super::{
    finding::Finding,
    names,
    printed::{Printed, Row, SumRow, Unit},
};
use crate::{points::Points, scoring::Field, unit::UnitDirectory};

/// A group of units, as its table has it.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    pub name: String,
    pub has_table: bool,
    pub units: Vec<Matched<'a>>,
    /// Its table's rows that sum others up.
    pub sums: Vec<&'a SumRow>,
}

/// What is printed of one unit.
#[derive(Clone, Debug)]
pub(super) struct Matched<'a> {
    /// The full name: the directory's where one is given, else the table's.
    pub name: String,
    pub row: Option<&'a Row>,
    pub told: Option<&'a Unit>,
    /// Whether pieces are counted by the unit's list, which may have been left out.
    pub has_list: bool,
    /// Its group has a table, in which it has no row.
    pub is_missing: bool,
}

impl<'a> Matched<'a> {
    fn new(name: &str, row: Option<&'a Row>, told: Option<&'a Unit>) -> Self {
        Self { name: name.to_owned(), row, told, has_list: false, is_missing: false }
    }
}

/// Everything that is printed, by units.
#[derive(Debug, Default)]
pub(super) struct Matching<'a> {
    pub groups: Vec<Group<'a>>,
    /// What is missing, stands twice or bears a wrong name.
    pub findings: Vec<Finding>,
    /// Rows that stand for a unit a second time, each with its group.
    pub extra: Vec<(usize, &'a Row)>,
    /// Where tables begin that name the units of others again.
    pub again: Vec<usize>,
    /// Groups whose lists do not stand in the bulletin.
    pub without_lists: Vec<String>,
}

/// A paragraph that has no row yet.
#[derive(Clone, Copy, Debug)]
struct Left<'a> {
    /// The group in whose section it stands.
    group: Option<usize>,
    section: usize,
    told: &'a Unit,
}

/// What is known of names beside the bulletin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub directory: Option<&'a UnitDirectory>,
    /// Names as the earlier bulletin and the covering text have them.
    pub written: &'a HashSet<String>,
}

impl Known<'_> {
    fn full(&self, name: &str) -> Option<String> {
        self.directory.and_then(|units| units.find(name)).map(|unit| unit.name.clone())
    }

    fn knows(&self, name: &str) -> bool {
        self.full(name).is_some() || self.written.contains(name)
    }

    /// Whether two names are known to be two units'.
    fn tells_apart(&self, one: &str, other: &str) -> bool {
        match (self.full(one), self.full(other)) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }
}

/// Matches everything that is printed. Where a bulletin has no tables, its paragraphs are the units.
pub(super) fn matched<'a>(printed: &'a Printed, known: Known<'_>, notes: &mut Vec<String>) -> Matching<'a> {
    let mut matching = Matching::default();
    matching.groups = tables(printed, &mut matching.again);
    if matching.groups.is_empty() {
        matching.groups = sections(printed);
        twice::paragraphs_alone(&mut matching);
    } else {
        let mut left = told(printed, &matching.groups);
        cells::mend(&mut matching.groups, &left, known, notes);
        exact(&mut matching.groups, &mut left, known, notes);
        twice::rows(&mut matching, &mut left);
        twice::paragraphs(&mut matching, &mut left, known);
        alike::join(&mut matching, &mut left, known, notes);
        missing::find(printed, &mut matching, left, known, notes);
    }
    lists(&mut matching, notes);
    matching
}

/// The tables as groups. One that names the units of another again, such as that of a whole year, is no group, and
/// its line is told.
fn tables<'a>(printed: &'a Printed, again: &mut Vec<usize>) -> Vec<Group<'a>> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut groups = Vec::new();
    for table in &printed.tables {
        let repeated = table.rows.iter().filter(|row| seen.contains(row.name.as_str())).count();
        if repeated >= 2 && repeated * 2 > table.rows.len() {
            again.extend(table.rows.first().map(|row| row.line));
            continue;
        }
        seen.extend(table.rows.iter().map(|row| row.name.as_str()));
        groups.push(Group {
            name: table.group.clone(),
            has_table: true,
            units: table.rows.iter().map(|row| Matched::new(&row.name, Some(row), None)).collect(),
            sums: table.sums.iter().collect(),
        });
    }
    groups
}

fn sections(printed: &Printed) -> Vec<Group<'_>> {
    printed
        .sections
        .iter()
        .map(|section| Group {
            name: section.group.clone(),
            has_table: false,
            units: section.units.iter().map(|told| Matched::new(&told.name, None, Some(told))).collect(),
            sums: Vec::new(),
        })
        .collect()
}

/// The paragraphs, each with the group in whose section it stands.
fn told<'a>(printed: &'a Printed, groups: &[Group<'_>]) -> Vec<Left<'a>> {
    let titles: Vec<&str> = printed.sections.iter().map(|section| section.group.as_str()).collect();
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let mut partners = names::pair(&titles, &names, 400, names::likeness);
    if partners.contains(&None) && titles.len() == names.len() {
        // As many as there are tables: they stand in the same order.
        partners = (0..titles.len()).map(Some).collect();
    }
    let sections = printed.sections.iter().enumerate().zip(partners);
    sections
        .flat_map(|((place, section), group)| {
            section.units.iter().map(move |told| Left { group, section: place, told })
        })
        .collect()
}

/// Names that are the same, or that the directory knows for one unit: in the same group first.
fn exact<'a>(groups: &mut [Group<'a>], left: &mut Vec<Left<'a>>, known: Known<'_>, notes: &mut Vec<String>) {
    for unit in groups.iter_mut().flat_map(|group| &mut group.units) {
        if let Some(name) = known.full(&unit.name).filter(|name| *name != unit.name) {
            notes.push(format!("表格中的“{}”即“{name}”（单位名册）", unit.name));
            unit.name = name;
        }
    }
    for within_group in [true, false] {
        for (place, group) in groups.iter_mut().enumerate() {
            for unit in group.units.iter_mut().filter(|unit| unit.told.is_none()) {
                let here = |left: &Left<'_>| !within_group || left.group.is_none_or(|group| group == place);
                let same = |left: &Left<'_>| here(left) && left.told.name == unit.name;
                let aliased =
                    |left: &Left<'_>| here(left) && known.full(&left.told.name).as_ref() == Some(&unit.name);
                let found = left.iter().position(same).or_else(|| left.iter().position(aliased));
                if let Some(told) = found.map(|found| left.remove(found).told) {
                    if told.name != unit.name {
                        notes.push(format!("段落中的“{}”即“{}”（单位名册）", told.name, unit.name));
                    }
                    unit.told = Some(told);
                }
            }
        }
    }
}

/// How many figures of a row are not those of a paragraph, and how many are that say something.
fn agreement(row: &Row, told: &Unit) -> (usize, usize) {
    let paragraph = &told.paragraph;
    let count = |counts: [Option<u32>; 2]| {
        let sum: u32 = counts.into_iter().flatten().sum();
        Points::whole(i32::try_from(sum).unwrap_or(i32::MAX))
    };
    let told = [
        (Field::Submitted, paragraph.submitted.map(|submitted| count([Some(submitted), None]))),
        (Field::NewsletterCount, Some(count([paragraph.articles, paragraph.briefs]))),
        (Field::UpperCount, Some(count([paragraph.upper, None]))),
        (Field::CommissionCount, Some(count([paragraph.commissions, None]))),
        (Field::ReportedUp, paragraph.forwarded.map(|forwarded| count([Some(forwarded), None]))),
        (Field::Base, Some(paragraph.base.unwrap_or(Points::ZERO))),
        (Field::Cumulative, paragraph.cumulative),
    ];
    let compared = told.into_iter().filter_map(|(field, told)| Some((row.amount(field)?, told?)));
    compared.fold((0, 0), |(differing, agreeing), (printed, told)| {
        if printed != told {
            (differing + 1, agreeing)
        } else {
            (differing, agreeing + usize::from(!told.is_zero()))
        }
    })
}

fn differing(row: Option<&Row>, told: Option<&Unit>) -> usize {
    match (row, told) {
        (Some(row), Some(told)) => agreement(row, told).0,
        _ => 0,
    }
}

/// Whose pieces are counted by a list. A unit whose paragraph tells of pieces and that has no list has lost it,
/// where the other units of its group have theirs.
fn lists(matching: &mut Matching<'_>, notes: &mut Vec<String>) {
    let told = |group: &Group<'_>| -> Vec<bool> {
        let units = group.units.iter().filter_map(|unit| unit.told);
        units.filter(|told| told.paragraph.listed() > 0).map(|told| !told.items.is_empty()).collect()
    };
    let anywhere = matching.groups.iter().any(|group| told(group).contains(&true));
    for group in &mut matching.groups {
        let listed = told(group);
        let is_listed = listed.contains(&true) || (anywhere && listed.len() == 1);
        if anywhere && !is_listed && !listed.is_empty() {
            notes.push(format!("“{}”各单位没有清单，按段落核对", group.name));
            matching.without_lists.push(group.name.clone());
        }
        for unit in &mut group.units {
            unit.has_list = unit
                .told
                .is_some_and(|told| !told.items.is_empty() || (is_listed && told.paragraph.listed() > 0));
        }
    }
}
