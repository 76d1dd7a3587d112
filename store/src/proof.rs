//! What an office adds to proofreading, and what somebody looked at in an item and left as it is.

use domain::{
    id::{ItemId, PersonId},
    proof::OfficeWords,
    subject::Subject,
};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*, sea_query::Expr};

use super::{Connection, StoreError, execute, time};

mod words_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "office_words")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub version: i64,
        pub words: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod left_row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "left_findings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub item_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub words: String,
        pub left_by: i64,
        pub left_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The one row's id.
const ID: i64 = 1;

/// A finding that somebody looked at and left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub key: String,
    /// The words in which it was found.
    pub words: String,
    pub by: PersonId,
    pub at: jiff::Timestamp,
}

/// The office's lists with their version; the units are not among them.
pub async fn words(connection: &impl Connection) -> Result<(i64, OfficeWords), StoreError> {
    let row = words_row::Entity::find_by_id(ID).one(connection).await?;
    let row = row.ok_or_else(|| StoreError::broken("office_words", ID, "没有这一行"))?;
    let words =
        serde_json::from_str(&row.words).map_err(|fault| StoreError::broken("office_words", ID, fault))?;
    Ok((row.version, words))
}

/// Saves the office's lists, from the version that they had.
pub async fn save_words(
    connection: &impl Connection,
    version: i64,
    words: &OfficeWords,
) -> Result<(), StoreError> {
    let words = OfficeWords { units: Vec::new(), ..words.clone() };
    let json =
        serde_json::to_string(&words).map_err(|fault| StoreError::broken("office_words", ID, fault))?;
    let update = words_row::Entity::update_many()
        .col_expr(words_row::Column::Version, Expr::value(version + 1))
        .col_expr(words_row::Column::Words, Expr::value(json))
        .filter(words_row::Column::Id.eq(ID))
        .filter(words_row::Column::Version.eq(version));
    match update.exec(connection).await?.rows_affected {
        0 => Err(StoreError::Stale { thing: "校对词表", subject: Subject::Settings }),
        _ => Ok(()),
    }
}

/// What was left in an item, the first first.
pub async fn left_in(connection: &impl Connection, item: ItemId) -> Result<Vec<Left>, StoreError> {
    let rows = left_row::Entity::find()
        .filter(left_row::Column::ItemId.eq(item.0))
        .order_by_asc(left_row::Column::LeftAt)
        .order_by_asc(left_row::Column::Key)
        .all(connection)
        .await?;
    let left = rows.into_iter().map(|row| {
        let at = time("left_findings", row.item_id, row.left_at)?;
        Ok(Left { key: row.key, words: row.words, by: PersonId(row.left_by), at })
    });
    left.collect()
}

/// Leaves a finding as it is. Who left it first stands.
pub async fn leave(connection: &impl Connection, item: ItemId, left: &Left) -> Result<(), StoreError> {
    let row = left_row::ActiveModel {
        item_id: Set(item.0),
        key: Set(left.key.clone()),
        words: Set(left.words.clone()),
        left_by: Set(left.by.0),
        left_at: Set(left.at.as_millisecond()),
    };
    left_row::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(connection).await?;
    Ok(())
}

/// Takes a finding up again; whether it was left.
pub async fn take_up(connection: &impl Connection, item: ItemId, key: &str) -> Result<bool, StoreError> {
    let result = left_row::Entity::delete_by_id((item.0, key.to_owned())).exec(connection).await?;
    Ok(result.rows_affected > 0)
}

/// Forgets what was left in an item: its words stand there.
pub(crate) async fn forget(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM left_findings WHERE item_id = $1", [item.0.into()]).await.map(drop)
}
