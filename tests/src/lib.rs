//! What the tests share: an office on a database of its own, with people as clients.
//!
//! A test is `both(async |office| …)`: it runs on SQLite and, where `JIANBAO_TEST_POSTGRES` names a server on
//! which databases may be made, on PostgreSQL. It starts the application that `jianbao serve` starts.

pub mod auditing;
pub mod books;
pub mod bulletin_files;
pub mod client;
pub mod database;
pub mod importing;
pub mod items;
pub mod newsroom;
pub mod office;
pub mod pdf;
pub mod program;
pub mod samples;
pub mod seed;
pub mod sheets;

pub use client::{Answer, Client};
pub use database::Backend;
pub use importing::{hand_in, hand_in_as, import, import_seen, post_file};
pub use newsroom::Newsroom;
pub use office::{Office, Process, both, both_demonstrated, both_with, on, on_demonstrated};
