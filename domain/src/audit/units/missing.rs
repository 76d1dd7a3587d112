//! Units of which a part is missing: a paragraph without a row in its group's table, a row without a paragraph,
//! a whole group without a table.

use super::{Group, Known, Left, Matched, Matching};
use crate::audit::{
    finding::{Finding, Place, Value},
    printed::{Printed, Row},
};

/// Takes what is left of the paragraphs.
pub(super) fn find<'a>(
    printed: &'a Printed,
    matching: &mut Matching<'a>,
    left: Vec<Left<'a>>,
    known: Known<'_>,
    notes: &mut Vec<String>,
) {
    let left = groups_without_table(printed, matching, left);
    let with_left: Vec<Option<usize>> = left.iter().map(|left| left.group).collect();
    for Left { group, told, .. } in left {
        // The row may well stand in a table that could not be read.
        let is_plain = |group: &usize| printed.lost_tables.is_empty() && is_whole(&matching.groups[*group]);
        match group.filter(is_plain) {
            Some(group) => {
                let name = known.full(&told.name).unwrap_or_else(|| told.name.clone());
                matching.findings.push(row_missing(&name, &matching.groups[group].name));
                let missing = Matched { is_missing: true, ..Matched::new(&name, None, Some(told)) };
                matching.groups[group].units.push(missing);
            }
            None => {
                notes.push(format!("第{}行“{}”的段落在表格中找不到相应的单位，未核对", told.line, told.name))
            }
        }
    }
    for (place, group) in matching.groups.iter().enumerate() {
        // Where paragraphs are left, one of them may be the row's.
        let told = group.units.iter().any(|unit| unit.told.is_some());
        let is_plain = told && !with_left.iter().any(|left| left.is_none_or(|group| group == place));
        for unit in group.units.iter().filter(|unit| unit.told.is_none()) {
            match unit.row.filter(|row| is_plain && row.tells_of_pieces()) {
                Some(row) => matching.findings.push(paragraph_missing(&unit.name, row)),
                None if !printed.sections.is_empty() => {
                    notes.push(format!("表格中的“{}”没有相应的段落，只核对了表格本身", unit.name));
                }
                None => {}
            }
        }
    }
}

/// Sections whose units have no rows at all are groups whose table was not read.
fn groups_without_table<'a>(
    printed: &'a Printed,
    matching: &mut Matching<'a>,
    left: Vec<Left<'a>>,
) -> Vec<Left<'a>> {
    let mut rest = left;
    for (place, section) in printed.sections.iter().enumerate() {
        let of_section = |left: &Left<'_>| left.section == place && left.group.is_none();
        let count = rest.iter().filter(|left| of_section(left)).count();
        if section.group.is_empty() || count == 0 || count * 2 < section.units.len() {
            continue;
        }
        let (own, others): (Vec<Left<'a>>, Vec<Left<'a>>) = rest.into_iter().partition(of_section);
        rest = others;
        let units = own.iter().map(|left| Matched::new(&left.told.name, None, Some(left.told))).collect();
        matching.groups.push(Group {
            name: section.group.clone(),
            has_table: false,
            units,
            sums: Vec::new(),
        });
    }
    rest
}

/// Whether every row has its paragraph, so that what is left of the paragraphs has no row.
fn is_whole(group: &Group<'_>) -> bool {
    group.has_table && !group.units.is_empty() && group.units.iter().all(|unit| unit.told.is_some())
}

fn row_missing(name: &str, group: &str) -> Finding {
    Finding {
        unit: Some(name.to_owned()),
        place: Place::Table,
        field: "unit",
        printed: None,
        derived: Some(Value::Text(name.to_owned())),
        note: format!("“{group}”的表格中没有“{name}”这一行，而后面有它的段落。"),
        line: None,
    }
}

fn paragraph_missing(name: &str, row: &Row) -> Finding {
    Finding {
        unit: Some(name.to_owned()),
        place: Place::Paragraph,
        field: "unit",
        printed: None,
        derived: Some(Value::Text(name.to_owned())),
        note: format!("表格中有“{name}”这一行，记有采用，后面却没有它的段落和清单；只核对了表格本身。"),
        line: Some(row.line),
    }
}
