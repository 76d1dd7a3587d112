//! Units that are written by a name they no longer have, or by one that is nearly theirs.

use std::{collections::BTreeSet, ops::Range};

use jiff::civil::Date;

use super::{
    finding::{Finding, FindingKind},
    lists::OfficeWords,
    matcher::Matcher,
    passage::{Passage, is_ideograph},
};

/// Shorter names are too near to other words to be guessed.
const SHORTEST_GUESSED: usize = 6;

/// The office's units, made ready to be looked for.
#[derive(Debug)]
pub(super) struct Units<'a> {
    /// Every name that may be written, and every former one.
    known: Matcher,
    /// What each of these is: a former name has the name of today.
    meanings: Vec<Option<(&'a str, Date)>>,
    /// The halves of the full names, each with the place in `full`.
    halves: Matcher,
    full: Vec<(Vec<char>, &'a str)>,
    day: Date,
}

impl<'a> Units<'a> {
    pub(super) fn new(office: &'a OfficeWords, day: Date) -> Self {
        let mut names: Vec<(&str, Option<(&'a str, Date)>)> = Vec::new();
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for unit in &office.units {
            for name in std::iter::once(&unit.name).chain(&unit.short_names) {
                written.insert(name);
                names.push((name, None));
            }
        }
        for unit in &office.units {
            let former = unit.former.iter().filter(|former| !written.contains(former.name.as_str()));
            names.extend(
                former.map(|former| (former.name.as_str(), Some((unit.name.as_str(), former.until)))),
            );
        }
        let full: Vec<(Vec<char>, &str)> = office
            .units
            .iter()
            .map(|unit| (unit.name.chars().collect::<Vec<char>>(), unit.name.as_str()))
            .filter(|(signs, _)| signs.len() >= SHORTEST_GUESSED)
            .collect();
        let halves: Vec<(String, usize)> = full
            .iter()
            .enumerate()
            .flat_map(|(number, (signs, _))| {
                let (first, second) = signs.split_at(signs.len() / 2);
                [(first.iter().collect(), 2 * number), (second.iter().collect(), 2 * number + 1)]
            })
            .collect();
        Self {
            known: Matcher::new(names.iter().enumerate().map(|(number, (name, _))| (*name, number))),
            meanings: names.into_iter().map(|(_, meaning)| meaning).collect(),
            halves: Matcher::new(halves.iter().map(|(half, number)| (half.as_str(), *number))),
            full,
            day,
        }
    }

    pub(super) fn look(&self, passage: &Passage, findings: &mut Vec<Finding>) {
        let known = self.known.find(&passage.signs);
        for (range, number) in &known {
            if let Some((today, until)) = self.meanings[*number]
                && until <= self.day
                && !["原", "前身", "前身是", "前身为", "（原", "原为"]
                    .iter()
                    .any(|word| passage.has_before(range.start, word))
            {
                let when = format!("{}年{}月{}日", until.year(), until.month(), until.day());
                let explanation = format!("该单位自{when}起名称为“{today}”");
                let mending = Some(today.to_owned());
                findings.push(passage.finding(FindingKind::UnitName, range.clone(), explanation, mending));
            }
        }
        let mut end = 0;
        for place in 0..passage.signs.len() {
            if place < end {
                continue;
            }
            for (half, number) in self.halves.all_at(&passage.signs, place) {
                if let Some((range, name)) = self.nearly(passage, &half, number)
                    && range.start >= end
                    && !overlaps(&known, &range)
                {
                    end = range.end;
                    let explanation = format!("单位名称应为“{name}”");
                    let mending = Some(name.to_owned());
                    findings.push(passage.finding(FindingKind::UnitName, range, explanation, mending));
                    break;
                }
            }
        }
    }

    /// The name of which one half stands at a place, and the other with one character more, less or other. Both ends of the
    /// name stand as they should: 县林业局 is another unit than 市林业局.
    fn nearly(
        &self,
        passage: &Passage,
        half: &Range<usize>,
        number: usize,
    ) -> Option<(Range<usize>, &'a str)> {
        let (signs, name) = &self.full[number / 2];
        let (first, second) = signs.split_at(signs.len() / 2);
        let is_first = number.is_multiple_of(2);
        let other = if is_first { second } else { first };
        for length in other.len() - 1..=other.len() + 1 {
            let range = match is_first {
                true => half.end..half.end + length,
                false => half.start.checked_sub(length)?..half.start,
            };
            let Some(written) = passage.signs.get(range.clone()) else { continue };
            if is_one_off(written, other) && written.iter().all(|sign| is_ideograph(*sign)) {
                let whole = half.start.min(range.start)..half.end.max(range.end);
                let ends = passage.signs[whole.start] == signs[0]
                    && passage.signs[whole.end - 1] == signs[signs.len() - 1];
                if ends {
                    return Some((whole, name));
                }
            }
        }
        None
    }
}

/// Whether a range lies over a name that is right, or was.
fn overlaps(known: &[(Range<usize>, usize)], range: &Range<usize>) -> bool {
    let after = known.partition_point(|(other, _)| other.end <= range.start);
    // A short name within what is nearly a full one is none of its own.
    known[after..]
        .iter()
        .take_while(|(other, _)| other.start < range.end)
        .any(|(other, _)| other.len() * 2 > range.len())
}

/// Whether one sign is another, too many or missing, and no figure: 第一中学 and 第二中学 are two.
fn is_one_off(written: &[char], name: &[char]) -> bool {
    let before = written.iter().zip(name).take_while(|(one, other)| one == other).count();
    let after = written.iter().rev().zip(name.iter().rev()).take_while(|(one, other)| one == other).count();
    let longest = written.len().max(name.len());
    let shortest = written.len().min(name.len());
    let is_figure =
        |sign: Option<&char>| sign.is_some_and(|sign| "一二三四五六七八九十东西南北中上下".contains(*sign));
    let same = (before + after).min(shortest);
    // The sign that is another: of both where they are as long, else of the longer one.
    let is_of_figures = match written.len().cmp(&name.len()) {
        std::cmp::Ordering::Less => is_figure(name.get(before)),
        std::cmp::Ordering::Greater => is_figure(written.get(before)),
        std::cmp::Ordering::Equal => is_figure(written.get(before)) || is_figure(name.get(before)),
    };
    written != name && longest - same == 1 && !is_of_figures
}
