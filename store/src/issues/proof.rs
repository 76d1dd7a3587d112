//! All versions of issues without their contents, to be proven one by one.

use domain::{
    id::{IssueId, IssueVersionId},
    issue::version::{PrintedItem, Standing},
};
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect, entity::prelude::*};

use super::versions::version::{Column, Entity};
use crate::{Connection, StoreError};

/// A version without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    pub id: IssueVersionId,
    pub issue: IssueId,
    /// From 1 for what is published.
    pub number: Option<i32>,
    pub standing: Standing,
    pub items: Vec<PrintedItem>,
    pub pdf_hash: String,
    /// By which typesetting its PDF was made; `None` where that was not kept yet.
    pub typesetting: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    issue_id: i64,
    number: Option<i32>,
    standing: String,
    items: String,
    pdf_hash: String,
    typesetting: Option<String>,
}

/// Every version, the oldest first.
pub async fn version_lines(connection: &impl Connection) -> Result<Vec<VersionLine>, StoreError> {
    let rows = lines().order_by_asc(Column::Id).into_model::<Row>().all(connection).await?;
    rows.into_iter().map(line_of).collect()
}

/// One of them.
pub async fn version_line(
    connection: &impl Connection,
    id: IssueVersionId,
) -> Result<Option<VersionLine>, StoreError> {
    let row = lines().filter(Column::Id.eq(id.0)).into_model::<Row>().one(connection).await?;
    row.map(line_of).transpose()
}

fn lines() -> sea_orm::Select<Entity> {
    Entity::find().select_only().columns([
        Column::Id,
        Column::IssueId,
        Column::Number,
        Column::Standing,
        Column::Items,
        Column::PdfHash,
        Column::Typesetting,
    ])
}

fn line_of(row: Row) -> Result<VersionLine, StoreError> {
    let broken = |fault: String| StoreError::broken("issue_versions", row.id, fault);
    Ok(VersionLine {
        id: IssueVersionId(row.id),
        issue: IssueId(row.issue_id),
        number: row.number,
        standing: Standing::from_code(&row.standing)
            .ok_or_else(|| broken(format!("没有“{}”这种版次", row.standing)))?,
        items: serde_json::from_str(&row.items).map_err(|fault| broken(fault.to_string()))?,
        pdf_hash: row.pdf_hash,
        typesetting: row.typesetting,
    })
}
