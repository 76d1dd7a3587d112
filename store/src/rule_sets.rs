//! Rule sets: the versions in force, as documents, and the one that is being drafted.

use domain::{calendar::Month, id::PersonId, scoring::RuleSet};
use sea_orm::{
    QueryResult,
    sea_query::{Expr, ExprTrait, OnConflict, Order, Query},
};

use super::{Connection, StoreError};

/// The draft's only row.
const DRAFT: i64 = 1;

/// A version that was put in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub rules: RuleSet,
    pub by: PersonId,
    pub at: jiff::Timestamp,
}

/// The draft, as it was last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub rules: RuleSet,
    pub by: PersonId,
    pub at: jiff::Timestamp,
    /// Counts its changes, so that nobody overwrites somebody else's.
    pub version: i64,
}

/// All versions that were put in force here, the earliest first. The built-in one is not among them.
pub async fn all(connection: &impl Connection) -> Result<Vec<Kept>, StoreError> {
    let mut select = Query::select();
    select.columns(["version", "since", "document", "put_in_force_by", "put_in_force_at"]).from("rule_sets");
    select.order_by("version", Order::Asc);
    connection.query_all(&select).await?.iter().map(kept).collect()
}

fn kept(row: &QueryResult) -> Result<Kept, StoreError> {
    let version: i32 = row.try_get("", "version")?;
    let since: String = row.try_get("", "since")?;
    let broken = |fault: String| StoreError::broken("rule_sets", i64::from(version), fault);
    let rules = read(row).map_err(broken)?;
    let since: Month = since.parse().map_err(|error| broken(format!("{error}")))?;
    let at: i64 = row.try_get("", "put_in_force_at")?;
    Ok(Kept {
        rules: RuleSet { since, ..rules },
        by: PersonId(row.try_get("", "put_in_force_by")?),
        at: super::time("rule_sets", i64::from(version), at)?,
    })
}

/// A document that was read once can be read again; only what was changed by hand may be no document any more.
fn read(row: &QueryResult) -> Result<RuleSet, String> {
    let document: String = row.try_get("", "document").map_err(|error| error.to_string())?;
    RuleSet::read_kept(&document)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))
}

/// Adds a version.
pub async fn insert(
    connection: &impl Connection,
    rules: &RuleSet,
    by: PersonId,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let mut insert = Query::insert();
    insert
        .into_table("rule_sets")
        .columns(["version", "since", "document", "put_in_force_by", "put_in_force_at"])
        .values_panic([
            Expr::val(i32::try_from(rules.version).unwrap_or(i32::MAX)),
            Expr::val(rules.since.to_string()),
            Expr::val(rules.to_toml()),
            Expr::val(by.0),
            Expr::val(at.as_millisecond()),
        ]);
    connection.execute(&insert).await?;
    Ok(())
}

/// The draft; `None` where nothing is being drafted.
pub async fn draft(connection: &impl Connection) -> Result<Option<Draft>, StoreError> {
    let mut select = Query::select();
    select.columns(["document", "changed_by", "changed_at", "version"]).from("rule_set_drafts");
    let Some(row) = connection.query_one(&select).await? else { return Ok(None) };
    let at: i64 = row.try_get("", "changed_at")?;
    Ok(Some(Draft {
        rules: read(&row).map_err(|fault| StoreError::broken("rule_set_drafts", DRAFT, fault))?,
        by: PersonId(row.try_get("", "changed_by")?),
        at: super::time("rule_set_drafts", DRAFT, at)?,
        version: row.try_get("", "version")?,
    }))
}

/// Keeps the draft in the place of what was there. The caller has compared versions, in the same transaction.
pub async fn keep_draft(
    connection: &impl Connection,
    rules: &RuleSet,
    by: PersonId,
    at: jiff::Timestamp,
    version: i64,
) -> Result<(), StoreError> {
    let mut insert = Query::insert();
    insert
        .into_table("rule_set_drafts")
        .columns(["id", "document", "changed_by", "changed_at", "version"])
        .values_panic([
            Expr::val(DRAFT),
            Expr::val(rules.to_toml()),
            Expr::val(by.0),
            Expr::val(at.as_millisecond()),
            Expr::val(version),
        ])
        .on_conflict(
            OnConflict::column("id")
                .update_columns(["document", "changed_by", "changed_at", "version"])
                .to_owned(),
        );
    connection.execute(&insert).await?;
    Ok(())
}

/// Gives the draft up.
pub async fn drop_draft(connection: &impl Connection) -> Result<(), StoreError> {
    let mut delete = Query::delete();
    delete.from_table("rule_set_drafts").and_where(Expr::col("id").eq(DRAFT));
    connection.execute(&delete).await?;
    Ok(())
}
