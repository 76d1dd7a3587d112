//! Auditing printed bulletins: reads the files and asks `domain::audit`, by the office's units and rules.

use app::desk::{
    Refusal,
    audit::{Audit, Audits, HandedIn},
};
use async_trait::async_trait;
use domain::{
    audit::{Audited, audit},
    calendar::Month,
    permission::{OfficeAct, permits_office},
    person::Actor,
};

use super::{OfficeDesk, handing_in::FILES_TAKE};
use crate::{
    desk::year::RuleSets,
    office_files::{self, ReadDocument, Stopping},
    work::Stop,
};

#[async_trait]
impl Audits for OfficeDesk {
    fn may_audit(&self, actor: &Actor) -> Result<(), Refusal> {
        Ok(permits_office(actor, OfficeAct::AuditBulletin)?)
    }

    async fn audit(
        &self,
        actor: &Actor,
        bulletin: HandedIn,
        previous: Option<HandedIn>,
    ) -> Result<Audit, Refusal> {
        self.may_audit(actor)?;
        let units = self.directory().await?;
        let rules = RuleSets::load(self.store.reader()).await?;
        let rules = rules.in_force(Month::of(self.now().date())).clone();
        let work = move |stop: &Stop| {
            let stops = || stop.is_due();
            let ReadDocument { document, taken_as } = read("bulletin", &bulletin, &stops)?;
            let previous = previous.map(|file| read("previous", &file, &stops)).transpose()?;
            let audited = Audited {
                bulletin: &document,
                previous: previous.as_ref().map(|previous| &previous.document),
                units: Some(&units),
                rules: &rules,
            };
            let mut report = audit(audited)
                .map_err(|error| Refusal::invalid("bulletin", format!("“{}”：{error}", bulletin.name)))?;
            report.notes.extend(taken_as.into_iter().chain(previous.and_then(|previous| previous.taken_as)));
            Ok(Audit { name: bulletin.name, report, document })
        };
        // Reading a large file takes a while, in which others are to be served.
        self.worked_for(FILES_TAKE, work).await?
    }
}

fn read(field: &str, file: &HandedIn, stops: Stopping<'_>) -> Result<ReadDocument, Refusal> {
    office_files::document(&file.name, &file.bytes, stops)
        .map_err(|error| Refusal::invalid(field, format!("“{}”：{error}", file.name)))
}
