//! One place where bulletins are composed: from the ledger's lines and the facts, for page, PDF and CSV alike.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
    ops::RangeInclusive,
};

use app::desk::Refusal;
use domain::{
    calendar::Month,
    id::UnitId,
    points::Points,
    scoring::{
        Bulletin, Category, CreditEntry, Fact, FactKind, Progress, References, RuleReference, RuleSet,
        Sources, misfits, months_of, standing,
    },
    unit::Unit,
};
use store::{
    Connection, Snapshot, StoreError, facts, ledger,
    year::{self, Basis},
};

use super::{due, rules::RuleSets};

/// A year's lines and facts, as far as they were read, as they stood at one moment.
pub(in crate::desk) struct Year {
    basis: Basis,
    rules: RuleSets,
    /// By month; within a month in the order of the store.
    facts: Vec<Fact>,
    /// The lines that stand.
    entries: Vec<CreditEntry>,
    /// The first month of which anything is known, from the year's January on.
    begins: Month,
}

impl Year {
    /// All that the bulletins of these months of one year need.
    pub(in crate::desk) async fn read(
        snapshot: &Snapshot,
        first: Month,
        last: Month,
    ) -> Result<Self, Refusal> {
        Ok(Self::load(snapshot.connection(), first, last).await?)
    }

    /// As [`Year::read`], within whatever transaction.
    pub(in crate::desk) async fn load(
        connection: &impl Connection,
        first: Month,
        last: Month,
    ) -> Result<Self, StoreError> {
        let ledger = ledger::between(connection, last.january()..=last).await?;
        let rules = RuleSets::load(connection).await?;
        let basis = year::basis(connection, last.year()).await?;
        // A story that was voided stays so.
        let looks_back = rules.in_force(last).looks_back() || basis.decisions.any;
        let first = if looks_back { first.january() } else { first };
        let mut facts = by_month(facts::between(connection, first..=last).await?);
        basis.rosters.succeed(&mut facts);
        Ok(Self {
            rules,
            basis,
            facts,
            begins: first_known(connection, last).await?,
            entries: standing(&ledger).into_iter().map(|line| line.entry.clone()).collect(),
        })
    }

    /// All that one unit's page of a month needs: its lines of that month; of its earlier months and of the others, with
    /// whom it is compared, only what the months come to, unless the rules or a decision ask for more.
    pub(in crate::desk) async fn read_of(
        snapshot: &Snapshot,
        unit: UnitId,
        last: Month,
    ) -> Result<Self, Refusal> {
        let connection = snapshot.connection();
        let rules = RuleSets::load(connection).await?;
        let basis = year::basis(connection, last.year()).await?;
        let first = last.january();
        let alone = |rules: &RuleSet| rules.compares_totals_alone() && !rules.asks_for_instructions();
        if !months_between(first, last).all(|month| alone(rules.in_force(month)))
            || basis.decisions.any
            || basis.rosters.succeeds_others(unit)
        {
            return Self::read(snapshot, first, last).await;
        }
        Ok(Self::load_of(connection, rules, basis, unit, first..=last).await?)
    }

    /// For a year without decisions.
    async fn load_of(
        connection: &impl Connection,
        rules: RuleSets,
        mut basis: Basis,
        unit: UnitId,
        months: RangeInclusive<Month>,
    ) -> Result<Self, StoreError> {
        if months_between(*months.start(), *months.end())
            .all(|month| rules.in_force(month).compares_within_groups())
        {
            basis.rosters = basis.rosters.of_group_of(unit);
        }
        let mut grouped = basis.rosters.grouped();
        // A unit that stands in no group has lines of other years at most, which no table shows.
        grouped.sort();
        let last = *months.end();
        let own = ledger::of_unit(connection, last..=last, unit).await?;
        let sums = ledger::sums_of(connection, months.clone(), &grouped).await?;
        let sums = sums.into_iter().filter(|((month, other), _)| (*month, *other) != (last, unit));
        let mut entries: Vec<CreditEntry> =
            standing(&own).into_iter().map(|line| line.entry.clone()).collect();
        entries.extend(sums.map(|((month, other), points)| whole_month(other, month, points)));
        Ok(Self {
            entries,
            facts: by_month(facts::of_unit(connection, months, unit).await?),
            begins: first_known(connection, last).await?,
            basis,
            rules,
        })
    }

    /// The bulletin of one of the months that were read.
    pub(in crate::desk) fn bulletin(&self, month: Month) -> Result<Bulletin, Refusal> {
        let sources = Sources {
            month,
            roster: &self.basis.rosters.in_month(month),
            rules: self.rules.in_force(month),
            facts: self.facts_for(month, self.rules.in_force(month)),
            entries: &self.entries,
            opening: &self.basis.openings,
        };
        Bulletin::compose(sources).map_err(|error| Refusal::blocked(error.to_string()))
    }

    /// The facts that a bulletin asks about, as far as they were read.
    fn facts_for(&self, month: Month, rules: &RuleSet) -> &[Fact] {
        let until = self.facts.partition_point(|fact| fact.month <= month);
        let since = if self.basis.decisions.any || rules.looks_back() {
            0
        } else {
            self.facts.partition_point(|fact| fact.month < month)
        };
        &self.facts[since..until]
    }

    /// How far a unit is with each quota in a month of the year that was read from January on. What other units did does
    /// not matter to it, so only its own facts are scored, and instructions on its stories, whoever got them.
    pub(in crate::desk) fn progress(&self, unit: UnitId, month: Month) -> Vec<Progress> {
        let is_own = |fact: &Fact| fact.units().contains(&unit);
        let own = self.facts.iter().filter(|fact| is_own(fact));
        let stories: HashSet<&str> = own.filter_map(|fact| fact.story.as_deref()).collect();
        let is_about_own = |fact: &Fact| {
            matches!(fact.kind, FactKind::Instruction { .. })
                && fact.story.as_deref().is_some_and(|story| stories.contains(story))
        };
        self.progress_by(
            month,
            |fact| is_own(fact) || fact.units().is_empty() || is_about_own(fact),
            |other| other == unit,
        )
    }

    /// How far every unit is.
    pub(in crate::desk) fn progress_of_all(&self, month: Month) -> Vec<Progress> {
        self.progress_by(month, |_| true, |_| true)
    }

    fn progress_by(
        &self,
        month: Month,
        counts: impl Fn(&Fact) -> bool,
        is_asked: impl Fn(UnitId) -> bool,
    ) -> Vec<Progress> {
        // A void reaches as far back as its story does.
        let first = match self.basis.decisions.any {
            true => month.january(),
            false => self.rules.in_force(month).quotas_look_back_to(month),
        };
        let since = self.facts.partition_point(|fact| fact.month < first);
        let facts = &self.facts[since..self.facts.partition_point(|fact| fact.month <= month)];
        let facts: Cow<'_, [Fact]> = if facts.iter().all(&counts) {
            facts.into()
        } else {
            facts.iter().filter(|fact| counts(fact)).cloned().collect()
        };
        // What a year gives once it gives in its first month.
        let months = months_of([self.begins.clamp(first, month), month]);
        let roster = |month| {
            let mut roster = self.basis.rosters.in_month(month);
            for group in &mut roster.groups {
                group.units.retain(|unit| is_asked(unit.id));
            }
            roster
        };
        due::score(months, |month| self.rules.in_force(month), roster, &facts, &self.basis.openings).progress
    }

    /// What the year's facts up to a month, all of which were read, would earn by other rules.
    pub(in crate::desk) fn scored_by(&self, rules: &RuleSet, until: Month) -> Vec<CreditEntry> {
        let known = self.facts.iter().map(|fact| fact.month).filter(|month| *month <= until);
        due::score(
            months_of(known.chain([until])),
            |_| rules,
            |month| self.basis.rosters.in_month(month),
            &self.facts,
            &self.basis.openings,
        )
        .entries
    }

    /// The bulletin of a month by other rules and what they give.
    pub(in crate::desk) fn bulletin_by(
        &self,
        month: Month,
        rules: &RuleSet,
        entries: &[CreditEntry],
    ) -> Result<Bulletin, Refusal> {
        let sources = Sources {
            month,
            roster: &self.basis.rosters.in_month(month),
            rules,
            facts: self.facts_for(month, rules),
            entries,
            opening: &self.basis.openings,
        };
        Bulletin::compose(sources).map_err(|error| Refusal::blocked(error.to_string()))
    }

    /// What rules ask of the facts that were read and these do not say, each once.
    pub(in crate::desk) fn misfits(&self, rules: &RuleSet) -> Vec<String> {
        let faults: BTreeSet<String> =
            misfits(&self.facts, rules).into_iter().map(|fault| fault.text).collect();
        faults.into_iter().collect()
    }

    /// What in other rules is most likely a slip, by the facts that were read and the units of a month.
    pub(in crate::desk) fn warnings(&self, rules: &RuleSet, month: Month) -> Vec<domain::json::Fault> {
        rules.warnings(&self.basis.rosters.in_month(month), &self.facts)
    }

    /// All versions of the rules.
    pub(in crate::desk) fn rules(&self) -> &RuleSets {
        &self.rules
    }

    /// All units there ever were, in printed order.
    pub(in crate::desk) fn units(&self) -> &[Unit] {
        self.basis.rosters.units()
    }
}

/// The first month of a month's year of which there are facts or lines.
async fn first_known(connection: &impl Connection, month: Month) -> Result<Month, StoreError> {
    let facts = facts::first_since(connection, month.january()).await?;
    let lines = ledger::first_since(connection, month.january()).await?;
    Ok(facts.into_iter().chain(lines).min().unwrap_or(month))
}

fn by_month(mut facts: Vec<Fact>) -> Vec<Fact> {
    facts.sort_by_key(|fact| fact.month);
    facts
}

/// A line that stands for all of a unit's month.
fn whole_month(unit: UnitId, month: Month, points: Points) -> CreditEntry {
    CreditEntry {
        unit,
        month,
        category: Category::ADJUSTMENT,
        points,
        rule: RuleReference { version: 0, rule: "".into() },
        facts: References::none(),
        words: "".into(),
    }
}

fn months_between(first: Month, last: Month) -> impl Iterator<Item = Month> {
    std::iter::successors(Some(first), |month| Some(month.next())).take_while(move |month| *month <= last)
}
