//! What the office has set for accounts and sign-off: one row.

use domain::{settings::OfficeSettings, subject::Subject};
use sea_orm::{QuerySelect, entity::prelude::*, sea_query::Expr};

use super::{Connection, StoreError};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "office_settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: i64,
    version: i64,
    idle_minutes: i64,
    session_hours: i64,
    password_days: Option<i64>,
    one_signer: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// The one row's id.
const ID: i64 = 1;

/// The settings as they stand.
pub async fn find(connection: &impl Connection) -> Result<OfficeSettings, StoreError> {
    let row = Entity::find_by_id(ID).one(connection).await?;
    let row = row.ok_or_else(|| StoreError::broken("office_settings", ID, "没有这一行"))?;
    Ok(OfficeSettings {
        version: row.version,
        idle_minutes: row.idle_minutes,
        session_hours: row.session_hours,
        password_days: row.password_days,
        one_signer: row.one_signer,
    })
}

/// Whether one person may sign several steps.
pub(super) async fn one_signer(connection: &impl Connection) -> Result<bool, StoreError> {
    let query = Entity::find_by_id(ID).select_only().column(Column::OneSigner);
    Ok(query.into_tuple().one(connection).await?.unwrap_or(false))
}

/// Sets them anew, from the version that they bear.
pub async fn save(connection: &impl Connection, settings: &OfficeSettings) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::Version, Expr::value(settings.version + 1))
        .col_expr(Column::IdleMinutes, Expr::value(settings.idle_minutes))
        .col_expr(Column::SessionHours, Expr::value(settings.session_hours))
        .col_expr(Column::PasswordDays, Expr::value(settings.password_days))
        .col_expr(Column::OneSigner, Expr::value(settings.one_signer))
        .filter(Column::Id.eq(ID))
        .filter(Column::Version.eq(settings.version));
    match update.exec(connection).await?.rows_affected {
        0 => Err(StoreError::Stale { thing: "设置", subject: Subject::Settings }),
        _ => Ok(()),
    }
}
