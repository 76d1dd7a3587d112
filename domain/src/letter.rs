//! What a month's bulletin says besides its figures: to whom it goes, who signs it, and when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The letter around a month's tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// 主送, without the colon; where it is missing, the groups' names.
    pub addressees: Option<String>,
    /// 落款: the office that signs.
    pub signature: Option<String>,
    /// The day on which it is issued.
    pub date: Option<Date>,
}

impl Letterhead {
    /// The letter with which a later month begins: offices write to the same people under the same name, on
    /// another day.
    pub fn for_a_later_month(&self) -> Self {
        Self { date: None, ..self.clone() }
    }
}
