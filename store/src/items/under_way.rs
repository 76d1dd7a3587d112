//! Items that are not yet in print, by the units that they name.

use domain::{
    id::{ItemId, UnitId},
    workflow::State,
};
use sea_orm::{
    JoinType,
    sea_query::{Expr, ExprTrait, Order, Query},
};

use crate::{Connection, StoreError};

/// States in which an item may still come to print.
const UNDER_WAY: [State; 7] = [
    State::Draft,
    State::Returned,
    State::UnitReview,
    State::Submitted,
    State::Editing,
    State::Shortlisted,
    State::Placed,
];

/// The items that name a unit and may still be printed, the latest first: id, title, state.
pub async fn under_way_of(
    connection: &impl Connection,
    unit: UnitId,
) -> Result<Vec<(ItemId, String, State)>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "list_title", "state"].map(|column| ("items", column)))
        .from("items")
        .join(JoinType::InnerJoin, "item_units", Expr::col(("item_units", "item_id")).equals(("items", "id")))
        .and_where(Expr::col(("item_units", "unit_id")).eq(unit.0))
        .and_where(Expr::col(("items", "state")).is_in(UNDER_WAY.map(State::code)))
        .order_by(("items", "position"), Order::Desc);
    let rows = connection.query_all(&select).await?;
    let items = rows.iter().map(|row| {
        let (id, title, state): (i64, String, String) = row.try_get_many_by_index()?;
        let state = State::from_code(&state)
            .ok_or_else(|| StoreError::broken("items", id, format!("没有“{state}”这个状态")))?;
        Ok((ItemId(id), title, state))
    });
    items.collect()
}
