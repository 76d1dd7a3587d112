//! How a bulletin's tables are set, all of them alike: the size of their type and how wide each column is.
//!
//! Pure measure, for the printed page and for the Word document.

use domain::scoring::{Bulletin, Field};
use serde::Serialize;

use super::{
    bulletin_page::{CHARACTERS, SIZE},
    lines,
};

/// Characters of the tables' type that fit in the column of units, and that the others have for each line.
pub(super) const UNIT_CHARACTERS: f64 = 9.0;
pub(super) const HEAD_CHARACTERS: f64 = 2.0;
/// The other columns' width, in characters of the tables' type.
const FIGURE_WIDTH: f64 = 2.5;
/// The space beside a cell's text, at both its sides together, and what a head needs more.
const INSET: f64 = 0.3;
const HEAD_INSET: f64 = 0.2;
/// Points of the tables' type: the usual one, and what is tried where it is too large.
const USUAL_SIZE: f64 = 12.0;
const SIZES: [f64; 3] = [USUAL_SIZE, 10.5, 9.0];
/// The column of units is no narrower, in characters.
const LEAST_UNIT: f64 = 4.0;

#[derive(Debug, Serialize)]
pub struct TableMeasures {
    /// Points of their type.
    size: f64,
    /// In characters; `None` for the column of units, which takes what is left.
    pub(super) widths: Vec<Option<f64>>,
    /// What is left for a unit's name, in characters.
    #[serde(skip)]
    pub(super) unit: f64,
    #[serde(skip)]
    pub(super) fits: bool,
}

impl TableMeasures {
    /// The largest type in which every figure has room and so have the units' names. `width` tells a text's width in
    /// full characters.
    pub fn new(bulletin: &Bulletin, width: &dyn Fn(&str) -> f64) -> Self {
        let columns = bulletin.columns();
        let rows = || bulletin.groups.iter().flat_map(|group| &group.rows);
        let is_figure = |field: Field| field != Field::Unit;
        let figures = columns
            .iter()
            .filter(|column| is_figure(column.field))
            .map(|column| rows().map(|row| width(&row.figures.cell(column))).fold(HEAD_CHARACTERS, f64::max));
        let figures: Vec<f64> = figures.collect();
        let names = rows().flat_map(|row| lines::headline(&row.figures.unit, UNIT_CHARACTERS));
        let widest_name = names.map(|line| width(&line)).fold(0.0, f64::max);
        let left = |size: f64, figures: f64| CHARACTERS * SIZE / size - figures - INSET;
        let widths = |of: &dyn Fn(f64) -> f64| {
            let mut figures = figures.iter();
            let width = |field| is_figure(field).then(|| figures.next().map(|figure| of(*figure))).flatten();
            columns.iter().map(|column| column.field).map(width).collect()
        };
        let usual = left(USUAL_SIZE, figures.len() as f64 * FIGURE_WIDTH);
        if widest_name <= usual && figures.iter().all(|figure| figure + INSET <= FIGURE_WIDTH) {
            return Self {
                size: USUAL_SIZE,
                widths: widths(&|_| FIGURE_WIDTH),
                unit: UNIT_CHARACTERS,
                fits: true,
            };
        }
        // Every column of figures is as wide as it must be; the names have the rest.
        let tight = |figure: f64| figure + INSET + HEAD_INSET;
        let taken: f64 = figures.iter().map(|figure| tight(*figure)).sum();
        let tries = SIZES.map(|size| (size, left(size, taken)));
        let wide_enough = |least: f64| tries.iter().find(|(_, unit)| *unit >= least);
        let found = wide_enough(widest_name).or_else(|| wide_enough(LEAST_UNIT.min(widest_name)));
        let (size, unit) = *found.unwrap_or(&tries[2]);
        Self { size, widths: widths(&tight), unit: unit.max(1.0), fits: found.is_some() }
    }

    /// Whether everything is as it stands in most months.
    pub fn is_usual(&self) -> bool {
        self.size == USUAL_SIZE && self.widths.iter().flatten().all(|width| *width == FIGURE_WIDTH)
    }

    pub fn half_points(&self) -> u32 {
        (2.0 * self.size) as u32
    }

    /// The columns' widths in twentieths of a point, of so many together.
    pub fn twips(&self, room: u32) -> Vec<u32> {
        let figure = |width: f64| (width * self.size * 20.0) as u32;
        let taken: u32 = self.widths.iter().flatten().map(|width| figure(*width)).sum();
        let name = room.saturating_sub(taken);
        self.widths.iter().map(|width| width.map_or(name, figure)).collect()
    }
}
