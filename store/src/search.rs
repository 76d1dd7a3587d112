//! Finding items by their words, and by what lists filter with, in one index.
//!
//! Each item is one entry of words: the pairs of characters of its text (see [`super::bigrams`]) and marks for
//! its state, unit, kind and drafter. Both databases answer from the index alone and in the order of lists, so
//! that a page costs what it shows: SQLite keeps the entries in an FTS5 table whose row numbers are the items'
//! positions, PostgreSQL in a `tsvector` under a GIN index.

use std::collections::HashMap;

use domain::{
    id::{ItemId, NewsletterId, PersonId, UnitId},
    issue::IssueState,
    item::{Item, ItemText, Kind, Part},
    workflow::State,
};
use sea_orm::{DbBackend, QueryResult, Statement, Value};

use super::{
    Connection, StoreError,
    bigrams::{self, Phrase},
    execute,
    handlers::Handled,
    value_places,
};

pub(super) mod refresh;
pub mod subjects;

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

    /// Printed in issues of these newsletters, and of the year that is asked for. Whether readers see them already is not
    /// among the words.
    pub(super) fn printed(printed: &Printed) -> Self {
        let newsletters = printed.newsletters.iter().map(|newsletter| Self::Mark(mark('n', newsletter)));
        // No newsletter has the number 0.
        let newsletters = match printed.newsletters.is_empty() {
            true => Self::Mark(mark('n', 0)),
            false => Self::Any(newsletters.collect()),
        };
        let year = printed.year.map(|year| Self::Mark(mark('y', year)));
        Self::All(std::iter::once(newsletters).chain(year).collect())
    }

    /// What a text must contain; `None` where the question holds no word.
    pub(super) fn text(question: &str) -> Option<Self> {
        let wanted = bigrams::wanted(question);
        (!wanted.is_empty()).then(|| Self::All(wanted.into_iter().map(Self::Text).collect()))
    }

    /// What a text must hold so that these words can stand in its attribution line. Only Chinese characters are asked for:
    /// of anything else a part of a word may be meant, which the index does not know.
    pub(super) fn author(words: &str) -> Option<Self> {
        let words: String = words
            .chars()
            .map(|character| if bigrams::is_character(&character.to_string()) { character } else { ' ' })
            .collect();
        Self::text(&words)
    }

    /// As [`Self::text`], of its title.
    pub(super) fn title(question: &str) -> Option<Self> {
        let of_title = |Phrase { words, goes_on }| match words.as_slice() {
            [word] if goes_on && bigrams::is_character(word) => {
                Phrase { words: vec![title_character(word)], goes_on: false }
            }
            _ => Phrase { words: words.iter().map(|word| title_word(word)).collect(), goes_on },
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
    let printed = printed_marks(connection, items).await?;
    let marks = |item: &Item| printed.get(&item.id).map(Vec::as_slice).unwrap_or_default();
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
        items.iter().flat_map(|item| [item.id.0.into(), entry(backend, item, marks(item)).into()]).collect();
    connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    if backend == DbBackend::Postgres {
        keep_places(connection, items).await?;
    }
    Ok(())
}

/// Keeps in which order PostgreSQL goes through items: of all, of a unit, of a year's issues.
async fn keep_places(connection: &impl Connection, items: &[Item]) -> Result<(), StoreError> {
    let ids: Vec<String> = items.iter().map(|item| item.id.to_string()).collect();
    let sql = format!(
        "INSERT INTO item_search_places (item_id, position, unit_id, year) \
         SELECT items.id, items.position, items.submitting_unit_id, issues.year FROM items \
         LEFT JOIN placements ON placements.item_id = items.id AND items.state IN ('{}', '{}') \
         LEFT JOIN issues ON issues.id = placements.issue_id WHERE items.id IN ({}) \
         ON CONFLICT (item_id) DO UPDATE SET position = excluded.position, unit_id = excluded.unit_id, \
         year = excluded.year",
        State::Adopted.code(),
        State::Retracted.code(),
        ids.join(", ")
    );
    connection.execute_unprepared(&sql).await?;
    Ok(())
}

/// Whether an item stands in an issue that is printed.
fn is_printed(item: &Item) -> bool {
    matches!(item.state, State::Adopted | State::Retracted)
}

/// The marks of the issues in which those of these items stand that are printed: newsletter and year, which do not change any
/// more. What else is asked of an issue is asked of its row: too many would have to be looked at for these two.
async fn printed_marks(
    connection: &impl Connection,
    items: &[Item],
) -> Result<HashMap<ItemId, Vec<String>>, StoreError> {
    let ids: Vec<String> =
        items.iter().filter(|item| is_printed(item)).map(|item| item.id.to_string()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT placements.item_id, issues.newsletter_id, issues.year FROM placements \
         JOIN issues ON issues.id = placements.issue_id WHERE placements.item_id IN ({})",
        ids.join(", ")
    );
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let mut marks = HashMap::new();
    for row in connection.query_all_raw(statement).await? {
        let (item, newsletter, year): (i64, i64, i32) = row.try_get_many_by_index()?;
        marks.insert(ItemId(item), vec![mark('n', newsletter), mark('y', year)]);
    }
    Ok(marks)
}

/// The words under which an item is found.
fn entry(backend: DbBackend, item: &Item, printed: &[String]) -> String {
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
    let characters = bigrams::characters(&item.text.title).into_iter().map(|one| title_character(&one));
    let marks = marks.into_iter().chain(printed.iter().cloned()).chain(characters);
    let words = marks.chain(title).chain(parts.iter().flat_map(|part| bigrams::words(part)));
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
        || is_printed(item)
        || is_at_home(item)
        || searched(&item.text).iter().any(|part| bigrams::was_entered_otherwise(part))
}

/// Takes an item's entry away, before its position changes.
pub(super) async fn remove(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            let places = "DELETE FROM item_search_places WHERE item_id = $1";
            execute(connection, places, [item.0.into()]).await?;
            "DELETE FROM item_search WHERE item_id = $1"
        }
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
    /// Only those of which this editor is in charge, or nobody.
    pub handled: Option<Handled>,
    /// Only those in whose attribution line these words stand.
    pub author: Option<String>,
    /// Only these units' items, where the condition asks for them too: where they are looked for.
    pub units: Option<Vec<UnitId>>,
}

/// Published issues that somebody may read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Printed {
    pub newsletters: Vec<NewsletterId>,
    /// Those that readers do not see yet, too.
    pub with_withheld: bool,
    pub year: Option<i16>,
    /// The issue's number within its year, of the regular issues.
    pub number: Option<i32>,
}

impl Narrowed {
    /// As a further condition on `items`, whose values have the numbers from `first` on.
    fn sql(&self, first: usize) -> (String, Vec<Value>) {
        let mut sql = String::new();
        let mut values = Vec::new();
        if let Some(Printed { newsletters, with_withheld, year, number }) = &self.printed {
            let newsletters: Vec<String> = newsletters.iter().map(|one| one.0.to_string()).collect();
            let newsletters = if newsletters.is_empty() { "0".to_owned() } else { newsletters.join(", ") };
            let shown = if *with_withheld { "" } else { " AND issues.published_at IS NOT NULL" };
            let year = year.map(|year| format!(" AND issues.year = {year}")).unwrap_or_default();
            let number = number.map(|number| format!(" AND issues.number = {number}")).unwrap_or_default();
            sql.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM placements JOIN issues ON issues.id = placements.issue_id \
                 WHERE placements.item_id = items.id AND issues.state = '{}' \
                 AND issues.newsletter_id IN ({newsletters}){shown}{year}{number})",
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
        if let Some(handled) = &self.handled {
            sql.push_str(&format!(" AND {}", handled.sql()));
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

/// PostgreSQL's index of words keeps no order. What stands in many items is found by going through the latest ones, what
/// stands in few by collecting all of them; left to itself PostgreSQL guesses which it is, and goes through a million items
/// for a rare word, or collects half of them for a page. So the first few tell.
const FIRST_LATEST: u64 = 1000;
/// Where as many as are wanted are to be expected among so many of the latest, these are gone through.
const MOST_LATEST: u64 = 8000;

/// Of so many of the latest items those that meet the condition: the question is $1, positions are $2 and $3, how many are
/// wanted is $4. OFFSET 0 has each item looked up by its number, and no more of them than are wanted.
fn among_the_latest(narrowed: &Narrowed, more: &str, latest: u64) -> String {
    let mut of = String::new();
    if let Some(year) = narrowed.printed.as_ref().and_then(|printed| printed.year) {
        of.push_str(&format!(" AND year = {year}"));
    }
    if let Some(units) = narrowed.units.as_ref().filter(|units| !units.is_empty()) {
        let units: Vec<String> = units.iter().map(UnitId::to_string).collect();
        of.push_str(&format!(" AND unit_id IN ({})", units.join(", ")));
    }
    format!(
        "SELECT met.id, met.position FROM (SELECT item_id, position FROM item_search_places \
         WHERE position >= $2 AND position < $3{of} ORDER BY position DESC LIMIT {latest}) AS latest \
         CROSS JOIN LATERAL (SELECT 1 FROM item_search WHERE item_search.item_id = latest.item_id \
         AND item_search.words @@ $1::tsquery OFFSET 0) AS worded \
         CROSS JOIN LATERAL (SELECT items.id, items.position FROM items WHERE items.id = latest.item_id{more} \
         OFFSET 0) AS met ORDER BY latest.position DESC LIMIT $4"
    )
}

/// As [`among_the_latest`], of all that the index knows, in the order of lists or in none.
fn collected(more: &str, in_order: bool) -> String {
    let order = if in_order { " ORDER BY met.position DESC" } else { "" };
    format!(
        "WITH found AS MATERIALIZED (SELECT item_id FROM item_search WHERE words @@ $1::tsquery) \
         SELECT met.id, met.position FROM found CROSS JOIN LATERAL (SELECT items.id, items.position FROM items \
         WHERE items.id = found.item_id AND items.position >= $2 AND items.position < $3{more} OFFSET 0) AS met\
         {order} LIMIT $4"
    )
}

/// At most `limit` items from PostgreSQL; where they are only counted, in no order.
async fn found_in_postgres(
    connection: &impl Connection,
    narrowed: &Narrowed,
    (more, values): (&str, Vec<Value>),
    (limit, in_order): (u64, bool),
) -> Result<Vec<QueryResult>, StoreError> {
    let ask = async |sql: String| {
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values.clone());
        connection.query_all_raw(statement).await
    };
    let mut rows = ask(among_the_latest(narrowed, more, FIRST_LATEST)).await?;
    let is_expected = rows.len() as u64 * MOST_LATEST / FIRST_LATEST >= limit;
    if (rows.len() as u64) < limit && is_expected {
        rows = ask(among_the_latest(narrowed, more, MOST_LATEST)).await?;
    }
    if (rows.len() as u64) < limit {
        rows = ask(collected(more, in_order)).await?;
    }
    Ok(rows)
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
    let values = [question(backend, condition).into(), from.into(), to.into(), signed(limit).into()];
    let values = values.into_iter().chain(more_values).collect();
    let rows = match backend {
        DbBackend::Postgres => {
            found_in_postgres(connection, narrowed, (&more, values), (limit, true)).await?
        }
        // CROSS JOIN keeps the index outside, which is read from its end and only as far as the limit.
        _ => {
            let sql = format!(
                "SELECT items.id, items.position FROM item_search CROSS JOIN items \
                 ON items.position = item_search.rowid \
                 WHERE item_search MATCH $1 AND item_search.rowid >= $2 AND item_search.rowid < $3{more} \
                 ORDER BY item_search.rowid DESC LIMIT $4"
            );
            connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?
        }
    };
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
    let values = [question(backend, condition).into(), from.into(), to.into(), signed(cap).into()];
    let values = values.into_iter().chain(more_values).collect();
    let sql = match backend {
        DbBackend::Postgres => {
            let rows = found_in_postgres(connection, narrowed, (&more, values), (cap, false)).await?;
            return Ok(rows.len() as u64);
        }
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

/// A character of a title by itself: to look through all words of titles that begin with it takes long in a full office.
fn title_character(character: &str) -> String {
    format!("\u{e003}{character}")
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
