//! Choices: what counts where one story stands in several places.

use serde::{Deserialize, Serialize};

use super::measure::Period;

/// Of a unit's lines that agree in all of `among`, only some count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub rule: String,
    pub name: String,
    /// The rates whose lines it chooses from; empty for all. For [`Keep::Last`], in rising order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<String>,
    /// Rates whose lines go with the line of the same story and channel, and stand or fall with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<String>,
    /// What lines must have in common to be chosen from.
    pub among: Vec<ChoiceKey>,
    pub keep: Keep,
    /// Lines kept at most, of [`Keep::Best`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Of the lines kept, at most one for each value of this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_per: Option<ChoiceKey>,
    /// Lines of different periods are not compared. A later line that displaces one credited before gives
    /// only what it is more.
    #[serde(default = "Period::year")]
    pub within: Period,
}

/// What lines may have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKey {
    Story,
    Level,
    Channel,
    Rank,
    Form,
    Rule,
}

impl ChoiceKey {
    pub const ALL: [Self; 6] = [Self::Story, Self::Level, Self::Channel, Self::Rank, Self::Form, Self::Rule];

    pub fn code(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Level => "level",
            Self::Channel => "channel",
            Self::Rank => "rank",
            Self::Form => "form",
            Self::Rule => "rule",
        }
    }
}

/// Which lines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The one with the most points.
    Highest,
    /// Those with the most points, `count` of them.
    Best,
    /// The one whose rate stands last in `rates`: a later stage replaces the earlier.
    Last,
}
