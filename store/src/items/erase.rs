//! Taking items away: a draft that nobody else has seen goes with everything that hangs on it; of a text that must not
//! be here nothing is left but the row that other rows refer to.

use std::collections::BTreeSet;

use domain::{
    attribution::Attribution,
    file_role::FileRole,
    id::{IssueId, ItemId, PersonId},
    issue::FrozenIssue,
    item::{Cover, Item, ItemText},
    subject::Subject,
    workflow::State,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QuerySelect, Statement, Value};

use super::{came_with, row, taken, text_columns, to_json, with_cover};
use crate::{
    Connection, StoreError,
    chain::{self, Kind, covers::taken_away},
    comments, execute, files, handed_in, handlers,
    issues::forget_page_pictures,
    ledger, likeness, proof, revisions, search, sheets,
};

/// What an item without a text is called in lists.
pub const DESTROYED: &str = "（已销毁）";

/// What stands in the way of taking an item away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hanging {
    /// Reasons for which it was returned or rejected, which are counted.
    pub reasons: i64,
    /// Records about it, or about one of its texts.
    pub records: i64,
    /// Versions of issues that were printed with it or are in sign-off.
    pub printed: i64,
    /// It is placed in an issue, or was and has been retracted.
    pub placements: i64,
    /// Items that went into it.
    pub sources: i64,
}

/// What hangs on an item.
pub async fn hanging(connection: &impl Connection, id: ItemId) -> Result<Hanging, StoreError> {
    let printed = versions_with(connection, id).await?.into_iter().filter(|version| !version.is_sent_back);
    Ok(Hanging {
        reasons: count(connection, "SELECT COUNT(*) FROM item_reasons WHERE item_id = $1", id).await?,
        records: count(
            connection,
            "SELECT COUNT(*) FROM records WHERE item_id = $1 OR revision_id IN \
             (SELECT id FROM revisions WHERE item_id = $1)",
            id,
        )
        .await?,
        printed: i64::try_from(printed.count()).unwrap_or(i64::MAX),
        placements: count(connection, "SELECT COUNT(*) FROM placements WHERE item_id = $1", id).await?,
        sources: count(connection, "SELECT COUNT(*) FROM items WHERE combined_into = $1", id).await?,
    })
}

/// Takes a draft away, with its texts and what this person has typed on it; what others typed and have not saved stays
/// theirs. Nothing may hang on it.
pub async fn delete(connection: &impl Connection, id: ItemId, by: PersonId) -> Result<(), StoreError> {
    search::remove(connection, id).await?;
    likeness::remove(connection, id).await?;
    for revision in revisions::of_item(connection, id).await? {
        taken_away(connection, Kind::ClearedText, revision.id.0).await?;
    }
    came_with::forget(connection, id).await?;
    proof::forget(connection, id).await?;
    comments::forget(connection, id).await?;
    taken::forget(connection, id).await?;
    for sql in [
        "DELETE FROM item_units WHERE item_id = $1",
        "DELETE FROM item_unknown_names WHERE item_id = $1",
        "DELETE FROM revisions WHERE item_id = $1",
        "DELETE FROM items WHERE id = $1",
    ] {
        execute(connection, sql, [id.0.into()]).await?;
    }
    taken_away(connection, Kind::Clearance, id.0).await?;
    sheets::forget_item(connection, id, by).await?;
    files::end_pictures(connection, Subject::Item(id)).await?;
    Ok(())
}

/// Destroys an item's words wherever they are kept: its texts, what is typed on it, what the log says of it, corrections of
/// it, versions of issues with it that are not in force, the titles of records about it. Its row stays, empty, since
/// others refer to it; where it was retracted, units and credit stay with it, since they count.
pub async fn destroy(
    connection: &impl Connection,
    item: &Item,
    titles: &BTreeSet<String>,
    at: jiff::Timestamp,
) -> Result<(), StoreError> {
    let id: Value = item.id.0.into();
    // Pages first and last: whoever keeps a text locks its page before its item, and may have been faster.
    sheets::erase_item(connection, item.id, at).await?;
    search::remove(connection, item.id).await?;
    likeness::remove(connection, item.id).await?;
    let state = match item.state {
        state @ (State::Combined | State::Retracted) => state,
        _ => State::Rejected,
    };
    let emptied = ItemText { kind: item.text.kind, ..ItemText::default() };
    let left = ItemText {
        // Units and credit of what was retracted stay, since they count.
        attribution_line: match state {
            State::Retracted => item.text.attribution_line.clone(),
            _ => String::new(),
        },
        ..emptied.clone()
    };
    let attribution = match state {
        State::Retracted => item.attribution.clone(),
        _ => Attribution::default(),
    };
    let row = row::ActiveModel {
        id: Set(item.id.0),
        state: Set(state.code().to_owned()),
        list_title: Set(DESTROYED.to_owned()),
        clearance: Set(None),
        awaits_clearance: Set(false),
        return_reason: Set(None),
        updated_at: Set(at.as_millisecond()),
        ..with_cover(&Cover::default(), text_columns(&left, &attribution)?)
    };
    row.update(connection).await?;
    execute(connection, "UPDATE items SET version = version + 1 WHERE id = $1", [id.clone()]).await?;
    if state != State::Retracted {
        execute(connection, "UPDATE items SET credit = NULL, details = NULL WHERE id = $1", [id.clone()])
            .await?;
        for sql in
            ["DELETE FROM item_units WHERE item_id = $1", "DELETE FROM item_unknown_names WHERE item_id = $1"]
        {
            execute(connection, sql, [id.clone()]).await?;
        }
    }
    taken_away(connection, Kind::Clearance, item.id.0).await?;
    for revision in revisions::of_item(connection, item.id).await? {
        taken_away(connection, Kind::ClearedText, revision.id.0).await?;
    }
    // What was answered to whoever named a text may still be kept; what else stands in that row stays.
    for name in revisions::of_item(connection, item.id).await?.into_iter().filter_map(|one| one.name) {
        let named = "UPDATE sheets SET answer = NULL WHERE answer LIKE $1 ESCAPE '\\'";
        let pattern = name.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        execute(connection, named, [format!("%“{pattern}”%").into()]).await?;
    }
    let text = "UPDATE revisions SET text = $2, name = NULL WHERE item_id = $1";
    execute(connection, text, [id.clone(), to_json(&emptied)?.into()]).await?;
    forget_records(connection, item.id).await?;
    forget_reasons_elsewhere(connection, item.id).await?;
    forget_corrections(connection, item.id).await?;
    for version in versions_with(connection, item.id).await? {
        forget_version(connection, &version).await?;
    }
    files::take_from_everybody(connection, Subject::Item(item.id)).await?;
    files::end_pictures(connection, Subject::Item(item.id)).await?;
    for file in came_with::files_of(connection, item.id).await? {
        handed_in::forget(connection, &file.hash).await?;
    }
    came_with::forget(connection, item.id).await?;
    proof::forget(connection, item.id).await?;
    comments::forget(connection, item.id).await?;
    handlers::forget(connection, item.id).await?;
    taken::forget(connection, item.id).await?;
    forget_version_reasons(connection, item.id).await?;
    forget_reasons(connection, item.id).await?;
    for title in titles {
        forget_title(connection, title).await?;
    }
    sheets::erase_item(connection, item.id, at).await?;
    // Forms that were refused lately, and texts that an earlier version of the program kept.
    execute(
        connection,
        "DELETE FROM kept_texts WHERE subject IN ('form', 'new') OR subject = $1",
        [format!("item:{}", item.id).into()],
    )
    .await?;
    Ok(())
}

/// Whether an item's words were destroyed, or are being destroyed at this moment: then this waits for the end of it.
pub async fn is_destroyed(connection: &impl Connection, item: ItemId) -> Result<bool, StoreError> {
    let row = super::row::Entity::find_by_id(item.0)
        .select_only()
        .column(super::row::Column::ListTitle)
        .column(super::row::Column::Title)
        .column(super::row::Column::Body)
        .lock_shared()
        .into_tuple::<(String, String, String)>()
        .one(connection)
        .await?;
    // Nobody can write these words where there is neither title nor body.
    Ok(row.is_some_and(|(listed, title, body)| listed == DESTROYED && title.is_empty() && body.is_empty()))
}

/// Why things were done to it. The chain of events goes on vouching for what is left.
async fn forget_reasons(connection: &impl Connection, id: ItemId) -> Result<(), StoreError> {
    let events =
        "SELECT id FROM events WHERE subject_kind = 'item' AND subject_id = $1 AND reason IS NOT NULL";
    for event in ids(connection, events, [id.0.into()]).await? {
        execute(connection, "UPDATE events SET reason = NULL WHERE id = $1", [event.into()]).await?;
        chain::reworded(connection, event).await?;
    }
    Ok(())
}

/// Records about the item bear its title; what they count for stays.
async fn forget_records(connection: &impl Connection, id: ItemId) -> Result<(), StoreError> {
    let records = "SELECT id FROM records WHERE item_id = $1 OR revision_id IN \
                   (SELECT id FROM revisions WHERE item_id = $1)";
    let records = ids(connection, records, [id.0.into()]).await?;
    for record in &records {
        let update = "UPDATE records SET title = $2 WHERE id = $1";
        execute(connection, update, [(*record).into(), DESTROYED.into()]).await?;
        chain::covers::forget(connection, Kind::Record, *record).await?;
    }
    crate::records::enter(connection, &records).await?;
    chain::covers::cover_many(connection, Kind::Record, &records).await
}

/// What was given as the reason of what was done to the item, or to a correction of it, stands with its issue as well.
async fn forget_reasons_elsewhere(connection: &impl Connection, id: ItemId) -> Result<(), StoreError> {
    let events = "SELECT id FROM events WHERE subject_kind = 'issue' AND reason IN \
                  (SELECT reason FROM events WHERE subject_kind = 'item' AND subject_id = $1 AND reason IS NOT NULL \
                   UNION SELECT reason FROM corrections WHERE item_id = $1 \
                   UNION SELECT notice FROM corrections WHERE item_id = $1 AND notice IS NOT NULL \
                   UNION SELECT returned_reason FROM corrections WHERE item_id = $1 AND returned_reason IS NOT NULL)";
    for event in ids(connection, events, [id.0.into()]).await? {
        execute(connection, "UPDATE events SET reason = NULL WHERE id = $1", [event.into()]).await?;
        chain::reworded(connection, event).await?;
    }
    Ok(())
}

async fn forget_corrections(connection: &impl Connection, id: ItemId) -> Result<(), StoreError> {
    let corrections = ids(connection, "SELECT id FROM corrections WHERE item_id = $1", [id.0.into()]).await?;
    for correction in corrections {
        execute(connection, "DELETE FROM corrections WHERE id = $1", [correction.into()]).await?;
        taken_away(connection, Kind::Correction, correction).await?;
    }
    Ok(())
}

/// Why a version was made without it is what was given as the reason of what was done to it.
async fn forget_version_reasons(connection: &impl Connection, id: ItemId) -> Result<(), StoreError> {
    let versions = "SELECT id FROM issue_versions WHERE reason IN \
                    (SELECT reason FROM events WHERE subject_kind = 'item' AND subject_id = $1)";
    let versions = ids(connection, versions, [id.0.into()]).await?;
    for version in &versions {
        execute(connection, "UPDATE issue_versions SET reason = NULL WHERE id = $1", [(*version).into()])
            .await?;
        chain::covers::forget(connection, Kind::VersionWords, *version).await?;
    }
    chain::covers::cover_many(connection, Kind::VersionWords, &versions).await
}

/// The months of which a bulletin lists a piece under one of these titles.
pub async fn bulletins_with(
    connection: &impl Connection,
    titles: &BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut months = BTreeSet::new();
    for title in titles {
        let quoted = serde_json::to_string(title).map_err(|error| StoreError::broken("items", 0, error))?;
        let sql = "SELECT DISTINCT month FROM bulletin_versions WHERE bulletin LIKE $1";
        let values = [like(&quoted).into()];
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        for row in connection.query_all_raw(statement).await? {
            months.insert(row.try_get_by_index(0)?);
        }
    }
    Ok(months)
}

/// A title stands in what the log says and in what was answered, within marks: a record's in others than an item's.
async fn forget_title(connection: &impl Connection, title: &str) -> Result<(), StoreError> {
    for (before, after) in [("《", "》"), ("“", "”")] {
        let (named, instead) = (format!("{before}{title}{after}"), format!("{before}{DESTROYED}{after}"));
        forget_words(connection, &named, &instead).await?;
    }
    Ok(())
}

async fn forget_words(connection: &impl Connection, named: &str, instead: &str) -> Result<(), StoreError> {
    let events = "SELECT id FROM events WHERE words LIKE $1 OR reason LIKE $1";
    for event in ids(connection, events, [like(named).into()]).await? {
        let replace = "UPDATE events SET words = REPLACE(words, $1, $2), reason = REPLACE(reason, $1, $2) \
                       WHERE id = $3";
        let values = [named.to_owned().into(), instead.to_owned().into(), event.into()];
        execute(connection, replace, values).await?;
        chain::reworded(connection, event).await?;
    }
    let versions = "SELECT id FROM issue_versions WHERE reason LIKE $1 OR notice LIKE $1";
    let versions = ids(connection, versions, [like(named).into()]).await?;
    for version in &versions {
        let replace = "UPDATE issue_versions SET reason = REPLACE(reason, $1, $2), \
                       notice = REPLACE(notice, $1, $2) WHERE id = $3";
        let values = [named.to_owned().into(), instead.to_owned().into(), (*version).into()];
        execute(connection, replace, values).await?;
        chain::covers::forget(connection, Kind::VersionWords, *version).await?;
    }
    chain::covers::cover_many(connection, Kind::VersionWords, &versions).await?;
    ledger::forget_words(connection, named, instead).await?;
    execute(connection, "DELETE FROM sheets WHERE answer LIKE $1", [like(named).into()]).await?;
    Ok(())
}

fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars() {
        // One character of any kind, where it would otherwise mean more than itself: a few answers too many are forgotten.
        pattern.push(if matches!(character, '%' | '\\') { '_' } else { character });
    }
    pattern.push('%');
    pattern
}

/// A version of an issue in which an item stands.
struct VersionWith {
    id: i64,
    issue: IssueId,
    is_sent_back: bool,
    pdf_hash: String,
}

async fn versions_with(connection: &impl Connection, id: ItemId) -> Result<Vec<VersionWith>, StoreError> {
    let sql = "SELECT id, standing, pdf_hash, items, issue_id FROM issue_versions WHERE items LIKE $1";
    let values = [format!("%{id}%").into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let mut versions = Vec::new();
    for row in connection.query_all_raw(statement).await? {
        let (version, standing): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let items: String = row.try_get_by_index(3)?;
        let items: serde_json::Value = serde_json::from_str(&items)
            .map_err(|error| StoreError::broken("issue_versions", version, error))?;
        if names(&items, id) {
            let pdf_hash = row.try_get_by_index(2)?;
            let issue = IssueId(row.try_get_by_index(4)?);
            let is_sent_back = standing == "sent_back";
            versions.push(VersionWith { id: version, issue, is_sent_back, pdf_hash });
        }
    }
    Ok(versions)
}

/// Whether a list of an issue's items names this one.
fn names(items: &serde_json::Value, id: ItemId) -> bool {
    match items {
        serde_json::Value::Array(items) => items.iter().any(|item| names(item, id)),
        serde_json::Value::Object(item) => item.get("item").and_then(serde_json::Value::as_i64) == Some(id.0),
        _ => false,
    }
}

/// A version that is not in force, or never was printed: nobody misses it, nor its PDF.
async fn forget_version(connection: &impl Connection, version: &VersionWith) -> Result<(), StoreError> {
    let signatures = "SELECT id FROM signatures WHERE issue_version_id = $1";
    let signatures = ids(connection, signatures, [version.id.into()]).await?;
    execute(connection, "DELETE FROM signatures WHERE issue_version_id = $1", [version.id.into()]).await?;
    let corrections = "SELECT id FROM corrections WHERE issue_version_id = $1";
    let corrections = ids(connection, corrections, [version.id.into()]).await?;
    let without = "UPDATE corrections SET issue_version_id = NULL WHERE issue_version_id = $1";
    execute(connection, without, [version.id.into()]).await?;
    chain::covers::cover_many(connection, Kind::Correction, &corrections).await?;
    execute(connection, "DELETE FROM issue_versions WHERE id = $1", [version.id.into()]).await?;
    for signature in signatures {
        taken_away(connection, Kind::Signature, signature).await?;
    }
    taken_away(connection, Kind::IssueVersion, version.id).await?;
    taken_away(connection, Kind::IssueStanding, version.id).await?;
    taken_away(connection, Kind::VersionWords, version.id).await?;
    // Two versions of an issue may be the same to the last byte.
    let same = "SELECT id FROM issue_versions WHERE issue_id = $1 AND pdf_hash = $2";
    let same = ids(connection, same, [version.issue.0.into(), version.pdf_hash.clone().into()]).await?;
    if same.is_empty() {
        let issue = Subject::Issue(version.issue);
        files::end_use(connection, &version.pdf_hash, issue, FileRole::IssuePages).await?;
        forget_page_pictures(connection, version.issue, &version.pdf_hash).await?;
    }
    let issue = Subject::Issue(version.issue);
    files::end_pictures(connection, issue).await?;
    for content in contents(connection, version.issue).await? {
        let bodies = content.content().items().map(|item| item.body.as_str());
        files::use_pictures(connection, issue, bodies).await?;
    }
    files::forget_here(connection, &version.pdf_hash).await
}

/// What the versions that an issue still has were frozen as.
async fn contents(connection: &impl Connection, issue: IssueId) -> Result<Vec<FrozenIssue>, StoreError> {
    let sql = "SELECT content FROM issue_versions WHERE issue_id = $1";
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [issue.0.into()]);
    let rows = connection.query_all_raw(statement).await?;
    let contents = rows.iter().map(|row| {
        let content: String = row.try_get_by_index(0)?;
        serde_json::from_str(&content).map_err(|fault| StoreError::broken("issue_versions", issue.0, fault))
    });
    contents.collect()
}

async fn ids<const N: usize>(
    connection: &impl Connection,
    sql: &str,
    values: [Value; N],
) -> Result<Vec<i64>, StoreError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = connection.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

async fn count(connection: &impl Connection, sql: &str, id: ItemId) -> Result<i64, StoreError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [id.0.into()]);
    Ok(connection.query_one_raw(statement).await?.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}
