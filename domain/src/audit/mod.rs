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

mod carried;
mod characters;
mod compare;
mod derive;
mod document;
mod finding;
mod names;
mod printed;
mod units;

#[cfg(test)]
mod tests;

pub use document::{Block, Document, Line, TableRow};
pub use finding::{Finding, Place, Report, Value};

use self::{
    carried::Carried,
    compare::{Case, Earlier},
    derive::Derived,
    printed::Printed,
    units::Group,
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
    let earlier = match &earlier {
        Some(earlier) => Some(examine(earlier, None, audited, &mut Vec::new()).map_err(of_previous)?),
        None => None,
    };
    let examined = examine(&printed, earlier.as_ref(), audited, &mut report.notes)?;
    let case = Case {
        printed: &printed,
        groups: &examined.groups,
        derived: &examined.derived,
        month: examined.month,
        carried: &examined.carried,
        earlier: earlier
            .as_ref()
            .map(|earlier| Earlier { printed: earlier.printed, groups: &earlier.groups }),
    };
    report.findings = compare::compare(&case, &mut report.notes);
    report.notes.dedup();
    Ok(report)
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
    let pieces: usize = units().map(|unit| unit.items.len() + unit.paragraph.pieces()).sum();
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

/// A bulletin with what follows from it.
struct Examined<'a> {
    printed: &'a Printed,
    groups: Vec<Group<'a>>,
    derived: Vec<Vec<Derived>>,
    month: Month,
    carried: Carried,
}

fn examine<'a>(
    printed: &'a Printed,
    earlier: Option<&Examined<'_>>,
    audited: Audited<'_>,
    notes: &mut Vec<String>,
) -> Result<Examined<'a>, AuditError> {
    let number = printed.month.ok_or(AuditError::NoMonth)?;
    let year = printed.year.or(earlier.map(|earlier| earlier.month.year())).unwrap_or(SOME_YEAR);
    let month = Month::new(year, number).map_err(|_| AuditError::NoMonth)?;
    let groups = units::matched(printed, audited.units, notes);
    let carried = match earlier {
        _ if number == 1 => Carried::Nothing,
        Some(earlier) => {
            if earlier.month.month() != number - 1 {
                notes.push(format!(
                    "上月通报是{}的，不是{}的，累计分数仍按它结转",
                    earlier.month.in_words(),
                    month.previous().in_words()
                ));
            }
            Carried::from_earlier(&earlier.groups, &earlier.derived, &groups, notes)
        }
        None => {
            notes.push("没有给出上月通报：结转分取本通报的累计分数减本月分数，没有另行核对".to_owned());
            Carried::Implied
        }
    };
    let derived = derive::derive(&groups, month, &carried, audited.rules, notes)?;
    Ok(Examined { printed, groups, derived, month, carried })
}
