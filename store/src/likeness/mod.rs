//! Which items are like a text: their fingerprints ([`domain::likeness`]), kept both ways with each text that is saved.
//!
//! Items of all states are answered, drafts of others among them: who may know of which is the caller's to ask.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::ItemId,
    item::ItemText,
    likeness::{Fingerprints, Likeness, compare, fingerprints, measure, text_of},
};
use sea_orm::{DbBackend, Statement, Value};

use super::{Connection, ROWS_AT_ONCE, Store, StoreError, execute, value_places};

pub(super) mod refresh;

/// So many of a text's fingerprints are looked up, the least by value: those of some two thousand characters.
const MOST_ASKED: usize = 192;
/// Of those that many items have, so many items are looked at, the newest first: what stands in more texts than that
/// is how the office speaks.
const MOST_HAVING: usize = 160;
/// So many items are compared by all their fingerprints.
const MOST_COMPARED: usize = 64;
/// So many texts are read and measured.
const MOST_MEASURED: usize = 16;
/// What has less in common by its fingerprints, in thousandths of the shorter text, is not measured.
const WORTH_MEASURING: u16 = 250;

/// An item that is like a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    pub item: ItemId,
    pub likeness: Likeness,
}

/// The fingerprints of an item's text.
pub fn of(text: &ItemText) -> Fingerprints {
    fingerprints(&text_of(&text.title, &text.body))
}

/// Keeps the fingerprints of an item as its text now stands, in the transaction that saves the text.
pub async fn keep(
    connection: &impl Connection,
    item: ItemId,
    prints: &Fingerprints,
) -> Result<(), StoreError> {
    let before = kept(connection, &[item]).await?.pop().map(|(_, before)| before).unwrap_or_default();
    let (now, before): (BTreeSet<u32>, BTreeSet<u32>) =
        (prints.values().iter().copied().collect(), before.values().iter().copied().collect());
    let gone: Vec<u32> = before.difference(&now).copied().collect();
    for gone in gone.chunks(ROWS_AT_ONCE) {
        let places: Vec<String> = (2..gone.len() + 2).map(|place| format!("${place}")).collect();
        let sql = format!(
            "DELETE FROM item_fingerprints WHERE item_id = $1 AND fingerprint IN ({})",
            places.join(", ")
        );
        let values = std::iter::once(item.0.into()).chain(gone.iter().map(|value| column(*value)));
        run(connection, sql, values.collect()).await?;
    }
    let new = now.difference(&before).map(|value| (*value, item)).collect();
    add_rows(connection, new).await?;
    add_sets(connection, &[(item, prints)]).await
}

/// Keeps the fingerprints of items that have none yet.
pub async fn keep_new(
    connection: &impl Connection,
    items: &[(ItemId, Fingerprints)],
) -> Result<(), StoreError> {
    let rows = items.iter().flat_map(|(item, prints)| prints.values().iter().map(|value| (*value, *item)));
    add_rows(connection, rows.collect()).await?;
    let sets: Vec<(ItemId, &Fingerprints)> = items.iter().map(|(item, prints)| (*item, prints)).collect();
    add_sets(connection, &sets).await
}

/// Takes an item's fingerprints away.
pub async fn remove(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    keep(connection, item, &Fingerprints::default()).await?;
    forget_near(connection, item).await?;
    execute(connection, "DELETE FROM item_likeness WHERE item_id = $1", [item.0.into()]).await?;
    Ok(())
}

/// The items that are most like a text by their fingerprints, the likest first and of those the newest; `except` is the
/// text's own item. It is coarse: see [`measured`].
pub async fn near(
    connection: &impl Connection,
    prints: &Fingerprints,
    except: Option<ItemId>,
    limit: usize,
) -> Result<Vec<Near>, StoreError> {
    let mut candidates = having(connection, prints).await?;
    candidates.retain(|item| Some(*item) != except);
    candidates.truncate(MOST_COMPARED.max(limit));
    let mut found: Vec<Near> = kept(connection, &candidates)
        .await?
        .into_iter()
        .map(|(item, others)| Near { item, likeness: compare(prints, &others) })
        .collect();
    found.sort_by_key(|near| std::cmp::Reverse((near.likeness, near.item)));
    found.truncate(limit);
    Ok(found)
}

/// The items of which nearly all stands in this text, or in which nearly all of it stands: those that are [`near`],
/// read and measured. The likest first.
pub async fn measured(
    connection: &impl Connection,
    (title, body): (&str, &str),
    except: Option<ItemId>,
) -> Result<Vec<Near>, StoreError> {
    let text = text_of(title, body);
    let items = candidates(connection, &text, except).await?;
    let mut found: Vec<Near> = texts(connection, &items)
        .await?
        .into_iter()
        .map(|(item, other)| Near { item, likeness: measure(&text, &other) })
        .filter(|near| near.likeness.is_near())
        .collect();
    found.sort_by_key(|near| std::cmp::Reverse((near.likeness, near.item)));
    Ok(found)
}

/// The items that are worth measuring against a text.
async fn candidates(
    connection: &impl Connection,
    text: &str,
    except: Option<ItemId>,
) -> Result<Vec<ItemId>, StoreError> {
    let mut candidates = near(connection, &fingerprints(text), except, MOST_MEASURED).await?;
    candidates.retain(|near| near.likeness.of_shorter >= WORTH_MEASURING);
    Ok(candidates.into_iter().map(|near| near.item).collect())
}

/// Measures an item's text as it stands against all others, and keeps what is near it. The item may be gone. What is changed
/// meanwhile stays as it was kept: a job of its own follows that change.
pub async fn keep_near(store: &Store, item: ItemId) -> Result<usize, StoreError> {
    let Some((_, read)) = fields(store.reader(), &[item]).await?.pop() else { return Ok(0) };
    let text = text_of(&read.0, &read.1);
    let mut others: BTreeSet<ItemId> =
        candidates(store.reader(), &text, Some(item)).await?.into_iter().collect();
    // Who found this text may not be found by it: a brief that stands in a long report. Of very many the likest.
    let partners = kept_near(store.reader(), &[item]).await?;
    others.extend(partners.into_iter().map(|(_, other, _)| other).take(MOST_COMPARED));
    let others: Vec<ItemId> = others.into_iter().collect();
    let compared = fields(store.reader(), &others).await?;
    let found: Vec<(ItemId, Likeness)> = compared
        .iter()
        .map(|(other, (title, body))| (*other, measure(&text, &text_of(title, body))))
        .filter(|(_, likeness)| likeness.is_near())
        .collect();
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    if fields(connection, &[item]).await?.pop().is_none_or(|(_, now)| now != read) {
        return Ok(0);
    }
    let now = fields(connection, &others).await?;
    let is_as_read = |other: ItemId| {
        let of = |all: &[(ItemId, (String, String))]| {
            all.iter().find(|(id, _)| *id == other).map(|(_, fields)| fields.clone())
        };
        of(&compared).is_some_and(|read| of(&now) == Some(read))
    };
    for other in others.iter().filter(|other| is_as_read(**other)) {
        let pair = [item.0.into(), other.0.into()];
        let sql = "DELETE FROM item_near WHERE (item_id = $1 AND other_id = $2) OR (item_id = $2 AND other_id = $1)";
        execute(connection, sql, pair).await?;
    }
    let rows: Vec<&(ItemId, Likeness)> = found.iter().filter(|(other, _)| is_as_read(*other)).collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "INSERT INTO item_near (item_id, other_id, share) VALUES {}",
            value_places(rows.len(), 3)
        );
        let values = rows.iter().flat_map(|(other, likeness)| {
            [item.0.into(), other.0.into(), i32::from(likeness.of_shorter).into()]
        });
        run(connection, sql, values.collect()).await?;
    }
    transaction.commit_unseen().await?;
    Ok(rows.len())
}

async fn forget_near(connection: &impl Connection, item: ItemId) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM item_near WHERE item_id = $1 OR other_id = $1", [item.0.into()]).await?;
    Ok(())
}

/// What was found near these items: the item, the other, and how much of the shorter stands in the other, in thousandths;
/// the likest first.
pub async fn kept_near(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<Vec<(ItemId, ItemId, u16)>, StoreError> {
    let mut found = BTreeMap::new();
    for way in ["item_id, other_id", "other_id, item_id"] {
        let column = way.split(',').next().unwrap_or_default();
        let what = format!("{way}, share FROM item_near WHERE {column}");
        for row in of_items(connection, &what, items).await? {
            let (item, other): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let share: i32 = row.try_get_by_index(2)?;
            found.insert((ItemId(item), ItemId(other)), u16::try_from(share).unwrap_or_default());
        }
    }
    let mut found: Vec<_> = found.into_iter().map(|((item, other), share)| (item, other, share)).collect();
    found.sort_by_key(|(.., share)| std::cmp::Reverse(*share));
    Ok(found)
}

/// The items that have some of these fingerprints: first those that have the rarest and the most of them.
async fn having(connection: &impl Connection, prints: &Fingerprints) -> Result<Vec<ItemId>, StoreError> {
    let asked = &prints.values()[..prints.values().len().min(MOST_ASKED)];
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let backend = connection.get_database_backend();
    let gathered = match backend {
        DbBackend::Postgres => "json_agg(item_id)::text",
        _ => "json_group_array(item_id)",
    };
    let sql = format!(
        "WITH wanted (fingerprint) AS (VALUES {}) SELECT (SELECT {gathered} FROM \
         (SELECT item_id FROM item_fingerprints WHERE item_fingerprints.fingerprint = wanted.fingerprint \
         ORDER BY item_id DESC LIMIT {MOST_HAVING}) AS newest) FROM wanted",
        value_places(asked.len(), 1)
    );
    let values = asked.iter().map(|value| column(*value));
    let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    let mut weights: BTreeMap<i64, usize> = BTreeMap::new();
    for row in rows {
        // PostgreSQL gathers nothing to nothing.
        let Some(text) = row.try_get_by_index::<Option<String>>(0)? else { continue };
        let items: Vec<i64> =
            serde_json::from_str(&text).map_err(|error| StoreError::broken("item_fingerprints", 0, error))?;
        let weight = MOST_HAVING * 4 / items.len().max(1);
        for item in items {
            *weights.entry(item).or_default() += weight;
        }
    }
    let mut items: Vec<(usize, i64)> = weights.into_iter().map(|(item, weight)| (weight, item)).collect();
    items.sort_unstable_by_key(|entry| std::cmp::Reverse(*entry));
    Ok(items.into_iter().map(|(_, item)| ItemId(item)).collect())
}

/// The fingerprints of those of these items that have some.
async fn kept(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<Vec<(ItemId, Fingerprints)>, StoreError> {
    let mut found = Vec::with_capacity(items.len());
    for row in of_items(connection, "item_id, fingerprints FROM item_likeness WHERE item_id", items).await? {
        let (item, bytes): (i64, Vec<u8>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let prints = Fingerprints::from_bytes(&bytes)
            .ok_or_else(|| StoreError::broken("item_likeness", item, "指纹不全"))?;
        found.push((ItemId(item), prints));
    }
    Ok(found)
}

/// What of these items is compared.
async fn texts(connection: &impl Connection, items: &[ItemId]) -> Result<Vec<(ItemId, String)>, StoreError> {
    let fields = fields(connection, items).await?;
    Ok(fields.into_iter().map(|(item, (title, body))| (item, text_of(&title, &body))).collect())
}

/// Title and body of these items.
async fn fields(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<Vec<(ItemId, (String, String))>, StoreError> {
    let rows = of_items(connection, "id, title, body FROM items WHERE id", items).await?;
    let fields = |row: &sea_orm::QueryResult| {
        Ok((ItemId(row.try_get_by_index(0)?), (row.try_get_by_index(1)?, row.try_get_by_index(2)?)))
    };
    rows.iter().map(fields).collect()
}

/// What a statement says of these items.
async fn of_items(
    connection: &impl Connection,
    what: &str,
    items: &[ItemId],
) -> Result<Vec<sea_orm::QueryResult>, StoreError> {
    let mut rows = Vec::with_capacity(items.len());
    for items in items.chunks(ROWS_AT_ONCE) {
        let places: Vec<String> = (1..=items.len()).map(|place| format!("${place}")).collect();
        let sql = format!("SELECT {what} IN ({})", places.join(", "));
        let values = items.iter().map(|item| Value::from(item.0));
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        rows.extend(connection.query_all_raw(statement).await?);
    }
    Ok(rows)
}

/// In the order of the table, so that what stands together is written together.
async fn add_rows(connection: &impl Connection, mut rows: Vec<(u32, ItemId)>) -> Result<(), StoreError> {
    rows.sort_unstable_by_key(|(value, item)| (value.cast_signed(), item.0));
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "INSERT INTO item_fingerprints (fingerprint, item_id) VALUES {} ON CONFLICT DO NOTHING",
            value_places(rows.len(), 2)
        );
        let values = rows.iter().flat_map(|(value, item)| [column(*value), item.0.into()]);
        run(connection, sql, values.collect()).await?;
    }
    Ok(())
}

async fn add_sets(connection: &impl Connection, sets: &[(ItemId, &Fingerprints)]) -> Result<(), StoreError> {
    for sets in sets.chunks(ROWS_AT_ONCE) {
        let sql = format!(
            "INSERT INTO item_likeness (item_id, fingerprints) VALUES {} \
             ON CONFLICT (item_id) DO UPDATE SET fingerprints = excluded.fingerprints",
            value_places(sets.len(), 2)
        );
        let values = sets.iter().flat_map(|(item, prints)| [item.0.into(), prints.to_bytes().into()]);
        run(connection, sql, values.collect()).await?;
    }
    Ok(())
}

async fn run(connection: &impl Connection, sql: String, values: Vec<Value>) -> Result<(), StoreError> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.execute_raw(statement).await?;
    Ok(())
}

/// A fingerprint as both databases hold it, in four bytes with a sign.
fn column(value: u32) -> Value {
    value.cast_signed().into()
}

#[cfg(test)]
mod tests;
