//! Rule sets (计分办法): rates, conditions, words and the bulletin's columns, as data in versions.
//!
//! The engine reads every amount from here and holds none itself. A month is scored by the version in force
//! in it, and every line of the ledger names that version.

use serde::{Deserialize, Serialize};

use super::columns::{Column, Field};
use crate::{calendar::Month, item::Kind, points::Points};

/// The rule that an adjustment's entry names: its points are given with the fact, not by a rate.
pub(super) const ADJUSTMENT: &str = "adjustment";

/// One version of the rules by which a bureau scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// From 1; a later version has a higher number.
    pub version: u32,
    /// What the notes under a bulletin call it.
    pub name: String,
    /// The first month for which it holds.
    pub since: Month,
    /// Points for pieces. The first rate that covers a fact gives its points; none, no points.
    pub rates: Vec<Rate>,
    /// Points for a month in which a unit meets a condition, each given once.
    pub bases: Vec<BaseRule>,
    /// Which column shows the points of which categories.
    pub point_columns: PointColumns,
    pub columns: Vec<Column>,
    pub words: Words,
}

/// Points for one piece, to each credited unit, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Stable within the rule set's versions: entries name it.
    pub rule: String,
    /// In words, for the screen.
    pub name: String,
    pub covers: Covers,
    pub points: Points,
}

/// The pieces to which a rate applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Covers {
    Newsletter { item_kind: Kind },
    Upper { starred: bool },
    Commission,
}

/// Points given once for a month in which the unit reached every one of these counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseRule {
    pub rule: String,
    pub name: String,
    pub points: Points,
    /// Pieces sent up (报省市), at least.
    pub forwarded: u64,
    /// Pieces submitted (上报篇数), at least; 0 for no such condition.
    pub submitted: u64,
}

/// What an entry's points are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 信息 in the newsletter.
    NewsletterArticle,
    /// 简讯 in the newsletter.
    NewsletterBrief,
    /// 上级采用.
    Upper,
    /// 约稿.
    Commission,
    /// 本月基础分.
    Base,
    /// 加减分.
    Adjustment,
}

impl Category {
    pub const ALL: [Self; 6] = [
        Self::NewsletterArticle,
        Self::NewsletterBrief,
        Self::Upper,
        Self::Commission,
        Self::Base,
        Self::Adjustment,
    ];

    pub fn newsletter(kind: Kind) -> Self {
        match kind {
            Kind::Article => Self::NewsletterArticle,
            Kind::Brief => Self::NewsletterBrief,
        }
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::NewsletterArticle => "信息",
            Self::NewsletterBrief => "简讯",
            Self::Upper => "上级采用",
            Self::Commission => "约稿",
            Self::Base => "基础分",
            Self::Adjustment => "加减分",
        }
    }

    /// The word in a database or an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::NewsletterArticle => "newsletter_article",
            Self::NewsletterBrief => "newsletter_brief",
            Self::Upper => "upper",
            Self::Commission => "commission",
            Self::Base => "base",
            Self::Adjustment => "adjustment",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }
}

/// Which points stand in which column. Each category stands in one; 本月分数 is the sum of all, whatever
/// stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointColumns {
    pub adoption_points: Vec<Category>,
    pub commission_points: Vec<Category>,
    pub base: Vec<Category>,
}

impl PointColumns {
    /// The categories whose points a column shows; `None` for a column that shows no points.
    pub fn categories(&self, field: Field) -> Option<&[Category]> {
        match field {
            Field::AdoptionPoints => Some(&self.adoption_points),
            Field::CommissionPoints => Some(&self.commission_points),
            Field::Base => Some(&self.base),
            Field::Month | Field::Cumulative => Some(&Category::ALL),
            Field::Unit
            | Field::Submitted
            | Field::UpperCount
            | Field::NewsletterCount
            | Field::CommissionCount
            | Field::ReportedUp
            | Field::Rank => None,
        }
    }
}

/// The words that differ from one level of government to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Who receives what is sent: 市局办公室.
    pub office: String,
    /// Whose newsletter adopts: 市局.
    pub bureau: String,
    /// Adopted by a higher office: 上级采用信息.
    pub upper: String,
    /// Commissioned and delivered: 约稿.
    pub commission: String,
    /// Sent up: 报市.
    pub forwarded: String,
}

impl RuleSet {
    /// The version in force in a month: the last that begins in it or before it, of two that begin together
    /// the higher version. `None` where all begin later.
    pub fn in_force(rule_sets: &[Self], month: Month) -> Option<&Self> {
        rule_sets
            .iter()
            .filter(|rule_set| rule_set.since <= month)
            .max_by_key(|rule_set| (rule_set.since, rule_set.version))
    }

    /// What the screen calls a rule that an entry names; the reference itself where this version has none.
    pub fn rule_name<'a>(&'a self, rule: &'a str) -> &'a str {
        let rates = self.rates.iter().map(|rate| (&rate.rule, &rate.name));
        let bases = self.bases.iter().map(|base| (&base.rule, &base.name));
        let name =
            rates.chain(bases).find(|(reference, _)| *reference == rule).map(|(_, name)| name.as_str());
        name.unwrap_or(if rule == ADJUSTMENT { Category::Adjustment.label() } else { rule })
    }

    pub(super) fn rate(&self, covered: &Covers) -> Option<&Rate> {
        self.rates.iter().find(|rate| rate.covers == *covered)
    }
}
