//! Units and their groups as administrators see them.

use domain::{
    calendar::Month,
    id::{UnitGroupId, UnitId},
    unit::{Unit, UnitGroup},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    super::form::{blank_is_none, blank_or, ticked},
    changes::MadeChange,
};
use crate::desk::form::Form;

/// All units and groups, for the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitList {
    /// The year whose groups these are.
    pub year: i16,
    pub groups: Vec<UnitGroup>,
    /// In the printed order within each group; those without a group stand last.
    pub units: Vec<ListedUnit>,
}

/// A unit with its group in the list's year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedUnit {
    pub unit: Unit,
    /// The unit to which it belongs.
    pub parent: Option<UnitId>,
    pub group: Option<UnitGroupId>,
    /// What became of it, where it has ended or is to end: 甲科已于2024年5月1日并入乙科.
    pub ended: Option<String>,
}

/// A unit to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitDetail {
    pub unit: Unit,
    pub version: i64,
    /// Its group from each year on, the earliest first.
    pub memberships: Vec<(i16, UnitGroupId)>,
    pub groups: Vec<UnitGroup>,
    /// The unit to which it belongs now, for rules by which its points count there too.
    pub parent: Option<UnitId>,
    /// From which month on; `None` for always.
    pub parent_since: Option<Month>,
    /// To which unit, by its name, it belonged from each month on, the earliest first.
    pub parents: Vec<(Month, Option<String>)>,
    /// The units to which it could belong, by their names; none where others belong to it.
    pub possible_parents: Vec<(UnitId, String)>,
    /// What became of it and what it came out of, the earliest first.
    pub changes: Vec<MadeChange>,
}

/// A unit as the form gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SaveUnit {
    /// `None` for a new one.
    #[serde(default, deserialize_with = "blank_or")]
    pub unit: Option<UnitId>,
    /// The version that was read.
    #[serde(default, deserialize_with = "blank_or")]
    pub version: Option<i64>,
    pub name: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub short_name: Option<String>,
    /// Parted by white space, commas or 、.
    #[serde(default)]
    pub aliases: String,
    #[serde(default, deserialize_with = "blank_or")]
    pub group: Option<UnitGroupId>,
    /// The year from which it is in the group; this one where none is given.
    #[serde(default, deserialize_with = "blank_or")]
    pub year: Option<i16>,
    /// The unit to which it belongs.
    #[serde(default, deserialize_with = "blank_or")]
    pub parent: Option<UnitId>,
    /// From which month on; always where none is given.
    #[serde(default, deserialize_with = "blank_or")]
    pub parent_since: Option<Month>,
    #[serde(default, deserialize_with = "blank_or")]
    pub order: Option<i32>,
    #[serde(default, deserialize_with = "ticked")]
    pub reviews: bool,
    #[serde(default, deserialize_with = "ticked")]
    pub scored: bool,
    /// From which day on it bears its new name; none where the name was only written wrongly.
    #[serde(default, deserialize_with = "blank_or")]
    pub renamed_on: Option<Date>,
    #[serde(default, deserialize_with = "blank_or")]
    pub since: Option<Date>,
    #[serde(default, deserialize_with = "blank_or")]
    pub until: Option<Date>,
}

impl Form for SaveUnit {}
