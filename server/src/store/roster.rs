//! The roster: which units stand in which group's table, month by month.

use std::collections::HashMap;

use domain::{
    calendar::Month,
    id::{UnitGroupId, UnitId},
    scoring::{Belonging, Roster, RosterGroup, parents_in},
    unit::{Unit, UnitGroup},
};

use super::{Connection, StoreError, units};

/// What the rosters of a year are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearRosters {
    groups: Vec<UnitGroup>,
    group_of: HashMap<UnitId, UnitGroupId>,
    units: Vec<Unit>,
    belongings: Vec<Belonging>,
}

/// Reads the groups of a year and all units.
pub async fn of_year(connection: &impl Connection, year: i16) -> Result<YearRosters, StoreError> {
    Ok(YearRosters {
        groups: units::load_groups(connection).await?,
        group_of: units::groups_in(connection, year).await?,
        units: units::load_all(connection).await?,
        belongings: units::parents::all(connection).await?,
    })
}

/// The groups and units as they stood in a month.
pub async fn roster(connection: &impl Connection, month: Month) -> Result<Roster, StoreError> {
    Ok(of_year(connection, month.year()).await?.in_month(month))
}

impl YearRosters {
    /// The groups and units as they stood in a month of the year.
    pub fn in_month(&self, month: Month) -> Roster {
        let is_of = |unit: &Unit, group: &UnitGroup| self.group_of.get(&unit.id) == Some(&group.id);
        let groups = self.groups.iter().map(|group| RosterGroup {
            name: group.name.clone(),
            units: self
                .units
                .iter()
                .filter(|unit| is_of(unit, group) && exists_in(unit, month))
                .cloned()
                .collect(),
        });
        Roster { groups: groups.collect(), parents: parents_in(&self.belongings, month) }
    }

    /// The same without the groups that a unit does not stand in.
    pub fn of_group_of(mut self, unit: UnitId) -> Self {
        let own = self.group_of.get(&unit).copied();
        self.groups.retain(|group| Some(group.id) == own);
        self.group_of.retain(|_, group| Some(*group) == own);
        self
    }

    /// The units that stand in one of the groups.
    pub fn grouped(&self) -> Vec<UnitId> {
        self.group_of.keys().copied().collect()
    }

    /// All units there ever were, in printed order.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }
}

/// Whether the unit exists on any day of the month.
fn exists_in(unit: &Unit, month: Month) -> bool {
    let begun = unit.since.is_none_or(|since| Month::of(since) <= month);
    // `until` is the first day without it: the first of a month leaves nothing of that month.
    let ended = unit
        .until
        .is_some_and(|until| Month::of(until) < month || (Month::of(until) == month && until.day() == 1));
    begun && !ended
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;

    #[test]
    fn a_unit_stands_in_the_tables_of_every_month_in_which_it_exists_for_a_day() {
        let unit = |since: Option<Date>, until: Option<Date>| Unit {
            id: UnitId(1),
            name: "甲局".into(),
            short_name: None,
            aliases: Vec::new(),
            reviews: false,
            scored: true,
            order: 1,
            since,
            until,
        };
        let january: Month = "2024-01".parse().expect("a month");
        for (since, until, stands) in [
            (None, None, true),
            (Some(date(2024, 1, 31)), None, true),
            (Some(date(2024, 2, 1)), None, false),
            (None, Some(date(2024, 1, 1)), false),
            (None, Some(date(2024, 1, 2)), true),
            (None, Some(date(2024, 2, 1)), true),
            (None, Some(date(2023, 12, 15)), false),
        ] {
            assert_eq!(exists_in(&unit(since, until), january), stands, "{since:?} – {until:?}");
        }
    }
}
