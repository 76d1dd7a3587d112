//! Restoring a backup, and looking whether it can be restored.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Component, Path},
};

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use super::write::Hidden;
use super::{BackupError, DATABASE, FORMAT, FileLine, Identities, MANIFEST, Manifest, Summary, keys::Opened};
use crate::{folder::Filling, hexadecimal::hexadecimal, store::Store};

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
    let mut manifest = None;
    let mut found = Vec::new();
    let mut tar = tar::Archive::new(GzDecoder::new(archive.content));
    for entry in tar.entries().map_err(&damaged)? {
        let mut entry = entry.map_err(&damaged)?;
        let path = entry.path().map_err(&damaged)?.into_owned();
        let name = path.to_string_lossy().into_owned();
        let is_below = path.components().all(|component| matches!(component, Component::Normal(_)));
        if !is_below || !entry.header().entry_type().is_file() {
            return Err(format!("其中的 {name} 不该在备份里"));
        }
        if name == MANIFEST {
            let mut json = String::new();
            entry.read_to_string(&mut json).map_err(&damaged)?;
            manifest = Some(json);
        } else {
            found.push(write(&mut entry, name, &folder.join(path)).map_err(&damaged)?);
        }
    }
    // The archive ends before the compressed stream does; only at that end is its checksum compared.
    io::copy(&mut tar.into_inner(), &mut io::sink()).map_err(&damaged)?;
    let manifest = manifest.ok_or("文件不完整，缺少清单")?;
    let manifest: Manifest =
        serde_json::from_str(&manifest).map_err(|error| format!("清单不能读（{error}）"))?;
    if manifest.format != FORMAT {
        return Err(format!("格式是 {}，这个程序只认得 {FORMAT}", manifest.format));
    }
    Ok((manifest, found))
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
    if let Some(line) = expected.iter().find(|line| !found.contains(line)) {
        return Err(format!("其中的 {} 与清单不符，文件已损坏", line.path));
    }
    if let Some(line) = found.iter().find(|line| !expected.contains(line)) {
        return Err(format!("其中的 {} 不在清单里", line.path));
    }
    if expected.iter().any(|line| line.path == DATABASE) {
        Ok(())
    } else {
        Err("其中没有数据库".to_owned())
    }
}
