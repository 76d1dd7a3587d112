//! What came with an item beside its text: its original, attachments, and what was written beside passages.

use domain::file_role::FileRole;
use serde::{Deserialize, Serialize};

/// Files of an item, at most.
pub const MOST_ATTACHED: usize = 20;

/// What came with an item beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameWith {
    pub files: Vec<ItemFile>,
    /// What was written beside passages of its original.
    pub notes: Vec<FileNote>,
}

/// A file of an item, which is not printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFile {
    pub id: i64,
    pub role: FileRole,
    pub name: String,
    /// In bytes.
    pub size: u64,
}

/// A file that was handed in and belongs to no item yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedInFile {
    /// By which its person names it.
    pub number: i64,
    pub name: String,
}

/// What somebody had written beside a passage of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    pub author: String,
    pub written_on: Option<jiff::civil::Date>,
    pub passage: String,
    pub words: String,
}
