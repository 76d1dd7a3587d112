//! Finding items by their words, and by what lists filter with, in one index.
//!
//! Each item is one entry of words: the pairs of characters of its text (see [`super::bigrams`]) and marks for
//! its state, unit, kind and drafter. Both databases answer from the index alone and in the order of lists, so
//! that a page costs what it shows: SQLite keeps the entries in an FTS5 table whose row numbers are the items'
//! positions, PostgreSQL in a `tsvector` under a GIN index.

use domain::{
    id::{ItemId, NewsletterId, PersonId, UnitId},
    issue::IssueState,
    item::{Item, ItemText, Kind, Part},
    workflow::State,
};
use sea_orm::{DbBackend, Statement, Value};

use super::{
    Connection, StoreError,
    bigrams::{self, Phrase},
    execute, value_places,
};

pub(super) mod refresh;

/// A condition on an item's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Mark(String),
    Text(Phrase),
    /// The first, and not the second.
    But(Box<Condition>, Box<Condition>),
}

impl Condition {
    pub(super) fn state(state: State) -> Self {
        match state {
            State::Returned => Self::Any(vec![Self::reached(state), Self::Mark(mark('s', AT_HOME))]),
            _ => Self::reached(state),
        }
    }

    /// In this state, and with the office where it may be so or not.
    pub(super) fn reached(state: State) -> Self {
        Self::Mark(mark('s', state.code()))
    }

    pub(super) fn unit(unit: UnitId) -> Self {
        Self::Mark(mark('u', unit))
    }

    pub(super) fn kind(kind: Kind) -> Self {
        Self::Mark(mark('k', kind.code()))
    }

    pub(super) fn drafted_by(person: PersonId) -> Self {
        Self::Mark(mark('d', person))
    }

    /// What a text must contain; `None` where the question holds no word.
    pub(super) fn text(question: &str) -> Option<Self> {
        let wanted = bigrams::wanted(question);
        (!wanted.is_empty()).then(|| Self::All(wanted.into_iter().map(Self::Text).collect()))
    }

    /// As [`Self::text`], of its title.
    pub(super) fn title(question: &str) -> Option<Self> {
        let of_title = |Phrase { words, goes_on }| Phrase {
            words: words.iter().map(|word| title_word(word)).collect(),
            goes_on,
        };
        let wanted = bigrams::wanted(question);
        (!wanted.is_empty())
            .then(|| Self::All(wanted.into_iter().map(|phrase| Self::Text(of_title(phrase))).collect()))
    }
}

/// The mark of what its own unit's reviewer returned, in the place of the state's.
const AT_HOME: &str = "returnedathome";

/// Whether it was returned before it had reached the office.
fn is_at_home(item: &Item) -> bool {
    item.state == State::Returned && !item.is_with_the_office()
}

/// Enters an item as it now stands.
pub(super) async fn index(connection: &impl Connection, item: &Item) -> Result<(), StoreError> {
    index_many(connection, std::slice::from_ref(item)).await
}

/// Enters items as they now stand.
pub(super) async fn index_many(connection: &impl Connection, items: &[Item]) -> Result<(), StoreError> {
    if items.is_empty() {
        return Ok(());
    }
    let backend = connection.get_database_backend();
    let places = value_places(items.len(), 2);
    let sql = match backend {
        DbBackend::Postgres => format!(
            "WITH entered (item_id, words) AS (VALUES {places}) INSERT INTO item_search (item_id, words) \
             SELECT item_id, words::tsvector FROM entered \
             ON CONFLICT (item_id) DO UPDATE SET words = excluded.words"
        ),
        _ => format!(
            "WITH entered (id, words) AS (VALUES {places}) INSERT OR REPLACE INTO item_search (rowid, words) \
             SELECT items.position, entered.words FROM entered JOIN items ON items.id = entered.id"
        ),
    };
    let values: Vec<Value> =
        items.iter().flat_map(|item| [item.id.0.into(), entry(backend, item).into()]).collect();
    connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

/// The words under which an item is found.
fn entry(backend: DbBackend, item: &Item) -> String {
    let marks = [
        mark('s', if is_at_home(item) { AT_HOME } else { item.state.code() }),
        mark('u', item.submitting_unit),
        mark('k', item.text.kind.code()),
        mark('d', item.drafted_by),
    ];
    let parts = searched(&item.text);
    // The title stands there twice: what has the words there comes first.
    let title = bigrams::words(&item.text.title);
    let title = title.iter().map(|word| title_word(word));
    let words = marks.into_iter().chain(title).chain(parts.iter().flat_map(|part| bigrams::words(part)));
    match backend {
        DbBackend::Postgres => vector(words),
        _ => words.collect::<Vec<_>>().join(" "),
    }
}

/// The parts of a text in which is searched.
fn searched(text: &ItemText) -> Vec<String> {
    let parts = text.parts().into_iter().map(|(part, words)| match part {
        Part::BODY => domain::markdown::plain_text(&domain::markdown::parse(words)),
        _ => words.to_owned(),
    });
    parts.collect()
}

/// Whether an earlier version would have entered it otherwise.
fn was_entered_otherwise(item: &Item) -> bool {
    !item.text.title.is_empty()
        || is_at_home(item)
        || searched(&item.text).iter().any(|part| bigrams::was_entered_otherwise(part))
}

/// Takes an item's entry away, before its position changes.
pub(super) async fn remove(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => "DELETE FROM item_search WHERE item_id = $1",
        _ => "DELETE FROM item_search WHERE rowid = (SELECT position FROM items WHERE id = $1)",
    };
    execute(connection, sql, [item.0.into()]).await?;
    Ok(())
}

/// What is asked of the items themselves, beside their words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Narrowed {
    /// Only what was printed in these issues.
    pub printed: Option<Printed>,
    /// Only those whose present text this person has not read.
    pub unread_by: Option<PersonId>,
    /// Only those in whose attribution line these words stand.
    pub author: Option<String>,
}

/// Published issues that somebody may read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Printed {
    pub newsletters: Vec<NewsletterId>,
    /// Those that readers do not see yet, too.
    pub with_withheld: bool,
    pub year: Option<i16>,
}

impl Narrowed {
    /// As a further condition on `items`, whose values have the numbers from `first` on.
    fn sql(&self, first: usize) -> (String, Vec<Value>) {
        let mut sql = String::new();
        let mut values = Vec::new();
        if let Some(Printed { newsletters, with_withheld, year }) = &self.printed {
            let newsletters: Vec<String> = newsletters.iter().map(|one| one.0.to_string()).collect();
            let newsletters = if newsletters.is_empty() { "0".to_owned() } else { newsletters.join(", ") };
            let shown = if *with_withheld { "" } else { " AND issues.published_at IS NOT NULL" };
            let year = year.map(|year| format!(" AND issues.year = {year}")).unwrap_or_default();
            sql.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM placements JOIN issues ON issues.id = placements.issue_id \
                 WHERE placements.item_id = items.id AND issues.state = '{}' \
                 AND issues.newsletter_id IN ({newsletters}){shown}{year})",
                IssueState::Published.code()
            ));
        }
        if let Some(person) = self.unread_by {
            sql.push_str(&format!(
                " AND NOT EXISTS (SELECT 1 FROM item_seen WHERE item_seen.person_id = {} \
                 AND item_seen.item_id = items.id AND item_seen.revision_id >= items.revision_id)",
                person.0
            ));
        }
        if let Some(author) = &self.author {
            let number = first + values.len();
            sql.push_str(&format!(" AND items.attribution_line LIKE ${number} ESCAPE '!'"));
            let words = author.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            values.push(format!("%{words}%").into());
        }
        (sql, values)
    }
}

/// The items that meet the condition, with positions from `from` to before `to`, latest first: id and position.
pub(super) async fn find(
    connection: &impl Connection,
    condition: &Condition,
    narrowed: &Narrowed,
    (from, to): (i64, i64),
    limit: u64,
) -> Result<Vec<(ItemId, i64)>, StoreError> {
    let backend = connection.get_database_backend();
    let (more, more_values) = narrowed.sql(5);
    let sql = match backend {
        DbBackend::Postgres => format!(
            "SELECT items.id, items.position FROM item_search JOIN items ON items.id = item_search.item_id \
             WHERE item_search.words @@ $1::tsquery AND items.position >= $2 AND items.position < $3{more} \
             ORDER BY items.position DESC LIMIT $4"
        ),
        // CROSS JOIN keeps the index outside, which is read from its end and only as far as the limit.
        _ => format!(
            "SELECT items.id, items.position FROM item_search CROSS JOIN items \
             ON items.position = item_search.rowid \
             WHERE item_search MATCH $1 AND item_search.rowid >= $2 AND item_search.rowid < $3{more} \
             ORDER BY item_search.rowid DESC LIMIT $4"
        ),
    };
    let values = [question(backend, condition).into(), from.into(), to.into(), signed(limit).into()];
    let values = values.into_iter().chain(more_values);
    let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    rows.iter().map(|row| Ok((ItemId(row.try_get_by_index(0)?), row.try_get_by_index(1)?))).collect()
}

/// How many items meet the condition, at most `cap`.
pub(super) async fn count(
    connection: &impl Connection,
    condition: &Condition,
    narrowed: &Narrowed,
    (from, to): (i64, i64),
    cap: u64,
) -> Result<u64, StoreError> {
    let backend = connection.get_database_backend();
    let (more, more_values) = narrowed.sql(5);
    let sql = match backend {
        DbBackend::Postgres => format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM item_search JOIN items ON items.id = item_search.item_id \
             WHERE item_search.words @@ $1::tsquery AND items.position >= $2 AND items.position < $3{more} \
             LIMIT $4) AS found"
        ),
        // Where nothing is asked of the items, the index is enough.
        _ if more.is_empty() => "SELECT COUNT(*) FROM (SELECT rowid FROM item_search \
             WHERE item_search MATCH $1 AND rowid >= $2 AND rowid < $3 LIMIT $4)"
            .to_owned(),
        _ => format!(
            "SELECT COUNT(*) FROM (SELECT item_search.rowid FROM item_search CROSS JOIN items \
             ON items.position = item_search.rowid \
             WHERE item_search MATCH $1 AND item_search.rowid >= $2 AND item_search.rowid < $3{more} LIMIT $4)"
        ),
    };
    let values = [question(backend, condition).into(), from.into(), to.into(), signed(cap).into()];
    let values = values.into_iter().chain(more_values);
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A word that no text can hold: it begins with a character for private use, which is neither letter nor digit.
fn mark(sort: char, value: impl std::fmt::Display) -> String {
    let value: String = value.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("\u{e000}{sort}{value}")
}

/// A word of a title; no text holds it either, and no sign is written so ([`bigrams`]).
fn title_word(word: &str) -> String {
    format!("\u{e002}{word}")
}

/// PostgreSQL's own writing of words with their places, which holds at most 16383 of them.
fn vector(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> =
        words.take(16_000).zip(1..).map(|(word, place)| format!("'{word}':{place}")).collect();
    words.join(" ")
}

/// The condition as the database's index reads it. Words hold letters, digits and marks only, so nothing in
/// them can end the quotes around them.
fn question(backend: DbBackend, condition: &Condition) -> String {
    let is_postgres = backend == DbBackend::Postgres;
    let (and, or) = if is_postgres { (" & ", " | ") } else { (" AND ", " OR ") };
    let join = |conditions: &[Condition], word: &str| {
        let parts: Vec<String> = conditions.iter().map(|part| question(backend, part)).collect();
        format!("({})", parts.join(word))
    };
    match condition {
        Condition::All(conditions) => join(conditions, and),
        Condition::Any(conditions) => join(conditions, or),
        Condition::But(one, other) => {
            let not = if is_postgres { "& !" } else { "NOT " };
            format!("({} {not}{})", question(backend, one), question(backend, other))
        }
        Condition::Mark(word) => quote(is_postgres, word),
        Condition::Text(Phrase { words, goes_on }) => {
            let (phrase, more) = if is_postgres {
                (words.iter().map(|word| quote(true, word)).collect::<Vec<_>>().join(" <-> "), ":*")
            } else {
                (quote(false, &words.join(" ")), " *")
            };
            format!("({phrase}{})", if *goes_on { more } else { "" })
        }
    }
}

fn quote(is_postgres: bool, word: &str) -> String {
    if is_postgres { format!("'{word}'") } else { format!("\"{word}\"") }
}
