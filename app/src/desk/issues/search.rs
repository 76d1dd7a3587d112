//! Finding texts by their words: printed ones for every reader, the office's and one's own for whoever may read them.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use domain::{
    id::{IssueId, ItemId, UnitId},
    item::Kind,
    permission::Reader,
    text::ExcerptRun,
    workflow::State,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::desk::{
    Refusal,
    items::{Count, UnitChoice},
};

/// Where is looked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SearchPlace {
    /// In published issues.
    #[default]
    Printed,
    /// In all items that the person may read, whatever became of them.
    Items,
}

/// What is looked for; every part that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchAsked {
    pub text: String,
    pub place: SearchPlace,
    pub unit: Option<UnitId>,
    pub kind: Option<Kind>,
    pub author: Option<String>,
    /// The issue's year; heeded where printed pieces are looked for.
    pub year: Option<i16>,
    pub after: Option<SearchAfter>,
}

/// Behind which hit the next page begins: those with the words in their titles come first, then the others.
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
    pub hits: Vec<Hit>,
    pub next: Option<SearchAfter>,
    pub total: Option<Count>,
    /// All units, to choose from; none for whoever is not signed in.
    pub units: Vec<UnitChoice>,
}

/// A text in which the words stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub item: ItemId,
    pub kind: Kind,
    /// What lists call it.
    pub title: Vec<ExcerptRun>,
    /// The line in which they stand.
    pub line: Vec<ExcerptRun>,
    pub unit: String,
    pub authors: Vec<String>,
    pub place: HitPlace,
}

/// Where a hit leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HitPlace {
    Issue { issue: IssueId, label: String, date: Date },
    Item { state: State, reached_at: Option<jiff::Timestamp> },
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
