//! What follows for a unit, and what it brings along.

use std::collections::BTreeMap;

use crate::{points::Points, scoring::Field};

/// What follows for one unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Derived {
    pub figures: BTreeMap<Field, Points>,
    /// Parts of the adoption points, as paragraphs give them.
    pub newsletter_points: Points,
    pub upper_points: Points,
    pub articles: u32,
    pub briefs: u32,
    /// Points before the month.
    pub carried: Brought,
}

impl Derived {
    pub(super) fn get(&self, field: Field) -> Points {
        self.figures.get(&field).copied().unwrap_or(Points::ZERO)
    }
}

/// What one unit brings into the month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    pub points: Points,
    /// The paragraph implies something else than the table, and nothing tells which of the two is right.
    pub is_disputed: bool,
}

impl Brought {
    pub(super) fn plain(points: Points) -> Self {
        Self { points, is_disputed: false }
    }
}
