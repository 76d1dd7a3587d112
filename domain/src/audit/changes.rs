//! Which of the earlier bulletin's units are this one's: by their names, by what notes and the directory of units say of
//! those that ended, were renamed or split, and, last of all, by names that are alike. Nothing is assumed in silence.

use std::collections::{HashMap, HashSet};

use super::{
    names::{self, LIKELY, likeness},
    printed::{Became, Fate},
    units::{Group, Matched},
};
use crate::{
    calendar::Month,
    points::Points,
    unit::{UnitDirectory, changes::inheritances},
};

/// Points of the earlier bulletin that a unit goes on with.
#[derive(Debug)]
pub(super) struct Source {
    pub points: Points,
    pub certainty: Certainty,
    /// What is said where they are counted, and where they are not.
    pub counted: Option<String>,
    pub left: Option<String>,
}

/// How sure it is that points are the unit's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    Sure,
    /// They are, unless the unit's own figures say that it began without them.
    Likely,
    /// They are where the unit's own figures say so.
    Possible,
}

/// Where a unit stands: its group, and its place in it.
type At = (usize, usize);

/// What is told of units that changed up to a month.
#[derive(Debug)]
pub(super) struct Changes<'a> {
    told: Vec<Became>,
    directory: Option<&'a UnitDirectory>,
}

impl<'a> Changes<'a> {
    /// From the notes of both bulletins, and what the directory knows beyond them. What is to be later is not yet so.
    pub(super) fn new(told: [&[Became]; 2], directory: Option<&'a UnitDirectory>, month: Month) -> Self {
        let is_due = |one: &&Became| {
            one.since.is_none_or(|(year, number)| {
                year.is_none_or(|year| year == month.year()) && number <= month.month()
            })
        };
        let mut all: Vec<Became> = Vec::new();
        for one in told.into_iter().flatten().filter(is_due) {
            if !all.iter().any(|other| (&other.from, &other.into) == (&one.from, &one.into)) {
                all.push(one.clone());
            }
        }
        let known = directory.into_iter().flat_map(|units| inheritances(units.units(), units.changes()));
        // Of an earlier year nothing is carried on.
        let known = known.filter(|one| one.since <= month && one.since > month.january());
        for one in known.filter(|one| one.since.year() == month.year()) {
            let heir = directory.and_then(|units| units.get(one.to));
            all.extend(heir.map(|heir| Became {
                line: None,
                from: one.from_name.clone(),
                into: Fate::Points(heir.name.clone()),
                since: None,
            }));
        }
        Self { told: all, directory }
    }

    /// The points that each of this bulletin's units goes on with, by its name; `None` where the earlier one has so few
    /// of them that it must be another office's.
    pub(super) fn sources(
        &self,
        earlier: &[Group<'_>],
        groups: &[Group<'_>],
        points: impl Fn(At) -> Points,
        notes: &mut Vec<String>,
    ) -> Option<HashMap<String, Vec<Source>>> {
        let (before, now) = (Units::of(earlier), Units::of(groups));
        let mut partners = same_names(&before, &now);
        let mut sources: HashMap<String, Vec<Source>> = HashMap::new();
        let mut add = |unit: usize, source: Source| {
            sources.entry(now.name(unit).to_owned()).or_default().push(source);
        };
        for (unit, partner) in partners.iter().enumerate() {
            if let Some(at) = *partner {
                let counted =
                    (before.name(at) != now.name(unit)).then(|| is_that(now.name(unit), before.name(at), ""));
                add(unit, Source::sure(points(before.places[at]), counted));
            }
        }
        let mut gone: HashSet<usize> =
            (0..before.len()).filter(|at| !partners.contains(&Some(*at))).collect();
        for (unit, at, line) in self.renamed(&before, &now, &partners, &gone) {
            partners[unit] = Some(at);
            gone.remove(&at);
            let counted = is_that(now.name(unit), before.name(at), &format!("（{}）", said(line)));
            add(unit, Source::sure(points(before.places[at]), Some(counted)));
        }
        // Who has ended is nobody else, however alike the names are.
        let ended = self.ended(&before, &now, &gone);
        let mut open: Vec<usize> = gone.iter().copied().filter(|at| !ended.contains_key(at)).collect();
        open.sort_unstable();
        for (unit, at) in self.alike(&before, &now, (&mut partners, &open)) {
            gone.remove(&at);
            add(unit, alike(now.name(unit), before.name(at), points(before.places[at])));
        }
        if partners.iter().flatten().count() * 2 < now.len() {
            return None;
        }
        let mut ended: Vec<(usize, Ended)> = ended.into_iter().collect();
        ended.sort_by_key(|(at, _)| *at);
        for (at, ended) in ended {
            gone.remove(&at);
            let (name, points) = (before.name(at), points(before.places[at]));
            match ended.heir {
                Some((heir, certainty)) => {
                    add(heir, inherited((name, points), now.name(heir), ended.line, certainty))
                }
                None => notes.push(format!("上月通报中的“{name}”不再列名（{}）", said(ended.line))),
            }
        }
        let mut gone: Vec<usize> = gone.into_iter().collect();
        gone.sort_unstable();
        for unit in (0..now.len()).filter(|unit| !sources.contains_key(now.name(*unit))) {
            notes.push(format!(
                "上月通报中没有“{}”，其结转分取本通报的累计分数减本月分数，没有另行核对",
                now.name(unit)
            ));
        }
        notes.extend(
            gone.iter().map(|at| format!("上月通报中的“{}”在本通报中没有，请核实", before.name(*at))),
        );
        Some(sources)
    }

    /// Units that bear another name: this one's place, the earlier one's, and where it is said.
    fn renamed(
        &self,
        before: &Units<'_>,
        now: &Units<'_>,
        partners: &[Option<usize>],
        gone: &HashSet<usize>,
    ) -> Vec<(usize, usize, Option<usize>)> {
        let mut found: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for one in &self.told {
            let Fate::Renamed(name) = &one.into else { continue };
            let (from, to) = (before.find(&one.from), now.find(name));
            if let (Some(from), Some(to)) = (from, to)
                && gone.contains(&from)
                && partners[to].is_none()
                && !found.iter().any(|(unit, at, _)| (*unit, *at) == (to, from) || *unit == to || *at == from)
            {
                found.push((to, from, one.line));
            }
        }
        found
    }

    /// Those of the units that are gone of which somebody says that they ended.
    fn ended(&self, before: &Units<'_>, now: &Units<'_>, gone: &HashSet<usize>) -> HashMap<usize, Ended> {
        let mut found: HashMap<usize, Ended> = HashMap::new();
        for one in &self.told {
            let (into, certainty) = match &one.into {
                Fate::Points(name) => (name.as_str(), Some(Certainty::Sure)),
                Fate::Merged(name) => (name.as_str(), Some(Certainty::Likely)),
                Fate::Ended | Fate::Split(_) => ("", None),
                Fate::Renamed(_) => continue,
            };
            for at in before.find_all(&one.from).into_iter().filter(|at| gone.contains(at)) {
                let heir = certainty.and_then(|certainty| Some((self.heir(into, now)?, certainty)));
                let known = found.get(&at).map(|ended| ended.heir.is_some());
                // What says who goes on with the points says more.
                if known.is_none() || (known == Some(false) && heir.is_some()) {
                    found.insert(at, Ended { line: one.line, heir });
                }
            }
        }
        found
    }

    /// Who stands in this bulletin under a name, or went on with the points of whoever bore it.
    fn heir(&self, name: &str, now: &Units<'_>) -> Option<usize> {
        let mut name = name;
        // As many steps as there are sentences: a circle ends all the same.
        for _ in 0..=self.told.len() {
            if let Some(unit) = now.find(name) {
                return Some(unit);
            }
            name = self.told.iter().find_map(|one| match &one.into {
                Fate::Points(next) | Fate::Renamed(next) | Fate::Merged(next) if one.from == name => {
                    Some(next.as_str())
                }
                _ => None,
            })?;
        }
        None
    }

    /// Pairs what is left by its names, the most alike first.
    fn alike(
        &self,
        before: &Units<'_>,
        now: &Units<'_>,
        (partners, gone): (&mut [Option<usize>], &[usize]),
    ) -> Vec<(usize, usize)> {
        let new: HashSet<usize> = self
            .told
            .iter()
            .filter_map(|one| match &one.into {
                Fate::Split(names) => Some(now.find_all(names)),
                _ => None,
            })
            .flatten()
            .collect();
        let open: Vec<usize> =
            (0..now.len()).filter(|unit| partners[*unit].is_none() && !new.contains(unit)).collect();
        let names: Vec<&str> = open.iter().map(|unit| now.name(*unit)).collect();
        let candidates: Vec<&str> = gone.iter().map(|at| before.name(*at)).collect();
        let known = |name: &str| self.directory.and_then(|units| units.find(name)).map(|unit| unit.id);
        let pairs = names::pair(&names, &candidates, LIKELY, |one, other| match (known(one), known(other)) {
            (Some(one), Some(other)) if one != other => 0,
            _ => likeness(one, other).max(short_for(one, other)),
        });
        let found: Vec<(usize, usize)> =
            open.iter().zip(pairs).filter_map(|(unit, pair)| Some((*unit, gone[pair?]))).collect();
        for (unit, at) in &found {
            partners[*unit] = Some(*at);
        }
        found
    }
}

/// A unit of the earlier bulletin that has ended.
struct Ended {
    line: Option<usize>,
    /// Whose its points are.
    heir: Option<(usize, Certainty)>,
}

/// Likely, where one name is short for the other: 高唐局 of 高唐县自然资源局.
fn short_for(one: &str, other: &str) -> u32 {
    let (short, long) = if one.chars().count() < other.chars().count() { (one, other) } else { (other, one) };
    if short.chars().count() >= 3 && names::fits(short, long) == 1000 { LIKELY } else { 0 }
}

/// Where something is said.
fn said(line: Option<usize>) -> String {
    line.map_or_else(|| "按单位名册".to_owned(), |line| format!("按第{line}行"))
}

fn is_that(name: &str, before: &str, why: &str) -> String {
    format!("“{name}”即上月通报中的“{before}”{why}")
}

impl Source {
    fn sure(points: Points, counted: Option<String>) -> Self {
        Self { points, certainty: Certainty::Sure, counted, left: None }
    }
}

/// Points of a unit whose name is alike.
fn alike(name: &str, before: &str, points: Points) -> Source {
    let is_slip = names::is_slip(name, before)
        || names::is_one_longer(name, before)
        || names::is_one_longer(before, name);
    let certainty = match () {
        () if is_slip => Certainty::Sure,
        () if likeness(name, before) >= LIKELY => Certainty::Likely,
        () => Certainty::Possible,
    };
    let counted = if points.is_zero() && !is_slip {
        format!("上月通报中没有“{name}”，名称相近的是“{before}”，上月累计0分；是不是同一单位，结转都是0分")
    } else {
        is_that(name, before, "")
    };
    let left = if certainty == Certainty::Likely {
        format!(
            "“{name}”与上月通报中的“{before}”名称相近，而累计分数没有接着“{before}”的{points}分，按新设的单位从0分起核对；如是同一单位，累计分数就漏了这{points}分，请核实"
        )
    } else {
        format!(
            "上月通报中没有“{name}”，其结转分取本通报的累计分数减本月分数，没有另行核对；上月通报中的“{before}”在本通报中没有，请核实"
        )
    };
    Source { points, certainty, counted: Some(counted), left: Some(left) }
}

/// Points of a unit that ended.
fn inherited(
    (name, points): (&str, Points),
    heir: &str,
    line: Option<usize>,
    certainty: Certainty,
) -> Source {
    let said = said(line);
    let (counted, left) = if certainty == Certainty::Sure {
        (format!("“{name}”不再列名，上月累计{points}分{said}计入“{heir}”"), None)
    } else {
        (
            format!("“{name}”{said}并入“{heir}”，没有写得分归谁；将其上月累计{points}分计入“{heir}”核对"),
            Some(format!(
                "“{name}”{said}并入“{heir}”，没有写得分归谁；“{heir}”的累计分数不含它上月累计的{points}分，照此核对"
            )),
        )
    };
    Source { points, certainty, counted: Some(counted), left }
}

/// A bulletin's units, in their order.
struct Units<'a> {
    places: Vec<At>,
    units: Vec<&'a Matched<'a>>,
}

impl<'a> Units<'a> {
    fn of(groups: &'a [Group<'a>]) -> Self {
        let all = || {
            let groups = groups.iter().enumerate();
            groups.flat_map(|(group, units)| {
                units.units.iter().enumerate().map(move |(place, unit)| ((group, place), unit))
            })
        };
        Self { places: all().map(|(at, _)| at).collect(), units: all().map(|(_, unit)| unit).collect() }
    }

    fn len(&self) -> usize {
        self.units.len()
    }

    fn name(&self, at: usize) -> &str {
        &self.units[at].name
    }

    fn exact(&self, name: &str) -> Option<usize> {
        self.units.iter().position(|unit| names_of(unit).any(|own| own == name))
    }

    /// The unit that a note calls so.
    fn find(&self, name: &str) -> Option<usize> {
        let by_name = self.exact(name);
        // A short name holds nothing that the full one does not.
        let by_short = || names::best(name, self.units.iter().map(|unit| unit.name.as_str()));
        by_name.or_else(|| by_short().filter(|at| names::fits(name, self.name(*at)) == 1000))
    }

    /// The units that a note names, with marks between them.
    fn find_all(&self, names: &str) -> Vec<usize> {
        if let Some(unit) = self.exact(names) {
            return vec![unit];
        }
        names.split(['、', '和', '及', '与']).filter_map(|name| self.find(name)).collect()
    }
}

/// As the bulletin writes a unit.
fn names_of<'a>(unit: &'a Matched<'_>) -> impl Iterator<Item = &'a str> {
    let row = unit.row.map(|row| row.name.as_str());
    let told = unit.told.map(|told| told.name.as_str());
    std::iter::once(unit.name.as_str()).chain(row).chain(told)
}

/// For each unit of this bulletin the earlier one's of the same name, in its table or above its paragraph.
fn same_names(before: &Units<'_>, now: &Units<'_>) -> Vec<Option<usize>> {
    let partner = |unit: &&Matched<'_>| {
        let told = unit.told.map(|told| told.name.as_str());
        before.units.iter().position(|earlier| {
            let other = earlier.told.map(|told| told.name.as_str());
            earlier.name == unit.name
                || told == Some(earlier.name.as_str())
                || (other.is_some() && (other == told || other == Some(unit.name.as_str())))
        })
    };
    now.units.iter().map(partner).collect()
}
