//! Sums of ten-thousandths, kept within what points can hold.

use crate::points::Points;

/// A sum that stays within what points can hold.
pub(super) fn sum(points: impl IntoIterator<Item = Points>) -> Points {
    clamp(points.into_iter().map(|points| i128::from(points.scaled())).sum())
}

/// Ten-thousandths as points; beyond their range, the bound.
pub(super) fn clamp(scaled: i128) -> Points {
    let bound = i128::from(i64::MAX);
    Points::from_scaled(i64::try_from(scaled.clamp(-bound, bound)).unwrap_or_default())
}
