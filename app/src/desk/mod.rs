//! The port between the pages and the office: every verb through [`Desk::perform`], reading by area.
//!
//! All of it is plain data. A page knows nothing of what is behind the port; what is behind it (`server::desk`)
//! knows nothing of pages. Every call names the actor, and is authorised behind the port: a page that hides a
//! button does so out of courtesy.

pub mod asked;
pub mod audit;
pub mod bulletins;
pub mod command;
pub mod credits;
pub mod done;
pub mod form;
pub mod import;
pub mod issues;
pub mod items;
pub mod jobs;
pub mod months;
pub mod office;
pub mod records;
pub mod rules;
pub mod sheets;
pub mod sign_as;
pub mod typed;
pub mod verification;

use async_trait::async_trait;
use domain::person::Actor;
pub use domain::refusal::{Fault, Refusal};

use self::typed::TypedForm;
pub use self::{
    command::Command,
    done::{Done, Undo},
};

/// The office, as its pages see it.
#[async_trait]
pub trait Desk:
    items::ItemLists
    + items::WritingPages
    + items::Slips
    + items::Manuscripts
    + items::ItemsFromFiles
    + items::PicturesToTake
    + items::Proofreading
    + items::CommentsOnItems
    + items::NamesToResolve
    + items::ItemPages
    + items::Presences
    + items::Handlings
    + items::ComparingPages
    + items::ItemsToDestroy
    + issues::IssuePages
    + issues::IssueFiles
    + issues::Search
    + issues::readers::KeptPieces
    + issues::IssueProposals
    + issues::Boards
    + issues::CorrectionDrafts
    + issues::Corrections
    + issues::IssuesToRelease
    + issues::PastIssues
    + records::Records
    + credits::Bulletins
    + credits::Figures
    + credits::UnitAccounts
    + credits::Charts
    + credits::LedgerPages
    + months::Months
    + months::Urgings
    + months::Verifying
    + office::WaitingLists
    + office::contributing::Contributing
    + office::first_day::FirstDay
    + office::People
    + office::PeopleFromSheets
    + office::NamesOfPeople
    + office::Units
    + office::UnitChanges
    + office::Newsletters
    + office::OpeningPoints
    + office::Settings
    + office::WordLists
    + office::WritingHelps
    + office::OwnSessions
    + office::Deputies
    + office::EventLog
    + audit::Audits
    + bulletins::BulletinFiles
    + bulletins::BulletinLetters
    + bulletins::BulletinVersions
    + rules::Rules
    + rules::RuleTrials
    + import::Imports
    + jobs::Jobs
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
