//! What the desk has worked out and keeps until something changes.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use app::desk::{
    credits::UnitAccount,
    issues::IssueReading,
    office::{Waiting, contributing::Contributions, first_day::FirstStep},
};
use domain::{
    calendar::Month,
    frame::WritingHelp,
    id::{IssueId, ItemId, PersonId, UnitId},
    person::Actor,
    presence::Doing,
    proof::OfficeWords,
    unit::UnitDirectory,
};
use jiff::civil::Date;
use store::{issues::PdfOf, items::list::Filter};

use super::{issues, looked_at};
use crate::derived::Derived;

/// What is asked for again and again between two changes.
pub(super) struct Known {
    pub directory: Derived<(), Arc<UnitDirectory>>,
    pub office_words: Derived<(), Arc<OfficeWords>>,
    pub help: Derived<(), Arc<WritingHelp>>,
    /// How long things have waited changes with the day.
    pub waiting: Derived<(PersonId, Date), Waiting>,
    pub contributions: Derived<(PersonId, Date), Contributions>,
    pub first_steps: Derived<PersonId, Vec<FirstStep>>,
    /// By day, since deputies' days begin and end.
    pub everybody: Derived<Date, Arc<[Actor]>>,
    pub counts: Derived<Filter, u64>,
    pub issues: Derived<IssueId, Arc<issues::OpenIssue>>,
    pub readings: Derived<issues::ReadingOf, Arc<IssueReading>>,
    pub pdf_owners: Derived<String, Arc<[PdfOf]>>,
    pub accounts: Derived<(UnitId, Month), Arc<UnitAccount>>,
    pub looked_at: looked_at::Today,
    /// Signs of people who have items open that are being written down.
    pub coming: Mutex<HashSet<(PersonId, ItemId, Doing)>>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            directory: Derived::new(1),
            office_words: Derived::new(1),
            help: Derived::new(1),
            waiting: Derived::new(200),
            contributions: Derived::new(200),
            first_steps: Derived::new(20),
            everybody: Derived::new(1),
            counts: Derived::new(200),
            issues: Derived::new(50),
            readings: Derived::new(50),
            pdf_owners: Derived::new(50),
            accounts: Derived::new(30),
            looked_at: looked_at::Today::default(),
            coming: Mutex::default(),
        }
    }
}
