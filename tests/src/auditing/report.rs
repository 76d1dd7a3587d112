//! What came of many edits: how many were found, how many were found and nothing else, and what was found that
//! is not so.

use std::{collections::BTreeSet, fmt};

use super::{edits::Edit, expected::Found};

/// Counts over some edits.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub edits: usize,
    /// Edits that were found.
    pub detected: usize,
    /// Edits of which everything was found that follows, and nothing else.
    pub exact: usize,
    /// Findings that are not so.
    pub wrong: usize,
    /// The edits that were not exact, in words.
    pub faults: Vec<String>,
}

impl Tally {
    /// `expected` begins with the edit itself.
    pub(super) fn add(&mut self, edit: &Edit, expected: &[Found], found: &[Found]) {
        let wanted: BTreeSet<&Found> = expected.iter().collect();
        let got: BTreeSet<&Found> = found.iter().collect();
        self.edits += 1;
        self.detected += usize::from(expected.first().is_some_and(|first| got.contains(first)));
        self.wrong += got.difference(&wanted).count();
        if wanted == got && got.len() == found.len() {
            self.exact += 1;
            return;
        }
        let tell = |findings: &mut dyn Iterator<Item = &Found>| {
            let told = findings.map(|found| {
                format!("{} {} {} {}→{}", found.unit, found.place, found.field, found.printed, found.derived)
            });
            told.collect::<Vec<_>>().join(", ")
        };
        let missed = tell(&mut wanted.difference(&got).copied());
        let wrong = tell(&mut got.difference(&wanted).copied());
        self.faults.push(format!("{edit:?}: not found [{missed}], found [{wrong}]"));
    }

    /// In thousandths, rounded down, so that nothing is said to be reached that is not.
    pub fn detected_of_a_thousand(&self) -> usize {
        self.detected * 1000 / self.edits.max(1)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |count: usize| count as f64 * 100.0 / self.edits.max(1) as f64;
        write!(
            formatter,
            "{} edits: {} detected ({:.1} %), {} exact ({:.1} %), {} false findings",
            self.edits,
            self.detected,
            percent(self.detected),
            self.exact,
            percent(self.exact),
            self.wrong
        )
    }
}
