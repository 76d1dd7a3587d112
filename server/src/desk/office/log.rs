//! The event log, read.

use app::desk::{
    DeskError,
    office::events::{EventFilter, EventPage, LoggedEvent},
};
use domain::{permission::reads_for_the_office, person::Actor};
use jiff::{ToSpan, civil::Date};

use crate::{
    desk::{OfficeDesk, failed},
    store::events::log::{self, Filter, Line, LogReader},
};

/// How many lines a page of the log has.
const PAGE: usize = 50;

impl OfficeDesk {
    pub(super) async fn read_events(
        &self,
        actor: &Actor,
        asked: &EventFilter,
    ) -> Result<EventPage, DeskError> {
        let zone = self.now().time_zone().clone();
        let midnight = |day: Date| day.to_zoned(zone.clone()).ok().map(|time| time.timestamp());
        let filter = Filter {
            person: asked.person.clone(),
            verb: asked.verb.clone(),
            subject_kind: asked.subject.clone(),
            subject_id: asked.id,
            from: asked.from.and_then(midnight),
            until: asked.until.and_then(|day| day.checked_add(1.day()).ok()).and_then(midnight),
            text: asked.text.clone(),
            before: asked.before,
            reader: Some(LogReader {
                person: actor.id,
                units: actor.units(),
                is_office: reads_for_the_office(actor),
                is_administrator: actor.is_administrator(),
            }),
        };
        // One more than a page shows whether there is another.
        let mut lines = log::search(self.store.reader(), &filter, PAGE as u64 + 1).await.map_err(failed)?;
        let is_last = lines.len() <= PAGE;
        lines.truncate(PAGE);
        let next = lines.last().filter(|_| !is_last).map(|line| line.id);
        let events = lines
            .into_iter()
            .map(|line| {
                let happened_at = line.happened_at.to_zoned(zone.clone()).datetime();
                logged(line, happened_at)
            })
            .collect();
        Ok(EventPage { events, next })
    }
}

fn logged(line: Line, happened_at: jiff::civil::DateTime) -> LoggedEvent {
    LoggedEvent {
        id: line.id,
        happened_at,
        person: line.person,
        verb: line.verb,
        subject: line.subject_kind,
        subject_id: line.subject_id,
        words: line.words,
        reason: line.reason,
    }
}
