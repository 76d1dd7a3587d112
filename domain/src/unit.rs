//! Units, their groups, and the directory that knows every name they go by.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::id::{UnitGroupId, UnitId};

/// A group of units that are ranked together, for example 机关科室.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitGroup {
    pub id: UnitGroupId,
    pub name: String,
    /// Place in the printed order, from 1.
    pub order: i32,
}

/// A unit that contributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    /// The full name, as in the bulletin's tables.
    pub name: String,
    /// The one preferred short name for lists; the full name where there is none.
    pub short_name: Option<String>,
    pub aliases: Vec<String>,
    /// Whether a reviewer of the unit must approve items before they reach the office.
    pub reviews: bool,
    /// An unscored unit may be named anywhere and stands in no table (办公室).
    pub scored: bool,
    /// Place in the printed order within its group, from 1.
    pub order: i32,
    /// First day of its existence; `None` for always.
    pub since: Option<jiff::civil::Date>,
    /// First day on which it no longer exists; `None` for still existing.
    pub until: Option<jiff::civil::Date>,
}

impl Unit {
    /// The name for lists and narrow columns.
    pub fn list_name(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// Every name that means this unit: the full name first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.short_name.as_deref())
            .chain(self.aliases.iter().map(String::as_str))
    }
}

/// A name that two units claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("名称“{name}”同时属于“{first}”和“{second}”，请改掉其中一个")]
pub struct AmbiguousName {
    pub name: String,
    pub first: String,
    pub second: String,
}

/// Knows every name of every unit. Built once from a snapshot of the units.
#[derive(Clone, Debug, Default)]
pub struct UnitDirectory {
    units: Vec<Unit>,
    by_name: HashMap<String, usize>,
}

impl UnitDirectory {
    /// Fails with the first name that two units claim.
    pub fn new(units: Vec<Unit>) -> Result<Self, AmbiguousName> {
        let mut by_name: HashMap<String, usize> = HashMap::new();
        for (place, unit) in units.iter().enumerate() {
            for name in unit.names() {
                if let Some(earlier) = by_name.insert(name.to_owned(), place)
                    && earlier != place
                {
                    return Err(AmbiguousName {
                        name: name.to_owned(),
                        first: units[earlier].name.clone(),
                        second: unit.name.clone(),
                    });
                }
            }
        }
        Ok(Self { units, by_name })
    }

    /// The unit that goes by exactly this name.
    pub fn find(&self, name: &str) -> Option<&Unit> {
        self.by_name.get(name).map(|place| &self.units[*place])
    }

    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// All units, in the order in which they were given.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }
}
