//! Rates for pieces, what multiplies them, and what stands beside them.

use serde::{Deserialize, Serialize};

use super::{
    amount::Amount,
    category::Category,
    filter::{FactType, Filter},
};
use crate::points::Points;

/// Points for one piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Stable within the rule set's versions: entries name it.
    pub rule: String,
    /// In words, for the screen.
    pub name: String,
    pub fact: FactType,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub when: Filter,
    /// What it does not cover.
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub unless: Filter,
    pub points: Amount,
    /// By the kind of fact, unless the rule set says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// Points on the same fact, beside its rate: for the front page, an editor's note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    pub rule: String,
    pub name: String,
    /// Empty for any kind of fact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<FactType>,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub when: Filter,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub unless: Filter,
    pub points: Amount,
    /// Whether the multipliers of the rate multiply this too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub multiplied: bool,
    /// The rate's, unless the rule set says otherwise; of its own, it makes an entry of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// What multiplies the rate of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Multiplier {
    pub rule: String,
    pub name: String,
    /// The rates that it multiplies; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<String>,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub when: Filter,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub unless: Filter,
    pub times: Points,
}
