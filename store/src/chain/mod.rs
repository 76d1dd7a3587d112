//! Events in a chain of hashes, so that an event that was changed, slipped in or taken out is found.
//!
//! Each event has a place, from 1 without a gap, and a hash: SHA-256 over these fields, each written as its length in
//! bytes, `:`, the field, `,` —
//!
//! 1. `jianbao.event/1`, or `jianbao.event/1 afterwards` of an event from before there was a chain;
//! 2. the hash of the event before it, in hexadecimal; nothing at the first;
//! 3. its place, id, time (milliseconds), actor, verb, kind and id of its subject, as decimal numbers and texts;
//! 4. its digest: SHA-256 of its salt, words and reason, where `-` stands for a reason that is not there and `t` with a
//!    field for every text that is;
//! 5. of all that it vouches for (`covers`), in order, kind, id and digest; nothing where that was taken away.
//!
//! A text that is destroyed takes its salt along. Its digest stays and so the chain holds, but nobody can find out by
//! trying which words it was made of. What stands in its place is vouched for by the event of the destruction.
//!
//! Whoever can write to the database and knows this text can make the whole chain anew. So its end is shown, printed and
//! sent out: a chain that was made anew does not hold an end that somebody noted before.

use std::fmt;

use domain::hexadecimal::hexadecimal;
use rand::Rng;
use sea_orm::{Statement, Value};
use sha2::{Digest, Sha256};

use super::{Connection, Store, StoreError, execute, value_places};

pub mod check;
pub mod covers;

pub use self::covers::Kind;

const EVENT: &str = "jianbao.event/1";
const AFTERWARDS: &str = "jianbao.event/1 afterwards";

/// Events that are entered together when a chain is begun.
const AT_ONCE: i64 = 500;

/// The chain's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub place: i64,
    /// Nothing where there are no events.
    pub hash: String,
    /// Up to this place the chain was made afterwards.
    pub afterwards: i64,
}

/// What of an event its hash is made of.
struct Fields {
    id: i64,
    place: i64,
    happened_at: i64,
    actor: i64,
    verb: String,
    subject_kind: String,
    subject_id: i64,
    digest: String,
}

/// What an event vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cover {
    kind: String,
    subject: i64,
    digest: Option<String>,
}

/// Fields one after another, each with its length: no two lists of fields are written alike.
struct Writing(Sha256);

impl Writing {
    fn field(&mut self, field: impl fmt::Display) {
        let text = field.to_string();
        self.0.update(format!("{}:", text.len()));
        self.0.update(text);
        self.0.update(",");
    }

    fn end(self) -> String {
        hexadecimal(self.0.finalize())
    }
}

/// A digest of texts that cannot be guessed without the salt. NUL counts for nothing: PostgreSQL keeps none.
fn digest<'a>(salt: &str, texts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let mut writing = Writing(Sha256::new());
    writing.field(salt);
    for text in texts {
        match text {
            Some(text) => {
                writing.0.update("t");
                writing.field(text.replace('\0', ""));
            }
            None => writing.0.update("-"),
        }
    }
    writing.end()
}

fn hash(previous: &str, fields: &Fields, covers: &[Cover], afterwards: bool) -> String {
    let mut writing = Writing(Sha256::new());
    writing.field(if afterwards { AFTERWARDS } else { EVENT });
    writing.field(previous);
    for number in [fields.place, fields.id, fields.happened_at, fields.actor] {
        writing.field(number);
    }
    writing.field(&fields.verb);
    writing.field(&fields.subject_kind);
    writing.field(fields.subject_id);
    writing.field(&fields.digest);
    for cover in covers {
        writing.field(&cover.kind);
        writing.field(cover.subject);
        writing.field(cover.digest.as_deref().unwrap_or_default());
    }
    writing.end()
}

fn new_salt() -> String {
    let mut salt = [0_u8; 16];
    rand::rng().fill(&mut salt);
    hexadecimal(salt)
}

/// What an event that is about to be written is sealed with.
pub(super) struct Seal {
    pub(super) place: i64,
    pub(super) salt: String,
    pub(super) digest: String,
}

/// The chain's end, before events are written. The caller holds the one writer's place, so that the end stays the end.
pub(super) async fn end(connection: &impl Connection) -> Result<Head, StoreError> {
    head(connection).await?.ok_or_else(|| {
        StoreError::Damaged("事件链的末端记录（event_chain）不见了，请恢复备份，或与维护人员联系".to_owned())
    })
}

/// The seal of an event that is going to stand at this place.
pub(super) fn seal(place: i64, words: &str, reason: Option<&str>) -> Seal {
    let salt = new_salt();
    let digest = digest(&salt, [Some(words), reason]);
    Seal { place, salt, digest }
}

/// Once events are written, in their order: the hash of the last becomes the chain's end. What the same act has to be
/// vouched for is the first one's.
pub(super) async fn append(
    connection: &impl Connection,
    mut end: Head,
    events: &[super::events::row::Model],
) -> Result<(), StoreError> {
    let Some(first) = events.first() else { return Ok(()) };
    let covers = covers::claim(connection, first.id).await?;
    let mut values: Vec<Value> = Vec::with_capacity(events.len() * 2);
    for event in events {
        end.place += 1;
        let digest = event.digest.clone().filter(|_| event.place == Some(end.place));
        let fields = Fields {
            id: event.id,
            place: end.place,
            happened_at: event.happened_at,
            actor: event.actor_id,
            verb: event.verb.clone(),
            subject_kind: event.subject_kind.clone(),
            subject_id: event.subject_id,
            digest: digest.ok_or_else(|| StoreError::broken("events", event.id, "不在事件链的末端"))?,
        };
        let covers = if event.id == first.id { covers.as_slice() } else { &[] };
        end.hash = hash(&end.hash, &fields, covers, false);
        values.extend([event.id.into(), end.hash.clone().into()]);
    }
    let update = format!(
        "WITH entered (id, hash) AS (VALUES {}) UPDATE events SET hash = entered.hash \
         FROM entered WHERE events.id = entered.id",
        value_places(events.len(), 2)
    );
    let backend = connection.get_database_backend();
    connection.execute_raw(Statement::from_sql_and_values(backend, update, values)).await?;
    let update = "UPDATE event_chain SET place = $1, hash = $2 WHERE id = 1";
    execute(connection, update, [end.place.into(), end.hash.into()]).await?;
    Ok(())
}

/// The chain's end; `None` where no chain was begun.
pub async fn head(connection: &impl Connection) -> Result<Option<Head>, StoreError> {
    let sql = "SELECT place, hash, afterwards FROM event_chain WHERE id = 1";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let Some(row) = connection.query_one_raw(statement).await? else { return Ok(None) };
    Ok(Some(Head {
        place: row.try_get_by_index(0)?,
        hash: row.try_get_by_index(1)?,
        afterwards: row.try_get_by_index(2)?,
    }))
}

/// An event whose words were destroyed: nobody can find out any more what they were, and what stands there now is
/// vouched for by the next event.
pub(super) async fn reworded(connection: &impl Connection, event: i64) -> Result<(), StoreError> {
    execute(connection, "UPDATE events SET salt = NULL WHERE id = $1", [event.into()]).await?;
    covers::forget(connection, Kind::Event, event).await?;
    covers::cover(connection, Kind::Event, event).await
}

/// Begins the chain of a database that has none: what was there before is entered as it stands now, once.
pub(super) async fn begin(store: &Store) -> Result<(), StoreError> {
    if head(store.reader()).await?.is_some() {
        return Ok(());
    }
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    if head(connection).await?.is_some() {
        return Ok(());
    }
    let newest = Statement::from_string(connection.get_database_backend(), "SELECT MAX(id) FROM events");
    let newest: Option<i64> =
        connection.query_one_raw(newest).await?.map_or(Ok(None), |row| row.try_get_by_index(0))?;
    let mut end = Head { place: 0, hash: String::new(), afterwards: 0 };
    if let Some(newest) = newest {
        covers::cover_everything(connection).await?;
        let covers = covers::claim(connection, newest).await?;
        let mut last = i64::MIN;
        while let Some(reached) = enter(connection, last, &mut end, (newest, &covers)).await? {
            last = reached;
        }
    }
    let insert = "INSERT INTO event_chain (id, place, hash, afterwards) VALUES (1, $1, $2, $1)";
    execute(connection, insert, [end.place.into(), end.hash.into()]).await?;
    transaction.commit_unseen().await
}

/// Enters some of the events after an id; answers the last one's. The newest vouches for all that is there.
async fn enter(
    connection: &impl Connection,
    after: i64,
    end: &mut Head,
    (newest, covers): (i64, &[Cover]),
) -> Result<Option<i64>, StoreError> {
    let rows = check::rows(connection, after, AT_ONCE).await?;
    let mut values: Vec<Value> = Vec::with_capacity(rows.len() * 5);
    for row in &rows {
        let salt = new_salt();
        let digest = digest(&salt, [Some(row.words.as_str()), row.reason.as_deref()]);
        end.place += 1;
        let fields = Fields { place: end.place, digest: digest.clone(), ..row.fields() };
        let covers = if row.id == newest { covers } else { &[] };
        end.hash = hash(&end.hash, &fields, covers, true);
        values.extend([row.id.into(), end.place.into(), salt.into(), digest.into(), end.hash.clone().into()]);
    }
    let Some(last) = rows.last() else { return Ok(None) };
    let update = format!(
        "WITH entered (id, place, salt, digest, hash) AS (VALUES {}) \
         UPDATE events SET place = entered.place, salt = entered.salt, digest = entered.digest, \
         hash = entered.hash FROM entered WHERE events.id = entered.id",
        value_places(rows.len(), 5)
    );
    let backend = connection.get_database_backend();
    connection.execute_raw(Statement::from_sql_and_values(backend, update, values)).await?;
    Ok(Some(last.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_texts_are_written_alike() {
        let pairs: [[Option<&str>; 2]; 6] = [
            [Some("退回"), None],
            [Some("退回"), Some("")],
            [Some("退"), Some("回")],
            [Some("退回-"), None],
            [Some(""), Some("退回")],
            [Some("6:退回,"), None],
        ];
        let digests: std::collections::BTreeSet<String> =
            pairs.iter().map(|texts| digest("盐", *texts)).collect();
        assert_eq!(digests.len(), pairs.len());
        assert_ne!(digest("盐", pairs[0]), digest("糖", pairs[0]), "the salt counts");
        assert_eq!(digest("盐", [Some("退\0回")]), digest("盐", [Some("退回")]), "PostgreSQL keeps no NUL");
    }

    #[test]
    fn every_field_of_an_event_is_in_its_hash() {
        let fields = || Fields {
            id: 7,
            place: 5,
            happened_at: 1,
            actor: 2,
            verb: "sign".to_owned(),
            subject_kind: "issue".to_owned(),
            subject_id: 3,
            digest: "d".to_owned(),
        };
        let cover = Cover { kind: "signature".to_owned(), subject: 9, digest: Some("c".to_owned()) };
        let covers = [cover.clone()];
        let mut hashes = vec![
            hash("p", &fields(), &covers, false),
            hash("q", &fields(), &covers, false),
            hash("p", &fields(), &covers, true),
            hash("p", &fields(), &[], false),
            hash("p", &fields(), &[Cover { digest: None, ..cover.clone() }], false),
            hash("p", &fields(), &[Cover { subject: 8, ..cover.clone() }], false),
            hash("p", &fields(), &[cover.clone(), cover], false),
        ];
        type Change = fn(&mut Fields);
        let changes: [Change; 8] = [
            |fields| fields.id = 8,
            |fields| fields.place = 6,
            |fields| fields.happened_at = 2,
            |fields| fields.actor = 3,
            |fields| fields.verb = "publish".to_owned(),
            |fields| fields.subject_kind = "item".to_owned(),
            |fields| fields.subject_id = 4,
            |fields| fields.digest = "e".to_owned(),
        ];
        for change in changes {
            let mut changed = fields();
            change(&mut changed);
            hashes.push(hash("p", &changed, &covers, false));
        }
        let count = hashes.len();
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
    }
}
