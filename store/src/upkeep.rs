//! What the program has put in order by itself, by name, so that it does so once.

use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

use super::{Connection, StoreError};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "upkeep")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub number: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How far it got with something; `None` where it never began.
pub(super) async fn number(connection: &impl Connection, name: &str) -> Result<Option<i64>, StoreError> {
    let row = row::Entity::find_by_id(name.to_owned()).one(connection).await?;
    Ok(row.map(|row| row.number))
}

pub(super) async fn set_number(
    connection: &impl Connection,
    name: &str,
    number: i64,
) -> Result<(), StoreError> {
    let row = row::ActiveModel { name: Set(name.to_owned()), number: Set(number) };
    let newer = OnConflict::column(row::Column::Name).update_column(row::Column::Number).to_owned();
    row::Entity::insert(row).on_conflict(newer).exec_without_returning(connection).await?;
    Ok(())
}
