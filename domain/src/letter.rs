//! What a month's bulletin says besides its figures: to whom it goes, what the office says of the month, who signs it,
//! and when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::bulletin::covering::without_remarks;

/// The letter around a month's tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// 主送, without the colon; where it is missing, the groups' names.
    pub addressees: Option<String>,
    /// The covering text with its fields, as [`crate::bulletin::covering`] reads it; the usual one where it is missing.
    #[serde(default)]
    pub covering: Option<String>,
    /// Notes that follow those on rules and scope, one on each line.
    #[serde(default)]
    pub notes: Option<String>,
    /// 落款: the office that signs.
    pub signature: Option<String>,
    /// The day on which it is issued.
    pub date: Option<Date>,
}

impl Letterhead {
    /// The letter with which a later month begins: offices write to the same people under the same name, on
    /// another day. What they remarked on belongs to its month.
    pub fn for_a_later_month(&self) -> Self {
        let covering = self.covering.as_deref().map(without_remarks).filter(|text| !text.is_empty());
        Self { date: None, notes: None, covering, ..self.clone() }
    }

    /// What the office wrote itself, for comparing with other months.
    pub fn own_text(&self) -> String {
        [self.covering.as_deref(), self.notes.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}
