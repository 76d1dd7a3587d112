//! The roster: which units stand in which group's table, month by month.

use std::collections::{BTreeSet, HashMap};

use domain::{
    calendar::Month,
    id::{UnitGroupId, UnitId},
    scoring::{Belonging, Fact, Roster, RosterGroup, parents_in},
    unit::{
        Unit, UnitGroup,
        changes::{UnitChange, inheritances, last_day, stand_ins},
    },
};
use sea_orm::{DbBackend, sea_query::SelectStatement};

use super::{Connection, StoreError, gathered::Beside, units};

/// What the rosters of a year are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearRosters {
    groups: Vec<UnitGroup>,
    group_of: HashMap<UnitId, UnitGroupId>,
    units: Vec<Unit>,
    belongings: Vec<Belonging>,
    changes: Vec<UnitChange>,
}

/// Reads the groups of a year and all units.
pub async fn of_year(connection: &impl Connection, year: i16) -> Result<YearRosters, StoreError> {
    let tables = tables(connection.get_database_backend(), year);
    rosters_of(&mut Beside::read(connection, tables).await?)
}

/// What [`rosters_of`] reads of a year.
pub(super) fn tables(backend: DbBackend, year: i16) -> Vec<SelectStatement> {
    let [groups, members] = units::group_tables(backend, year);
    let [units, names] = units::unit_tables(backend);
    let [changes, successors] = units::changes::tables(backend);
    vec![groups, members, units, names, units::parents::table(backend), changes, successors]
}

pub(super) fn rosters_of(tables: &mut Beside) -> Result<YearRosters, StoreError> {
    let (groups, group_of) = units::grouped_of(tables)?;
    Ok(YearRosters {
        groups,
        group_of,
        units: units::units_of(tables)?,
        belongings: units::parents::belongings_of(tables)?,
        changes: units::changes::changes_of(tables)?,
    })
}

/// The groups and units as they stood in a month.
pub async fn roster(connection: &impl Connection, month: Month) -> Result<Roster, StoreError> {
    Ok(of_year(connection, month.year()).await?.in_month(month))
}

impl YearRosters {
    /// The groups and units as they stood in a month of the year, under the names that they bore at its end.
    pub fn in_month(&self, month: Month) -> Roster {
        let end = last_day(month);
        let is_of = |unit: &Unit, group: &UnitGroup| self.group_of.get(&unit.id) == Some(&group.id);
        let groups = self.groups.iter().map(|group| RosterGroup {
            name: group.name.clone(),
            units: self
                .units
                .iter()
                .filter(|unit| is_of(unit, group) && unit.exists_in(month))
                .map(|unit| unit.as_called_on(&self.changes, end))
                .collect(),
        });
        let mut inherited = inheritances(&self.units, &self.changes);
        inherited.retain(|one| one.since <= month);
        Roster { groups: groups.collect(), parents: parents_in(&self.belongings, month), inherited }
    }

    /// Credits what is recorded of units that have ended to those into which they went.
    pub fn succeed(&self, facts: &mut [Fact]) {
        if self.changes.iter().all(|change| change.successors.is_empty()) {
            return;
        }
        let mut of_month = HashMap::new();
        for fact in facts {
            let instead = of_month
                .entry(fact.month)
                .or_insert_with(|| stand_ins(&self.units, &self.changes, fact.month));
            if fact.units().iter().any(|unit| instead.contains_key(unit)) {
                fact.credit(|unit| instead.get(&unit).copied().unwrap_or(unit));
            }
        }
    }

    /// The same without the groups that a unit does not stand in.
    pub fn of_group_of(mut self, unit: UnitId) -> Self {
        let own = self.group_of.get(&unit).copied();
        self.groups.retain(|group| Some(group.id) == own);
        self.group_of.retain(|_, group| Some(*group) == own);
        self
    }

    /// The units that stand in one of the groups, and those whose points may count for one of them.
    pub fn grouped(&self) -> Vec<UnitId> {
        let inherited = self.changes.iter().filter(|change| change.heir.is_some()).map(|change| change.unit);
        let all: BTreeSet<UnitId> = self.group_of.keys().copied().chain(inherited).collect();
        all.into_iter().collect()
    }

    /// Whether what is recorded of another unit may count for this one.
    pub fn succeeds_others(&self, unit: UnitId) -> bool {
        let goes_on = |change: &UnitChange| change.successors.contains(&unit) || change.heir == Some(unit);
        self.changes.iter().any(goes_on)
    }

    /// All units there ever were, in printed order.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }
}
