//! Where a passage stands in a later text.

use std::{cell::OnceCell, ops::Range};

use super::letters::{Letters, places};
use crate::likeness::alike;

/// What became of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// It stands there, letter for letter.
    Same(Range<usize>),
    /// Something else stands there by now, or within it.
    Changed(Range<usize>),
    /// It is not there any more.
    Gone,
}

/// So many letters on either side tell one place from another.
const AROUND: usize = 6;
/// A passage that is shorter stands elsewhere only where its neighbours do.
const TOO_SHORT: usize = 6;
/// What is left of a passage belongs together where no more than this, and once its own length, lies between.
const BETWEEN: usize = 40;

/// A text and one that came of it, for carrying passages from the one to the other: by what both have in common, in whatever
/// order.
#[derive(Debug)]
pub struct Carrier {
    old: Vec<char>,
    new: Vec<char>,
    /// So many letters at the beginning are the same.
    before: usize,
    /// From here on both are the same up to their ends.
    old_end: usize,
    new_end: usize,
    /// What is the same between, looked for once, where a passage asks.
    alike: OnceCell<Vec<Piece>>,
}

/// Letters of the old text, and where they stand in the new one.
type Piece = (Range<usize>, Range<usize>);

impl Carrier {
    pub fn new(from: &Letters, to: &Letters) -> Self {
        let (old, new) = (from.signs(), to.signs());
        let most = old.len().min(new.len());
        let before = (0..most).take_while(|at| old[*at] == new[*at]).count();
        let after = (1..=most - before).take_while(|at| old[old.len() - at] == new[new.len() - at]).count();
        let (old_end, new_end) = (old.len() - after, new.len() - after);
        Self { old, new, before, old_end, new_end, alike: OnceCell::new() }
    }

    /// Where these letters of the old text stand in the new one.
    pub fn carry(&self, place: Range<usize>) -> Carried {
        let Self { old, new, before, old_end, new_end, .. } = self;
        let words = old.get(place.clone()).filter(|words| !words.is_empty());
        let Some(words) = words else { return Carried::Gone };
        if place.end <= *before {
            return Carried::Same(place);
        }
        if place.start >= *old_end {
            return Carried::Same(place.start - old_end + new_end..place.end - old_end + new_end);
        }
        let pieces = self.pieces(&place);
        let (left, whole) = left_of(&pieces, words.len());
        if left == words.len() && whole.len() == left && new.get(whole.clone()) == Some(words) {
            return Carried::Same(whole);
        }
        if let Some(at) = self.elsewhere(&place) {
            return Carried::Same(at..at + words.len());
        }
        if left > 0 && left * 3 >= words.len() {
            return Carried::Changed(whole);
        }
        // What was written anew where it stood: no more than a sentence around it went with it.
        let is_short = |length: usize| length <= words.len() * 3 + BETWEEN;
        if before < new_end && is_short(old_end - before) && is_short(new_end - before) {
            return Carried::Changed(*before..*new_end);
        }
        Carried::Gone
    }

    /// Where the passage stands letter for letter, by its neighbours and then by its place in the whole; not where the same
    /// letters have stood before.
    fn elsewhere(&self, place: &Range<usize>) -> Option<usize> {
        let Self { old, new, before, new_end, .. } = self;
        let words = &old[place.clone()];
        let neighbours = |at: usize| {
            let before = (1..=AROUND.min(place.start).min(at))
                .take_while(|step| old[place.start - step] == new[at - step])
                .count();
            let after = old[place.end..].iter().zip(&new[at + words.len()..]);
            before + after.take(AROUND).take_while(|(one, other)| one == other).count()
        };
        let alike = self.alike.get().into_iter().flatten().map(|(_, other)| other.clone());
        let of_others: Vec<Range<usize>> =
            [0..*before, *new_end..new.len()].into_iter().chain(alike).collect();
        let is_free = |at: &usize| {
            let end = at + words.len();
            !of_others.iter().any(|other| other.start <= *at && end <= other.end)
        };
        let expected = place.start * new.len() / old.len().max(1);
        places(new, words)
            .filter(is_free)
            .map(|at| (neighbours(at), at))
            .filter(|(alike, _)| words.len() >= TOO_SHORT || *alike >= 2)
            .max_by_key(|(alike, at)| (*alike, std::cmp::Reverse(at.abs_diff(expected))))
            .map(|(_, at)| at)
    }

    /// What is left of the passage in the new text.
    fn pieces(&self, place: &Range<usize>) -> Vec<Piece> {
        let Self { old, new, before, old_end, new_end, .. } = self;
        let alike = self.alike.get_or_init(|| {
            let words = |signs: &[char]| signs.iter().collect::<String>();
            let alike = alike(&words(&old[*before..*old_end]), &words(&new[*before..*new_end])).into_iter();
            let alike = alike.filter(|(one, other)| one.len() == other.len());
            let moved = |range: Range<usize>| range.start + before..range.end + before;
            alike.map(|(one, other)| (moved(one), moved(other))).collect()
        });
        let ends = [(0..*before, 0..*before), (*old_end..old.len(), *new_end..new.len())];
        let mut pieces: Vec<Piece> = Vec::new();
        for (one, other) in ends.iter().chain(alike) {
            let (start, end) = (one.start.max(place.start), one.end.min(place.end));
            let is_free = pieces.iter().all(|(taken, _)| end <= taken.start || taken.end <= start);
            if start < end && is_free {
                let at = other.start + (start - one.start);
                pieces.push((start..end, at..at + (end - start)));
            }
        }
        pieces
    }
}

/// How many letters are left where most of them stand together, and from where to where they stand.
fn left_of(pieces: &[Piece], length: usize) -> (usize, Range<usize>) {
    let Some((_, longest)) = pieces.iter().max_by_key(|(one, _)| one.len()) else { return (0, 0..0) };
    let near = longest.start.saturating_sub(length + BETWEEN)..longest.end + length + BETWEEN;
    let together = pieces.iter().filter(|(_, other)| near.start <= other.start && other.end <= near.end);
    let (mut left, mut whole) = (0, longest.clone());
    for (one, other) in together {
        left += one.len();
        whole = whole.start.min(other.start)..whole.end.max(other.end);
    }
    (left, whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::proof::TextField;

    /// Carries the words of `from` into `to`; `Ok` where they are the same there.
    fn carried(from: &str, words: &str, to: &str) -> Result<String, Option<String>> {
        let [from, to] = [from, to].map(|text| Letters::of(TextField::Body, text));
        let place = from.find(words, None).expect("the words stand there");
        match Carrier::new(&from, &to).carry(place) {
            Carried::Same(place) => Ok(to.words(place)),
            Carried::Changed(place) => Err(Some(to.words(place))),
            Carried::Gone => Err(None),
        }
    }

    const TEXT: &str =
        "4月12日，县局组织开展耕地保护督察。\n全县共排查图斑320个，整改到位298个。\n下一步，将压实乡镇责任。";

    #[test]
    fn a_passage_goes_along_whatever_is_written_before_and_behind_it() {
        let words = "全县共排查图斑320个";
        assert_eq!(carried(TEXT, words, TEXT), Ok(words.to_owned()));
        let more = format!("## 一、督察\n据悉，{TEXT}\n（完）");
        assert_eq!(carried(TEXT, words, &more), Ok(words.to_owned()));
        let joined = TEXT.replace('\n', "").replace("耕地", "**耕地**");
        assert_eq!(carried(TEXT, words, &joined), Ok(words.to_owned()));
    }

    #[test]
    fn a_passage_goes_along_when_its_paragraph_moves() {
        let mut lines: Vec<&str> = TEXT.lines().collect();
        lines.rotate_left(1);
        let words = "整改到位298个";
        assert_eq!(carried(TEXT, words, &lines.join("\n")), Ok(words.to_owned()));
    }

    #[test]
    fn what_was_changed_within_it_is_told() {
        let now = TEXT.replace("320", "326");
        assert_eq!(carried(TEXT, "共排查图斑320个", &now), Err(Some("共排查图斑326个".to_owned())));
        let now = TEXT.replace("全县共排查图斑320个", "摸排出问题图斑三百余处");
        let found = carried(TEXT, "全县共排查图斑320个", &now);
        assert!(matches!(&found, Err(Some(there)) if there.contains("摸排出问题")), "{found:?}");
    }

    #[test]
    fn what_was_taken_out_is_gone() {
        let now = TEXT.replace("全县共排查图斑320个，整改到位298个。\n", "");
        assert_eq!(carried(TEXT, "全县共排查图斑320个", &now), Err(None));
        assert_eq!(carried(TEXT, "督察", "改了"), Err(None));
        assert_eq!(carried(TEXT, "督察", ""), Err(None));
    }

    #[test]
    fn a_copy_that_was_always_there_is_not_what_was_taken_out() {
        let sentence = "全县共排查图斑三百二十个。";
        let twice = format!("{sentence}整改到位。{sentence}下一步压实责任。");
        let [from, to] = [twice.clone(), format!("{sentence}整改到位。下一步压实责任。")]
            .map(|text| Letters::of(TextField::Body, &text));
        let second = from.find(sentence, Some(99)).expect("it stands there");
        assert!(second.start > 5);
        assert_eq!(Carrier::new(&from, &to).carry(second), Carried::Gone);
    }

    #[test]
    fn of_words_that_stand_often_the_same_place_is_meant() {
        let text = "甲局250亩。乙局250亩。丙局250亩。";
        let now = "前言。甲局250亩。乙局250亩。丁局1亩。丙局250亩。";
        let [from, to] = [text, now].map(|text| Letters::of(TextField::Body, text));
        let second = from.find("250亩", Some(9)).expect("it stands there");
        assert_eq!(from.words(second.start - 2..second.end), "乙局250亩");
        let Carried::Same(there) = Carrier::new(&from, &to).carry(second) else { panic!("it stands there") };
        assert_eq!(to.words(there.start - 2..there.end), "乙局250亩");
    }

    proptest! {
        #[test]
        fn whatever_is_carried_as_the_same_is_the_same(
            from in "[甲乙丙丁。0-9\n]{1,40}", to in "[甲乙丙丁。0-9\n]{0,40}", start in 0usize..40, length in 1usize..12,
        ) {
            let [from, to] = [from, to].map(|text| Letters::of(TextField::Title, &text));
            let end = (start + length).min(from.len());
            prop_assume!(start < end);
            match Carrier::new(&from, &to).carry(start..end) {
                Carried::Same(there) => prop_assert_eq!(&from.signs()[start..end], &to.signs()[there]),
                Carried::Changed(there) => prop_assert!(there.start < there.end && there.end <= to.len()),
                Carried::Gone => {}
            }
            prop_assert_eq!(Carrier::new(&from, &from).carry(start..end), Carried::Same(start..end));
        }
    }
}
