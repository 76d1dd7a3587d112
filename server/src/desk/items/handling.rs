//! Who is in charge of items (主办), as pages are told it; what changes it is in [`super::handle`].

use std::collections::{BTreeSet, HashMap};

use app::desk::{
    Refusal,
    items::{Count, EditorChoice, Handed, HandledBy, Handling, Handlings, ItemRow, Lapsed, Load, Loads},
};
use async_trait::async_trait;
use domain::{
    id::{ItemId, PersonId},
    permission::{OfficeAct, can_handle, permits_office, sees_handling},
    person::Actor,
    workflow::{State, WITH_EDITORS},
};
use store::{
    StoreError,
    handlers::{self, Handled},
    items::list::{self, Filter},
    people,
};

use super::{OfficeDesk, lists::counted};
use crate::aside::aside;

/// What is counted as in an editor's hands: what waits for editors, and what they have placed.
const COUNTED: [State; 4] = [State::Submitted, State::Editing, State::Shortlisted, State::Placed];

#[async_trait]
impl Handlings for OfficeDesk {
    async fn handling(&self, actor: &Actor, item: ItemId) -> Result<Option<Handling>, Refusal> {
        Ok(self.handlings(actor, &[item]).await?.remove(&item))
    }

    async fn editors(&self, actor: &Actor) -> Result<Vec<EditorChoice>, Refusal> {
        permits_office(actor, OfficeAct::ReadInbox)?;
        let everybody = self.everybody().await?;
        let editors = everybody.iter().filter(|one| can_handle(one));
        Ok(editors.map(|one| EditorChoice { id: one.id, name: one.name.clone() }).collect())
    }

    async fn loads(&self, actor: &Actor) -> Result<Loads, Refusal> {
        let (editors, lapsed) = self.in_hand(actor).await?;
        let handled = Some(self.handled(actor, HandledBy::Nobody).await?);
        let mut nobody = Load::default();
        for state in COUNTED {
            let filter = Filter { states: vec![state], handled: handled.clone(), ..Filter::default() };
            nobody.counts.push((state, self.known_count(filter).await?));
        }
        let all = Filter { states: COUNTED.to_vec(), handled, ..Filter::default() };
        nobody.since = list::oldest(self.store.reader(), &all).await?;
        Ok(Loads { editors, nobody, lapsed })
    }
}

/// Why somebody can be in charge of nothing any more; `None` where they can.
fn why_lapsed(everybody: &[Actor], person: PersonId) -> Option<String> {
    match everybody.iter().find(|one| one.id == person) {
        None => Some("已停用".to_owned()),
        Some(one) if !can_handle(one) => Some("已不是编辑".to_owned()),
        Some(_) => None,
    }
}

impl OfficeDesk {
    /// What each editor has in hand; and who had something and can have nothing any more.
    pub(super) async fn in_hand(&self, actor: &Actor) -> Result<(Vec<Load>, Vec<Lapsed>), Refusal> {
        let editors = self.editors(actor).await?;
        let reader = self.store.reader();
        let mut loads: Vec<Load> =
            editors.into_iter().map(|editor| Load { editor: Some(editor), ..Load::default() }).collect();
        let mut lapsed: HashMap<PersonId, u64> = HashMap::new();
        for in_hand in handlers::load(reader, &COUNTED).await? {
            let number = u64::from(in_hand.count);
            let of =
                |load: &&mut Load| load.editor.as_ref().is_some_and(|editor| editor.id == in_hand.handler);
            let Some(load) = loads.iter_mut().find(of) else {
                *lapsed.entry(in_hand.handler).or_default() += number;
                continue;
            };
            load.counts.push((in_hand.state, Count { number, is_capped: false }));
            load.since = [load.since, in_hand.since].into_iter().flatten().min();
        }
        let names = people::names(reader, &lapsed.keys().copied().collect()).await?;
        let everybody = self.everybody().await?;
        let told = lapsed.into_iter().filter_map(|(person, count)| {
            let (name, why) = (names.get(&person)?.clone(), why_lapsed(&everybody, person)?);
            Some(Lapsed { name, why, count })
        });
        let mut lapsed: Vec<_> = told.collect();
        lapsed.sort();
        Ok((loads, lapsed))
    }

    /// How many there are, as it was counted since the last change.
    async fn known_count(&self, filter: Filter) -> Result<Count, Refusal> {
        let counting = list::count(self.store.reader(), &filter);
        Ok(counted(self.known.counts.get(self.changes().await?, filter.clone(), counting).await?))
    }

    /// Who is in charge of each of these, for whoever is told.
    pub(super) async fn handlings(
        &self,
        actor: &Actor,
        items: &[ItemId],
    ) -> Result<HashMap<ItemId, Handling>, Refusal> {
        if !sees_handling(actor) {
            return Ok(HashMap::new());
        }
        let reader = self.store.reader();
        let kept = handlers::of(reader, items).await?;
        let ids: BTreeSet<PersonId> =
            kept.values().flat_map(|kept| [kept.handler, kept.set_by]).flatten().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let names = people::names(reader, &ids).await?;
        let everybody = self.everybody().await?;
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        let told = kept.into_iter().filter_map(|(item, kept)| {
            let handler = kept.handler?;
            let handed = kept.set_by.filter(|by| *by != handler);
            let handling = Handling {
                handler,
                name: name(handler),
                since: kept.since,
                is_own: handler == actor.id,
                lapsed: why_lapsed(&everybody, handler),
                handed: handed.map(|by| Handed { by: name(by), word: kept.word, is_new: kept.is_new }),
            };
            Some((item, handling))
        });
        Ok(told.collect())
    }

    /// With each row who is in charge of it.
    pub(super) async fn tell_handling(&self, actor: &Actor, rows: &mut [ItemRow]) -> Result<(), Refusal> {
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
        let mut handlings = self.handlings(actor, &ids).await?;
        for row in rows {
            row.handling = handlings.remove(&row.id);
        }
        Ok(())
    }

    /// Whose items are meant, as the store is asked.
    pub(super) async fn handled(&self, actor: &Actor, by: HandledBy) -> Result<Handled, Refusal> {
        Ok(match by {
            HandledBy::Me => Handled::By(actor.id),
            HandledBy::Editor(editor) => Handled::By(editor),
            HandledBy::Nobody => {
                let everybody = self.everybody().await?;
                Handled::ByNoneOf(everybody.iter().filter(|one| can_handle(one)).map(|one| one.id).collect())
            }
        })
    }

    /// How many wait of which this person is in charge, and nobody; nothing for whoever can be in charge of nothing.
    pub(super) async fn handled_counts(&self, actor: &Actor) -> Result<Option<[Count; 2]>, Refusal> {
        if !can_handle(actor) {
            return Ok(None);
        }
        let mut counts = Vec::new();
        for by in [HandledBy::Me, HandledBy::Nobody] {
            let handled = Some(self.handled(actor, by).await?);
            let filter = Filter { states: WITH_EDITORS.to_vec(), handled, ..Filter::default() };
            counts.push(self.known_count(filter).await?);
        }
        Ok(<[Count; 2]>::try_from(counts).ok())
    }

    /// Keeps that the editor in charge has opened what was handed on to them: it waits for them no more on the front page.
    pub(super) async fn note_opened(&self, handling: Option<&Handling>, item: ItemId) {
        let is_new = |handling: &&Handling| {
            handling.is_own && handling.handed.as_ref().is_some_and(|handed| handed.is_new)
        };
        let Some(handler) = handling.filter(is_new).map(|handling| handling.handler) else { return };
        let store = self.store.clone();
        aside("that somebody opened what was handed on", async move {
            let transaction = store.begin().await?;
            // What the front page shows changes with it.
            if handlers::open(transaction.connection(), item, handler).await? {
                transaction.commit().await?;
            }
            Ok::<_, StoreError>(())
        })
        .await;
    }
}
