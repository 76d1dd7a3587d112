//! Facts: what happened in a month that a rule set may score or a table may count.
//!
//! A fact says nothing about points (but for an adjustment, whose points are the fact). It must not know
//! where it is kept: a database and a facts file give the same values, each with its own [`FactReference`].

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Month,
    id::{IssueId, ItemId, RecordId, UnitId},
    item::Kind,
    points::Points,
};

/// One fact, with the month to which it is credited (计入N月考核), which need not be the month it happened in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub month: Month,
    pub reference: FactReference,
    pub kind: FactKind,
}

/// Where a fact is recorded, so that a line of the ledger can be followed back to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FactReference {
    /// An item published in an issue.
    Adoption { issue: IssueId, item: ItemId },
    /// An upper adoption, a commission, a forwarding or an adjustment.
    Record { record: RecordId },
    /// The items that the fact's unit sent in the fact's month, counted.
    Submissions,
    /// A place in a facts file, as a JSON path: `months[0].adoptions[3]`.
    File { path: String },
}

/// What happened. `units` are the credited units (记分单位): each stands once, and each is credited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FactKind {
    /// 报送: so many items that the unit sent for the first time in the month.
    Submissions { unit: UnitId, count: u32 },
    /// 采用: an item published in the office's own newsletter.
    NewsletterAdoption { issue: NewsletterIssue, item_kind: Kind, title: String, units: Vec<UnitId> },
    /// 上级采用: a higher office's publication printed the piece.
    UpperAdoption {
        channel: String,
        title: String,
        /// Marked ★.
        starred: bool,
        /// Printed because the channel had asked for it. Such a piece is no [`FactKind::Commission`].
        commissioned: bool,
        units: Vec<UnitId>,
    },
    /// 约稿: a commissioned piece that was delivered and not printed by a channel.
    Commission { channel: String, title: String, units: Vec<UnitId> },
    /// 报送上级 (报省市): so many pieces sent up. The title is known where the fact is a single piece.
    Forwarding { count: u32, title: Option<String>, units: Vec<UnitId> },
    /// 加减分: points for anything else.
    Adjustment { unit: UnitId, points: Points, reason: String },
}

/// Which issue of which newsletter. Ordered as lists print it: by newsletter, then by date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NewsletterIssue {
    /// The newsletter's name, where the bureau runs several.
    pub newsletter: Option<String>,
    pub year: i16,
    /// Number in the year, from 1.
    pub number: u32,
}

impl NewsletterIssue {
    /// 第1期, or 《某某简报》第1期 where there are several newsletters.
    pub fn label(&self) -> String {
        match &self.newsletter {
            Some(newsletter) => format!("《{newsletter}》第{}期", self.number),
            None => format!("第{}期", self.number),
        }
    }
}

impl Fact {
    /// The units that the fact concerns.
    pub fn units(&self) -> &[UnitId] {
        match &self.kind {
            FactKind::Submissions { unit, .. } | FactKind::Adjustment { unit, .. } => {
                std::slice::from_ref(unit)
            }
            FactKind::NewsletterAdoption { units, .. }
            | FactKind::UpperAdoption { units, .. }
            | FactKind::Commission { units, .. }
            | FactKind::Forwarding { units, .. } => units,
        }
    }

    /// Where a piece appeared, as lists and entries print it: 第1期 信息, 昨日市情★, 昨日市情约稿, 市政府约稿.
    /// `None` for facts that are no pieces in print.
    pub fn source(&self) -> Option<String> {
        match &self.kind {
            FactKind::NewsletterAdoption { issue, item_kind, .. } => {
                Some(format!("{} {}", issue.label(), item_kind.label()))
            }
            FactKind::UpperAdoption { channel, starred, commissioned, .. } => {
                let commissioned = if *commissioned { "约稿" } else { "" };
                let star = if *starred { "★" } else { "" };
                Some(format!("{channel}{commissioned}{star}"))
            }
            FactKind::Commission { channel, .. } => Some(channel.clone()),
            FactKind::Submissions { .. } | FactKind::Forwarding { .. } | FactKind::Adjustment { .. } => None,
        }
    }
}

/// How many pieces a unit's facts of one month make. What the tables count, whether or not it scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 上报篇数.
    pub submitted: u64,
    /// 信息 in the newsletter.
    pub articles: u64,
    /// 简讯 in the newsletter.
    pub briefs: u64,
    /// 上级采用, commissioned or not.
    pub upper: u64,
    /// 约稿 delivered and not printed by a channel.
    pub commissions: u64,
    /// 报省市.
    pub forwarded: u64,
}

impl Counts {
    pub fn of<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut counts = Self::default();
        for fact in facts {
            match &fact.kind {
                FactKind::Submissions { count, .. } => counts.submitted += u64::from(*count),
                FactKind::NewsletterAdoption { item_kind: Kind::Article, .. } => counts.articles += 1,
                FactKind::NewsletterAdoption { item_kind: Kind::Brief, .. } => counts.briefs += 1,
                FactKind::UpperAdoption { .. } => counts.upper += 1,
                FactKind::Commission { .. } => counts.commissions += 1,
                FactKind::Forwarding { count, .. } => counts.forwarded += u64::from(*count),
                FactKind::Adjustment { .. } => {}
            }
        }
        counts
    }

    /// Pieces in the newsletter, of either kind.
    pub fn newsletter(&self) -> u64 {
        self.articles + self.briefs
    }
}

/// The facts of each unit, in the order given. A joint piece stands under every unit that it credits.
pub fn by_unit<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> HashMap<UnitId, Vec<&'a Fact>> {
    let mut units: HashMap<UnitId, Vec<&Fact>> = HashMap::new();
    for fact in facts {
        for unit in fact.units() {
            units.entry(*unit).or_default().push(fact);
        }
    }
    units
}
