//! The values that a key may hold: how each is read from a document and written into it.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Amount, Category, Mark, RankCriterion,
    amount::GIVEN,
    described::{Held, Holds, Seen},
};
use crate::{coded::Coded, json::Node, points::Points, scoring::columns::Field};

impl Held for String {
    const HOLDS: Holds = Holds::Text;
    const SEVERAL: Holds = Holds::Texts;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        node.filled_text().map(|text| text.trim().to_owned())
    }
}

impl Held for bool {
    const HOLDS: Holds = Holds::Truth;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        node.truth()
    }
}

impl Held for u32 {
    const HOLDS: Holds = Holds::Number;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        node.number(1)
    }
}

impl Held for Points {
    const HOLDS: Holds = Holds::Points;
    const SEVERAL: Holds = Holds::PointsList;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        node.decimal()
    }

    fn elements<'v>(node: &Node<'v>) -> Option<Vec<Node<'v>>> {
        node.list()
    }
}

impl Held for Amount {
    const HOLDS: Holds = Holds::Amount;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        if node.is_text() && node.text() == Some(GIVEN) {
            return Some(Self::Given);
        }
        node.decimal().map(Self::Fixed)
    }
}

impl Held for Mark {
    const HOLDS: Holds = Holds::Mark;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        if !node.is_text() {
            return node.decimal().map(Self::Points);
        }
        match Self::named(node.text()?) {
            Ok(mark) => Some(mark),
            Err(error) => {
                node.fault(format!("{error}，或写 `highest_of_group`、`highest`"));
                None
            }
        }
    }
}

impl Held for Category {
    const HOLDS: Holds = Holds::Category;
    const SEVERAL: Holds = Holds::Categories;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        Self::named(node.filled_text()?)
    }

    fn look<'r>(&'r self, place: &str, see: &mut dyn FnMut(&str, Seen<'r>)) {
        see(place, Seen::of(self));
    }

    fn look_in_list<'r>(&'r self, list: &str, _: usize, see: &mut dyn FnMut(&str, Seen<'r>)) {
        see(list, Seen::listed(self));
    }
}

impl<T: Coded + Serialize + DeserializeOwned> Held for T {
    const HOLDS: Holds = Holds::Word(T::WORDS);
    const SEVERAL: Holds = Holds::Words(T::WORDS);

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        word(node, T::WORDS.iter().zip(T::VALUES).map(|((code, _), value)| (*code, *value)))
    }
}

/// One of some words; what else stands there is a fault that names them all.
fn word<T>(node: &Node<'_>, words: impl IntoIterator<Item = (&'static str, T)>) -> Option<T> {
    let found = node.text()?;
    let mut known = Vec::new();
    for (word, value) in words {
        if word == found {
            return Some(value);
        }
        known.push(format!("`{word}`"));
    }
    node.fault(format!("没有“{found}”，可用：{}", known.join("、")));
    None
}

impl<T: Held> Held for Option<T> {
    const HOLDS: Holds = T::HOLDS;

    fn read(node: &Node<'_>, figures: &[String]) -> Option<Self> {
        T::read(node, figures).map(Some)
    }

    fn look<'r>(&'r self, place: &str, see: &mut dyn FnMut(&str, Seen<'r>)) {
        if let Some(held) = self {
            held.look(place, see);
        }
    }
}

impl<T: Held> Held for Vec<T> {
    const HOLDS: Holds = T::SEVERAL;

    fn read(node: &Node<'_>, figures: &[String]) -> Option<Self> {
        let elements = T::elements(node).unwrap_or_default();
        Some(elements.iter().filter_map(|element| T::read(element, figures)).collect())
    }

    fn look<'r>(&'r self, place: &str, see: &mut dyn FnMut(&str, Seen<'r>)) {
        for (at, held) in self.iter().enumerate() {
            held.look_in_list(place, at, see);
        }
    }
}

/// Names of groups or units, each with an amount.
impl Held for BTreeMap<String, Points> {
    const HOLDS: Holds = Holds::Amounts;

    fn read(node: &Node<'_>, _: &[String]) -> Option<Self> {
        let entries = node.entries()?.into_iter();
        Some(entries.filter_map(|(name, node)| Some((name.trim().to_owned(), node.decimal()?))).collect())
    }
}

/// A figure of the bulletin, or one that the rule set defines, by its key.
impl Held for Field {
    const HOLDS: Holds = Holds::Field;

    fn read(node: &Node<'_>, figures: &[String]) -> Option<Self> {
        let text = node.filled_text()?;
        let own = figures.iter().position(|key| key == text);
        let own = own.and_then(|place| u8::try_from(place).ok()).map(Self::Own);
        let found = own.or_else(|| {
            Self::from_code(text).filter(|field| match field {
                Self::Own(place) => usize::from(*place) < figures.len(),
                _ => true,
            })
        });
        if found.is_none() {
            let usual = Self::ALL.iter().map(|field| format!("`{}`", field.code()));
            let known: Vec<String> = usual.chain(figures.iter().cloned()).collect();
            node.fault(format!("没有“{text}”这个指标，可用：{}", known.join("、")));
        }
        found
    }
}

impl Held for RankCriterion {
    const HOLDS: Holds = Holds::Ties;

    fn read(node: &Node<'_>, figures: &[String]) -> Option<Self> {
        if node.is_text() {
            return word(node, Self::WORDS.map(|(code, _)| code).into_iter().zip(Self::BY_WORD));
        }
        let points = node.object(&["points"])?.required("points")?;
        Held::read(&points, figures).map(Self::Points)
    }

    fn elements<'v>(node: &Node<'v>) -> Option<Vec<Node<'v>>> {
        node.list()
    }

    fn look<'r>(&'r self, place: &str, see: &mut dyn FnMut(&str, Seen<'r>)) {
        if let Self::Points(categories) = self {
            categories.look(place, see);
        }
    }
}
