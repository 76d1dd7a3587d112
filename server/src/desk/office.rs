//! The office itself: people, units, newsletters, the log, what waits for whom.

use app::desk::{
    Done, Refusal,
    office::{
        Office, OfficeCommand, Waiting,
        changes::{ChangeForm, ChangePage},
        events::{EventFilter, EventPage, LogForm},
        openings::Openings,
        people::{Person, PersonNames},
        sessions::OwnSession,
        units::{UnitDetail, UnitList},
    },
};
use async_trait::async_trait;
use domain::{
    id::{NewsletterId, PersonId, UnitId},
    issue::newsletter::Newsletter,
    permission::{OfficeAct, permits_office},
    person::Actor,
    settings::OfficeSettings,
};
use store::settings;

use super::OfficeDesk;

pub(in crate::desk) mod changes;
mod log;
mod names;
mod newsletters;
mod openings;
pub(in crate::desk) mod parents;
pub(crate) mod people;
pub(in crate::desk) mod rosters;
mod sessions;
mod set;
pub(in crate::desk) mod units;

impl OfficeDesk {
    pub(super) async fn perform_office(
        &self,
        actor: &Actor,
        command: OfficeCommand,
    ) -> Result<Done, Refusal> {
        use OfficeCommand as C;
        match command {
            C::ChangePassword { current, new, again } => {
                self.change_password(actor, current, new, &again).await
            }
            C::AddPerson { login, name, password, role } => {
                self.add_person(actor, &login, &name, password, &role).await
            }
            C::EditPerson { person, version, name, role } => {
                self.edit_person(actor, person, version, &name, &role).await
            }
            C::ResetPassword { person, version, password } => {
                self.reset_password(actor, person, version, password).await
            }
            C::DeactivatePerson { person, version } => {
                self.set_person_active(actor, person, version, false).await
            }
            C::ReactivatePerson { person, version } => {
                self.set_person_active(actor, person, version, true).await
            }
            C::LinkAuthor { person, unit, name } => self.link_author(actor, person, unit, &name).await,
            C::UnlinkAuthor { person, unit, name } => self.unlink_author(actor, person, unit, &name).await,
            C::StateDifferent { person, other } => self.state_different(actor, person, other).await,
            C::UnstateDifferent { person, other } => self.unstate_different(actor, person, other).await,
            C::SaveGroup { group, name, order } => self.save_group(actor, group, &name, order).await,
            C::SaveUnit(form) => self.save_unit(actor, form).await,
            C::ChangeUnit(form) => self.change_unit(actor, form).await,
            C::UndoUnitChange(form) => self.undo_unit_change(actor, form.change).await,
            C::SetOpenings(form) => self.set_openings(actor, form).await,
            C::SaveNewsletter(form) => self.save_newsletter(actor, form).await,
            C::SaveSettings(form) => self.save_settings(actor, &form).await,
            C::EndSession { session } => self.end_session(actor, &session).await,
            C::EndOtherSessions { session } => self.end_other_sessions(actor, &session).await,
        }
    }
}

#[async_trait]
impl Office for OfficeDesk {
    async fn waiting(&self, actor: &Actor) -> Result<Waiting, Refusal> {
        if actor.only_reads() {
            return Ok(Waiting::default());
        }
        let look = self.everything_waiting(actor);
        let of = (actor.id, self.now().date());
        self.known.waiting.get(self.changes().await?, of, look).await
    }

    async fn own_account(&self, actor: &Actor) -> Result<Person, Refusal> {
        self.read_person(actor.id).await
    }

    async fn people(&self, actor: &Actor) -> Result<Vec<Person>, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_people().await
    }

    async fn person(&self, actor: &Actor, id: PersonId) -> Result<Person, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_person(id).await
    }

    async fn names_of_person(&self, actor: &Actor, id: PersonId) -> Result<PersonNames, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_names(id).await
    }

    async fn unit_list(&self, actor: &Actor, year: i16) -> Result<UnitList, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_units(year).await
    }

    async fn unit(&self, actor: &Actor, id: UnitId) -> Result<UnitDetail, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_unit(id).await
    }

    async fn unit_change(
        &self,
        actor: &Actor,
        id: UnitId,
        form: Option<ChangeForm>,
    ) -> Result<ChangePage, Refusal> {
        self.preview_change(actor, id, form).await
    }

    async fn newsletters(&self, actor: &Actor) -> Result<Vec<Newsletter>, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_newsletters().await
    }

    async fn newsletter(&self, actor: &Actor, id: NewsletterId) -> Result<Newsletter, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_newsletter(id).await
    }

    async fn openings(&self, actor: &Actor, year: i16) -> Result<Openings, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        self.read_openings(year).await
    }

    async fn settings(&self, actor: &Actor) -> Result<OfficeSettings, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        Ok(settings::find(self.store.reader()).await?)
    }

    async fn tells_of_one_signer(&self, actor: &Actor) -> Result<bool, Refusal> {
        Ok(actor.is_office() && settings::find(self.store.reader()).await?.one_signer)
    }

    async fn own_sessions(&self, actor: &Actor) -> Result<Vec<OwnSession>, Refusal> {
        self.read_own_sessions(actor).await
    }

    async fn events(&self, actor: &Actor, filter: &EventFilter) -> Result<EventPage, Refusal> {
        permits_office(actor, OfficeAct::ReadEvents)?;
        self.read_events(actor, filter).await
    }

    async fn event_file(
        &self,
        actor: &Actor,
        filter: &EventFilter,
        form: LogForm,
    ) -> Result<String, Refusal> {
        self.export_events(actor, filter, form).await
    }
}
