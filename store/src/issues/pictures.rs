//! Pictures of the pages of versions: drawn once, after they were printed, and kept as files that the issue uses.

use std::collections::BTreeSet;

use domain::{file_role::FileRole, id::IssueId, issue::FrozenIssue, subject::Subject};
use sea_orm::{Statement, Value};

use crate::{
    Connection, StoreError, execute,
    files::{self, PutFile},
};

const PNG: &str = "image/png";

/// Pages of which there are no pictures yet.
#[derive(Clone, Debug)]
pub struct Undrawn {
    pub pdf_hash: String,
    pub content: FrozenIssue,
}

/// The pages of an issue's versions that were not drawn yet.
pub async fn undrawn(connection: &impl Connection, issue: IssueId) -> Result<Vec<Undrawn>, StoreError> {
    let sql = "SELECT pdf_hash, content FROM issue_versions v WHERE issue_id = $1 \
               AND NOT EXISTS (SELECT 1 FROM page_pictures p WHERE p.pdf_hash = v.pdf_hash) ORDER BY id";
    let mut known = BTreeSet::new();
    let mut undrawn = Vec::new();
    for row in connection.query_all_raw(ask(connection, sql, [issue.0.into()])).await? {
        let (pdf_hash, content): (String, String) = row.try_get_many_by_index()?;
        // Two versions may be the same to the last byte.
        if known.insert(pdf_hash.clone()) {
            let content = serde_json::from_str(&content)
                .map_err(|fault| StoreError::broken("issue_versions", issue.0, fault))?;
            undrawn.push(Undrawn { pdf_hash, content });
        }
    }
    Ok(undrawn)
}

/// The picture of a page, counted from 0, by its hash; `None` where it was not drawn.
pub async fn page_picture(
    connection: &impl Connection,
    pdf_hash: &str,
    page: usize,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT hash FROM page_pictures WHERE pdf_hash = $1 AND page = $2";
    let page = i64::try_from(page).unwrap_or(i64::MAX);
    let row = connection.query_one_raw(ask(connection, sql, [pdf_hash.into(), page.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Keeps the pictures of all pages of a version, in their order. Nothing is kept, which is answered with `false`, where the
/// version is gone meanwhile, or another worker was faster.
pub async fn keep_page_pictures(
    connection: &impl Connection,
    issue: IssueId,
    pdf_hash: &str,
    pictures: &[PutFile],
    now: jiff::Timestamp,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM issue_versions v WHERE issue_id = $1 AND pdf_hash = $2 \
               AND NOT EXISTS (SELECT 1 FROM page_pictures p WHERE p.pdf_hash = v.pdf_hash) LIMIT 1";
    let values = [issue.0.into(), pdf_hash.into()];
    if connection.query_one_raw(ask(connection, sql, values)).await?.is_none() {
        return Ok(false);
    }
    for (page, picture) in (0_i64..).zip(pictures) {
        let hash = files::name(connection, picture, PNG, now).await?;
        files::use_file(connection, &hash, Subject::Issue(issue), FileRole::PagePicture).await?;
        let sql = "INSERT INTO page_pictures (pdf_hash, page, hash) VALUES ($1, $2, $3)";
        execute(connection, sql, [pdf_hash.into(), page.into(), hash.into()]).await?;
    }
    Ok(true)
}

/// Takes away the pictures of pages that are gone; one that also shows a page of another version stays.
pub(crate) async fn forget_page_pictures(
    connection: &impl Connection,
    issue: IssueId,
    pdf_hash: &str,
) -> Result<(), StoreError> {
    let sql = "SELECT DISTINCT hash FROM page_pictures WHERE pdf_hash = $1";
    let rows = connection.query_all_raw(ask(connection, sql, [pdf_hash.into()])).await?;
    execute(connection, "DELETE FROM page_pictures WHERE pdf_hash = $1", [pdf_hash.into()]).await?;
    for row in rows {
        let hash: String = row.try_get_by_index(0)?;
        let sql = "SELECT 1 FROM page_pictures p JOIN issue_versions v ON v.pdf_hash = p.pdf_hash \
                   WHERE p.hash = $1 AND v.issue_id = $2 LIMIT 1";
        let values = [hash.clone().into(), issue.0.into()];
        if connection.query_one_raw(ask(connection, sql, values)).await?.is_none() {
            files::end_use(connection, &hash, Subject::Issue(issue), FileRole::PagePicture).await?;
            files::forget_here(connection, &hash).await?;
        }
    }
    Ok(())
}

fn ask<const N: usize>(connection: &impl Connection, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}
