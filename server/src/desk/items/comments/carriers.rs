//! The ways from texts of which something was said to the present one: worked out once for a text and field.

use std::collections::{BTreeMap, HashMap};

use domain::{
    comment::{Carried, Carrier, Letters},
    id::RevisionId,
    item::ItemText,
    proof::TextField,
};
use store::{
    Connection, StoreError,
    comments::{Comment, Passage},
    revisions,
};

use super::field_of;

/// Earlier texts, and the present one.
#[derive(Debug)]
pub(super) struct Carriers {
    old: HashMap<RevisionId, ItemText>,
    now: BTreeMap<TextField, Letters>,
    known: HashMap<(RevisionId, TextField), Carrier>,
}

impl Carriers {
    /// With the texts of which these comments were said.
    pub(super) async fn load(
        connection: &impl Connection,
        comments: &[Comment],
        text: &ItemText,
    ) -> Result<Self, StoreError> {
        let mut ids: Vec<RevisionId> = comments.iter().map(|one| one.said.passage.revision).collect();
        ids.sort_unstable();
        ids.dedup();
        let old = revisions::find_many(connection, &ids).await?;
        Ok(Self {
            old: old.into_iter().map(|revision| (revision.id, revision.text)).collect(),
            now: TextField::ALL
                .into_iter()
                .map(|field| (field, Letters::of(field, field_of(text, field))))
                .collect(),
            known: HashMap::new(),
        })
    }

    /// Where a passage stands in the present text, with that text's letters; `None` where the earlier one is not there.
    pub(super) fn carry(&mut self, passage: &Passage) -> Option<(Carried, &Letters)> {
        let Self { old, now, known } = self;
        let (from, to) = (old.get(&passage.revision)?, now.get(&passage.field)?);
        let carrier = known
            .entry((passage.revision, passage.field))
            .or_insert_with(|| Carrier::new(&Letters::of(passage.field, field_of(from, passage.field)), to));
        Some((carrier.carry(passage.letters.clone()), to))
    }
}
