//! 核对: facts, the ledger and issued bulletins. The ledger is compared with the facts by `ledger`; here, issued
//! bulletins with the ledger: as it stood when each was frozen and, for a month's last one, as it stands now. What is kept
//! is then compared with what was written down of it when it was made (`proof`), and printed once more (`reprint`).

use std::collections::{BTreeMap, BTreeSet};

use app::desk::verification::{ChainHead, Difference, Verification};
use domain::{
    bulletin::version::label,
    calendar::Month,
    id::UnitId,
    points::Points,
    scoring::{Bulletin, Opening, Roster, Row},
};
use store::{
    Connection, Store, StoreError,
    bulletins::{self, Line},
    files, ledger as lines, opening, roster,
};

mod ledger;
mod proof;
mod reprint;
mod texts;

pub(crate) use self::reprint::Reprinting;

/// What is to be looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// Figures and printed versions of this year alone; events and files are always looked at.
    pub(crate) year: Option<i16>,
    /// An end of the chain that was noted earlier.
    pub(crate) since: Option<ChainHead>,
}

/// The ledger's sums of a year at one moment, with what was carried into it.
struct Sums {
    by_month: BTreeMap<(UnitId, Month), Points>,
    /// What a frozen bulletin carried in and inherited stands in it; now it is what is written down now.
    present: Option<Present>,
}

struct Present {
    openings: Vec<Opening>,
    /// The units as they stand in the bulletin's month.
    roster: Roster,
}

impl Sums {
    /// Whose points stand in a row.
    fn stand_in(&self, row: &Row) -> BTreeSet<UnitId> {
        let mut units: BTreeSet<UnitId> = match &self.present {
            None => row.entries.iter().map(|entry| entry.unit).collect(),
            Some(present) => {
                let all = self.by_month.keys().map(|(unit, _)| *unit);
                let openings = present.openings.iter().map(|opening| opening.unit);
                all.chain(openings).filter(|unit| present.roster.heir_of(*unit) == row.unit_id).collect()
            }
        };
        units.insert(row.unit_id);
        units
    }
}

/// Compares facts, the ledger and issued bulletins of one year, or of all of them, and proves what is kept. It takes a
/// while and is for a thread of its own.
pub(crate) async fn verify(
    store: &Store,
    connection: &impl Connection,
    asked: &Asked,
    reprinting: &Reprinting<'_>,
) -> Result<Verification, StoreError> {
    let mut verification = ledger::verify(connection, asked.year).await?;
    let mut years: Vec<i16> = verification.months.iter().map(|month| month.year()).collect();
    years.dedup();
    for year in years {
        verify_year(store, connection, year, &mut verification).await?;
    }
    proof::prove(store, connection, asked, reprinting, &mut verification).await?;
    Ok(verification)
}

/// Adds what is found of the year's issued bulletins.
async fn verify_year(
    store: &Store,
    connection: &impl Connection,
    year: i16,
    verification: &mut Verification,
) -> Result<(), StoreError> {
    let issued = bulletins::issued_in(connection, year).await?;
    for line in &issued {
        let found = match bulletins::find(connection, line.id).await {
            // It is told with the other findings.
            Err(StoreError::BrokenRow { .. }) => continue,
            found => found?,
        };
        let Some((_, version)) = found else { continue };
        let bulletin = version.bulletin;
        verification.bulletins += 1;
        let name = name_of(line);
        verification.differences.extend(damaged(store, line, &name).await?);
        let months = line.month.january()..=line.month;
        let by_month = lines::sums_at(connection, months.clone(), line.prepared.at).await?;
        let then = Sums { by_month, present: None };
        let found = against(&bulletin, &then, &format!("{name}与当时的台账不符"))?;
        let agreed_then = found.is_empty();
        verification.differences.extend(found);
        let is_last = !issued.iter().any(|other| other.month == line.month && other.id > line.id);
        if is_last && agreed_then {
            let now = Sums {
                by_month: lines::sums_at(connection, months, jiff::Timestamp::MAX).await?,
                present: Some(Present {
                    openings: opening::of_year(connection, year).await?,
                    roster: roster::roster(connection, line.month).await?,
                }),
            };
            let words = format!("{name}以后台账又有变动，还没有印发更正");
            verification.differences.extend(against(&bulletin, &now, &words)?);
        }
    }
    Ok(())
}

/// 印发的通报, 印发的通报（第1次更正）.
fn name_of(line: &Line) -> String {
    match line.correction {
        None | Some(0) => "印发的通报".to_owned(),
        correction => format!("印发的通报（{}）", label(line.standing, correction)),
    }
}

/// The PDF is the one that was signed, byte by byte.
async fn damaged(store: &Store, line: &Line, name: &str) -> Result<Option<Difference>, StoreError> {
    let hash = store.kept_bytes(&line.pdf_hash).await?.map(|bytes| files::hash(&bytes));
    Ok((hash.as_deref() != Some(line.pdf_hash.as_str())).then(|| Difference {
        month: line.month,
        unit: None,
        figure: "PDF".to_owned(),
        held: hash.unwrap_or_default(),
        expected: line.pdf_hash.clone(),
        words: format!("{name}的 PDF 不见了，或不是签发的那一份"),
    }))
}

/// Points of the month and cumulative ones, row by row.
fn against(bulletin: &Bulletin, sums: &Sums, words: &str) -> Result<Vec<Difference>, StoreError> {
    let mut differences = Vec::new();
    for row in bulletin.rows() {
        let units = sums.stand_in(row);
        let of_month = units.iter().filter_map(|unit| sums.by_month.get(&(*unit, bulletin.month)).copied());
        let month = Points::checked_sum(of_month).map_err(lines::out_of_range)?;
        let mut compare = |figure: &str, printed: Points, expected: Points| {
            if printed != expected {
                differences.push(Difference {
                    month: bulletin.month,
                    unit: Some(row.figures.unit.clone()),
                    figure: figure.to_owned(),
                    held: printed.to_string(),
                    expected: expected.to_string(),
                    words: format!("{words}：印的是{printed}，台账为{expected}"),
                });
            }
        };
        compare("本月分数", row.figures.month, month);
        // Averages and shorter periods are not sums of the year.
        if bulletin.rules.cumulative.is_usual() {
            compare("累计分数", row.figures.cumulative, cumulative(row, bulletin.month, sums)?);
        }
    }
    Ok(differences)
}

fn cumulative(row: &Row, month: Month, sums: &Sums) -> Result<Points, StoreError> {
    let units = sums.stand_in(row);
    let opening = match &sums.present {
        None => row.opening,
        Some(present) => {
            let is_own = |opening: &&Opening| units.contains(&opening.unit) && opening.month <= month;
            let own = present.openings.iter().filter(is_own);
            Points::checked_sum(own.map(|opening| opening.points)).map_err(lines::out_of_range)?
        }
    };
    let own = sums.by_month.iter().filter(|((unit, _), _)| units.contains(unit));
    let year = Points::checked_sum(own.map(|(_, points)| *points)).map_err(lines::out_of_range)?;
    opening.checked_add(year).map_err(lines::out_of_range)
}
