//! Items out of files that somebody has: Word documents, one or many at once, each with one piece or several.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use domain::{
    id::{ItemId, UnitId},
    item::{Cover, ItemText, Kind, Missing},
    manuscript::Manuscript,
    person::Actor,
};
use serde::{Deserialize, Serialize};

use super::{AttributionReading, UnitChoice};
use crate::desk::{Refusal, audit::HandedIn};

/// Files that one person hands in at a time, at most.
pub const MOST_FILES: usize = 40;

/// A piece in a file that was handed in, written as `FILE.NUMBER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PieceKey {
    pub file: i64,
    /// Counted from 0, in the order of the file.
    pub number: usize,
}

impl fmt::Display for PieceKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.file, self.number)
    }
}

impl FromStr for PieceKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts =
            text.split_once('.').and_then(|(file, number)| Some((file.parse().ok()?, number.parse().ok()?)));
        let (file, number) = parts.ok_or("这一页可能已经过时，请重新选择文件")?;
        Ok(Self { file, number })
    }
}

/// What was chosen for a piece, written as `FILE.NUMBER:VALUE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String", bound = "T: Clone + fmt::Display + FromStr")]
pub struct ChosenFor<T> {
    pub piece: PieceKey,
    pub value: T,
}

impl<T: fmt::Display> fmt::Display for ChosenFor<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.piece, self.value)
    }
}

impl<T: FromStr> FromStr for ChosenFor<T> {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const OLD: &str = "这一页可能已经过时，请重新选择文件";
        let (piece, value) = text.split_once(':').ok_or(OLD)?;
        Ok(Self { piece: piece.parse()?, value: value.parse().map_err(|_| OLD)? })
    }
}

impl TryFrom<String> for PieceKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PieceKey> for String {
    fn from(key: PieceKey) -> Self {
        key.to_string()
    }
}

impl<T: FromStr> TryFrom<String> for ChosenFor<T> {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl<T: fmt::Display> From<ChosenFor<T>> for String {
    fn from(chosen: ChosenFor<T>) -> Self {
        chosen.to_string()
    }
}

/// The kind of a piece, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindCode(pub Kind);

impl fmt::Display for KindCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.code())
    }
}

impl FromStr for KindCode {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Kind::from_code(code).map(Self).ok_or(())
    }
}

/// What files hold that were handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundInFiles {
    pub files: Vec<FoundInFile>,
    /// The units for which this person may draft.
    pub units: Vec<UnitChoice>,
}

/// What one of them holds.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundInFile {
    pub name: String,
    /// In the order of the file. Nothing where it could not be read.
    pub pieces: Vec<FoundPiece>,
    /// Why it could not be read, and what to do.
    pub fault: Option<String>,
    /// How many passages have something written beside them.
    pub notes: usize,
    /// What was found to say of the file as a whole.
    pub said: Vec<String>,
}

/// A piece as it would be drafted.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPiece {
    pub key: PieceKey,
    pub text: ItemText,
    /// For which it is drafted unless somebody says otherwise: the first of its attribution for which this person may.
    pub unit: UnitId,
    pub reading: AttributionReading,
    pub missing: Vec<Missing>,
    /// 字, of the body.
    pub characters: usize,
    /// Lines at its end that are not printed: whom to ask, who approved it.
    pub contacts: Vec<String>,
    pub done: Vec<String>,
    pub left: Vec<String>,
}

/// What one file holds, for a writing page into which it was dropped.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DroppedFile {
    /// Its number among those that were handed in, for the item whose original it becomes.
    pub file: i64,
    /// One, or several of which each is an item of its own.
    pub pieces: Vec<DroppedPiece>,
}

/// A piece, with what the lines at its end say whom to ask.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DroppedPiece {
    #[serde(flatten)]
    pub manuscript: Manuscript,
    pub cover: Cover,
    /// As how many items it would be read of a file; 1 where it is one.
    pub pieces: usize,
}

/// A file of an item, to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileContent {
    pub name: String,
    pub bytes: Vec<u8>,
}

#[async_trait]
pub trait ItemsFromFiles {
    /// Keeps files for a day, in which their pieces can be drafted. Answers their numbers, in their order.
    async fn hand_in_manuscripts(&self, actor: &Actor, files: Vec<HandedIn>) -> Result<Vec<i64>, Refusal>;

    /// What files hold that this person handed in.
    async fn found_in_files(&self, actor: &Actor, files: &[i64]) -> Result<FoundInFiles, Refusal>;

    /// Keeps a file and reads it for a writing page.
    async fn dropped_file(&self, actor: &Actor, file: HandedIn) -> Result<DroppedFile, Refusal>;

    /// A file that came with an item, for whoever may read the item.
    async fn item_file(&self, actor: &Actor, item: ItemId, file: i64) -> Result<FileContent, Refusal>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_for_a_piece_comes_back_from_its_text() {
        let piece = PieceKey { file: 12, number: 3 };
        let unit = ChosenFor { piece, value: UnitId(7) };
        assert_eq!(unit.to_string(), "12.3:7");
        assert_eq!(unit.to_string().parse(), Ok(unit));
        let kind = ChosenFor { piece, value: KindCode(Kind::Brief) };
        assert_eq!(kind.to_string().parse(), Ok(kind));
        for wrong in ["", "12", "12.", ".3", "12.3", "12.3:", "12.3:x", "a.b:1"] {
            assert!(wrong.parse::<ChosenFor<UnitId>>().is_err(), "{wrong}");
        }
    }
}
