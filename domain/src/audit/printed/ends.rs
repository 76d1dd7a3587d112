//! Rows whose last cells are empty and are not there: editors take blanks and tabs at the ends of lines away. A row that
//! has lost another cell looks the same but for its figures, which then stand below other heads: only a row that adds up
//! is taken for one of these.

use super::{
    super::document::TableRow,
    cells::{Cell, cell, is_data},
    heads,
};
use crate::{
    points::Points,
    scoring::{Field, RuleSet},
};

/// Gives the head's lower rows and the rows of figures their last cells back, where that is what they have lost.
pub(super) fn restore(head: &mut [Vec<String>], data: &mut [TableRow], rules: &RuleSet) {
    let widths = head.iter().map(Vec::len).chain(data.iter().map(|row| row.cells.len()));
    let Some(width) = widths.max() else { return };
    // A row that leaves merged cells out has no empty ones.
    for row in head.iter_mut().filter(|row| row.first().is_some_and(String::is_empty)) {
        row.resize(width, String::new());
    }
    if data.iter().all(|row| row.cells.len() == width) {
        return;
    }
    let Some(columns) = heads::fields(head, width, rules) else { return };
    for row in data.iter_mut().filter(|row| row.cells.len() < width && is_data(&row.cells)) {
        if adds_up(&row.cells, &columns) {
            row.cells.resize(width, String::new());
        }
    }
}

/// Whether the figures go with each other if nothing stands behind the last cell.
fn adds_up(cells: &[String], columns: &[Option<Field>]) -> bool {
    let figures =
        || columns.iter().zip(cells).filter(|(field, _)| !matches!(field, None | Some(Field::Unit)));
    if figures().any(|(_, text)| matches!(cell(text), Cell::Words(_))) {
        return false;
    }
    // `None` where there is no such column.
    let amount = |field: Field| {
        let at = columns.iter().position(|column| *column == Some(field))?;
        match cells.get(at).map(|text| cell(text)) {
            Some(Cell::Amount(amount)) => Some(amount),
            _ => Some(Points::ZERO),
        }
    };
    let sum = |fields: &[Field]| Points::checked_sum(fields.iter().filter_map(|field| amount(*field))).ok();
    let earned = sum(&[Field::AdoptionPoints, Field::CommissionPoints, Field::Base]);
    let month = amount(Field::Month);
    let cumulative = amount(Field::Cumulative);
    let is_sum = amount(Field::AdoptionPoints).is_none() || month.is_none() || month == earned;
    // Whoever has points has a rank.
    let is_ranked = amount(Field::Rank) != Some(Points::ZERO) || cumulative.is_none_or(Points::is_zero);
    let pieces = sum(&[Field::UpperCount, Field::NewsletterCount]);
    let is_earned = pieces == Some(Points::ZERO) || amount(Field::AdoptionPoints) != Some(Points::ZERO);
    is_sum && is_ranked && is_earned && (cumulative.is_none() || month.is_none() || cumulative >= month)
}
