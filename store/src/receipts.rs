//! Which upper channels' adoptions have come for a month.

use std::ops::RangeInclusive;

use domain::{
    calendar::Month,
    id::{PersonId, UpperChannelId},
    record::UpperReceipt,
};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use super::{Connection, StoreError, time};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "upper_receipts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub channel_id: i64,
        pub is_empty: bool,
        pub received_by: i64,
        pub received_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The receipts of these months.
pub async fn between(
    connection: &impl Connection,
    months: RangeInclusive<Month>,
) -> Result<Vec<UpperReceipt>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Month.between(months.start().to_string(), months.end().to_string()))
        .order_by_asc(row::Column::Month)
        .order_by_asc(row::Column::ChannelId)
        .all(connection)
        .await?;
    rows.into_iter().map(receipt_of).collect()
}

/// Keeps a receipt in the place of an earlier one.
pub async fn keep(connection: &impl Connection, receipt: &UpperReceipt) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        month: Set(receipt.month.to_string()),
        channel_id: Set(receipt.channel.0),
        is_empty: Set(receipt.nothing),
        received_by: Set(receipt.by.0),
        received_at: Set(receipt.at.as_millisecond()),
    };
    let replaced = [row::Column::IsEmpty, row::Column::ReceivedBy, row::Column::ReceivedAt];
    let key = [row::Column::Month, row::Column::ChannelId];
    row::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).update_columns(replaced).to_owned())
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

/// Takes a receipt back.
pub async fn remove(
    connection: &impl Connection,
    month: Month,
    channel: UpperChannelId,
) -> Result<(), StoreError> {
    row::Entity::delete_by_id((month.to_string(), channel.0)).exec(connection).await?;
    Ok(())
}

fn receipt_of(row: row::Model) -> Result<UpperReceipt, StoreError> {
    let month = row.month.parse();
    Ok(UpperReceipt {
        month: month.map_err(|error| StoreError::broken("upper_receipts", row.channel_id, error))?,
        channel: UpperChannelId(row.channel_id),
        nothing: row.is_empty,
        by: PersonId(row.received_by),
        at: time("upper_receipts", row.channel_id, row.received_at)?,
    })
}
