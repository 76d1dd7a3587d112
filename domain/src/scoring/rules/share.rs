//! Shares of a joint piece.

use serde::{Deserialize, Serialize};

use super::filter::{FactType, Filter};
use crate::points::Points;

/// How a piece with several credited units is shared among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub rule: String,
    pub name: String,
    /// Empty for any kind of fact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<FactType>,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub when: Filter,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub unless: Filter,
    /// How its points are shared.
    #[serde(default)]
    pub points: Split,
    /// To each, of [`Split::Fixed`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Points>,
    /// Of [`Split::Places`]: what the first unit gets of the whole, the second, … ; the last for all further.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Points>,
    /// How it counts as a piece, in tables and quotas.
    #[serde(default)]
    pub pieces: Pieces,
}

/// How points are shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// The whole to each.
    #[default]
    Whole,
    /// Equal parts, whose sum is the whole.
    Equal,
    /// Half of the whole to each.
    Half,
    /// The same amount to each, whatever the whole.
    Fixed,
    /// By the weights given with the fact, in parts whose sum is the whole; without weights, equal.
    Ratio,
    /// By the place in the order of the units.
    Places,
}

/// How a joint piece counts as a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pieces {
    /// One piece for each unit.
    #[default]
    Whole,
    /// Equal parts of a piece.
    Equal,
    /// Half a piece for each.
    Half,
    /// By the weights given with the fact.
    Ratio,
    /// One for the first unit, nothing for the others.
    First,
}
