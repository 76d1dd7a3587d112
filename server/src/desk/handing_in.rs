//! How long what people hand in is kept, and how long it may take to be read.

use std::time::Duration;

use jiff::SignedDuration;

/// How long a file that was handed in is read at most: ten thousand rows take less than a second.
pub(super) const FILES_TAKE: Duration = Duration::from_secs(20);

/// How long a file is kept that was handed in, for whoever looks at what is in it.
pub(super) const FILES_ARE_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Files that one person has here at a time, whatever they are for.
pub(super) const MOST_FILES_KEPT: u64 = 60;
/// How long a file may take that an office program turns into another first, with the one before it.
pub(super) const CONVERTED_FILES_TAKE: Duration = Duration::from_secs(130);
