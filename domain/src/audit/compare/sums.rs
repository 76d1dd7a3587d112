//! A table's rows that sum others up: those since the sum before, the whole table, or all tables down to it,
//! whichever the row agrees with most.

use super::{
    super::{
        finding::{Finding, Place, Value},
        printed::{Cell, SUMMED, SumRow, left_out},
    },
    Case,
    covering::Sums,
};
use crate::{points::Points, scoring::Field};

/// The findings of a group's rows of sums.
pub(super) fn compare(case: &Case<'_>, at: usize, notes: &mut Vec<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut after = 0;
    for sum in &case.groups[at].sums {
        let readings = [
            since(case, at, (after, sum.line)),
            of_groups(case, |group| group == at),
            of_groups(case, |group| group <= at),
        ];
        let wrong = readings.iter().map(|reading| differing(sum, reading)).min_by_key(Vec::len);
        let figures = sum.cells.values().filter(|cell| matches!(cell, Cell::Amount(_))).count();
        match wrong {
            // Where nothing agrees, it sums up something else.
            Some(wrong) if wrong.len() < figures || figures == 1 => {
                findings.extend(wrong.into_iter().map(|wrong| finding(case, at, sum, wrong)));
            }
            _ => notes.push(left_out(sum.line, &sum.name)),
        }
        after = sum.line;
    }
    findings
}

type Reading = Vec<(Field, Sums)>;

/// The rows between two lines.
fn since(case: &Case<'_>, at: usize, (after, until): (usize, usize)) -> Reading {
    let units = || case.groups[at].units.iter().zip(&case.derived[at]);
    let within = move |line: usize| after < line && line <= until;
    let sum = |field: Field| {
        let derived = units().filter(|(unit, _)| unit.row.is_some_and(|row| within(row.line)));
        let extra = case.extra.iter().filter(|(group, row)| *group == at && within(row.line));
        let derived = Points::checked_sum(derived.map(|(_, derived)| derived.get(field))).ok()?;
        let extra = Points::checked_sum(extra.filter_map(|(_, row)| row.amount(field))).ok()?;
        Some((field, Sums { derived, missing: Points::ZERO, extra }))
    };
    SUMMED.into_iter().filter_map(sum).collect()
}

fn of_groups(case: &Case<'_>, wanted: impl Fn(usize) -> bool) -> Reading {
    SUMMED.into_iter().filter_map(|field| Some((field, Sums::of_groups(case, field, &wanted)?))).collect()
}

/// The figures that are not the sums: each with what is printed and what follows.
fn differing(sum: &SumRow, reading: &Reading) -> Vec<(Field, Points, Points)> {
    let differing = reading.iter().filter_map(|(field, sums)| match sum.cells.get(field) {
        Some(Cell::Amount(printed)) if !sums.agrees(*printed) => Some((*field, *printed, sums.derived)),
        _ => None,
    });
    differing.collect()
}

fn finding(
    case: &Case<'_>,
    at: usize,
    sum: &SumRow,
    (field, printed, derived): (Field, Points, Points),
) -> Finding {
    let group = &case.groups[at];
    let rows = group.units.iter().filter_map(|unit| unit.row?.amount(field));
    let in_table = Points::checked_sum(rows).ok().filter(|rows| *rows == printed && printed != derived);
    let because = if in_table.is_some() { "各行照印的数相加，其中有写错的；" } else { "" };
    Finding {
        unit: Some(group.name.clone()).filter(|name| !name.is_empty()),
        place: Place::Table,
        field: field.code(),
        printed: Some(Value::of(field, printed)),
        derived: Some(Value::of(field, derived)),
        note: format!("“{}”这一行印作{printed}，{because}应为{derived}。", sum.name),
        line: Some(sum.line),
    }
}
