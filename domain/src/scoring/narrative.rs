//! What a bulletin says of one unit: its paragraph, and the numbered list of what was adopted.

use serde::{Deserialize, Serialize};

use super::{
    counts::Counts,
    entry::{CreditEntry, points_of},
    facts::{Fact, FactKind, FactReference, Outcome, references},
    rules::{Category, FactType, RuleSet},
    tally::Tally,
};
use crate::{
    calendar::Month,
    item::Kind,
    points::{Points, PointsError},
    unit::Unit,
};

/// One piece in the list below a unit's paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptedItem {
    /// From 1, within the unit.
    pub number: usize,
    pub title: String,
    /// Where it appeared, in brackets, to stand flush right: （第1期 信息）, （昨日市情★）, （市政府约稿）.
    pub source: String,
    pub reference: FactReference,
}

/// What a paragraph is written from.
pub(super) struct Subject<'a> {
    pub unit: &'a Unit,
    pub month: Month,
    pub rules: &'a RuleSet,
    pub counts: Counts,
    /// The month's facts of the unit.
    pub facts: &'a [&'a Fact],
    /// The month's standing entries of the unit.
    pub entries: &'a [&'a CreditEntry],
    pub cumulative: Points,
}

/// 某局（1月份报送稿件4篇，其中市局采用信息2篇、简讯2则，合计3分；报市1篇，本月基础分5分；累计8分）.
/// Parts that hold nothing are left out.
pub(super) fn paragraph(subject: &Subject<'_>) -> Result<String, PointsError> {
    let mut parts: Vec<String> = [
        newsletter(subject)?,
        pieces(subject, &subject.rules.words.upper, "篇", subject.counts.upper, FactType::UpperAdoptions)?,
        pieces(
            subject,
            &subject.rules.words.commission,
            "篇",
            subject.counts.commissions,
            FactType::Commissions,
        )?,
        instructions(subject)?,
        forwarding_and_base(subject)?,
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.extend(others(subject)?);
    parts.extend(adjustments(subject));
    parts.push(format!("累计{}分", subject.cumulative));
    let submitted = earned(subject, FactType::Submissions)?;
    let submitted = if submitted.is_zero() { String::new() } else { format!("，计{submitted}分") };
    Ok(format!(
        "{}（{}报送稿件{}篇{submitted}，{}）",
        subject.unit.name,
        subject.month.in_words(),
        subject.counts.submitted,
        parts.join("；")
    ))
}

/// The adopted pieces: the newsletter's by issue, then the higher channels', then commissions, each in the
/// order of the facts.
pub(super) fn items(facts: &[&Fact]) -> Vec<AdoptedItem> {
    let mut pieces: Vec<_> = facts.iter().filter_map(|fact| piece(fact)).collect();
    pieces.sort_by_key(|piece| piece.order);
    pieces
        .into_iter()
        .enumerate()
        .map(|(place, piece)| AdoptedItem {
            number: place + 1,
            title: if piece.title.trim().is_empty() {
                "（无题）".to_owned()
            } else {
                piece.title.to_owned()
            },
            source: format!("（{}）", piece.source),
            reference: piece.reference.clone(),
        })
        .collect()
}

struct Appearance<'a> {
    /// The part of the list, and within the newsletter's part the issue.
    order: (u8, Option<&'a super::facts::NewsletterIssue>),
    title: &'a str,
    source: String,
    reference: &'a FactReference,
}

fn piece(fact: &Fact) -> Option<Appearance<'_>> {
    let (order, title) = match &fact.kind {
        FactKind::NewsletterAdoption { issue, title, .. } => ((0, Some(&**issue)), title),
        FactKind::UpperAdoption { title, .. } => ((1, None), title),
        FactKind::Commission { .. } if fact.details().outcome == Some(Outcome::Missing) => return None,
        FactKind::Commission { title, .. } => ((2, None), title),
        FactKind::Submissions { .. }
        | FactKind::Forwarding { .. }
        | FactKind::Instruction { .. }
        | FactKind::Adjustment { .. }
        | FactKind::Ruling { .. } => return None,
    };
    Some(Appearance { order, title, source: fact.source()?, reference: &fact.reference })
}

fn newsletter(subject: &Subject<'_>) -> Result<Option<String>, PointsError> {
    let kinds: Vec<String> = [(Kind::Article, subject.counts.articles), (Kind::Brief, subject.counts.briefs)]
        .into_iter()
        .filter(|(_, count)| !count.is_zero())
        .map(|(kind, count)| format!("{}{count}{}", kind.label(), kind.counter()))
        .collect();
    if kinds.is_empty() {
        return Ok(None);
    }
    let points = earned(subject, FactType::Adoptions)?;
    // Without a submission in the month, the adopted pieces are none "of them".
    let among = if subject.counts.submitted.is_zero() { "" } else { "其中" };
    let bureau = &subject.rules.words.bureau;
    Ok(Some(format!("{among}{bureau}采用{}，合计{points}分", kinds.join("、"))))
}

fn pieces(
    subject: &Subject<'_>,
    words: &str,
    counter: &str,
    count: Tally,
    fact: FactType,
) -> Result<Option<String>, PointsError> {
    let points = earned(subject, fact)?;
    if count.is_zero() && points.is_zero() {
        return Ok(None);
    }
    Ok(Some(format!("{words}{count}{counter}，合计{points}分")))
}

fn instructions(subject: &Subject<'_>) -> Result<Option<String>, PointsError> {
    let count = subject.facts.iter().filter(|fact| matches!(fact.kind, FactKind::Instruction { .. })).count();
    pieces(subject, "领导批示", "件", Tally::whole(count as u64), FactType::Instructions)
}

fn forwarding_and_base(subject: &Subject<'_>) -> Result<Option<String>, PointsError> {
    let mut parts = Vec::new();
    if !subject.counts.forwarded.is_zero() {
        parts.push(format!("{}{}篇", subject.rules.words.forwarded, subject.counts.forwarded));
    }
    let earned = earned(subject, FactType::ReportedUp)?;
    if !earned.is_zero() {
        parts.push(format!("合计{earned}分"));
    }
    let beside = beside_pieces(subject);
    let base = points_of(&beside, &[Category::BASE])?;
    if !base.is_zero() {
        parts.push(format!("本月基础分{base}分"));
    }
    Ok(if parts.is_empty() { None } else { Some(parts.join("，")) })
}

/// What belongs to no piece and is neither base nor adjustment, by category.
fn others(subject: &Subject<'_>) -> Result<Vec<String>, PointsError> {
    let beside = beside_pieces(subject);
    let mut parts = Vec::new();
    for category in subject.rules.categories() {
        if category == Category::BASE || category == Category::ADJUSTMENT {
            continue;
        }
        let points = points_of(&beside, std::slice::from_ref(&category))?;
        if !points.is_zero() {
            parts.push(format!("{}{points}分", category.label()));
        }
    }
    Ok(parts)
}

fn adjustments(subject: &Subject<'_>) -> Option<String> {
    let parts: Vec<&str> = beside_pieces(subject)
        .iter()
        .filter(|entry| entry.category == Category::ADJUSTMENT)
        .map(|entry| entry.words.as_str())
        .collect();
    if parts.is_empty() { None } else { Some(parts.join("；")) }
}

/// What the month's pieces of a kind earned.
fn earned(subject: &Subject<'_>, fact: FactType) -> Result<Points, PointsError> {
    let facts: Vec<&Fact> =
        subject.facts.iter().copied().filter(|one| one.kind.fact_type() == Some(fact)).collect();
    let references = references(&facts);
    let earned = subject.entries.iter().filter(|entry| {
        is_over_a_piece(subject.rules, entry)
            && entry.facts.iter().any(|reference| references.contains(reference))
    });
    Points::checked_sum(earned.map(|entry| entry.points))
}

/// The entries that are not over one of the month's pieces.
fn beside_pieces<'a>(subject: &Subject<'a>) -> Vec<&'a CreditEntry> {
    let pieces: Vec<&Fact> =
        subject.facts.iter().copied().filter(|fact| fact.kind.fact_type().is_some()).collect();
    let references = references(&pieces);
    let over_one = |entry: &CreditEntry| {
        is_over_a_piece(subject.rules, entry)
            && entry.facts.iter().any(|reference| references.contains(reference))
    };
    subject.entries.iter().copied().filter(|entry| !over_one(entry)).collect()
}

/// Given by a rate or an extra for one fact.
fn is_over_a_piece(rules: &RuleSet, entry: &CreditEntry) -> bool {
    let rule = &entry.rule.rule;
    rules.rates.iter().any(|rate| rate.rule == *rule) || rules.extras.iter().any(|extra| extra.rule == *rule)
}
