//! Writing a backup.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use domain::hexadecimal::hexadecimal;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use store::{Store, blobs::Place};

use super::{
    BackupError, DATABASE, FORMAT, FileLine, Identities, MANIFEST, Manifest, Recipients, Summary,
    held::{DEEPEST, MOST_ENTRIES, may_be_in_a_backup},
    hidden::Hidden,
    keys::Opened,
    read::look_over,
};

/// What is to be backed up, and to where.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    pub data: &'a Path,
    /// Where the database is PostgreSQL.
    pub database: Option<&'a str>,
    pub out: &'a Path,
    /// Whether a file of that name may be replaced.
    pub force: bool,
    pub recipients: &'a Recipients,
}

/// Copies an office to one file, while the program may be serving it. The file is there whole or not at all: it is
/// written beside its place, read again and looked over, and only then gets its name.
pub async fn back_up(order: Order<'_>, now: jiff::Timestamp) -> Result<Summary, BackupError> {
    let Order { data, out, .. } = order;
    if !order.force && fs::symlink_metadata(out).is_ok() {
        return Err(BackupError::Exists(out.to_owned()));
    }
    if order.database.is_none() && !data.join(DATABASE).is_file() {
        return Err(BackupError::NoDatabase(data.to_owned()));
    }
    let place = Hidden::beside(out)?;
    let (copy, archive) = (place.path().join(DATABASE), place.path().join("archive"));
    let kept = copy_database(order, place.path(), &copy).await?;
    let files = if data.is_dir() { files_of(data, out, kept.as_deref())? } else { Vec::new() };
    // It reads what was written when nobody else's key is at hand, and is forgotten then.
    let own = age::x25519::Identity::generate();
    let sealed = open_to(&archive)
        .and_then(|file| match order.recipients.is_empty() {
            true => pack(data, &copy, files, file, now).map(drop),
            false => {
                let writer = order.recipients.encrypt(&own, file)?;
                pack(data, &copy, files, writer, now)?.finish()?.sync_all()
            }
        })
        .and_then(|()| File::open(&archive)?.sync_all());
    sealed.map_err(|error| BackupError::File(archive.clone(), error))?;
    fs::remove_file(&copy).map_err(|error| BackupError::File(copy.clone(), error))?;
    let identities = Identities::one(own);
    let opened = Opened::open(&archive, &identities)?;
    let (store, summary) = look_over(out, opened, &place.room("check")?).await?;
    store.close().await?;
    give_name(&archive, out, order.force).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(out.to_owned()),
        _ => BackupError::File(out.to_owned(), error),
    })?;
    Ok(summary)
}

/// The database as it stood at one moment, without what is of no use elsewhere, as a SQLite file in a folder. Answers the
/// folder in which files were kept, if it was one.
async fn copy_database(order: Order<'_>, folder: &Path, copy: &Path) -> Result<Option<PathBuf>, BackupError> {
    match order.database {
        None => {
            let source = Store::open(&Store::sqlite_address(order.data)).await?;
            let copied = async {
                source.copy_to(copy).await?;
                stand_alone(folder, &source).await
            };
            let copied = copied.await;
            source.close().await?;
            copied
        }
        Some(address) => {
            let source = Store::open(address).await?;
            let filled = async {
                fill(folder, &source).await?;
                stand_alone(folder, &source).await
            };
            let filled = filled.await;
            source.close().await?;
            filled
        }
    }
}

/// Makes a copy of a database one that needs nothing else: with every file's bytes, wherever they are kept, and without what
/// only passes. Answers the folder in which they were kept, if it was one.
async fn stand_alone(folder: &Path, source: &Store) -> Result<Option<PathBuf>, BackupError> {
    let copy = Store::open(&Store::sqlite_address(folder)).await?;
    let done = async {
        // In one of an earlier version files have no other place.
        let place = match copy.is_ready().await? {
            true => copy.gather(source).await?,
            false => Place::Database,
        };
        copy.forget_passing().await?;
        Ok(match place {
            Place::Folder(path) => Some(path),
            Place::Database | Place::Objects { .. } => None,
        })
    };
    let done = done.await;
    copy.close().await?;
    done
}

async fn fill(folder: &Path, source: &Store) -> Result<(), BackupError> {
    if !source.is_ready().await? {
        return Err(BackupError::OldDatabase);
    }
    let target = Store::open(&Store::sqlite_address(folder)).await?;
    let filled = async {
        target.migrate().await?;
        target.fill_from(source).await.map(drop)
    };
    let filled = filled.await;
    target.close().await?;
    Ok(filled?)
}

/// A new file that nobody else reads.
fn open_to(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Moves the finished file to its name. Another file of that name that came meanwhile is not replaced, either.
fn give_name(archive: &Path, out: &Path, force: bool) -> io::Result<()> {
    if force {
        fs::rename(archive, out)?;
    } else if let Err(error) = fs::hard_link(archive, out) {
        // Some file systems know no second name of a file.
        if error.kind() == io::ErrorKind::AlreadyExists || fs::symlink_metadata(out).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        fs::rename(archive, out)?;
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// The paths of all files in the data folder, the database's and the backup's own left out, and what comes along with the
/// database.
fn files_of(data: &Path, out: &Path, kept: Option<&Path>) -> Result<Vec<PathBuf>, BackupError> {
    let (out, kept) = (out.canonicalize().ok(), kept.and_then(|kept| kept.canonicalize().ok()));
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
            if metadata.is_dir() && depth < DEEPEST && !is_hidden && path.canonicalize().ok() != kept {
                folders.push((path, depth + 1));
            } else if metadata.is_file() && !is_hidden && !is_database && path.canonicalize().ok() != out {
                files.push(path);
            }
        }
    }
    files.sort();
    // What could not be restored is told before anything is copied.
    for path in &files {
        let name = path.strip_prefix(data).unwrap_or(path).to_string_lossy();
        if !may_be_in_a_backup(&name) || *name == *MANIFEST {
            return Err(BackupError::Unfit(path.clone()));
        }
    }
    // Each may need an entry for a long name besides.
    if files.len() > MOST_ENTRIES / 2 - 2 {
        return Err(BackupError::TooMany(files.len()));
    }
    Ok(files)
}

/// Writes the archive and answers what it was written to.
fn pack<W: Write>(
    data: &Path,
    database: &Path,
    files: Vec<PathBuf>,
    to: W,
    now: jiff::Timestamp,
) -> io::Result<W> {
    let gzip = GzEncoder::new(to, Compression::fast());
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
    let mut to = tar.into_inner()?.finish()?;
    to.flush()?;
    Ok(to)
}

fn append<W: Write>(
    tar: &mut tar::Builder<GzEncoder<W>>,
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
    let sha256 = hexadecimal(reader.hash.finalize());
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
        super::go_on()?;
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}
