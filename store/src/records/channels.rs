//! Higher offices' publications (上级刊物).

use domain::{id::UpperChannelId, record::UpperChannel};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

use super::{Connection, StoreError};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upper_channels")]
pub struct Model {
    #[sea_orm(primary_key)]
    id: i64,
    name: String,
    sort_order: i32,
    active: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// All channels in their order, the retired ones among them.
pub async fn all(connection: &impl Connection) -> Result<Vec<UpperChannel>, StoreError> {
    let rows =
        Entity::find().order_by_asc(Column::SortOrder).order_by_asc(Column::Id).all(connection).await?;
    Ok(rows.into_iter().map(channel_of).collect())
}

/// Adds a channel at the end of the order.
pub async fn insert(
    connection: &impl Connection,
    name: &str,
    order: i32,
) -> Result<UpperChannelId, StoreError> {
    let row = ActiveModel {
        name: Set(name.to_owned()),
        sort_order: Set(order),
        active: Set(true),
        ..Default::default()
    };
    Ok(UpperChannelId(row.insert(connection).await?.id))
}

/// Changes a channel's place and whether it is offered. Its name stays: the ledger has it in its words.
pub async fn update(connection: &impl Connection, channel: &UpperChannel) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(channel.id.0),
        sort_order: Set(channel.order),
        active: Set(channel.active),
        ..Default::default()
    };
    row.update(connection).await?;
    Ok(())
}

fn channel_of(row: Model) -> UpperChannel {
    UpperChannel { id: UpperChannelId(row.id), name: row.name, order: row.sort_order, active: row.active }
}
