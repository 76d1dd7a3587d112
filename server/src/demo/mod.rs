//! The demonstration: a whole bureau at work, for an empty data folder.
//!
//! Everything is done through the desk's own verbs by the people whose work it is, at the times at which they
//! would have done it, so that events, ledger and PDFs are real. Names and figures of January 2024 are those of a
//! real bureau; every text is the program's own.

use std::path::Path;

use app::desk::Refusal;
use domain::calendar::Month;
use jiff::civil::date;
use store::{Store, StoreError};
use typeset::TypesetError;

use self::{days::Play, pieces::Writers};
use crate::{
    backup::DATABASE,
    folder::{Filling, FolderError},
};

mod bureau;
mod days;
mod facts;
mod february;
mod issues;
mod office;
mod pieces;
mod records;
mod texts;

pub use office::AccountLine;

/// Everybody's password in the demonstration.
pub const PASSWORD: &str = "jianbao-2024";

/// Why there is no demonstration. The folder is left as it was.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Fonts(#[from] TypesetError),
    /// A step was refused: the demonstration and the program disagree.
    #[error("演示数据的这一步没有做成：{step}：{cause}")]
    Step { step: String, cause: Refusal },
    #[error("演示数据本身有误：{0}")]
    Data(String),
}

/// Fills an empty folder. Answers the accounts to sign in with, one for each role.
pub async fn fill(data: &Path) -> Result<Vec<AccountLine>, DemoError> {
    let filling = Filling::begin(data)?;
    let store = Store::open(&Store::sqlite_address(filling.path())).await?;
    let filled = fill_store(&store).await;
    store.close().await?;
    let accounts = filled?;
    filling.finish(DATABASE)?;
    Ok(accounts)
}

/// Fills a fresh database.
pub async fn fill_store(store: &Store) -> Result<Vec<AccountLine>, DemoError> {
    store.migrate().await?;
    let facts = facts::january()?;
    let office = bureau::found(store, &facts).await?;
    let mut writers = Writers::new(&office);
    let pieces = pieces::january(&office, &facts, &mut writers)?;
    let mut play = Play::new(&office, store, pieces, records::january(&office, &facts));
    let january = Month::of(date(2024, 1, 1));
    play.days(date(2024, 1, 2), date(2024, 1, 15)).await?;
    play.publish(1, date(2024, 1, 16), january).await?;
    play.days(date(2024, 1, 17), date(2024, 2, 1)).await?;
    play.publish(2, date(2024, 2, 2), january).await?;
    let pieces = february::pieces(&office, &mut writers, play.pieces.len())?;
    play.add(pieces, february::records(&office));
    february::play(&mut play).await?;
    Ok(office.accounts())
}
