//! What the ledger should hold: the facts of a year, scored by the rule sets in force in its months.
//!
//! A month's points depend on its own facts and on those of earlier months of its year. Where the rules look at one
//! month at a time, which most do, only that month is read.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use domain::{
    calendar::Month,
    closing::Closing,
    scoring::{
        CreditEntry, Fact, MonthRules, Opening, Roster, RuleSet, Scored, Scoring, YearScore, months_of,
        score_months,
    },
};
use store::{
    Connection, StoreError, facts,
    year::{self, Basis, known_months},
};

use super::{
    closed::{ClosedPart, ClosedYears},
    loaded::Years,
};

/// The lines that the facts earn in each of these months, as if nothing were known of the closed ones.
pub(crate) async fn due_afresh(
    connection: &impl Connection,
    months: &BTreeSet<Month>,
) -> Result<BTreeMap<Month, Vec<CreditEntry>>, StoreError> {
    let years = Years::of(connection, months).await?;
    years.due(connection, &ClosedYears::default(), months).await
}

impl Years {
    /// The lines that the facts earn in each of these months, whose years were read.
    pub(in crate::desk) async fn due(
        &self,
        connection: &impl Connection,
        closed_years: &ClosedYears,
        months: &BTreeSet<Month>,
    ) -> Result<BTreeMap<Month, Vec<CreditEntry>>, StoreError> {
        let mut due: BTreeMap<Month, Vec<CreditEntry>> =
            months.iter().map(|month| (*month, Vec::new())).collect();
        let years: BTreeSet<i16> = months.iter().map(|month| month.year()).collect();
        for year in years {
            let wanted: BTreeSet<Month> =
                months.iter().copied().filter(|month| month.year() == year).collect();
            let part = Part::of(self, connection, &wanted).await?;
            for entry in part.score(connection, closed_years).await? {
                if let Some(entries) = due.get_mut(&entry.month) {
                    entries.push(entry);
                }
            }
        }
        Ok(due)
    }
}

/// Months of one year that are scored together.
struct Part<'y> {
    years: &'y Years,
    basis: &'y Basis,
    months: Vec<Month>,
    /// Whether the months are the year's, from its first on, since what they earn hangs together.
    whole: bool,
    /// How the first of the months were closed: those before the first that is wanted.
    closings: Vec<Closing>,
}

impl<'y> Part<'y> {
    /// Where the rules look at one month at a time, those months alone; else all from the year's first on.
    async fn of(
        years: &'y Years,
        connection: &impl Connection,
        wanted: &BTreeSet<Month>,
    ) -> Result<Self, StoreError> {
        let first = wanted.first().copied().unwrap_or(Month::FIRST);
        let last = wanted.last().copied().unwrap_or(first);
        let basis = years.basis(first.year())?;
        let whole = years.hangs_together(first)?;
        if !whole {
            let months = wanted.iter().copied().collect();
            return Ok(Self { years, basis, months, whole, closings: Vec::new() });
        }
        let known = known_months(connection).await?;
        let of_year = known.into_iter().filter(|month| month.year() == first.year() && *month <= last);
        let months: Vec<Month> = months_of(of_year.chain(wanted.iter().copied()));
        let closings = years.closings_of(months.iter().copied().take_while(|month| *month < first));
        Ok(Self { years, basis, months, whole, closings })
    }

    async fn score(
        &self,
        connection: &impl Connection,
        closed_years: &ClosedYears,
    ) -> Result<Vec<CreditEntry>, StoreError> {
        let (Some(first), Some(last)) = (self.months.first(), self.months.last()) else {
            return Ok(Vec::new());
        };
        if let Some(since) = self.basis.decisions.taken_back_since {
            return self.score_with_changes(connection, since, *last).await;
        }
        let mut year = YearScore::begin(*first, &self.basis.openings);
        let mut months = self.months.as_slice();
        for closed in (1..=self.closings.len()).rev() {
            if let Some(known) = closed_years.get(&self.closed_part(closed)) {
                year = YearScore::clone(&known);
                months = &self.months[closed..];
                break;
            }
        }
        let mut facts: BTreeMap<Month, Vec<Fact>> = BTreeMap::new();
        let spans: Vec<RangeInclusive<Month>> = match (self.whole, months.first()) {
            (true, Some(first)) => vec![*first..=*last],
            _ => months.iter().map(|month| *month..=*month).collect(),
        };
        for span in spans {
            let mut of_span = facts::between(connection, span).await?;
            self.basis.rosters.succeed(&mut of_span);
            for fact in of_span {
                facts.entry(fact.month).or_default().push(fact);
            }
        }
        let mut entries = Vec::new();
        for month in months {
            let roster = self.basis.rosters.in_month(*month);
            let rules = self.years.rules.in_force(*month);
            let facts: Vec<&Fact> = facts.get(month).into_iter().flatten().collect();
            entries.extend(
                year.month(MonthRules { month: *month, rules, roster: &roster }, &facts, false).entries,
            );
            if self.closings.last().is_some_and(|closing| closing.month == *month) {
                closed_years.keep(self.closed_part(self.closings.len()), &year);
            }
        }
        Ok(entries)
    }

    /// Where something was taken back late, the closed months are not what the open ones go on from: all months since
    /// are scored, of an earlier year too.
    async fn score_with_changes(
        &self,
        connection: &impl Connection,
        since: Month,
        last: Month,
    ) -> Result<Vec<CreditEntry>, StoreError> {
        let mut bases: BTreeMap<i16, Basis> = BTreeMap::new();
        for year in since.year()..=last.year() {
            bases.insert(year, year::basis(connection, year).await?);
        }
        let openings: Vec<Opening> =
            bases.values().flat_map(|basis| basis.openings.iter().cloned()).collect();
        let span = since.january()..=last;
        let mut known = known_months(connection).await?;
        known.retain(|month| span.contains(month));
        let months = months_of(known.into_iter().chain(self.months.iter().copied()));
        let mut facts = facts::between(connection, span).await?;
        // What becomes of units is known of all years alike.
        if let Some(basis) = bases.values().next() {
            basis.rosters.succeed(&mut facts);
        }
        let rules = |month| self.years.rules.in_force(month);
        let roster = |month: Month| {
            bases.get(&month.year()).map(|basis| basis.rosters.in_month(month)).unwrap_or_default()
        };
        Ok(score(months, rules, roster, &facts, &openings).entries)
    }

    /// Up to so many closed months.
    fn closed_part(&self, closed: usize) -> ClosedPart {
        ClosedPart {
            closings: self.closings[..closed].to_vec(),
            rules: self.years.rules.clone(),
            basis: self.basis.clone(),
        }
    }
}

/// What facts earn in months of one year, each by its rules and with its units.
pub(super) fn score<'r>(
    months: impl IntoIterator<Item = Month>,
    rules: impl Fn(Month) -> &'r RuleSet,
    rosters: impl Fn(Month) -> Roster,
    facts: &[Fact],
    opening: &[Opening],
) -> Scored {
    let rosters: Vec<(Month, Roster)> = months.into_iter().map(|month| (month, rosters(month))).collect();
    let months: Vec<MonthRules<'_>> = rosters
        .iter()
        .map(|(month, roster)| MonthRules { month: *month, rules: rules(*month), roster })
        .collect();
    score_months(&Scoring { months: &months, facts, opening })
}
