//! Bytes in a folder, a file for each, in as many folders as two hexadecimal digits name.
//!
//! A file is there whole or not at all: it is written among those that come in, brought to the disk, and renamed.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;
use sea_orm::DatabaseTransaction;

use super::{blob::Blobs, place::Place};
use crate::StoreError;

/// A file by which the folder is known.
const MARK: &str = "jianbao-files";

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

    async fn prepare(&self) -> Result<(), StoreError> {
        self.on_disk(prepare).await
    }

    async fn answers(&self) -> Result<(), StoreError> {
        self.on_disk(is_there).await
    }

    async fn put(&self, hash: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let hash = hash.to_owned();
        self.on_disk(move |root| put(root, &hash, &bytes)).await
    }

    async fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let hash = hash.to_owned();
        let read = move |root: &Path| match there(fs::read(path(root, &hash)?))? {
            // Where there is no folder, nothing is missing from it.
            None => is_there(root).map(|()| None),
            read => Ok(read),
        };
        self.on_disk(read).await
    }

    async fn delete(&self, hash: &str, _: &DatabaseTransaction) -> Result<(), StoreError> {
        let hash = hash.to_owned();
        let delete = move |root: &Path| {
            is_there(root)?;
            there(fs::remove_file(path(root, &hash)?)).map(drop)
        };
        self.on_disk(delete).await
    }
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

/// Makes the folder, and leaves its mark.
fn prepare(root: &Path) -> io::Result<()> {
    fs::create_dir_all(root)?;
    let mut mark = File::options().create(true).append(true).open(root.join(MARK))?;
    if mark.metadata()?.len() == 0 {
        mark.write_all("这里存放 jianbao 的文件，请勿改动。\n".as_bytes())?;
    }
    mark.sync_all()?;
    File::open(root)?.sync_all()
}

/// A disk that is not mounted leaves an empty folder behind, without the mark.
fn is_there(root: &Path) -> io::Result<()> {
    match root.join(MARK).is_file() {
        true => Ok(()),
        false => Err(io::Error::other(format!("里面没有 {MARK}：磁盘没有挂上，或者不是存放文件的文件夹"))),
    }
}

fn put(root: &Path, hash: &str, bytes: &[u8]) -> io::Result<()> {
    is_there(root)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    #[test]
    fn a_file_is_there_whole_under_its_first_digits_and_nothing_is_left_among_what_comes_in() {
        let root = tempfile::tempdir().expect("a folder");
        let refused = put(root.path(), HASH, b"hello").expect_err("nobody has chosen it");
        assert!(refused.to_string().contains("没有挂上"), "{refused}");
        prepare(root.path()).expect("it is made ready");
        for _ in 0..2 {
            put(root.path(), HASH, b"hello").expect("it is kept");
        }
        assert_eq!(fs::read(root.path().join("2c").join(HASH)).expect("the file"), b"hello");
        assert_eq!(fs::read_dir(root.path().join(INCOMING)).expect("a folder").count(), 0);
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
        prepare(root.path()).expect("it is made ready");
        let incoming = root.path().join(INCOMING);
        fs::create_dir_all(&incoming).expect("a folder");
        let (old, new) = (incoming.join("old"), incoming.join("new"));
        for path in [&old, &new] {
            fs::write(path, "half").expect("a file");
        }
        let long_ago = std::time::SystemTime::now() - LEFT_BEHIND - Duration::from_secs(60);
        File::options().write(true).open(&old).and_then(|file| file.set_modified(long_ago)).expect("a time");
        put(root.path(), HASH, b"hello").expect("it is kept");
        assert!(!old.exists() && new.exists());
    }
}
