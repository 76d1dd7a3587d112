//! The database: connections, transactions, and one file for each aggregate.
//!
//! SeaORM is named here and in the migrations, nowhere else. Rows leave as domain values; a row that breaks a
//! rule of the domain is an error with its id. Nothing here decides who may do what.

mod answer;
mod bigrams;
pub mod blobs;
pub mod bulletins;
pub mod chain;
pub mod changes;
pub mod comments;
pub mod corrections;
mod database;
mod error;
pub mod events;
pub mod facts;
pub mod files;
pub mod frames;
mod gathered;
pub mod guesses;
pub mod handed_in;
pub mod handlers;
pub mod imports;
pub mod issues;
pub mod items;
pub mod jobs;
pub mod kept_texts;
pub mod ledger;
pub mod letters;
pub mod likeness;
mod migrate;
pub mod months;
pub mod newsletters;
pub mod opening;
pub mod people;
pub mod presence;
pub mod proof;
pub mod readers;
pub mod receipts;
pub mod records;
pub mod remarks;
pub mod revisions;
pub mod roster;
pub mod rule_sets;
mod schema;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod sheets;
mod statement;
mod transfer;
pub mod trial;
pub mod units;
mod upkeep;
pub mod views;
pub mod year;

pub(crate) use self::statement::{ROWS_AT_ONCE, containing, execute, value_places};
pub use self::{
    answer::failure,
    database::{Snapshot, Store, Transaction},
    error::StoreError,
    statement::{Connection, optional_time, time},
};
