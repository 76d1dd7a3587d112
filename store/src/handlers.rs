//! 主办: which editor is in charge of an item, who set that, and what it was before the last change.
//!
//! Who can be in charge is not known here: whoever asks says who can.

use std::collections::HashMap;

use domain::{
    id::{ItemId, PersonId},
    workflow::State,
};
use sea_orm::{
    ActiveValue::Set,
    FromQueryResult, QueryOrder, Statement,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};

use super::{Connection, StoreError, optional_time, time};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "item_handlers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        pub handler_id: Option<i64>,
        pub since_at: i64,
        pub set_by: Option<i64>,
        pub word: Option<String>,
        pub is_new: bool,
        pub former_id: Option<i64>,
        pub former_since_at: i64,
        pub former_by: Option<i64>,
        pub former_word: Option<String>,
        pub former_is_new: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

const TABLE: &str = "item_handlers";

/// In the place of since when somebody was in charge before: the last change was taken back, and nothing is left to be.
const TAKEN_BACK: i64 = -1;

/// Who is in charge of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handling {
    /// `None` where it was put down.
    pub handler: Option<PersonId>,
    pub since: jiff::Timestamp,
    /// Who set it: the editor in charge, or whoever handed it on.
    pub set_by: Option<PersonId>,
    pub word: Option<String>,
    /// It was handed on, and the editor has not opened it since.
    pub is_new: bool,
}

/// Whose items are meant. Nobody is in charge of one whose editor cannot be any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handled {
    By(PersonId),
    /// None of these, who are all that can be in charge.
    ByNoneOf(Vec<PersonId>),
}

impl Handled {
    /// As a condition on rows of `items`.
    pub(crate) fn sql(&self) -> String {
        match self {
            Self::By(person) => {
                format!("items.id IN (SELECT item_id FROM item_handlers WHERE handler_id = {})", person.0)
            }
            Self::ByNoneOf(people) => {
                let people: Vec<String> = people.iter().map(|person| person.0.to_string()).collect();
                let people = if people.is_empty() { "0".to_owned() } else { people.join(", ") };
                format!(
                    "NOT EXISTS (SELECT 1 FROM item_handlers WHERE item_handlers.item_id = items.id \
                     AND item_handlers.handler_id IN ({people}))"
                )
            }
        }
    }
}

/// Who is in charge of these items; one of which nobody ever was is missing.
pub async fn of(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<HashMap<ItemId, Handling>, StoreError> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = items.iter().map(|item| item.0);
    let rows = row::Entity::find().filter(row::Column::ItemId.is_in(ids)).all(connection).await?;
    rows.into_iter().map(|row| Ok((ItemId(row.item_id), present(&row)?))).collect()
}

/// Sets who is in charge of an item; what it was before stays beside it.
pub async fn set(connection: &impl Connection, item: ItemId, new: Handling) -> Result<(), StoreError> {
    let former = row::Entity::find_by_id(item.0).one(connection).await?;
    let row = row::ActiveModel {
        former_id: Set(former.as_ref().and_then(|row| row.handler_id)),
        former_since_at: Set(former.as_ref().map_or(0, |row| row.since_at)),
        former_by: Set(former.as_ref().and_then(|row| row.set_by)),
        former_is_new: Set(former.as_ref().is_some_and(|row| row.is_new)),
        former_word: Set(former.and_then(|row| row.word)),
        ..columns(item, &new)
    };
    let again = OnConflict::column(row::Column::ItemId)
        .update_columns([
            row::Column::HandlerId,
            row::Column::SinceAt,
            row::Column::SetBy,
            row::Column::Word,
            row::Column::IsNew,
            row::Column::FormerId,
            row::Column::FormerSinceAt,
            row::Column::FormerBy,
            row::Column::FormerWord,
            row::Column::FormerIsNew,
        ])
        .to_owned();
    row::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes the last change back, where this person made it; answers what holds then. `None` where somebody else has changed
/// it since, or nothing is left to be taken back.
pub async fn take_back(
    connection: &impl Connection,
    item: ItemId,
    by: PersonId,
) -> Result<Option<Handling>, StoreError> {
    let row = row::Entity::find_by_id(item.0).one(connection).await?;
    let is_theirs = |row: &row::Model| row.set_by == Some(by.0) && row.former_since_at != TAKEN_BACK;
    let Some(row) = row.filter(is_theirs) else { return Ok(None) };
    let former = Handling {
        handler: row.former_id.map(PersonId),
        since: time(TABLE, item.0, row.former_since_at)?,
        set_by: row.former_by.map(PersonId),
        word: row.former_word,
        is_new: row.former_is_new,
    };
    let nothing = Handling { handler: None, since: former.since, set_by: None, word: None, is_new: false };
    let before = row::ActiveModel {
        former_id: Set(None),
        former_since_at: Set(TAKEN_BACK),
        former_by: Set(None),
        former_word: Set(None),
        former_is_new: Set(false),
        ..columns(item, &former)
    };
    // Where nobody was ever in charge there is no row again.
    if former == nothing {
        row::Entity::delete_by_id(item.0).exec(connection).await?;
    } else {
        before.update(connection).await?;
    }
    Ok(Some(former))
}

/// Keeps that the editor has opened what was handed on to them; whether that is new.
pub async fn open(connection: &impl Connection, item: ItemId, handler: PersonId) -> Result<bool, StoreError> {
    let result = row::Entity::update_many()
        .col_expr(row::Column::IsNew, Expr::val(false))
        .filter(row::Column::ItemId.eq(item.0))
        .filter(row::Column::HandlerId.eq(handler.0))
        .filter(row::Column::IsNew.eq(true))
        .exec(connection)
        .await?;
    Ok(result.rows_affected > 0)
}

/// Forgets all of an item.
pub async fn forget(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    row::Entity::delete_by_id(item.0).exec(connection).await?;
    Ok(())
}

/// What was handed on to an editor and not opened yet, the oldest first.
pub async fn handed_to(
    connection: &impl Connection,
    handler: PersonId,
) -> Result<Vec<(ItemId, Handling)>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::HandlerId.eq(handler.0))
        .filter(row::Column::IsNew.eq(true))
        .order_by_asc(row::Column::SinceAt)
        .order_by_asc(row::Column::ItemId)
        .all(connection)
        .await?;
    rows.into_iter().map(|row| Ok((ItemId(row.item_id), present(&row)?))).collect()
}

/// How many items somebody has in hand in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InHand {
    pub handler: PersonId,
    pub state: State,
    pub count: u32,
    /// When the one arrived that has waited for longest.
    pub since: Option<jiff::Timestamp>,
}

#[derive(Debug, FromQueryResult)]
struct Counted {
    handler: i64,
    state: String,
    number: i64,
    since: Option<i64>,
}

/// How many items in these states everybody has in hand. What nobody has is not looked at: it may be very much.
pub async fn load(connection: &impl Connection, states: &[State]) -> Result<Vec<InHand>, StoreError> {
    let states: Vec<String> = states.iter().map(|state| format!("'{}'", state.code())).collect();
    let sql = format!(
        "SELECT item_handlers.handler_id AS handler, items.state AS state, COUNT(*) AS number, \
         MIN(items.reached_at) AS since FROM item_handlers JOIN items ON items.id = item_handlers.item_id \
         WHERE item_handlers.handler_id IS NOT NULL AND items.state IN ({}) GROUP BY item_handlers.handler_id, items.state",
        states.join(", ")
    );
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = Counted::find_by_statement(statement).all(connection).await?;
    let counted = rows.into_iter().map(|row| {
        let state = State::from_code(&row.state);
        Ok(InHand {
            handler: PersonId(row.handler),
            state: state.ok_or_else(|| StoreError::broken("items", 0, "状态未知"))?,
            count: u32::try_from(row.number).unwrap_or(u32::MAX),
            since: optional_time("items", 0, row.since)?,
        })
    });
    counted.collect()
}

fn present(row: &row::Model) -> Result<Handling, StoreError> {
    Ok(Handling {
        handler: row.handler_id.map(PersonId),
        since: time(TABLE, row.item_id, row.since_at)?,
        set_by: row.set_by.map(PersonId),
        word: row.word.clone(),
        is_new: row.is_new,
    })
}

fn columns(item: ItemId, handling: &Handling) -> row::ActiveModel {
    row::ActiveModel {
        item_id: Set(item.0),
        handler_id: Set(handling.handler.map(|person| person.0)),
        since_at: Set(handling.since.as_millisecond()),
        set_by: Set(handling.set_by.map(|person| person.0)),
        word: Set(handling.word.clone()),
        is_new: Set(handling.is_new),
        ..Default::default()
    }
}
