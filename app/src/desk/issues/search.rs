//! Finding what has words in it: printed pieces and issues for every reader; items, bulletins, records and what was said of
//! items for whoever may read them.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use domain::{
    bulletin::version::Standing,
    calendar::Month,
    id::{BulletinVersionId, CommentId, IssueId, ItemId, RecordId, UnitId},
    issue::IssueState,
    item::Kind,
    permission::Reader,
    record::RecordKind,
    text::ExcerptRun,
    workflow::State,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::desk::{
    Refusal,
    items::{Count, SavedView, UnitChoice},
};

domain::coded! {
    /// Where is looked.
    pub enum SearchPlace {
        /// In all items that the person may read, whatever became of them.
        Items = ("items", "稿件"),
        /// In published issues.
        Printed = ("printed", "刊出的"),
        /// What issues are called.
        Issues = ("issues", "期"),
        /// In bulletins as they were sent for signing.
        Bulletins = ("bulletins", "通报"),
        Records = ("records", "记录"),
        /// In what was said of items.
        Comments = ("comments", "批注"),
    }
}

impl SearchPlace {
    /// What is found there, as sentences call it.
    pub fn sought(self) -> &'static str {
        match self {
            Self::Items => "稿件",
            Self::Printed => "刊出的稿件",
            Self::Issues => "期",
            Self::Bulletins => "通报",
            Self::Records => "记录",
            Self::Comments => "批注",
        }
    }
}

/// What is looked for; every part that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAsked {
    pub text: String,
    /// Where the person begins where none is given.
    pub place: Option<SearchPlace>,
    pub unit: Option<UnitId>,
    pub kind: Option<Kind>,
    pub author: Option<String>,
    /// Of the issue, or the month that a bulletin or a record is of.
    pub year: Option<i16>,
    /// Of the issue in which a piece was printed.
    pub number: Option<i32>,
    pub after: Option<SearchAfter>,
}

/// Behind which hit the next page begins: those with the words in their titles come first, then the others. What is no item
/// has its number for a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAfter {
    pub in_title: bool,
    pub position: i64,
}

impl fmt::Display for SearchAfter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", if self.in_title { 't' } else { 'r' }, self.position)
    }
}

impl FromStr for SearchAfter {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (in_title, position) = match text.strip_prefix('t') {
            Some(position) => (true, position),
            None => (false, text.strip_prefix('r').ok_or(())?),
        };
        Ok(Self { in_title, position: position.parse().map_err(|_| ())? })
    }
}

/// What was found, best first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Where was looked.
    pub place: Option<SearchPlace>,
    /// Where this person may look.
    pub places: Vec<SearchPlace>,
    pub hits: Vec<Hit>,
    pub next: Option<SearchAfter>,
    pub total: Option<Count>,
    /// All units, to choose from; none for whoever is not signed in.
    pub units: Vec<UnitChoice>,
    /// The person's own searches that bear a name.
    pub saved: Vec<SavedView>,
}

/// Something in which the words stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What lists call it.
    pub title: Vec<ExcerptRun>,
    /// The line in which they stand; empty where the title says it all.
    pub line: Vec<ExcerptRun>,
    /// Units and people, as lists tell them.
    pub of: Vec<String>,
    pub found: HitPlace,
}

/// What was found, and where it leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HitPlace {
    Printed {
        item: ItemId,
        kind: Kind,
        issue: IssueId,
        label: String,
        date: Date,
    },
    Item {
        item: ItemId,
        kind: Kind,
        state: State,
        reached_at: Option<jiff::Timestamp>,
    },
    Issue {
        issue: IssueId,
        state: IssueState,
        date: Date,
    },
    Bulletin {
        version: BulletinVersionId,
        month: Month,
        standing: Standing,
    },
    Record {
        record: RecordId,
        kind: RecordKind,
        month: Month,
        is_reversed: bool,
        /// The unit among whose figures it is seen, for whoever does not record.
        seen_at: Option<UnitId>,
    },
    Comment {
        item: ItemId,
        comment: CommentId,
        at: jiff::Timestamp,
        is_settled: bool,
    },
}

#[async_trait]
pub trait Search {
    async fn search(&self, reader: Reader<'_>, asked: &SearchAsked) -> Result<Found, Refusal>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_what_was_found_is_read_as_it_is_written() {
        for after in
            [SearchAfter { in_title: true, position: 7 }, SearchAfter { in_title: false, position: i64::MAX }]
        {
            assert_eq!(after.to_string().parse(), Ok(after));
        }
        for text in ["", "7", "t", "rx", "x7"] {
            assert!(text.parse::<SearchAfter>().is_err(), "{text}");
        }
    }
}
