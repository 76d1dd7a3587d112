//! Writing a backup.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::{BackupError, DATABASE, FORMAT, FileLine, MANIFEST, Manifest, Summary};
use crate::store::Store;

/// Folders within folders; deeper ones are a loop of links.
const DEEPEST: usize = 16;

/// Copies a data folder to one file, while the program may be serving it. The file is there whole or not at all.
pub async fn back_up(data: &Path, out: &Path, now: jiff::Timestamp) -> Result<Summary, BackupError> {
    if !data.join(DATABASE).is_file() {
        return Err(BackupError::NoDatabase(data.to_owned()));
    }
    let copy = Hidden::beside(out, "sqlite")?;
    let archive = Hidden::beside(out, "partial")?;
    let store = Store::open(&Store::sqlite_address(data)).await?;
    store.copy_to(&copy.0).await?;
    store.close().await?;
    let files = files_of(data, out)?;
    let manifest = pack(data, &copy.0, files, &archive.0, now)
        .map_err(|error| BackupError::File(archive.0.clone(), error))?;
    fs::rename(&archive.0, out).map_err(|error| BackupError::File(out.to_owned(), error))?;
    Ok(Summary::of(&manifest))
}

/// A file that is in the way of nobody and goes when it is not needed any more.
struct Hidden(PathBuf);

impl Hidden {
    fn beside(file: &Path, ending: &str) -> Result<Self, BackupError> {
        let name = file
            .file_name()
            .ok_or_else(|| BackupError::File(file.to_owned(), io::ErrorKind::IsADirectory.into()))?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.{ending}", std::process::id()));
        Ok(Self(file.with_file_name(hidden)))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // It has been renamed, or never came to be, or the first error is the one to tell.
        let _ = fs::remove_file(&self.0);
    }
}

/// The paths of all files in the data folder, the database's and the backup's own left out.
fn files_of(data: &Path, out: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let out = out.canonicalize().ok();
    let mut files = Vec::new();
    let mut folders = vec![(data.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let unreadable = |error| BackupError::File(folder.clone(), error);
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let metadata = fs::metadata(&path).map_err(|error| BackupError::File(path.clone(), error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_hidden = name.starts_with('.');
            let is_database = depth == 0 && name.starts_with(DATABASE);
            if metadata.is_dir() && depth < DEEPEST && !is_hidden {
                folders.push((path, depth + 1));
            } else if metadata.is_file() && !is_hidden && !is_database && path.canonicalize().ok() != out {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn pack(
    data: &Path,
    database: &Path,
    files: Vec<PathBuf>,
    archive: &Path,
    now: jiff::Timestamp,
) -> io::Result<Manifest> {
    let gzip = GzEncoder::new(File::create_new(archive)?, Compression::fast());
    let mut tar = tar::Builder::new(gzip);
    let mut lines = vec![append(&mut tar, DATABASE, database, now)?];
    for file in files {
        // Every path was found within the folder.
        let name = file.strip_prefix(data).unwrap_or(&file).to_string_lossy().into_owned();
        lines.push(append(&mut tar, &name, &file, now)?);
    }
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { format: FORMAT.to_owned(), program, made_at: now, files: lines };
    let json = serde_json::to_vec_pretty(&manifest)?;
    tar.append_data(&mut header(json.len() as u64, now), MANIFEST, json.as_slice())?;
    let mut file = tar.into_inner()?.finish()?;
    file.flush()?;
    file.sync_all()?;
    Ok(manifest)
}

fn append(
    tar: &mut tar::Builder<GzEncoder<File>>,
    name: &str,
    path: &Path,
    now: jiff::Timestamp,
) -> io::Result<FileLine> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let mut reader = Hashing { inner: &mut file, hash: Sha256::new(), bytes: 0 };
    tar.append_data(&mut header(bytes, now), name, &mut reader)?;
    if reader.bytes != bytes {
        return Err(io::Error::other(format!("{name} 在备份时被改动，请再备份一次")));
    }
    let sha256 = reader.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(FileLine { path: name.to_owned(), bytes, sha256 })
}

fn header(bytes: u64, now: jiff::Timestamp) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(now.as_second().unsigned_abs());
    header
}

/// Hashes what is read.
struct Hashing<'a> {
    inner: &'a mut File,
    hash: Sha256,
    bytes: u64,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}
