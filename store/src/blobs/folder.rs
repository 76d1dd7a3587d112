//! Bytes in a folder, a file for each, in as many folders as two hexadecimal digits name.
//!
//! A file is there whole or not at all: it is written among those that come in, brought to the disk, and renamed.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use jiff::Timestamp;
use sea_orm::DatabaseTransaction;

use super::{
    blob::{Blob, Blobs},
    place::Place,
};
use crate::StoreError;

/// Where files are written before they have their names.
const INCOMING: &str = "incoming";

/// What was begun that long ago was never finished.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of bytes.
#[derive(Debug)]
pub(super) struct Folder {
    place: Place,
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { place: Place::Folder(root.to_owned()), root: root.to_owned() }
    }

    /// Does what waits for a disk on a thread that may wait.
    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (root, place) = (self.root.clone(), self.place.to_string());
        let done = tokio::task::spawn_blocking(move || work(&root)).await;
        let done = done.unwrap_or_else(|panic| Err(io::Error::other(panic)));
        done.map_err(|error| StoreError::Blobs { place, fault: error.to_string() })
    }
}

#[async_trait]
impl Blobs for Folder {
    fn place(&self) -> &Place {
        &self.place
    }

    async fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let hash = hash.to_owned();
        self.on_disk(move |root| put(root, &hash, &bytes)).await
    }

    async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let hash = hash.to_owned();
        self.on_disk(move |root| there(fs::read(path(root, &hash)?))).await
    }

    async fn put_at(&self, hash: &str) -> Result<Option<Timestamp>, StoreError> {
        let hash = hash.to_owned();
        let modified = self.on_disk(move |root| {
            // Where there is no folder, nothing is missing from it: it may only not be mounted.
            fs::create_dir_all(root)?;
            there(fs::metadata(path(root, &hash)?).and_then(|metadata| metadata.modified()))
        });
        Ok(modified.await?.map(timestamp))
    }

    async fn delete(&self, hash: &str, _: &DatabaseTransaction) -> Result<(), StoreError> {
        let hash = hash.to_owned();
        self.on_disk(move |root| there(fs::remove_file(path(root, &hash)?)).map(drop)).await
    }

    async fn list(&self) -> Result<Vec<Blob>, StoreError> {
        self.on_disk(list).await
    }
}

fn timestamp(time: SystemTime) -> Timestamp {
    Timestamp::try_from(time).unwrap_or(Timestamp::MIN)
}

/// Nothing, where it is not there.
fn there<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether it is a hash, and not a path to somewhere else.
fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn path(root: &Path, hash: &str) -> io::Result<PathBuf> {
    match is_hash(hash) {
        true => Ok(root.join(&hash[..2]).join(hash)),
        false => Err(io::ErrorKind::NotFound.into()),
    }
}

fn put(root: &Path, hash: &str, bytes: &[u8]) -> io::Result<()> {
    let target = path(root, hash)?;
    let (shard, incoming) = (target.parent().unwrap_or(root), root.join(INCOMING));
    fs::create_dir_all(&incoming)?;
    forget_left_behind(&incoming)?;
    let is_new = !shard.is_dir();
    fs::create_dir_all(shard)?;
    let written = incoming.join(format!("{hash}.{}.{:08x}", std::process::id(), rand::random::<u32>()));
    let kept = File::create_new(&written)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&written, &target))
        .and_then(|()| File::open(shard)?.sync_all())
        .and_then(|()| if is_new { File::open(root)?.sync_all() } else { Ok(()) });
    if kept.is_err() {
        // The first error is the one to tell; what is left behind goes another day.
        let _ = fs::remove_file(&written);
    }
    kept
}

/// What a program that was killed had begun to write.
fn forget_left_behind(incoming: &Path) -> io::Result<()> {
    for entry in fs::read_dir(incoming)? {
        let path = entry?.path();
        let modified = there(fs::metadata(&path).and_then(|metadata| metadata.modified()))?;
        let age = modified.and_then(|modified| modified.elapsed().ok()).unwrap_or_default();
        if age > LEFT_BEHIND {
            there(fs::remove_file(&path))?;
        }
    }
    Ok(())
}

fn list(root: &Path) -> io::Result<Vec<Blob>> {
    let mut blobs = Vec::new();
    for shard in fs::read_dir(root)? {
        let shard = shard?.path();
        let is_shard = shard.file_name().is_some_and(|name| name.len() == 2) && shard.is_dir();
        if !is_shard {
            continue;
        }
        for entry in fs::read_dir(&shard)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Another file may have been put there by hand, and one of ours may be gone since.
            let Some(metadata) = there(entry.metadata())?.filter(|_| is_hash(&name)) else { continue };
            blobs.push(Blob { hash: name, size: metadata.len(), put_at: timestamp(metadata.modified()?) });
        }
    }
    blobs.sort_by(|one, other| one.hash.cmp(&other.hash));
    Ok(blobs)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    #[test]
    fn a_file_is_there_whole_under_its_first_digits_and_nothing_is_left_among_what_comes_in() {
        let root = tempfile::tempdir().expect("a folder");
        for _ in 0..2 {
            put(root.path(), HASH, b"hello").expect("it is kept");
        }
        assert_eq!(fs::read(root.path().join("2c").join(HASH)).expect("the file"), b"hello");
        assert_eq!(fs::read_dir(root.path().join(INCOMING)).expect("a folder").count(), 0);
        fs::write(root.path().join("2c").join("README"), "by hand").expect("a file");
        let listed = list(root.path()).expect("a list");
        assert_eq!(
            listed.iter().map(|blob| (blob.hash.as_str(), blob.size)).collect::<Vec<_>>(),
            [(HASH, 5)]
        );
    }

    #[test]
    fn what_is_no_hash_names_no_file() {
        for name in ["../../etc/passwd", "", "2CF2", "/etc/passwd"] {
            assert!(path(Path::new("/srv"), name).is_err(), "{name}");
        }
    }

    #[test]
    fn what_a_killed_program_had_begun_goes_after_a_day() {
        let root = tempfile::tempdir().expect("a folder");
        let incoming = root.path().join(INCOMING);
        fs::create_dir_all(&incoming).expect("a folder");
        let (old, new) = (incoming.join("old"), incoming.join("new"));
        for path in [&old, &new] {
            fs::write(path, "half").expect("a file");
        }
        let long_ago = SystemTime::now() - LEFT_BEHIND - Duration::from_secs(60);
        File::options().write(true).open(&old).and_then(|file| file.set_modified(long_ago)).expect("a time");
        put(root.path(), HASH, b"hello").expect("it is kept");
        assert!(!old.exists() && new.exists());
    }
}
