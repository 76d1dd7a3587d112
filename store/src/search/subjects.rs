//! Finding what is no item by its words: issues, bulletins, records and comments.
//!
//! Each is one entry of words, as an item's is; its number tells what it is of. What an entry says is known where the
//! subject is kept.

use domain::id::{PersonId, UnitId};
use sea_orm::{DbBackend, Statement, Value};

use super::{Condition, mark, question, vector};
use crate::{Connection, ROWS_AT_ONCE, StoreError, bigrams, execute, value_places};

/// What an entry is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Issue,
    /// A version of a month's bulletin.
    Bulletin,
    Record,
    Comment,
}

impl Sort {
    pub(super) const ALL: [Self; 4] = [Self::Issue, Self::Bulletin, Self::Record, Self::Comment];

    /// Where its subjects are kept.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Issue => "issues",
            Self::Bulletin => "bulletin_versions",
            Self::Record => "records",
            Self::Comment => "comments",
        }
    }

    /// Entries are numbered so many apart, so that each sort has its own numbers.
    const APART: i64 = 8;

    fn number(self) -> i64 {
        match self {
            Self::Issue => 1,
            Self::Bulletin => 2,
            Self::Record => 3,
            Self::Comment => 4,
        }
    }

    fn entry(self, subject: i64) -> i64 {
        subject.saturating_mul(Self::APART).saturating_add(self.number())
    }

    fn mark(self) -> String {
        mark('t', self.number())
    }
}

/// What a subject is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its number among those of its sort.
    pub subject: i64,
    pub year: Option<i16>,
    pub units: Vec<UnitId>,
    pub text: String,
}

impl Entry {
    fn words(&self, backend: DbBackend, sort: Sort) -> String {
        let marks = std::iter::once(sort.mark())
            .chain(self.year.map(|year| mark('y', year)))
            .chain(self.units.iter().map(|unit| mark('u', unit)));
        let words = marks.chain(bigrams::words(&self.text));
        match backend {
            DbBackend::Postgres => vector(words),
            _ => words.collect::<Vec<_>>().join(" "),
        }
    }
}

/// Enters subjects as they now stand.
pub(crate) async fn enter(
    connection: &impl Connection,
    sort: Sort,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let backend = connection.get_database_backend();
    for entries in entries.chunks(ROWS_AT_ONCE / 2) {
        let places = value_places(entries.len(), 2);
        let sql = match backend {
            DbBackend::Postgres => format!(
                "WITH entered (id, words) AS (VALUES {places}) INSERT INTO subject_search (id, words) \
                 SELECT id, words::tsvector FROM entered ON CONFLICT (id) DO UPDATE SET words = excluded.words"
            ),
            _ => format!("INSERT OR REPLACE INTO subject_search (rowid, words) VALUES {places}"),
        };
        let values: Vec<Value> = entries
            .iter()
            .flat_map(|entry| [sort.entry(entry.subject).into(), entry.words(backend, sort).into()])
            .collect();
        connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

/// Takes away what a subject was found by.
pub(crate) async fn leave(
    connection: &impl Connection,
    sort: Sort,
    subjects: &[i64],
) -> Result<(), StoreError> {
    let key = key(connection.get_database_backend());
    for subject in subjects {
        let sql = format!("DELETE FROM subject_search WHERE {key} = $1");
        execute(connection, &sql, [sort.entry(*subject).into()]).await?;
    }
    Ok(())
}

fn key(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres { "id" } else { "rowid" }
}

/// What is looked for; every part that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub text: String,
    pub year: Option<i16>,
    /// One of these units' records, or what was said of their items.
    pub units: Option<Vec<UnitId>>,
    /// What was said of items of these units or of this person, alone.
    pub of_items: Option<(Vec<UnitId>, PersonId)>,
}

impl Asked {
    /// `None` where no word is looked for.
    fn condition(&self, sort: Sort) -> Option<Condition> {
        let mut all = vec![Condition::text(&self.text)?, Condition::Mark(sort.mark())];
        all.extend(self.year.map(|year| Condition::Mark(mark('y', year))));
        if let (Some(units), false) = (&self.units, sort == Sort::Comment) {
            // No unit has the number 0.
            let units = units.iter().map(|unit| unit.0).chain([0]);
            all.push(Condition::Any(units.map(|unit| Condition::Mark(mark('u', unit))).collect()));
        }
        Some(Condition::All(all))
    }

    /// What is asked of a comment's item, whose unit may be another one by now.
    fn of_item(&self, entry: &str) -> String {
        let among = |units: &[UnitId]| {
            let units: Vec<String> = units.iter().map(UnitId::to_string).chain(["0".to_owned()]).collect();
            format!("items.submitting_unit_id IN ({})", units.join(", "))
        };
        let mut all: Vec<String> = self.units.iter().map(|units| among(units)).collect();
        if let Some((units, person)) = &self.of_items {
            all.push(format!("({} OR items.drafted_by = {})", among(units), person.0));
        }
        if all.is_empty() {
            return String::new();
        }
        format!(
            " AND EXISTS (SELECT 1 FROM comments JOIN items ON items.id = comments.item_id \
             WHERE comments.id = {entry} / {} AND {})",
            Sort::APART,
            all.join(" AND ")
        )
    }
}

/// Subjects of a sort in which the words stand, by their numbers, the latest first; only those before `before`.
pub async fn find(
    connection: &impl Connection,
    sort: Sort,
    asked: &Asked,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<i64>, StoreError> {
    let Some(condition) = asked.condition(sort) else { return Ok(Vec::new()) };
    let backend = connection.get_database_backend();
    let more = |entry: &str| if sort == Sort::Comment { asked.of_item(entry) } else { String::new() };
    let sql = match backend {
        // Collected first: left to itself PostgreSQL goes through all entries backwards for a rare word.
        DbBackend::Postgres => format!(
            "WITH found AS MATERIALIZED (SELECT id FROM subject_search WHERE words @@ $1::tsquery AND id < $2) \
             SELECT found.id FROM found WHERE true{} ORDER BY found.id DESC LIMIT $3",
            more("found.id")
        ),
        _ => format!(
            "SELECT rowid FROM subject_search WHERE subject_search MATCH $1 AND rowid < $2{} \
             ORDER BY rowid DESC LIMIT $3",
            more("subject_search.rowid")
        ),
    };
    let before = before.map_or(i64::MAX, |before| sort.entry(before));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [question(backend, &condition).into(), before.into(), limit.into()];
    let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index::<i64>(0)? / Sort::APART)).collect()
}
