//! Who wrote what is in an item: its own revisions, those of what went into it, and corrections of it.

use std::collections::HashMap;

use domain::id::{ItemId, PersonId};
use sea_orm::{QuerySelect, entity::prelude::*};

use super::row;
use crate::{Connection, StoreError, corrections, revisions};

/// Each once, in the order in which they first did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Writers {
    pub wrote: Vec<PersonId>,
    /// Who only mended it as the unit's reviewer.
    pub mended: Vec<PersonId>,
}

/// The writers of these items.
pub(super) async fn writers(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<HashMap<ItemId, Writers>, StoreError> {
    let whole = gone_into(connection, items).await?;
    let all: Vec<ItemId> = whole.keys().copied().collect();
    let mut writers: HashMap<ItemId, Writers> = HashMap::new();
    let saved = revisions::savers(connection, &all).await?;
    let proposed = corrections::proposers(connection, &all).await?;
    let proposed = proposed.into_iter().map(|(item, person)| (item, person, false));
    for (item, person, mended) in saved.into_iter().chain(proposed) {
        for one in whole.get(&item).into_iter().flatten() {
            let known = writers.entry(*one).or_default();
            let list = if mended { &mut known.mended } else { &mut known.wrote };
            if !list.contains(&person) {
                list.push(person);
            }
        }
    }
    Ok(writers)
}

/// These items and all that went into them, each with those of these items of which it is part now.
async fn gone_into(
    connection: &impl Connection,
    items: &[ItemId],
) -> Result<HashMap<ItemId, Vec<ItemId>>, StoreError> {
    let mut whole: HashMap<ItemId, Vec<ItemId>> = items.iter().map(|item| (*item, vec![*item])).collect();
    let mut last: Vec<i64> = items.iter().map(|item| item.0).collect();
    while !last.is_empty() {
        let rows: Vec<(i64, Option<i64>)> = row::Entity::find()
            .select_only()
            .column(row::Column::Id)
            .column(row::Column::CombinedInto)
            .filter(row::Column::CombinedInto.is_in(std::mem::take(&mut last)))
            .into_tuple()
            .all(connection)
            .await?;
        for (source, survivor) in rows {
            let Some(of) = survivor.and_then(|survivor| whole.get(&ItemId(survivor))).cloned() else {
                continue;
            };
            let known = whole.entry(ItemId(source)).or_default();
            let new: Vec<ItemId> = of.into_iter().filter(|one| !known.contains(one)).collect();
            if !new.is_empty() {
                known.extend(new);
                last.push(source);
            }
        }
    }
    Ok(whole)
}
