//! Auditing a printed bulletin: reads what it says, works out what follows from its own lists and paragraphs,
//! and reports every place where the two differ.
//!
//! 1. [`Document`]: lines and tables, from text or from a file.
//! 2. `printed`: what the bulletin says, as it says it.
//! 3. `units`: which row, paragraph and list are one unit's.
//! 4. `derive`: what follows, by the program's own scoring. Derived means: from the lists; where there is no
//!    list, from the paragraph; else from the table.
//! 5. `compare`: the differences, each with what it means and moves.
//!
//! Nothing here knows a file, a rate or the month's facts in the database.

mod blanks;
mod carried;
mod changes;
mod characters;
mod compare;
mod coverage;
mod derive;
mod derived;
mod document;
mod earlier;
mod finding;
mod lines;
mod names;
mod printed;
mod quantities;
mod tabs;
mod units;
mod wrapped;

#[cfg(test)]
mod tests;

pub use document::{Block, Document, Line, TableRow};
pub use finding::{Compared, Finding, Place, Report, Value};

use std::collections::HashSet;

use crate::numbers;

use self::{
    carried::Carried,
    changes::Changes,
    compare::{Case, Earlier},
    derived::Derived,
    printed::{Paragraph, Printed},
    units::{Group, Known, Matching},
};
use crate::{
    calendar::Month,
    scoring::{BulletinError, RuleSet},
    unit::UnitDirectory,
};

/// What is audited, and by what.
#[derive(Clone, Copy, Debug)]
pub struct Audited<'a> {
    pub bulletin: &'a Document,
    /// The bulletin of the month before, which is read and derived in the same way.
    pub previous: Option<&'a Document>,
    /// Every name of every unit, where it is known.
    pub units: Option<&'a UnitDirectory>,
    pub rules: &'a RuleSet,
}

/// Why a document cannot be audited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    #[error(
        "没有读出通报的表格，也没有读出各单位的段落（如“某局（1月份报送稿件4篇，……）”），请确认这是一份情况通报"
    )]
    NoBulletin,
    #[error("没有读出通报是哪一个月的，标题、表题或段落中应写有“1月份”这样的月份")]
    NoMonth,
    #[error("第{0}行超过{LONGEST_LINE}字，不像是一份通报")]
    LongLine(usize),
    #[error("上月通报：{0}")]
    Previous(Box<AuditError>),
    #[error("读出{0}个单位，超过{MOST_UNITS}个，不像是一份通报")]
    TooManyUnits(usize),
    #[error("{0}")]
    Sum(#[from] BulletinError),
}

/// More units than this have no bulletin; matching names costs the square of them.
const MOST_UNITS: usize = 400;
/// Longer lines are no bulletin's; some of what reads a line costs the square of its length.
const LONGEST_LINE: usize = 5_000;
/// More pieces than this have no unit's list.
const MOST_PIECES: usize = 20_000;
/// The year of a bulletin that does not name its own, which moves nothing but the months' order.
const SOME_YEAR: i16 = 2000;

/// Reports every disagreement within a bulletin, and with the one before it.
pub fn audit(audited: Audited<'_>) -> Result<Report, AuditError> {
    let mut report = Report::default();
    let earlier = match audited.previous {
        Some(document) => Some(read(document, audited, &mut Vec::new()).map_err(of_previous)?),
        None => None,
    };
    let printed = read(audited.bulletin, audited, &mut report.notes)?;
    let month = month_of(&printed, earlier.as_ref())?;
    let (earlier, wrong) = match earlier {
        Some(earlier) => earlier::of_the_month_before(earlier, &printed, month)?,
        None => (None, None),
    };
    let earlier = match &earlier {
        Some(earlier) => {
            let month = month_of(earlier, None).map_err(of_previous)?;
            Some(examine(earlier, month, None, audited, &mut Vec::new()).map_err(of_previous)?)
        }
        None => None,
    };
    let examined = examine(&printed, month, earlier.as_ref(), audited, &mut report.notes)?;
    // An earlier bulletin that is not this office's says nothing of it.
    let earlier = earlier.filter(|_| !examined.is_foreign);
    let foreign = examined.is_foreign.then(earlier::foreign);
    let habits = earlier.as_ref().is_some_and(|earlier| derive::lists_commissions(&earlier.groups));
    let compared = examined.compared(earlier.as_ref(), (audited.rules, habits), &mut report.notes)?;
    report.findings.extend(wrong.into_iter().chain(foreign));
    report.findings.extend(compared);
    report.compared = coverage::of(&printed, &examined);
    report.notes.dedup();
    report.conclude();
    Ok(report)
}

/// The month that a bulletin is about; a year that it does not name is the earlier one's.
fn month_of(printed: &Printed, earlier: Option<&Printed>) -> Result<Month, AuditError> {
    let number = printed.month.ok_or(AuditError::NoMonth)?;
    let year = printed.year.or(earlier.and_then(|earlier| earlier.year)).unwrap_or(SOME_YEAR);
    Month::new(year, number).map_err(|_| AuditError::NoMonth)
}

fn of_previous(error: AuditError) -> AuditError {
    AuditError::Previous(Box::new(error))
}

/// A bulletin that is large enough to be one and not too large.
fn read(document: &Document, audited: Audited<'_>, notes: &mut Vec<String>) -> Result<Printed, AuditError> {
    if let Some(line) = document.lines().find(|line| line.text.chars().count() > LONGEST_LINE) {
        return Err(AuditError::LongLine(line.number));
    }
    let printed = printed::read(document, audited.rules);
    let rows: usize = printed.tables.iter().map(|table| table.rows.len()).sum();
    let told: usize = printed.sections.iter().map(|section| section.units.len()).sum();
    let units = || printed.sections.iter().flat_map(|section| &section.units);
    let pieces: usize = units()
        .map(|unit| {
            unit.items.len() + Some(&unit.paragraph).filter(|told| told.counts()).map_or(0, Paragraph::pieces)
        })
        .sum();
    if rows + told == 0 {
        return Err(AuditError::NoBulletin);
    }
    if rows.max(told) > MOST_UNITS || pieces > MOST_PIECES {
        return Err(AuditError::TooManyUnits(rows.max(told)));
    }
    notes.extend(printed.notes.iter().cloned());
    for unit in units() {
        for words in &unit.paragraph.unread {
            notes.push(format!("第{}行“{}”的段落中，“{words}”后的数字没有读懂", unit.line, unit.name));
        }
    }
    Ok(printed)
}

/// A bulletin whose units are known, with the points that they bring into the month.
struct Examined<'a> {
    printed: &'a Printed,
    matching: Matching<'a>,
    groups: Vec<Group<'a>>,
    derived: Vec<Vec<Derived>>,
    month: Month,
    carried: Carried,
    /// The earlier bulletin has other units.
    is_foreign: bool,
}

fn examine<'a>(
    printed: &'a Printed,
    month: Month,
    earlier: Option<&Examined<'_>>,
    audited: Audited<'_>,
    notes: &mut Vec<String>,
) -> Result<Examined<'a>, AuditError> {
    // What the covering text calls a unit tells too how it is written.
    let mut names: HashSet<String> = earlier.map(earlier::names).unwrap_or_default();
    names.extend(printed.leaders.iter().flat_map(|leaders| leaders.names.iter().cloned()));
    let known = Known { directory: audited.units, written: &names };
    let mut matching = units::matched(printed, known, notes);
    let groups = std::mem::take(&mut matching.groups);
    let from_earlier = |notes: &mut Vec<String>| {
        earlier.map(|earlier| {
            let changes = Changes::new([&printed.became, &earlier.printed.became], audited.units, month);
            Carried::from_earlier((&earlier.groups, &earlier.derived), &groups, &changes, notes)
        })
    };
    let (carried, is_foreign) = match from_earlier(notes) {
        Some(None) => (None, true),
        Some(Some(carried)) => (Some(carried), false),
        None => (None, false),
    };
    let carried = match carried {
        _ if month.month() == 1 => Carried::Nothing,
        Some(carried) => carried,
        None => {
            notes.push("没有可用的上月通报：结转分取本通报的累计分数减本月分数，没有另行核对".to_owned());
            Carried::Implied
        }
    };
    let habits = earlier.is_some_and(|earlier| derive::lists_commissions(&earlier.groups));
    let derived = derive::derive(&groups, (month, &carried), audited.rules, habits, notes)?;
    Ok(Examined { printed, matching, groups, derived, month, carried, is_foreign })
}

impl<'a> Examined<'a> {
    /// Every finding. A unit whose row is missing may have been left out of the ranks and totals too: of both
    /// readings the one holds in which less is wrong.
    fn compared(
        &self,
        earlier: Option<&Examined<'_>>,
        (rules, habits): (&RuleSet, bool),
        notes: &mut Vec<String>,
    ) -> Result<Vec<Finding>, AuditError> {
        let mut found = self.with(&self.groups, &self.derived, earlier, notes);
        let is_missing = self.groups.iter().flat_map(|group| &group.units).any(|unit| unit.is_missing);
        if is_missing {
            let mut groups: Vec<Group<'a>> = self.groups.clone();
            for group in &mut groups {
                group.units.retain(|unit| !unit.is_missing);
            }
            let order = (self.month, &self.carried);
            let derived = derive::derive(&groups, order, rules, habits, &mut Vec::new())?;
            let without = self.with(&groups, &derived, earlier, &mut Vec::new());
            if without.len() < found.len() {
                found = without;
            }
        }
        let mut findings = self.matching.findings.clone();
        findings.extend(found);
        // The covering text's first, then as they stand.
        findings.sort_by_key(|finding| finding.place != Place::Covering);
        Ok(findings)
    }

    fn with(
        &self,
        groups: &[Group<'_>],
        derived: &[Vec<Derived>],
        earlier: Option<&Examined<'_>>,
        notes: &mut Vec<String>,
    ) -> Vec<Finding> {
        let case = Case {
            printed: self.printed,
            groups,
            derived,
            month: self.month,
            earlier: earlier.map(|earlier| Earlier { printed: earlier.printed, groups: &earlier.groups }),
            extra: &self.matching.extra,
        };
        compare::compare(&case, notes)
    }
}
