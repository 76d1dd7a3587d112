//! Moving all files from one place to another, while the program may be serving them.
//!
//! Everything is copied and compared first; then, in one transaction in which no file is new, the database says where
//! files are from now on. Whoever interrupts it before that has changed nothing, and the next time goes on from there.

use std::collections::BTreeSet;

use super::kept::{self as files, hash};
use crate::{
    Store, StoreError,
    blobs::{Blobs, Place, place, set_place},
    execute,
};

/// How far it has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moving {
    pub done: u64,
    pub all: u64,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: Place,
    /// How many files, and how many bytes, are there now, all compared.
    pub files: u64,
    pub bytes: u64,
    /// Those among them that were there from an earlier attempt.
    pub there_already: u64,
}

impl Store {
    /// Moves every named file to this place, and says from then on that files are there. What it leaves at a folder or a store
    /// of objects from which it came stays there, for whoever wants to look first; the database gives its room free.
    pub async fn move_files(
        &self,
        to: &Place,
        told: &mut (dyn FnMut(Moving) + Send),
    ) -> Result<Moved, StoreError> {
        let (source, target) = (self.blobs_now().await?, self.open_place(to)?);
        target.prepare().await?;
        let mut moved = Moved { from: source.place().clone(), files: 0, bytes: 0, there_already: 0 };
        let mut done = BTreeSet::new();
        loop {
            let all = files::all(&self.connection).await?;
            let missing: Vec<_> = all.iter().filter(|file| !done.contains(&file.hash)).collect();
            for file in missing {
                let is_there = source.place() == to
                    || target.get(&file.hash).await?.is_some_and(|bytes| hash(&bytes) == file.hash);
                if is_there {
                    moved.there_already += 1;
                } else {
                    carry(&*source, &*target, &file.hash).await?;
                }
                moved.files += 1;
                moved.bytes += file.size;
                done.insert(file.hash.clone());
                told(Moving { done: moved.files, all: all.len() as u64 });
            }
            if source.place() == to {
                return Ok(moved);
            }
            // From here on nobody names a file.
            let transaction = self.begin().await?;
            let now = files::all(transaction.connection()).await?;
            if now.iter().any(|file| !done.contains(&file.hash)) {
                continue;
            }
            if place(transaction.connection()).await? != moved.from {
                return Err(StoreError::Moved);
            }
            set_place(transaction.connection(), to).await?;
            if moved.from == Place::Database {
                execute(transaction.connection(), "DELETE FROM blobs", []).await?;
            }
            transaction.commit_unseen().await?;
            self.known.set(&target);
            return Ok(moved);
        }
    }

    /// Brings the bytes of every file that this copy of a database names into itself, from where it says that they are, and
    /// compares them: for a copy that is to stand alone. Nothing else stays among its bytes. Answers where they were.
    pub async fn gather(&self, source: &Self) -> Result<Place, StoreError> {
        // What is moved meanwhile stays where it was, too.
        let at = place(&self.connection).await?;
        let (from, here) = (source.open_place(&at)?, self.open_place(&Place::Database)?);
        for file in files::all(&self.connection).await? {
            match at {
                Place::Database => compared(&*here, &file.hash).await.map(drop)?,
                _ => carry(&*from, &*here, &file.hash).await?,
            }
        }
        for table in ["blobs", "file_puts"] {
            let sql = format!("DELETE FROM {table} WHERE hash NOT IN (SELECT hash FROM files)");
            execute(&self.connection, &sql, []).await?;
        }
        set_place(&self.connection, &Place::Database).await?;
        Ok(at)
    }
}

/// A file's bytes, which are what its name says.
async fn compared(place: &dyn Blobs, name: &str) -> Result<Vec<u8>, StoreError> {
    match place.get(name).await? {
        Some(bytes) if hash(&bytes) == name => Ok(bytes),
        Some(_) => Err(StoreError::DamagedFile { hash: name.to_owned() }),
        None => Err(StoreError::LostFile { hash: name.to_owned() }),
    }
}

/// Copies one file and compares it where it arrived.
async fn carry(source: &dyn Blobs, target: &dyn Blobs, name: &str) -> Result<(), StoreError> {
    target.put(name, compared(source, name).await?).await?;
    compared(target, name).await.map(drop)
}
