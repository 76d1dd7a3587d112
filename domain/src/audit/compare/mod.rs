//! Comparing what is printed with what follows from it. Each kind of place has a file.

mod covering;
mod leftovers;
mod lists;
mod paragraphs;
mod ranks;
mod rows;
mod sums;

use super::{
    derived::Derived,
    finding::{Finding, Value},
    printed::{Printed, Row},
    units::{Group, Matched},
};
use crate::calendar::Month;

pub(super) use covering::group;

/// Everything that is compared.
pub(super) struct Case<'a> {
    pub printed: &'a Printed,
    pub groups: &'a [Group<'a>],
    /// By group and unit, as `groups`.
    pub derived: &'a [Vec<Derived>],
    pub month: Month,
    pub earlier: Option<Earlier<'a>>,
    /// Rows that stand for a unit a second time, by group.
    pub extra: &'a [(usize, &'a Row)],
}

/// The bulletin of the month before.
pub(super) struct Earlier<'a> {
    pub printed: &'a Printed,
    pub groups: &'a [Group<'a>],
}

/// Every finding: the covering text's, then unit by unit the table's, the paragraph's, the list's.
pub(super) fn compare(case: &Case<'_>, notes: &mut Vec<String>) -> Vec<Finding> {
    let mut findings = covering::compare(case, notes);
    findings.extend(leftovers::compare(case));
    for (at, (group, derived)) in case.groups.iter().zip(case.derived).enumerate() {
        let standings = ranks::Standings::of(group, derived);
        for (place, (unit, derived)) in group.units.iter().zip(derived).enumerate() {
            if let Some(row) = unit.row {
                let subject = Subject { case, unit, derived };
                findings.extend(rows::compare(&subject, row, &standings, place));
            }
            if let Some(told) = unit.told {
                findings.extend(paragraphs::compare(unit, told, derived));
                findings.extend(lists::compare(unit, told, notes));
            }
        }
        findings.extend(ranks::order(group, &standings));
        findings.extend(sums::compare(case, at, notes));
    }
    findings
}

/// A unit in its group.
pub(super) struct Subject<'a> {
    pub case: &'a Case<'a>,
    pub unit: &'a Matched<'a>,
    pub derived: &'a Derived,
}

impl<'a> Earlier<'a> {
    /// The row of a unit in the earlier bulletin.
    fn row(&self, name: &str) -> Option<&'a Row> {
        self.groups.iter().flat_map(|group| &group.units).find(|unit| unit.name == name)?.row
    }
}

/// A month as text.
fn in_words(month: i8) -> Value {
    Value::Text(format!("{month}月份"))
}
