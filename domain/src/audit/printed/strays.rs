//! Lists whose own paragraph is missing, and which therefore stand below the paragraph before: they are not counted
//! for its unit.

use std::collections::HashSet;

use super::{Printed, Unit};

/// Takes such lists away where a row of a table tells of pieces and has no paragraph, and says so in a note.
pub(super) fn part(printed: &mut Printed) {
    let told: HashSet<String> =
        printed.sections.iter().flat_map(|section| &section.units).map(|unit| unit.name.clone()).collect();
    let rows = || printed.tables.iter().flat_map(|table| &table.rows);
    let is_lost = rows().any(|row| row.tells_of_pieces() && !told.contains(&row.name));
    if !is_lost || rows().count() <= told.len() {
        return;
    }
    for unit in printed.sections.iter_mut().flat_map(|section| &mut section.units) {
        let Some(at) = begins_again(unit) else { continue };
        if let Some(first) = unit.items.split_off(at).first() {
            printed.notes.push(format!("第{}行起的清单上面没有它的段落，没有核对", first.line));
        }
    }
}

/// Where the numbers begin again behind as many pieces as the paragraph tells of.
fn begins_again(unit: &Unit) -> Option<usize> {
    let is_first = |at: &usize| unit.items[*at].number == Some(1);
    let listed = unit.paragraph.listed();
    (0..unit.items.len())
        .find(|at| *at >= listed && is_first(at) && (*at > 0 || unit.paragraph.pieces() == 0))
}
