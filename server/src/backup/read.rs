//! Restoring a backup, and looking whether it can be restored.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read, Write},
    path::Path,
};

use domain::hexadecimal::hexadecimal;
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};
use store::Store;

use super::{
    BackupError, DATABASE, FORMAT, FileLine, Identities, MANIFEST, Manifest, Summary,
    held::{MOST_ENTRIES, may_be_in_a_backup},
    hidden::Hidden,
    keys::Opened,
};
use crate::folder::Filling;

/// Fills an empty folder from a backup. Every file is compared with the manifest, and the database looked over,
/// before anything is there to be seen.
///
/// Where a PostgreSQL database is named, it must be one in which nobody works yet; all that the backup's database holds
/// goes there, and the folder gets the other files alone.
pub async fn restore(
    backup: &Path,
    data: &Path,
    database: Option<&str>,
    identities: &Identities,
) -> Result<Summary, BackupError> {
    let opened = Opened::open(backup, identities)?;
    let filling = Filling::begin(data)?;
    let (store, summary) = look_over(backup, opened, filling.path()).await?;
    // Backups of earlier versions hold sessions.
    let filled = match (store.forget_passing().await, database) {
        (Ok(()), Some(address)) => fill(address, &store).await,
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Ok(()),
    };
    store.close().await?;
    filled?;
    if database.is_some() {
        let copy = filling.path().join(DATABASE);
        fs::remove_file(&copy).map_err(|error| BackupError::File(copy, error))?;
    }
    filling.finish(DATABASE)?;
    Ok(summary)
}

/// Looks whether a backup is whole, without restoring it: it is unpacked beside itself, where it may be read by nobody
/// else, and goes again.
pub async fn check(backup: &Path, identities: &Identities) -> Result<Summary, BackupError> {
    let opened = Opened::open(backup, identities)?;
    let place = Hidden::beside(backup)?;
    let (store, summary) = look_over(backup, opened, place.path()).await?;
    store.close().await?;
    Ok(summary)
}

/// Unpacks a backup into an empty folder, compares every file with the manifest, and looks over the database.
pub(super) async fn look_over(
    backup: &Path,
    opened: Opened,
    folder: &Path,
) -> Result<(Store, Summary), BackupError> {
    let broken = |fault: String| BackupError::Broken { path: backup.to_owned(), fault };
    let is_encrypted = opened.is_encrypted;
    let (manifest, found) = unpack(opened, folder).map_err(broken)?;
    compare(&manifest, found).map_err(broken)?;
    let store = Store::open(&Store::sqlite_address(folder)).await?;
    let looked = async {
        store.tidy_schema().await?;
        store.check().await?;
        store.contents().await
    };
    match looked.await {
        Ok(contents) => Ok((store, Summary::of(&manifest, is_encrypted, contents))),
        Err(error) => {
            store.close().await?;
            Err(error.into())
        }
    }
}

/// Brings a backup's database up to date and copies it to where nobody works yet.
async fn fill(address: &str, backup: &Store) -> Result<(), BackupError> {
    let target = Store::open(address).await?;
    let filled = async {
        target.migrate().await?;
        if target.holds_anything().await? {
            return Err(BackupError::InUse);
        }
        backup.migrate().await?;
        target.fill_from(backup).await?;
        Ok(())
    };
    let filled = filled.await;
    target.close().await?;
    filled
}

/// Writes the archive's files below the folder; answers the manifest and what was really found.
fn unpack(archive: Opened, folder: &Path) -> Result<(Manifest, Vec<FileLine>), String> {
    let damaged = archive.fault();
    let mut room = Room::of(archive.length);
    let mut manifest = None;
    let mut found = Vec::new();
    let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(archive.content)));
    // What makes an entry's name longer is an entry of its own, whose length nobody vouches for: it is read here.
    let mut long_name: Option<Vec<u8>> = None;
    for entry in tar.entries().map_err(&damaged)?.raw(true) {
        let mut entry = entry.map_err(&damaged)?;
        room.take_entry()?;
        if entry.header().entry_type().is_gnu_longname() {
            let name = read_at_most(&mut entry, LONGEST_NAME).map_err(&damaged)?;
            if long_name.replace(name.ok_or("其中有个文件名太长")?).is_some() {
                return Err("其中有个文件有两个名字".to_owned());
            }
            continue;
        }
        let name = long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        let name = String::from_utf8_lossy(&name).trim_end_matches('\0').to_owned();
        if !entry.header().entry_type().is_file() || !may_be_in_a_backup(&name) {
            return Err(format!("其中的 {} 不该在备份里", printable(&name)));
        }
        if name == MANIFEST {
            let json = read_at_most(&mut entry, LARGEST_MANIFEST).map_err(&damaged)?;
            if manifest.replace(json.ok_or("清单太大，不是备份文件")?).is_some() {
                return Err("其中有两份清单".to_owned());
            }
        } else {
            found.push(
                write(&mut room.bounded(&mut entry), name.clone(), &folder.join(&name)).map_err(&damaged)?,
            );
            if room.is_used_up {
                return Err(format!(
                    "解开后远大于备份文件本身，不是备份文件（到 {} 为止）",
                    printable(&name)
                ));
            }
        }
    }
    // The archive ends before the compressed stream does; only at that end is its checksum compared.
    let mut rest = tar.into_inner();
    let padding = io::copy(&mut (&mut rest).take(MOST_PADDING + 1), &mut io::sink()).map_err(&damaged)?;
    let follows = rest.into_inner().read(&mut [0; 1]).map_err(&damaged)?;
    if padding > MOST_PADDING || follows > 0 {
        return Err("末尾有不属于备份的内容".to_owned());
    }
    let manifest = manifest.ok_or("文件不完整，缺少清单")?;
    let manifest: Manifest =
        serde_json::from_slice(&manifest).map_err(|error| format!("清单不能读（{error}）"))?;
    if manifest.format != FORMAT {
        return Err(format!("格式是 {}，这个程序只认得 {FORMAT}", printable(&manifest.format)));
    }
    Ok((manifest, found))
}

/// The longest name within a data folder, in bytes.
const LONGEST_NAME: u64 = 4 << 10;
/// The largest manifest, in bytes: that of as many files as an archive may hold.
const LARGEST_MANIFEST: u64 = 16 << 20;
/// What may follow the archive's end within the compressed stream, in bytes.
const MOST_PADDING: u64 = 1 << 20;
/// What an archive unpacks to at most, in bytes: so much, and so many times its own length. Databases are a tenth when they
/// are compressed, and nothing but zeros a thousandth.
const SMALLEST_ROOM: u64 = 256 << 20;
const MOST_TIMES: u64 = 100;

/// What an archive may still unpack to.
struct Room {
    bytes: u64,
    entries: usize,
    is_used_up: bool,
}

impl Room {
    fn of(length: u64) -> Self {
        let bytes = SMALLEST_ROOM.saturating_add(length.saturating_mul(MOST_TIMES));
        Self { bytes, entries: MOST_ENTRIES, is_used_up: false }
    }

    fn take_entry(&mut self) -> Result<(), String> {
        self.entries = self.entries.checked_sub(1).ok_or("其中的文件太多，不是备份文件")?;
        Ok(())
    }

    /// An entry that ends where the room does.
    fn bounded<'a, R: Read>(&'a mut self, entry: &'a mut R) -> impl Read + use<'a, R> {
        Bounded { room: self, entry }
    }
}

struct Bounded<'a, R> {
    room: &'a mut Room,
    entry: &'a mut R,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.entry.read(buffer)?;
        match self.room.bytes.checked_sub(count as u64) {
            Some(left) => self.room.bytes = left,
            None => {
                self.room.is_used_up = true;
                return Ok(0);
            }
        }
        Ok(count)
    }
}

/// All of an entry; nothing where it is longer than this.
fn read_at_most(entry: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    entry.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// A text as a terminal may show it.
pub(super) fn printable(text: &str) -> String {
    let shown = text.chars().take(200);
    shown.map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}

fn write(entry: &mut impl Read, name: String, path: &Path) -> io::Result<FileLine> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = File::create_new(path)?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = entry.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        file.write_all(&buffer[..count])?;
        bytes += count as u64;
    }
    file.sync_all()?;
    let sha256 = hexadecimal(hash.finalize());
    Ok(FileLine { path: name, bytes, sha256 })
}

fn compare(manifest: &Manifest, mut found: Vec<FileLine>) -> Result<(), String> {
    let mut expected = manifest.files.clone();
    expected.sort();
    found.sort();
    if let Some(twice) = expected.windows(2).find(|pair| pair[0].path == pair[1].path) {
        return Err(format!("清单里 {} 写了两次", printable(&twice[0].path)));
    }
    if let Some(line) = expected.iter().find(|line| !found.contains(line)) {
        return Err(format!("其中的 {} 与清单不符，文件已损坏", printable(&line.path)));
    }
    if let Some(line) = found.iter().find(|line| !expected.contains(line)) {
        return Err(format!("其中的 {} 不在清单里", printable(&line.path)));
    }
    if expected.iter().any(|line| line.path == DATABASE) {
        Ok(())
    } else {
        Err("其中没有数据库".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_to_more_than_there_is_room_for_ends() {
        let mut room = Room { bytes: 10, entries: 1, is_used_up: false };
        let mut first = [1_u8; 6].as_slice();
        assert_eq!(io::copy(&mut room.bounded(&mut first), &mut io::sink()).expect("bytes"), 6);
        let mut second = [1_u8; 6].as_slice();
        io::copy(&mut room.bounded(&mut second), &mut io::sink()).expect("bytes");
        assert!(room.is_used_up);
        assert!(room.take_entry().is_ok() && room.take_entry().is_err());
    }
}
