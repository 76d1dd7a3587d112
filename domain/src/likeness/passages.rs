//! The passages that two texts have in common, whatever their order, and how much of each text they are.
//!
//! Long passages first, then shorter ones in what is left (greedy string tiling, Wise 1993, over an index of runs of four
//! words). Each word belongs to one passage at most. The work is bounded: at every place so many others are tried.

use std::ops::Range;

use super::{
    Likeness,
    tokens::{Token, tokens},
};

/// The shortest passage, in words: what two texts of one office share anyway is shorter.
const SHORTEST: usize = 4;
/// How long a passage must be in each round.
const ROUNDS: [usize; 3] = [24, 10, SHORTEST];
/// So many places are tried for one.
const MOST_TRIED: usize = 16;
/// Between two passages that follow one another in both texts, so many words are compared one by one.
const GAP: usize = 12;

/// How alike two texts are, exactly: what share of their words stands in passages that both have. A date or figure
/// counts as the same.
pub fn measure(one: &str, other: &str) -> Likeness {
    let texts = [tokens(one), tokens(other)];
    let passages = passages(&texts[0], &texts[1]);
    let between: usize = passages
        .windows(2)
        .filter_map(|pair| {
            let gaps =
                [pair[0].one + pair[0].length..pair[1].one, pair[0].other + pair[0].length..pair[1].other];
            Some(in_order(texts[0].get(gaps[0].clone())?, texts[1].get(gaps[1].clone())?))
        })
        .sum();
    let shared = passages.iter().map(|passage| passage.length).sum::<usize>() + between;
    Likeness::of([shared, shared], [texts[0].len(), texts[1].len()])
}

/// The passages that both texts have, the longest first, as ranges of characters (Unicode scalar values) of each. What is
/// said otherwise, a changed date or figure among it, is in none.
pub fn alike(one: &str, other: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let texts = [tokens(one), tokens(other)];
    let mut ranges = Vec::new();
    for passage in passages(&texts[0], &texts[1]) {
        let [one, other] =
            [&texts[0][passage.one..][..passage.length], &texts[1][passage.other..][..passage.length]];
        let mut start = 0;
        for at in 0..=passage.length {
            if at < passage.length && one[at].shown == other[at].shown {
                continue;
            }
            if start < at {
                ranges.push((one[start].start..one[at - 1].end, other[start].start..other[at - 1].end));
            }
            start = at + 1;
        }
    }
    ranges.sort_by_key(|(one, _)| (std::cmp::Reverse(one.len()), one.start));
    ranges
}

/// Words that follow one another in both texts alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Passage {
    one: usize,
    other: usize,
    length: usize,
}

/// In the order of the first text.
fn passages(one: &[Token], other: &[Token]) -> Vec<Passage> {
    let index = index(other);
    let mut taken = [vec![false; one.len()], vec![false; other.len()]];
    let mut found = Vec::new();
    for shortest in ROUNDS {
        let (mut at, mut behind) = (0, 0);
        while at + SHORTEST <= one.len() {
            let best = longest(one, other, (at, behind), &index, &taken);
            let Some(passage) = best.filter(|passage| passage.length >= shortest) else {
                at += 1;
                continue;
            };
            taken[0][at..at + passage.length].fill(true);
            taken[1][passage.other..passage.other + passage.length].fill(true);
            at += passage.length;
            behind = passage.other + passage.length;
            found.push(passage);
        }
    }
    found.sort_unstable();
    found
}

/// Every run of four words by its hash, with its place; sorted.
fn index(tokens: &[Token]) -> Vec<(u64, usize)> {
    let mut index: Vec<(u64, usize)> =
        tokens.windows(SHORTEST).enumerate().map(|(place, run)| (key(run), place)).collect();
    index.sort_unstable();
    index
}

fn key(run: &[Token]) -> u64 {
    run.iter().fold(0, |key, token| (key ^ u64::from(token.value)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The longest passage that begins at a place of the first text, with what neither has given to another. Places behind
/// the last passage are tried first.
fn longest(
    one: &[Token],
    other: &[Token],
    (at, behind): (usize, usize),
    index: &[(u64, usize)],
    taken: &[Vec<bool>; 2],
) -> Option<Passage> {
    let key = key(&one[at..at + SHORTEST]);
    let first = index.partition_point(|entry| entry.0 < key);
    let next = index.partition_point(|entry| *entry < (key, behind));
    let places = |from: usize| index[from..].iter().take(MOST_TRIED / 2).take_while(|entry| entry.0 == key);
    let mut best: Option<Passage> = None;
    for (_, place) in places(next).chain(places(first)) {
        let is_free = |step: usize| !taken[0][at + step] && !taken[1][place + step];
        let most = (one.len() - at).min(other.len() - place);
        let length = (0..most)
            .take_while(|step| one[at + step].value == other[place + step].value && is_free(*step))
            .count();
        if length >= SHORTEST && best.is_none_or(|best| length > best.length) {
            best = Some(Passage { one: at, other: *place, length });
        }
    }
    best
}

/// How many words two short runs have in common in their order; none where one is long.
fn in_order(one: &[Token], other: &[Token]) -> usize {
    if one.len() > GAP || other.len() > GAP {
        return 0;
    }
    let mut row = [0; GAP + 1];
    for token in one {
        let mut corner = 0;
        for (at, against) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if token.value == against.value { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    row[other.len()]
}
