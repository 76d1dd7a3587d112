//! The office itself: people, units, newsletters, events, what waits for whom.

use async_trait::async_trait;
use domain::{
    frame::WritingHelp,
    id::{NewsletterId, PersonId, UnitGroupId, UnitId},
    issue::newsletter::Newsletter,
    person::Actor,
    proof::TypedWords,
    settings::OfficeSettings,
};

use super::{
    Refusal,
    audit::HandedIn,
    form::{acts, blank_or},
};

pub mod changes;
pub mod contributing;
pub mod deputies;
pub mod events;
pub mod first_day;
pub mod newsletters;
pub mod openings;
pub mod people;
pub mod sessions;
pub mod settings;
pub mod units;

use changes::{ChangePage, ChangeUnit};
use deputies::DeputyPage;
use events::{EventFilter, EventPage, LogForm};
use openings::Openings;
use people::{Invited, Person, PersonNames, SeenPerson};
use sessions::OwnSession;
use units::{UnitDetail, UnitList};

acts! {
    /// The own password; all sessions end.
    ChangePassword { current: String, new: String, again: String }

    AddPerson {
        login: String,
        name: String,
        /// To be changed at the first sign-in.
        password: String,
        /// As [`domain::person::Role::field`] writes them.
        #[serde(default)] role: Vec<String>,
    }

    /// 按表添加人员: everybody of a sheet, as it was pasted: cells parted by tabs or commas.
    AddPeople { #[serde(default)] table: String }

    EditPerson {
        person: PersonId,
        version: i64,
        name: String,
        #[serde(default)] role: Vec<String>,
    }

    ResetPassword { person: PersonId, version: i64, password: String }

    DeactivatePerson { person: PersonId, version: i64 }

    ReactivatePerson { person: PersonId, version: i64 }

    /// The name in a unit's attributions is this person's.
    LinkAuthor {
        person: PersonId,
        #[serde(default, deserialize_with = "blank_or")] unit: Option<UnitId>,
        name: String,
    }

    UnlinkAuthor {
        person: PersonId,
        #[serde(default, deserialize_with = "blank_or")] unit: Option<UnitId>,
        name: String,
    }

    /// Two accounts of one name are two people's.
    StateDifferent { person: PersonId, other: PersonId }

    UnstateDifferent { person: PersonId, other: PersonId }

    /// Adds a group where none is named.
    SaveGroup {
        #[serde(default, deserialize_with = "blank_or")] group: Option<UnitGroupId>,
        name: String,
        #[serde(default, deserialize_with = "blank_or")] order: Option<i32>,
    }

    /// One of the own sessions, by what its page calls it.
    EndSession { session: String }

    /// All of the own sessions but this one.
    EndOtherSessions { session: String }
}

/// A place of the rail at which something can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Items,
    Review,
    Inbox,
    Clearance,
    /// 编排, where issues and corrections are made and signed.
    Issues,
    Names,
    Bulletins,
    Ledger,
    /// Accounts, where somebody is missing who could decide.
    People,
}

impl Place {
    pub fn address(self) -> &'static str {
        match self {
            Self::Items => "/items",
            Self::Review => "/review",
            Self::Inbox => "/inbox",
            Self::Clearance => "/clearance",
            Self::Issues => "/issues/desk",
            Self::Names => "/names",
            Self::Bulletins => "/bulletins",
            Self::Ledger => "/ledger",
            Self::People => "/admin",
        }
    }
}

/// Something that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// The place of the rail that counts it.
    pub place: Place,
    /// How many things.
    pub count: u32,
    /// Whether it is one thing, called by its name; else the words go on after the number.
    pub is_named: bool,
    /// “第1期已签发，等您印发”; “篇来稿等您签收”.
    pub words: String,
    /// Where it is done.
    pub address: String,
}

impl Todo {
    /// One thing by its name.
    pub fn one(place: Place, words: impl Into<String>, address: impl Into<String>) -> Self {
        Self { place, count: 1, is_named: true, words: words.into(), address: address.into() }
    }

    /// So many things.
    pub fn many(place: Place, count: u32, words: impl Into<String>, address: impl Into<String>) -> Self {
        Self { place, count, is_named: false, words: words.into(), address: address.into() }
    }
}

impl Todo {
    /// What is counted with others already, and is told by its name besides.
    pub fn told(place: Place, words: impl Into<String>, address: impl Into<String>) -> Self {
        Self { count: 0, ..Self::one(place, words, address) }
    }
}

/// Everything that waits for a person: listed on the front page and counted in the rail, so that neither knows of
/// anything that the other does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    pub todos: Vec<Todo>,
}

impl Waiting {
    /// How many things wait at a place of the rail.
    pub fn at(&self, address: &str) -> u32 {
        self.todos.iter().filter(|todo| todo.place.address() == address).map(|todo| todo.count).sum()
    }
}

#[async_trait]
pub trait WaitingLists {
    async fn waiting(&self, actor: &Actor) -> Result<Waiting, Refusal>;
}

#[async_trait]
pub trait People {
    /// The actor's own account.
    async fn own_account(&self, actor: &Actor) -> Result<Person, Refusal>;

    /// Everybody with an account, those who left last.
    async fn people(&self, actor: &Actor) -> Result<Vec<Person>, Refusal>;

    async fn person(&self, actor: &Actor, id: PersonId) -> Result<Person, Refusal>;
}

#[async_trait]
pub trait PeopleFromSheets {
    /// The cells of a workbook or a CSV file as a sheet that could have been pasted.
    async fn sheet_of_file(&self, actor: &Actor, file: HandedIn) -> Result<String, Refusal>;

    /// What a pasted sheet says, row by row.
    async fn seen_people(&self, actor: &Actor, sheet: &str) -> Result<Vec<SeenPerson>, Refusal>;

    /// New links for these people, or for all who have never set a password of their own; what they were given before
    /// serves no more. They are told once.
    async fn invite(&self, actor: &Actor, people: &[PersonId]) -> Result<Vec<Invited>, Refusal>;

    /// Whose link it is, as name and account; `None` where it serves no more.
    async fn invited(&self, token: &str) -> Result<Option<(String, String)>, Refusal>;
}

#[async_trait]
pub trait NamesOfPeople {
    /// Which names in attributions are the person's, and who else bears the name.
    async fn names_of_person(&self, actor: &Actor, id: PersonId) -> Result<PersonNames, Refusal>;
}

#[async_trait]
pub trait Units {
    /// All units with their groups in a year.
    async fn unit_list(&self, actor: &Actor, year: i16) -> Result<UnitList, Refusal>;

    async fn unit(&self, actor: &Actor, id: UnitId) -> Result<UnitDetail, Refusal>;
}

#[async_trait]
pub trait UnitChanges {
    /// What a change of a unit would bring about; where the form says nothing yet, the unit alone.
    async fn unit_change(
        &self,
        actor: &Actor,
        id: UnitId,
        form: Option<ChangeUnit>,
    ) -> Result<ChangePage, Refusal>;
}

#[async_trait]
pub trait Newsletters {
    async fn newsletters(&self, actor: &Actor) -> Result<Vec<Newsletter>, Refusal>;

    async fn newsletter(&self, actor: &Actor, id: NewsletterId) -> Result<Newsletter, Refusal>;
}

#[async_trait]
pub trait OpeningPoints {
    /// What units brought into a year.
    async fn openings(&self, actor: &Actor, year: i16) -> Result<Openings, Refusal>;
}

#[async_trait]
pub trait Settings {
    async fn settings(&self, actor: &Actor) -> Result<OfficeSettings, Refusal>;

    /// Whether one person may sign several steps, for those to whom that is said: who works in the office.
    async fn tells_of_one_signer(&self, actor: &Actor) -> Result<bool, Refusal>;
}

/// The lists by which texts are proofread, as they are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptOfficeWords {
    /// Grows by one with every change.
    pub version: i64,
    pub typed: TypedWords,
}

#[async_trait]
pub trait WordLists {
    async fn word_lists(&self, actor: &Actor) -> Result<KeptOfficeWords, Refusal>;
}

/// The frames and phrases that help to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptWritingHelp {
    /// Grows by one with every change.
    pub version: i64,
    pub help: WritingHelp,
}

#[async_trait]
pub trait WritingHelps {
    async fn writing_help(&self, actor: &Actor) -> Result<KeptWritingHelp, Refusal>;
}

#[async_trait]
pub trait Deputies {
    /// Who acts for a person, and for whom that person acts: of the actor, or of anybody for an administrator.
    async fn deputies(&self, actor: &Actor, person: PersonId) -> Result<DeputyPage, Refusal>;
}

#[async_trait]
pub trait OwnSessions {
    /// The actor's own sessions that have not ended, the latest first.
    async fn own_sessions(&self, actor: &Actor) -> Result<Vec<OwnSession>, Refusal>;
}

#[async_trait]
pub trait EventLog {
    /// A page of the event log.
    async fn events(&self, actor: &Actor, filter: &EventFilter) -> Result<EventPage, Refusal>;

    /// All of the log that fits, as a file, for administrators.
    async fn event_file(&self, actor: &Actor, filter: &EventFilter, form: LogForm)
    -> Result<String, Refusal>;
}
