//! Who has an item open, reading it or writing: how long a sign of somebody is believed, and when one is worth writing down.
//!
//! Who may know of whom is asked in [`crate::permission`]; where it is kept is not known here.

use jiff::{SignedDuration, Timestamp};

coded! {
    /// What somebody does with an item that is open before them.
    pub enum Doing {
        /// Has its writing page open.
        Writing = "writing",
        Reading = "reading",
    }
}

coded! {
    /// By what it is known that somebody has a page open.
    pub enum Sign {
        /// The page was drawn. Without a script it says nothing more, so that this is believed as long as one takes to read.
        Drawn = "drawn",
        /// Its script says so, every 20 seconds while the page is in view.
        Heard = "heard",
        /// The writing page is open behind another: whoever looks something up for some minutes goes on writing.
        Aside = "aside",
        /// The page was left.
        Left = "left",
    }
}

impl Sign {
    /// For how long it is believed.
    pub fn lasts(self) -> SignedDuration {
        match self {
            Self::Drawn => SignedDuration::from_mins(5),
            // Two signs may be lost on the way, and one may not have been worth writing down.
            Self::Heard => SignedDuration::from_secs(60),
            Self::Aside => SignedDuration::from_mins(10),
            // Whoever loads the page anew leaves it and is there again: that is one stay.
            Self::Left => SignedDuration::from_secs(3),
        }
    }
}

/// What moves the end of a stay by less is not written down.
const WORTH_WRITING: SignedDuration = SignedDuration::from_secs(15);

/// What is kept this long after somebody went is of no use to anybody.
pub const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// How long somebody has had an item open, and until when that is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    pub since: Timestamp,
    pub until: Timestamp,
}

impl Stay {
    pub fn is_over(self, now: Timestamp) -> bool {
        self.until <= now
    }
}

/// What is to be kept after a sign at this moment; `None` where what is kept already says as much.
pub fn after(kept: Option<Stay>, sign: Sign, now: Timestamp) -> Option<Stay> {
    let until = now + sign.lasts();
    let Some(Stay { since, until: kept }) = kept.filter(|kept| !kept.is_over(now)) else {
        return (sign != Sign::Left).then_some(Stay { since: now, until });
    };
    let is_worth_it = match sign {
        Sign::Left => until < kept,
        _ => until.duration_since(kept).abs() >= WORTH_WRITING,
    };
    is_worth_it.then_some(Stay { since, until })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).expect("a time")
    }

    #[test]
    fn a_stay_goes_on_as_long_as_signs_of_it_come_and_ends_a_minute_after_the_last() {
        let mut kept = after(None, Sign::Drawn, at(0)).expect("somebody has come");
        let mut writes = 1;
        for second in (1..=201).step_by(20) {
            if let Some(stay) = after(Some(kept), Sign::Heard, at(second)) {
                (kept, writes) = (stay, writes + 1);
            }
        }
        assert_eq!((kept.since, writes), (at(0), 12));
        assert!(!kept.is_over(at(201 + 44)) && kept.is_over(at(201 + 60)));
        // Another window of the same person says what is known already.
        assert_eq!(after(Some(kept), Sign::Heard, at(205)), None);
        // Later it is another stay.
        assert_eq!(after(Some(kept), Sign::Heard, at(300)).map(|stay| stay.since), Some(at(300)));
    }

    #[test]
    fn who_leaves_is_gone_at_once_and_who_loads_the_page_anew_has_not_been_away() {
        let kept = after(None, Sign::Heard, at(0)).expect("somebody has come");
        let left = after(Some(kept), Sign::Left, at(10)).expect("that is worth writing down");
        assert!(left.is_over(at(13)));
        assert_eq!(after(Some(left), Sign::Heard, at(12)).map(|stay| stay.since), Some(at(0)));
        assert_eq!(after(Some(left), Sign::Left, at(11)), None);
        assert_eq!(after(None, Sign::Left, at(11)), None);
    }

    #[test]
    fn who_looks_something_up_goes_on_writing_for_some_minutes() {
        let kept = after(None, Sign::Heard, at(0)).expect("somebody has come");
        let aside = after(Some(kept), Sign::Aside, at(10)).expect("that is worth writing down");
        assert!(!aside.is_over(at(9 * 60)) && aside.is_over(at(11 * 60)));
        let back = after(Some(aside), Sign::Heard, at(100)).expect("that is worth writing down");
        assert_eq!((back.since, back.until), (at(0), at(160)));
    }
}
