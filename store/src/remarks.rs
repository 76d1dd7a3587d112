//! What a month's remarks are drawn from: what was sent, and what was returned for which reason.

use domain::{calendar::Month, id::UnitId, reason::ReasonKind};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use super::{Connection, StoreError, time};

/// An item that counts as submitted in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentItem {
    pub unit: UnitId,
    pub title: String,
    pub at: jiff::Timestamp,
}

/// The items that 上报篇数 of the month counts, in the order in which they came.
pub async fn sent(connection: &impl Connection, month: Month) -> Result<Vec<SentItem>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "submitting_unit_id", "list_title", "first_reached_at"])
        .from("items")
        .and_where(Expr::col("first_reached_month").eq(month.to_string()))
        .and_where(Expr::col("reached_at").is_not_null())
        .and_where(Expr::col("first_reached_at").is_not_null())
        .order_by("first_reached_at", Order::Asc)
        .order_by("id", Order::Asc);
    let rows = connection.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            Ok(SentItem {
                unit: UnitId(row.try_get("", "submitting_unit_id")?),
                title: row.try_get("", "list_title")?,
                at: time("items", row.try_get("", "id")?, row.try_get("", "first_reached_at")?)?,
            })
        })
        .collect()
}

/// The reasons for which units' items were returned or rejected in the month, each once for an item.
pub async fn returned(
    connection: &impl Connection,
    month: Month,
) -> Result<Vec<(UnitId, ReasonKind)>, StoreError> {
    let mut select = Query::select();
    select
        .distinct()
        .columns(["unit_id", "item_id", "kind"])
        .from("item_reasons")
        .and_where(Expr::col("month").eq(month.to_string()))
        .order_by("unit_id", Order::Asc)
        .order_by("item_id", Order::Asc)
        .order_by("kind", Order::Asc);
    let rows = connection.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let item: i64 = row.try_get("", "item_id")?;
            let code: String = row.try_get("", "kind")?;
            let kind = ReasonKind::from_code(&code);
            let kind =
                kind.ok_or_else(|| StoreError::broken("item_reasons", item, format!("没有“{code}”")))?;
            Ok((UnitId(row.try_get("", "unit_id")?), kind))
        })
        .collect()
}
