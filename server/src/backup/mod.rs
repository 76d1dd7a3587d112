//! Backups: everything in a data folder as one file, and back. The database is copied while it is in use.
//!
//! The file is a gzipped tar archive, so that it can be looked into with common tools; its last entry,
//! `manifest.json`, names every other with its SHA-256. It must not know what the database holds.

use std::{
    io,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use serde::{Deserialize, Serialize};
use store::StoreError;

use crate::folder::FolderError;

mod held;
mod hidden;
mod keys;
mod read;
mod write;

pub use keys::{Identities, Recipients};
pub use read::{check, restore};
pub use write::{Order, back_up};

/// Whether whoever began it has interrupted it. Reading and writing archives keeps its thread and asks this on its way; the
/// process makes, or reads, one backup.
static IS_INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Ends what is under way, as an error at its next read.
pub fn interrupt() {
    IS_INTERRUPTED.store(true, Ordering::Relaxed);
}

pub fn is_interrupted() -> bool {
    IS_INTERRUPTED.load(Ordering::Relaxed)
}

/// An error where it was interrupted.
fn go_on() -> io::Result<()> {
    match is_interrupted() {
        true => Err(io::Error::other("已中断")),
        false => Ok(()),
    }
}

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

/// What was written, looked at or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many files, the database among them.
    pub files: usize,
    pub bytes: u64,
    pub made_at: jiff::Timestamp,
    /// The version of the program that made it.
    pub program: String,
    pub is_encrypted: bool,
    pub items: u64,
    pub issues: u64,
    pub ledger_lines: u64,
}

impl Summary {
    fn of(manifest: &Manifest, is_encrypted: bool, [items, issues, ledger_lines]: [u64; 3]) -> Self {
        Self {
            files: manifest.files.len(),
            bytes: manifest.files.iter().map(|file| file.bytes).sum(),
            made_at: manifest.made_at,
            program: read::printable(&manifest.program),
            is_encrypted,
            items,
            issues,
            ledger_lines,
        }
    }
}

/// Why there is no backup, or none that can be restored. Nothing was written where one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} 里没有 SQLite 数据库。若数据在 PostgreSQL，请用 --database postgres://… 指出")]
    NoDatabase(PathBuf),
    #[error("已经有 {0}，没有覆盖它。请换一个文件名；确实要换掉它就加 --force")]
    Exists(PathBuf),
    #[error("{0}")]
    Keys(String),
    #[error("数据库还没有升级到这一版程序，请先启动一次服务")]
    OldDatabase,
    #[error("{0} 的名称不能放进备份（含控制字符，或与备份自己的清单同名）。请改名，或从数据目录移走，再备份")]
    Unfit(PathBuf),
    #[error("数据目录里有 {0} 个文件，太多了；除了数据库和字体，别的文件请从数据目录移走，再备份")]
    TooMany(usize),
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
