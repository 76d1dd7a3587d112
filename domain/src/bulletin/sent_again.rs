//! What differs between two versions of a month's bulletin: for whoever signs the later one.

use serde::{Deserialize, Serialize};

use crate::scoring::{Bulletin, Field, Row};

/// A figure that is another one, or a unit that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherFigure {
    pub unit: String,
    /// The column's heading.
    pub heading: String,
    /// As printed; empty where nothing stood there.
    pub before: String,
    pub now: String,
}

/// Every figure of every unit that differs, in the order of the later version; units that are gone last.
pub fn other_figures(before: &Bulletin, now: &Bulletin) -> Vec<OtherFigure> {
    let mut found = Vec::new();
    for row in now.rows() {
        let earlier = of_unit(before, row);
        for column in now.columns().into_iter().filter(|column| column.field != Field::Unit) {
            let of_before = before.columns().into_iter().find(|one| one.field == column.field);
            let stood = earlier.zip(of_before).map(|(row, column)| row.figures.cell(column));
            let (stood, stands) = (stood.unwrap_or_default(), row.figures.cell(column));
            if stood != stands {
                found.push(OtherFigure {
                    unit: row.figures.unit.clone(),
                    heading: column.heading.clone(),
                    before: stood,
                    now: stands,
                });
            }
        }
    }
    let gone = before.rows().filter(|row| of_unit(now, row).is_none());
    found.extend(gone.map(|row| OtherFigure {
        unit: row.figures.unit.clone(),
        heading: "在册".to_owned(),
        before: "有".to_owned(),
        now: String::new(),
    }));
    found
}

fn of_unit<'a>(bulletin: &'a Bulletin, row: &Row) -> Option<&'a Row> {
    bulletin.rows().find(|one| one.unit_id == row.unit_id)
}
