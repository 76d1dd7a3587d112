//! Whoever looks at a piece that is not published, and neither wrote it nor is of its unit, is in the log: once for each
//! piece and day.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use domain::{
    id::{ItemId, PersonId},
    item::Item,
    person::Actor,
    workflow::State,
};
use jiff::civil::Date;

use crate::{
    aside::aside,
    desk::OfficeDesk,
    store::{
        StoreError,
        events::{self, NewEvent, Subject},
    },
};

/// What is in the log already of one day: the database decides, this saves asking it.
#[derive(Debug, Default)]
pub(in crate::desk) struct Today(Mutex<(Date, HashSet<(PersonId, ItemId)>)>);

impl Today {
    fn is_known(&self, day: Date, reading: (PersonId, ItemId)) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.0 == day && known.1.contains(&reading)
    }

    fn keep(&self, day: Date, reading: (PersonId, ItemId)) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != day {
            *known = (day, HashSet::new());
        }
        known.1.insert(reading);
    }
}

impl OfficeDesk {
    /// Records that this person looks at the piece, where that is to be known.
    pub(super) async fn note_reading(&self, actor: &Actor, item: &Item) {
        let is_own = actor.units().contains(&item.submitting_unit)
            || item.drafted_by == actor.id
            || item.wrote(actor).is_some();
        let now = self.now();
        let (day, reading) = (now.date(), (actor.id, item.id));
        if item.state == State::Adopted || is_own || self.known.looked_at.is_known(day, reading) {
            return;
        }
        let (store, known) = (self.store.clone(), self.known.clone());
        aside("that a piece was looked at", async move {
            // A day without a midnight begins when it begins.
            let since = now.start_of_day().map_or(now.timestamp(), |midnight| midnight.timestamp());
            let event = NewEvent {
                happened_at: now.timestamp(),
                actor: reading.0,
                verb: "read_unpublished",
                subject: Subject { kind: "reading", id: reading.1.0 },
                words: "查看了还没有印发的稿件".to_owned(),
                reason: None,
            };
            let transaction = store.begin().await?;
            if !events::was_done_since(transaction.connection(), &event, since).await? {
                events::append(transaction.connection(), event).await?;
                transaction.commit_unseen().await?;
            }
            known.looked_at.keep(day, reading);
            Ok::<_, StoreError>(())
        })
        .await;
    }
}
