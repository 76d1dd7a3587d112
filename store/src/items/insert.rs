//! New items, one or many at once, each with its first revision.

use std::collections::HashMap;

use domain::{
    attribution::Attribution,
    id::{ItemId, PersonId, RevisionId, UnitId},
    item::{Cover, Item, ItemText},
    scoring::Details,
    workflow::State,
};
use sea_orm::{ActiveValue::Set, Statement, Value, entity::prelude::*};

use super::{details_column, first_position, position, row, save, text_columns, with_cover};
use crate::{Connection, ROWS_AT_ONCE, StoreError, likeness, revisions, search, value_places};

/// An item to be kept.
#[derive(Clone, Debug)]
pub struct NewItem {
    pub submitting_unit: UnitId,
    pub text: ItemText,
    pub attribution: Attribution,
    pub cover: Cover,
    /// A draft, or what an item from before the program has come to.
    pub state: State,
    pub details: Details,
    pub drafted_by: PersonId,
    pub at: jiff::Timestamp,
}

/// Keeps an item with its first revision.
pub async fn insert(connection: &impl Connection, new: NewItem) -> Result<Item, StoreError> {
    let mut items = insert_many(connection, vec![new]).await?;
    items.pop().ok_or_else(|| StoreError::broken("items", 0, "没有存下"))
}

/// Keeps items in their order, each with its first revision.
pub async fn insert_many(connection: &impl Connection, new: Vec<NewItem>) -> Result<Vec<Item>, StoreError> {
    let mut items = Vec::with_capacity(new.len());
    let mut new = new.into_iter().peekable();
    while new.peek().is_some() {
        items.extend(insert_some(connection, new.by_ref().take(ROWS_AT_ONCE).collect()).await?);
    }
    Ok(items)
}

async fn insert_some(connection: &impl Connection, new: Vec<NewItem>) -> Result<Vec<Item>, StoreError> {
    // An item's true position needs its id; until then it has a negative one, which no other transaction sees.
    let provisional = |new: &NewItem, place: i64| -(first_position(new.at) + place);
    let rows = new.iter().zip(0..).map(|(new, place)| row_of(new, provisional(new, place)));
    let rows = row::Entity::insert_many(rows.collect::<Result<Vec<_>, _>>()?);
    let rows = rows.exec_with_returning(connection).await?;
    let ids: HashMap<i64, ItemId> = rows.iter().map(|row| (row.position, ItemId(row.id))).collect();
    let mut items = Vec::with_capacity(new.len());
    let mut positions: Vec<Value> = Vec::with_capacity(new.len() * 2);
    for (new, place) in new.into_iter().zip(0..) {
        let id = ids.get(&provisional(&new, place)).copied();
        let id = id.ok_or_else(|| StoreError::broken("items", 0, "没有存下"))?;
        positions.extend([id.0.into(), position(new.at, id).into()]);
        items.push((new.at, item_of(id, new)));
    }
    revisions::insert_first(connection, &items).await?;
    let set = format!(
        "WITH entered (id, position) AS (VALUES {}) UPDATE items SET position = entered.position, \
         revision_id = (SELECT id FROM revisions WHERE item_id = entered.id) \
         FROM entered WHERE items.id = entered.id RETURNING items.id, items.revision_id",
        value_places(items.len(), 2)
    );
    let set = Statement::from_sql_and_values(connection.get_database_backend(), set, positions);
    let mut revisions = HashMap::with_capacity(items.len());
    for row in connection.query_all_raw(set).await? {
        revisions.insert(ItemId(row.try_get_by_index(0)?), RevisionId(row.try_get_by_index(1)?));
    }
    let mut items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
    for item in &mut items {
        let revision = revisions.get(&item.id).copied();
        item.revision = revision.ok_or_else(|| StoreError::broken("items", item.id.0, "没有修改稿"))?;
    }
    save::add_units(connection, &items).await?;
    search::index_many(connection, &items).await?;
    let prints: Vec<_> = items.iter().map(|item| (item.id, likeness::of(&item.text))).collect();
    likeness::keep_new(connection, &prints).await?;
    Ok(items)
}

fn row_of(new: &NewItem, position: i64) -> Result<row::ActiveModel, StoreError> {
    let now = new.at.as_millisecond();
    Ok(row::ActiveModel {
        version: Set(1),
        state: Set(new.state.code().to_owned()),
        submitting_unit_id: Set(new.submitting_unit.0),
        details: Set(details_column(&new.details)?),
        drafted_by: Set(new.drafted_by.0),
        position: Set(position),
        awaits_clearance: Set(true),
        created_at: Set(now),
        updated_at: Set(now),
        ..with_cover(&new.cover, text_columns(&new.text, &new.attribution)?)
    })
}

/// The item as it was just kept; its revision is not known yet.
fn item_of(id: ItemId, new: NewItem) -> Item {
    Item {
        id,
        version: 1,
        state: new.state,
        submitting_unit: new.submitting_unit,
        text: new.text,
        revision: RevisionId(0),
        attribution: new.attribution,
        cover: new.cover,
        credit: None,
        details: new.details,
        drafted_by: new.drafted_by,
        sent_by: None,
        has_reached: false,
        writers: vec![new.drafted_by],
        menders: Vec::new(),
        author_statements: Vec::new(),
        clearance: None,
        placed_in: None,
        combined_into: None,
    }
}
