//! The office itself: people, units, newsletters, events, what waits for whom.

use async_trait::async_trait;
use domain::{
    id::{NewsletterId, PersonId, UnitGroupId, UnitId},
    issue::newsletter::Newsletter,
    person::Actor,
};
use serde::{Deserialize, Serialize};

use super::{
    DeskError,
    form::{blank_or, verbs},
};

pub mod changes;
pub mod events;
pub mod newsletters;
pub mod openings;
pub mod people;
pub mod units;

use changes::{ChangeForm, ChangePage, UndoForm};
use events::{EventFilter, EventPage};
use newsletters::NewsletterForm;
use openings::{OpeningForm, Openings};
use people::Person;
use units::{UnitDetail, UnitForm, UnitList};

verbs! {
    /// What people do to their own account, and what administrators do.
    pub enum OfficeCommand {
        /// The own password; all sessions end.
        "change_password" => ChangePassword { current: String, new: String, again: String },
        "add_person" => AddPerson {
            login: String,
            name: String,
            /// To be changed at the first sign-in.
            password: String,
            /// As [`people::role_field`] writes them.
            #[serde(default)] role: Vec<String>,
        },
        "edit_person" => EditPerson {
            person: PersonId,
            version: i64,
            name: String,
            #[serde(default)] role: Vec<String>,
        },
        "reset_password" => ResetPassword { person: PersonId, version: i64, password: String },
        "deactivate_person" => DeactivatePerson { person: PersonId, version: i64 },
        "reactivate_person" => ReactivatePerson { person: PersonId, version: i64 },
        /// Adds a group where none is named.
        "save_group" => SaveGroup {
            #[serde(default, deserialize_with = "blank_or")] group: Option<UnitGroupId>,
            name: String,
            #[serde(default, deserialize_with = "blank_or")] order: Option<i32>,
        },
        "save_unit" => SaveUnit(UnitForm),
        /// 更名, 并入, 分设, 撤销.
        "change_unit" => ChangeUnit(ChangeForm),
        "undo_unit_change" => UndoUnitChange(UndoForm),
        "save_newsletter" => SaveNewsletter(NewsletterForm),
        /// 结转分 of a year, of all units at once.
        "set_opening_points" => SetOpenings(OpeningForm),
    }
}

/// Counts of what waits for a person, shown beside the names in the rail; zero where nothing does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Own items returned to be mended.
    pub returned: u32,
    /// Items of the unit to be reviewed.
    pub unit_review: u32,
    /// Items to be received.
    pub unreceived: u32,
    /// Items to be cleared.
    pub uncleared: u32,
    /// Names of units to be understood.
    pub unknown_names: u32,
    /// Issues to be signed.
    pub unsigned: u32,
    /// Bulletins to be signed.
    pub unsigned_bulletins: u32,
}

/// Reading the office. All but the own account is for administrators; the log also for editors.
#[async_trait]
pub trait Office {
    async fn waiting(&self, actor: &Actor) -> Result<Waiting, DeskError>;
    /// The actor's own account.
    async fn own_account(&self, actor: &Actor) -> Result<Person, DeskError>;
    /// Everybody with an account, those who left last.
    async fn people(&self, actor: &Actor) -> Result<Vec<Person>, DeskError>;
    async fn person(&self, actor: &Actor, id: PersonId) -> Result<Person, DeskError>;
    /// All units with their groups in a year.
    async fn unit_list(&self, actor: &Actor, year: i16) -> Result<UnitList, DeskError>;
    async fn unit(&self, actor: &Actor, id: UnitId) -> Result<UnitDetail, DeskError>;
    /// What a change of a unit would bring about; where the form says nothing yet, the unit alone.
    async fn unit_change(
        &self,
        actor: &Actor,
        id: UnitId,
        form: Option<ChangeForm>,
    ) -> Result<ChangePage, DeskError>;
    async fn newsletters(&self, actor: &Actor) -> Result<Vec<Newsletter>, DeskError>;
    async fn newsletter(&self, actor: &Actor, id: NewsletterId) -> Result<Newsletter, DeskError>;
    /// What units brought into a year.
    async fn openings(&self, actor: &Actor, year: i16) -> Result<Openings, DeskError>;
    /// A page of the event log.
    async fn events(&self, actor: &Actor, filter: &EventFilter) -> Result<EventPage, DeskError>;
}
