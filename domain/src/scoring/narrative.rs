//! What a bulletin says of one unit: its paragraph, and the numbered list of what was adopted.

use serde::{Deserialize, Serialize};

use super::{
    bulletin::points_of,
    facts::{Counts, Fact, FactKind, FactReference},
    ledger::CreditEntry,
    rules::{Category, Words},
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
    pub words: &'a Words,
    pub counts: Counts,
    /// The month's standing entries of the unit.
    pub entries: &'a [&'a CreditEntry],
    pub cumulative: Points,
}

/// 某局（1月份报送稿件4篇，其中市局采用信息2篇、简讯2则，合计3分；报市1篇，本月基础分5分；累计8分）.
/// Parts that hold nothing are left out.
pub(super) fn paragraph(subject: &Subject<'_>) -> Result<String, PointsError> {
    let parts: Vec<String> = [
        newsletter(subject)?,
        upper(subject)?,
        commissions(subject)?,
        forwarding_and_base(subject)?,
        adjustments(subject),
        Some(format!("累计{}分", subject.cumulative)),
    ]
    .into_iter()
    .flatten()
    .collect();
    Ok(format!(
        "{}（{}报送稿件{}篇，{}）",
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

struct Piece<'a> {
    /// The part of the list, and within the newsletter's part the issue.
    order: (u8, Option<&'a super::facts::NewsletterIssue>),
    title: &'a str,
    source: String,
    reference: &'a FactReference,
}

fn piece(fact: &Fact) -> Option<Piece<'_>> {
    let (order, title) = match &fact.kind {
        FactKind::NewsletterAdoption { issue, title, .. } => ((0, Some(issue)), title),
        FactKind::UpperAdoption { title, .. } => ((1, None), title),
        FactKind::Commission { title, .. } => ((2, None), title),
        FactKind::Submissions { .. } | FactKind::Forwarding { .. } | FactKind::Adjustment { .. } => {
            return None;
        }
    };
    Some(Piece { order, title, source: fact.source()?, reference: &fact.reference })
}

fn newsletter(subject: &Subject<'_>) -> Result<Option<String>, PointsError> {
    let kinds: Vec<String> = [(Kind::Article, subject.counts.articles), (Kind::Brief, subject.counts.briefs)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{}{count}{}", kind.label(), kind.counter()))
        .collect();
    if kinds.is_empty() {
        return Ok(None);
    }
    let points = points_of(subject.entries, &[Category::NewsletterArticle, Category::NewsletterBrief])?;
    // Without a submission in the month, the adopted pieces are none "of them".
    let among = if subject.counts.submitted > 0 { "其中" } else { "" };
    Ok(Some(format!("{among}{}采用{}，合计{points}分", subject.words.bureau, kinds.join("、"))))
}

fn upper(subject: &Subject<'_>) -> Result<Option<String>, PointsError> {
    pieces(&subject.words.upper, subject.counts.upper, subject, Category::Upper)
}

fn commissions(subject: &Subject<'_>) -> Result<Option<String>, PointsError> {
    pieces(&subject.words.commission, subject.counts.commissions, subject, Category::Commission)
}

fn pieces(
    words: &str,
    count: u64,
    subject: &Subject<'_>,
    category: Category,
) -> Result<Option<String>, PointsError> {
    if count == 0 {
        return Ok(None);
    }
    let points = points_of(subject.entries, &[category])?;
    Ok(Some(format!("{words}{count}篇，合计{points}分")))
}

fn forwarding_and_base(subject: &Subject<'_>) -> Result<Option<String>, PointsError> {
    let mut parts = Vec::new();
    if subject.counts.forwarded > 0 {
        parts.push(format!("{}{}篇", subject.words.forwarded, subject.counts.forwarded));
    }
    let base = points_of(subject.entries, &[Category::Base])?;
    if !base.is_zero() {
        parts.push(format!("本月基础分{base}分"));
    }
    Ok(if parts.is_empty() { None } else { Some(parts.join("，")) })
}

fn adjustments(subject: &Subject<'_>) -> Option<String> {
    let parts: Vec<&str> = subject
        .entries
        .iter()
        .filter(|entry| entry.category == Category::Adjustment)
        .map(|entry| entry.words.as_str())
        .collect();
    if parts.is_empty() { None } else { Some(parts.join("；")) }
}
