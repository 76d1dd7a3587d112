//! A unit's account of a month: its points as a sum in words, how far it is to the next rank, what it lacks.
//!
//! All of it is read off a [`Bulletin`], so that a unit's own page and the printed tables cannot differ.

use serde::{Deserialize, Serialize};

use super::{
    bulletin::{Bulletin, BulletinError, BulletinGroup, Row},
    engine::Progress,
    entry::CreditEntry,
    facts::{Fact, FactKind},
    rules::{Category, TAKEN_BACK},
    tally::Tally,
};
use crate::{calendar::Month, id::UnitId, points::Points};

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
    /// What is missing for the quotas that are not met yet, each in words.
    pub lacking: Vec<String>,
    /// How far the unit is with each quota, met or not.
    pub progress: Vec<Progress>,
}

/// One month of a unit's year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthInBrief {
    pub month: Month,
    pub submitted: Tally,
    pub newsletter_count: Tally,
    pub upper_count: Tally,
    /// What the month gave.
    pub points: Points,
    pub cumulative: Points,
    /// `None` where the unit is not ranked, or has no points to be ranked by.
    pub rank: Option<u32>,
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
    /// A unit's month in brief; `None` where it stands in no table.
    pub fn in_brief(&self, unit: UnitId) -> Option<MonthInBrief> {
        let figures = &self.rows().find(|row| row.unit_id == unit)?.figures;
        Some(MonthInBrief {
            month: self.month,
            submitted: figures.submitted,
            newsletter_count: figures.newsletter_count,
            upper_count: figures.upper_count,
            points: figures.month,
            cumulative: figures.cumulative,
            rank: figures.rank_with_points(),
        })
    }

    /// A unit's account; `None` where it stands in no table.
    /// `progress` may hold other units' too.
    pub fn account(&self, unit: UnitId, progress: &[Progress]) -> Result<Option<Account>, BulletinError> {
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
            lacking: progress
                .iter()
                .filter(|progress| progress.unit == unit)
                .filter_map(Progress::lacking)
                .collect(),
            progress: progress.iter().filter(|progress| progress.unit == unit).cloned().collect(),
        }))
    }

    fn ahead(&self, group: &BulletinGroup, row: &Row) -> Result<Option<Ahead>, BulletinError> {
        // The ranks above may have gaps where ranks are shared.
        let above = group.rows.iter().filter(|other| other.figures.rank.is_some());
        let above = above.filter(|other| other.figures.rank < row.figures.rank || row.figures.rank.is_none());
        let Some(rank) = above.map(|other| other.figures.rank).max().flatten() else { return Ok(None) };
        let holders: Vec<&Row> = group.rows.iter().filter(|other| other.figures.rank == Some(rank)).collect();
        let Some(first) = holders.first() else { return Ok(None) };
        let distance = first.figures.cumulative.checked_sub(row.figures.cumulative);
        let distance =
            distance.map_err(|_| BulletinError { unit: row.figures.unit.clone(), month: self.month })?;
        Ok(Some(Ahead {
            rank,
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
        if entry.points.is_zero() {
            continue;
        }
        let same = |term: &&mut Term| (&term.label, term.points) == (&label, entry.points);
        match terms.iter_mut().find(same) {
            Some(term) => term.times += 1,
            None => {
                terms.push(Term { category: entry.category.clone(), label, points: entry.points, times: 1 })
            }
        }
    }
    // The sort is stable: within a category the ledger's order stays.
    terms.sort_by_key(|term| term.category.order());
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
    if entry.rule.rule == TAKEN_BACK {
        return "冲减以前月份".to_owned();
    }
    // An entry over one fact; a quota's or a cap's is called by its category.
    let fact = || match &*entry.facts {
        [one] => facts.iter().find(|fact| fact.reference == *one),
        _ => None,
    };
    let named = if entry.category == Category::UPPER || entry.category == Category::COMMISSION {
        fact().and_then(Fact::source)
    } else if entry.category == Category::ADJUSTMENT {
        fact().and_then(|fact| match &fact.kind {
            FactKind::Adjustment { reason, .. } => Some(reason.to_string()),
            _ => None,
        })
    } else {
        None
    };
    named.unwrap_or_else(|| entry.category.label().to_owned())
}

impl Progress {
    /// 再报市1篇，可得本月基础分5分; `None` where nothing is missing.
    pub fn lacking(&self) -> Option<String> {
        let missing: Vec<String> = self
            .reached
            .iter()
            .filter(|one| !one.missing().is_zero())
            .map(|one| match one.is_proportion() {
                true => format!("{}由{}%提高到{}%", one.words, one.shown(), one.target),
                false => format!("再{}{}{}", one.words, one.missing(), one.counter),
            })
            .collect();
        if missing.is_empty() {
            return None;
        }
        let when = if self.period.is_empty() { "本月" } else { self.period.as_str() };
        let zero = Points::ZERO;
        let gain = (self.when_met > zero)
            .then(|| format!("，可得{when}{}{}分", self.category.label(), self.when_met));
        let lost = (self.points < zero).then(|| {
            // 本月 stands before what can be had already.
            let when = if gain.is_none() { when } else { "" };
            format!("{when}扣{}分", self.points.magnitude())
        });
        let lost: Vec<String> = lost.into_iter().chain(self.otherwise.iter().cloned()).collect();
        let otherwise = (!lost.is_empty()).then(|| format!("，否则{}", lost.join("，")));
        let follows = match (gain, otherwise) {
            (None, None) => format!("，完成{when}“{}”", self.name),
            (gain, otherwise) => format!("{}{}", gain.unwrap_or_default(), otherwise.unwrap_or_default()),
        };
        Some(format!("{}{follows}", missing.join("、")))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ecow::EcoString;
    use smallvec::smallvec;

    use super::*;
    use crate::{
        calendar::Month,
        id::RecordId,
        item::Kind,
        scoring::{
            FactKind, FactReference, MonthRules, NewsletterIssue, Roster, RosterGroup, Scoring, Sources,
            score_months, version_1,
        },
        unit::tests::directory,
    };

    fn month() -> Month {
        "2024-01".parse().expect("a month")
    }

    fn bulletin(kinds: Vec<FactKind>) -> (Bulletin, Vec<Progress>) {
        let units = directory(&[("甲局", &[]), ("乙局", &[]), ("丙局", &[]), ("丁局", &[])]);
        let group = RosterGroup { name: "县局".into(), units: units.units().to_vec() };
        let roster = Roster { groups: vec![group], ..Roster::default() };
        let facts: Vec<Fact> = (1..)
            .zip(kinds)
            .map(|(id, kind)| Fact::plain(month(), FactReference::Record { record: RecordId(id) }, kind))
            .collect();
        let rules = version_1();
        let months = [MonthRules { month: month(), rules: &rules, roster: &roster }];
        let scored = score_months(&Scoring { months: &months, facts: &facts, opening: &[] });
        let bulletin = Bulletin::compose(Sources {
            month: month(),
            roster: &roster,
            rules: &rules,
            facts: &facts,
            entries: &scored.entries,
            opening: &[],
        });
        (bulletin.expect("small sums"), scored.progress)
    }

    fn brief(units: &[i64]) -> FactKind {
        FactKind::NewsletterAdoption {
            issue: Arc::new(NewsletterIssue {
                newsletter: None,
                year: 2024,
                number: 1,
                edition: crate::issue::Edition::default(),
            }),
            item_kind: Kind::Brief,
            title: EcoString::new(),
            units: units.iter().copied().map(UnitId).collect(),
        }
    }

    fn upper(units: &[i64]) -> FactKind {
        FactKind::UpperAdoption {
            channel: "每日动态".into(),
            title: EcoString::new(),
            starred: false,
            commissioned: false,
            units: units.iter().copied().map(UnitId).collect(),
        }
    }

    fn forwarding(unit: i64) -> FactKind {
        FactKind::Forwarding { count: 1, title: None, units: smallvec![UnitId(unit)] }
    }

    fn adjustment(unit: i64, points: &str, reason: &str) -> FactKind {
        FactKind::Adjustment {
            unit: UnitId(unit),
            points: points.parse().expect("points"),
            reason: reason.into(),
        }
    }

    fn account((bulletin, progress): &(Bulletin, Vec<Progress>), unit: i64) -> Account {
        bulletin.account(UnitId(unit), progress).expect("small sums").expect("a row")
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
        assert_eq!(bulletin.0.account(UnitId(9), &[]), Ok(None));
    }

    #[test]
    fn a_base_that_is_not_earned_is_lacking() {
        let bulletin = bulletin(vec![forwarding(1)]);
        assert_eq!(account(&bulletin, 1).lacking, [""; 0]);
        assert_eq!(account(&bulletin, 2).lacking, ["再报市1篇，可得本月基础分5分"]);
    }
}
