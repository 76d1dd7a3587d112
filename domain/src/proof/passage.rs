//! A field as it is read, with the way back to the places where its signs are kept, and what the rules ask of signs.

use std::ops::Range;

use super::finding::{Finding, FindingKind, TextField};
use crate::markdown::seen;

/// Letters around the words that a finding's key holds, on either side.
const AROUND: usize = 6;
/// Signs on either side among which these letters are looked for.
const WITHIN: usize = 4 * AROUND;
/// Longer words are cut in a finding's key.
const LONGEST_IN_KEY: usize = 40;

/// A field that is proofread.
#[derive(Debug)]
pub(super) struct Passage {
    pub field: TextField,
    /// The signs that are read.
    pub signs: Vec<char>,
    /// The place of each in the field as it is kept.
    at: Vec<usize>,
    /// Which signs belong to an address in a network, of which nothing is judged.
    addresses: Vec<bool>,
}

impl Passage {
    pub(super) fn new(field: TextField, text: &str) -> Self {
        let seen = match field {
            TextField::Body => seen(text),
            TextField::Title | TextField::Subtitle => text.chars().enumerate().collect(),
        };
        let (at, signs): (Vec<usize>, Vec<char>) = seen.into_iter().unzip();
        let addresses = addresses(&signs);
        Self { field, signs, at, addresses }
    }

    pub(super) fn get(&self, place: usize) -> Option<char> {
        self.signs.get(place).copied()
    }

    /// The sign before a place.
    pub(super) fn before(&self, place: usize) -> Option<char> {
        self.get(place.checked_sub(1)?)
    }

    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.signs.get(range).unwrap_or_default().iter().collect()
    }

    /// Whether these words stand at a place.
    pub(super) fn has(&self, place: usize, words: &str) -> bool {
        let mut place = place;
        words.chars().all(|character| {
            place += 1;
            self.get(place - 1) == Some(character)
        })
    }

    /// Whether these words stand right before a place.
    pub(super) fn has_before(&self, place: usize, words: &str) -> bool {
        place.checked_sub(words.chars().count()).is_some_and(|start| self.has(start, words))
    }

    /// Whether nothing but a few blanks stands between a place and its line's or its cell's beginning.
    pub(super) fn begins_line(&self, place: usize) -> bool {
        let before = self.signs[..place.min(self.signs.len())].iter().rev();
        let blanks = before.take(4).take_while(|sign| matches!(sign, ' ' | '\u{3000}')).count();
        place.checked_sub(blanks + 1).is_none_or(|last| matches!(self.get(last), Some('\n' | '\t')))
    }

    pub(super) fn is_address(&self, place: usize) -> bool {
        self.addresses.get(place).copied().unwrap_or(false)
    }

    /// The lines, without what ends them.
    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        self.signs.split(|sign| *sign == '\n').map(move |line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
    }

    /// Whether the signs stand side by side in the field as it is kept.
    pub(super) fn is_whole(&self, range: Range<usize>) -> bool {
        self.at[range].windows(2).all(|pair| pair[0] + 1 == pair[1])
    }

    /// Where signs stand in the field as it is kept; the range must not be empty.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        self.at[range.start]..self.at[range.end - 1] + 1
    }

    /// A finding about these signs, of which there must be one at least.
    pub(super) fn finding(
        &self,
        kind: FindingKind,
        range: Range<usize>,
        explanation: impl Into<String>,
        mending: Option<String>,
    ) -> Finding {
        Finding {
            kind,
            field: self.field,
            place: self.place(range.clone()),
            words: self.text(range.clone()),
            explanation: explanation.into(),
            mending: mending.filter(|_| self.is_whole(range.clone())),
            key: self.key(kind, range),
        }
    }

    fn key(&self, kind: FindingKind, range: Range<usize>) -> String {
        let in_line = |sign: &&char| **sign != '\n';
        let is_letter = |sign: &&char| sign.is_alphanumeric();
        let before: Vec<char> = self.signs[..range.start]
            .iter()
            .rev()
            .take(WITHIN)
            .take_while(in_line)
            .filter(is_letter)
            .take(AROUND)
            .copied()
            .collect();
        let after =
            self.signs[range.end..].iter().take(WITHIN).take_while(in_line).filter(is_letter).take(AROUND);
        let words = self.signs[range.clone()].iter().take(LONGEST_IN_KEY);
        let mut key = format!("{}:", kind.code());
        key.extend(before.iter().rev());
        key.push('[');
        key.extend(words);
        key.push(']');
        key.extend(after);
        key
    }
}

/// Whether a character is an ideograph, or the zero of Chinese figures.
pub(super) fn is_ideograph(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}' | '〇' | '々')
}

/// Whether a sign belongs to a Chinese text: an ideograph, or a mark of its own width.
pub(super) fn is_chinese(sign: char) -> bool {
    is_ideograph(sign) || "，。；：？！、（）《》〈〉“”‘’【】〔〕…—·".contains(sign)
}

/// A run of half-width digits from a place on, with one decimal point within: where it ends.
pub(super) fn figures_end(signs: &[char], start: usize) -> usize {
    let digits = |from: usize| {
        let rest = signs.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|sign| sign.is_ascii_digit()).count()
    };
    let end = digits(start);
    if end > start && signs.get(end) == Some(&'.') {
        let after = digits(end + 1);
        if after > end + 1 {
            return after;
        }
    }
    end
}

/// The signs of addresses of pages, files and mail: runs of half-width signs with `://`, `www.` or `@` in them.
fn addresses(signs: &[char]) -> Vec<bool> {
    let mut addresses = vec![false; signs.len()];
    let mut start = 0;
    while start < signs.len() {
        let run = signs[start..].iter().take_while(|sign| sign.is_ascii_graphic()).count();
        if run > 3 {
            let text: String = signs[start..start + run].iter().collect();
            if text.contains("://") || text.contains("www.") || text.contains('@') {
                addresses[start..start + run].fill(true);
            }
        }
        start += run.max(1);
    }
    addresses
}
