//! The office itself: people, units, newsletters, the log, what waits for whom.

use app::desk::{
    Refusal,
    office::{
        Office, Waiting,
        changes::{ChangePage, ChangeUnit},
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
        form: Option<ChangeUnit>,
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
