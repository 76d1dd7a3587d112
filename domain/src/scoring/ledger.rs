//! The ledger (台账): lines are appended, never changed. What is no longer earned is reversed by a line of
//! its own.
//!
//! This module says which lines to append. It must not know how they are kept.

use std::{
    collections::{HashMap, HashSet},
    ops::Deref,
};

use ecow::eco_format;
use serde::{Deserialize, Serialize};

use super::{
    entry::{CreditEntry, RuleReference},
    facts::FactReference,
    rules::Category,
};
use crate::{
    calendar::Month,
    id::{CreditEntryId, UnitId},
    points::{Points, PointsError},
};

/// A line that the ledger holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    pub id: CreditEntryId,
    pub entry: CreditEntry,
    /// The line that this one takes back; its points are that line's, negated.
    pub reverses: Option<CreditEntryId>,
    /// Why it was written.
    pub reason: String,
}

/// A line to append to the ledger. Only a [`Difference`] has any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewLedgerEntry {
    pub entry: CreditEntry,
    pub reverses: Option<CreditEntryId>,
    pub reason: String,
}

/// What is to be appended to a ledger, and all that can be: nobody else can make one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference(Vec<NewLedgerEntry>);

impl Deref for Difference {
    type Target = [NewLedgerEntry];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl IntoIterator for Difference {
    type Item = NewLedgerEntry;
    type IntoIter = std::vec::IntoIter<NewLedgerEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// What to append to `current` so that exactly the lines `wanted` stand: first the reversals, in the
/// ledger's order, then the new lines, in the order wanted. Empty where all is as it should be.
///
/// Both are to be of the same months. Fails only where a line's points cannot be negated.
pub fn difference(
    current: &[LedgerEntry],
    wanted: &[CreditEntry],
    reason: &str,
) -> Result<Difference, PointsError> {
    difference_by(current, wanted, reason, |entry| &entry.words)
}

/// As [`difference`], but lines that differ in their words alone are the same: a unit may have been renamed since
/// they were written.
pub fn difference_in_credit(
    current: &[LedgerEntry],
    wanted: &[CreditEntry],
    reason: &str,
) -> Result<Difference, PointsError> {
    difference_by(current, wanted, reason, |_| "")
}

/// What makes two lines the same line.
type Sameness<'a> = (UnitId, Month, &'a Category, Points, &'a RuleReference, &'a [FactReference], &'a str);

fn difference_by(
    current: &[LedgerEntry],
    wanted: &[CreditEntry],
    reason: &str,
    words: impl Fn(&CreditEntry) -> &str,
) -> Result<Difference, PointsError> {
    fn sameness<'a>(entry: &'a CreditEntry, words: &'a str) -> Sameness<'a> {
        (entry.unit, entry.month, &entry.category, entry.points, &entry.rule, &entry.facts, words)
    }
    let mut missing: HashMap<Sameness<'_>, usize> = HashMap::new();
    for entry in wanted {
        *missing.entry(sameness(entry, words(entry))).or_default() += 1;
    }
    let mut appended = Vec::new();
    for line in standing(current) {
        match missing.get_mut(&sameness(&line.entry, words(&line.entry))) {
            Some(count) if *count > 0 => *count -= 1,
            _ => appended.push(reversal(line, reason)?),
        }
    }
    for entry in wanted {
        if let Some(count) = missing.get_mut(&sameness(entry, words(entry)))
            && *count > 0
        {
            *count -= 1;
            appended.push(NewLedgerEntry { entry: entry.clone(), reverses: None, reason: reason.to_owned() });
        }
    }
    Ok(Difference(appended))
}

/// The lines that stand: no reversals, and nothing that was reversed. Their sum is the ledger's sum.
pub fn standing(ledger: &[LedgerEntry]) -> Vec<&LedgerEntry> {
    let reversed: HashSet<CreditEntryId> = ledger.iter().filter_map(|line| line.reverses).collect();
    ledger.iter().filter(|line| line.reverses.is_none() && !reversed.contains(&line.id)).collect()
}

fn reversal(line: &LedgerEntry, reason: &str) -> Result<NewLedgerEntry, PointsError> {
    let entry = CreditEntry {
        points: line.entry.points.checked_neg()?,
        words: eco_format!("冲销：{}", line.entry.words),
        ..line.entry.clone()
    };
    Ok(NewLedgerEntry { entry, reverses: Some(line.id), reason: reason.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scoring::References;

    fn entry(unit: i64, points: i64, words: &str) -> CreditEntry {
        CreditEntry {
            unit: UnitId(unit),
            month: "2024-01".parse().expect("a month"),
            category: Category::UPPER,
            points: Points::from_scaled(points),
            rule: RuleReference { version: 1, rule: "upper".into() },
            facts: References::One(FactReference::Submission { item: crate::id::ItemId(1) }),
            words: words.into(),
        }
    }

    /// Appends as a database would, with ids that count up.
    fn append(ledger: &mut Vec<LedgerEntry>, lines: Difference) {
        for line in lines {
            let id = CreditEntryId(i64::try_from(ledger.len()).expect("a small ledger"));
            ledger.push(LedgerEntry { id, entry: line.entry, reverses: line.reverses, reason: line.reason });
        }
    }

    fn sum(ledger: &[LedgerEntry], unit: i64) -> Points {
        let lines = ledger.iter().filter(|line| line.entry.unit == UnitId(unit));
        Points::checked_sum(lines.map(|line| line.entry.points)).expect("a small sum")
    }

    #[test]
    fn a_line_in_other_words_is_the_same_credit_and_another_line() {
        let mut ledger = Vec::new();
        let before = entry(1, 50_000, "下属单位甲局本月得分 5");
        append(&mut ledger, difference(&[], &[before], "").expect("a small ledger"));
        let renamed = [entry(1, 50_000, "下属单位乙局本月得分 5")];
        assert_eq!(
            difference_in_credit(&ledger, &renamed, "").expect("a small ledger"),
            Difference::default()
        );
        assert_eq!(difference(&ledger, &renamed, "").expect("a small ledger").len(), 2);
        let more = [entry(1, 60_000, "下属单位甲局本月得分 5")];
        assert_eq!(difference_in_credit(&ledger, &more, "").expect("a small ledger").len(), 2);
    }

    #[test]
    fn what_is_no_longer_earned_is_reversed_with_a_reason_and_what_stays_is_left_alone() {
        let mut ledger = Vec::new();
        let (kept, lost, gained) =
            (entry(1, 50_000, "每日动态 5"), entry(2, 50_000, "普刊 5"), entry(2, 150_000, "普刊★ 15"));
        append(&mut ledger, difference(&[], &[kept.clone(), lost], "登记").expect("a small ledger"));

        let lines = difference(&ledger, &[gained.clone(), kept], "更正").expect("a small ledger");

        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].reverses, Some(CreditEntryId(1)));
        assert_eq!(lines[0].entry.points, Points::whole(-5));
        assert_eq!(lines[0].entry.words, "冲销：普刊 5");
        assert_eq!((&lines[1].entry, lines[1].reverses), (&gained, None));
        assert!(lines.iter().all(|line| line.reason == "更正"));
    }

    #[test]
    fn a_line_that_was_reversed_and_is_earned_again_is_written_anew() {
        let mut ledger = Vec::new();
        let line = entry(1, 50_000, "每日动态 5");
        for wanted in [vec![line.clone()], vec![], vec![line.clone()]] {
            let lines = difference(&ledger, &wanted, "更正").expect("a small ledger");
            append(&mut ledger, lines);
        }
        let reverses: Vec<_> = ledger.iter().map(|line| line.reverses).collect();
        assert_eq!(reverses, [None, Some(CreditEntryId(0)), None]);
        assert_eq!(standing(&ledger).len(), 1);
    }

    #[test]
    fn points_that_cannot_be_negated_are_an_error() {
        let mut ledger = Vec::new();
        let lines = difference(&[], &[entry(1, i64::MIN, "减分")], "登记").expect("nothing to negate");
        append(&mut ledger, lines);
        assert_eq!(difference(&ledger, &[], "更正"), Err(PointsError::Overflow));
    }

    /// Few different lines, so that many are equal.
    fn wanted() -> impl Strategy<Value = Vec<CreditEntry>> {
        let line =
            (0_i64..3, -3_i64..4, "[甲乙]").prop_map(|(unit, points, words)| entry(unit, points, &words));
        proptest::collection::vec(line, 0..12)
    }

    proptest! {
        #[test]
        fn after_every_difference_the_wanted_lines_stand_and_no_others(
            states in proptest::collection::vec(wanted(), 1..6)
        ) {
            let mut ledger = Vec::new();
            for wanted in states {
                let lines = difference(&ledger, &wanted, "更正").expect("a small ledger");
                append(&mut ledger, lines);
                for unit in 0..3 {
                    let expected = wanted.iter().filter(|entry| entry.unit == UnitId(unit));
                    let expected = Points::checked_sum(expected.map(|entry| entry.points));
                    prop_assert_eq!(Ok(sum(&ledger, unit)), expected);
                }
                let key = |entry: &CreditEntry| (entry.unit, entry.points, entry.words.clone());
                let mut stand: Vec<_> = standing(&ledger).iter().map(|line| key(&line.entry)).collect();
                let mut expected: Vec<_> = wanted.iter().map(key).collect();
                stand.sort();
                expected.sort();
                prop_assert_eq!(stand, expected);
                prop_assert_eq!(difference(&ledger, &wanted, "更正"), Ok(Difference::default()));
            }
        }
    }
}
