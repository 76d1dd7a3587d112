//! Records: see `app::desk::records`. Each verb checks what was typed, keeps the record, and settles the ledger.

mod channels;
pub(in crate::desk) mod details;
pub(in crate::desk) mod entry;
mod read;
mod record;
mod reverse;

pub(in crate::desk) use record::{Recording, in_words as record_in_words, is_repeated, read as read_record};
