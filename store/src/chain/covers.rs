//! What events vouch for: that a row of another table stood so when the event happened.
//!
//! A function that writes such a row covers it; the next event of the same transaction takes all that was covered.

use sea_orm::{QueryResult, Statement, Value};

use super::{Cover, digest, execute, new_salt};
use crate::{Connection, ROWS_AT_ONCE, Store, StoreError, upkeep, value_places};

/// Rows that are covered together when a chain is begun.
const AT_ONCE: i64 = 50;

/// What can be vouched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Content, PDF and fonts of an issue's version.
    IssueVersion,
    /// What became of it, and whose texts stand in it.
    IssueStanding,
    Signature,
    /// 保密审查 of an item.
    Clearance,
    /// The text that a decision of 保密审查 was about: a revision.
    ClearedText,
    Correction,
    BulletinVersion,
    BulletinStanding,
    /// 登记, but for its units, which the ledger holds.
    Record,
    /// Why a version was made, for the office and for readers.
    VersionWords,
    /// An event whose words were destroyed: what stands there now.
    Event,
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::IssueVersion,
        Self::IssueStanding,
        Self::Signature,
        Self::Clearance,
        Self::ClearedText,
        Self::Correction,
        Self::BulletinVersion,
        Self::BulletinStanding,
        Self::Record,
        Self::VersionWords,
        Self::Event,
    ];

    /// The word in a database.
    pub fn code(self) -> &'static str {
        match self {
            Self::IssueVersion => "issue_version",
            Self::IssueStanding => "issue_standing",
            Self::Signature => "signature",
            Self::Clearance => "clearance",
            Self::ClearedText => "cleared_text",
            Self::Correction => "correction",
            Self::BulletinVersion => "bulletin_version",
            Self::BulletinStanding => "bulletin_standing",
            Self::Record => "record",
            Self::VersionWords => "version_words",
            Self::Event => "event",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it can never be another: only the first event that vouches for it counts.
    pub fn is_fixed(self) -> bool {
        matches!(self, Self::IssueVersion | Self::Signature | Self::ClearedText | Self::BulletinVersion)
    }

    /// The rows, and which columns of them are vouched for. Both databases must write each of them alike as a text.
    fn rows(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::IssueVersion => (
                "issue_versions",
                &["issue_id", "content", "pdf_hash", "pages", "fonts", "made_by", "typesetting"],
            ),
            Self::IssueStanding => ("issue_versions", &["standing", "number", "items", "made_at"]),
            Self::Signature => {
                ("signatures", &["issue_version_id", "step", "signer_id", "signed_at", "pdf_hash"])
            }
            Self::Clearance => ("items", &["clearance"]),
            Self::ClearedText => ("revisions", &["item_id", "text", "saved_by", "saved_at"]),
            Self::Correction => (
                "corrections",
                &[
                    "issue_id",
                    "item_id",
                    "standing",
                    "text",
                    "attribution",
                    "proposed_by",
                    "proposed_at",
                    "cleared_by",
                    "cleared_at",
                    "issue_version_id",
                ],
            ),
            Self::BulletinVersion => (
                "bulletin_versions",
                &[
                    "month",
                    "bulletin",
                    "letter",
                    "pdf_hash",
                    "rule_set_version",
                    "prepared_by",
                    "prepared_at",
                    "typesetting",
                ],
            ),
            Self::BulletinStanding => (
                "bulletin_versions",
                &["correction", "standing", "signed_by", "signed_at", "issued_by", "issued_at"],
            ),
            Self::Record => (
                "records",
                &[
                    "kind",
                    "month",
                    "date",
                    "channel_id",
                    // In the place in which they were written down before each had its column.
                    "CASE kind WHEN 'ruling' THEN ruling WHEN 'instruction' THEN written_on ELSE office END",
                    "title",
                    "CASE WHEN starred THEN 1 ELSE 0 END",
                    "CASE WHEN commissioned THEN 1 ELSE 0 END",
                    "points",
                    "reason",
                    "CASE kind WHEN 'forwarding' THEN cleared_by ELSE evidence END",
                    "count",
                    "details",
                    "item_id",
                    "revision_id",
                    "recorded_by",
                    "recorded_at",
                    "reversed_by",
                    "reversed_at",
                    "reversal_reason",
                    "reversed_month",
                ],
            ),
            Self::VersionWords => ("issue_versions", &["reason", "notice"]),
            Self::Event => ("events", &["words", "reason"]),
        }
    }

    /// Whether rows of it are vouched for from the beginning, each of them. Of others those are that were written since the
    /// program knows the kind.
    pub(super) fn is_complete(self) -> bool {
        !matches!(self, Self::ClearedText | Self::Record | Self::VersionWords | Self::Event)
    }

    /// Asks for rows: their id, then the columns as texts, which both databases write alike.
    fn select(self, condition: &str) -> String {
        let (table, columns) = self.rows();
        let columns: Vec<String> = columns.iter().map(|column| format!("CAST({column} AS TEXT)")).collect();
        let there = if self == Self::Clearance { " AND clearance IS NOT NULL" } else { "" };
        format!("SELECT id, {} FROM {table} WHERE {condition}{there}", columns.join(", "))
    }

    fn row(self, row: &QueryResult) -> Result<Row, StoreError> {
        let texts = (1..=self.rows().1.len()).map(|place| row.try_get_by_index(place));
        Ok(Row { id: row.try_get_by_index(0)?, texts: texts.collect::<Result<_, _>>()? })
    }
}

/// A row as it is vouched for.
pub(super) struct Row {
    pub(super) id: i64,
    texts: Vec<Option<String>>,
}

impl Row {
    pub(super) fn digest(&self, salt: &str) -> String {
        digest(salt, self.texts.iter().map(Option::as_deref))
    }
}

/// Rows of a kind after an id, in order, some at a time.
pub(super) async fn rows(
    connection: &impl Connection,
    kind: Kind,
    after: i64,
) -> Result<Vec<Row>, StoreError> {
    let sql = format!("{} ORDER BY id LIMIT {AT_ONCE}", kind.select("id > $1"));
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [after.into()]);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter().map(|row| kind.row(row)).collect()
}

/// The rows with these ids, as far as they are there.
pub(super) async fn rows_of(
    connection: &impl Connection,
    kind: Kind,
    ids: &[i64],
) -> Result<Vec<Row>, StoreError> {
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let backend = connection.get_database_backend();
    let sql = kind.select(&format!("id IN ({})", places.join(", ")));
    let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    rows.iter().map(|row| kind.row(row)).collect()
}

/// Lets the next event vouch for a row as it stands now, or for its being there no more.
pub(crate) async fn cover(connection: &impl Connection, kind: Kind, id: i64) -> Result<(), StoreError> {
    let row = rows_of(connection, kind, &[id]).await?.pop();
    keep(connection, kind, id, row).await
}

/// As [`cover`], of rows that are there.
pub(crate) async fn cover_many(
    connection: &impl Connection,
    kind: Kind,
    ids: &[i64],
) -> Result<(), StoreError> {
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let rows = rows_of(connection, kind, ids).await?;
        let values: Vec<Value> = rows
            .iter()
            .flat_map(|row| {
                let salt = new_salt();
                let digest = row.digest(&salt);
                [kind.code().into(), row.id.into(), salt.into(), digest.into()]
            })
            .collect();
        let places = value_places(rows.len(), 4);
        let insert = format!("INSERT INTO event_covers (kind, subject_id, salt, digest) VALUES {places}");
        let backend = connection.get_database_backend();
        connection.execute_raw(Statement::from_sql_and_values(backend, insert, values)).await?;
    }
    Ok(())
}

/// Of what is going away, or whose words were destroyed: nobody can find out any more what was vouched for.
pub(crate) async fn forget(connection: &impl Connection, kind: Kind, id: i64) -> Result<(), StoreError> {
    let forget = "UPDATE event_covers SET salt = NULL WHERE kind = $1 AND subject_id = $2";
    execute(connection, forget, [kind.code().into(), id.into()]).await?;
    Ok(())
}

/// A row that was vouched for has been taken away: the next event says so.
pub(crate) async fn taken_away(connection: &impl Connection, kind: Kind, id: i64) -> Result<(), StoreError> {
    let sql = "SELECT COUNT(*) FROM event_covers WHERE kind = $1 AND subject_id = $2";
    let values: [Value; 2] = [kind.code().into(), id.into()];
    let count = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let count: i64 = connection.query_one_raw(count).await?.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    if count == 0 {
        return Ok(());
    }
    forget(connection, kind, id).await?;
    keep(connection, kind, id, None).await
}

async fn keep(connection: &impl Connection, kind: Kind, id: i64, row: Option<Row>) -> Result<(), StoreError> {
    let salted = row.map(|row| {
        let salt = new_salt();
        let digest = row.digest(&salt);
        (salt, digest)
    });
    let (salt, digest) = salted.unzip();
    let insert = "INSERT INTO event_covers (kind, subject_id, salt, digest) VALUES ($1, $2, $3, $4)";
    execute(connection, insert, [kind.code().into(), id.into(), salt.into(), digest.into()]).await?;
    Ok(())
}

/// When a chain is begun: all that is there.
pub(super) async fn cover_everything(connection: &impl Connection) -> Result<(), StoreError> {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_complete()) {
        let mut last = i64::MIN;
        loop {
            let rows = rows(connection, kind, last).await?;
            let Some(reached) = rows.last().map(|row| row.id) else { break };
            for row in rows {
                keep(connection, kind, row.id, Some(row)).await?;
            }
            last = reached;
        }
    }
    Ok(())
}

/// An event takes all that waits to be vouched for.
pub(super) async fn claim(connection: &impl Connection, event: i64) -> Result<Vec<Cover>, StoreError> {
    let sql = "SELECT kind, subject_id, digest FROM event_covers WHERE event_id IS NULL ORDER BY id";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await?;
    let covers: Result<Vec<Cover>, StoreError> = rows.iter().map(|row| of(row, 0)).collect();
    if !rows.is_empty() {
        let update = "UPDATE event_covers SET event_id = $1 WHERE event_id IS NULL";
        execute(connection, update, [event.into()]).await?;
    }
    covers
}

/// A cover whose columns begin at this place of a row.
pub(super) fn of(row: &QueryResult, place: usize) -> Result<Cover, StoreError> {
    Ok(Cover {
        kind: row.try_get_by_index(place)?,
        subject: row.try_get_by_index(place + 1)?,
        digest: row.try_get_by_index(place + 2)?,
    })
}

/// By what name the newest record is kept that was written before records were vouched for.
const OLDER_RECORDS: &str = "records_not_vouched_for";

/// Notes once which records were there before they were vouched for; whatever is newer is.
pub(crate) async fn begin_with_records(store: &Store) -> Result<(), StoreError> {
    if upkeep::number(store.reader(), OLDER_RECORDS).await?.is_some() {
        return Ok(());
    }
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    if upkeep::number(connection, OLDER_RECORDS).await?.is_none() {
        let sql = "SELECT COALESCE(MAX(id), 0) FROM records";
        let newest = Statement::from_string(connection.get_database_backend(), sql);
        let newest = connection.query_one_raw(newest).await?.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        upkeep::set_number(connection, OLDER_RECORDS, newest).await?;
    }
    transaction.commit_unseen().await
}

/// The records that must be vouched for, each of them.
pub(super) async fn newer_records(connection: &impl Connection) -> Result<Vec<i64>, StoreError> {
    let Some(newest) = upkeep::number(connection, OLDER_RECORDS).await? else { return Ok(Vec::new()) };
    let sql = "SELECT id FROM records WHERE id > $1 ORDER BY id";
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [newest.into()]);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
