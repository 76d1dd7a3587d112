//! What the months of some years are scored from, besides their facts, read once.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    calendar::Month,
    closing::{ClosedMonths, Closing},
    scoring::months_of,
};
use store::{
    Connection, StoreError, months,
    year::{self, Basis},
};

use super::rules::RuleSets;

/// What the months of some years are scored from, besides their facts, as it stood when it was loaded: whoever changes units,
/// rules or closings and goes on loads it anew.
pub(in crate::desk) struct Years {
    pub(super) rules: RuleSets,
    /// All that were ever, in the order in which they happened.
    closings: Vec<Closing>,
    of_year: BTreeMap<i16, Basis>,
}

impl Years {
    /// Reads the years of these months.
    pub(in crate::desk) async fn of(
        connection: &impl Connection,
        months: &BTreeSet<Month>,
    ) -> Result<Self, StoreError> {
        let mut of_year = BTreeMap::new();
        let years: BTreeSet<i16> = months.iter().map(|month| month.year()).collect();
        for year in years {
            of_year.insert(year, year::basis(connection, year).await?);
        }
        let rules = RuleSets::load(connection).await?;
        Ok(Self { rules, closings: months::all_closings(connection).await?, of_year })
    }

    /// The months that are closed.
    pub(in crate::desk) fn closed(&self) -> ClosedMonths {
        ClosedMonths::new(self.standing().map(|closing| closing.month))
    }

    fn standing(&self) -> impl Iterator<Item = &Closing> {
        self.closings.iter().filter(|closing| closing.reopening.is_none())
    }

    /// How the first of these months were closed, as far as one after the other is.
    pub(super) fn closings_of(&self, months: impl Iterator<Item = Month>) -> Vec<Closing> {
        let closing = |month| self.standing().find(|closing| closing.month == month);
        months.map_while(closing).cloned().collect()
    }

    pub(super) fn basis(&self, year: i16) -> Result<&Basis, StoreError> {
        // A year that nobody loaded is the fault of whoever asks.
        self.of_year.get(&year).ok_or_else(|| StoreError::broken("months", year.into(), "这一年没有读"))
    }

    /// Whether what a month earns hangs together with other months of its year.
    pub(super) fn hangs_together(&self, month: Month) -> Result<bool, StoreError> {
        Ok(self.rules.reach_beyond(month) || self.basis(month.year())?.decisions.any)
    }

    /// The months whose points a change of these months may change: they themselves, and later ones of their years where
    /// the rules or a decision reach that far.
    pub(in crate::desk) async fn touched(
        &self,
        connection: &impl Connection,
        months: &BTreeSet<Month>,
    ) -> Result<BTreeSet<Month>, StoreError> {
        let mut touched = months.clone();
        let mut known = None;
        for month in months {
            if !self.hangs_together(*month)? {
                continue;
            }
            let known = match &mut known {
                Some(known) => known,
                none => none.insert(year::known_months(connection).await?),
            };
            let later =
                known.iter().chain(months).filter(|later| later.year() == month.year() && *later > month);
            touched.extend(months_of(later.copied().chain([*month])));
        }
        Ok(touched)
    }
}
