//! Sensitive and forbidden words, found through blanks, dots and signs, in any width and in traditional forms.

use super::{
    finding::{Finding, FindingKind},
    lists::{OfficeWords, WatchedWord},
    matcher::Matcher,
    passage::Passage,
};
use crate::text::{letter, name_letters};

/// More signs between two characters part them.
const WIDEST_GAP: usize = 3;

/// The office's words, made ready to be looked for.
#[derive(Debug)]
pub(super) struct WatchedWords<'a> {
    words: Vec<(FindingKind, &'a WatchedWord)>,
    matcher: Matcher,
}

impl<'a> WatchedWords<'a> {
    pub(super) fn new(office: &'a OfficeWords) -> Self {
        let forbidden = office.forbidden.iter().map(|word| (FindingKind::Forbidden, word));
        let sensitive = office.sensitive.iter().map(|word| (FindingKind::Sensitive, word));
        let words: Vec<_> = forbidden.chain(sensitive).collect();
        let letters: Vec<String> = words.iter().map(|(_, word)| name_letters(&word.word)).collect();
        let matcher = Matcher::new(letters.iter().enumerate().map(|(number, word)| (word.as_str(), number)));
        Self { words, matcher }
    }

    pub(super) fn look(&self, passage: &Passage, findings: &mut Vec<Finding>) {
        if self.words.is_empty() {
            return;
        }
        let letters: Vec<(usize, char)> = passage
            .signs
            .iter()
            .enumerate()
            .filter_map(|(place, sign)| Some((place, letter(*sign)?)))
            .collect();
        let signs: Vec<char> = letters.iter().map(|(_, letter)| *letter).collect();
        let mut start = 0;
        while start < signs.len() {
            let is_one = |range: &std::ops::Range<usize>| {
                let places: Vec<usize> = letters[range.clone()].iter().map(|(place, _)| *place).collect();
                let whole = |before: Option<char>, after: Option<char>| {
                    let is_latin = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
                    !(is_latin(before) && is_latin(after))
                };
                places.windows(2).all(|pair| is_gap(&passage.signs[pair[0] + 1..pair[1]]))
                    && whole(passage.before(places[0]), passage.get(places[0]))
                    && whole(passage.get(places[places.len() - 1]), passage.get(places[places.len() - 1] + 1))
            };
            let mut all = self.matcher.all_at(&signs, start).filter(|(range, _)| is_one(range));
            let longest = all.by_ref().last();
            start = match longest {
                Some((range, number)) => {
                    let place = letters[range.start].0..letters[range.end - 1].0 + 1;
                    let (kind, word) = self.words[number];
                    let is_right = word
                        .except
                        .iter()
                        .any(|except| super::words::stands_in(passage, &place, &word.word, except));
                    if !is_right {
                        findings.push(passage.finding(
                            kind,
                            place,
                            explanation(kind, word),
                            word.instead.clone(),
                        ));
                    }
                    range.end
                }
                None => start + 1,
            };
        }
    }
}

/// Whether signs may stand within a word that somebody hid or spaced out: no line's end, and no mark that parts clauses.
fn is_gap(signs: &[char]) -> bool {
    signs.len() <= WIDEST_GAP && !signs.iter().any(|sign| "\n\t，。；：！？、,;:!?《》（）()".contains(*sign))
}

fn explanation(kind: FindingKind, word: &WatchedWord) -> String {
    let what = match kind {
        FindingKind::Forbidden => "禁用词，不得刊出",
        _ => "敏感词，请核对表述",
    };
    match (&word.reason, &word.instead) {
        (Some(reason), _) => format!("{what}：{reason}"),
        (None, Some(instead)) => format!("{what}：可改为“{instead}”"),
        (None, None) => what.to_owned(),
    }
}
