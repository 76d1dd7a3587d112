//! Higher offices' publications (上级刊物).

use domain::{id::UpperChannelId, record::UpperChannel};
use sea_orm::{ActiveValue::Set, DbBackend, entity::prelude::*, sea_query::SelectStatement};

use super::{Connection, StoreError};
use crate::gathered::{self, Beside};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "upper_channels")]
pub struct Model {
    #[sea_orm(primary_key)]
    id: i64,
    name: String,
    sort_order: i32,
    #[serde(deserialize_with = "gathered::truth")]
    active: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// All channels in their order, the retired ones among them.
pub async fn all(connection: &impl Connection) -> Result<Vec<UpperChannel>, StoreError> {
    channels_of(&mut Beside::read(connection, [table(connection.get_database_backend())]).await?)
}

/// What [`channels_of`] reads.
pub(crate) fn table(backend: DbBackend) -> SelectStatement {
    gathered::table::<Entity>(backend)
}

/// All channels in their order, the retired ones among them.
pub(crate) fn channels_of(tables: &mut Beside) -> Result<Vec<UpperChannel>, StoreError> {
    let mut rows: Vec<Model> = tables.rows("upper_channels", 0)?;
    rows.sort_by_key(|row| (row.sort_order, row.id));
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
