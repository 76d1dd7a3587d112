//! The event log: who did what to what, when and why.

use domain::{id::EventId, subject::Subject};
use serde::{Deserialize, Serialize};

use super::super::form;

/// Which events are asked for: the address's query. What is empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFilter {
    /// Part of the person's name.
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub person: Option<String>,
    /// The verb's code.
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub verb: Option<String>,
    /// A kind of [`domain::subject::Subject`].
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub subject: Option<String>,
    /// The subject's id.
    #[serde(default, deserialize_with = "form::blank_or")]
    pub id: Option<i64>,
    /// The first and the last day.
    #[serde(default, deserialize_with = "form::blank_or")]
    pub from: Option<jiff::civil::Date>,
    #[serde(default, deserialize_with = "form::blank_or")]
    pub until: Option<jiff::civil::Date>,
    /// Part of the words or of the reason.
    #[serde(default, deserialize_with = "form::blank_is_none")]
    pub text: Option<String>,
    /// Only events before this one: the next page.
    #[serde(default, deserialize_with = "form::blank_or")]
    pub before: Option<EventId>,
}

/// One page of the log, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPage {
    pub events: Vec<LoggedEvent>,
    /// What [`EventFilter::before`] must be for the next page; `None` on the last.
    pub next: Option<EventId>,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedEvent {
    pub id: EventId,
    /// In the office's zone.
    pub happened_at: jiff::civil::DateTime,
    pub person: String,
    pub verb: String,
    pub subject: String,
    pub subject_id: i64,
    pub words: String,
    pub reason: Option<String>,
}

/// As what file the log is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogForm {
    Csv,
    /// A JSON object a line.
    JsonLines,
}

impl LogForm {
    /// The file's ending.
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/x-ndjson",
        }
    }
}

/// The page of what an event is about, where it has one.
pub fn subject_address(subject: Subject) -> Option<String> {
    Some(match subject {
        Subject::Item(item) | Subject::Reading(item) => format!("/items/{item}"),
        Subject::Issue(issue) | Subject::IssueReading(issue) => format!("/issues/{issue}"),
        Subject::CorrectionReading(correction) => format!("/corrections/{correction}"),
        Subject::Person(person) => format!("/admin/people/{person}"),
        Subject::Unit(unit) => format!("/admin/units/{unit}"),
        Subject::UnitGroup(_) => "/admin/units".to_owned(),
        Subject::Newsletter(newsletter) => format!("/admin/newsletters/{newsletter}"),
        Subject::Settings => "/admin/settings".to_owned(),
        Subject::Job(_) => "/admin/jobs".to_owned(),
        Subject::UpperChannel(_) => "/records/channels".to_owned(),
        // A draft that was given up, or gone on with under the same number, has no page of its own.
        Subject::RuleSet(_) => "/rules".to_owned(),
        Subject::Year(year) => format!("/admin/openings?year={year}"),
        Subject::Bulletin(month) => format!("/bulletins/{month}"),
        Subject::Month(month) => format!("/months/{month}"),
        Subject::Record(_) | Subject::Import(_) | Subject::Export => return None,
    })
}
