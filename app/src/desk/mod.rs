//! The port between the pages and the office: every verb through [`Desk::perform`], reading by area.
//!
//! All of it is plain data. A page knows nothing of what is behind the port; what is behind it (`server::desk`)
//! knows nothing of pages. Every call names the actor, and is authorised behind the port: a page that hides a
//! button does so out of courtesy.

pub mod audit;
pub mod bulletins;
pub mod credits;
pub mod form;
pub mod import;
pub mod issues;
pub mod items;
pub mod months;
pub mod office;
pub mod records;
pub mod rules;
pub mod sheets;
pub mod typed;
pub mod verification;

use async_trait::async_trait;
use domain::person::Actor;
pub use domain::refusal::{Fault, Refusal};
use serde::{Deserialize, Serialize};

use crate::desk::typed::TypedForm;

/// The office, as its pages see it.
#[async_trait]
pub trait Desk:
    items::Items
    + issues::Issues
    + records::Records
    + credits::Credits
    + months::Months
    + office::Office
    + audit::Audits
    + bulletins::Bulletins
    + rules::Rules
    + import::Imports
    + sheets::Sheets
    + Send
    + Sync
{
    /// Does one thing, wholly or not at all, and says what was done.
    async fn perform(&self, actor: &Actor, command: Command) -> Result<Done, Refusal>;

    /// As [`Desk::perform`], asked for by a form with a name. Posted twice it is done once: the second time it is
    /// answered what the first one was.
    async fn perform_once(
        &self,
        actor: &Actor,
        command: Command,
        form: &sheets::PostedForm,
    ) -> Result<Done, Refusal>;

    /// Keeps what was typed into a form that was refused, for this person, in the place of what was kept before.
    async fn keep_form(&self, actor: &Actor, form: &TypedForm) -> Result<(), Refusal>;

    /// What was kept for this person within the last minutes.
    async fn kept_form(&self, actor: &Actor) -> Result<Option<TypedForm>, Refusal>;
}

/// Names of verbs, or of the fields of a verb's form.
type FieldNames = &'static [&'static str];

/// Everything that can be done, by area.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Item(items::ItemCommand),
    Issue(issues::IssueCommand),
    Record(records::RecordCommand),
    Bulletin(bulletins::BulletinCommand),
    Month(months::MonthCommand),
    Rule(rules::RuleCommand),
    Office(office::OfficeCommand),
    Import(import::ImportCommand),
    Sheet(sheets::SheetCommand),
}

impl Command {
    /// Every verb with the names of its form's fields, but for those of a flattened part.
    pub fn verbs() -> Vec<(&'static str, FieldNames)> {
        let of_area = |verbs: FieldNames, fields: fn(&str) -> Option<FieldNames>| -> Vec<_> {
            verbs.iter().filter_map(|verb| Some((*verb, fields(verb)?))).collect()
        };
        [
            of_area(items::ItemCommand::VERBS, items::ItemCommand::fields),
            of_area(issues::IssueCommand::VERBS, issues::IssueCommand::fields),
            of_area(records::RecordCommand::VERBS, records::RecordCommand::fields),
            of_area(bulletins::BulletinCommand::VERBS, bulletins::BulletinCommand::fields),
            of_area(months::MonthCommand::VERBS, months::MonthCommand::fields),
            of_area(rules::RuleCommand::VERBS, rules::RuleCommand::fields),
            of_area(office::OfficeCommand::VERBS, office::OfficeCommand::fields),
            of_area(import::ImportCommand::VERBS, import::ImportCommand::fields),
        ]
        .concat()
    }

    /// Reads the form that was posted to `/do/{verb}`; `None` where there is no such verb.
    pub fn from_form(verb: &str, form: &str) -> Option<Result<Self, form::FormError>> {
        None.or_else(|| items::ItemCommand::from_form(verb, form).map(|read| read.map(Self::Item)))
            .or_else(|| issues::IssueCommand::from_form(verb, form).map(|read| read.map(Self::Issue)))
            .or_else(|| records::RecordCommand::from_form(verb, form).map(|read| read.map(Self::Record)))
            .or_else(|| {
                bulletins::BulletinCommand::from_form(verb, form).map(|read| read.map(Self::Bulletin))
            })
            .or_else(|| months::MonthCommand::from_form(verb, form).map(|read| read.map(Self::Month)))
            .or_else(|| rules::RuleCommand::from_form(verb, form).map(|read| read.map(Self::Rule)))
            .or_else(|| office::OfficeCommand::from_form(verb, form).map(|read| read.map(Self::Office)))
            .or_else(|| import::ImportCommand::from_form(verb, form).map(|read| read.map(Self::Import)))
            .or_else(|| sheets::SheetCommand::from_form(verb, form).map(|read| read.map(Self::Sheet)))
    }
}

/// What was done, in words, where to look next, and how to take it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What happened and what comes next: “已报送，等待办公室签收”.
    pub words: String,
    /// The address to go to; the page it came from where there is none.
    pub next: Option<String>,
    pub undo: Option<Undo>,
}

impl Done {
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), next: None, undo: None }
    }

    pub fn next(self, address: impl Into<String>) -> Self {
        Self { next: Some(address.into()), ..self }
    }

    pub fn undo(self, verb: &str, fields: &[(&str, String)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self { undo: Some(Undo { verb: verb.to_owned(), fields }), ..self }
    }
}

/// The verb that takes something back, with its form's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    pub verb: String,
    pub fields: Vec<(String, String)>,
}
