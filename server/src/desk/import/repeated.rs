//! What is recorded already, month by month, and what earlier rows of the file are: looked up, not searched.

use std::collections::{HashMap, hash_map::Entry};

use app::desk::Refusal;
use domain::{
    calendar::Month,
    id::{RecordId, UnitId},
    record::{Record, RecordKind, Recorded},
};
use jiff::civil::Date;
use store::records::{self, NewRecord};

use super::sheets::Row;
use crate::desk::{Writing, records::is_repeated};

/// What two records have in common that may be one.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    /// A unit's count of a month is one number.
    Count(UnitId),
    Piece(RecordKind, Date, String),
}

/// See the module.
#[derive(Default)]
pub(super) struct KnownRecords {
    months: HashMap<Month, OfMonth>,
}

#[derive(Default)]
struct OfMonth {
    records: Vec<(Record, Origin)>,
    places: HashMap<Key, Vec<usize>>,
}

/// Where a record comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Recorded,
    /// A row of the file, as faults name it.
    Row(String),
}

impl KnownRecords {
    /// The record that is the same fact, if there is one.
    pub(super) async fn find(
        &mut self,
        writing: &Writing,
        new: &NewRecord,
    ) -> Result<Option<&(Record, Origin)>, Refusal> {
        let of_month = match self.months.entry(new.month) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let mut of_month = OfMonth::default();
                let month = new.month..=new.month;
                for record in records::between(writing.connection(), month).await? {
                    of_month.add(record, Origin::Recorded);
                }
                place.insert(of_month)
            }
        };
        let mut places: Vec<usize> = keys(&new.recorded, new.date, &new.units)
            .iter()
            .filter_map(|key| of_month.places.get(key))
            .flatten()
            .copied()
            .collect();
        places.sort_unstable();
        let found = places.into_iter().find(|place| is_repeated(&of_month.records[*place].0, new));
        Ok(found.map(|place| &of_month.records[place]))
    }

    /// Adds what a row is going to be.
    pub(super) fn add(&mut self, new: &NewRecord, row: &Row) {
        let record = Record {
            id: RecordId(0),
            month: new.month,
            date: new.date,
            units: new.units.clone(),
            item: new.item,
            recorded_by: new.recorded_by,
            recorded_at: new.recorded_at,
            reversal: None,
            details: new.details.clone(),
            recorded: new.recorded.clone(),
        };
        self.months.entry(new.month).or_default().add(record, Origin::Row(row.place()));
    }
}

impl OfMonth {
    fn add(&mut self, record: Record, origin: Origin) {
        for key in keys(&record.recorded, record.date, &record.units) {
            self.places.entry(key).or_default().push(self.records.len());
        }
        self.records.push((record, origin));
    }
}

fn keys(recorded: &Recorded, date: Date, units: &[UnitId]) -> Vec<Key> {
    match recorded {
        Recorded::Submission { .. } => units.iter().map(|unit| Key::Count(*unit)).collect(),
        // A forwarding of several pieces has no title, and how many there are may differ.
        Recorded::Forwarding { title, .. } => vec![Key::Piece(recorded.kind(), date, title.clone())],
        other => vec![Key::Piece(other.kind(), date, other.title())],
    }
}
