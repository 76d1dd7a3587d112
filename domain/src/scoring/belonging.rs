//! Which unit belongs to which, for rules by which its points count there too (上级单位): from a month on, in one
//! level, so that no points count twice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{calendar::Month, id::UnitId};

/// To which unit one belongs from a month on; to none any more where there is no parent. [`Month::FIRST`] is always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belonging {
    pub unit: UnitId,
    pub since: Month,
    pub parent: Option<UnitId>,
}

/// Why a unit cannot belong to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoParent {
    #[error("单位不能是自己的上级单位")]
    Itself,
    #[error("上级单位自己还有上级单位，只能有一层")]
    HasParent,
    #[error("这个单位自己有下属单位，不能再有上级单位，只能有一层")]
    HasChildren,
}

/// What holds of a unit in a month; nothing where it never belonged to another until then.
pub fn belonging_of(all: &[Belonging], unit: UnitId, month: Month) -> Option<Belonging> {
    let so_far = all.iter().filter(|one| one.unit == unit && one.since <= month);
    so_far.max_by_key(|one| one.since).copied()
}

/// Each unit that belongs to another in a month.
pub fn parents_in(all: &[Belonging], month: Month) -> BTreeMap<UnitId, UnitId> {
    let units = all.iter().map(|one| one.unit);
    units.filter_map(|unit| Some((unit, belonging_of(all, unit, month)?.parent?))).collect()
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

/// Whether a unit may belong to another from a month on, in every month from then on. What was said of it for later
/// months is replaced by this.
pub fn check_belonging(all: &[Belonging], new: Belonging) -> Result<(), NoParent> {
    let Some(parent) = new.parent else { return Ok(()) };
    let others: Vec<Belonging> = all.iter().filter(|one| one.unit != new.unit).copied().collect();
    let changes = others.iter().map(|one| one.since).filter(|since| *since > new.since);
    for month in changes.chain([new.since]) {
        check_parent(&parents_in(&others, month), new.unit, parent)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn belonging(unit: i64, since: &str, parent: i64) -> Belonging {
        let parent = (parent > 0).then_some(UnitId(parent));
        Belonging { unit: UnitId(unit), since: since.parse().expect("a month"), parent }
    }

    fn parents(all: &[Belonging], month: &str) -> Vec<(i64, i64)> {
        let parents = parents_in(all, month.parse().expect("a month"));
        parents.into_iter().map(|(unit, parent)| (unit.0, parent.0)).collect()
    }

    #[test]
    fn a_unit_belongs_to_another_from_a_month_on() {
        let all = [belonging(1, "2024-06", 3), belonging(1, "0001-01", 2), belonging(1, "2024-09", 0)];
        assert_eq!(parents(&all, "2024-05"), [(1, 2)]);
        assert_eq!(parents(&all, "2024-06"), [(1, 3)]);
        assert_eq!(parents(&all, "2024-09"), []);
    }

    #[test]
    fn units_belong_to_others_in_one_level_in_every_month() {
        // 1 belongs to 2 until June; 5 belongs to 4 from July on.
        let all = [belonging(1, "0001-01", 2), belonging(1, "2024-06", 0), belonging(5, "2024-07", 4)];
        for (new, answer) in [
            (belonging(3, "2024-01", 2), Ok(())),
            (belonging(1, "2024-03", 3), Ok(())),
            (belonging(3, "2024-01", 3), Err(NoParent::Itself)),
            (belonging(3, "2024-01", 1), Err(NoParent::HasParent)),
            (belonging(3, "2024-06", 1), Ok(())),
            (belonging(2, "2024-05", 3), Err(NoParent::HasChildren)),
            (belonging(2, "2024-06", 3), Ok(())),
            (belonging(4, "2024-06", 3), Err(NoParent::HasChildren)),
            (belonging(3, "2024-06", 5), Err(NoParent::HasParent)),
            (belonging(3, "2024-06", 0), Ok(())),
        ] {
            assert_eq!(check_belonging(&all, new), answer, "{new:?}");
        }
    }
}
