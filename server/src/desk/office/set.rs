//! The settings of the office, set.

use app::desk::{
    Done, Fault, Refusal,
    office::{Settings, settings::SaveSettings},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    permission::{OfficeAct, permits_office, works_for_the_office},
    person::Actor,
    settings::OfficeSettings,
    subject::Subject,
};
use store::{Connection, issues, newsletters, settings};

use crate::desk::{Act, OfficeDesk};

const PAGE: &str = "/admin/settings";

/// That one person signs several steps is not allowed for what is being signed already.
async fn refuse_while_signing(connection: &impl Connection) -> Result<(), Refusal> {
    for newsletter in newsletters::all(connection).await? {
        newsletters::lock(connection, newsletter.id).await?;
        if let Some(label) = issues::being_signed(connection, newsletter.id).await? {
            let words = format!(
                "《{}》{label}正在签发，现在不能改成一人签几步；等它印发或更正生效，或先退回，再改",
                newsletter.name
            );
            return Err(Refusal::invalid("one_signer", words));
        }
    }
    Ok(())
}

#[async_trait]
impl Settings for OfficeDesk {
    async fn settings(&self, actor: &Actor) -> Result<OfficeSettings, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        Ok(settings::find(self.store.reader()).await?)
    }

    async fn tells_of_one_signer(&self, actor: &Actor) -> Result<bool, Refusal> {
        Ok(works_for_the_office(actor) && settings::find(self.store.reader()).await?.one_signer)
    }
}

impl Act for SaveSettings {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let form = &self;
        permits_office(actor, OfficeAct::Administer)?;
        let mut after = form.settings();
        let faults = after.faults();
        if !faults.is_empty() {
            let fault = |(field, words): (&str, String)| Fault { field: field.to_owned(), words };
            return Err(Refusal::Invalid(faults.into_iter().map(fault).collect()));
        }
        let writing = office.begin(actor).await?;
        after.version = writing.version_after_own(after.version);
        let before = settings::find(writing.connection()).await?;
        let changes = before.changes_to(&after);
        if changes.is_empty() {
            return Ok(Done::new("没有改动").next(PAGE));
        }
        if after.one_signer && !before.one_signer {
            refuse_while_signing(writing.connection()).await?;
        }
        settings::save(writing.connection(), &after).await?;
        let words = changes.join("；");
        writing.event(Verb::SaveSettings, Subject::Settings, words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已保存。{words}")).next(PAGE))
    }
}
