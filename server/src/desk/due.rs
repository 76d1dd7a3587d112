//! What the ledger should hold: the facts of a year, scored by the rule sets in force in its months.
//!
//! A month's points depend on its own facts and on those of earlier months of its year. Where the rules look at one
//! month at a time, which most do, only that month is read.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    calendar::Month,
    scoring::{
        CreditEntry, Fact, FactReference, MonthRules, Opening, Roster, RuleSet, Scored, Scoring, months_of,
        score_months, version_1,
    },
};

use super::credits::known_months;
use crate::store::{
    Connection, StoreError, facts, opening,
    roster::{self, YearRosters},
    rule_sets,
};

/// All versions: the built-in one and those that the office put in force.
#[derive(Clone, Debug)]
pub(super) struct RuleSets(Vec<RuleSet>);

impl RuleSets {
    pub(super) async fn load(connection: &impl Connection) -> Result<Self, StoreError> {
        let kept = rule_sets::all(connection).await?;
        Ok(Self(std::iter::once(version_1()).chain(kept.into_iter().map(|kept| kept.rules)).collect()))
    }

    pub(super) fn all(&self) -> &[RuleSet] {
        &self.0
    }

    /// The version in force in a month.
    pub(super) fn in_force(&self, month: Month) -> &RuleSet {
        // The built-in version holds from the first month that can be written, so one is always in force.
        RuleSet::in_force(&self.0, month).unwrap_or(&self.0[0])
    }

    /// What a rule is called in the version that an entry names.
    pub(super) fn rule_in_words(&self, entry: &CreditEntry) -> String {
        let version = self.0.iter().find(|rules| rules.version == entry.rule.version);
        version.map_or(entry.rule.rule.as_str(), |rules| rules.rule_name(&entry.rule.rule)).to_owned()
    }

    /// Whether a change in a month may change later months of its year.
    fn reach_beyond(&self, month: Month) -> bool {
        let until = month.january().next_year();
        let mut later = month.january();
        let mut reaches = false;
        while later < until {
            reaches |= self.in_force(later).reaches_beyond_a_month();
            later = later.next();
        }
        reaches
    }
}

/// The months whose points a change of these months may change: they themselves, and later ones of their years where
/// the rules or a decision reach that far.
pub(super) async fn touched(
    connection: &impl Connection,
    months: &BTreeSet<Month>,
) -> Result<BTreeSet<Month>, StoreError> {
    let rules = RuleSets::load(connection).await?;
    let mut touched = months.clone();
    let known = known_months(connection).await?;
    for month in months {
        if rules.reach_beyond(*month) || facts::has_rulings(connection, month.year()).await? {
            let later =
                known.iter().chain(months).filter(|later| later.year() == month.year() && *later > month);
            touched.extend(months_of(later.copied().chain([*month])));
        }
    }
    Ok(touched)
}

/// The lines that the facts earn in each of these months.
pub(super) async fn due(
    connection: &impl Connection,
    months: &BTreeSet<Month>,
) -> Result<BTreeMap<Month, Vec<CreditEntry>>, StoreError> {
    due_without(connection, months, None).await
}

/// As [`due`], as if one fact were not there.
pub(super) async fn due_without(
    connection: &impl Connection,
    months: &BTreeSet<Month>,
    left_out: Option<&FactReference>,
) -> Result<BTreeMap<Month, Vec<CreditEntry>>, StoreError> {
    let mut due: BTreeMap<Month, Vec<CreditEntry>> =
        months.iter().map(|month| (*month, Vec::new())).collect();
    let years: BTreeSet<i16> = months.iter().map(|month| month.year()).collect();
    for year in years {
        let wanted: BTreeSet<Month> = months.iter().copied().filter(|month| month.year() == year).collect();
        let mut basis = Basis::load(connection, &wanted).await?;
        basis.facts.retain(|fact| left_out != Some(&fact.reference));
        for entry in basis.score().entries {
            if let Some(entries) = due.get_mut(&entry.month) {
                entries.push(entry);
            }
        }
    }
    Ok(due)
}

/// What months of one year are scored from.
struct Basis {
    rules: RuleSets,
    rosters: YearRosters,
    facts: Vec<Fact>,
    openings: Vec<Opening>,
    months: BTreeSet<Month>,
}

impl Basis {
    /// Where the rules look at one month at a time, those months alone; else all from the year's first on.
    async fn load(connection: &impl Connection, wanted: &BTreeSet<Month>) -> Result<Self, StoreError> {
        let rules = RuleSets::load(connection).await?;
        let any = wanted.first().copied().unwrap_or(Month::FIRST);
        let last = wanted.last().copied().unwrap_or(any);
        let whole = rules.reach_beyond(any) || facts::has_rulings(connection, any.year()).await?;
        let months = if whole {
            let known = known_months(connection).await?;
            let of_year = known.into_iter().filter(|month| month.year() == any.year() && *month <= last);
            months_of(of_year.chain(wanted.iter().copied())).into_iter().collect()
        } else {
            wanted.clone()
        };
        let mut read = Vec::new();
        if whole {
            let first = months.first().copied().unwrap_or(any);
            read = facts::between(connection, first..=last).await?;
        } else {
            for month in &months {
                read.extend(facts::between(connection, *month..=*month).await?);
            }
        }
        Ok(Self {
            rosters: roster::of_year(connection, any.year()).await?,
            openings: opening::of_year(connection, any.year()).await?,
            facts: read,
            rules,
            months,
        })
    }

    fn score(&self) -> Scored {
        let rules = |month| self.rules.in_force(month);
        score(self.months.iter().copied(), rules, &self.rosters, &self.facts, &self.openings)
    }
}

/// What facts earn in months of one year, each by its rules and with its units.
pub(super) fn score<'r>(
    months: impl IntoIterator<Item = Month>,
    rules: impl Fn(Month) -> &'r RuleSet,
    rosters: &YearRosters,
    facts: &[Fact],
    opening: &[Opening],
) -> Scored {
    let rosters: Vec<(Month, Roster)> =
        months.into_iter().map(|month| (month, rosters.in_month(month))).collect();
    let months: Vec<MonthRules<'_>> = rosters
        .iter()
        .map(|(month, roster)| MonthRules { month: *month, rules: rules(*month), roster })
        .collect();
    score_months(&Scoring { months: &months, facts, opening })
}
