//! A bulletin's page, as GB/T 9704 wants it: its type, its lines and where they stand.

use super::check::Area;

/// GB/T 9704, 5.2.1: 22 lines of 28 characters fill 156 mm by 225 mm.
pub(super) const SIZE: f64 = 156.0 / 28.0 * 72.0 / 25.4;
pub(super) const PITCH: f64 = 225.0 / 22.0 * 72.0 / 25.4;

/// Characters on a line.
pub(super) const CHARACTERS: f64 = 28.0;

/// The type area, in points.
pub(super) fn area() -> Area {
    let millimetres = |length: f64| length * 72.0 / 25.4;
    let top = millimetres(37.0);
    let bottom = top + 22.0 * PITCH - (PITCH - SIZE);
    Area { left: millimetres(28.0), right: millimetres(210.0 - 26.0), top, bottom }
}
