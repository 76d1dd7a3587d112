//! What pages are told of lists of items: rows, pages of them, counts, filters.

use domain::{
    id::{ItemId, RevisionId, UnitId},
    item::Kind,
    workflow::State,
};
use serde::{Deserialize, Serialize};

use super::{EditorChoice, HandledBy, Handling, NearItem, Present, UnitChoice};

/// An item in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRow {
    pub id: ItemId,
    pub version: i64,
    pub revision: RevisionId,
    pub state: State,
    pub kind: Kind,
    /// The title, or a brief's first sentence.
    pub title: String,
    /// What of that tells it from others: a brief's without the day and the unit.
    pub gist: String,
    /// The submitting unit's short name.
    pub unit: String,
    /// The authors named in its attribution.
    pub authors: Vec<String>,
    /// 字.
    pub characters: i32,
    pub reached_at: Option<jiff::Timestamp>,
    pub updated_at: jiff::Timestamp,
    /// Whether nobody has decided on its present text.
    pub awaits_clearance: bool,
    /// Whether this person has not read its present text; told where the office's items are listed.
    pub is_unread: bool,
    /// How many comments on it that are for this person nobody has settled; told where items are worked on.
    pub comments: u32,
    /// Whether a name in its attribution is unknown.
    pub is_unresolved: bool,
    /// The reason of the last return, until it is sent again.
    pub return_reason: Option<String>,
    /// 急件: until which day.
    pub urgent_until: Option<jiff::civil::Date>,
    /// The likest of the items that are nearly the same; only one that this person may read.
    pub near: Option<NearItem>,
    /// Who is in charge of it; told where the office's items are listed.
    pub handling: Option<Handling>,
    /// Who else has it open; told where items are gone through.
    pub present: Option<Present>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPage {
    pub rows: Vec<ItemRow>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<i64>,
    /// How many there are on all pages, as far as it was counted.
    pub total: Option<Count>,
}

/// What the inbox shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    pub page: ItemPage,
    /// All units, for the filter.
    pub units: Vec<UnitChoice>,
    /// How many there are of each state that waits for an editor, and of each kind among them: where only those of one editor
    /// are asked for, of those.
    pub counts: Vec<StateCount>,
    /// How many wait of which this person is in charge, where the person can be, and nobody.
    pub handled: Option<[Count; 2]>,
    /// Everybody who can be in charge.
    pub editors: Vec<EditorChoice>,
    /// The person's own.
    pub views: Vec<SavedView>,
    /// The office's phrases for a reason, for whoever returns what is listed.
    pub phrases: Vec<String>,
}

/// How many items stand somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateCount {
    pub state: State,
    pub by_kind: Vec<(Kind, Count)>,
}

/// Filters to which the person has given a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub id: i64,
    pub name: String,
    pub address: String,
}

/// A count up to a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub number: u64,
    /// There may be more.
    pub is_capped: bool,
}

impl Count {
    /// Of all kinds together.
    pub fn sum(by_kind: &[(Kind, Self)]) -> Self {
        let number = by_kind.iter().map(|(_, count)| count.number).sum();
        Self { number, is_capped: by_kind.iter().any(|(_, count)| count.is_capped) }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", self.number, if self.is_capped { "+" } else { "" })
    }
}

/// Which items the inbox shows; every part that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxFilter {
    pub states: Vec<State>,
    pub unit: Option<UnitId>,
    pub kind: Option<Kind>,
    /// Arrived on this day or later.
    pub from: Option<jiff::civil::Date>,
    /// Arrived on this day or earlier.
    pub to: Option<jiff::civil::Date>,
    pub text: Option<String>,
    /// Only what this person has not read.
    pub is_unread: bool,
    /// Only those of which somebody is in charge, or nobody.
    pub handled: Option<HandledBy>,
    /// The page begins behind this place.
    pub before: Option<i64>,
}

/// How many items wait for a person, each count at most 1000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingItems {
    /// Own items returned to be mended.
    pub returned: u32,
    /// Returned items of one's units whose drafters cannot mend them any more.
    pub left_behind: u32,
    /// Items of the unit to be reviewed.
    pub unit_review: u32,
    /// Items to be received.
    pub unreceived: u32,
    /// Items to be cleared.
    pub uncleared: u32,
    /// Names of units to be understood.
    pub unknown_names: u32,
}
