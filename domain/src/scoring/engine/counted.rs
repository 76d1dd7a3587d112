//! How many pieces a measure has counted of a unit: story by story, so that a story that is made void can be left out
//! again and several facts about one story can be one piece.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    super::{
        facts::{FactReference, Outcome},
        rules::{Equivalent, Measure, RuleSet},
    },
    piece::{Credited, Piece},
    shares::piece_share,
};
use crate::points::Points;

/// The rule by which several pieces are one; `None` for pieces that are one each.
type Class = Option<Arc<str>>;

/// What was counted.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Pieces of which it need not be known any more which story they are about, in ten-thousandths.
    loose: BTreeMap<Class, i128>,
    loose_facts: Vec<FactReference>,
    stories: HashMap<Box<str>, Vec<OfStory>>,
}

/// One fact about a story.
#[derive(Clone, Debug)]
struct OfStory {
    class: Class,
    amount: i128,
    /// With the others that say so it is one piece.
    once: bool,
    reference: FactReference,
}

/// One more fact.
pub(super) struct More<'a> {
    pub class: Class,
    pub amount: Points,
    /// Where its story must be kept in mind.
    pub story: Option<&'a str>,
    pub once: bool,
    pub reference: &'a FactReference,
}

impl Counted {
    pub(super) fn add(&mut self, more: More<'_>) {
        let amount = i128::from(more.amount.scaled());
        if amount == 0 {
            return;
        }
        match more.story {
            Some(story) => {
                let reference = more.reference.clone();
                let of_story = OfStory { class: more.class, amount, once: more.once, reference };
                match self.stories.get_mut(story) {
                    Some(known) => known.push(of_story),
                    None => drop(self.stories.insert(story.into(), vec![of_story])),
                }
            }
            None => {
                *self.loose.entry(more.class).or_default() += amount;
                self.loose_facts.push(more.reference.clone());
            }
        }
    }

    /// As if nothing about the story had been counted.
    pub(super) fn forget(&mut self, story: &str) {
        self.stories.remove(story);
    }

    /// In ten-thousandths of a piece, as several are one by these rules.
    pub(super) fn amount(&self, equivalents: &[Equivalent]) -> i128 {
        let rule = |class: &Class| class.as_ref().and_then(|class| named(equivalents, class));
        let mut classes = self.loose.clone();
        for of_story in self.stories.values() {
            let (once, each): (Vec<_>, Vec<_>) = of_story.iter().partition(|one| one.once);
            for one in each {
                *classes.entry(one.class.clone()).or_default() += one.amount;
            }
            // One piece, of the class in which it is worth most.
            let worth = |one: &&OfStory| std::cmp::Reverse(rule(&one.class).map_or(1, |rule| rule.pieces));
            if let Some(best) = once.into_iter().max_by_key(|one| (worth(one), one.amount)) {
                *classes.entry(best.class.clone()).or_default() += best.amount;
            }
        }
        classes.iter().map(|(class, amount)| rule(class).map_or(*amount, |rule| rule.worth(*amount))).sum()
    }

    /// In no order.
    pub(super) fn facts(&self) -> impl Iterator<Item = &FactReference> {
        self.loose_facts.iter().chain(self.stories.values().flatten().map(|one| &one.reference))
    }
}

fn named<'r>(equivalents: &'r [Equivalent], rule: &str) -> Option<&'r Equivalent> {
    equivalents.iter().find(|equivalent| equivalent.rule == rule)
}

/// The first rule by which the piece is one of several that are one.
pub(super) fn class_of<'r>(
    piece: &Piece<'_>,
    rules: &'r RuleSet,
    credited: Credited<'_>,
) -> Option<&'r Equivalent> {
    rules.equivalents.iter().find(|one| {
        (one.fact.is_empty() || piece.fact_type.is_some_and(|fact| one.fact.contains(&fact)))
            && piece.is_meant(&one.when, &one.unless, credited)
    })
}

/// What a measure counts of a unit's pieces, all of one period.
pub fn pieces_in<'f>(
    measure: &Measure,
    pieces: impl IntoIterator<Item = Piece<'f>>,
    rules: &RuleSet,
    credited: Credited<'_>,
) -> Points {
    let mut counted = Counted::default();
    for piece in pieces {
        if is_counted(measure, &piece, credited) {
            let once = rules.pieces.is_once(measure.once_per_story, piece.fact_type);
            counted.add(More {
                class: class_of(&piece, rules, credited).map(|one| Arc::from(one.rule.as_str())),
                amount: piece_share(&piece, rules, credited).amount(),
                story: piece.story().filter(|_| once),
                once,
                reference: &piece.fact.reference,
            });
        }
    }
    super::sums::clamp(counted.amount(&rules.equivalents))
}

/// Whether a piece is one of those that a measure counts. A commission that was not delivered is no piece, unless the
/// measure asks for just that.
pub fn is_counted(measure: &Measure, piece: &Piece<'_>, credited: Credited<'_>) -> bool {
    let missing = piece.fact.details().outcome == Some(Outcome::Missing)
        && !measure.when.outcome.contains(&Outcome::Missing);
    !missing
        && piece.fact_type.is_some_and(|fact_type| measure.count.contains(&fact_type))
        && piece.is_meant(&measure.when, &measure.unless, credited)
}
