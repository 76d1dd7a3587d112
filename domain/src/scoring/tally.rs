//! Tallies: how many pieces, which may be parts of pieces where joint ones are shared.

use std::{fmt, iter::Sum, ops::AddAssign};

use serde::{Deserialize, Serialize};

use crate::points::Points;

/// An exact number of pieces. Written as a number where it is whole, else as a decimal in quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tally(Points);

impl Tally {
    pub const ZERO: Self = Self(Points::ZERO);
    pub const ONE: Self = Self(Points::whole(1));

    pub fn whole(pieces: u64) -> Self {
        // More pieces than fit are as many as fit: no office will see the difference.
        let pieces = i32::try_from(pieces).unwrap_or(i32::MAX);
        Self(Points::whole(pieces))
    }

    /// A part of a piece.
    pub const fn part(part: Points) -> Self {
        Self(part)
    }

    /// As an amount, to be compared with what a rule asks.
    pub const fn amount(self) -> Points {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The number, where it is whole.
    pub fn as_whole(self) -> Option<u64> {
        let scale = Points::whole(1).scaled();
        (self.0.scaled() % scale == 0).then(|| u64::try_from(self.0.scaled() / scale).ok()).flatten()
    }
}

impl From<u64> for Tally {
    fn from(pieces: u64) -> Self {
        Self::whole(pieces)
    }
}

impl PartialEq<u64> for Tally {
    fn eq(&self, other: &u64) -> bool {
        self.as_whole() == Some(*other)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.0 = Points::from_scaled(self.0.scaled().saturating_add(other.0.scaled()));
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::ZERO, |mut sum, tally| {
            sum += tally;
            sum
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Tally {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_whole() {
            Some(whole) => serializer.serialize_u64(whole),
            None => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(u64),
            Part(Points),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Whole(pieces) => Self::whole(pieces),
            Written::Part(part) => Self(part),
        })
    }
}
