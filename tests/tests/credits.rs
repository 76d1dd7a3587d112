//! Records and credits: what is recorded, what it earns, and that the ledger never says anything else.

#[path = "credits/acceptance.rs"]
mod acceptance;
#[path = "credits/closing.rs"]
mod closing;
#[path = "credits/details.rs"]
mod details;
#[path = "credits/ledger.rs"]
mod ledger;
#[path = "credits/pages.rs"]
mod pages;
#[path = "credits/published.rs"]
mod published;
#[path = "credits/records.rs"]
mod records;
#[path = "credits/rollup.rs"]
mod rollup;
#[path = "credits/rules.rs"]
mod rules;
#[path = "credits/settling.rs"]
mod settling;
#[path = "credits/verifying.rs"]
mod verifying;
