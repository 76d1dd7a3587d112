//! Which parts of two texts belong together: those that are the same, and between them those that are most alike.

use super::sequence::{Effort, equals};

/// A part of both, or of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aligned {
    Both(usize, usize),
    Old(usize),
    New(usize),
}

/// What of a text tells how alike it is to another: its pairs of neighbouring characters, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits(Vec<(char, char)>);

impl Traits {
    pub(super) fn of(text: &str) -> Self {
        let signs: Vec<char> = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        let mut pairs: Vec<(char, char)> = match signs[..] {
            [only] => vec![(only, only)],
            _ => signs.windows(2).map(|pair| (pair[0], pair[1])).collect(),
        };
        pairs.sort_unstable();
        Self(pairs)
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// How alike two are, in thousandths of both together.
    pub(super) fn likeness(&self, other: &Self) -> u32 {
        let (mut one, mut two, mut common) = (0, 0, 0_usize);
        while let (Some(here), Some(there)) = (self.0.get(one), other.0.get(two)) {
            match here.cmp(there) {
                std::cmp::Ordering::Less => one += 1,
                std::cmp::Ordering::Greater => two += 1,
                std::cmp::Ordering::Equal => {
                    common += 1;
                    (one, two) = (one + 1, two + 1);
                }
            }
        }
        let all = self.0.len() + other.0.len();
        let share = (common * 2000).checked_div(all);
        share.map_or(1000, |share| u32::try_from(share).unwrap_or(1000))
    }
}

/// Two parts less alike than this, in thousandths, are not one that was changed, but one that went and one that came.
pub(super) const LEAST_LIKENESS: u32 = 300;
/// So many pairs of parts are weighed at once.
const MOST_PAIRS: usize = 40_000;

/// All parts in an order that keeps both texts' own. `likeness` is asked of parts that are not the same, and is 0 where two
/// cannot be one.
pub(super) fn aligned(
    keys: [&[u32]; 2],
    likeness: impl Fn(usize, usize) -> u32,
    effort: &mut Effort,
) -> Vec<Aligned> {
    let [old, new] = keys;
    let mut found = Vec::new();
    let mut at = (0, 0);
    let same = equals(old, new, effort);
    let ends =
        same.iter().map(|equal| (equal.old, equal.new, equal.length)).chain([(old.len(), new.len(), 0)]);
    for (one, other, length) in ends {
        between((at.0, one), (at.1, other), &likeness, effort, &mut found);
        found.extend((0..length).map(|step| Aligned::Both(one + step, other + step)));
        at = (one + length, other + length);
    }
    found
}

/// Pairs what is most alike, so that all pairs together are as alike as they can be.
fn between(
    old: (usize, usize),
    new: (usize, usize),
    likeness: &impl Fn(usize, usize) -> u32,
    effort: &mut Effort,
    found: &mut Vec<Aligned>,
) {
    let (height, width) = (old.1 - old.0, new.1 - new.0);
    let pairs = height * width;
    // What weighing costs hangs on how long the parts are: some hundred signs each.
    if pairs == 0 || pairs > MOST_PAIRS || !effort.take(pairs * 200) {
        found.extend((old.0..old.1).map(Aligned::Old));
        found.extend((new.0..new.1).map(Aligned::New));
        return;
    }
    let likenesses: Vec<u32> = (0..pairs)
        .map(|place| likeness(old.0 + place / width, new.0 + place % width))
        .map(|likeness| if likeness < LEAST_LIKENESS { 0 } else { likeness })
        .collect();
    let row = width + 1;
    let mut best = vec![0_u64; (height + 1) * row];
    for one in (0..height).rev() {
        for other in (0..width).rev() {
            let paired = match likenesses[one * width + other] {
                0 => 0,
                likeness => u64::from(likeness) + best[(one + 1) * row + other + 1],
            };
            best[one * row + other] =
                paired.max(best[(one + 1) * row + other]).max(best[one * row + other + 1]);
        }
    }
    let (mut one, mut other) = (0, 0);
    while one < height || other < width {
        let here = one * row + other;
        let paired = (one < height && other < width)
            .then(|| likenesses[one * width + other])
            .filter(|likeness| *likeness > 0)
            .is_some_and(|likeness| best[here] == u64::from(likeness) + best[here + row + 1]);
        if paired {
            found.push(Aligned::Both(old.0 + one, new.0 + other));
            (one, other) = (one + 1, other + 1);
        } else if one < height && (other == width || best[here] == best[here + row]) {
            found.push(Aligned::Old(old.0 + one));
            one += 1;
        } else {
            found.push(Aligned::New(new.0 + other));
            other += 1;
        }
    }
}
