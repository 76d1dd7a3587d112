//! Pieces that show how one writes (范文): what higher offices printed, and what came out last.

use domain::{
    calendar::Month,
    id::{IssueId, ItemId},
    issue::IssueState,
    item::Kind,
    record::RecordKind,
    workflow::State,
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, IntoColumnRef, Order, Query, SelectStatement};

use crate::{Connection, StoreError, issues};

/// A printed piece that is worth reading before one writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemplary {
    pub item: ItemId,
    pub issue: IssueId,
    pub title: String,
    /// 2024年第9期
    pub printed_in: String,
    /// The higher office's publication that took it up as well, if one did.
    pub channel: Option<String>,
}

/// So many pieces of a kind that readers may see: those first that a channel printed since that month, the newest before
/// the others, then what came out last.
pub async fn exemplary(
    connection: &impl Connection,
    kind: Kind,
    since: Month,
    most: usize,
) -> Result<Vec<Exemplary>, StoreError> {
    let mut taken_up = printed(kind);
    taken_up
        .expr_as(Func::max(Expr::col(("upper_channels", "name"))), "channel")
        .inner_join("records", Expr::col(("records", "item_id")).equals(("items", "id")))
        .inner_join("upper_channels", Expr::col(("upper_channels", "id")).equals(("records", "channel_id")))
        .and_where(Expr::col(("records", "kind")).eq(RecordKind::UpperAdoption.code()))
        .and_where(Expr::col(("records", "month")).gte(since.to_string()))
        .and_where(Expr::col(("records", "reversed_at")).is_null())
        .group_by_columns(COLUMNS.map(IntoColumnRef::into_column_ref))
        .group_by_columns(issues::numbers::COLUMNS.map(|column| ("issues", column)))
        .order_by_expr(Func::max(Expr::col(("records", "date"))).into(), Order::Desc)
        .order_by(("items", "id"), Order::Desc)
        .limit(most as u64);
    let mut newest = Query::select();
    newest
        .column("id")
        .from("issues")
        .and_where(Expr::col("state").eq(IssueState::Published.code()))
        .and_where(Expr::col("published_at").is_not_null())
        .order_by("date", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(NEWEST);
    let mut last = printed(kind);
    last.and_where(Expr::col(("issues", "id")).in_subquery(newest))
        .expr_as(Expr::null().cast_as(Alias::new("text")), "channel")
        .order_by(("issues", "date"), Order::Desc)
        .order_by(("issues", "id"), Order::Desc)
        .order_by(("items", "id"), Order::Asc)
        .limit(2 * most as u64);
    let mut found = pieces(connection, &taken_up).await?;
    if found.len() < most {
        for piece in pieces(connection, &last).await? {
            if found.iter().all(|known| known.item != piece.item) {
                found.push(piece);
            }
        }
        found.truncate(most);
    }
    Ok(found)
}

/// In so many issues the newest pieces are looked for: no more are read, however many there are.
const NEWEST: u64 = 6;

const COLUMNS: [(&str, &str); 4] =
    [("items", "id"), ("items", "list_title"), ("issues", "id"), ("issues", "date")];

/// The pieces of a kind that stand in issues which readers see.
fn printed(kind: Kind) -> SelectStatement {
    let mut select = Query::select();
    select
        .columns(COLUMNS)
        .columns(issues::numbers::COLUMNS.map(|column| ("issues", column)))
        .from("items")
        .inner_join("placements", Expr::col(("placements", "item_id")).equals(("items", "id")))
        .inner_join("issues", Expr::col(("issues", "id")).equals(("placements", "issue_id")))
        .and_where(Expr::col(("items", "kind")).eq(kind.code()))
        .and_where(Expr::col(("items", "state")).eq(State::Adopted.code()))
        .and_where(Expr::col(("issues", "state")).eq(IssueState::Published.code()))
        .and_where(Expr::col(("issues", "published_at")).is_not_null());
    select
}

async fn pieces(
    connection: &impl Connection,
    select: &SelectStatement,
) -> Result<Vec<Exemplary>, StoreError> {
    let rows = connection.query_all(select).await?;
    let pieces = rows.into_iter().map(|row| {
        let issue: i64 = row.try_get_by_index(2)?;
        Ok(Exemplary {
            item: ItemId(row.try_get_by_index(0)?),
            title: row.try_get_by_index(1)?,
            issue: IssueId(issue),
            printed_in: issues::numbers::label(&row, issue)?,
            channel: row.try_get("", "channel")?,
        })
    });
    pieces.collect()
}
