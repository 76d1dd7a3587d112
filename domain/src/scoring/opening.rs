//! What units bring along from before the first month.

use serde::{Deserialize, Serialize};

use crate::{calendar::Month, id::UnitId, points::Points};

/// Points of a calendar year that a unit had before the first month of which there are entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub unit: UnitId,
    /// The first month of which there are entries. They count for the rest of its year.
    pub month: Month,
    pub points: Points,
}
