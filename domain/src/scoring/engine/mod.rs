//! The engine: from facts and rule sets to the lines that the ledger should hold. Nothing else gives points.
//!
//! Months are scored one after the other, from January on; what a month gives depends on its own facts and
//! on those of earlier months of its year, never on later ones. Within a month the order is fixed:
//!
//! 1. pieces: rate, multipliers, extras, share ([`lines`]); a voided story gives nothing;
//! 2. choices, in their order ([`choices`]);
//! 3. grants, and caps that bound nothing but pieces and grants ([`bounds`]);
//! 4. quotas measured before deductions ([`quotas`]);
//! 5. adjustments and judged values; 6. escalations ([`others`]);
//! 7. quotas measured after deductions; 8. caps and floors, in their order ([`bounds`]);
//! 9. streaks; 10. months and years set to zero, and roll-up to the parent.
//!
//! Each step sees the entries of those before it. The engine is total: whatever the facts and the rules say,
//! it gives an answer and never panics; what makes no sense is refused when rules and facts are read.

mod bounds;
mod choices;
mod counted;
mod early_caps;
mod late;
mod lines;
mod measures;
mod others;
mod piece;
mod quotas;
mod shared;
mod shares;
mod state;
mod streaks;
mod sums;
mod work;
mod zeros;

use std::collections::{BTreeMap, BTreeSet};

pub use counted::{is_counted, pieces_in};
pub use piece::{Credited, Piece};
pub use quotas::{Progress, Reached};
pub use shares::piece_share;
pub use work::MonthRules;

use super::{entry::CreditEntry, facts::Fact, opening::Opening, roster::Roster, rules::RuleSet};
use crate::calendar::Month;
use state::{Step, YearState};
use work::MonthWork;

/// What is to be scored.
#[derive(Clone, Copy, Debug)]
pub struct Scoring<'a> {
    /// In order, each once. A year's months are to begin with its first that has facts or points.
    pub months: &'a [MonthRules<'a>],
    /// Facts of other months are left aside.
    pub facts: &'a [Fact],
    /// Points carried in, which some rules count.
    pub opening: &'a [Opening],
}

/// What the facts earn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// By month, unit in printed order, and step.
    pub entries: Vec<CreditEntry>,
    /// How far each unit is with each quota, in the last month.
    pub progress: Vec<Progress>,
}

/// Every line that the facts earn, month by month. Units that are unscored or not on the roster earn none.
///
/// A fact that was taken back late stands in the months before, which were closed; from then on a month is scored as if it
/// had never been there, and the month itself takes back what the fact made of the earlier ones ([`late`]).
pub fn score_months(scoring: &Scoring<'_>) -> Scored {
    let changes: BTreeSet<Month> = scoring.facts.iter().filter_map(|fact| fact.taken_back).collect();
    if changes.is_empty() {
        return replay(scoring.months, scoring.facts.iter(), scoring.opening);
    }
    let mut scored = Scored::default();
    let mut before = Vec::new();
    let mut begins = Month::FIRST;
    for ends in changes.into_iter().map(Some).chain([None]) {
        let until = scoring.months.partition_point(|month| ends.is_none_or(|ends| month.month < ends));
        let months = &scoring.months[..until];
        if months.last().is_some_and(|last| last.month >= begins) {
            let stands = |fact: &&Fact| fact.taken_back.is_none_or(|month| month > begins);
            let of_view = replay(months, scoring.facts.iter().filter(stands), scoring.opening);
            let corrections = late::corrections(scoring, begins, &before, &of_view.entries);
            let (first, later): (Vec<_>, Vec<_>) =
                (of_view.entries.iter().filter(|entry| entry.month >= begins))
                    .cloned()
                    .partition(|entry| entry.month == begins);
            scored.entries.extend(first.into_iter().chain(corrections).chain(later));
            scored.progress = of_view.progress;
            before = of_view.entries;
        }
        begins = ends.unwrap_or(begins);
    }
    scored
}

fn replay<'f>(
    months: &[MonthRules<'_>],
    all_facts: impl Iterator<Item = &'f Fact>,
    opening: &[Opening],
) -> Scored {
    let mut facts: BTreeMap<Month, Vec<&Fact>> = BTreeMap::new();
    let mut places = 0;
    for fact in all_facts {
        places += fact.units().len();
        facts.entry(fact.month).or_default().push(fact);
    }
    // As many entries as there are pieces and units, and some more: what grows by being copied is there twice.
    let mut scored = Scored { entries: Vec::with_capacity(places + places / 16), ..Scored::default() };
    let mut under_way: Option<YearScore> = None;
    for (place, month) in months.iter().enumerate() {
        let facts = facts.remove(&month.month).unwrap_or_default();
        let year = match &mut under_way {
            Some(year) if year.0.year == month.month.year() => year,
            _ => under_way.insert(YearScore::begin(month.month, opening)),
        };
        let is_last = place + 1 == months.len();
        year.go_on(*month, &facts, is_last, &mut scored);
    }
    scored
}

/// A year under way, scored month by month. A copy goes on from where it was made.
#[derive(Clone, Debug)]
pub struct YearScore(YearState);

impl YearScore {
    /// Before its first month; with points carried in, which some rules count.
    pub fn begin(first: Month, opening: &[Opening]) -> Self {
        Self(YearState::new(first, opening))
    }

    /// Scores the next month by its own facts. How far each unit is with each quota is told where it is asked for.
    pub fn month(&mut self, month: MonthRules<'_>, facts: &[&Fact], with_progress: bool) -> Scored {
        let mut scored = Scored::default();
        self.go_on(month, facts, with_progress, &mut scored);
        scored
    }

    /// As [`YearScore::month`], behind what other months gave.
    fn go_on(&mut self, month: MonthRules<'_>, facts: &[&Fact], with_progress: bool, scored: &mut Scored) {
        let mut work = MonthWork::new(month, facts, &mut self.0);
        score_month(&mut work);
        scored.progress = if with_progress { quotas::progress(&work) } else { Vec::new() };
        scored.entries.extend(work.into_entries());
    }
}

/// Every line that the facts earn where one version and one roster hold throughout. The months are those of
/// the facts and what lies between them within a year.
pub fn score(facts: &[Fact], rules: &RuleSet, roster: &Roster) -> Vec<CreditEntry> {
    let months = months_of(facts.iter().map(|fact| fact.month));
    let months: Vec<MonthRules<'_>> =
        months.into_iter().map(|month| MonthRules { month, rules, roster }).collect();
    score_months(&Scoring { months: &months, facts, opening: &[] }).entries
}

/// The months given, with those between the first and the last of each year.
pub fn months_of(months: impl IntoIterator<Item = Month>) -> Vec<Month> {
    let mut years: BTreeMap<i16, (Month, Month)> = BTreeMap::new();
    for month in months {
        let span = years.entry(month.year()).or_insert((month, month));
        *span = (span.0.min(month), span.1.max(month));
    }
    let mut all = Vec::new();
    for (first, last) in years.into_values() {
        let mut month = first;
        while month < last {
            all.push(month);
            month = month.next();
        }
        all.push(last);
    }
    all
}

fn score_month(work: &mut MonthWork<'_, '_>) {
    work.step = Step::Adjustment;
    others::rulings(work);
    work.step = Step::Piece;
    lines::pieces(work);
    choices::choose(work);
    work.enter_lines();
    measures::count(work);
    work.step = Step::Grant;
    others::grants(work);
    bounds::caps(work, true);
    quotas::settle(work, super::rules::When::BeforeDeductions);
    work.step = Step::Adjustment;
    others::adjustments(work);
    work.step = Step::Escalation;
    others::escalations(work);
    quotas::settle(work, super::rules::When::AfterDeductions);
    bounds::caps(work, false);
    streaks::streaks(work);
    zeros::zero(work, true);
    bounds::roll_up(work);
    zeros::zero(work, false);
}
