//! The demonstration: a whole bureau at work, for an empty data folder.
//!
//! Everything is done through the desk's own verbs by the people whose work it is, at the times at which they
//! would have done it, so that events, ledger and PDFs are real. Names and figures of January 2024 are those of a
//! real bureau; every text is the program's own.

use std::path::Path;

use app::desk::DeskError;

use crate::{
    backup::DATABASE,
    folder::{Filling, FolderError},
    store::{Store, StoreError},
    typeset::TypesetError,
};

mod bureau;
mod facts;
mod office;
mod records;

pub use bureau::AccountLine;

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
    Step { step: String, cause: DeskError },
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
    records::january(&office, &facts).await?;
    Ok(office.accounts())
}
