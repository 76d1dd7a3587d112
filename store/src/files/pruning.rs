//! Taking away what nothing names: bytes that were put for an act that was then refused, and files whose last use is over.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::kept as files;
use crate::{
    Store, StoreError,
    blobs::{Blobs, place},
};

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
        let listed = blobs.list().await?;
        let used: BTreeSet<String> = files::used(&self.connection).await?.into_iter().collect();
        for blob in listed.iter().filter(|blob| blob.put_at < before && !used.contains(&blob.hash)) {
            if self.forget_unused(&*blobs, &blob.hash, Some(before)).await? {
                pruned.files += 1;
                pruned.bytes += blob.size;
            }
        }
        // Those of which nothing is left but the name.
        let there: BTreeSet<&str> = listed.iter().map(|blob| blob.hash.as_str()).collect();
        for file in files::unused(&self.connection).await? {
            if !there.contains(file.hash.as_str()) {
                self.forget_unused(&*blobs, &file.hash, Some(before)).await?;
            }
        }
        Ok(pruned)
    }

    /// Takes away at once every file whose last use is over: for texts that must not be here any more.
    pub(crate) async fn forget_unused_files(&self) -> Result<(), StoreError> {
        let blobs = self.blobs_now().await?;
        for file in files::unused(&self.connection).await? {
            self.forget_unused(&*blobs, &file.hash, None).await?;
        }
        Ok(())
    }

    /// Looks once more while nobody else writes, then takes the file away.
    async fn forget_unused(
        &self,
        blobs: &dyn Blobs,
        hash: &str,
        before: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let transaction = self.begin().await?;
        let is_used = !files::uses(transaction.connection(), hash).await?.is_empty();
        let put_at = blobs.put_at(hash).await?;
        let is_young = before.is_some_and(|before| put_at.is_some_and(|put_at| put_at >= before));
        if is_used || is_young || place(transaction.connection()).await? != *blobs.place() {
            return Ok(false);
        }
        blobs.delete(hash, &transaction.inner).await?;
        files::forget(transaction.connection(), hash).await?;
        // No page shows it.
        transaction.commit_unseen().await?;
        Ok(true)
    }
}
