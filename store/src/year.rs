//! What a year is scored from, besides its facts, read by one statement; and which months there are.

use std::collections::BTreeSet;

use domain::{calendar::Month, scoring::Opening};

use super::{
    Connection, StoreError,
    facts::{
        self,
        decisions::{self, Decisions},
    },
    gathered::Beside,
    ledger, opening,
    roster::{self, YearRosters},
    statement::distinct_months,
};

/// What the months of a year are scored from, besides their facts and the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    pub rosters: YearRosters,
    pub openings: Vec<Opening>,
    pub decisions: Decisions,
}

/// Reads what a year is scored from.
pub async fn basis(connection: &impl Connection, year: i16) -> Result<Basis, StoreError> {
    let backend = connection.get_database_backend();
    let mut tables = roster::tables(backend, year);
    tables.push(opening::table(backend, year));
    tables.extend(decisions::tables(backend, year));
    let mut tables = Beside::read(connection, tables).await?;
    Ok(Basis {
        rosters: roster::rosters_of(&mut tables)?,
        openings: opening::openings_of(&mut tables)?,
        decisions: decisions::decisions_of(&mut tables)?,
    })
}

/// The months of which there are facts or lines.
pub async fn known_months(connection: &impl Connection) -> Result<BTreeSet<Month>, StoreError> {
    distinct_months(connection, facts::MONTHS.into_iter().chain([ledger::MONTHS])).await
}
