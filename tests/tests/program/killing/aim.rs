//! When to kill: spread over the whole length of an act, and drawn towards the moment at which it is committed.

use std::time::Duration;

/// What had become of the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    NotDone,
    Done,
}

/// The moments tried so far and what they taught.
#[derive(Debug)]
pub struct Aim {
    chance: u64,
    length: Duration,
    planned: usize,
    shots: usize,
    not_done: usize,
    done: usize,
    /// The longest wait after which nothing had been done.
    latest_before: Duration,
    /// The shortest wait after which all had been done.
    earliest_behind: Duration,
}

impl Aim {
    /// `length` is how long the act takes; `planned` how often to kill, further kills apart.
    pub fn new(seed: u64, length: Duration, planned: usize) -> Self {
        Self {
            chance: seed,
            length,
            planned,
            shots: 0,
            not_done: 0,
            done: 0,
            latest_before: Duration::ZERO,
            earliest_behind: length * 2,
        }
    }

    pub fn shots(&self) -> usize {
        self.shots
    }

    /// As often as planned, with moments before the commit and behind it among them.
    pub fn is_done(&self) -> bool {
        self.shots >= self.planned && self.not_done > 0 && self.done > 0
    }

    /// How long to wait this time.
    pub fn next(&mut self) -> Duration {
        let chance = self.chance();
        if self.shots >= self.planned {
            // A side of the commit has not been seen yet.
            return if self.not_done == 0 { Duration::ZERO } else { self.earliest_behind * 2 };
        }
        if self.shots.is_multiple_of(2) {
            let step = self.shots as f64 + 2.0 * chance;
            return self.length.mul_f64(step / self.planned as f64);
        }
        let (early, late) = if self.latest_before < self.earliest_behind {
            (self.latest_before, self.earliest_behind)
        } else {
            (self.earliest_behind, self.latest_before)
        };
        early + (late - early).mul_f64(chance)
    }

    /// Learns what came of the wait.
    pub fn learn(&mut self, wait: Duration, fate: Fate) {
        self.shots += 1;
        match fate {
            Fate::NotDone => {
                self.not_done += 1;
                self.latest_before = self.latest_before.max(wait);
                self.earliest_behind = self.earliest_behind.max(wait);
            }
            Fate::Done => {
                self.done += 1;
                self.earliest_behind = self.earliest_behind.min(wait);
            }
        }
    }

    pub fn in_words(&self) -> String {
        format!(
            "{} kills of an act of {:?}: {} before its commit (the latest after {:?}), {} behind it (the earliest \
             after {:?})",
            self.shots, self.length, self.not_done, self.latest_before, self.done, self.earliest_behind
        )
    }

    /// A number from 0 to 1, by SplitMix64.
    fn chance(&mut self) -> f64 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}
