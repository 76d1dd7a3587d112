//! A unit's account of a month: its points as a sum in words, how far it is to the next rank, what it lacks.
//!
//! All of it is read off a [`Bulletin`], so that a unit's own page and the printed tables cannot differ.

use serde::{Deserialize, Serialize};

use super::{
    bulletin::{Bulletin, BulletinError, BulletinGroup, Row},
    facts::{Counts, Fact},
    ledger::CreditEntry,
    rules::{BaseRule, Category, RuleSet},
};
use crate::{id::UnitId, points::Points};

/// What a unit's page says of a month beside its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The group in which the unit is ranked.
    pub group: String,
    pub row: Row,
    /// 简讯 3 × 0.5 ＋ 每日动态 5 ＋ 基础分 5 ＝ 11.5.
    pub sum: String,
    /// `None` for the first.
    pub ahead: Option<Ahead>,
    /// What would earn a base that is not earned yet, each in words.
    pub lacking: Vec<String>,
}

/// The next higher rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    pub rank: u32,
    /// Everyone who holds it, by the names for narrow places.
    pub units: Vec<String>,
    /// Cumulative points that they have more.
    pub distance: Points,
}

impl Bulletin {
    /// A unit's account; `None` where it stands in no table.
    pub fn account(&self, unit: UnitId) -> Result<Option<Account>, BulletinError> {
        let found = self.groups.iter().find_map(|group| {
            let row = group.rows.iter().find(|row| row.unit_id == unit)?;
            Some((group, row))
        });
        let Some((group, row)) = found else { return Ok(None) };
        Ok(Some(Account {
            group: group.group.clone(),
            row: row.clone(),
            sum: sum_in_words(self, row),
            ahead: self.ahead(group, row)?,
            lacking: lacking(&self.rules, row),
        }))
    }

    fn ahead(&self, group: &BulletinGroup, row: &Row) -> Result<Option<Ahead>, BulletinError> {
        let holders: Vec<&Row> =
            group.rows.iter().filter(|other| other.figures.rank + 1 == row.figures.rank).collect();
        let Some(first) = holders.first() else { return Ok(None) };
        let distance = first.figures.cumulative.checked_sub(row.figures.cumulative);
        let distance =
            distance.map_err(|_| BulletinError { unit: row.figures.unit.clone(), month: self.month })?;
        Ok(Some(Ahead {
            rank: first.figures.rank,
            units: holders.iter().map(|holder| holder.list_name.clone()).collect(),
            distance,
        }))
    }
}

/// Entries that are told together: so many times the same points.
struct Term {
    category: Category,
    label: String,
    points: Points,
    times: usize,
}

fn sum_in_words(bulletin: &Bulletin, row: &Row) -> String {
    let mut terms: Vec<Term> = Vec::new();
    for entry in row.entries.iter().filter(|entry| entry.month == bulletin.month) {
        let label = label(entry, &row.facts);
        let same = |term: &&mut Term| (&term.label, term.points) == (&label, entry.points);
        match terms.iter_mut().find(same) {
            Some(term) => term.times += 1,
            None => terms.push(Term { category: entry.category, label, points: entry.points, times: 1 }),
        }
    }
    // The sort is stable: within a category the ledger's order stays.
    terms.sort_by_key(|term| term.category);
    let mut sum = String::new();
    for (place, term) in terms.iter().enumerate() {
        let amount = term.points.to_string();
        let (sign, amount) = match amount.strip_prefix('-') {
            Some(amount) => ("－", amount),
            None => ("＋", amount.as_str()),
        };
        match (place, sign) {
            (0, "＋") => {}
            (0, sign) => sum.push_str(&format!("{sign} ")),
            (_, sign) => sum.push_str(&format!(" {sign} ")),
        }
        let times = if term.times > 1 { format!("{} × ", term.times) } else { String::new() };
        sum.push_str(&format!("{} {times}{amount}", term.label));
    }
    let total = row.figures.month;
    if terms.is_empty() { total.to_string() } else { format!("{sum} ＝ {total}") }
}

/// What an entry is called in the sum: the kind in the newsletter, the channel, the reason.
fn label(entry: &CreditEntry, facts: &[Fact]) -> String {
    let fact = || facts.iter().find(|fact| entry.facts.contains(&fact.reference));
    let named = match entry.category {
        Category::Upper | Category::Commission => fact().and_then(Fact::source),
        Category::Adjustment => fact().and_then(|fact| match &fact.kind {
            super::facts::FactKind::Adjustment { reason, .. } => Some(reason.clone()),
            _ => None,
        }),
        Category::NewsletterArticle | Category::NewsletterBrief | Category::Base => None,
    };
    named.unwrap_or_else(|| entry.category.label().to_owned())
}

fn lacking(rules: &RuleSet, row: &Row) -> Vec<String> {
    let counts = Counts::of(&row.facts);
    rules.bases.iter().filter_map(|base| lacks(base, counts, rules)).collect()
}

/// 再报市1篇，可得本月基础分5分; `None` where the base is earned.
fn lacks(base: &BaseRule, counts: Counts, rules: &RuleSet) -> Option<String> {
    let mut missing = Vec::new();
    if counts.submitted < base.submitted {
        missing.push(format!("再报送{}篇", base.submitted - counts.submitted));
    }
    if counts.forwarded < base.forwarded {
        missing.push(format!("再{}{}篇", rules.words.forwarded, base.forwarded - counts.forwarded));
    }
    (!missing.is_empty()).then(|| format!("{}，可得本月基础分{}分", missing.join("、"), base.points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::Month,
        id::RecordId,
        item::Kind,
        scoring::{FactKind, FactReference, NewsletterIssue, Roster, RosterGroup, Sources, score, version_1},
        unit::tests::directory,
    };

    fn month() -> Month {
        "2024-01".parse().expect("a month")
    }

    fn bulletin(kinds: Vec<FactKind>) -> Bulletin {
        let units = directory(&[("甲局", &[]), ("乙局", &[]), ("丙局", &[]), ("丁局", &[])]);
        let group = RosterGroup { name: "县局".into(), units: units.units().to_vec() };
        let roster = Roster { groups: vec![group] };
        let facts: Vec<Fact> = (1..)
            .zip(kinds)
            .map(|(id, kind)| Fact {
                month: month(),
                reference: FactReference::Record { record: RecordId(id) },
                kind,
            })
            .collect();
        let rules = version_1();
        let entries = score(&facts, &rules, &roster);
        Bulletin::compose(Sources {
            month: month(),
            roster: &roster,
            rules: &rules,
            facts: &facts,
            entries: &entries,
            opening: &[],
        })
        .expect("small sums")
    }

    fn brief(units: &[i64]) -> FactKind {
        FactKind::NewsletterAdoption {
            issue: NewsletterIssue { newsletter: None, year: 2024, number: 1 },
            item_kind: Kind::Brief,
            title: String::new(),
            units: units.iter().copied().map(UnitId).collect(),
        }
    }

    fn upper(units: &[i64]) -> FactKind {
        FactKind::UpperAdoption {
            channel: "每日动态".into(),
            title: String::new(),
            starred: false,
            commissioned: false,
            units: units.iter().copied().map(UnitId).collect(),
        }
    }

    fn forwarding(unit: i64) -> FactKind {
        FactKind::Forwarding { count: 1, title: None, units: vec![UnitId(unit)] }
    }

    fn adjustment(unit: i64, points: &str, reason: &str) -> FactKind {
        FactKind::Adjustment {
            unit: UnitId(unit),
            points: points.parse().expect("points"),
            reason: reason.into(),
        }
    }

    fn account(bulletin: &Bulletin, unit: i64) -> Account {
        bulletin.account(UnitId(unit)).expect("small sums").expect("a row")
    }

    #[test]
    fn the_months_points_are_told_as_a_sum() {
        let bulletin = bulletin(vec![
            forwarding(1),
            upper(&[1]),
            brief(&[1]),
            brief(&[1, 2]),
            brief(&[1]),
            adjustment(2, "-0.5", "迟交"),
            adjustment(3, "-3", "漏报"),
        ]);
        assert_eq!(account(&bulletin, 1).sum, "简讯 3 × 0.5 ＋ 每日动态 5 ＋ 基础分 5 ＝ 11.5");
        assert_eq!(account(&bulletin, 2).sum, "简讯 0.5 － 迟交 0.5 ＝ 0");
        assert_eq!(account(&bulletin, 3).sum, "－ 漏报 3 ＝ -3");
        assert_eq!(account(&bulletin, 4).sum, "0");
    }

    #[test]
    fn the_distance_is_to_everyone_of_the_next_higher_rank() {
        let bulletin = bulletin(vec![upper(&[1, 2]), brief(&[3])]);
        assert_eq!(account(&bulletin, 1).ahead, None);
        let ahead = account(&bulletin, 3).ahead.expect("somebody is ahead");
        assert_eq!((ahead.rank, ahead.distance.to_string().as_str()), (1, "4.5"));
        assert_eq!(ahead.units, ["甲局", "乙局"]);
        assert_eq!(bulletin.account(UnitId(9)), Ok(None));
    }

    #[test]
    fn a_base_that_is_not_earned_is_lacking() {
        let bulletin = bulletin(vec![forwarding(1)]);
        assert_eq!(account(&bulletin, 1).lacking, [""; 0]);
        assert_eq!(account(&bulletin, 2).lacking, ["再报市1篇，可得本月基础分5分"]);
    }
}
