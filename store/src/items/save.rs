//! What changes an item. Each function writes over the version it was given, or nothing: where somebody was
//! faster it answers [`StoreError::Stale`]. The item passed in is brought up to date.

use domain::{
    attribution::Attribution,
    calendar::Month,
    clearance::Clearance,
    id::{ItemId, PersonId, RevisionId, UnitId},
    item::{Cover, CreditDecision, Item, ItemText, Kind},
    scoring::Details,
    subject::Subject,
    workflow::State,
};
use jiff::civil::Date;
use sea_orm::{
    ActiveValue::Set,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{details_column, names, position, row, text_columns, to_json, with_cover};
use crate::{Connection, ROWS_AT_ONCE, StoreError, chain, likeness, revisions, search};

mod unit_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_units")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Saves a state and nothing else.
pub async fn save_state(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    save_with_state(connection, item, state, Default::default(), at).await
}

/// Saves that an item was sent, by whom; the reason of an earlier return is forgotten. `reached` where it has
/// reached the office by it: the office's day, in whose month it counts where it never reached it before.
pub async fn save_sent(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    sender: PersonId,
    reached: Option<Date>,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns =
        row::ActiveModel { sent_by: Set(Some(sender.0)), return_reason: Set(None), ..Default::default() };
    item.sent_by = Some(sender);
    match reached {
        None => save_with_state(connection, item, state, columns, at).await,
        Some(day) => save_reached_with(connection, item, state, day, columns, at).await,
    }
}

/// Saves that an item has reached the office, by whomever it was sent.
pub async fn save_reached(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    day: Date,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    save_reached_with(connection, item, state, day, Default::default(), at).await
}

/// Saves in which month an item counts as sent: another than that in which it first reached the office, where that
/// was closed.
pub async fn count_in(connection: &impl Connection, item: ItemId, month: Month) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::FirstReachedMonth, Expr::val(month.to_string()))
        .filter(row::Column::Id.eq(item.0))
        .exec(connection)
        .await?;
    Ok(())
}

/// Saves as what kind an item counts as sent; whether that is another than before.
pub async fn set_reached_kind(
    connection: &impl Connection,
    item: ItemId,
    kind: Kind,
) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(row::Column::FirstReachedKind, Expr::val(kind.code()))
        .filter(row::Column::Id.eq(item.0))
        .filter(row::Column::FirstReachedKind.ne(kind.code()))
        .exec(connection)
        .await?;
    Ok(result.rows_affected > 0)
}

/// Saves that an item was withdrawn: it no longer counts as sent.
pub async fn save_withdrawn(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel {
        sent_by: Set(None),
        reached_at: Set(None),
        first_reached_kind: Set(None),
        ..Default::default()
    };
    item.sent_by = None;
    item.has_reached = false;
    save_with_state(connection, item, state, columns, at).await
}

/// Saves that an item was returned, and why.
pub async fn save_returned(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    reason: String,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel { return_reason: Set(Some(reason)), ..Default::default() };
    save_with_state(connection, item, state, columns, at).await
}

/// Saves that a return was taken back.
pub async fn save_not_returned(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel { return_reason: Set(None), ..Default::default() };
    save_with_state(connection, item, state, columns, at).await
}

/// Saves that an item went into another (`Some`) or is on its own again (`None`).
pub async fn save_combined(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    into: Option<ItemId>,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel { combined_into: Set(into.map(|item| item.0)), ..Default::default() };
    item.combined_into = into;
    save_with_state(connection, item, state, columns, at).await
}

/// Saves a text as a new revision. An earlier clearance is void by it, without being forgotten.
pub async fn save_text(
    connection: &impl Connection,
    item: &mut Item,
    text: ItemText,
    attribution: Attribution,
    writer: PersonId,
    at: jiff::Timestamp,
) -> Result<RevisionId, StoreError> {
    if text.kind != item.text.kind {
        refuse_other_section(connection, item.id, text.kind).await?;
    }
    let columns = text_columns(&text, &attribution)?;
    let revision = revisions::append(connection, item.id, &text, writer, at).await?;
    let columns =
        row::ActiveModel { revision_id: Set(Some(revision.0)), awaits_clearance: Set(true), ..columns };
    update(connection, item, columns, at).await?;
    item.text = text;
    item.attribution = attribution;
    item.revision = revision;
    if !item.writers.contains(&writer) {
        item.writers.push(writer);
    }
    set_units(connection, item).await?;
    search::index(connection, item).await?;
    likeness::keep(connection, item.id, &likeness::of(&item.text)).await?;
    Ok(revision)
}

/// Enters items for searching as they stand in an issue that was printed before they were placed in it.
pub async fn enter_as_printed(connection: &impl Connection, items: &[Item]) -> Result<(), StoreError> {
    for items in items.chunks(ROWS_AT_ONCE) {
        search::index_many(connection, items).await?;
    }
    Ok(())
}

/// A placed item has the kind of its section, whoever saves it: what is printed as one is not credited as the other.
async fn refuse_other_section(
    connection: &impl Connection,
    item: ItemId,
    kind: Kind,
) -> Result<(), StoreError> {
    let query = Query::select()
        .column(("sections", "kind"))
        .from("placements")
        .inner_join("sections", Expr::col(("sections", "id")).equals(("placements", "section_id")))
        .and_where(Expr::col(("placements", "item_id")).eq(item.0))
        .to_owned();
    let Some(row) = connection.query_one(&query).await? else { return Ok(()) };
    let section: String = row.try_get_by_index(0)?;
    if section == kind.code() {
        return Ok(());
    }
    Err(StoreError::broken("placements", item.0, format!("“{}”不能留在另一体裁的栏目里", kind.label())))
}

/// Saves what the office needs to know with an item.
pub async fn save_cover(
    connection: &impl Connection,
    item: &mut Item,
    cover: Cover,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    update(connection, item, with_cover(&cover, Default::default()), at).await?;
    item.cover = cover;
    Ok(())
}

/// Saves what an attribution line is now understood to mean; the text is the same, and so is its revision.
pub async fn save_attribution(
    connection: &impl Connection,
    item: &mut Item,
    attribution: Attribution,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel { attribution: Set(to_json(&attribution)?), ..Default::default() };
    update(connection, item, columns, at).await?;
    item.attribution = attribution;
    set_units(connection, item).await
}

/// Saves a clearer's decision on the present text.
pub async fn set_clearance(
    connection: &impl Connection,
    item: &mut Item,
    clearance: Clearance,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel {
        clearance: Set(Some(to_json(&clearance)?)),
        awaits_clearance: Set(clearance.is_void_for(item.revision)),
        ..Default::default()
    };
    let decided_on = clearance.revision.0;
    item.clearance = Some(clearance);
    update(connection, item, columns, at).await?;
    chain::covers::cover(connection, chain::Kind::ClearedText, decided_on).await?;
    chain::covers::cover(connection, chain::Kind::Clearance, item.id.0).await
}

/// Saves which units are credited instead of the attribution's; `None` for the attribution's again.
pub async fn set_credit(
    connection: &impl Connection,
    item: &mut Item,
    credit: Option<CreditDecision>,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let json = credit.as_ref().map(to_json).transpose()?;
    let columns = row::ActiveModel { credit: Set(json), ..Default::default() };
    item.credit = credit;
    update(connection, item, columns, at).await
}

/// Saves what rules may ask about an item's adoption.
pub async fn set_details(
    connection: &impl Connection,
    item: &mut Item,
    details: Details,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel { details: Set(details_column(&details)?), ..Default::default() };
    item.details = details;
    update(connection, item, columns, at).await
}

/// Keeps the known units of an item's attribution, for filters, and its unknown names, for those who resolve them.
pub(super) async fn set_units(connection: &impl Connection, item: &Item) -> Result<(), StoreError> {
    unit_row::Entity::delete_many().filter(unit_row::Column::ItemId.eq(item.id.0)).exec(connection).await?;
    names::remove(connection, item.id).await?;
    add_units(connection, std::slice::from_ref(item)).await
}

/// As [`set_units`], of items that have none yet.
pub(super) async fn add_units(connection: &impl Connection, items: &[Item]) -> Result<(), StoreError> {
    let of_item = |item: &Item| {
        let id = item.id.0;
        let row = move |unit: UnitId| unit_row::ActiveModel { item_id: Set(id), unit_id: Set(unit.0) };
        item.attribution.units().into_iter().map(row)
    };
    let rows: Vec<_> = items.iter().flat_map(of_item).collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        unit_row::Entity::insert_many(rows.iter().cloned()).exec_without_returning(connection).await?;
    }
    names::add(connection, items).await
}

async fn save_reached_with(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    day: Date,
    columns: row::ActiveModel,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let now = at.as_millisecond();
    let columns =
        row::ActiveModel { reached_at: Set(Some(now)), position: Set(position(at, item.id)), ..columns };
    // What is indexed for searching is found by its position: it goes before that changes.
    search::remove(connection, item.id).await?;
    item.has_reached = true;
    save_with_state(connection, item, state, columns, at).await?;
    row::Entity::update_many()
        .col_expr(row::Column::FirstReachedAt, Expr::val(now))
        .col_expr(row::Column::FirstReachedMonth, Expr::val(Month::of(day).to_string()))
        .col_expr(row::Column::FirstReachedDay, Expr::val(day.to_string()))
        .filter(row::Column::Id.eq(item.id.0))
        .filter(row::Column::FirstReachedAt.is_null())
        .exec(connection)
        .await?;
    row::Entity::update_many()
        .col_expr(row::Column::FirstReachedKind, Expr::val(item.text.kind.code()))
        .filter(row::Column::Id.eq(item.id.0))
        .filter(row::Column::FirstReachedKind.is_null())
        .exec(connection)
        .await?;
    Ok(())
}

async fn save_with_state(
    connection: &impl Connection,
    item: &mut Item,
    state: State,
    columns: row::ActiveModel,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns = row::ActiveModel { state: Set(state.code().to_owned()), ..columns };
    update(connection, item, columns, at).await?;
    item.state = state;
    search::index(connection, item).await
}

/// The one update: over the version that was loaded, or not at all.
async fn update(
    connection: &impl Connection,
    item: &mut Item,
    columns: row::ActiveModel,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let columns =
        row::ActiveModel { version: Set(item.version + 1), updated_at: Set(at.as_millisecond()), ..columns };
    let result = row::Entity::update_many()
        .set(columns)
        .filter(row::Column::Id.eq(item.id.0))
        .filter(row::Column::Version.eq(item.version))
        .exec(connection)
        .await?;
    if result.rows_affected == 0 {
        return Err(StoreError::Stale { thing: "这篇稿件", subject: Subject::Item(item.id) });
    }
    item.version += 1;
    Ok(())
}
