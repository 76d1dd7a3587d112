//! Sessions: who is signed in, where, since when.

use domain::{id::PersonId, settings::OfficeSettings};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    QueryOrder,
    entity::prelude::*,
    sea_query::{Expr, Query},
};

use super::{
    Connection, StoreError,
    changes::{self, Changes},
    optional_time, time,
};

mod session {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub person_id: i64,
        pub created_at: i64,
        pub expires_at: i64,
        pub seen_at: Option<i64>,
        pub address: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A session as it was kept: whether it has ended meanwhile is not decided here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The digest of the cookie's token.
    pub token_hash: String,
    pub person: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// The last sign of life, written down at most once a minute; `None` where none was yet.
    pub seen_at: Option<Timestamp>,
    /// From where it was begun.
    pub address: String,
}

impl Session {
    /// When it ends, as the office has set it now.
    pub fn ends_at(&self, settings: &OfficeSettings) -> Timestamp {
        settings.end_of_session(self.created_at, self.seen_at).min(self.expires_at)
    }

    /// By what it is called on a page: enough of the digest to tell it, and of no use to anybody else.
    pub fn handle(&self) -> &str {
        self.token_hash.get(..HANDLE).unwrap_or(&self.token_hash)
    }
}

/// How many characters of the digest.
const HANDLE: usize = 16;

/// Begins a session, and forgets all that have ended.
pub async fn begin(connection: &impl Connection, session: &Session) -> Result<(), StoreError> {
    let row = session::ActiveModel {
        token_hash: Set(session.token_hash.clone()),
        person_id: Set(session.person.0),
        created_at: Set(session.created_at.as_millisecond()),
        expires_at: Set(session.expires_at.as_millisecond()),
        seen_at: Set(session.seen_at.map(Timestamp::as_millisecond)),
        address: Set(session.address.clone()),
    };
    session::Entity::insert(row).exec_without_returning(connection).await?;
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(session.created_at.as_millisecond()))
        .exec(connection)
        .await?;
    Ok(())
}

/// The session of this token's digest, with how many changes there were.
pub async fn find(
    connection: &impl Connection,
    token_hash: &str,
) -> Result<Option<(Session, Changes)>, StoreError> {
    use session::Column as C;
    let query = Query::select()
        .columns([C::PersonId, C::CreatedAt, C::ExpiresAt, C::SeenAt, C::Address])
        .expr(changes::column())
        .from(session::Entity)
        .and_where(C::TokenHash.eq(token_hash))
        .to_owned();
    let Some(row) = connection.query_one(&query).await? else { return Ok(None) };
    let model = session::Model {
        token_hash: token_hash.to_owned(),
        person_id: row.try_get_by_index(0)?,
        created_at: row.try_get_by_index(1)?,
        expires_at: row.try_get_by_index(2)?,
        seen_at: row.try_get_by_index(3)?,
        address: row.try_get_by_index(4)?,
    };
    Ok(Some((session_of(model)?, changes::read(&row, 5)?)))
}

/// All sessions of a person that are kept, the latest first.
pub async fn of_person(connection: &impl Connection, person: PersonId) -> Result<Vec<Session>, StoreError> {
    let rows = session::Entity::find()
        .filter(session::Column::PersonId.eq(person.0))
        .order_by_desc(session::Column::CreatedAt)
        .all(connection)
        .await?;
    rows.into_iter().map(session_of).collect()
}

/// Writes down a sign of life.
pub async fn see(connection: &impl Connection, token_hash: &str, now: Timestamp) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(now.as_millisecond()))
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(connection)
        .await?;
    Ok(())
}

/// Ends one session; says whether there was one.
pub async fn end(connection: &impl Connection, token_hash: &str) -> Result<bool, StoreError> {
    let ended = session::Entity::delete_by_id(token_hash.to_owned()).exec(connection).await?;
    Ok(ended.rows_affected > 0)
}

/// Ends all of a person's sessions, wherever they are.
pub async fn end_all(connection: &impl Connection, person: PersonId) -> Result<(), StoreError> {
    session::Entity::delete_many().filter(session::Column::PersonId.eq(person.0)).exec(connection).await?;
    Ok(())
}

fn session_of(row: session::Model) -> Result<Session, StoreError> {
    const TABLE: &str = "sessions";
    Ok(Session {
        token_hash: row.token_hash,
        person: PersonId(row.person_id),
        created_at: time(TABLE, row.person_id, row.created_at)?,
        expires_at: time(TABLE, row.person_id, row.expires_at)?,
        seen_at: optional_time(TABLE, row.person_id, row.seen_at)?,
        address: row.address,
    })
}

/// Whether a session that has not ended was begun at this address.
pub async fn is_somebody_at(
    connection: &impl Connection,
    address: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = session::Entity::find()
        .filter(session::Column::Address.eq(address))
        .filter(session::Column::ExpiresAt.gt(now.as_millisecond()))
        .all(connection)
        .await?;
    let settings = super::settings::find(connection).await?;
    for row in rows {
        if session_of(row)?.ends_at(&settings) > now {
            return Ok(true);
        }
    }
    Ok(false)
}
