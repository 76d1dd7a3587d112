//! The pure core of Jianbao: what items, issues, credits and bulletins are, and what may happen to them.
//!
//! This crate does no input and no output, so nothing in it can fail for outside reasons. The time of day,
//! ids and chance are arguments. It builds for the server and for the browser, and it must know neither.

// First, for the macro that the others use.
#[macro_use]
pub mod coded;

pub mod act;
pub mod attribution;
pub mod audit;
pub mod bulletin;
pub mod calendar;
pub mod clearance;
pub mod closing;
pub mod comment;
pub mod comparison;
pub mod delicate;
pub mod event;
pub mod figures;
pub mod file_role;
pub mod follow;
pub mod frame;
pub mod gist;
pub mod hexadecimal;
pub mod id;
pub mod issue;
pub mod item;
pub mod job;
pub mod json;
pub mod kind;
pub mod letter;
pub mod likeness;
pub mod manuscript;
pub mod markdown;
mod numbers;
pub mod permission;
pub mod person;
pub mod points;
pub mod presence;
pub mod printed_in;
pub mod proof;
pub mod read_issue;
pub mod reason;
pub mod record;
pub mod refusal;
pub mod scoring;
pub mod settings;
pub mod subject;
pub mod taken;
pub mod text;
pub mod unit;
pub mod unit_list;
pub mod workflow;
