//! The office itself: people, units, newsletters, the log, what waits for whom.

pub(crate) mod account;
pub(in crate::desk) mod changes;
mod contributing;
mod deputies;
mod first_day;
mod frames;
mod log;
mod names;
mod newsletters;
mod openings;
pub(in crate::desk) mod parents;
mod people;
pub(crate) mod people_sheet;
pub(in crate::desk) mod rosters;
mod sessions;
mod set;
pub(in crate::desk) mod units;
mod words;
