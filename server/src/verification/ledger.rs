//! Facts are scored afresh and compared with what the ledger holds, month by month. It repairs nothing.
//!
//! Words are not compared: a unit may have been renamed since a line was written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use app::desk::verification::{Difference, Verification};
use domain::{
    calendar::Month,
    closing::{self, MonthState},
    id::{CreditEntryId, UnitId},
    points::{Points, PointsError},
    scoring::{Category, CreditEntry, LedgerEntry, NewLedgerEntry, difference_in_credit},
};
use store::{Connection, StoreError, facts, ledger, months, opening, units, year::known_months};

use crate::desk::year::due_afresh;

/// How many lines a difference names.
const MOST_NAMED: usize = 3;

/// Compares one year, or all of them.
pub(super) async fn verify(
    connection: &impl Connection,
    year: Option<i16>,
) -> Result<Verification, StoreError> {
    let mut listed = known_months(connection).await?;
    listed.retain(|month| year.is_none_or(|year| month.year() == year));
    let names: HashMap<UnitId, String> =
        units::load_all(connection).await?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let mut verification = Verification::default();
    let mut afresh = due_afresh(connection, &listed).await?;
    for month in listed {
        let held = ledger::between(connection, month..=month).await?;
        let due = afresh.remove(&month).unwrap_or_default();
        verification.facts += facts::between(connection, month..=month).await?.len();
        verification.lines += held.len();
        let found = &mut verification.differences;
        found.extend(against_facts(month, &held, &due, &names).map_err(ledger::out_of_range)?);
        found.extend(wrong_reversals(month, &held, &names));
        found.extend(after_closing(connection, month, &held, &names).await?);
        found.extend(wrong_sums(connection, month, &held, &names).await?);
        verification.months.push(month);
    }
    found_before_openings(connection, &mut verification, &names).await?;
    Ok(verification)
}

/// The lines of one category of one unit that differ, with both sums.
#[derive(Default)]
struct Differing {
    held: Points,
    due: Points,
    lines: Vec<String>,
}

/// Sums by unit and category, and the lines by which they differ.
fn against_facts(
    month: Month,
    held: &[LedgerEntry],
    due: &[CreditEntry],
    names: &HashMap<UnitId, String>,
) -> Result<Vec<Difference>, PointsError> {
    let mut sums: BTreeMap<(UnitId, Category), Differing> = BTreeMap::new();
    for line in held {
        let sum = sums.entry((line.entry.unit, line.entry.category.clone())).or_default();
        sum.held = sum.held.checked_add(line.entry.points)?;
    }
    for entry in due {
        let sum = sums.entry((entry.unit, entry.category.clone())).or_default();
        sum.due = sum.due.checked_add(entry.points)?;
    }
    for line in difference_in_credit(held, due, "")? {
        let sum = sums.entry((line.entry.unit, line.entry.category.clone())).or_default();
        sum.lines.push(in_words(&line, held));
    }
    let differing = sums.into_iter().filter(|(_, sum)| sum.held != sum.due || !sum.lines.is_empty());
    let differences = differing.map(|((unit, category), sum)| {
        let more = sum.lines.len().saturating_sub(MOST_NAMED);
        let mut lines = sum.lines;
        lines.truncate(MOST_NAMED);
        if more > 0 {
            lines.push(format!("另有{more}笔"));
        }
        let words = format!("台账{}分，按事实应为{}分；{}", sum.held, sum.due, lines.join("，"));
        Difference {
            month,
            unit: names.get(&unit).cloned(),
            figure: category.label().to_owned(),
            held: sum.held.to_string(),
            expected: sum.due.to_string(),
            words,
        }
    });
    Ok(differences.collect())
}

/// A line that should not stand, or one that is missing.
fn in_words(line: &NewLedgerEntry, held: &[LedgerEntry]) -> String {
    match line.reverses {
        Some(id) => {
            let wrong = held.iter().find(|held| held.id == id);
            let (words, points) =
                wrong.map_or(("", Points::ZERO), |wrong| (&wrong.entry.words, wrong.entry.points));
            format!("第{id}笔“{words}”记{points}分，没有这样的事实")
        }
        None => format!("缺少一笔“{}”{}分", line.entry.words, line.entry.points),
    }
}

/// A reversal takes back one line of its month, wholly.
fn wrong_reversals(month: Month, held: &[LedgerEntry], names: &HashMap<UnitId, String>) -> Vec<Difference> {
    let by_id: HashMap<CreditEntryId, &LedgerEntry> = held.iter().map(|line| (line.id, line)).collect();
    let wrong = held.iter().filter_map(|line| {
        let reversed = line.reverses?;
        let taken_back = by_id.get(&reversed).map(|other| &other.entry);
        let fits = taken_back.is_some_and(|entry| {
            entry.unit == line.entry.unit
                && entry.category == line.entry.category
                && entry.points.checked_neg() == Ok(line.entry.points)
        });
        let expected = taken_back.and_then(|entry| entry.points.checked_neg().ok());
        (!fits).then(|| Difference {
            month,
            unit: names.get(&line.entry.unit).cloned(),
            figure: "冲销".to_owned(),
            held: line.entry.points.to_string(),
            expected: expected.map(|points| points.to_string()).unwrap_or_default(),
            words: format!("第{}笔冲销第{reversed}笔，但两笔的单位、类别或分值对不上", line.id),
        })
    });
    wrong.collect()
}

/// What is kept of the lines' sums is what they come to.
async fn wrong_sums(
    connection: &impl Connection,
    month: Month,
    held: &[LedgerEntry],
    names: &HashMap<UnitId, String>,
) -> Result<Vec<Difference>, StoreError> {
    let mut sums: BTreeMap<UnitId, Points> = BTreeMap::new();
    for line in held {
        let sum = sums.entry(line.entry.unit).or_default();
        *sum = sum.checked_add(line.entry.points).map_err(ledger::out_of_range)?;
    }
    let kept = ledger::sums(connection, month..=month).await?;
    let units: BTreeSet<UnitId> = sums.keys().copied().chain(kept.keys().map(|(_, unit)| *unit)).collect();
    let wrong = units.into_iter().filter_map(|unit| {
        let sum = sums.get(&unit).copied().unwrap_or_default();
        let kept = kept.get(&(month, unit)).copied().unwrap_or_default();
        (sum != kept).then(|| Difference {
            month,
            unit: names.get(&unit).cloned(),
            figure: "合计".to_owned(),
            held: kept.to_string(),
            expected: sum.to_string(),
            words: format!("台账各笔合计{sum}分，随账存下的合计是{kept}分"),
        })
    });
    Ok(wrong.collect())
}

/// Nothing is written to a month once it is closed.
async fn after_closing(
    connection: &impl Connection,
    month: Month,
    held: &[LedgerEntry],
    names: &HashMap<UnitId, String>,
) -> Result<Vec<Difference>, StoreError> {
    let MonthState::Closed(closing) = months::state_of(connection, month).await? else {
        return Ok(Vec::new());
    };
    let late = ledger::written_after(connection, month, closing.at).await?;
    let late = late.into_iter().filter_map(|id| {
        let line = held.iter().find(|line| line.id == id)?;
        Some(Difference {
            month,
            unit: names.get(&line.entry.unit).cloned(),
            figure: "结账".to_owned(),
            held: line.entry.points.to_string(),
            expected: String::new(),
            words: format!("第{id}笔“{}”写于结账之后", line.entry.words),
        })
    });
    Ok(late.collect())
}

/// What was carried into a year stands for the months before its first one here: in those there are no points.
async fn found_before_openings(
    connection: &impl Connection,
    verification: &mut Verification,
    names: &HashMap<UnitId, String>,
) -> Result<(), StoreError> {
    let mut years: Vec<i16> = verification.months.iter().map(|month| month.year()).collect();
    years.dedup();
    for year in years {
        let openings = opening::of_year(connection, year).await?;
        let Some(first) = openings.first().map(|opening| opening.month) else { continue };
        if first == first.january() {
            continue;
        }
        let earlier = ledger::between(connection, first.january()..=first.previous()).await?;
        for opening in openings {
            let lines = earlier.iter().filter(|line| line.entry.unit == opening.unit);
            let sum =
                Points::checked_sum(lines.map(|line| line.entry.points)).map_err(ledger::out_of_range)?;
            if !sum.is_zero() {
                verification.differences.push(Difference {
                    month: first,
                    unit: names.get(&opening.unit).cloned(),
                    figure: "结转分".to_owned(),
                    held: sum.to_string(),
                    expected: Points::ZERO.to_string(),
                    words: format!(
                        "结转分{}代表{}以前的各月，而那几个月已另记{sum}分，累计会重复",
                        opening.points,
                        closing::in_words(first)
                    ),
                });
            }
        }
    }
    Ok(())
}
