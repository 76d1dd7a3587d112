//! Pieces of one unit, or of one subject, that stand side by side: an editor may have meant it, or not seen it.

use std::ops::RangeInclusive;

use crate::id::UnitId;

/// What is asked of a piece, in a section's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside<'a> {
    pub units: &'a [UnitId],
    /// What it is about, without day and unit.
    pub title: &'a str,
}

/// Why neighbours are pointed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kinship {
    Unit(UnitId),
    /// The words that their titles share.
    Subject(String),
}

/// So many Chinese characters that two titles share are no chance.
const SUBJECT: usize = 5;

/// The runs of neighbours of one unit, and the pairs of one subject beside these, in their order.
pub fn side_by_side(pieces: &[Beside], commonplaces: &[&str]) -> Vec<(RangeInclusive<usize>, Kinship)> {
    let mut found: Vec<(RangeInclusive<usize>, Kinship)> = Vec::new();
    for (place, pair) in pieces.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        match one.units.iter().find(|unit| other.units.contains(unit)) {
            Some(unit) => match found.last_mut() {
                Some((run, Kinship::Unit(known))) if known == unit && *run.end() == place => {
                    *run = *run.start()..=place + 1;
                }
                _ => found.push((place..=place + 1, Kinship::Unit(*unit))),
            },
            None => {
                if let Some(words) = shared(one.title, other.title, commonplaces) {
                    found.push((place..=place + 1, Kinship::Subject(words)));
                }
            }
        }
    }
    found
}

/// The longest words that stand in both titles and are no commonplace (a unit's name).
fn shared(one: &str, other: &str, commonplaces: &[&str]) -> Option<String> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let is_word = |character: char| !character.is_ascii() && character.is_alphabetic();
    let mut longest: &[char] = &[];
    for start in 0..one.len() {
        for there in 0..other.len() {
            let alike = one[start..].iter().zip(&other[there..]);
            let length = alike.take_while(|(one, other)| one == other && is_word(**one)).count();
            let words = &one[start..start + length];
            if length > longest.len() && !is_commonplace(words, commonplaces) {
                longest = words;
            }
        }
    }
    (longest.len() >= SUBJECT).then(|| longest.iter().collect())
}

/// Whether nothing but names is left of it.
fn is_commonplace(words: &[char], commonplaces: &[&str]) -> bool {
    let words: String = words.iter().collect();
    let left = commonplaces.iter().fold(words.clone(), |words, name| match name.is_empty() {
        true => words,
        false => words.replace(name, ""),
    });
    left.chars().count() < SUBJECT || commonplaces.iter().any(|name| name.contains(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pieces: &[(&[i64], &str)]) -> Vec<(RangeInclusive<usize>, Kinship)> {
        let units: Vec<Vec<UnitId>> =
            pieces.iter().map(|(units, _)| units.iter().copied().map(UnitId).collect()).collect();
        let pieces: Vec<Beside> =
            units.iter().zip(pieces).map(|(units, (_, title))| Beside { units, title }).collect();
        side_by_side(&pieces, &["高唐县自然资源和规划局", "自然资源"])
    }

    #[test]
    fn a_run_of_one_unit_is_told_once() {
        let pieces: [(&[i64], &str); 5] =
            [(&[1], "甲"), (&[1, 2], "乙"), (&[1], "丙"), (&[3], "丁"), (&[3], "戊")];
        assert_eq!(found(&pieces), [(0..=2, Kinship::Unit(UnitId(1))), (3..=4, Kinship::Unit(UnitId(3)))]);
    }

    #[test]
    fn one_subject_is_told_by_the_words_that_both_share() {
        let pieces: [(&[i64], &str); 3] =
            [(&[1], "开展耕地保护督察工作"), (&[2], "全市耕地保护督察会召开"), (&[3], "矿山复绿通过验收")];
        assert_eq!(found(&pieces), [(0..=1, Kinship::Subject("耕地保护督察".to_owned()))]);
    }

    #[test]
    fn a_units_name_is_no_subject_and_neither_are_figures() {
        let pieces: [(&[i64], &str); 4] = [
            (&[1], "高唐县自然资源和规划局召开会议"),
            (&[2], "迎接高唐县自然资源和规划局调研"),
            (&[3], "2024年12月20日完工"),
            (&[4], "2024年12月20日开工"),
        ];
        assert_eq!(found(&pieces), []);
    }
}
