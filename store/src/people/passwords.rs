//! The digests of passwords: the one in use, and those before it, which are not to come back.
//!
//! Nothing else of the program asks what somebody signs in with; other ways of proving who one is find their place here.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder, QuerySelect,
    entity::prelude::*,
};

use super::{Account, invitations, person, write::change};
use crate::{Connection, StoreError};

mod former {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "former_passwords")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub person_id: i64,
        pub password_hash: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// So many of a person's passwords are known: the one in use and those right before it.
pub const REMEMBERED: usize = 5;

/// A new password, as it is kept.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// A PHC string.
    pub hash: String,
    pub set_at: jiff::Timestamp,
    /// Somebody else gave it: it must be changed at the next sign-in.
    pub must_change: bool,
}

/// Gives a new password in place of the account's, as it was read; the old one is remembered for a while.
pub async fn set(
    connection: &impl Connection,
    account: &Account,
    version: i64,
    new: NewPassword,
) -> Result<(), StoreError> {
    let values = [
        (person::Column::PasswordHash, new.hash.into()),
        (person::Column::MustChangePassword, new.must_change.into()),
        (person::Column::PasswordSetAt, new.set_at.as_millisecond().into()),
    ];
    change(connection, account.id, version, values).await?;
    invitations::forget(connection, account.id).await?;
    let row = former::ActiveModel {
        id: NotSet,
        person_id: Set(account.id.0),
        password_hash: Set(account.password_hash.clone()),
    };
    former::Entity::insert(row).exec_without_returning(connection).await?;
    let kept = REMEMBERED as u64 - 1;
    let gone: Vec<i64> = former::Entity::find()
        .select_only()
        .column(former::Column::Id)
        .filter(former::Column::PersonId.eq(account.id.0))
        .order_by_desc(former::Column::Id)
        .offset(kept)
        .limit(REMEMBERED as u64)
        .into_tuple()
        .all(connection)
        .await?;
    former::Entity::delete_many().filter(former::Column::Id.is_in(gone)).exec(connection).await?;
    Ok(())
}

/// The digests of all passwords of an account that are known, the one in use first.
pub async fn known(connection: &impl Connection, account: &Account) -> Result<Vec<String>, StoreError> {
    let former: Vec<String> = former::Entity::find()
        .select_only()
        .column(former::Column::PasswordHash)
        .filter(former::Column::PersonId.eq(account.id.0))
        .order_by_desc(former::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(std::iter::once(account.password_hash.clone()).chain(former).collect())
}
