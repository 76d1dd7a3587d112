//! Backups: everything in a data folder as one file, and back. The database is copied while it is in use.
//!
//! The file is a gzipped tar archive, so that it can be looked into with common tools; its last entry,
//! `manifest.json`, names every other with its SHA-256. It must not know what the database holds.

use std::{io, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::{folder::FolderError, store::StoreError};

mod read;
mod write;

pub use read::restore;
pub use write::back_up;

const FORMAT: &str = "jianbao.backup/1";
const MANIFEST: &str = "manifest.json";

/// The database's name in a data folder and in a backup.
pub const DATABASE: &str = "jianbao.sqlite";

/// What an archive holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    format: String,
    /// The program's version that made it.
    program: String,
    made_at: jiff::Timestamp,
    files: Vec<FileLine>,
}

/// One file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct FileLine {
    /// Within the data folder, with `/`.
    path: String,
    bytes: u64,
    sha256: String,
}

/// What was written or restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many files, the database among them.
    pub files: usize,
    pub bytes: u64,
    pub made_at: jiff::Timestamp,
}

impl Summary {
    fn of(manifest: &Manifest) -> Self {
        let bytes = manifest.files.iter().map(|file| file.bytes).sum();
        Self { files: manifest.files.len(), bytes, made_at: manifest.made_at }
    }
}

/// Why there is no backup, or none that can be restored. Nothing was written where one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(
        "{0} 里没有 SQLite 数据库。若数据在 PostgreSQL，请用 pg_dump 备份它（用 pg_restore 恢复），\
         另外保存数据目录里的 fonts 文件夹"
    )]
    NoDatabase(PathBuf),
    #[error("{0}：{1}")]
    File(PathBuf, io::Error),
    #[error("备份文件 {path} 不能恢复：{fault}")]
    Broken { path: PathBuf, fault: String },
    #[error("这个数据库里已经有人员和数据，没有动它。请换一个空的 PostgreSQL 数据库")]
    InUse,
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
