//! The letters around the months' tables: to whom, what is said, by whom, when.

use domain::{calendar::Month, letter::Letterhead, subject::Subject};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

use super::{Connection, StoreError};

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bulletin_letters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: String,
        pub addressees: Option<String>,
        pub covering: Option<String>,
        pub notes: Option<String>,
        pub signature: Option<String>,
        pub date: Option<String>,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A month's letter with its version; where it has none of its own, what it begins with, as version 0.
pub async fn of_month(connection: &impl Connection, month: Month) -> Result<(Letterhead, i64), StoreError> {
    let latest = row::Entity::find()
        .filter(row::Column::Month.lte(month.to_string()))
        .order_by_desc(row::Column::Month)
        .one(connection)
        .await?;
    match latest {
        None => Ok((Letterhead::default(), 0)),
        Some(row) if row.month == month.to_string() => {
            let version = row.version;
            Ok((letter_of(row)?, version))
        }
        Some(row) => Ok((letter_of(row)?.for_a_later_month(), 0)),
    }
}

/// What the office wrote itself in the bulletins of the months before this one, the newest first, at most so many.
pub async fn earlier_texts(
    connection: &impl Connection,
    month: Month,
    most: u64,
) -> Result<Vec<(Month, String)>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Month.lt(month.to_string()))
        .order_by_desc(row::Column::Month)
        .limit(most)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let month =
                row.month.parse().map_err(|fault| StoreError::broken("bulletin_letters", 0, fault))?;
            Ok((month, letter_of(row)?.own_text()))
        })
        .collect()
}

/// Saves a month's letter over the version that was read, or not at all.
pub async fn save(
    connection: &impl Connection,
    month: Month,
    letter: &Letterhead,
    version: i64,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        month: Set(month.to_string()),
        addressees: Set(letter.addressees.clone()),
        covering: Set(letter.covering.clone()),
        notes: Set(letter.notes.clone()),
        signature: Set(letter.signature.clone()),
        date: Set(letter.date.map(|date| date.to_string())),
        version: Set(version + 1),
    };
    let saved = match version {
        0 if row::Entity::find_by_id(month.to_string()).one(connection).await?.is_none() => {
            row::Entity::insert(row).exec_without_returning(connection).await?
        }
        _ => {
            let update = row::Entity::update_many()
                .set(row)
                .filter(row::Column::Month.eq(month.to_string()))
                .filter(row::Column::Version.eq(version));
            update.exec(connection).await?.rows_affected
        }
    };
    match saved {
        0 => Err(StoreError::Stale { thing: "通报的正文和落款", subject: Subject::Bulletin(month) }),
        _ => Ok(()),
    }
}

fn letter_of(row: row::Model) -> Result<Letterhead, StoreError> {
    let date = row.date.as_deref().map(str::parse).transpose();
    let date = date.map_err(|fault: jiff::Error| {
        let month = row.month.replace('-', "").parse().unwrap_or_default();
        StoreError::broken("bulletin_letters", month, fault)
    })?;
    Ok(Letterhead {
        addressees: row.addressees,
        covering: row.covering,
        notes: row.notes,
        signature: row.signature,
        date,
    })
}
