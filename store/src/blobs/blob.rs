//! What every place for bytes can do.

use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use sea_orm::DatabaseTransaction;

use super::place::Place;
use crate::StoreError;

/// A place in which bytes are kept under their hashes.
#[async_trait]
pub trait Blobs: fmt::Debug + Send + Sync {
    /// Which place it is.
    fn place(&self) -> &Place;

    /// Keeps bytes under their hash. To put them once more changes nothing but the time at which they were put.
    async fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<(), StoreError>;

    /// The bytes as they are there; whether they have their hash is for the caller to look.
    async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// When they were put last; `None` where they are not there.
    async fn put_at(&self, hash: &str) -> Result<Option<Timestamp>, StoreError>;

    /// Takes bytes away. Whoever does so holds the writer's place and has seen that nothing names them, so that nobody names
    /// them meanwhile.
    async fn delete(&self, hash: &str, within: &DatabaseTransaction) -> Result<(), StoreError>;

    /// All that is there.
    async fn list(&self) -> Result<Vec<Blob>, StoreError>;
}

/// What a place says of bytes that it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    pub hash: String,
    pub size: u64,
    pub put_at: Timestamp,
}
