//! How the words of two paragraphs differ: as runs that stayed, went and came.
//!
//! What stayed between two changes and is shorter than they are says nothing: it goes and comes with them, so that a
//! sentence that was written anew is one that went and one that came.

use std::{collections::HashMap, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    sequence::{Effort, equals},
    tokens::tokens,
};

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Same,
    Removed,
    Added,
}

/// Words that are set alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub text: String,
    pub strong: bool,
    pub emphasised: bool,
}

impl Words {
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), strong: false, emphasised: false }
    }

    fn is_set_as(&self, other: &Self) -> bool {
        (self.strong, self.emphasised) == (other.strong, other.emphasised)
    }
}

/// A run of words, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub fate: Fate,
    pub words: Words,
}

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineChange {
    /// Its name on the screen.
    pub label: String,
    pub runs: Vec<Run>,
}

/// The words of runs as one text.
pub(super) fn text_of(words: &[Words]) -> String {
    words.iter().map(|words| words.text.as_str()).collect()
}

/// Runs of which all have this fate.
pub(super) fn all(fate: Fate, words: &[Words]) -> Vec<Run> {
    words
        .iter()
        .filter(|words| !words.text.is_empty())
        .map(|words| Run { fate, words: words.clone() })
        .collect()
}

/// One side of runs: what it was before, or what it is after.
pub fn side(runs: &[Run], gone: bool) -> Vec<Words> {
    let other = if gone { Fate::Added } else { Fate::Removed };
    let mut words: Vec<Words> = Vec::new();
    for run in runs.iter().filter(|run| run.fate != other) {
        match words.last_mut() {
            Some(last) if last.is_set_as(&run.words) => last.text.push_str(&run.words.text),
            _ => words.push(run.words.clone()),
        }
    }
    words
}

/// In how many places runs differ: what went and what came in its stead is one.
pub(super) fn places(runs: &[Run]) -> usize {
    let is_begun = |pair: &[Run]| pair[0].fate == Fate::Same && pair[1].fate != Fate::Same;
    let first = runs.first().is_some_and(|run| run.fate != Fate::Same);
    usize::from(first) + runs.windows(2).filter(|pair| is_begun(pair)).count()
}

/// One word, as it is set.
struct Token<'a> {
    text: &'a str,
    of: &'a Words,
}

fn taken_apart(words: &[Words]) -> Vec<Token<'_>> {
    words.iter().flat_map(|of| tokens(&of.text).into_iter().map(move |text| Token { text, of })).collect()
}

/// A stretch of both, which stayed or not.
#[derive(Clone, Debug)]
struct Stretch {
    is_same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// The longest that stayed between two changes and may go with them, in characters.
const LONGEST_ISLAND: usize = 8;

/// From one to the other.
pub(super) fn differing(old: &[Words], new: &[Words], effort: &mut Effort) -> Vec<Run> {
    if old == new {
        return all(Fate::Same, new);
    }
    let (olds, news) = (taken_apart(old), taken_apart(new));
    let mut known = HashMap::new();
    let keys = [&olds, &news].map(|tokens| numbered(&mut known, tokens));
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut at = (0, 0);
    let found =
        equals(&keys[0], &keys[1], effort).into_iter().map(|equal| (equal.old, equal.new, equal.length));
    for (one, other, length) in found.chain([(olds.len(), news.len(), 0)]) {
        if (one, other) != at {
            stretches.push(Stretch { is_same: false, old: at.0..one, new: at.1..other });
            join(&mut stretches, &olds, &news);
        }
        at = (one + length, other + length);
        if length > 0 {
            stretches.push(Stretch { is_same: true, old: one..at.0, new: other..at.1 });
        }
    }
    let mut runs = Vec::new();
    for stretch in stretches {
        if stretch.is_same {
            push(&mut runs, Fate::Same, &news[stretch.new]);
        } else {
            push(&mut runs, Fate::Removed, &olds[stretch.old]);
            push(&mut runs, Fate::Added, &news[stretch.new]);
        }
    }
    runs
}

/// Each word's number: the same words have the same one, where they are set alike.
fn numbered<'a>(known: &mut HashMap<(&'a str, bool, bool), u32>, tokens: &[Token<'a>]) -> Vec<u32> {
    let number = |token: &Token<'a>| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry((token.text, token.of.strong, token.of.emphasised)).or_insert(next)
    };
    tokens.iter().map(number).collect()
}

/// Joins the last change with the one before it, as long as too little stayed between them.
fn join(stretches: &mut Vec<Stretch>, olds: &[Token<'_>], news: &[Token<'_>]) {
    let weight = |stretch: &Stretch| signs(&olds[stretch.old.clone()]).max(signs(&news[stretch.new.clone()]));
    while let [.., before, island, last] = stretches.as_slice() {
        let stayed = signs(&news[island.new.clone()]);
        let least = weight(before).min(weight(last));
        let is_small = stayed <= 1 || stayed <= LONGEST_ISLAND && stayed <= least;
        if !island.is_same || !is_small {
            return;
        }
        let whole = Stretch {
            is_same: false,
            old: before.old.start..last.old.end,
            new: before.new.start..last.new.end,
        };
        stretches.truncate(stretches.len() - 3);
        stretches.push(whole);
    }
}

/// How many signs words have, without blanks. A figure counts as it is long.
fn signs(tokens: &[Token<'_>]) -> usize {
    let of = |token: &Token<'_>| token.text.chars().filter(|sign| !sign.is_whitespace()).count();
    tokens.iter().map(of).sum()
}

fn push(runs: &mut Vec<Run>, fate: Fate, tokens: &[Token<'_>]) {
    for token in tokens {
        match runs.last_mut() {
            Some(last) if last.fate == fate && last.words.is_set_as(token.of) => {
                last.words.text.push_str(token.text)
            }
            _ => runs.push(Run {
                fate,
                words: Words {
                    text: token.text.to_owned(),
                    strong: token.of.strong,
                    emphasised: token.of.emphasised,
                },
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What went in brackets, what came in braces.
    fn told(old: &str, new: &str) -> String {
        let runs = differing(&[Words::plain(old)], &[Words::plain(new)], &mut Effort::ample());
        let told = |run: &Run| match run.fate {
            Fate::Same => run.words.text.clone(),
            Fate::Removed => format!("[{}]", run.words.text),
            Fate::Added => format!("{{{}}}", run.words.text),
        };
        runs.iter().map(told).collect()
    }

    #[test]
    fn figures_and_dates_change_as_wholes() {
        assert_eq!(told("验收面积250亩。", "验收面积300亩。"), "验收面积[250亩]{300亩}。");
        assert_eq!(told("4月12日完工", "4月13日完工"), "[4月12日]{4月13日}完工");
    }

    #[test]
    fn a_sentence_that_was_written_anew_is_one_that_went_and_one_that_came() {
        let (old, new) =
            ("会议强调，要加强河道管理，确保安全。", "各地认真落实，抓好河湖治理，守住安全底线。");
        let told = told(old, new);
        assert_eq!(told.matches('[').count(), 1, "{told}");
        assert_eq!(told.matches('{').count(), 1, "{told}");
    }

    #[test]
    fn a_word_that_was_put_in_parts_nothing_else() {
        assert_eq!(told("加强河道管理。", "进一步加强河道日常管理。"), "{进一步}加强河道{日常}管理。");
    }

    #[test]
    fn words_set_otherwise_are_others() {
        let strong = Words { strong: true, ..Words::plain("重点") };
        let runs = differing(&[Words::plain("重点")], std::slice::from_ref(&strong), &mut Effort::ample());
        assert_eq!(side(&runs, true), [Words::plain("重点")]);
        assert_eq!(side(&runs, false), [strong]);
        assert_eq!(places(&runs), 1);
    }

    proptest! {
        #[test]
        fn both_sides_come_back(old in "[甲乙丙丁。，0-9月日 ]{0,40}", new in "[甲乙丙丁。，0-9月日 ]{0,40}") {
            let runs = differing(&[Words::plain(&old)], &[Words::plain(&new)], &mut Effort::ample());
            prop_assert_eq!(text_of(&side(&runs, true)), old);
            prop_assert_eq!(text_of(&side(&runs, false)), new);
        }
    }
}
