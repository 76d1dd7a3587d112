//! A folder beside a backup, in which one is made or looked into before anybody may see it.

use std::{
    ffi::OsString,
    fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use super::BackupError;

/// A folder that nobody else sees into, and that goes when it is not needed any more.
pub(super) struct Hidden(PathBuf);

impl Hidden {
    pub(super) fn beside(file: &Path) -> Result<Self, BackupError> {
        let name = file
            .file_name()
            .ok_or_else(|| BackupError::File(file.to_owned(), io::ErrorKind::IsADirectory.into()))?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.{:08x}", std::process::id(), rand::random::<u32>()));
        let hidden = Self(file.with_file_name(hidden));
        make_folder(&hidden.0)?;
        Ok(hidden)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Another folder in it.
    pub(super) fn room(&self, name: &str) -> Result<PathBuf, BackupError> {
        let room = self.0.join(name);
        make_folder(&room)?;
        Ok(room)
    }
}

fn make_folder(folder: &Path) -> Result<(), BackupError> {
    let made = fs::DirBuilder::new().mode(0o700).create(folder);
    made.map_err(|error| BackupError::File(folder.to_owned(), error))
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // The first error is the one to tell.
        let _ = fs::remove_dir_all(&self.0);
    }
}
