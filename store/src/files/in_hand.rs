//! Pictures that somebody has taken in and that no text names yet: they are that person's alone. A text that is saved with one
//! takes it over.

use domain::{file_role::FileRole, id::PersonId, subject::Subject};
use jiff::Timestamp;
use sea_orm::{Statement, Value};

use super::kept::{self as files, PutFile};
use crate::{Connection, Store, StoreError, execute};

/// Names a picture that was put, for whoever took it in; answers its hash.
pub async fn take_in(
    connection: &impl Connection,
    put: &PutFile,
    media_type: &str,
    by: PersonId,
    now: Timestamp,
) -> Result<String, StoreError> {
    let hash = files::name(connection, put, media_type, now).await?;
    files::use_file(connection, &hash, Subject::Person(by), FileRole::Picture).await?;
    Ok(hash)
}

/// A text of this person's names these pictures from now on: who may read that may see them.
pub(crate) async fn hand_over<'a>(
    connection: &impl Connection,
    by: PersonId,
    bodies: impl Iterator<Item = &'a str> + Send,
) -> Result<(), StoreError> {
    let hashes: std::collections::BTreeSet<String> = bodies.flat_map(domain::markdown::pictures).collect();
    for hash in hashes {
        files::end_use(connection, &hash, Subject::Person(by), FileRole::Picture).await?;
    }
    Ok(())
}

/// Nobody has in hand any more what a text showed that must not be here.
pub(crate) async fn take_from_everybody(
    connection: &impl Connection,
    shown_by: Subject,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM file_uses WHERE subject_kind = 'person' AND role = $1 AND hash IN \
               (SELECT hash FROM file_uses WHERE subject_kind = $2 AND subject_number = $3 AND role = $1)";
    let values = [FileRole::Picture.code().into(), shown_by.kind().into(), shown_by.number().into()];
    execute(connection, sql, values).await.map(drop)
}

impl Store {
    /// Lets go of pictures that were taken in before this moment, by the machine's clock, and that no text has named since; what
    /// stands in a text that is typed and not saved stays. Answers how many; they are pruned as all unused files are.
    pub async fn let_go_of_pictures(&self, before: Timestamp) -> Result<u64, StoreError> {
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let sql = "DELETE FROM file_uses WHERE subject_kind = 'person' AND role = $1 \
                   AND EXISTS (SELECT 1 FROM file_puts p WHERE p.hash = file_uses.hash AND p.put_at < $2) \
                   AND NOT EXISTS (SELECT 1 FROM sheets s WHERE s.person_id = file_uses.subject_number \
                   AND s.form LIKE '%' || file_uses.hash || '%')";
        let values: [Value; 2] = [FileRole::Picture.code().into(), before.as_millisecond().into()];
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        let gone = connection.execute_raw(statement).await?.rows_affected();
        // No page shows it.
        transaction.commit_unseen().await?;
        Ok(gone)
    }
}
