//! How many pieces facts make.

use std::collections::HashMap;

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
    /// Adopted here or above. Where a story is one piece, so it is in two places.
    pub adopted: Tally,
    /// 约稿 delivered and not printed by a channel.
    pub commissions: Tally,
    /// 报省市.
    pub forwarded: Tally,
}

/// Adopted stories that are one piece each: as what kind in the newsletter, and how much of a piece, in all places.
#[derive(Clone, Copy, Default)]
struct Story {
    article: Tally,
    brief: Tally,
    upper: Tally,
}

impl Counts {
    /// The facts are the unit's; each counts as the rules share joint pieces.
    pub fn of<'a>(
        facts: impl IntoIterator<Item = &'a Fact>,
        rules: &RuleSet,
        credited: Credited<'_>,
    ) -> Self {
        let mut counts = Self::default();
        let mut stories: HashMap<&str, Story> = HashMap::new();
        for fact in facts {
            let share = piece_share(&Piece::of(fact, rules), rules, credited);
            let story = fact.story.as_deref().filter(|_| rules.pieces.once_per_story);
            let mut story = story.map(|story| stories.entry(story).or_default());
            match &fact.kind {
                FactKind::Submissions { .. } => counts.submitted += share,
                FactKind::NewsletterAdoption { item_kind, .. } => {
                    match (item_kind, &mut story) {
                        (Kind::Article, Some(story)) => story.article = story.article.max(share),
                        (Kind::Brief, Some(story)) => story.brief = story.brief.max(share),
                        (Kind::Article, None) => counts.articles += share,
                        (Kind::Brief, None) => counts.briefs += share,
                    }
                    if story.is_none() {
                        counts.adopted += share;
                    }
                }
                FactKind::UpperAdoption { .. } => match story {
                    Some(story) => story.upper = story.upper.max(share),
                    None => {
                        counts.upper += share;
                        counts.adopted += share;
                    }
                },
                FactKind::Commission { .. } if fact.details().outcome == Some(Outcome::Missing) => {}
                FactKind::Commission { .. } => counts.commissions += share,
                FactKind::Forwarding { .. } => counts.forwarded += share,
                FactKind::Instruction { .. } | FactKind::Adjustment { .. } | FactKind::Ruling { .. } => {}
            }
        }
        for story in stories.into_values() {
            // In the newsletter it is one piece too: an article, where it was printed as both.
            if story.article.is_zero() {
                counts.briefs += story.brief;
            } else {
                counts.articles += story.article;
            }
            counts.upper += story.upper;
            counts.adopted += story.article.max(story.brief).max(story.upper);
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
