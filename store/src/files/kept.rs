//! Names, uses and bytes of files.

use domain::{file_role::FileRole, hexadecimal::hexadecimal, subject::Subject};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::Query};
use sha2::{Digest, Sha256};

use super::puts;
use crate::{
    Connection, Store, StoreError,
    blobs::{self, Place},
    execute,
};

mod file {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        pub media_type: String,
        pub created_at: i64,
        pub size: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod file_use {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_uses")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_number: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub role: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is known of a kept file beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    pub hash: String,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
}

/// How often bytes are put that somebody takes away meanwhile.
const TRIES: usize = 3;

/// The kinds of files that are pictures.
pub const PICTURES: [&str; 3] = ["image/png", "image/jpeg", "image/svg+xml"];

impl KeptFile {
    /// Whether it is a picture that a text may hold.
    fn is_picture(&self) -> bool {
        PICTURES.contains(&self.media_type.as_str())
    }
}

/// What a file is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileUse {
    pub subject: Subject,
    pub role: FileRole,
}

/// Bytes that were put and that nothing names yet.
#[derive(Clone, Debug)]
pub struct PutFile {
    hash: String,
    size: u64,
    place: Place,
}

impl PutFile {
    /// The name under which they are kept.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// The name under which bytes are kept: their SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hexadecimal(Sha256::digest(bytes))
}

impl Store {
    /// Puts bytes where files are kept, before the transaction that names them begins.
    pub async fn put_file(&self, bytes: Vec<u8>) -> Result<PutFile, StoreError> {
        let (hash, size) = (hash(&bytes), bytes.len() as u64);
        for _ in 0..TRIES {
            let blobs = self.blobs_now().await?;
            puts::note(self, &hash, size).await?;
            blobs.put(&hash, bytes.clone()).await?;
            // Somebody may have taken the same bytes away, since nothing used them a moment ago.
            if puts::put_at(&self.connection, &hash).await?.is_some() {
                return Ok(PutFile { hash, size, place: blobs.place().clone() });
            }
        }
        Err(StoreError::Moved)
    }

    /// A file's bytes, as they were put; damaged ones are an error.
    pub async fn file(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = self.kept_bytes(name).await?;
        match bytes {
            Some(bytes) if hash(&bytes) != name => Err(StoreError::DamagedFile { hash: name.to_owned() }),
            bytes => Ok(bytes),
        }
    }
}

/// Names bytes that were put; answers their hash. They must still be there, where files are kept now: nobody takes any away
/// while somebody writes.
pub async fn name(
    connection: &impl Connection,
    put: &PutFile,
    media_type: &str,
    now: jiff::Timestamp,
) -> Result<String, StoreError> {
    if blobs::place(connection).await? != put.place || puts::put_at(connection, &put.hash).await?.is_none() {
        return Err(StoreError::Moved);
    }
    let row = file::ActiveModel {
        hash: Set(put.hash.clone()),
        media_type: Set(media_type.to_owned()),
        size: Set(i64::try_from(put.size).unwrap_or(i64::MAX)),
        created_at: Set(now.as_millisecond()),
    };
    file::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(connection).await?;
    Ok(put.hash.clone())
}

/// Notes what a named file is used for. To note it twice is to note it once.
pub async fn use_file(
    connection: &impl Connection,
    hash: &str,
    subject: Subject,
    role: FileRole,
) -> Result<(), StoreError> {
    let row = file_use::ActiveModel {
        hash: Set(hash.to_owned()),
        subject_kind: Set(subject.kind().to_owned()),
        subject_number: Set(subject.number()),
        role: Set(role.code().to_owned()),
    };
    file_use::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(connection).await?;
    Ok(())
}

/// Ends a use. A file without any is pruned.
pub async fn end_use(
    connection: &impl Connection,
    hash: &str,
    subject: Subject,
    role: FileRole,
) -> Result<(), StoreError> {
    let key = (hash.to_owned(), subject.kind().to_owned(), subject.number(), role.code().to_owned());
    file_use::Entity::delete_by_id(key).exec(connection).await?;
    Ok(())
}

/// What a file is used for; nothing where it is not known.
pub async fn uses(connection: &impl Connection, hash: &str) -> Result<Vec<FileUse>, StoreError> {
    let rows = file_use::Entity::find()
        .filter(file_use::Column::Hash.eq(hash))
        .order_by_asc(file_use::Column::SubjectKind)
        .order_by_asc(file_use::Column::SubjectNumber)
        .all(connection)
        .await?;
    let uses = rows.into_iter().map(|row| {
        let broken = |fault: String| StoreError::broken("file_uses", row.subject_number, fault);
        let subject = Subject::from_parts(&row.subject_kind, row.subject_number)
            .ok_or_else(|| broken(format!("没有“{}”", row.subject_kind)))?;
        let role =
            FileRole::from_code(&row.role).ok_or_else(|| broken(format!("没有“{}”这种用处", row.role)))?;
        Ok(FileUse { subject, role })
    });
    uses.collect()
}

/// The hashes of all files that something uses, in their order.
pub async fn used(connection: &impl Connection) -> Result<Vec<String>, StoreError> {
    let hashes = file_use::Entity::find()
        .select_only()
        .column(file_use::Column::Hash)
        .distinct()
        .order_by_asc(file_use::Column::Hash)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(hashes)
}

/// What is known of a named file.
pub async fn find(connection: &impl Connection, hash: &str) -> Result<Option<KeptFile>, StoreError> {
    Ok(file::Entity::find_by_id(hash.to_owned()).one(connection).await?.map(kept_file))
}

/// A picture that a text may hold: one that is no page of an issue, whose words not everybody may read.
pub async fn picture(connection: &impl Connection, hash: &str) -> Result<Option<KeptFile>, StoreError> {
    let Some(file) = find(connection, hash).await?.filter(KeptFile::is_picture) else { return Ok(None) };
    let uses = uses(connection, hash).await?;
    Ok(uses.iter().all(|used| used.role == FileRole::Picture).then_some(file))
}

/// Notes that a subject's texts use the pictures that they name, as far as these are known.
pub async fn use_pictures<'a>(
    connection: &impl Connection,
    subject: Subject,
    bodies: impl Iterator<Item = &'a str> + Send,
) -> Result<(), StoreError> {
    let hashes: std::collections::BTreeSet<String> = bodies.flat_map(domain::markdown::pictures).collect();
    for hash in hashes {
        if picture(connection, &hash).await?.is_some() {
            use_file(connection, &hash, subject, FileRole::Picture).await?;
        }
    }
    Ok(())
}

/// Ends every use that a subject makes of pictures.
pub(crate) async fn end_pictures(connection: &impl Connection, subject: Subject) -> Result<(), StoreError> {
    let sql = "DELETE FROM file_uses WHERE subject_kind = $1 AND subject_number = $2 AND role = $3";
    let values = [subject.kind().into(), subject.number().into(), FileRole::Picture.code().into()];
    execute(connection, sql, values).await.map(drop)
}

/// Every named file, in the order of their hashes.
pub async fn all(connection: &impl Connection) -> Result<Vec<KeptFile>, StoreError> {
    let rows = file::Entity::find().order_by_asc(file::Column::Hash).all(connection).await?;
    Ok(rows.into_iter().map(kept_file).collect())
}

/// Every named file whose last use is over.
pub async fn unused(connection: &impl Connection) -> Result<Vec<KeptFile>, StoreError> {
    let used = Query::select().column(file_use::Column::Hash).from(file_use::Entity).to_owned();
    let rows = file::Entity::find()
        .filter(file::Column::Hash.not_in_subquery(used))
        .order_by_asc(file::Column::Hash)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(kept_file).collect())
}

/// How many files there are of each role and how many bytes they come to, in the order of the roles; one that has two counts
/// in both.
pub async fn sizes(connection: &impl Connection) -> Result<Vec<(FileRole, u64, u64)>, StoreError> {
    let mut sizes = Vec::new();
    for role in FileRole::ALL {
        let of_role = Query::select()
            .column(file_use::Column::Hash)
            .from(file_use::Entity)
            .and_where(file_use::Column::Role.eq(role.code()))
            .to_owned();
        let files =
            file::Entity::find().filter(file::Column::Hash.in_subquery(of_role)).all(connection).await?;
        let bytes = files.iter().map(|row| row.size.unsigned_abs()).sum();
        sizes.push((role, files.len() as u64, bytes));
    }
    Ok(sizes)
}

/// Takes an unused file's name away.
pub(super) async fn forget(connection: &impl Connection, hash: &str) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM files WHERE hash = $1", [hash.into()]).await?;
    puts::forget(connection, hash).await
}

/// Takes bytes that nothing uses any more away in the transaction in which the last use ended, where they are in the database;
/// elsewhere they go once it is committed ([`Store::scrub`]).
pub(crate) async fn forget_here(connection: &impl Connection, hash: &str) -> Result<(), StoreError> {
    if blobs::place(connection).await? != blobs::Place::Database || !uses(connection, hash).await?.is_empty()
    {
        return Ok(());
    }
    execute(connection, "DELETE FROM blobs WHERE hash = $1", [hash.into()]).await?;
    forget(connection, hash).await
}

fn kept_file(row: file::Model) -> KeptFile {
    KeptFile { hash: row.hash, media_type: row.media_type, size: row.size.unsigned_abs() }
}
