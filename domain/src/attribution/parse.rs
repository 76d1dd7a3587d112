//! Reading an attribution line as people type it. It never fails and loses nothing but separators.

use super::{AttributedUnit, Attribution};
use crate::unit::UnitDirectory;

/// What a unit's name ends with, at any length.
const UNIT_ENDINGS: [&str; 6] = ["局", "中心", "支队", "院", "馆", "党委"];
/// What a unit's name ends with from four characters on, since people are called 王永科.
const LONGER_UNIT_ENDINGS: [&str; 5] = ["科", "室", "办", "所", "站"];

/// Whether a name ends as units' names do.
pub fn looks_like_unit(name: &str) -> bool {
    UNIT_ENDINGS.iter().any(|ending| name.ends_with(ending))
        || name.chars().nth(3).is_some() && LONGER_UNIT_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Reads an attribution, with or without its brackets.
///
/// Every character of `text` that is no separator (white space, invisible characters, `、，,；;`, slashes,
/// brackets in pairs around names) is found again in the parts or in `leftover`. Brackets in pairs *within* a
/// name, 县（市、区）局, belong to it, with all between them.
///
/// A name begins the next unit where it is the first, stands after `；` or a bracket, follows a unit that has
/// no slash, stands before a slash, is a known unit, or looks like a unit (unless the slash was doubled).
/// Everything else after a slash is an author.
pub fn parse(text: &str, directory: &UnitDirectory) -> Attribution {
    let (names, leftover) = split(text);
    let names = join_broken_units(names, directory);
    let mut parts: Vec<AttributedUnit> = Vec::new();
    let mut reading = Reading::Units;
    for (place, name) in names.iter().enumerate() {
        match name.gap {
            Gap::Slash => reading = Reading::Authors,
            Gap::DoubledSlash => reading = Reading::AuthorsLikeUnits,
            Gap::Boundary => reading = Reading::Units,
            Gap::None | Gap::Space | Gap::LineBreak | Gap::Comma => {}
        }
        let stands_before_slash =
            !name.gap.is_slash() && names.get(place + 1).is_some_and(|next| next.gap.is_slash());
        let begins_unit = stands_before_slash
            || directory.find(&name.text).is_some()
            || match reading {
                Reading::Units => true,
                Reading::Authors => looks_like_unit(&name.text),
                Reading::AuthorsLikeUnits => false,
            };
        match parts.last_mut() {
            Some(part) if !begins_unit => {
                add_author(part, name, place.checked_sub(1).map(|last| &names[last]))
            }
            _ => {
                reading = Reading::Units;
                parts.push(AttributedUnit {
                    unit: directory.find(&name.text).map(|unit| unit.id),
                    text: name.text.clone(),
                    authors: Vec::new(),
                });
            }
        }
    }
    Attribution { parts, leftover }
}

/// What a name is taken for when nothing about itself decides.
enum Reading {
    Units,
    Authors,
    /// After a doubled slash an author may be called like a unit.
    AuthorsLikeUnits,
}

/// Longer names are not written character by character.
const LONGEST_SPACED_NAME: usize = 3;

/// A name, and what stood between it and the one before.
struct Name {
    text: String,
    gap: Gap,
}

impl Name {
    fn is_single_character(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }
}

/// What parts two names; where several marks stand together the last in this order counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    LineBreak,
    Comma,
    Slash,
    DoubledSlash,
    /// `；`, or the bracket around a whole group.
    Boundary,
}

impl Gap {
    fn is_slash(self) -> bool {
        matches!(self, Self::Slash | Self::DoubledSlash)
    }
}

/// A Chinese name has two characters at least: a lone one is half of a spaced name (王　刚) or was cut off by
/// a line's end. Two or three lone ones are a name; of more, nobody can tell whose they are, and they stay parted.
fn add_author(part: &mut AttributedUnit, name: &Name, previous: Option<&Name>) {
    let belongs_to_previous = previous.is_some_and(|previous| match name.gap {
        Gap::Space => name.is_single_character() && previous.is_single_character() && !name.text.is_ascii(),
        Gap::LineBreak => name.is_single_character() || previous.is_single_character(),
        _ => false,
    });
    let is_spaced = name.gap == Gap::Space;
    match part.authors.last_mut() {
        Some(author) if belongs_to_previous && is_spaced && author.chars().count() >= LONGEST_SPACED_NAME => {
            if !author.contains(' ') {
                *author = author.chars().map(String::from).collect::<Vec<_>>().join(" ");
            }
            author.push(' ');
            author.push_str(&name.text);
        }
        Some(author) if belongs_to_previous && !author.contains(' ') => author.push_str(&name.text),
        _ => part.authors.push(name.text.clone()),
    }
}

/// A known unit whose name a line's end cut in two is one name again.
fn join_broken_units(names: Vec<Name>, directory: &UnitDirectory) -> Vec<Name> {
    let mut joined: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        if name.gap == Gap::LineBreak
            && let Some(previous) = joined.last_mut()
            && directory.find(&previous.text).is_none()
        {
            let whole = format!("{}{}", previous.text, name.text);
            if directory.find(&whole).is_some() {
                previous.text = whole;
                continue;
            }
        }
        joined.push(name);
    }
    joined
}

/// The names of a line and what is left over.
fn split(text: &str) -> (Vec<Name>, Vec<String>) {
    let characters: Vec<char> = text.chars().filter(|character| !is_invisible(*character)).collect();
    let partners = bracket_partners(&characters);
    let mut splitter =
        Splitter { names: Vec::new(), leftover: Vec::new(), name: String::new(), gap: Gap::None };
    let mut place = 0;
    while let Some(&character) = characters.get(place) {
        match (character, partners[place]) {
            ('（' | '(', Some(partner)) if !splitter.name.is_empty() => {
                splitter.name.extend(&characters[place..=partner]);
                place = partner;
            }
            ('（' | '(' | '）' | ')', Some(_)) => splitter.separate(Gap::Boundary),
            ('；' | ';', _) => splitter.separate(Gap::Boundary),
            ('/' | '／', _) => splitter.slash(),
            ('、' | '，' | ',', _) => splitter.separate(Gap::Comma),
            ('\n' | '\r', _) => splitter.separate(Gap::LineBreak),
            (space, _) if space.is_whitespace() => splitter.separate(Gap::Space),
            ('（' | '(' | '）' | ')', None) => splitter.leave_over(character),
            ('。' | '！' | '？' | '!' | '?' | '：' | ':', _) => splitter.leave_over(character),
            _ => splitter.name.push(character),
        }
        place += 1;
    }
    splitter.end_name();
    (splitter.names, splitter.leftover)
}

struct Splitter {
    names: Vec<Name>,
    leftover: Vec<String>,
    /// The name being read; empty between names.
    name: String,
    /// The strongest mark since the last name.
    gap: Gap,
}

impl Splitter {
    fn separate(&mut self, gap: Gap) {
        self.end_name();
        self.gap = self.gap.max(gap);
    }

    fn slash(&mut self) {
        self.end_name();
        let gap = if self.gap == Gap::Slash { Gap::DoubledSlash } else { Gap::Slash };
        self.gap = self.gap.max(gap);
    }

    fn leave_over(&mut self, character: char) {
        self.separate(Gap::Comma);
        self.leftover.push(character.to_string());
    }

    fn end_name(&mut self) {
        if self.name.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.name);
        if text.contains(char::is_alphanumeric) {
            self.names.push(Name { text, gap: self.gap });
            self.gap = Gap::None;
        } else {
            self.leftover.push(text);
        }
    }
}

/// For each bracket that has a partner, where that stands. Widths may be mixed: people do.
fn bracket_partners(characters: &[char]) -> Vec<Option<usize>> {
    let mut partners = vec![None; characters.len()];
    let mut open = Vec::new();
    for (place, character) in characters.iter().enumerate() {
        match character {
            '（' | '(' => open.push(place),
            '）' | ')' => {
                if let Some(partner) = open.pop() {
                    partners[place] = Some(partner);
                    partners[partner] = Some(place);
                }
            }
            _ => {}
        }
    }
    partners
}

/// Characters that come along with pasted text and that nobody sees.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        || character.is_control() && !character.is_whitespace()
}
