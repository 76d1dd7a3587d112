//! What two sequences have in common in their order, with no more work than is given for it.
//!
//! Short stretches are compared by a table, in which runs that hang together count for more than as many scattered
//! parts. Longer ones are first parted at what stands in both exactly once. What cannot be compared with the work that
//! is left has nothing in common: work is counted and not timed, so that the same texts always differ alike.

use std::collections::HashMap;

/// A stretch that both have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Equal {
    pub old: usize,
    pub new: usize,
    pub length: usize,
}

/// How much work may still be done, in comparisons of one part with another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort(u64);

impl Effort {
    /// Enough for what is written in offices; some tenths of a second.
    pub(super) fn ample() -> Self {
        Self(40_000_000)
    }

    /// Takes so much; whether there was enough.
    pub(super) fn take(&mut self, work: usize) -> bool {
        let left = u64::try_from(work).ok().and_then(|work| self.0.checked_sub(work));
        match left {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }
}

/// The largest table, in cells: four bytes each.
const LARGEST_TABLE: usize = 2_000_000;
/// So long must runs be that stand in both exactly once, for a longer stretch to be parted there; tried in this order.
const ANCHORS: [usize; 3] = [12, 4, 1];
/// How often what was parted is parted again.
const DEEPEST: usize = 24;

/// The stretches that both have, in their order; no two of them touch in both.
pub(super) fn equals(old: &[u32], new: &[u32], effort: &mut Effort) -> Vec<Equal> {
    let mut finder = Finder { old, new, effort, found: Vec::new() };
    finder.between((0, old.len()), (0, new.len()), DEEPEST);
    finder.found
}

struct Finder<'a> {
    old: &'a [u32],
    new: &'a [u32],
    effort: &'a mut Effort,
    found: Vec<Equal>,
}

impl Finder<'_> {
    fn between(&mut self, old: (usize, usize), new: (usize, usize), depth: usize) {
        let (olds, news) = (&self.old[old.0..old.1], &self.new[new.0..new.1]);
        let before = olds.iter().zip(news).take_while(|(one, other)| one == other).count();
        let (olds, news) = (&olds[before..], &news[before..]);
        let after = olds.iter().rev().zip(news.iter().rev()).take_while(|(one, other)| one == other).count();
        let (olds, news) = (&olds[..olds.len() - after], &news[..news.len() - after]);
        self.push(Equal { old: old.0, new: new.0, length: before });
        let start = (old.0 + before, new.0 + before);
        let cells = (olds.len() + 1).saturating_mul(news.len() + 1);
        if !olds.is_empty() && !news.is_empty() {
            if cells <= LARGEST_TABLE && self.effort.take(cells) {
                for equal in by_table(olds, news) {
                    self.push(Equal { old: start.0 + equal.old, new: start.1 + equal.new, ..equal });
                }
            } else if depth > 0 {
                self.parted((start.0, start.0 + olds.len()), (start.1, start.1 + news.len()), depth - 1);
            }
        }
        self.push(Equal { old: old.1 - after, new: new.1 - after, length: after });
    }

    /// Parts a stretch where a run stands in both exactly once.
    fn parted(&mut self, old: (usize, usize), new: (usize, usize), depth: usize) {
        for length in ANCHORS {
            let (olds, news) = (&self.old[old.0..old.1], &self.new[new.0..new.1]);
            if !self.effort.take((olds.len() + news.len()) * length) {
                return;
            }
            let anchors = anchors(olds, news, length);
            if anchors.is_empty() {
                continue;
            }
            let mut at = (old.0, new.0);
            for (one, other) in anchors {
                let (one, other) = (old.0 + one, new.0 + other);
                // The last anchor may have reached beyond the beginning of this one.
                if one < at.0 || other < at.1 {
                    continue;
                }
                self.between((at.0, one), (at.1, other), depth);
                let most = (old.1 - one).min(new.1 - other);
                let same =
                    (0..most).take_while(|step| self.old[one + step] == self.new[other + step]).count();
                self.push(Equal { old: one, new: other, length: same });
                at = (one + same, other + same);
            }
            self.between((at.0, old.1), (at.1, new.1), depth);
            return;
        }
    }

    fn push(&mut self, equal: Equal) {
        if equal.length == 0 {
            return;
        }
        match self.found.last_mut() {
            Some(last) if last.old + last.length == equal.old && last.new + last.length == equal.new => {
                last.length += equal.length;
            }
            _ => self.found.push(equal),
        }
    }
}

/// The places of runs that stand in both exactly once, as many as keep their order.
fn anchors(old: &[u32], new: &[u32], length: usize) -> Vec<(usize, usize)> {
    let mut places: HashMap<&[u32], [Option<usize>; 2]> = HashMap::new();
    let mut often: HashMap<&[u32], [u8; 2]> = HashMap::new();
    for (side, sequence) in [old, new].into_iter().enumerate() {
        for (place, run) in sequence.windows(length).enumerate() {
            places.entry(run).or_default()[side] = Some(place);
            let count = &mut often.entry(run).or_default()[side];
            *count = count.saturating_add(1);
        }
    }
    let mut pairs: Vec<(usize, usize)> = places
        .into_iter()
        .filter(|(run, _)| often.get(run) == Some(&[1, 1]))
        .filter_map(|(_, [one, other])| one.zip(other))
        .collect();
    pairs.sort_unstable();
    longest_rising(&pairs)
}

/// Of pairs in the order of their first part, the most that rise in their second as well.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best row of each length, and what stands before each pair in its row.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut rising = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(place) = at {
        rising.push(pairs[place]);
        at = before[place];
    }
    rising.reverse();
    rising
}

/// The best common subsequence: two for each part, one more for each that follows on the one before.
fn by_table(old: &[u32], new: &[u32]) -> Vec<Equal> {
    let width = new.len() + 1;
    // What can be had from a place on, and what where these two are taken for one.
    let mut best = vec![0_u16; (old.len() + 1) * width];
    let mut taken = vec![0_u16; (old.len() + 1) * width];
    for (one, part) in old.iter().enumerate().rev() {
        for (other, against) in new.iter().enumerate().rev() {
            let (here, next) = (one * width + other, (one + 1) * width + other + 1);
            if part == against {
                taken[here] = 2_u16
                    .saturating_add(best[next].max(taken[next].saturating_add(u16::from(taken[next] > 0))));
            }
            best[here] = taken[here].max(best[here + 1]).max(best[here + width]);
        }
    }
    let (mut one, mut other) = (0, 0);
    let mut found: Vec<Equal> = Vec::new();
    while one < old.len() && other < new.len() {
        let here = one * width + other;
        let goes_on =
            found.last().is_some_and(|last| last.old + last.length == one && last.new + last.length == other);
        // A run that was begun for what it is worth as a whole is gone through with.
        let is_taken =
            taken[here] > 0 && (taken[here] == best[here] || goes_on && taken[here] + 1 >= best[here]);
        if is_taken {
            match found.last_mut() {
                Some(last) if goes_on => last.length += 1,
                _ => found.push(Equal { old: one, new: other, length: 1 }),
            }
            (one, other) = (one + 1, other + 1);
        } else if best[here + width] >= best[here + 1] {
            one += 1;
        } else {
            other += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(old: &[u32], new: &[u32]) -> usize {
        let found = equals(old, new, &mut Effort::ample());
        let (mut one, mut other) = (0, 0);
        for equal in &found {
            assert!(equal.old >= one && equal.new >= other && equal.length > 0, "{found:?}");
            assert_eq!(old[equal.old..][..equal.length], new[equal.new..][..equal.length]);
            (one, other) = (equal.old + equal.length, equal.new + equal.length);
        }
        found.iter().map(|equal| equal.length).sum()
    }

    #[test]
    fn long_sequences_are_parted_at_what_they_have_once() {
        let old: Vec<u32> = (0..30_000).map(|at: u32| at.wrapping_mul(2_654_435_761) % 3_000).collect();
        let mut new = old.clone();
        for at in (0..30_000).step_by(977) {
            new[at] = 5_000;
        }
        new.drain(10_000..10_050);
        assert!(check(&old, &new) > 29_800);
        assert_eq!(check(&old, &vec![7_000; 40_000]), 0);
        assert_eq!(check(&[1; 5_000], &[1; 4_000]), 4_000);
    }

    #[test]
    fn without_work_to_do_nothing_is_found_but_the_ends() {
        let found = equals(&[1, 2, 3, 4], &[1, 3, 2, 4], &mut Effort(0));
        assert_eq!(found, [Equal { old: 0, new: 0, length: 1 }, Equal { old: 3, new: 3, length: 1 }]);
    }

    proptest! {
        #[test]
        fn what_is_found_stands_in_both_in_its_order(
            old in proptest::collection::vec(0_u32..6, 0..60),
            new in proptest::collection::vec(0_u32..6, 0..60),
        ) {
            check(&old, &new);
        }
    }
}
