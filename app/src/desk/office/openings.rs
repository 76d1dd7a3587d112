//! 结转分: what units bring along in a year that began before their first month here.

use domain::{calendar::Month, id::UnitId, points::Points};
use serde::{Deserialize, Serialize};

use crate::desk::form::Form;

/// What was carried into a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Openings {
    pub year: i16,
    /// The first month whose facts are here.
    pub month: Month,
    /// Every unit that is scored in the year, in printed order.
    pub units: Vec<OpeningLine>,
    /// Why nothing may be changed.
    pub hindrance: Option<String>,
}

/// A unit with its points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningLine {
    pub unit: UnitId,
    pub name: String,
    pub group: String,
    pub points: Option<Points>,
}

/// The form: units and points side by side, as they were typed; a blank is nothing carried in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SetOpeningPoints {
    pub year: i16,
    #[serde(default)]
    pub month: String,
    #[serde(default)]
    pub unit: Vec<UnitId>,
    #[serde(default)]
    pub points: Vec<String>,
}

impl Form for SetOpeningPoints {}
