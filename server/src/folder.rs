//! Filling an empty folder, wholly or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why a folder cannot be filled.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("文件夹 {0} 不是空的，没有动它。请换一个空文件夹")]
    NotEmpty(PathBuf),
    #[error("文件夹 {0} 不能使用：{1}")]
    Unusable(PathBuf, io::Error),
}

/// An empty folder that is being filled: everything is put into a hidden folder inside it, on the same file
/// system, and moved up at the end. Dropped before that, it leaves the folder as it was.
#[derive(Debug)]
pub struct Filling {
    folder: PathBuf,
    /// Whether the folder was made for this.
    made: bool,
    staging: PathBuf,
}

impl Filling {
    /// Takes a folder that is empty or does not exist yet.
    pub fn begin(folder: &Path) -> Result<Self, FolderError> {
        let unusable = |error| FolderError::Unusable(folder.to_owned(), error);
        let made = !folder.exists();
        if made {
            fs::create_dir_all(folder).map_err(unusable)?;
        } else if fs::read_dir(folder).map_err(unusable)?.next().is_some() {
            return Err(FolderError::NotEmpty(folder.to_owned()));
        }
        let filling = Self { folder: folder.to_owned(), made, staging: folder.join(".filling") };
        fs::create_dir(&filling.staging).map_err(unusable)?;
        Ok(filling)
    }

    /// Where to put things.
    pub fn path(&self) -> &Path {
        &self.staging
    }

    /// Moves everything up; what is named `last` comes last, so that nothing is taken for whole before it is.
    pub fn finish(self, last: &str) -> Result<(), FolderError> {
        self.move_up(last).map_err(|error| FolderError::Unusable(self.folder.clone(), error))
    }

    fn move_up(&self, last: &str) -> io::Result<()> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.staging)? {
            names.push(entry?.file_name());
        }
        names.sort_by_key(|name| name == last);
        for (moved, name) in names.iter().enumerate() {
            if let Err(error) = fs::rename(self.staging.join(name), self.folder.join(name)) {
                // The first error is the one to tell; what is moved back goes with the rest.
                for name in &names[..moved] {
                    let _ = fs::rename(self.folder.join(name), self.staging.join(name));
                }
                return Err(error);
            }
        }
        fs::remove_dir(&self.staging)
    }
}

impl Drop for Filling {
    fn drop(&mut self) {
        // After `finish` there is nothing left to remove; otherwise the first error is the one to tell.
        if fs::remove_dir_all(&self.staging).is_ok() && self.made {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_into_it_is_there_at_the_end_and_nothing_before() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("data");
        let filling = Filling::begin(&folder).expect("it does not exist yet");
        fs::write(filling.path().join("a"), "甲").expect("written");
        fs::write(filling.path().join("b"), "乙").expect("written");
        assert!(!folder.join("a").exists());
        filling.finish("a").expect("moved up");
        let mut names: Vec<_> = fs::read_dir(&folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["a", "b"]);
        assert!(matches!(Filling::begin(&folder), Err(FolderError::NotEmpty(_))));
    }

    #[test]
    fn what_fails_half_way_leaves_no_trace() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("data");
        let filling = Filling::begin(&folder).expect("it does not exist yet");
        fs::write(filling.path().join("a"), "甲").expect("written");
        drop(filling);
        assert!(!folder.exists());
    }
}
