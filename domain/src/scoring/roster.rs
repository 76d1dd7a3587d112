//! The roster: which units stand in a period's tables, group by group, in printed order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    id::UnitId,
    unit::{Unit, changes::Inheritance},
};

/// The groups of a period with their units, in printed order. An unscored unit may be among them; it earns
/// nothing and appears in no table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    pub groups: Vec<RosterGroup>,
    /// Units that belong to another, for rules by which its points count there too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parents: BTreeMap<UnitId, UnitId>,
    /// What units inherit of others that ended before: their points of the year count here from then on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherited: Vec<Inheritance>,
}

/// Units that are ranked together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterGroup {
    pub name: String,
    pub units: Vec<Unit>,
}

impl RosterGroup {
    pub fn scored(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.scored)
    }
}

impl Roster {
    /// Under whom a unit's points of the year stand: under itself, unless another inherited them.
    pub fn heir_of(&self, unit: UnitId) -> UnitId {
        let mut heir = unit;
        // As many steps as there are inheritances: a circle ends all the same.
        for _ in &self.inherited {
            match self.inherited.iter().find(|one| one.from == heir) {
                Some(one) => heir = one.to,
                None => break,
            }
        }
        heir
    }

    /// The scored units of all groups, in printed order.
    pub fn scored(&self) -> impl Iterator<Item = &Unit> {
        self.groups.iter().flat_map(RosterGroup::scored)
    }
}
