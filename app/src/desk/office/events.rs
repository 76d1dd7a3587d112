//! The event log: who did what to what, when and why.

use domain::id::EventId;
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
    /// `item`, `issue`, `record`, `person`, `unit`, `newsletter`.
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

/// The subject's word on the screen.
pub fn subject_label(kind: &str) -> &str {
    match kind {
        "item" => "稿件",
        "issue" => "刊期",
        "record" => "记录",
        "person" => "人员",
        "unit" => "单位",
        "unit_group" => "分组",
        "newsletter" => "刊物",
        "channel" | "upper_channel" => "上级刊物",
        other => other,
    }
}
