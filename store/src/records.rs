//! Records: facts outside the newsletter. A row is never changed but to be marked as reversed, or no longer.

use std::{collections::HashMap, ops::RangeInclusive};

use domain::{
    calendar::{Month, MonthError},
    id::{ItemId, PersonId, RecordId, RevisionId, UnitId, UpperChannelId},
    points::Points,
    record::{Record, RecordKind, Recorded, Reversal},
    scoring::{Details, Ruling},
};
use sea_orm::{
    ActiveValue::Set,
    QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, IntoCondition, Query},
};

use super::{
    Connection, ROWS_AT_ONCE, StoreError,
    chain::{Kind, covers::cover_many},
    gathered::{self, Beside},
    search::subjects::{self, Entry, Sort},
    units,
};

pub mod channels;

mod record {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "records")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kind: String,
        pub month: String,
        pub date: String,
        pub channel_id: Option<i64>,
        pub office: Option<String>,
        pub ruling: Option<String>,
        pub written_on: Option<String>,
        pub cleared_by: Option<String>,
        pub title: String,
        pub starred: bool,
        pub commissioned: bool,
        pub points: Option<i64>,
        pub reason: Option<String>,
        pub evidence: Option<String>,
        pub count: Option<i32>,
        pub details: Option<String>,
        pub item_id: Option<i64>,
        pub revision_id: Option<i64>,
        pub recorded_by: i64,
        pub recorded_at: i64,
        pub reversed_by: Option<i64>,
        pub reversed_at: Option<i64>,
        pub reversal_reason: Option<String>,
        pub reversed_month: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod record_unit {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "record_units")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: i64,
        pub sort_order: i32,
        /// The record's.
        pub month: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A record to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    pub recorded: Recorded,
    pub details: Details,
    pub month: Month,
    pub date: jiff::civil::Date,
    /// Each once, at least one.
    pub units: Vec<UnitId>,
    pub item: Option<ItemId>,
    pub recorded_by: PersonId,
    pub recorded_at: jiff::Timestamp,
}

/// Keeps a record.
pub async fn insert(connection: &impl Connection, new: NewRecord) -> Result<RecordId, StoreError> {
    let mut ids = insert_many(connection, vec![new]).await?;
    ids.pop().ok_or_else(|| StoreError::broken("records", 0, "没有存下"))
}

/// Keeps records in their order, and answers their numbers in it.
pub async fn insert_many(
    connection: &impl Connection,
    records: Vec<NewRecord>,
) -> Result<Vec<RecordId>, StoreError> {
    let mut ids = Vec::with_capacity(records.len());
    let mut units = Vec::new();
    for new in records {
        let (of_record, month) = (new.units.clone(), new.month.to_string());
        let id = row_of(new)?.insert(connection).await?.id;
        units.extend((1..).zip(of_record).map(|(place, unit)| record_unit::ActiveModel {
            record_id: Set(id),
            unit_id: Set(unit.0),
            sort_order: Set(place),
            month: Set(month.clone()),
        }));
        ids.push(id);
    }
    cover_many(connection, Kind::Record, &ids).await?;
    for units in units.chunks(ROWS_AT_ONCE) {
        record_unit::Entity::insert_many(units.iter().cloned()).exec_without_returning(connection).await?;
    }
    enter(connection, &ids).await?;
    Ok(ids.into_iter().map(RecordId).collect())
}

/// Enters records in the index of words: what was recorded, where and of which units, as these are called now.
pub(crate) async fn enter(connection: &impl Connection, ids: &[i64]) -> Result<(), StoreError> {
    let ids: Vec<RecordId> = ids.iter().copied().map(RecordId).collect();
    let directory = units::directory(connection).await?;
    let entry = |record: Record| {
        let units = record.units.iter().filter_map(|unit| directory.get(*unit));
        let names = units.flat_map(|unit| [unit.name.as_str(), unit.list_name()]);
        Entry {
            subject: record.id.0,
            year: Some(record.month.year()),
            text: record.recorded.words().into_iter().chain(names).collect::<Vec<_>>().join("\n"),
            units: record.units.clone(),
        }
    };
    let entries: Vec<Entry> = find_many(connection, &ids).await?.into_iter().map(entry).collect();
    subjects::enter(connection, Sort::Record, &entries).await
}

/// Marks a record as reversed. Whether it may be is not asked here.
pub async fn reverse(
    connection: &impl Connection,
    id: RecordId,
    reversal: Reversal,
) -> Result<(), StoreError> {
    let row = record::ActiveModel {
        id: Set(id.0),
        reversed_by: Set(Some(reversal.by.0)),
        reversed_at: Set(Some(reversal.at.as_millisecond())),
        reversal_reason: Set(Some(reversal.reason)),
        reversed_month: Set(reversal.month.map(|month| month.to_string())),
        ..Default::default()
    };
    row.update(connection).await?;
    cover_many(connection, Kind::Record, &[id.0]).await
}

/// Takes a reversal back. Whether it may be is not asked here.
pub async fn stand_again(connection: &impl Connection, id: RecordId) -> Result<(), StoreError> {
    let row = record::ActiveModel {
        id: Set(id.0),
        reversed_by: Set(None),
        reversed_at: Set(None),
        reversal_reason: Set(None),
        reversed_month: Set(None),
        ..Default::default()
    };
    row.update(connection).await?;
    cover_many(connection, Kind::Record, &[id.0]).await
}

/// One record.
pub async fn find(connection: &impl Connection, id: RecordId) -> Result<Option<Record>, StoreError> {
    let rows = record::Entity::find_by_id(id.0).all(connection).await?;
    Ok(with_units(connection, rows, record_unit::Column::RecordId.eq(id.0)).await?.pop())
}

/// The records with these ids, those that do not exist left out.
pub async fn find_many(connection: &impl Connection, ids: &[RecordId]) -> Result<Vec<Record>, StoreError> {
    let mut records = Vec::new();
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let ids = ids.iter().map(|id| id.0);
        let rows =
            record::Entity::find().filter(record::Column::Id.is_in(ids.clone())).all(connection).await?;
        records.extend(with_units(connection, rows, record_unit::Column::RecordId.is_in(ids)).await?);
    }
    Ok(records)
}

/// Every record of these months, by day, those that were reversed among them.
pub async fn between(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
) -> Result<Vec<Record>, StoreError> {
    let (first, last) = (months.start().to_string(), months.end().to_string());
    let rows = record::Entity::find()
        .filter(record::Column::Month.between(&first, &last))
        .order_by_asc(record::Column::Date)
        .order_by_asc(record::Column::Id)
        .all(connection)
        .await?;
    with_units(connection, rows, record_unit::Column::Month.between(&first, &last)).await
}

/// A unit's records of these months, by day; not what is about everybody.
pub async fn of_unit(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
    unit: UnitId,
) -> Result<Vec<Record>, StoreError> {
    let (first, last) = (months.start().to_string(), months.end().to_string());
    let mut own = Query::select();
    own.column("record_id")
        .from("record_units")
        .and_where(Expr::col("unit_id").eq(unit.0))
        .and_where(Expr::col("month").between(&first, &last));
    let own_rows = record::Entity::find()
        .filter(record::Column::Id.in_subquery(own.clone()))
        .order_by_asc(record::Column::Date)
        .order_by_asc(record::Column::Id)
        .all(connection)
        .await?;
    with_units(connection, own_rows, record_unit::Column::RecordId.in_subquery(own)).await
}

/// The records that stand, are of a month's days and count in a later month: each with that month, and when it was made.
pub async fn moved_on(
    connection: &impl Connection,
    month: Month,
) -> Result<Vec<(Month, jiff::Timestamp)>, StoreError> {
    let rows: Vec<(i64, String, i64)> = record::Entity::find()
        .select_only()
        .columns([record::Column::Id, record::Column::Month, record::Column::RecordedAt])
        .filter(record::Column::Month.gt(month.to_string()))
        .filter(record::Column::Date.between(format!("{month}-01"), format!("{month}-31")))
        .filter(record::Column::ReversedAt.is_null())
        .order_by_asc(record::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let moved = rows.into_iter().map(|(id, month, at)| {
        let month = month.parse().map_err(|error: MonthError| StoreError::broken("records", id, error))?;
        Ok((month, super::time("records", id, at)?))
    });
    moved.collect()
}

/// Every record about an item, in the order in which they were made.
pub async fn of_item(connection: &impl Connection, item: ItemId) -> Result<Vec<Record>, StoreError> {
    of_items(connection, &[item]).await
}

/// As [`of_item`], of several.
pub async fn of_items(connection: &impl Connection, items: &[ItemId]) -> Result<Vec<Record>, StoreError> {
    let rows = record::Entity::find()
        .filter(record::Column::ItemId.is_in(items.iter().map(|item| item.0)))
        .order_by_asc(record::Column::Id)
        .all(connection)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    with_units(connection, rows, record_unit::Column::RecordId.is_in(ids)).await
}

/// How many records name each channel, the reversed ones among them.
pub async fn counts_by_channel(
    connection: &impl Connection,
) -> Result<HashMap<UpperChannelId, i64>, StoreError> {
    let counts: Vec<(i64, i64)> = record::Entity::find()
        .select_only()
        .column(record::Column::ChannelId)
        .column_as(record::Column::Id.count(), "records")
        .filter(record::Column::ChannelId.is_not_null())
        .group_by(record::Column::ChannelId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counts.into_iter().map(|(channel, records)| (UpperChannelId(channel), records)).collect())
}

/// The offices that were named so far in records of a kind, for suggestions.
pub async fn offices(connection: &impl Connection, kind: RecordKind) -> Result<Vec<String>, StoreError> {
    let offices: Vec<Option<String>> = record::Entity::find()
        .select_only()
        .column(record::Column::Office)
        .filter(record::Column::Kind.eq(kind.code()))
        .filter(record::Column::Office.is_not_null())
        .distinct()
        .order_by_asc(record::Column::Office)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(offices.into_iter().flatten().collect())
}

/// The records of these rows; `units` is where their units are found.
async fn with_units(
    connection: &impl Connection,
    rows: Vec<record::Model>,
    units: impl IntoCondition,
) -> Result<Vec<Record>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut of_record: HashMap<i64, Vec<UnitId>> = HashMap::new();
    let backend = connection.get_database_backend();
    let mut of_these = gathered::table::<record_unit::Entity>(backend);
    of_these.cond_where(units.into_condition());
    let mut tables = Beside::read(connection, [of_these, channels::table(backend)]).await?;
    let mut found: Vec<record_unit::Model> = tables.rows("record_units", 0)?;
    found.sort_by_key(|row| row.sort_order);
    for row in found {
        of_record.entry(row.record_id).or_default().push(UnitId(row.unit_id));
    }
    let channels = channels::channels_of(&mut tables)?;
    let channels = channels.into_iter().map(|channel| (channel.id.0, channel.name)).collect();
    rows.into_iter()
        .map(|row| {
            let units = of_record.remove(&row.id).unwrap_or_default();
            record_of(row, units, &channels)
        })
        .collect()
}

fn row_of(new: NewRecord) -> Result<record::ActiveModel, StoreError> {
    let kind = new.recorded.kind();
    let details = (new.details != Details::NONE).then(|| serde_json::to_string(&new.details)).transpose();
    let details = details.map_err(|error| StoreError::broken("records", 0, error))?;
    let mut row = record::ActiveModel {
        kind: Set(kind.code().to_owned()),
        month: Set(new.month.to_string()),
        date: Set(new.date.to_string()),
        title: Set(String::new()),
        starred: Set(false),
        commissioned: Set(false),
        details: Set(details),
        item_id: Set(new.item.map(|item| item.0)),
        recorded_by: Set(new.recorded_by.0),
        recorded_at: Set(new.recorded_at.as_millisecond()),
        ..Default::default()
    };
    let stored = |count: u32| {
        i32::try_from(count).map_err(|error| StoreError::broken("records", 0, format!("{count}：{error}")))
    };
    match new.recorded {
        Recorded::UpperAdoption { channel, title, starred, commissioned, .. } => {
            row.channel_id = Set(Some(channel.0));
            row.title = Set(title);
            row.starred = Set(starred);
            row.commissioned = Set(commissioned);
        }
        Recorded::Commission { office, title } => {
            row.office = Set(Some(office));
            row.title = Set(title);
        }
        Recorded::Forwarding { office, title, count, revision, cleared_by } => {
            row.office = Set(Some(office));
            row.title = Set(title);
            row.count = Set(Some(stored(count)?));
            row.revision_id = Set(revision.map(|revision| revision.0));
            row.cleared_by = Set(cleared_by);
        }
        Recorded::Instruction { channel, title } => {
            row.written_on = Set(Some(channel).filter(|channel| !channel.is_empty()));
            row.title = Set(title);
        }
        Recorded::Ruling { ruling, reason, evidence } => {
            row.ruling = Set(Some(ruling.code().to_owned()));
            row.reason = Set(Some(reason));
            row.evidence = Set(evidence);
        }
        Recorded::Adjustment { points, reason, evidence } => {
            row.points = Set(Some(points.scaled()));
            row.reason = Set(Some(reason));
            row.evidence = Set(evidence);
        }
        Recorded::Submission { count } => row.count = Set(Some(stored(count)?)),
    }
    Ok(row)
}

fn record_of(
    row: record::Model,
    units: Vec<UnitId>,
    channels: &HashMap<i64, String>,
) -> Result<Record, StoreError> {
    let broken = |fault: String| StoreError::broken("records", row.id, fault);
    let instant = |at| jiff::Timestamp::from_millisecond(at).map_err(|error| broken(error.to_string()));
    let reversal = match (row.reversed_by, row.reversed_at) {
        (Some(by), Some(at)) => {
            let reason = row.reversal_reason.clone().unwrap_or_default();
            let month = row.reversed_month.as_deref().map(str::parse).transpose();
            let month = month.map_err(|error: MonthError| broken(error.to_string()))?;
            Some(Reversal { by: PersonId(by), at: instant(at)?, reason, month })
        }
        _ => None,
    };
    Ok(Record {
        id: RecordId(row.id),
        month: row.month.parse().map_err(|error| broken(format!("{error}")))?,
        date: row.date.parse().map_err(|error| broken(format!("{error}")))?,
        units,
        item: row.item_id.map(ItemId),
        recorded_by: PersonId(row.recorded_by),
        recorded_at: instant(row.recorded_at)?,
        reversal,
        details: match &row.details {
            Some(details) => serde_json::from_str(details).map_err(|error| broken(error.to_string()))?,
            None => Details::NONE,
        },
        recorded: recorded_of(&row, channels).map_err(broken)?,
    })
}

fn recorded_of(row: &record::Model, channels: &HashMap<i64, String>) -> Result<Recorded, String> {
    let kind = RecordKind::from_code(&row.kind).ok_or_else(|| format!("没有“{}”这种记录", row.kind))?;
    let missing = |column: &str| format!("缺少 {column}");
    let office = || row.office.clone().ok_or_else(|| missing("office"));
    let count = || -> Result<u32, String> {
        let count = row.count.ok_or_else(|| missing("count"))?;
        u32::try_from(count).map_err(|error| error.to_string())
    };
    let title = row.title.clone();
    Ok(match kind {
        RecordKind::UpperAdoption => {
            let channel = row.channel_id.ok_or_else(|| missing("channel_id"))?;
            Recorded::UpperAdoption {
                channel: UpperChannelId(channel),
                channel_name: channels.get(&channel).cloned().ok_or_else(|| missing("upper_channels"))?,
                title,
                starred: row.starred,
                commissioned: row.commissioned,
            }
        }
        RecordKind::Commission => Recorded::Commission { office: office()?, title },
        RecordKind::Forwarding => Recorded::Forwarding {
            office: office()?,
            title,
            count: count()?,
            revision: row.revision_id.map(RevisionId),
            cleared_by: row.cleared_by.clone(),
        },
        RecordKind::Instruction => {
            Recorded::Instruction { channel: row.written_on.clone().unwrap_or_default(), title }
        }
        RecordKind::Ruling => {
            let code = row.ruling.clone().ok_or_else(|| missing("ruling"))?;
            Recorded::Ruling {
                ruling: Ruling::from_code(&code).ok_or_else(|| format!("没有“{code}”这种处理"))?,
                reason: row.reason.clone().ok_or_else(|| missing("reason"))?,
                evidence: row.evidence.clone(),
            }
        }
        RecordKind::Adjustment => Recorded::Adjustment {
            points: Points::from_scaled(row.points.ok_or_else(|| missing("points"))?),
            reason: row.reason.clone().ok_or_else(|| missing("reason"))?,
            evidence: row.evidence.clone(),
        },
        RecordKind::Submission => Recorded::Submission { count: count()? },
    })
}
