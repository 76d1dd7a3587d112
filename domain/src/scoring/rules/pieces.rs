//! What a piece is where pieces are counted: one story in several places, several pieces that are one.

use super::{
    described::{FACT_ANY, NAME, RULE, UNLESS, WHEN, described, told},
    filter::Filter,
    rule::{Names, Rule, ruled, shapes_others},
    words::about,
};
use crate::scoring::facts::FactType;

described! {
    usual:
    /// How pieces are counted, in tables and by rules.
    #[derive(Copy)]
    pub struct PieceCounting {
        /// Several adoptions of one story are one piece.
        may once_per_story: bool = told(
            "同一稿件只算一篇",
            "同一稿源在本级、上级几处采用，每一栏、每一个条件里各只算一篇；不写，一处算一篇。",
        );
    }
}

impl Rule for PieceCounting {
    fn sentence(&self, _: &dyn Names) -> String {
        match self.once_per_story {
            true => "同一稿件几处采用，每一栏、每一个条件里各只算一篇。".to_owned(),
            false => "同一稿件几处采用，一处算一篇。".to_owned(),
        }
    }
}

impl PieceCounting {
    /// Whether facts of a kind, counted by a measure that says this of stories, are one piece for each story.
    pub fn is_once(self, measure: Option<bool>, fact: Option<FactType>) -> bool {
        let adopted = matches!(fact, Some(FactType::Adoptions | FactType::UpperAdoptions));
        measure.unwrap_or(self.once_per_story && adopted)
    }
}

described! {
    /// So many pieces of one class are one piece where rules count: 三则简讯算一篇.
    pub struct Equivalent {
        must rule: String = RULE;
        must name: String = NAME;
        /// Empty for any kind of fact.
        may fact: Vec<FactType> = FACT_ANY;
        may when: Filter = WHEN;
        may unless: Filter = UNLESS;
        /// So many are one.
        must pieces: u32 = told("几篇算一篇", "如 3。");
        /// Whether fewer are a part of one; else they are nothing until there are so many.
        may parts: bool = told("不满的也算", "不满的按比例算（两则算 0.6666 篇）；不写，满了才算一篇。");
    }
}

impl Rule for Equivalent {
    ruled!();
    shapes_others!();

    fn sentence(&self, _: &dyn Names) -> String {
        let parts = if self.parts { "不满的按比例算" } else { "不满的不算" };
        let about = about(&self.fact, &self.when, &self.unless);
        format!("任务等数篇数时，{about}{}篇算一篇，{parts}。", self.pieces)
    }
}

impl Equivalent {
    /// What so many pieces of the class come to, in ten-thousandths of a piece.
    pub fn worth(&self, pieces: i128) -> i128 {
        const ONE: i128 = 10_000;
        let so_many = i128::from(self.pieces.max(1));
        if self.parts { pieces / so_many } else { pieces.div_euclid(so_many * ONE) * ONE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_are_one_and_two_are_none_or_a_part() {
        let equivalent = |parts| Equivalent {
            rule: "r".into(),
            name: "名".into(),
            fact: Vec::new(),
            when: Filter::default(),
            unless: Filter::default(),
            pieces: 3,
            parts,
        };
        let worth = |parts| [0, 20_000, 30_000, 75_000].map(|pieces| equivalent(parts).worth(pieces));
        assert_eq!(worth(false), [0, 0, 10_000, 20_000]);
        assert_eq!(worth(true), [0, 6_666, 10_000, 25_000]);
    }
}
