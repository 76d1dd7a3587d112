//! Going along the chain: which events were changed, slipped in or taken out, and which rows are not what events vouch for.
//!
//! It names events by their places and rows by their ids; what these are called is for others to say.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{Statement, Value};

use super::{
    Cover, Fields, Head, Kind,
    covers::{self, of},
    digest, hash, head,
};
use crate::{Connection, ROWS_AT_ONCE, StoreError};

/// Events that are read together.
const AT_ONCE: i64 = 1000;

/// An event with all that it says.
pub(super) struct Row {
    pub(super) id: i64,
    happened_at: i64,
    actor: i64,
    verb: String,
    subject_kind: String,
    subject_id: i64,
    pub(super) words: String,
    pub(super) reason: Option<String>,
    place: Option<i64>,
    salt: Option<String>,
    digest: Option<String>,
    hash: Option<String>,
}

impl Row {
    /// What the hash is made of.
    pub(super) fn fields(&self) -> Fields {
        Fields {
            id: self.id,
            place: self.place.unwrap_or_default(),
            happened_at: self.happened_at,
            actor: self.actor,
            verb: self.verb.clone(),
            subject_kind: self.subject_kind.clone(),
            subject_id: self.subject_id,
            digest: self.digest.clone().unwrap_or_default(),
        }
    }

    fn digest_now(&self, salt: &str) -> String {
        digest(salt, [Some(self.words.as_str()), self.reason.as_deref()])
    }
}

/// Events after an id, in order, some at a time.
pub(super) async fn rows(
    connection: &impl Connection,
    after: i64,
    count: i64,
) -> Result<Vec<Row>, StoreError> {
    let sql = "SELECT id, happened_at, actor_id, verb, subject_kind, subject_id, words, reason, place, salt, digest, \
               hash FROM events WHERE id > $1 ORDER BY id LIMIT $2";
    let values: [Value; 2] = [after.into(), count.into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = connection.query_all_raw(statement).await?;
    let read = rows.iter().map(|row| {
        Ok(Row {
            id: row.try_get_by_index(0)?,
            happened_at: row.try_get_by_index(1)?,
            actor: row.try_get_by_index(2)?,
            verb: row.try_get_by_index(3)?,
            subject_kind: row.try_get_by_index(4)?,
            subject_id: row.try_get_by_index(5)?,
            words: row.try_get_by_index(6)?,
            reason: row.try_get_by_index(7)?,
            place: row.try_get_by_index(8)?,
            salt: row.try_get_by_index(9)?,
            digest: row.try_get_by_index(10)?,
            hash: row.try_get_by_index(11)?,
        })
    });
    read.collect()
}

/// What is wrong with an event, or with the chain. Events are named by their places, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Something that it says, or what stands before it, is not what its hash was made of.
    Changed { place: i64 },
    /// Its words or its reason are others.
    Words { place: i64 },
    /// Events are missing, from the first to the last of these.
    Missing { first: i64, last: i64 },
    /// An event by its id that has no place, or a place that another has.
    SlippedIn { id: i64 },
    /// What the chain's end was kept as is not what it is; nothing where it is not kept any more.
    End { kept: Option<i64> },
    /// The end that somebody noted is not part of this chain.
    Noted { place: i64 },
}

/// What was found along the chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    pub events: i64,
    pub head: Option<Head>,
    pub faults: Vec<Fault>,
}

/// Goes along the whole chain. An end that was noted earlier must be part of it.
pub async fn walk(connection: &impl Connection, noted: Option<(i64, &str)>) -> Result<Walked, StoreError> {
    let head = head(connection).await?;
    let afterwards = head.as_ref().map_or(0, |head| head.afterwards);
    let destroyed = destroyed(connection).await?;
    let mut walk = Walk { afterwards, previous: Some(String::new()), ..Walk::default() };
    let mut last = i64::MIN;
    loop {
        let rows = rows(connection, last, AT_ONCE).await?;
        let (Some(first), Some(end)) = (rows.first(), rows.last()) else { break };
        last = end.id;
        let vouched = vouched_by(connection, first.id, end.id).await?;
        for row in &rows {
            walk.step(row, vouched.get(&row.id).map_or(&[], Vec::as_slice), noted);
            walk.words(row, destroyed.get(&row.id));
        }
    }
    walk.end(head.as_ref());
    if let Some((place, _)) = noted.filter(|_| !walk.is_noted) {
        walk.faults.push(Fault::Noted { place });
    }
    Ok(Walked { events: walk.events, head, faults: walk.faults })
}

#[derive(Default)]
struct Walk {
    afterwards: i64,
    /// The last place that was passed, and its hash; none where the one before is missing.
    place: i64,
    previous: Option<String>,
    events: i64,
    faults: Vec<Fault>,
    is_noted: bool,
}

impl Walk {
    fn step(&mut self, row: &Row, covers: &[Cover], noted: Option<(i64, &str)>) {
        self.events += 1;
        let (Some(place), Some(kept)) = (row.place, &row.hash) else {
            self.faults.push(Fault::SlippedIn { id: row.id });
            return;
        };
        if place <= self.place {
            self.faults.push(Fault::SlippedIn { id: row.id });
            return;
        }
        if place > self.place + 1 {
            self.faults.push(Fault::Missing { first: self.place + 1, last: place - 1 });
            self.previous = None;
        }
        if let Some(previous) = &self.previous
            && hash(previous, &row.fields(), covers, place <= self.afterwards) != *kept
        {
            self.faults.push(Fault::Changed { place });
        }
        self.is_noted |= noted == Some((place, kept.as_str()));
        self.previous = Some(kept.clone());
        self.place = place;
    }

    /// Words that were destroyed are compared with what is vouched for instead of them.
    fn words(&mut self, row: &Row, destroyed: Option<&(Option<String>, Option<String>)>) {
        let Some(place) = row.place else { return };
        let (salt, expected) = match destroyed {
            Some((salt, digest)) => (salt.as_deref(), digest.as_deref()),
            None => (row.salt.as_deref(), row.digest.as_deref()),
        };
        let is_right = salt.zip(expected).is_some_and(|(salt, expected)| row.digest_now(salt) == expected);
        if !is_right {
            self.faults.push(Fault::Words { place });
        }
    }

    fn end(&mut self, head: Option<&Head>) {
        match head {
            None => self.faults.push(Fault::End { kept: None }),
            Some(head) if head.place > self.place => {
                self.faults.push(Fault::Missing { first: self.place + 1, last: head.place });
            }
            Some(head) => {
                let reached = self.previous.as_deref().unwrap_or_default();
                if head.place != self.place || head.hash != reached {
                    self.faults.push(Fault::End { kept: Some(head.place) });
                }
            }
        }
    }
}

/// Of events whose words were destroyed: salt and digest of what stands there instead.
type Instead = HashMap<i64, (Option<String>, Option<String>)>;

async fn destroyed(connection: &impl Connection) -> Result<Instead, StoreError> {
    // Words that were destroyed left no salt behind, and an event of the chain says so.
    let sql = "SELECT event_covers.subject_id, event_covers.salt, event_covers.digest FROM event_covers \
               JOIN events AS vouching ON vouching.id = event_covers.event_id \
               JOIN events AS destroyed ON destroyed.id = event_covers.subject_id AND destroyed.salt IS NULL \
               WHERE event_covers.kind = $1 ORDER BY event_covers.id";
    let values: [Value; 1] = [Kind::Event.code().into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = connection.query_all_raw(statement).await?;
    let read = rows
        .iter()
        .map(|row| Ok((row.try_get_by_index(0)?, (row.try_get_by_index(1)?, row.try_get_by_index(2)?))));
    read.collect()
}

/// What the events between two ids vouch for.
async fn vouched_by(
    connection: &impl Connection,
    first: i64,
    last: i64,
) -> Result<HashMap<i64, Vec<Cover>>, StoreError> {
    let sql = "SELECT event_id, kind, subject_id, digest FROM event_covers \
               WHERE event_id >= $1 AND event_id <= $2 ORDER BY id";
    let values: [Value; 2] = [first.into(), last.into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let mut covers: HashMap<i64, Vec<Cover>> = HashMap::new();
    for row in connection.query_all_raw(statement).await? {
        covers.entry(row.try_get_by_index(0)?).or_default().push(of(&row, 1)?);
    }
    Ok(covers)
}

/// How a row differs from what events vouch for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    Changed,
    /// It is there no more.
    TakenOut,
    /// No event vouches for it.
    SlippedIn,
}

/// A row that is not what events vouch for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlike {
    pub kind: Kind,
    pub id: i64,
    pub difference: Difference,
    /// The place of the event that vouches for it.
    pub place: Option<i64>,
}

/// The rows of each kind that were compared.
pub type Counts = BTreeMap<Kind, usize>;

/// What is vouched for of a row: place of the event, salt and digest.
type Vouched = (Option<i64>, Option<String>, Option<String>);

/// Compares rows with what events vouch for.
pub async fn compare(connection: &impl Connection) -> Result<(Counts, Vec<Unlike>), StoreError> {
    let (mut counts, mut unlike) = (Counts::new(), Vec::new());
    for kind in Kind::ALL.into_iter().filter(|kind| !kind.is_complete() && *kind != Kind::Event) {
        let vouched = vouched(connection, kind).await?;
        if kind == Kind::Record {
            let newer = covers::newer_records(connection).await?.into_iter();
            let slipped_in = newer.filter(|id| !vouched.contains_key(id));
            unlike.extend(slipped_in.map(|id| Unlike {
                kind,
                id,
                difference: Difference::SlippedIn,
                place: None,
            }));
        }
        compare_vouched(connection, kind, &Vec::from_iter(vouched), &mut unlike).await?;
    }
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_complete()) {
        let mut vouched = vouched(connection, kind).await?;
        let mut last = i64::MIN;
        loop {
            let rows = covers::rows(connection, kind, last).await?;
            let Some(end) = rows.last() else { break };
            last = end.id;
            *counts.entry(kind).or_default() += rows.len();
            for row in rows {
                let found = match vouched.remove(&row.id) {
                    None => Some((Difference::SlippedIn, None)),
                    Some((_, Some(salt), Some(digest))) if row.digest(&salt) == digest => None,
                    Some((place, ..)) => Some((Difference::Changed, place)),
                };
                unlike.extend(found.map(|(difference, place)| Unlike {
                    kind,
                    id: row.id,
                    difference,
                    place,
                }));
            }
        }
        let missing = vouched.into_iter().filter(|(_, (.., digest))| digest.is_some());
        unlike.extend(missing.map(|(id, (place, ..))| Unlike {
            kind,
            id,
            difference: Difference::TakenOut,
            place,
        }));
    }
    Ok((counts, unlike))
}

/// Compares the rows that are vouched for, of a kind of which others are not.
async fn compare_vouched(
    connection: &impl Connection,
    kind: Kind,
    vouched: &[(i64, Vouched)],
    unlike: &mut Vec<Unlike>,
) -> Result<(), StoreError> {
    for vouched in vouched.chunks(ROWS_AT_ONCE) {
        let ids: Vec<i64> = vouched.iter().map(|(id, _)| *id).collect();
        let rows = covers::rows_of(connection, kind, &ids).await?;
        let rows: HashMap<i64, covers::Row> = rows.into_iter().map(|row| (row.id, row)).collect();
        for (id, (place, salt, digest)) in vouched {
            // What was destroyed is vouched for no more.
            let (Some(salt), Some(digest)) = (salt, digest) else { continue };
            let difference = match rows.get(id) {
                None => Difference::TakenOut,
                Some(row) if row.digest(salt) == *digest => continue,
                Some(_) => Difference::Changed,
            };
            unlike.push(Unlike { kind, id: *id, difference, place: *place });
        }
    }
    Ok(())
}

/// What is vouched for of each row of a kind: by the last event that does, or by the first of what is never another.
async fn vouched(connection: &impl Connection, kind: Kind) -> Result<BTreeMap<i64, Vouched>, StoreError> {
    let sql = "SELECT event_covers.subject_id, events.place, event_covers.salt, event_covers.digest \
               FROM event_covers JOIN events ON events.id = event_covers.event_id \
               WHERE event_covers.kind = $1 ORDER BY event_covers.id";
    let values: [Value; 1] = [kind.code().into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let mut vouched: BTreeMap<i64, Vouched> = BTreeMap::new();
    for row in connection.query_all_raw(statement).await? {
        let id = row.try_get_by_index(0)?;
        let now: Vouched = (row.try_get_by_index(1)?, row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        // That it was taken away is always news.
        if !kind.is_fixed() || now.2.is_none() || !vouched.contains_key(&id) {
            vouched.insert(id, now);
        }
    }
    Ok(vouched)
}
