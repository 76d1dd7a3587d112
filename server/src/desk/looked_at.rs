//! Whoever looks at what is not published is in the log, once for each thing and day: at a piece, without having written it or
//! being of its unit; at an issue's pages, wherever they are shown; at a correction.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use domain::{
    event::Happening,
    id::{CorrectionId, IssueId, PersonId},
    issue::{Issue, IssueState},
    item::Item,
    permission::{OfficeAct, permits_office},
    person::Actor,
    subject::Subject,
    workflow::State,
};
use jiff::civil::Date;
use store::{
    StoreError,
    events::{self, NewEvent},
    items::seen,
};

use crate::{aside::aside, desk::OfficeDesk};

/// Who looked at what.
type Reading = (PersonId, Subject);

/// What is in the log already of one day: the database decides, this saves asking it.
#[derive(Debug, Default)]
pub(super) struct Today(Mutex<(Date, HashSet<Reading>)>);

impl Today {
    fn is_known(&self, day: Date, reading: &Reading) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.0 == day && known.1.contains(reading)
    }

    fn keep(&self, day: Date, reading: Reading) {
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
        if item.state != State::Adopted && !is_own {
            self.note((actor.id, Subject::Reading(item.id)), "查看了还没有印发的稿件").await;
        }
    }

    /// Records that this person looks at the pages of an issue that readers do not see yet.
    pub(super) async fn note_reading_of_issue(&self, actor: &Actor, issue: &Issue) {
        if issue.state != IssueState::Published || issue.withheld {
            self.note_reading_of_pages(actor, issue.id).await;
        }
    }

    /// The same of pages of which it is known that readers do not see them.
    pub(super) async fn note_reading_of_pages(&self, actor: &Actor, issue: IssueId) {
        self.note((actor.id, Subject::IssueReading(issue)), "查看了还没有印发的版面").await;
    }

    /// Records that this person looks at a correction before it is in force.
    pub(super) async fn note_reading_of_correction(&self, actor: &Actor, correction: CorrectionId) {
        self.note((actor.id, Subject::CorrectionReading(correction)), "查看了还没有生效的更正").await;
    }

    /// Keeps that this person has read the item's present text, for whoever goes through what reaches the office.
    pub(super) async fn note_seen(&self, actor: &Actor, item: &Item) {
        if permits_office(actor, OfficeAct::ReadInbox).is_err() {
            return;
        }
        let (store, person, id, revision) = (self.store.clone(), actor.id, item.id, item.revision);
        aside("that something was read", async move {
            let seen = seen::of(store.reader(), person, &[id]).await?;
            if seen.get(&id).is_none_or(|seen| *seen < revision) {
                let transaction = store.begin().await?;
                seen::keep(transaction.connection(), person, id, revision).await?;
                transaction.commit_unseen().await?;
            }
            Ok::<_, StoreError>(())
        })
        .await;
    }

    async fn note(&self, reading: Reading, words: &'static str) {
        let now = self.now();
        let day = now.date();
        if self.known.looked_at.is_known(day, &reading) {
            return;
        }
        let (store, known) = (self.store.clone(), self.known.clone());
        aside("that something was looked at", async move {
            // A day without a midnight begins when it begins.
            let since = now.start_of_day().map_or(now.timestamp(), |midnight| midnight.timestamp());
            let event = NewEvent {
                happened_at: now.timestamp(),
                actor: reading.0,
                kind: Happening::ReadUnpublished.into(),
                subject: reading.1,
                words: words.to_owned(),
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
