//! How two tables differ: column by column and row by row, and within a row cell by cell.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    align::{Aligned, Traits, aligned},
    parts::Table,
    sequence::Effort,
    words::{Fate, Run, Words, all, differing, side, text_of},
};
use crate::markdown::Alignment;

/// A table with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableChange {
    pub columns: Vec<Column>,
    /// The first is the head. Each has a cell for each column.
    pub rows: Vec<Row>,
}

/// A column: how it stood before and how it stands now, as far as it was or is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub before: Option<Alignment>,
    pub after: Option<Alignment>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub fate: Fate,
    pub cells: Vec<Vec<Run>>,
}

impl Column {
    pub fn fate(self) -> Fate {
        match (self.before, self.after) {
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
            _ => Fate::Same,
        }
    }
}

impl TableChange {
    /// The table as it was, or as it is.
    pub fn side(&self, gone: bool) -> Table {
        let other = if gone { Fate::Added } else { Fate::Removed };
        let stands = |column: &Column| if gone { column.before } else { column.after };
        let cells = |row: &Row| {
            let cells = self.columns.iter().zip(&row.cells);
            cells.filter(|(column, _)| stands(column).is_some()).map(|(_, runs)| side(runs, gone)).collect()
        };
        Table {
            alignments: self.columns.iter().filter_map(stands).collect(),
            rows: self.rows.iter().filter(|row| row.fate != other).map(cells).collect(),
        }
    }
}

type Cells = Vec<Vec<Words>>;

/// From one table to the other.
pub(super) fn differing_tables(old: &Table, new: &Table, effort: &mut Effort) -> TableChange {
    let columns = columns(old, new, effort);
    let both: Vec<(usize, usize)> = columns
        .iter()
        .filter_map(|column| match column {
            Aligned::Both(one, other) => Some((*one, *other)),
            _ => None,
        })
        .collect();
    let (olds, news) = (old.rows.get(1..).unwrap_or_default(), new.rows.get(1..).unwrap_or_default());
    // Rows are told by what stands in the columns that both have.
    let shown = |row: &Cells, at: &dyn Fn(&(usize, usize)) -> usize| -> String {
        both.iter().map(|pair| row.get(at(pair)).map_or(String::new(), |cell| text_of(cell)) + "\t").collect()
    };
    let old_texts: Vec<String> = olds.iter().map(|row| shown(row, &|pair| pair.0)).collect();
    let new_texts: Vec<String> = news.iter().map(|row| shown(row, &|pair| pair.1)).collect();
    let first = |text: &str| text.split('\t').next().unwrap_or_default().trim().to_owned();
    let traits =
        [&old_texts, &new_texts].map(|texts| texts.iter().map(|text| Traits::of(text)).collect::<Vec<_>>());
    let likeness = |one: usize, other: usize| {
        // What stands in the first column names the row.
        let name = first(&old_texts[one]);
        match !name.is_empty() && name == first(&new_texts[other]) {
            true => 900,
            false => traits[0][one].likeness(&traits[1][other]).min(899),
        }
    };
    let keys = numbered(&old_texts, &new_texts);
    let mut rows = vec![row(Some(&old.rows[0]), Some(&new.rows[0]), &columns, effort)];
    for aligned in aligned([&keys[0], &keys[1]], likeness, effort) {
        rows.push(match aligned {
            Aligned::Both(one, other) => row(Some(&olds[one]), Some(&news[other]), &columns, effort),
            Aligned::Old(one) => row(Some(&olds[one]), None, &columns, effort),
            Aligned::New(other) => row(None, Some(&news[other]), &columns, effort),
        });
    }
    let stands = |table: &Table, at: usize| table.alignments.get(at).copied().unwrap_or(Alignment::Unset);
    let column = |column: &Aligned| match *column {
        Aligned::Both(one, other) => {
            Column { before: Some(stands(old, one)), after: Some(stands(new, other)) }
        }
        Aligned::Old(one) => Column { before: Some(stands(old, one)), after: None },
        Aligned::New(other) => Column { before: None, after: Some(stands(new, other)) },
    };
    TableChange { columns: columns.iter().map(column).collect(), rows }
}

/// Columns by their heads; where as many are left on both sides between two that are the same, one by one.
fn columns(old: &Table, new: &Table, effort: &mut Effort) -> Vec<Aligned> {
    let heads = |table: &Table| table.rows[0].iter().map(|cell| text_of(cell)).collect::<Vec<_>>();
    let (olds, news) = (heads(old), heads(new));
    let keys = numbered(&olds, &news);
    let found = aligned([&keys[0], &keys[1]], |_, _| 0, effort);
    let mut columns = Vec::with_capacity(found.len());
    for gap in found.chunk_by(|one, other| is_one_sided(*one) && is_one_sided(*other)) {
        let gone: Vec<usize> =
            gap.iter().filter_map(|one| if let Aligned::Old(at) = one { Some(*at) } else { None }).collect();
        let came: Vec<usize> =
            gap.iter().filter_map(|one| if let Aligned::New(at) = one { Some(*at) } else { None }).collect();
        if gone.len() == came.len() && !gone.is_empty() {
            columns.extend(gone.into_iter().zip(came).map(|(one, other)| Aligned::Both(one, other)));
        } else {
            columns.extend(gap);
        }
    }
    columns
}

fn is_one_sided(aligned: Aligned) -> bool {
    !matches!(aligned, Aligned::Both(..))
}

fn numbered(old: &[String], new: &[String]) -> [Vec<u32>; 2] {
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut keys = [Vec::with_capacity(old.len()), Vec::with_capacity(new.len())];
    for (side, texts) in [old, new].into_iter().enumerate() {
        for text in texts {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            keys[side].push(*known.entry(text.as_str()).or_insert(next));
        }
    }
    keys
}

fn row(old: Option<&Cells>, new: Option<&Cells>, columns: &[Aligned], effort: &mut Effort) -> Row {
    let cell =
        |row: Option<&'_ Cells>, at: usize| row.and_then(|row| row.get(at)).cloned().unwrap_or_default();
    let fate = match (old, new) {
        (None, _) => Fate::Added,
        (_, None) => Fate::Removed,
        _ => Fate::Same,
    };
    let cells = columns
        .iter()
        .map(|column| match *column {
            Aligned::Both(one, other) => match fate {
                Fate::Removed => all(Fate::Removed, &cell(old, one)),
                Fate::Added => all(Fate::Added, &cell(new, other)),
                Fate::Same => differing(&cell(old, one), &cell(new, other), effort),
            },
            Aligned::Old(one) => all(Fate::Removed, &cell(old, one)),
            Aligned::New(other) => all(Fate::Added, &cell(new, other)),
        })
        .collect();
    Row { fate, cells }
}
