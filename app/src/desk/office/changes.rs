//! 更名, 并入, 分设, 撤销: what becomes of units, as administrators do it and see it.

use domain::{
    id::{UnitChangeId, UnitId},
    unit::{Unit, changes::ChangeKind},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::super::form::{blank_is_none, blank_or, ticked};
use crate::desk::form::Form;

/// What is to become of a unit, as the form gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeUnit {
    #[serde(default)]
    pub unit: String,
    /// The unit's version that was read.
    #[serde(default)]
    pub version: String,
    /// As [`ChangeKind::code`].
    pub kind: String,
    /// The first day on which it is so.
    #[serde(default)]
    pub day: String,
    /// The new name, of a renaming.
    #[serde(default)]
    pub name: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub short_name: Option<String>,
    /// Into which units it goes, as they are typed; of a split, names that nobody bears are new units.
    #[serde(default)]
    pub into: String,
    /// Whether a unit that others come out of goes on beside them.
    #[serde(default, deserialize_with = "ticked")]
    pub goes_on: bool,
    /// Where its points of the year go: [`CARRY`], [`LEAVE`], or the name of one of the units that come out of it.
    #[serde(default)]
    pub points: String,
    /// The paper that says so.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub reason: Option<String>,
}

impl Form for ChangeUnit {}

/// Its points go on with the unit into which it goes.
pub const CARRY: &str = "carry";
/// Its points stay with it.
pub const LEAVE: &str = "leave";

impl ChangeUnit {
    pub fn unit(&self) -> Option<UnitId> {
        self.unit.parse().ok()
    }

    pub fn kind(&self) -> Option<ChangeKind> {
        ChangeKind::from_code(&self.kind)
    }
}

/// The page on which a change is prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePage {
    pub unit: Unit,
    pub version: i64,
    /// What would change; nothing until the form says enough, then its faults or the preview.
    pub preview: Option<Result<ChangePreview, Vec<String>>>,
    /// Other units, to be named.
    pub others: Vec<String>,
}

/// What a change would bring about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePreview {
    /// What it is: 甲科自2024年5月1日起并入乙科.
    pub words: String,
    /// What follows, in order.
    pub follows: Vec<Following>,
    /// What stands in its way; empty where it can be done.
    pub obstacles: Vec<String>,
}

/// One thing that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Following {
    /// 通报, 得分, 稿件.
    pub what: String,
    pub words: String,
    /// Where it is looked at or mended.
    pub address: Option<String>,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeChange {
    pub id: UnitChangeId,
    pub day: Date,
    pub words: String,
    pub reason: Option<String>,
    pub made_by: String,
    pub made_at: Timestamp,
    /// It is the unit's own last one, and can be taken back.
    pub is_last: bool,
}

/// The form of taking a change back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoUnitChange {
    #[serde(default, deserialize_with = "blank_or")]
    pub change: Option<UnitChangeId>,
}

impl Form for UndoUnitChange {}
