//! Paragraphs that are taken over when items are combined: how forms name them, and what pages are told of them.

use std::{fmt, str::FromStr};

use domain::{
    id::ItemId,
    taken::{Passage, Whereabouts},
};
use serde::{Deserialize, Serialize};

/// A paragraph of an item: `ITEM.NUMBER:MARK`. The mark tells whether it is still the one that was shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PassageKey {
    pub item: ItemId,
    pub number: usize,
    pub mark: String,
}

impl PassageKey {
    pub fn of(item: ItemId, passage: &Passage) -> Self {
        Self { item, number: passage.number, mark: passage.mark() }
    }
}

impl fmt::Display for PassageKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}:{}", self.item, self.number, self.mark)
    }
}

impl FromStr for PassageKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const OLD: &str = "这一页可能已经过时，请重新打开";
        let (item, rest) = text.split_once('.').ok_or(OLD)?;
        let (number, mark) = rest.split_once(':').ok_or(OLD)?;
        let item = ItemId(item.parse().map_err(|_| OLD)?);
        Ok(Self { item, number: number.parse().map_err(|_| OLD)?, mark: mark.to_owned() })
    }
}

impl TryFrom<String> for PassageKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PassageKey> for String {
    fn from(key: PassageKey) -> Self {
        key.to_string()
    }
}

/// A paragraph that an item took over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenLine {
    pub source: ItemId,
    /// What lists call its source.
    pub title: String,
    /// The source's unit.
    pub unit: String,
    pub whereabouts: Whereabouts,
}

impl TakenLine {
    /// Of which paragraph it is told: 第3段, 有一段.
    pub fn place(&self) -> String {
        match self.whereabouts {
            Whereabouts::Stands(number) | Whereabouts::Mended(number) => format!("第{number}段"),
            Whereabouts::Rewritten => "有一段".to_owned(),
        }
    }

    /// What became of it since, where anything did.
    pub fn since(&self) -> Option<&'static str> {
        match self.whereabouts {
            Whereabouts::Stands(_) => None,
            Whereabouts::Mended(_) => Some("后来改过"),
            Whereabouts::Rewritten => Some("后来改写或删去了"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_comes_back_from_its_name() {
        let key = PassageKey { item: ItemId(12), number: 3, mark: "0a1b2c3d".to_owned() };
        assert_eq!(key.to_string(), "12.3:0a1b2c3d");
        assert_eq!(key.to_string().parse(), Ok(key));
        for wrong in ["", "12", "12.3", "a.3:b", "12.b:c"] {
            assert!(wrong.parse::<PassageKey>().is_err(), "{wrong}");
        }
    }
}
