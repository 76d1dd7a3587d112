//! How two bodies differ, part by part: what stayed, went, came, was changed where it stands, or moved elsewhere.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    align::{Aligned, Traits, aligned},
    parts::{Frame, Part, Picture},
    sequence::Effort,
    tables::{TableChange, differing_tables},
    words::{Fate, Run, Words, all, differing, side},
};

/// A step from one body to the other. In their order, what went stands where it was and what came where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Both have it, here.
    Both {
        pair: Pair,
    },
    Removed {
        part: Part,
    },
    Added {
        part: Part,
    },
    /// It stands elsewhere now: at the step of the same number, from 1.
    MovedAway {
        number: usize,
        part: Part,
    },
    /// It stood elsewhere, and may have been changed as well.
    MovedHere {
        number: usize,
        pair: Pair,
    },
}

/// A part of both bodies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pair", rename_all = "snake_case")]
pub enum Pair {
    Paragraph { before: Frame, after: Frame, runs: Vec<Run> },
    Table { table: TableChange },
    Picture { picture: PictureChange },
    Rule,
}

/// A picture with what became of what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureChange {
    pub before: String,
    pub after: String,
    pub caption: Vec<Run>,
    pub source: Vec<Run>,
    pub shows: Vec<Run>,
}

impl PictureChange {
    /// What is said of it, part by part.
    pub fn said(&self) -> [&[Run]; 3] {
        [&self.caption, &self.source, &self.shows]
    }
}

impl Pair {
    /// Whether nothing of it changed.
    pub fn is_same(&self) -> bool {
        let same = |runs: &[Run]| runs.iter().all(|run| run.fate == Fate::Same);
        match self {
            Self::Paragraph { before, after, runs } => before.is_like(after) && same(runs),
            Self::Table { table } => {
                table.columns.iter().all(|column| column.before == column.after)
                    && table
                        .rows
                        .iter()
                        .all(|row| row.fate == Fate::Same && row.cells.iter().all(|cell| same(cell)))
            }
            Self::Picture { picture } => {
                picture.before == picture.after && picture.said().into_iter().all(same)
            }
            Self::Rule => true,
        }
    }

    /// As it was, or as it is.
    pub fn side(&self, gone: bool) -> Part {
        match self {
            Self::Paragraph { before, after, runs } => {
                let frame = if gone { before } else { after };
                Part::Paragraph { frame: frame.clone(), words: side(runs, gone) }
            }
            Self::Table { table } => Part::Table { table: table.side(gone) },
            Self::Picture { picture } => {
                let said = |runs: &[Run]| side(runs, gone).into_iter().map(|words| words.text).collect();
                let hash = if gone { &picture.before } else { &picture.after };
                Part::Picture {
                    picture: Picture {
                        hash: hash.clone(),
                        caption: said(&picture.caption),
                        source: said(&picture.source),
                        shows: said(&picture.shows),
                    },
                }
            }
            Self::Rule => Part::Rule,
        }
    }
}

impl Step {
    pub fn is_same(&self) -> bool {
        matches!(self, Self::Both { pair } if pair.is_same())
    }

    /// What the body has here that was, or that is; `None` where it has nothing.
    pub fn side(&self, gone: bool) -> Option<Part> {
        match self {
            Self::Both { pair } => Some(pair.side(gone)),
            Self::Removed { part } | Self::MovedAway { part, .. } => gone.then(|| part.clone()),
            Self::Added { part } => (!gone).then(|| part.clone()),
            Self::MovedHere { pair, .. } => (!gone).then(|| pair.side(false)),
        }
    }
}

/// A part of so few signs is not told as moved: short heads are alike everywhere.
const SHORTEST_MOVED: usize = 8;
/// What was moved and changed is at least so much alike, in thousandths.
const LEAST_MOVED: u32 = 600;

/// From one body's parts to the other's.
pub(super) fn steps(old: &[Part], new: &[Part], effort: &mut Effort) -> Vec<Step> {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut number = |part: &Part| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(format!("{:?}", part.key())).or_insert(next)
    };
    let keys = [old, new].map(|parts| parts.iter().map(&mut number).collect::<Vec<u32>>());
    let traits =
        [old, new].map(|parts| parts.iter().map(|part| Traits::of(&part.text())).collect::<Vec<_>>());
    let likeness = |one: usize, other: usize| match (&old[one], &new[other]) {
        (Part::Paragraph { frame: before, .. }, Part::Paragraph { frame: after, .. }) => {
            // A head that became another head is more than a head that became a paragraph.
            let likeness = traits[0][one].likeness(&traits[1][other]);
            if before.head.is_some() == after.head.is_some() {
                likeness
            } else {
                likeness.saturating_sub(100)
            }
        }
        (Part::Table { .. }, Part::Table { .. }) => traits[0][one].likeness(&traits[1][other]),
        (Part::Picture { picture: before }, Part::Picture { picture: after }) => {
            // One picture in the place of another is what was exchanged.
            if before.hash == after.hash { 1000 } else { traits[0][one].likeness(&traits[1][other]).max(400) }
        }
        _ => 0,
    };
    let order = aligned([&keys[0], &keys[1]], likeness, effort);
    let moved = moved(&order, [old, new], &keys, &traits, effort);
    let mut steps = Vec::with_capacity(order.len());
    for aligned in order {
        match aligned {
            Aligned::Both(one, other) => match pair(&old[one], &new[other], effort) {
                Some(pair) => steps.push(Step::Both { pair }),
                None => {
                    steps.push(Step::Removed { part: old[one].clone() });
                    steps.push(Step::Added { part: new[other].clone() });
                }
            },
            Aligned::Old(one) => steps.push(match moved.iter().position(|(from, _)| *from == one) {
                Some(place) => Step::MovedAway { number: place + 1, part: old[one].clone() },
                None => Step::Removed { part: old[one].clone() },
            }),
            Aligned::New(other) => {
                let part = new[other].clone();
                let place = moved.iter().position(|(_, to)| *to == other);
                let pair =
                    place.and_then(|place| Some((place, any_pair(&old[moved[place].0], &part, effort)?)));
                steps.push(match pair {
                    Some((place, pair)) => Step::MovedHere { number: place + 1, pair },
                    None => Step::Added { part },
                });
            }
        }
    }
    steps
}

/// What went at one place and came at another, as pairs of places, in the order of the new body.
fn moved(
    order: &[Aligned],
    parts: [&[Part]; 2],
    keys: &[Vec<u32>; 2],
    traits: &[Vec<Traits>; 2],
    effort: &mut Effort,
) -> Vec<(usize, usize)> {
    let is_told = |side: usize, place: usize| match &parts[side][place] {
        Part::Paragraph { .. } => traits[side][place].count() + 1 >= SHORTEST_MOVED,
        Part::Table { .. } | Part::Picture { .. } => true,
        Part::Rule => false,
    };
    let gone = order.iter().filter_map(|one| if let Aligned::Old(at) = one { Some(*at) } else { None });
    let mut gone: Vec<usize> = gone.filter(|at| is_told(0, *at)).collect();
    let came = order.iter().filter_map(|one| if let Aligned::New(at) = one { Some(*at) } else { None });
    let mut came: Vec<usize> = came.filter(|at| is_told(1, *at)).collect();
    let mut moved = Vec::new();
    came.retain(|to| match gone.iter().position(|from| keys[0][*from] == keys[1][*to]) {
        Some(place) => {
            moved.push((gone.remove(place), *to));
            false
        }
        None => true,
    });
    if !effort.take(gone.len() * came.len() * 200) {
        gone.clear();
    }
    for to in came {
        let weighed = gone.iter().enumerate().filter(|(_, from)| same_sort(&parts[0][**from], &parts[1][to]));
        let weighed = weighed.map(|(place, from)| (traits[0][*from].likeness(&traits[1][to]), place));
        if let Some((likeness, place)) = weighed.max()
            && likeness >= LEAST_MOVED
        {
            moved.push((gone.remove(place), to));
        }
    }
    moved.sort_unstable_by_key(|(_, to)| *to);
    moved
}

fn same_sort(one: &Part, other: &Part) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// So little of a paragraph stayed, in thousandths, that another one stands in its place.
const LEAST_STAYED: usize = 200;

/// Two parts that stand in one place as one; `None` where they are two.
fn pair(old: &Part, new: &Part, effort: &mut Effort) -> Option<Pair> {
    let pair = any_pair(old, new, effort)?;
    if let Pair::Paragraph { runs, .. } = &pair {
        let signs = |fate: Option<Fate>| {
            let runs = runs.iter().filter(|run| fate.is_none_or(|fate| run.fate == fate));
            runs.map(|run| run.words.text.chars().count()).sum::<usize>()
        };
        let (stayed, all) = (signs(Some(Fate::Same)), signs(None));
        // The same words on a bolder face are one paragraph still.
        let is_same_text = old.text() == new.text();
        if !is_same_text && stayed * 2000 < LEAST_STAYED * (all + stayed) {
            return None;
        }
    }
    Some(pair)
}

fn any_pair(old: &Part, new: &Part, effort: &mut Effort) -> Option<Pair> {
    Some(match (old, new) {
        (Part::Paragraph { frame: before, words: old }, Part::Paragraph { frame: after, words: new }) => {
            let runs = differing(old, new, effort);
            Pair::Paragraph { before: before.clone(), after: after.clone(), runs }
        }
        (Part::Table { table: old }, Part::Table { table: new }) => {
            Pair::Table { table: differing_tables(old, new, effort) }
        }
        (Part::Picture { picture: old }, Part::Picture { picture: new }) => {
            let mut said = |old: &str, new: &str| {
                let words = |text: &str| if text.is_empty() { Vec::new() } else { vec![Words::plain(text)] };
                differing(&words(old), &words(new), effort)
            };
            Pair::Picture {
                picture: PictureChange {
                    caption: said(&old.caption, &new.caption),
                    source: said(&old.source, &new.source),
                    shows: said(&old.shows, &new.shows),
                    before: old.hash.clone(),
                    after: new.hash.clone(),
                },
            }
        }
        (Part::Rule, Part::Rule) => Pair::Rule,
        _ => return None,
    })
}

/// A part as runs of one fate, where it is drawn as such.
pub fn runs_of(words: &[Words], fate: Fate) -> Vec<Run> {
    all(fate, words)
}
