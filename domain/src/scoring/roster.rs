//! The roster: which units stand in a period's tables, group by group, in printed order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{id::UnitId, unit::Unit};

/// The groups of a period with their units, in printed order. An unscored unit may be among them; it earns
/// nothing and appears in no table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    pub groups: Vec<RosterGroup>,
    /// Units that belong to another, for rules by which its points count there too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parents: BTreeMap<UnitId, UnitId>,
}

/// Units that are ranked together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterGroup {
    pub name: String,
    pub units: Vec<Unit>,
}

/// Why a unit cannot belong to another. There is one level, so that no points count twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoParent {
    #[error("单位不能是自己的上级单位")]
    Itself,
    #[error("上级单位自己还有上级单位，只能有一层")]
    HasParent,
    #[error("这个单位自己有下属单位，不能再有上级单位，只能有一层")]
    HasChildren,
}

/// Whether a unit may belong to another, as the others belong.
pub fn check_parent(
    parents: &BTreeMap<UnitId, UnitId>,
    child: UnitId,
    parent: UnitId,
) -> Result<(), NoParent> {
    if parent == child {
        Err(NoParent::Itself)
    } else if parents.contains_key(&parent) {
        Err(NoParent::HasParent)
    } else if parents.values().any(|parent| *parent == child) {
        Err(NoParent::HasChildren)
    } else {
        Ok(())
    }
}

impl RosterGroup {
    pub fn scored(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.scored)
    }
}

impl Roster {
    /// The scored units of all groups, in printed order.
    pub fn scored(&self) -> impl Iterator<Item = &Unit> {
        self.groups.iter().flat_map(RosterGroup::scored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_belong_to_others_in_one_level() {
        let parents = [(UnitId(1), UnitId(2))].into();
        for (child, parent, answer) in [
            (3, 2, Ok(())),
            (1, 3, Ok(())),
            (3, 3, Err(NoParent::Itself)),
            (3, 1, Err(NoParent::HasParent)),
            (2, 1, Err(NoParent::HasParent)),
            (2, 3, Err(NoParent::HasChildren)),
        ] {
            assert_eq!(check_parent(&parents, UnitId(child), UnitId(parent)), answer, "{child} → {parent}");
        }
    }
}
