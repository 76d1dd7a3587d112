//! Reading records, for those who may record.

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    records::{
        ChannelRow, ItemByTitle, RecordChoices, RecordRow, RecordableItem, Records, UnitsAsRead, UnknownUnit,
    },
};
use async_trait::async_trait;
use domain::{
    calendar::{Month, read_day},
    id::{ItemId, RecordId},
    item::Item,
    permission::{ItemAct, OfficeAct, permits, permits_office},
    person::Actor,
    record::{Record, RecordKind},
    unit::{Unit, UnitDirectory, changes::day_concerned},
    unit_list::read_unit_list,
    workflow::State,
};
use jiff::civil::Date;
use store::{
    Connection, StoreError, issues,
    items::{
        self,
        list::{self, Filter, Row},
    },
    newsletters, people,
    records::{self, channels},
    units,
};

use super::{super::OfficeDesk, entry::SUGGESTIONS};
use crate::desk::checks::readable;

/// So many items are offered for a title at most.
const MOST_FOUND: usize = 8;

/// What is with the office and was not printed.
const WITH_THE_OFFICE: [State; 7] = [
    State::Placed,
    State::Shortlisted,
    State::Editing,
    State::Submitted,
    State::Returned,
    State::Combined,
    State::Rejected,
];

#[async_trait]
impl Records for OfficeDesk {
    async fn records(&self, actor: &Actor, month: Month) -> Result<Vec<RecordRow>, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let connection = self.store.reader();
        let records = records::between(connection, month..=month).await?;
        Ok(with_names(connection, records).await?)
    }

    async fn records_of_item(&self, actor: &Actor, item: ItemId) -> Result<Vec<RecordRow>, Refusal> {
        self.item_to_read(actor, item).await?;
        let connection = self.store.reader();
        let records = records::of_item(connection, item).await?;
        Ok(with_names(connection, records).await?)
    }

    async fn record(&self, actor: &Actor, record: RecordId) -> Result<RecordRow, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let connection = self.store.reader();
        let record = records::find(connection, record).await?;
        let rows = with_names(connection, record.into_iter().collect()).await?;
        rows.into_iter().next().ok_or_else(|| Refusal::not_found("这条记录"))
    }

    async fn record_choices(&self, actor: &Actor) -> Result<RecordChoices, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        Ok(choices(self.store.reader()).await?)
    }

    async fn read_units(
        &self,
        actor: &Actor,
        line: &str,
        date: &str,
        month: Month,
    ) -> Result<UnitsAsRead, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let directory = units::directory(self.store.reader()).await?;
        let day = read_day(date).unwrap_or_else(|_| self.now().date());
        Ok(as_read(line, &directory, day_concerned(day, month)))
    }

    async fn recordable_item(&self, actor: &Actor, item: ItemId) -> Result<RecordableItem, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let item = self.item_to_read(actor, item).await?;
        let directory = units::directory(self.store.reader()).await?;
        Ok(recordable(&item, &directory))
    }

    async fn items_by_title(&self, actor: &Actor, words: &str) -> Result<Vec<ItemByTitle>, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let connection = self.store.reader();
        let mut rows: Vec<Row> = Vec::new();
        for states in [&[State::Adopted][..], &WITH_THE_OFFICE] {
            let filter = Filter {
                states: states.to_vec(),
                text: Some(words.to_owned()),
                in_title: Some(true),
                is_for_the_office: states.contains(&State::Returned),
                ..Filter::default()
            };
            let room = MOST_FOUND.saturating_sub(rows.len());
            if room > 0 && list::asks_for_text(&filter) {
                rows.extend(list::page(connection, &filter, None, room as u64).await?);
            }
        }
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
        let mut places = issues::printed_in(connection, &ids).await?;
        let mut items = items::load_many(connection, &ids).await?;
        items.retain(|item| permits(actor, ItemAct::Read, item).is_ok());
        let directory = units::directory(connection).await?;
        let newsletters = newsletters::all(connection).await?;
        let found = rows.into_iter().filter_map(|row| {
            let item = items.iter().find(|item| item.id == row.id)?;
            let place = match places.remove(&row.id) {
                Some(issue) => {
                    let newsletter = newsletters.iter().find(|one| one.id == issue.newsletter);
                    let name = newsletter.map(|one| one.name.as_str()).unwrap_or_default();
                    format!("{name} {}年{}", issue.year, issue.edition.label(issue.number))
                }
                None => row.state.label().to_owned(),
            };
            Some(ItemByTitle { item: recordable(item, &directory), place })
        });
        Ok(found.collect())
    }

    async fn upper_channels(&self, actor: &Actor) -> Result<Vec<ChannelRow>, Refusal> {
        permits_office(actor, OfficeAct::Record)?;
        let connection = self.store.reader();
        let channels = channels::all(connection).await?;
        let counts = records::counts_by_channel(connection).await?;
        let rows = channels
            .into_iter()
            .map(|channel| ChannelRow { records: counts.get(&channel.id).copied().unwrap_or(0), channel });
        Ok(rows.collect())
    }
}

impl OfficeDesk {
    async fn item_to_read(&self, actor: &Actor, id: ItemId) -> Result<Item, Refusal> {
        let item = items::load(self.store.reader(), id).await?;
        readable(actor, item)
    }
}

fn recordable(item: &Item, directory: &UnitDirectory) -> RecordableItem {
    let credited = item.credited_units();
    let names = credited.iter().filter_map(|unit| directory.get(*unit)).map(Unit::list_name);
    RecordableItem {
        item: item.id,
        title: item.text.list_title(),
        units: names.map(str::to_owned).collect(),
        is_cleared: item.is_cleared(),
    }
}

async fn choices(connection: &impl Connection) -> Result<RecordChoices, StoreError> {
    let mut channels = channels::all(connection).await?;
    channels.retain(|channel| channel.active);
    Ok(RecordChoices {
        channels,
        commissioning_offices: records::offices(connection, RecordKind::Commission).await?,
        receiving_offices: records::offices(connection, RecordKind::Forwarding).await?,
    })
}

fn as_read(line: &str, directory: &UnitDirectory, day: Date) -> UnitsAsRead {
    let list = read_unit_list(line, directory);
    let mut read = UnitsAsRead::default();
    for (unit, typed) in list.units.iter().zip(list.names) {
        match directory.absence_on(*unit, day) {
            None => read.units.extend(directory.get(*unit).map(|unit| unit.name.clone())),
            Some(absence) => read.unknown.push(UnknownUnit {
                typed,
                nearest: absence
                    .instead
                    .iter()
                    .filter_map(|unit| directory.get(*unit))
                    .map(|unit| unit.list_name().to_owned())
                    .collect(),
                absent: Some(absence.words),
            }),
        }
    }
    read.unknown.extend(list.unknown.into_iter().map(|typed| {
        UnknownUnit {
            nearest: directory
                .nearest_on(&typed, SUGGESTIONS, day)
                .into_iter()
                .map(|unit| unit.list_name().to_owned())
                .collect(),
            absent: None,
            typed,
        }
    }));
    read
}

async fn with_names(
    connection: &impl Connection,
    records: Vec<Record>,
) -> Result<Vec<RecordRow>, StoreError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let units: HashMap<_, _> = units::load_all(connection)
        .await?
        .into_iter()
        .map(|unit| (unit.id, unit.list_name().to_owned()))
        .collect();
    let mut people = BTreeSet::new();
    for record in &records {
        people.insert(record.recorded_by);
        people.extend(record.reversal.as_ref().map(|reversal| reversal.by));
    }
    let people = people::names(connection, &people).await?;
    let name = |person| people.get(&person).cloned().unwrap_or_default();
    let rows = records.into_iter().map(|record| RecordRow {
        units: record.units.iter().filter_map(|unit| units.get(unit).cloned()).collect(),
        recorded_by: name(record.recorded_by),
        reversed_by: record.reversal.as_ref().map(|reversal| name(reversal.by)),
        record,
    });
    Ok(rows.collect())
}
