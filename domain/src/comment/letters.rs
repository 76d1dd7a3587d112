//! The letters of a field, and the ways from them to what is read and to what is kept.

use std::ops::Range;

use crate::{markdown, proof::TextField};

/// Whether a sign counts: blanks part words and bars cells, and neither is what a passage is known by.
pub fn is_letter(sign: char) -> bool {
    !sign.is_whitespace() && sign != '|'
}

/// A field by its letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// What is read, each with its place in the field as it is kept, in characters.
    seen: Vec<(usize, char)>,
    /// Of each letter, its place in what is read.
    letters: Vec<usize>,
}

impl Letters {
    pub fn of(field: TextField, text: &str) -> Self {
        let seen: Vec<(usize, char)> = match field {
            TextField::Body => markdown::seen(text),
            TextField::Title | TextField::Subtitle => text.chars().enumerate().collect(),
        };
        let is_one = |(_, (_, sign)): &(usize, &(usize, char))| is_letter(*sign);
        let letters = seen.iter().enumerate().filter(is_one).map(|(place, _)| place).collect();
        Self { seen, letters }
    }

    pub fn len(&self) -> usize {
        self.letters.len()
    }

    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    pub(super) fn signs(&self) -> Vec<char> {
        self.letters.iter().map(|place| self.seen[*place].1).collect()
    }

    /// Some letters as they are read, paragraphs and cells parted by a blank. The range must be the field's.
    pub fn words(&self, range: Range<usize>) -> String {
        let Some(read) = self.read(range) else { return String::new() };
        let signs = self.seen[read].iter().map(|(_, sign)| if *sign == '\t' { ' ' } else { *sign });
        let words: String = signs.collect();
        words.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn read(&self, range: Range<usize>) -> Option<Range<usize>> {
        let last = range.end.checked_sub(1).filter(|last| range.start <= *last)?;
        Some(*self.letters.get(range.start)?..self.letters.get(last)? + 1)
    }

    /// Where words stand: the place nearest to the letter `near`. Blanks in the words mean nothing. `None` where they stand
    /// nowhere.
    pub fn find(&self, words: &str, near: Option<usize>) -> Option<Range<usize>> {
        let wanted: Vec<char> = words.chars().filter(|sign| is_letter(*sign)).collect();
        places(&self.signs(), &wanted)
            .min_by_key(|place| near.map_or(*place, |near| place.abs_diff(near)))
            .map(|place| place..place + wanted.len())
    }

    /// Where these letters stand in the field as it is kept, in characters, if they stand there side by side, with nothing
    /// but blanks between them: no mark, no other paragraph, no other cell.
    pub fn kept(&self, range: Range<usize>) -> Option<Range<usize>> {
        let read = self.read(range)?;
        let seen = &self.seen[read];
        let is_line = |(_, sign): &&(usize, char)| matches!(sign, '\n' | '\t');
        let is_whole = seen.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0);
        let (first, last) = (seen.first()?, seen.last()?);
        (is_whole && !seen.iter().any(|sign| is_line(&sign))).then(|| first.0..last.0 + 1)
    }
}

/// Every place at which letters stand among others.
pub(super) fn places<'a>(signs: &'a [char], wanted: &'a [char]) -> impl Iterator<Item = usize> + 'a {
    let length = wanted.len().max(1);
    let found = signs.windows(length).enumerate().filter(move |(_, window)| *window == wanted);
    found.map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_blanks_and_marks_stand_between_them() {
        let letters = Letters::of(
            TextField::Body,
            "# 一、做法\n**全县**验收 250 亩。\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |",
        );
        let found = letters.find("全县验收250亩", None).expect("it stands there");
        assert_eq!(letters.words(found.clone()), "全县验收 250 亩");
        assert_eq!(letters.kept(found), None, "a mark stands within");
        let found = letters.find("验收250亩", None).expect("it stands there");
        let kept = letters.kept(found).expect("it stands there");
        let text: Vec<char> = "# 一、做法\n**全县**验收 250 亩。".chars().collect();
        assert_eq!(text[kept].iter().collect::<String>(), "验收 250 亩");
        let across = letters.find("做法全县", None).expect("it stands there");
        assert_eq!(letters.words(across.clone()), "做法 全县");
        assert_eq!(letters.kept(across), None, "it stands in two paragraphs");
        assert_eq!(letters.find("没有", None), None);
        assert_eq!(letters.find("", None), None);
    }

    #[test]
    fn of_several_places_the_nearest_is_meant() {
        let letters = Letters::of(TextField::Title, "一二 一二 一二");
        assert_eq!(letters.find("一二", None), Some(0..2));
        assert_eq!(letters.find("一二", Some(3)), Some(2..4));
        assert_eq!(letters.find("一 二", Some(99)), Some(4..6));
    }
}
