//! Newsletters, and what is set once for all of their issues.

use domain::{id::NewsletterId, issue::newsletter::Newsletter};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder, QuerySelect,
    entity::prelude::*,
};

use super::{Connection, StoreError};

mod newsletter {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "newsletters")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub mark: Option<String>,
        pub publisher: String,
        pub foot: String,
        pub sections: String,
        pub steps: String,
        pub separate_duties: bool,
        pub open_to_all: bool,
        pub sort_order: i32,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// All newsletters, in their order.
pub async fn all(connection: &impl Connection) -> Result<Vec<Newsletter>, StoreError> {
    let rows = newsletter::Entity::find()
        .order_by_asc(newsletter::Column::SortOrder)
        .order_by_asc(newsletter::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(newsletter_of).collect()
}

/// One newsletter.
pub async fn find(connection: &impl Connection, id: NewsletterId) -> Result<Option<Newsletter>, StoreError> {
    newsletter::Entity::find_by_id(id.0).one(connection).await?.map(newsletter_of).transpose()
}

/// As [`find`], and nobody else gives numbers of its issues until the transaction ends.
pub async fn lock(connection: &impl Connection, id: NewsletterId) -> Result<Option<Newsletter>, StoreError> {
    newsletter::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(connection)
        .await?
        .map(newsletter_of)
        .transpose()
}

/// Adds a newsletter; its id is given by the database, and its version begins at 1.
pub async fn insert(
    connection: &impl Connection,
    newsletter: &Newsletter,
) -> Result<NewsletterId, StoreError> {
    let row = newsletter::ActiveModel { id: NotSet, version: Set(1), ..row_of(newsletter)? };
    Ok(NewsletterId(row.insert(connection).await?.id))
}

/// Changes a newsletter and counts its version up. The caller has compared versions.
pub async fn update(connection: &impl Connection, newsletter: &Newsletter) -> Result<(), StoreError> {
    let row = newsletter::ActiveModel { version: Set(newsletter.version + 1), ..row_of(newsletter)? };
    row.update(connection).await?;
    Ok(())
}

fn row_of(newsletter: &Newsletter) -> Result<newsletter::ActiveModel, StoreError> {
    let unwritable = |fault: serde_json::Error| StoreError::broken("newsletters", newsletter.id.0, fault);
    Ok(newsletter::ActiveModel {
        id: Set(newsletter.id.0),
        version: Set(newsletter.version),
        name: Set(newsletter.name.clone()),
        mark: Set(newsletter.mark.clone()),
        publisher: Set(newsletter.publisher.clone()),
        foot: Set(serde_json::to_string(&newsletter.foot).map_err(unwritable)?),
        sections: Set(serde_json::to_string(&newsletter.sections).map_err(unwritable)?),
        steps: Set(serde_json::to_string(&newsletter.steps).map_err(unwritable)?),
        separate_duties: Set(newsletter.separate_duties),
        open_to_all: Set(newsletter.open_to_all),
        sort_order: Set(newsletter.order),
    })
}

fn newsletter_of(row: newsletter::Model) -> Result<Newsletter, StoreError> {
    let broken = |fault: serde_json::Error| StoreError::broken("newsletters", row.id, fault);
    Ok(Newsletter {
        id: NewsletterId(row.id),
        version: row.version,
        foot: serde_json::from_str(&row.foot).map_err(broken)?,
        sections: serde_json::from_str(&row.sections).map_err(broken)?,
        steps: serde_json::from_str(&row.steps).map_err(broken)?,
        name: row.name,
        mark: row.mark,
        publisher: row.publisher,
        separate_duties: row.separate_duties,
        open_to_all: row.open_to_all,
        order: row.sort_order,
    })
}
