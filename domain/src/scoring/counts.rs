//! How many pieces facts make.

use super::{
    engine::{Credited, Piece, piece_share},
    facts::{Fact, FactKind, Outcome},
    rules::RuleSet,
    tally::Tally,
};
use crate::item::Kind;

/// How many pieces a unit's facts of one month make. What the tables count, whether or not it scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 上报篇数.
    pub submitted: Tally,
    /// 信息 in the newsletter.
    pub articles: Tally,
    /// 简讯 in the newsletter.
    pub briefs: Tally,
    /// 上级采用, commissioned or not.
    pub upper: Tally,
    /// 约稿 delivered and not printed by a channel.
    pub commissions: Tally,
    /// 报省市.
    pub forwarded: Tally,
}

impl Counts {
    /// The facts are the unit's; each counts as the rules share joint pieces.
    pub fn of<'a>(
        facts: impl IntoIterator<Item = &'a Fact>,
        rules: &RuleSet,
        credited: Credited<'_>,
    ) -> Self {
        let mut counts = Self::default();
        for fact in facts {
            let share = piece_share(&Piece::of(fact, rules), rules, credited);
            match &fact.kind {
                FactKind::Submissions { .. } => counts.submitted += share,
                FactKind::NewsletterAdoption { item_kind: Kind::Article, .. } => counts.articles += share,
                FactKind::NewsletterAdoption { item_kind: Kind::Brief, .. } => counts.briefs += share,
                FactKind::UpperAdoption { .. } => counts.upper += share,
                FactKind::Commission { .. } if fact.details().outcome == Some(Outcome::Missing) => {}
                FactKind::Commission { .. } => counts.commissions += share,
                FactKind::Forwarding { .. } => counts.forwarded += share,
                FactKind::Instruction { .. } | FactKind::Adjustment { .. } | FactKind::Ruling { .. } => {}
            }
        }
        counts
    }

    /// Pieces in the newsletter, of either kind.
    pub fn newsletter(&self) -> Tally {
        let mut sum = self.articles;
        sum += self.briefs;
        sum
    }
}
