//! The signatures under versions of issues.

use domain::{
    id::{IssueId, IssueVersionId, PersonId},
    issue::{Signature, version::Standing},
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait};

use super::versions::{timestamp, version};
use crate::{
    Connection, StoreError,
    chain::{Kind, covers::cover},
};

mod signature {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "signatures")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub issue_version_id: i64,
        pub step: String,
        pub signer_id: i64,
        pub signed_at: i64,
        pub pdf_hash: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Puts a signature under a version.
pub async fn add_signature(
    connection: &impl Connection,
    version: IssueVersionId,
    signed: &Signature,
) -> Result<(), StoreError> {
    let row = signature::ActiveModel {
        issue_version_id: Set(version.0),
        step: Set(signed.step.clone()),
        signer_id: Set(signed.signer.0),
        signed_at: Set(signed.signed_at.as_millisecond()),
        pdf_hash: Set(signed.pdf_hash.clone()),
        ..Default::default()
    };
    let row = row.insert(connection).await?;
    cover(connection, Kind::Signature, row.id).await
}

/// The signatures under a version, in order.
pub async fn signatures_of(
    connection: &impl Connection,
    version: IssueVersionId,
) -> Result<Vec<Signature>, StoreError> {
    let rows = signature::Entity::find()
        .filter(signature::Column::IssueVersionId.eq(version.0))
        .order_by_asc(signature::Column::Id)
        .all(connection)
        .await?;
    let signatures = rows.into_iter().map(|row| {
        Ok(Signature {
            signed_at: timestamp("signatures", row.id, row.signed_at)?,
            step: row.step,
            signer: PersonId(row.signer_id),
            pdf_hash: row.pdf_hash,
        })
    });
    signatures.collect()
}

/// The version under which a signature stands, and its step.
pub async fn find_signature(
    connection: &impl Connection,
    id: i64,
) -> Result<Option<(IssueVersionId, String)>, StoreError> {
    let row = signature::Entity::find_by_id(id).one(connection).await?;
    Ok(row.map(|row| (IssueVersionId(row.issue_version_id), row.step)))
}

/// The signatures that count for the issue: under the version in sign-off, or under the one that was published
/// first.
pub(super) async fn signatures_in_force(
    connection: &impl Connection,
    issue: IssueId,
) -> Result<Vec<Signature>, StoreError> {
    let signed = version::Column::Standing.eq(Standing::InSignOff.code()).or(version::Column::Number.eq(1));
    let id: Option<i64> = version::Entity::find()
        .select_only()
        .column(version::Column::Id)
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(signed)
        .into_tuple()
        .one(connection)
        .await?;
    match id {
        Some(id) => signatures_of(connection, IssueVersionId(id)).await,
        None => Ok(Vec::new()),
    }
}
