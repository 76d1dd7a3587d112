//! The settings of the office, set.

use app::desk::{DeskError, Done, Fault, office::settings::SettingsForm};
use domain::{
    permission::{OfficeAct, permits_office},
    person::Actor,
};

use crate::{
    desk::{OfficeDesk, failed},
    store::{Connection, events::Subject, issues, newsletters, settings},
};

const PAGE: &str = "/admin/settings";

/// That one person signs several steps is not allowed for what is being signed already.
async fn refuse_while_signing(connection: &impl Connection) -> Result<(), DeskError> {
    for newsletter in newsletters::all(connection).await.map_err(failed)? {
        newsletters::lock(connection, newsletter.id).await.map_err(failed)?;
        if let Some(label) = issues::being_signed(connection, newsletter.id).await.map_err(failed)? {
            let words = format!(
                "《{}》{label}正在签发，现在不能改成一人签几步；等它印发或更正生效，或先退回，再改",
                newsletter.name
            );
            return Err(DeskError::invalid("one_signer", words));
        }
    }
    Ok(())
}

impl OfficeDesk {
    pub(super) async fn save_settings(&self, actor: &Actor, form: &SettingsForm) -> Result<Done, DeskError> {
        permits_office(actor, OfficeAct::Administer)?;
        let mut after = form.settings();
        let faults = after.faults();
        if !faults.is_empty() {
            let fault = |(field, words): (&str, String)| Fault { field: field.to_owned(), words };
            return Err(DeskError::Invalid(faults.into_iter().map(fault).collect()));
        }
        let writing = self.begin(actor).await?;
        after.version = writing.version_after_own(after.version);
        let before = settings::find(writing.connection()).await.map_err(failed)?;
        let changes = before.changes_to(&after);
        if changes.is_empty() {
            return Ok(Done::new("没有改动").next(PAGE));
        }
        if after.one_signer && !before.one_signer {
            refuse_while_signing(writing.connection()).await?;
        }
        settings::save(writing.connection(), &after).await.map_err(failed)?;
        let words = changes.join("；");
        writing.event("save_settings", Subject { kind: "settings", id: 1 }, words.clone(), None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已保存。{words}")).next(PAGE))
    }
}
