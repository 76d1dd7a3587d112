//! Attributions: which units an item comes from, each with its authors, in order.
//!
//! People type them as one line, `（北山局/王小明 李大海）`; [`parse`] reads that line and [`fmt::Display`]
//! prints it again. What a unit earns is not known here, nor who may change a line.

mod parse;
mod trailing;
mod word;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{id::UnitId, text::is_same_name};

pub use parse::{looks_like_unit, parse};
pub use trailing::split_trailing;
pub(crate) use trailing::{ends_sentence, is_remark, last_bracket, looks_like_office};
pub use word::word_at;

/// The line printed at an item's end.
///
/// Printed and parsed again it is the same, as long as it is well formed, which every parsed one is: each
/// name holds a letter or digit but no separator and no bracket without its partner, each `unit` is what the
/// directory finds under `text`, and no author bears the name of a known unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    pub parts: Vec<AttributedUnit>,
    /// What was typed but belongs to no name: brackets without a partner, full stops, colons. Never printed;
    /// kept so that whoever typed it can be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leftover: Vec<String>,
}

/// One unit of an attribution, with its authors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributedUnit {
    /// The unit's name as it was typed.
    pub text: String,
    /// The unit that goes by this name; `None` is unresolved.
    pub unit: Option<UnitId>,
    pub authors: Vec<String>,
}

impl AttributedUnit {
    /// Everybody who may be named: the authors, and a name that is no unit's.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        let unit_like = Some(self.text.as_str()).filter(|_| self.unit.is_none());
        self.authors.iter().map(String::as_str).chain(unit_like)
    }
}

impl Attribution {
    pub fn new(parts: Vec<AttributedUnit>) -> Self {
        Self { parts, leftover: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The parts whose name matches no unit.
    pub fn unresolved(&self) -> impl Iterator<Item = &AttributedUnit> {
        self.parts.iter().filter(|part| part.unit.is_none())
    }

    /// The resolved units, each once, in order.
    pub fn units(&self) -> Vec<UnitId> {
        let mut units = Vec::new();
        for unit in self.parts.iter().filter_map(|part| part.unit) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        units
    }

    /// Authors of whom one cannot tell how many they are: `李 明 王 刚` may be two people or four characters of one. They
    /// stand as they were typed, with blanks, and are asked about.
    pub fn unclear_authors(&self) -> impl Iterator<Item = &str> {
        self.authors().filter(|author| author.contains(' '))
    }

    /// Everybody who may be named, with the unit for which they stand there: the authors, and names that are no unit's,
    /// which may be a person's without the slash.
    pub fn people(&self) -> impl Iterator<Item = (Option<UnitId>, &str)> {
        self.parts.iter().flat_map(|part| part.people().map(|name| (part.unit, name)))
    }

    /// Every author, in order.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| part.authors.iter().map(String::as_str))
    }
}

/// The attribution of a combined item (合稿): every unit once, in the order of first appearance, under the
/// name first typed, with the authors of all.
pub fn unite<'a>(attributions: impl IntoIterator<Item = &'a Attribution>) -> Attribution {
    let mut united = Attribution::default();
    for attribution in attributions {
        united.leftover.extend_from_slice(&attribution.leftover);
        for part in &attribution.parts {
            match united.parts.iter_mut().find(|known| is_same_unit(known, part)) {
                Some(known) => add_authors(known, &part.authors),
                None => united.parts.push(part.clone()),
            }
        }
    }
    united
}

/// Two unresolved names are one unit only where they are one text: nothing is guessed.
fn is_same_unit(one: &AttributedUnit, other: &AttributedUnit) -> bool {
    match (one.unit, other.unit) {
        (Some(one), Some(other)) => one == other,
        _ => one.text == other.text,
    }
}

fn add_authors(part: &mut AttributedUnit, authors: &[String]) {
    for author in authors {
        if !part.authors.iter().any(|known| is_same_name(known, author)) {
            part.authors.push(author.clone());
        }
    }
}

/// As the office prints it: `（调查监测科 高唐局）`, `（地矿科/王小明 李大海）`, `（甲局/张三　乙局/李四）`.
///
/// Two rarer marks keep a line readable without doubt: `；` before a name that would otherwise be taken for
/// one more author, and `//` before authors of whom one is called like a unit (`（甲局//林中心）`).
impl fmt::Display for Attribution {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.parts.is_empty() {
            return Ok(());
        }
        formatter.write_str("（")?;
        let mut previous = None;
        for part in &self.parts {
            formatter.write_str(separator_between(previous, part))?;
            print_part(part, formatter)?;
            previous = Some(part);
        }
        formatter.write_str("）")
    }
}

fn separator_between(previous: Option<&AttributedUnit>, part: &AttributedUnit) -> &'static str {
    let Some(previous) = previous else { return "" };
    let would_be_an_author = part.authors.is_empty()
        && part.unit.is_none()
        && (!looks_like_unit(&part.text) || has_author_like_a_unit(previous));
    match (previous.authors.is_empty(), would_be_an_author) {
        (true, _) => " ",
        (false, false) => "　",
        (false, true) => "；",
    }
}

fn print_part(part: &AttributedUnit, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_str(&part.text)?;
    let mut separator = if has_author_like_a_unit(part) { "//" } else { "/" };
    let mut previous_is_single = false;
    let is_single = |word: Option<&str>| word.is_some_and(|word| word.chars().nth(1).is_none());
    for author in &part.authors {
        // Two lone characters with a space between them would be read as one spaced name.
        if previous_is_single && is_single(author.split(' ').next()) {
            separator = "、";
        }
        write!(formatter, "{separator}{author}")?;
        separator = " ";
        previous_is_single = is_single(author.split(' ').next_back());
    }
    Ok(())
}

/// Of an author written character by character each character is read by itself.
fn has_author_like_a_unit(part: &AttributedUnit) -> bool {
    part.authors.iter().flat_map(|author| author.split(' ')).any(looks_like_unit)
}

#[cfg(test)]
mod tests;
