//! The facts file (`jianbao.facts/1`): JSON to a roster and facts, with every fault named by its place.
//!
//! Beyond what the contract allows to be missing, a unit's `aliases` may be missing too: there is only one
//! thing it can mean. It knows the contract's keys and nothing of points.

mod details;
mod months;
mod units;

use super::{
    bulletin::{Bulletin, BulletinError, Sources},
    engine::{MonthRules, Scored, Scoring, months_of, score_months},
    facts::{Fact, FactKind},
    opening::Opening,
    roster::Roster,
    rules::RuleSet,
};
use std::collections::{HashMap, HashSet};

use ecow::EcoString;

use crate::{
    calendar::Month,
    id::UnitId,
    json::{self, Fault, Node},
    points::Points,
    unit::UnitDirectory,
};

const FORMAT: &str = "jianbao.facts/1";

/// The smallest facts file: what an empty one is answered with.
const SMALLEST: &str = r#"{ "format": "jianbao.facts/1",
  "units": [{ "name": "甲局", "group": "县局" }],
  "months": [{ "month": "2024-01",
    "adoptions": [{ "issue": 1, "kind": "信息", "title": "题目", "units": ["甲局"] }] }] }
"#;

/// What a facts file says. Its units have ids of its own, counted from 1 in the file's order.
#[derive(Clone, Debug)]
pub struct FactsFile {
    /// Groups in the order in which the file first names them, their units in the file's order.
    pub roster: Roster,
    /// The same units, by every name.
    pub directory: UnitDirectory,
    pub opening: Vec<Opening>,
    /// The months that the file holds, in order.
    pub months: Vec<Month>,
    /// The facts of all months, each with its place in the file.
    pub facts: Vec<Fact>,
    /// The line of each place.
    lines: HashMap<String, usize>,
}

/// Reads a whole facts file.
pub fn read(text: &str) -> Result<FactsFile, Vec<Fault>> {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let text = format!("是空的。最小的事实文件是这样，可以从它写起：\n{SMALLEST}");
        return Err(vec![Fault { place: "文件".to_owned(), text }]);
    }
    json::read(text, |node| {
        let file = node.object(&["format", "units", "opening", "months"])?;
        format(file.required("format").as_ref());
        let units = file.required("units").map(|node| units::read(&node)).unwrap_or_default();
        let carried_in = file.optional("opening").map(|node| months::carried_in(&node, &units.directory));
        let (months, facts) = file.required("months").map(|node| months::read(&node, &units.directory))?;
        let opening = match months.first() {
            Some(month) => openings(*month, carried_in.unwrap_or_default()),
            None => Vec::new(),
        };
        let facts = once_each(facts);
        let lines = json::lines_of_elements(text);
        Some(FactsFile { roster: units.roster, directory: units.directory, opening, months, facts, lines })
    })
}

/// Reads the units of a facts file and nothing else of it.
pub fn read_units(text: &str) -> Result<UnitDirectory, Vec<Fault>> {
    json::read(text, |node| {
        let file = node.object(&["format", "units", "opening", "months"])?;
        format(file.required("format").as_ref());
        file.required("units").map(|node| units::read(&node).directory)
    })
}

fn format(node: Option<&Node>) {
    if let Some((node, found)) = node.and_then(|node| Some((node, node.text()?)))
        && found != FORMAT
    {
        node.fault(format!("应为 {FORMAT}，现在是 {found}"));
    }
}

/// A story that was sent again counts once for each unit and year, in the month of the first time.
fn once_each(facts: Vec<Fact>) -> Vec<Fact> {
    let mut seen: HashSet<(i16, UnitId, EcoString)> = HashSet::new();
    let first = |fact: &Fact| match (&fact.kind, &fact.story) {
        (FactKind::Submissions { unit, .. }, Some(story)) => {
            seen.insert((fact.month.year(), *unit, story.clone()))
        }
        _ => true,
    };
    facts.into_iter().filter(first).collect()
}

fn openings(month: Month, carried_in: Vec<(UnitId, Points)>) -> Vec<Opening> {
    carried_in.into_iter().map(|(unit, points)| Opening { unit, month, points }).collect()
}

/// Why a facts file gives no bulletin of a month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBulletin {
    #[error("$.months：文件中没有{month}，只有：{held}")]
    NotHeld { month: Month, held: String },
    #[error("$.months：文件中没有任何月份")]
    NoMonths,
    #[error("$：{0}")]
    Sum(#[from] BulletinError),
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    DoesNotFit(Vec<Fault>),
}

impl FactsFile {
    /// The bulletin of one of the file's months.
    pub fn bulletin(&self, month: Month, rules: &RuleSet) -> Result<Bulletin, NoBulletin> {
        if !self.months.contains(&month) {
            return Err(self.not_held(month));
        }
        let faults = self.misfits(rules);
        if !faults.is_empty() {
            return Err(NoBulletin::DoesNotFit(faults));
        }
        let scored = self.score(month, rules);
        let sources = Sources {
            month,
            roster: &self.roster,
            rules,
            facts: &self.facts,
            entries: &scored.entries,
            opening: &self.opening,
        };
        Ok(Bulletin::compose(sources)?)
    }

    /// What the facts up to a month earn. Months between the file's are scored too: a quota may be missed in
    /// a month without facts.
    pub fn score(&self, until: Month, rules: &RuleSet) -> Scored {
        let held = self.months.iter().copied().filter(|month| *month <= until);
        let months: Vec<MonthRules<'_>> = months_of(held)
            .into_iter()
            .map(|month| MonthRules { month, rules, roster: &self.roster })
            .collect();
        score_months(&Scoring { months: &months, facts: &self.facts, opening: &self.opening })
    }

    /// What the rules ask of the facts and the facts do not say, and voids that reach nothing, each with its line.
    pub fn misfits(&self, rules: &RuleSet) -> Vec<Fault> {
        let mut faults = super::fit::misfits(&self.facts, rules);
        faults.extend(super::fit::voids_of_others(&self.facts, &self.directory));
        for fault in &mut faults {
            if let Some(line) = self.lines.get(&fault.place) {
                fault.place = format!("第{line}行 {}", fault.place.trim_start_matches("$."));
            }
        }
        faults
    }

    fn not_held(&self, month: Month) -> NoBulletin {
        if self.months.is_empty() {
            return NoBulletin::NoMonths;
        }
        let held: Vec<String> = self.months.iter().map(ToString::to_string).collect();
        NoBulletin::NotHeld { month, held: held.join("、") }
    }
}

#[cfg(test)]
mod tests;
