//! What every place for bytes can do.

use std::fmt;

use async_trait::async_trait;
use sea_orm::DatabaseTransaction;

use super::place::Place;
use crate::StoreError;

/// A place in which bytes are kept under their hashes.
#[async_trait]
pub trait Blobs: fmt::Debug + Send + Sync {
    /// Which place it is.
    fn place(&self) -> &Place;

    /// Makes it ready to be used; for when it is chosen, and never by the way: a disk that is not there must not be mistaken
    /// for an empty one.
    async fn prepare(&self) -> Result<(), StoreError>;

    /// Whether it is there at all.
    async fn answers(&self) -> Result<(), StoreError>;

    /// Keeps bytes under their hash. To put them once more changes nothing.
    async fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<(), StoreError>;

    /// The bytes as they are there; whether they have their hash is for the caller to look.
    async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Takes bytes away. Whoever does so holds the writer's place and has seen that nothing names them, so that nobody names
    /// them meanwhile.
    async fn delete(&self, hash: &str, within: &DatabaseTransaction) -> Result<(), StoreError>;
}
