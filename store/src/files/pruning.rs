//! Taking away what nothing names: bytes that were put for an act that was then refused, and files whose last use is over.

use jiff::{SignedDuration, Timestamp};

use super::{
    kept::{self as files, PutFile},
    puts,
};
use crate::{
    Store, StoreError,
    blobs::{Blobs, place},
};

/// So long an act may take to name what it has put.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(1);

/// What was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    pub files: u64,
    pub bytes: u64,
}

impl Store {
    /// Takes away every file that nothing uses and that was put before this moment, by the machine's clock: a day ago at least,
    /// since bytes are put before the act that names them.
    pub async fn prune_files(&self, before: Timestamp) -> Result<Pruned, StoreError> {
        let blobs = self.blobs_now().await?;
        let mut pruned = Pruned::default();
        for (hash, size, _) in puts::unused(&self.connection).await? {
            if self.forget_unused(&*blobs, &hash, Some(before)).await? {
                pruned.files += 1;
                pruned.bytes += size;
            }
        }
        Ok(pruned)
    }

    /// Takes away at once every file whose last use is over, and what was put for nothing, unless somebody may be about to name
    /// it: for texts that must not be here any more.
    pub(crate) async fn forget_unused_files(&self) -> Result<(), StoreError> {
        let blobs = self.blobs_now().await?;
        for (hash, _, is_named) in puts::unused(&self.connection).await? {
            let before = (!is_named).then(|| Timestamp::now() - UNDER_WAY);
            self.forget_unused(&*blobs, &hash, before).await?;
        }
        Ok(())
    }

    /// Takes away what was put and will not be named; it stays where something else uses it.
    pub async fn take_back(&self, put: &PutFile) -> Result<(), StoreError> {
        let blobs = self.blobs_now().await?;
        self.forget_unused(&*blobs, put.hash(), None).await.map(drop)
    }

    /// Looks once more while nobody else writes, then takes the file away.
    async fn forget_unused(
        &self,
        blobs: &dyn Blobs,
        hash: &str,
        before: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let put_at = puts::put_at(connection, hash).await?;
        let is_young =
            before.is_some_and(|before| put_at.is_some_and(|put_at| put_at >= before.as_millisecond()));
        let is_used = !files::uses(connection, hash).await?.is_empty();
        if put_at.is_none() || is_used || is_young || place(connection).await? != *blobs.place() {
            return Ok(false);
        }
        blobs.delete(hash, &transaction.inner).await?;
        files::forget(connection, hash).await?;
        // No page shows it.
        transaction.commit_unseen().await?;
        Ok(true)
    }
}
