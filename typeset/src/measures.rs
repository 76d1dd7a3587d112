//! An office's measures for its newsletter: the paper, the grid, the columns.

use serde::{Deserialize, Serialize};

/// How a newsletter's pages are laid out. The defaults fit A4: 26 lines of 28 characters at 三号.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measures {
    /// Millimetres.
    pub page_width: f64,
    /// Millimetres.
    pub page_height: f64,
    /// Millimetres above the type area.
    pub top: f64,
    /// Millimetres at its left and right.
    pub side: f64,
    /// Lines on a page.
    pub lines: u32,
    /// Characters on a line.
    pub characters: u32,
    /// Points from line to line.
    pub pitch: f64,
    /// Columns in which 简讯 stand, and the 信息 of sections that are set so.
    pub columns: u32,
    /// Characters between two columns.
    pub gutter: u32,
    /// From how many 信息 on the first page lists them.
    pub contents_from: usize,
}

impl Default for Measures {
    fn default() -> Self {
        Self {
            page_width: 210.0,
            page_height: 297.0,
            top: 30.0,
            side: 27.0,
            lines: 26,
            characters: 28,
            pitch: 26.0,
            columns: 2,
            gutter: 2,
            contents_from: 6,
        }
    }
}

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

impl Measures {
    /// A character's width and height, in points.
    pub(super) fn size(&self) -> f64 {
        (self.page_width - 2.0 * self.side) * POINTS / f64::from(self.characters)
    }

    /// Characters on a line of a column.
    pub fn column_characters(&self) -> f64 {
        let gutters = f64::from(self.gutter * (self.columns - 1));
        (f64::from(self.characters) - gutters) / f64::from(self.columns)
    }

    /// The type area's left and right edge, in points.
    pub(super) fn area_left(&self) -> f64 {
        self.side * POINTS
    }

    pub(super) fn area_right(&self) -> f64 {
        (self.page_width - self.side) * POINTS
    }

    /// From the page's upper edge to the first line, in points.
    pub(super) fn area_top(&self) -> f64 {
        self.top * POINTS
    }

    /// The height of the type area, in points: its lines, without the space below the last one. It is a hair more,
    /// so that a full page is never too high for rounding.
    pub(super) fn area_height(&self) -> f64 {
        f64::from(self.lines) * self.pitch - self.leading() + 0.01
    }

    /// The space between two lines, in points.
    pub(super) fn leading(&self) -> f64 {
        self.pitch - self.size()
    }

    /// The column in which a place lies, from 0.
    pub(super) fn column_at(&self, x: f64) -> usize {
        let pace = (self.column_characters() + f64::from(self.gutter)) * self.size();
        let column = ((x - self.side * POINTS + 0.5) / pace).floor().max(0.0);
        (column as usize).min(self.columns as usize - 1)
    }
}
