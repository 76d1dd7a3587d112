//! The office's frames and phrases.

use domain::{frame::WritingHelp, subject::Subject};
use sea_orm::{entity::prelude::*, sea_query::Expr};

use super::{Connection, StoreError};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "writing_help")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub version: i64,
        pub help: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The one row's id.
const ID: i64 = 1;

/// What helps to write, with its version: what is built in until the office has its own.
pub async fn find(connection: &impl Connection) -> Result<(i64, WritingHelp), StoreError> {
    let row = row::Entity::find_by_id(ID).one(connection).await?;
    let row = row.ok_or_else(|| StoreError::broken("writing_help", ID, "没有这一行"))?;
    let help = match row.help {
        Some(help) => {
            serde_json::from_str(&help).map_err(|fault| StoreError::broken("writing_help", ID, fault))?
        }
        None => WritingHelp::built_in(),
    };
    Ok((row.version, help))
}

/// Saves it, from the version that it had.
pub async fn save(connection: &impl Connection, version: i64, help: &WritingHelp) -> Result<(), StoreError> {
    let json = serde_json::to_string(help).map_err(|fault| StoreError::broken("writing_help", ID, fault))?;
    let update = row::Entity::update_many()
        .col_expr(row::Column::Version, Expr::value(version + 1))
        .col_expr(row::Column::Help, Expr::value(json))
        .filter(row::Column::Id.eq(ID))
        .filter(row::Column::Version.eq(version));
    match update.exec(connection).await?.rows_affected {
        0 => Err(StoreError::Stale { thing: "模板和常用语", subject: Subject::Settings }),
        _ => Ok(()),
    }
}
