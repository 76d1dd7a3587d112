//! What the ledger should hold: the facts of a year, scored by the rule sets in force in its months.
//!
//! A month's points depend on its own facts and on those of earlier months of its year. Where the rules look at one
//! month at a time, which most do, only that month is read.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    sync::Arc,
};

use domain::{
    calendar::Month,
    closing::Closing,
    scoring::{
        CreditEntry, Fact, MonthRules, Opening, Roster, RuleSet, Scored, Scoring, YearScore, months_of,
        score_months, version_1,
    },
};
use store::{
    Connection, StoreError, facts, ledger, months, opening,
    roster::{self, YearRosters},
    rule_sets,
};

use crate::recent::Recent;

/// The months of which there are facts or lines.
pub(crate) async fn known_months(connection: &impl Connection) -> Result<BTreeSet<Month>, StoreError> {
    let mut months = facts::months(connection).await?;
    months.extend(ledger::months(connection).await?);
    Ok(months)
}

/// All versions: the built-in one and those that the office put in force.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        if rules.reach_beyond(*month) || facts::has_decisions(connection, month.year()).await? {
            let later =
                known.iter().chain(months).filter(|later| later.year() == month.year() && *later > month);
            touched.extend(months_of(later.copied().chain([*month])));
        }
    }
    Ok(touched)
}

/// The lines that the facts earn in each of these months, as if nothing were known of the closed ones.
pub(crate) async fn due_afresh(
    connection: &impl Connection,
    months: &BTreeSet<Month>,
) -> Result<BTreeMap<Month, Vec<CreditEntry>>, StoreError> {
    due(connection, &ClosedYears::default(), months).await
}

/// The lines that the facts earn in each of these months.
pub(super) async fn due(
    connection: &impl Connection,
    closed_years: &ClosedYears,
    months: &BTreeSet<Month>,
) -> Result<BTreeMap<Month, Vec<CreditEntry>>, StoreError> {
    let mut due: BTreeMap<Month, Vec<CreditEntry>> =
        months.iter().map(|month| (*month, Vec::new())).collect();
    let years: BTreeSet<i16> = months.iter().map(|month| month.year()).collect();
    for year in years {
        let wanted: BTreeSet<Month> = months.iter().copied().filter(|month| month.year() == year).collect();
        let basis = Basis::load(connection, &wanted).await?;
        for entry in basis.score(connection, closed_years).await? {
            if let Some(entries) = due.get_mut(&entry.month) {
                entries.push(entry);
            }
        }
    }
    Ok(due)
}

/// Years as they stood after their closed months, at hand. Nothing changes in a closed month, so that what is computed
/// anew need not read its facts again.
#[derive(Debug)]
pub(super) struct ClosedYears(Recent<ClosedPart, Arc<YearScore>>);

impl Default for ClosedYears {
    /// Two years are under way at most: the old one's last months and the new one's first.
    fn default() -> Self {
        Self(Recent::new(2))
    }
}

/// What the closed months of a year were scored from, besides their facts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ClosedPart {
    /// A month that was reopened and closed again has another closing.
    closings: Vec<Closing>,
    rules: RuleSets,
    rosters: YearRosters,
    openings: Vec<Opening>,
}

/// What months of one year are scored from, besides their facts.
struct Basis {
    rules: RuleSets,
    rosters: YearRosters,
    openings: Vec<Opening>,
    months: Vec<Month>,
    /// Whether the months are the year's, from its first on, since what they earn hangs together.
    whole: bool,
    /// How the first of the months were closed: those before the first that is wanted.
    closings: Vec<Closing>,
    /// The first month of which something was taken back in this year, after it was closed.
    changed_since: Option<Month>,
}

impl Basis {
    /// Where the rules look at one month at a time, those months alone; else all from the year's first on.
    async fn load(connection: &impl Connection, wanted: &BTreeSet<Month>) -> Result<Self, StoreError> {
        let rules = RuleSets::load(connection).await?;
        let first = wanted.first().copied().unwrap_or(Month::FIRST);
        let last = wanted.last().copied().unwrap_or(first);
        let whole = rules.reach_beyond(first) || facts::has_decisions(connection, first.year()).await?;
        let mut closings = Vec::new();
        let months = if whole {
            let known = known_months(connection).await?;
            let of_year = known.into_iter().filter(|month| month.year() == first.year() && *month <= last);
            let months = months_of(of_year.chain(wanted.iter().copied()));
            let standing = months::closings(connection, first.january()..=last).await?;
            closings = months
                .iter()
                .take_while(|month| **month < first)
                .map_while(|month| standing.iter().find(|one| one.month == *month && one.reopening.is_none()))
                .cloned()
                .collect();
            months
        } else {
            wanted.iter().copied().collect()
        };
        Ok(Self {
            rosters: roster::of_year(connection, first.year()).await?,
            openings: opening::of_year(connection, first.year()).await?,
            rules,
            months,
            whole,
            closings,
            changed_since: facts::taken_back_since(connection, first.year()).await?,
        })
    }

    async fn score(
        &self,
        connection: &impl Connection,
        closed_years: &ClosedYears,
    ) -> Result<Vec<CreditEntry>, StoreError> {
        let (Some(first), Some(last)) = (self.months.first(), self.months.last()) else {
            return Ok(Vec::new());
        };
        if let Some(since) = self.changed_since {
            return self.score_with_changes(connection, since, *last).await;
        }
        let mut year = YearScore::begin(*first, &self.openings);
        let mut months = self.months.as_slice();
        for closed in (1..=self.closings.len()).rev() {
            if let Some(known) = closed_years.0.get(&self.closed_part(closed)) {
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
            self.rosters.succeed(&mut of_span);
            for fact in of_span {
                facts.entry(fact.month).or_default().push(fact);
            }
        }
        let mut entries = Vec::new();
        for month in months {
            let roster = self.rosters.in_month(*month);
            let rules = self.rules.in_force(*month);
            let facts: Vec<&Fact> = facts.get(month).into_iter().flatten().collect();
            entries.extend(
                year.month(MonthRules { month: *month, rules, roster: &roster }, &facts, false).entries,
            );
            if self.closings.last().is_some_and(|closing| closing.month == *month) {
                closed_years.0.keep(self.closed_part(self.closings.len()), Arc::new(year.clone()), 1);
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
        let mut rosters: BTreeMap<i16, YearRosters> = BTreeMap::new();
        let mut openings = Vec::new();
        for year in since.year()..=last.year() {
            rosters.insert(year, roster::of_year(connection, year).await?);
            openings.extend(opening::of_year(connection, year).await?);
        }
        let span = since.january()..=last;
        let mut known = known_months(connection).await?;
        known.retain(|month| span.contains(month));
        let months = months_of(known.into_iter().chain(self.months.iter().copied()));
        let mut facts = facts::between(connection, span).await?;
        // What becomes of units is known of all years alike.
        if let Some(rosters) = rosters.values().next() {
            rosters.succeed(&mut facts);
        }
        let rules = |month| self.rules.in_force(month);
        let roster =
            |month: Month| rosters.get(&month.year()).map(|year| year.in_month(month)).unwrap_or_default();
        Ok(score(months, rules, roster, &facts, &openings).entries)
    }

    /// Up to so many closed months.
    fn closed_part(&self, closed: usize) -> ClosedPart {
        ClosedPart {
            closings: self.closings[..closed].to_vec(),
            rules: self.rules.clone(),
            rosters: self.rosters.clone(),
            openings: self.openings.clone(),
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
