//! Bytes in a store of objects that speaks S3: of a cloud, or of the house (MinIO, Ceph, Garage).

use std::time::Duration;

use async_trait::async_trait;
use object_store::{
    ClientOptions, ObjectStore, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
};
use sea_orm::DatabaseTransaction;

use super::{blob::Blobs, place::Place};
use crate::StoreError;

/// How long one request may take, and how long one is tried again: somebody may be waiting for it.
const LONGEST: Duration = Duration::from_secs(30);
const LONGEST_TRYING: Duration = Duration::from_secs(20);
const LONGEST_CONNECTING: Duration = Duration::from_secs(5);

/// Asked for where it only matters whether the store answers.
const NO_FILE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who asks.
const ACCOUNT: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/// Objects of one bucket below a prefix.
#[derive(Debug)]
pub(super) struct Objects {
    place: Place,
    prefix: Path,
    store: AmazonS3,
}

impl Objects {
    /// Who asks and where is said by the variables that every program for S3 knows. Without TLS nothing is sent unless
    /// `AWS_ALLOW_HTTP` says so.
    pub(super) fn new(bucket: &str, prefix: &str) -> Result<Self, StoreError> {
        let place = Place::Objects { bucket: bucket.to_owned(), prefix: prefix.to_owned() };
        // Without them the library would ask Amazon's own machines who it is.
        if let Some(missing) = ACCOUNT.into_iter().find(|name| std::env::var_os(name).is_none()) {
            return Err(StoreError::Place(format!("要用 {place}，先设置环境变量 {missing}")));
        }
        let options = ClientOptions::new()
            .with_timeout(LONGEST)
            .with_connect_timeout(LONGEST_CONNECTING)
            .with_allow_http(std::env::var("AWS_ALLOW_HTTP").is_ok_and(|value| is_yes(&value)));
        let retry = RetryConfig { max_retries: 3, retry_timeout: LONGEST_TRYING, ..RetryConfig::default() };
        let store = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_client_options(options)
            .with_retry(retry)
            .build()
            .map_err(|error| fault(&place, &error))?;
        Ok(Self { prefix: Path::from(prefix), place, store })
    }

    fn path(&self, hash: &str) -> Path {
        self.prefix.child(hash.get(..2).unwrap_or_default()).child(hash)
    }

    /// Nothing, where it is not there.
    fn there<T>(&self, read: object_store::Result<T>) -> Result<Option<T>, StoreError> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(fault(&self.place, &error)),
        }
    }
}

fn is_yes(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on")
}

fn fault(place: &Place, error: &object_store::Error) -> StoreError {
    StoreError::Blobs { place: place.to_string(), fault: error.to_string() }
}

#[async_trait]
impl Blobs for Objects {
    fn place(&self) -> &Place {
        &self.place
    }

    async fn prepare(&self) -> Result<(), StoreError> {
        self.answers().await
    }

    async fn answers(&self) -> Result<(), StoreError> {
        self.there(self.store.head(&self.path(NO_FILE)).await).map(drop)
    }

    async fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let put = self.store.put(&self.path(hash), bytes.into()).await;
        put.map(drop).map_err(|error| fault(&self.place, &error))
    }

    async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(found) = self.there(self.store.get(&self.path(hash)).await)? else { return Ok(None) };
        let bytes = found.bytes().await.map_err(|error| fault(&self.place, &error))?;
        Ok(Some(bytes.into()))
    }

    async fn delete(&self, hash: &str, _: &DatabaseTransaction) -> Result<(), StoreError> {
        self.there(self.store.delete(&self.path(hash)).await).map(drop)
    }
}
