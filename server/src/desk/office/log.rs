//! The event log, read.

use app::desk::{
    Refusal,
    office::{
        EventLog,
        events::{EventFilter, EventPage, LogForm, LoggedEvent},
    },
};
use async_trait::async_trait;
use domain::{
    permission::{OfficeAct, permits_office, reads_for_the_office},
    person::Actor,
};
use jiff::{ToSpan, civil::Date};
use store::{
    events::log::{self, Filter, Line, LogReader},
    failure,
};

use crate::{desk::OfficeDesk, export};

/// How many lines a page of the log has.
const PAGE: usize = 50;

/// How many lines a file has at most, and how many are read at once for it.
const MOST_IN_FILE: usize = 100_000;
const AT_ONCE: usize = 1_000;

/// What a file says that does not hold all.
const LEFT_OUT: &str = "还有更早的记录没有导出，请按日期分几次导出";

#[async_trait]
impl EventLog for OfficeDesk {
    async fn events(&self, actor: &Actor, asked: &EventFilter) -> Result<EventPage, Refusal> {
        permits_office(actor, OfficeAct::ReadEvents)?;
        self.lines(actor, asked, PAGE).await
    }

    async fn event_file(&self, actor: &Actor, asked: &EventFilter, form: LogForm) -> Result<String, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let mut asked = EventFilter { before: None, ..asked.clone() };
        let mut events = Vec::new();
        loop {
            let page = self.lines(actor, &asked, AT_ONCE).await?;
            events.extend(page.events);
            asked.before = page.next;
            if asked.before.is_none() || events.len() >= MOST_IN_FILE {
                break;
            }
        }
        let left_out = asked.before.map(|_| LEFT_OUT);
        match form {
            LogForm::Csv => Ok(export::log::csv(&events, left_out)),
            LogForm::JsonLines => export::log::json_lines(&events, left_out).map_err(failure),
        }
    }
}

impl OfficeDesk {
    async fn lines(&self, actor: &Actor, asked: &EventFilter, most: usize) -> Result<EventPage, Refusal> {
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
                is_administrator: permits_office(actor, OfficeAct::Administer).is_ok(),
            }),
        };
        // One more than a page shows whether there is another.
        let mut lines = log::search(self.store.reader(), &filter, most as u64 + 1).await?;
        let is_last = lines.len() <= most;
        lines.truncate(most);
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
