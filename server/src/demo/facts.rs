//! January 2024 in figures: the units, and what each of them achieved.

use serde::Deserialize;

use super::DemoError;

/// The units and their month.
#[derive(Debug, Deserialize)]
pub(super) struct January {
    pub(super) units: Vec<UnitLine>,
    pub(super) submissions: Vec<Count>,
    pub(super) adoptions: Vec<Adoption>,
    pub(super) upper_adoptions: Vec<UpperAdoption>,
    pub(super) reported_up: Vec<Count>,
    pub(super) adjustments: Vec<Adjustment>,
}

/// A unit by its full name.
#[derive(Debug, Deserialize)]
pub(super) struct UnitLine {
    pub(super) name: String,
    pub(super) group: String,
    pub(super) aliases: Vec<String>,
    #[serde(default = "yes")]
    pub(super) scored: bool,
}

fn yes() -> bool {
    true
}

/// How many of something a unit has.
#[derive(Debug, Deserialize)]
pub(super) struct Count {
    pub(super) unit: String,
    pub(super) count: usize,
}

/// A piece in the bureau's newsletter, credited to its units.
#[derive(Debug, Deserialize)]
pub(super) struct Adoption {
    pub(super) issue: i32,
    pub(super) kind: domain::item::Kind,
    pub(super) units: Vec<String>,
}

/// A piece in a higher channel. A name that ends in 约稿 says that it was commissioned.
#[derive(Debug, Deserialize)]
pub(super) struct UpperAdoption {
    pub(super) channel: String,
    pub(super) starred: bool,
    pub(super) units: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Adjustment {
    pub(super) unit: String,
    pub(super) points: String,
    pub(super) reason: String,
}

pub(super) fn january() -> Result<January, DemoError> {
    serde_json::from_str(include_str!("january.json")).map_err(|error| DemoError::Data(error.to_string()))
}
