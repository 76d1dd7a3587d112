//! What a piece is where pieces are counted: one story in several places, several pieces that are one.

use serde::{Deserialize, Serialize};

use super::filter::{FactType, Filter};

/// How pieces are counted, in tables and by rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PieceCounting {
    /// Several adoptions of one story are one piece.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub once_per_story: bool,
}

impl PieceCounting {
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether facts of a kind, counted by a measure that says this of stories, are one piece for each story.
    pub fn is_once(self, measure: Option<bool>, fact: Option<FactType>) -> bool {
        let adopted = matches!(fact, Some(FactType::Adoptions | FactType::UpperAdoptions));
        measure.unwrap_or(self.once_per_story && adopted)
    }
}

/// So many pieces of one class are one piece where rules count: 三则简讯算一篇.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equivalent {
    pub rule: String,
    pub name: String,
    /// Empty for any kind of fact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<FactType>,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub when: Filter,
    #[serde(default, skip_serializing_if = "Filter::asks_nothing")]
    pub unless: Filter,
    /// So many are one.
    pub pieces: u32,
    /// Whether fewer are a part of one; else they are nothing until there are so many.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub parts: bool,
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
