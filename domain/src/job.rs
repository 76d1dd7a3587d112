//! Work that the program does by itself: what follows an act ([`crate::follow`]), and what is due each night or month by the
//! office's clock. When something is due and when it is tried again are decided here; it is done elsewhere.

use jiff::{SignedDuration, ToSpan, Zoned, civil::Time};

use crate::subject::Subject;

coded! {
    /// What there is to be done.
    pub enum JobKind {
        /// The data as one file, where a folder is set for it.
        BackUp = ("back_up", "备份"),
        /// The database looks at its tables, so that it finds its ways.
        LookOver = ("look_over", "整理数据库"),
        /// Which items are like one whose text has changed.
        FindNear = ("find_near", "查找相近稿件"),
        /// Pictures of an issue's pages.
        DrawPages = ("draw_pages", "画版面图"),
        /// Bytes that nothing uses any more are taken away.
        PruneFiles = ("prune_files", "清理不用的文件"),
        /// 核对 of everything that is kept.
        Verify = ("verify", "核对"),
    }
}

/// One piece of work. The same that waits already is not added once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Job {
    pub kind: JobKind,
    /// What it is about, where it is about something.
    pub about: Option<Subject>,
}

impl Job {
    /// A job about nothing in particular.
    pub fn of(kind: JobKind) -> Self {
        Self { kind, about: None }
    }
}

/// When something is due by itself, in the office's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Every night at this time.
    Nightly(Time),
    /// In the first night of every month.
    Monthly(Time),
}

impl JobKind {
    /// When it is due by itself; `None` where only acts bring it about.
    pub fn times(self) -> Option<Times> {
        // One after the other, and after midnight: what a day did is in its night's backup.
        Some(match self {
            Self::FindNear | Self::DrawPages => return None,
            Self::BackUp => Times::Nightly(Time::constant(1, 0, 0, 0)),
            Self::PruneFiles => Times::Nightly(Time::constant(1, 45, 0, 0)),
            Self::LookOver => Times::Nightly(Time::constant(2, 0, 0, 0)),
            Self::Verify => Times::Nightly(Time::constant(2, 30, 0, 0)),
        })
    }
}

impl Times {
    /// The last moment at which it was due, up to now.
    pub fn last(self, now: &Zoned) -> Option<Zoned> {
        let before = |moment: Zoned, step: jiff::Span| match moment <= *now {
            true => Some(moment),
            false => moment.checked_sub(step).ok(),
        };
        match self {
            Self::Nightly(time) => before(now.with().time(time).build().ok()?, 1.day()),
            Self::Monthly(time) => before(now.with().day(1).time(time).build().ok()?, 1.month()),
        }
    }

    /// The first moment at which it is due, from now on.
    pub fn next(self, now: &Zoned) -> Option<Zoned> {
        let step = match self {
            Self::Nightly(_) => 1.day(),
            Self::Monthly(_) => 1.month(),
        };
        self.last(now)?.checked_add(step).ok()
    }
}

/// How long is waited before the next try, by how many were made.
const PAUSES: [SignedDuration; 6] = [
    SignedDuration::from_secs(10),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(6),
];

/// How long is waited after this many tries; `None` where it is not tried any more and somebody has to look.
pub fn pause_after(tries: u32) -> Option<SignedDuration> {
    let place = usize::try_from(tries.checked_sub(1)?).ok()?;
    PAUSES.get(place).copied()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn at(text: &str) -> Zoned {
        let time: jiff::civil::DateTime = text.parse().expect("a time");
        time.to_zoned(TimeZone::fixed(jiff::tz::offset(8))).expect("a time of the zone")
    }

    #[test]
    fn what_is_due_at_night_was_due_this_night_or_the_one_before() {
        let nightly = Times::Nightly(Time::constant(2, 30, 0, 0));
        for (now, last, next) in [
            ("2024-03-01T02:29:59", "2024-02-29T02:30", "2024-03-01T02:30"),
            ("2024-03-01T02:30", "2024-03-01T02:30", "2024-03-02T02:30"),
            ("2024-03-01T18:00", "2024-03-01T02:30", "2024-03-02T02:30"),
        ] {
            assert_eq!(nightly.last(&at(now)), Some(at(last)), "{now}");
            assert_eq!(nightly.next(&at(now)), Some(at(next)), "{now}");
        }
    }

    #[test]
    fn what_is_due_each_month_is_due_in_its_first_night() {
        let monthly = Times::Monthly(Time::constant(3, 0, 0, 0));
        assert_eq!(monthly.last(&at("2024-03-01T02:00")), Some(at("2024-02-01T03:00")));
        assert_eq!(monthly.last(&at("2024-03-31T02:00")), Some(at("2024-03-01T03:00")));
        assert_eq!(monthly.next(&at("2024-12-31T02:00")), Some(at("2025-01-01T03:00")));
    }

    #[test]
    fn the_pauses_grow_and_end() {
        let pauses: Vec<_> = (1..=6).map(|tries| pause_after(tries).expect("another try")).collect();
        assert!(pauses.is_sorted() && pauses[0] < pauses[5]);
        assert_eq!((pause_after(0), pause_after(7)), (None, None));
    }
}
