//! Corrections of published items. Text and attribution never change; only what became of a correction does.

use domain::{
    id::{CorrectionId, IssueId, IssueVersionId, ItemId, PersonId},
    issue::correction::{Correction, Standing},
    subject::Subject,
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

use super::{
    Connection, StoreError,
    chain::{Kind, covers::cover},
    optional_time, time,
};

const TABLE: &str = "corrections";

mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "corrections")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub issue_id: i64,
        pub item_id: i64,
        pub standing: String,
        pub text: String,
        pub attribution: String,
        pub reason: String,
        pub notice: Option<String>,
        pub proposed_by: i64,
        pub proposed_at: i64,
        pub cleared_by: Option<i64>,
        pub cleared_at: Option<i64>,
        pub issue_version_id: Option<i64>,
        pub returned_reason: Option<String>,
        pub returned_by: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a correction that is proposed; its id is given by the database.
pub async fn insert(connection: &impl Connection, new: &Correction) -> Result<CorrectionId, StoreError> {
    let json = |fault: serde_json::Error| StoreError::broken(TABLE, 0, fault);
    let row = row::ActiveModel {
        issue_id: Set(new.issue.0),
        item_id: Set(new.item.0),
        standing: Set(new.standing.code().to_owned()),
        text: Set(serde_json::to_string(&new.text).map_err(json)?),
        attribution: Set(serde_json::to_string(&new.attribution).map_err(json)?),
        reason: Set(new.reason.clone()),
        notice: Set(new.notice.clone()),
        proposed_by: Set(new.proposed_by.0),
        proposed_at: Set(new.proposed_at.as_millisecond()),
        ..Default::default()
    };
    let id = row.insert(connection).await?.id;
    cover(connection, Kind::Correction, id).await?;
    Ok(CorrectionId(id))
}

/// The correction with this id.
pub async fn find(connection: &impl Connection, id: CorrectionId) -> Result<Option<Correction>, StoreError> {
    row::Entity::find_by_id(id.0).one(connection).await?.map(correction_of).transpose()
}

/// The corrections that stand so, the oldest first.
pub async fn standing(
    connection: &impl Connection,
    standings: &[Standing],
) -> Result<Vec<Correction>, StoreError> {
    let codes = standings.iter().map(|standing| standing.code());
    let rows = row::Entity::find()
        .filter(row::Column::Standing.is_in(codes))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(correction_of).collect()
}

/// An issue's corrections, the oldest first.
pub async fn of_issue(connection: &impl Connection, issue: IssueId) -> Result<Vec<Correction>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::IssueId.eq(issue.0))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(correction_of).collect()
}

/// Who proposed corrections of these items, whatever became of them, the oldest first.
pub(super) async fn proposers(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<Vec<(ItemId, PersonId)>, StoreError> {
    let rows: Vec<(i64, i64)> = row::Entity::find()
        .select_only()
        .columns([row::Column::ItemId, row::Column::ProposedBy])
        .filter(row::Column::ItemId.is_in(items.iter().map(|item| item.0)))
        .order_by_asc(row::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(item, person)| (ItemId(item), PersonId(person))).collect())
}

/// The corrections of an item, the oldest first.
pub async fn of_item(connection: &impl Connection, item: ItemId) -> Result<Vec<Correction>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ItemId.eq(item.0))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(correction_of).collect()
}

/// Writes down what became of a correction that still stands as it was read, or not at all.
pub async fn save(
    connection: &impl Connection,
    changed: &Correction,
    before: Standing,
) -> Result<(), StoreError> {
    let row = row::ActiveModel {
        standing: Set(changed.standing.code().to_owned()),
        cleared_by: Set(changed.cleared.map(|(by, _)| by.0)),
        cleared_at: Set(changed.cleared.map(|(_, at)| at.as_millisecond())),
        issue_version_id: Set(changed.version.map(|version| version.0)),
        returned_by: Set(changed.returned.as_ref().map(|(by, _)| by.0)),
        returned_reason: Set(changed.returned.as_ref().map(|(_, reason)| reason.clone())),
        ..Default::default()
    };
    let update = row::Entity::update_many()
        .set(row)
        .filter(row::Column::Id.eq(changed.id.0))
        .filter(row::Column::Standing.eq(before.code()));
    match update.exec(connection).await?.rows_affected {
        0 => Err(StoreError::Stale { thing: "这份更正", subject: Subject::Item(changed.item) }),
        _ => cover(connection, Kind::Correction, changed.id.0).await,
    }
}

fn correction_of(row: row::Model) -> Result<Correction, StoreError> {
    let id = row.id;
    let json = |fault: serde_json::Error| StoreError::broken(TABLE, id, fault);
    let standing = Standing::from_code(&row.standing)
        .ok_or_else(|| StoreError::broken(TABLE, id, format!("没有“{}”", row.standing)))?;
    Ok(Correction {
        id: CorrectionId(id),
        issue: IssueId(row.issue_id),
        item: ItemId(row.item_id),
        standing,
        text: serde_json::from_str(&row.text).map_err(json)?,
        attribution: serde_json::from_str(&row.attribution).map_err(json)?,
        reason: row.reason,
        notice: row.notice,
        proposed_by: PersonId(row.proposed_by),
        proposed_at: time(TABLE, id, row.proposed_at)?,
        cleared: row.cleared_by.map(PersonId).zip(optional_time(TABLE, id, row.cleared_at)?),
        version: row.issue_version_id.map(IssueVersionId),
        returned: row.returned_by.map(PersonId).zip(row.returned_reason),
    })
}
