//! An event as it is kept, with its place in the chain.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub(crate) id: i64,
    pub(crate) happened_at: i64,
    pub(crate) actor_id: i64,
    pub(crate) verb: String,
    pub(crate) subject_kind: String,
    pub(crate) subject_id: i64,
    pub(crate) words: String,
    pub(crate) reason: Option<String>,
    pub(crate) place: Option<i64>,
    pub(crate) salt: Option<String>,
    pub(crate) digest: Option<String>,
    pub(crate) hash: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
