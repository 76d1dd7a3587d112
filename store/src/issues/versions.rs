//! The versions of issues. A version's content and PDF are never changed.

use domain::{
    file_role::FileRole,
    id::{IssueId, IssueVersionId, PersonId},
    issue::{
        FrozenIssue, IssueState,
        version::{IssueVersion, PrintedItem, Standing},
    },
    subject::Subject,
};
use sea_orm::{
    ActiveValue::Set, FromQueryResult, JoinType, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*,
    sea_query::SelectStatement,
};

use super::issue;
use crate::{
    Connection, StoreError,
    chain::{Kind, covers::cover},
    files,
};

pub(super) mod version {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "issue_versions")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub issue_id: i64,
        pub number: Option<i32>,
        pub standing: String,
        pub content: String,
        pub items: String,
        pub pdf_hash: String,
        pub pages: i32,
        pub fonts: String,
        pub reason: Option<String>,
        pub made_by: i64,
        pub made_at: i64,
        pub notice: Option<String>,
        pub typesetting: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A version to be kept. Its PDF is kept already.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    pub issue: IssueId,
    pub number: Option<i32>,
    pub standing: Standing,
    pub content: &'a FrozenIssue,
    pub items: &'a [PrintedItem],
    pub pdf_hash: String,
    pub pages: i32,
    pub fonts: &'a [String],
    /// By which typesetting the PDF was made.
    pub typesetting: String,
    /// Why, for the office.
    pub reason: Option<String>,
    /// What readers are told.
    pub notice: Option<String>,
    pub made_by: PersonId,
    pub made_at: jiff::Timestamp,
}

/// A published version, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedVersion {
    /// From 1.
    pub number: i32,
    pub pdf_hash: String,
    pub pages: i32,
    /// Why, for the office.
    pub reason: Option<String>,
    /// What readers are told.
    pub notice: Option<String>,
    pub made_by: PersonId,
    pub made_at: jiff::Timestamp,
}

/// Which issue a PDF is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfOf {
    pub issue: IssueId,
    pub number: Option<i32>,
    /// Whether it is the version that readers get.
    pub in_force: bool,
}

/// Keeps a version.
pub async fn insert_version(
    connection: &impl Connection,
    new: NewVersion<'_>,
) -> Result<IssueVersionId, StoreError> {
    let json = |fault: serde_json::Error| StoreError::broken("issue_versions", 0, fault);
    let row = version::ActiveModel {
        issue_id: Set(new.issue.0),
        number: Set(new.number),
        standing: Set(new.standing.code().to_owned()),
        content: Set(serde_json::to_string(new.content).map_err(json)?),
        items: Set(serde_json::to_string(new.items).map_err(json)?),
        pdf_hash: Set(new.pdf_hash),
        pages: Set(new.pages),
        fonts: Set(serde_json::to_string(new.fonts).map_err(json)?),
        reason: Set(new.reason),
        notice: Set(new.notice),
        typesetting: Set(Some(new.typesetting)),
        made_by: Set(new.made_by.0),
        made_at: Set(new.made_at.as_millisecond()),
        ..Default::default()
    };
    let version = row.insert(connection).await?;
    files::use_file(connection, &version.pdf_hash, Subject::Issue(new.issue), FileRole::IssuePages).await?;
    let bodies = new.content.content().items().map(|item| item.body.as_str());
    files::use_pictures(connection, Subject::Issue(new.issue), bodies).await?;
    let id = version.id;
    cover(connection, Kind::IssueVersion, id).await?;
    cover(connection, Kind::IssueStanding, id).await?;
    cover(connection, Kind::VersionWords, id).await?;
    Ok(IssueVersionId(id))
}

/// Changes what became of a version, and numbers it when it is published.
pub async fn set_standing(
    connection: &impl Connection,
    id: IssueVersionId,
    standing: Standing,
    number: Option<i32>,
) -> Result<(), StoreError> {
    let row = version::ActiveModel {
        id: Set(id.0),
        standing: Set(standing.code().to_owned()),
        number: Set(number),
        ..Default::default()
    };
    row.update(connection).await?;
    cover(connection, Kind::IssueStanding, id.0).await
}

/// Puts a correction's pages in force, under their number; now it is known which revision holds the corrected text.
pub async fn put_in_force(
    connection: &impl Connection,
    id: IssueVersionId,
    number: i32,
    items: &[PrintedItem],
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let json = |fault: serde_json::Error| StoreError::broken("issue_versions", id.0, fault);
    let row = version::ActiveModel {
        id: Set(id.0),
        standing: Set(Standing::Published.code().to_owned()),
        number: Set(Some(number)),
        items: Set(serde_json::to_string(items).map_err(json)?),
        made_at: Set(at.as_millisecond()),
        ..Default::default()
    };
    row.update(connection).await?;
    cover(connection, Kind::IssueStanding, id.0).await
}

/// A version by its id.
pub async fn find_version(
    connection: &impl Connection,
    id: IssueVersionId,
) -> Result<Option<IssueVersion>, StoreError> {
    version::Entity::find_by_id(id.0).one(connection).await?.map(version_of).transpose()
}

/// Takes a version out of sign-off, with the reason.
pub async fn send_back_version(
    connection: &impl Connection,
    id: IssueVersionId,
    reason: &str,
) -> Result<(), StoreError> {
    let row = version::ActiveModel {
        id: Set(id.0),
        standing: Set(Standing::SentBack.code().to_owned()),
        reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    row.update(connection).await?;
    cover(connection, Kind::IssueStanding, id.0).await?;
    cover(connection, Kind::VersionWords, id.0).await
}

/// The ids of issues of which something is being signed.
pub(super) fn being_signed() -> SelectStatement {
    let signing = [Standing::InSignOff.code(), Standing::Correcting.code()];
    let issues = version::Entity::find().select_only().column(version::Column::IssueId);
    issues.filter(version::Column::Standing.is_in(signing)).into_query()
}

/// Exchanges the reason for which the issue's last version was sent back.
pub async fn reword_sent_back(
    connection: &impl Connection,
    issue: IssueId,
    reason: &str,
) -> Result<(), StoreError> {
    let last = version::Entity::find()
        .select_only()
        .column(version::Column::Id)
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Standing.eq(Standing::SentBack.code()))
        .order_by_desc(version::Column::Id)
        .into_tuple::<i64>()
        .one(connection)
        .await?;
    match last {
        Some(id) => send_back_version(connection, IssueVersionId(id), reason).await,
        None => Ok(()),
    }
}

/// Whether the issue was ever frozen.
pub async fn has_versions(connection: &impl Connection, issue: IssueId) -> Result<bool, StoreError> {
    let found = version::Entity::find()
        .select_only()
        .column(version::Column::Id)
        .filter(version::Column::IssueId.eq(issue.0))
        .into_tuple::<i64>()
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// Why the issue was sent back last, where it ever was.
pub async fn last_sent_back(
    connection: &impl Connection,
    issue: IssueId,
) -> Result<Option<String>, StoreError> {
    let reason: Option<Option<String>> = version::Entity::find()
        .select_only()
        .column(version::Column::Reason)
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Standing.eq(Standing::SentBack.code()))
        .order_by_desc(version::Column::Id)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(reason.flatten())
}

/// The last version that was sent back before this one.
pub async fn sent_back_before(
    connection: &impl Connection,
    issue: IssueId,
    version: IssueVersionId,
) -> Result<Option<IssueVersion>, StoreError> {
    let row = version::Entity::find()
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Standing.eq(Standing::SentBack.code()))
        .filter(version::Column::Id.lt(version.0))
        .order_by_desc(version::Column::Id)
        .one(connection)
        .await?;
    row.map(version_of).transpose()
}

/// The version that is being signed.
pub async fn in_sign_off(
    connection: &impl Connection,
    issue: IssueId,
) -> Result<Option<IssueVersion>, StoreError> {
    let row = version::Entity::find()
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Standing.eq(Standing::InSignOff.code()))
        .one(connection)
        .await?;
    row.map(version_of).transpose()
}

/// The PDF of the version in sign-off, else of the one that readers get.
pub async fn current_pdf(connection: &impl Connection, issue: IssueId) -> Result<Option<String>, StoreError> {
    let hash = version::Entity::find()
        .select_only()
        .column(version::Column::PdfHash)
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Standing.is_in([Standing::InSignOff.code(), Standing::Published.code()]))
        .order_by_desc(version::Column::Number)
        .order_by_desc(version::Column::Id)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(hash)
}

/// What a PDF was made from.
pub async fn content_of_pdf(
    connection: &impl Connection,
    hash: &str,
) -> Result<Option<FrozenIssue>, StoreError> {
    let row = version::Entity::find().filter(version::Column::PdfHash.eq(hash)).one(connection).await?;
    Ok(row.map(version_of).transpose()?.map(|version| version.content))
}

/// The version that readers get: the last published one.
pub async fn in_force(
    connection: &impl Connection,
    issue: IssueId,
) -> Result<Option<IssueVersion>, StoreError> {
    let row = version::Entity::find()
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Number.is_not_null())
        .order_by_desc(version::Column::Number)
        .one(connection)
        .await?;
    row.map(version_of).transpose()
}

/// One published version.
pub async fn version_by_number(
    connection: &impl Connection,
    issue: IssueId,
    number: i32,
) -> Result<Option<IssueVersion>, StoreError> {
    let row = version::Entity::find()
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Number.eq(number))
        .one(connection)
        .await?;
    row.map(version_of).transpose()
}

/// The published versions of an issue, the newest first.
pub async fn published_versions(
    connection: &impl Connection,
    issue: IssueId,
) -> Result<Vec<PublishedVersion>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        number: i32,
        pdf_hash: String,
        pages: i32,
        reason: Option<String>,
        notice: Option<String>,
        made_by: i64,
        made_at: i64,
        id: i64,
    }
    let rows = version::Entity::find()
        .select_only()
        .columns([
            version::Column::Id,
            version::Column::Number,
            version::Column::PdfHash,
            version::Column::Pages,
            version::Column::Reason,
            version::Column::Notice,
            version::Column::MadeBy,
            version::Column::MadeAt,
        ])
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::Number.is_not_null())
        .order_by_desc(version::Column::Number)
        .into_model::<Row>()
        .all(connection)
        .await?;
    let versions = rows.into_iter().map(|row| {
        Ok(PublishedVersion {
            number: row.number,
            pdf_hash: row.pdf_hash,
            pages: row.pages,
            reason: row.reason,
            notice: row.notice,
            made_by: PersonId(row.made_by),
            made_at: timestamp("issue_versions", row.id, row.made_at)?,
        })
    });
    versions.collect()
}

/// The versions of an issue that a PDF is of; several where two were the same to the last byte.
pub async fn pdf_of(
    connection: &impl Connection,
    issue: IssueId,
    hash: &str,
) -> Result<Vec<PdfOf>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        number: Option<i32>,
        state: String,
    }
    let rows = version::Entity::find()
        .select_only()
        .column(version::Column::Number)
        .column_as(issue::Column::State, "state")
        .join(
            JoinType::InnerJoin,
            version::Entity::belongs_to(issue::Entity)
                .from(version::Column::IssueId)
                .to(issue::Column::Id)
                .into(),
        )
        .filter(version::Column::IssueId.eq(issue.0))
        .filter(version::Column::PdfHash.eq(hash))
        .into_model::<Row>()
        .all(connection)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let published = row.state == IssueState::Published.code();
        let in_force = match row.number {
            Some(number) if published => {
                let versions = published_versions(connection, issue).await?;
                versions.first().is_some_and(|newest| newest.number == number)
            }
            _ => false,
        };
        found.push(PdfOf { issue, number: row.number, in_force });
    }
    Ok(found)
}

fn version_of(row: version::Model) -> Result<IssueVersion, StoreError> {
    let broken = |fault: String| StoreError::broken("issue_versions", row.id, fault);
    let json = |fault: serde_json::Error| broken(fault.to_string());
    Ok(IssueVersion {
        id: IssueVersionId(row.id),
        issue: IssueId(row.issue_id),
        number: row.number,
        standing: Standing::from_code(&row.standing)
            .ok_or_else(|| broken(format!("没有“{}”这种版次", row.standing)))?,
        content: serde_json::from_str(&row.content).map_err(json)?,
        items: serde_json::from_str(&row.items).map_err(json)?,
        fonts: serde_json::from_str(&row.fonts).map_err(json)?,
        pages: row.pages,
        made_by: PersonId(row.made_by),
        made_at: timestamp("issue_versions", row.id, row.made_at)?,
        pdf_hash: row.pdf_hash,
        reason: row.reason,
    })
}

pub(super) fn timestamp(
    table: &'static str,
    id: i64,
    milliseconds: i64,
) -> Result<jiff::Timestamp, StoreError> {
    jiff::Timestamp::from_millisecond(milliseconds).map_err(|fault| StoreError::broken(table, id, fault))
}
