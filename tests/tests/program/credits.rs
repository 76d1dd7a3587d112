//! Records and credits: what is recorded, what it earns, and that the ledger never says anything else.

mod acceptance;
mod closing;
mod details;
mod finding;
mod ledger;
mod loading;
mod pages;
mod published;
mod records;
mod rollup;
mod rules;
mod settling;
mod sums;
mod verifying;
