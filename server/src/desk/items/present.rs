//! Who has an item open: a sign of somebody is written down beside the answer, and the answer says who else is there.

use std::{collections::HashMap, sync::PoisonError};

use app::desk::{
    Refusal,
    items::{ItemRow, MOST_TOLD, Presences, Present, Somebody},
};
use async_trait::async_trait;
use domain::{
    id::ItemId,
    permission::{ShownAs, can_be_writing, permits_reading_item, shows_presence},
    person::Actor,
    presence::{self, Doing, FORGOTTEN_AFTER, Sign},
};
use store::{
    StoreError,
    presence::{self as kept, OpenItem},
};

use super::OfficeDesk;
use crate::aside::aside;

#[async_trait]
impl Presences for OfficeDesk {
    async fn here(&self, actor: &Actor, item: ItemId, doing: Doing, sign: Sign) -> Result<Present, Refusal> {
        let now = self.now().timestamp();
        let open = kept::of(self.store.reader(), &[item], now).await?.pop();
        let open = open.filter(|open| permits_reading_item(actor, open.whereabouts).is_ok());
        let open = open.ok_or_else(|| Refusal::not_found("这篇稿件"))?;
        let is_own = |present: &&kept::Present| present.person == actor.id && present.doing == doing;
        let own = open.present.iter().find(is_own).map(|present| present.stay);
        if let Some(stay) = presence::after(own, sign, now) {
            let present = kept::Present { person: actor.id, doing, stay };
            self.note_presence(item, present, own.is_none(), sign == Sign::Left).await;
        }
        self.told(actor, &open).await
    }

    async fn present(&self, actor: &Actor, items: &[ItemId]) -> Result<HashMap<ItemId, Present>, Refusal> {
        let items = &items[..items.len().min(MOST_TOLD)];
        let mut told = HashMap::new();
        for open in kept::of(self.store.reader(), items, self.now().timestamp()).await? {
            // Mostly nobody has most of a list open.
            if open.present.is_empty() || permits_reading_item(actor, open.whereabouts).is_err() {
                continue;
            }
            told.insert(open.id, self.told(actor, &open).await?);
        }
        Ok(told)
    }
}

impl OfficeDesk {
    /// With each row who else has it open.
    pub(super) async fn tell_present(&self, actor: &Actor, rows: &mut [ItemRow]) -> Result<(), Refusal> {
        let ids: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
        let mut present = self.present(actor, &ids).await?;
        for row in rows {
            row.present = Some(present.remove(&row.id).unwrap_or_default());
        }
        Ok(())
    }

    /// Who has the item open, as this person may know it.
    async fn told(&self, actor: &Actor, open: &OpenItem) -> Result<Present, Refusal> {
        let mut told = Present::default();
        if open.present.is_empty() {
            return Ok(told);
        }
        let everybody = self.everybody().await?;
        let writes = |present: &kept::Present| {
            let somebody = everybody.iter().find(|one| one.id == present.person);
            present.doing == Doing::Writing
                && somebody.is_some_and(|one| can_be_writing(one, open.whereabouts))
        };
        let is_writing = |person| open.present.iter().any(|other| other.person == person && writes(other));
        for present in &open.present {
            let Some(somebody) = everybody.iter().find(|one| one.id == present.person) else { continue };
            let list = match present.doing {
                Doing::Writing if !writes(present) => continue,
                Doing::Writing => &mut told.writing,
                // Who writes it reads it, too.
                Doing::Reading if is_writing(present.person) => continue,
                Doing::Reading => &mut told.reading,
            };
            match shows_presence(actor, somebody, open.whereabouts) {
                Some(ShownAs::ByName) => {
                    list.push(Somebody { name: somebody.name.clone(), since: present.stay.since });
                }
                Some(ShownAs::TheOffice) => told.is_in_hand = true,
                None => (),
            }
        }
        Ok(told)
    }

    /// Writes it down without keeping anybody waiting. It is no change to what pages show but here, no act, and not in the log.
    async fn note_presence(&self, item: ItemId, present: kept::Present, has_come: bool, has_left: bool) {
        let of = (present.person, item, present.doing);
        // Where writing takes long, one sign of somebody is as good as several.
        let is_first = self.known.coming.lock().unwrap_or_else(PoisonError::into_inner).insert(of);
        if !is_first && !has_left {
            return;
        }
        let (store, known) = (self.store.clone(), self.known.clone());
        aside("that somebody has an item open", async move {
            let written = async {
                let transaction = store.begin().await?;
                let connection = transaction.connection();
                if has_come {
                    let before = present.stay.since - FORGOTTEN_AFTER;
                    kept::forget(connection, Some(present.person), before).await?;
                }
                kept::keep(connection, item, present).await?;
                transaction.commit_unseen().await
            };
            let written: Result<(), StoreError> = written.await;
            known.coming.lock().unwrap_or_else(PoisonError::into_inner).remove(&of);
            written
        })
        .await;
    }
}
