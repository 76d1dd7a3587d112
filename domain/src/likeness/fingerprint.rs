//! A text's fingerprints: of all its runs of seven words the few that are chosen by what they are, wherever they stand.
//!
//! Each sentence gives the least of its runs by their hashes, and every twelfth besides. No run reaches over the end of a
//! sentence, so that sentences in another order give the same; a paragraph gives the same alone and within a longer text,
//! so that how many of its fingerprints the other has is how much of it stands there (containment as by Broder 1997, with
//! runs chosen by their values instead of winnowing's windows, which reach from one sentence to the next).

use super::{
    Likeness,
    tokens::{Token, tokens},
};

/// Which way of making fingerprints this is. Those that were made in another way are to be made anew.
pub const VERSION: i64 = 1;

/// So many words a run has.
const RUN: usize = 7;
/// One run of so many is chosen, beside the least of each sentence.
const ONE_OF: u32 = 12;
/// The most fingerprints of a text, which is some 10,000 words. Of longer ones the least by value are kept, by the
/// same measure for all their parts.
const MOST: usize = 1024;

/// The fingerprints of a text: 4 bytes for some nine words of it, 4 kB at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprints {
    /// Ascending, each once.
    values: Vec<u32>,
}

impl Fingerprints {
    /// The fingerprints, ascending.
    pub fn values(&self) -> &[u32] {
        &self.values
    }

    /// For a column: each as four bytes, the greatest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.values.iter().flat_map(|value| value.to_be_bytes()).collect()
    }

    /// From a column; `None` where [`Fingerprints::to_bytes`] never wrote it.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (fours, rest) = bytes.as_chunks::<4>();
        let values: Vec<u32> = fours.iter().map(|four| u32::from_be_bytes(*four)).collect();
        let is_whole = rest.is_empty() && values.len() <= MOST && values.is_sorted_by(|one, next| one < next);
        is_whole.then_some(Self { values })
    }

    /// The greatest value that would have been kept.
    fn bound(&self) -> u32 {
        if self.values.len() < MOST { u32::MAX } else { self.values.last().copied().unwrap_or(u32::MAX) }
    }

    /// How many there are up to a bound.
    fn up_to(&self, bound: u32) -> usize {
        self.values.partition_point(|value| *value <= bound)
    }
}

/// The fingerprints of a text, as [`super::text_of`] gives it. Takes time as the text is long.
pub fn fingerprints(text: &str) -> Fingerprints {
    let tokens = tokens(text);
    let mut values = Vec::new();
    for sentence in tokens.split_inclusive(|token| token.ends) {
        choose(sentence, &mut values);
    }
    if values.is_empty() {
        // Nothing but short sentences.
        choose(&tokens, &mut values);
    }
    values.sort_unstable();
    values.dedup();
    values.truncate(MOST);
    Fingerprints { values }
}

fn choose(sentence: &[Token], values: &mut Vec<u32>) {
    let mut least = u32::MAX;
    for run in sentence.windows(RUN) {
        let value = hash(run);
        if value <= u32::MAX / ONE_OF {
            values.push(value);
        }
        least = least.min(value);
    }
    if sentence.len() >= RUN && least > u32::MAX / ONE_OF {
        values.push(least);
    }
}

fn hash(run: &[Token]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for token in run {
        hash = (hash ^ u64::from(token.value)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    // FNV's high bits hardly know the last word: spread as SplitMix64 does.
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash >> 32) as u32
}

/// How alike two texts are, reckoned from their fingerprints: to find what is worth measuring. Of short texts it is
/// coarse, since they have few.
pub fn compare(one: &Fingerprints, other: &Fingerprints) -> Likeness {
    // What the longer text's bound left out is no sign that it is not there.
    let bound = one.bound().min(other.bound());
    let lengths = [one.up_to(bound), other.up_to(bound)];
    let (mut at, mut shared) = ([0, 0], 0);
    while at[0] < lengths[0] && at[1] < lengths[1] {
        match one.values[at[0]].cmp(&other.values[at[1]]) {
            std::cmp::Ordering::Less => at[0] += 1,
            std::cmp::Ordering::Greater => at[1] += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at = [at[0] + 1, at[1] + 1];
            }
        }
    }
    Likeness::of([shared, shared], lengths)
}
