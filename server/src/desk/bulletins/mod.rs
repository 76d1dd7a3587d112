//! A month's bulletin as a document: its letter, its files, and its way from a draft to what was issued.
//!
//! What is issued is frozen: nothing here reads the ledger for it again.

use app::desk::{
    Refusal,
    bulletins::{BulletinForm, BulletinWay, Bulletins, LetterView, VersionLine, VersionSheet},
    credits::OpenedFigure,
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    id::{BulletinVersionId, UnitId},
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::{Bulletin, Field},
    subject::Subject,
};
use store::{Connection, months};

use super::{OfficeDesk, Writing};

mod files;
pub(crate) use self::files::letter_of;
mod letter;
mod read;
mod remarks;
mod send;
mod sign;

#[async_trait]
impl Bulletins for OfficeDesk {
    async fn bulletin_file(
        &self,
        actor: &Actor,
        month: Month,
        form: BulletinForm,
    ) -> Result<Vec<u8>, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        let bulletin = self.worded_bulletin(month).await?;
        require_groups(&bulletin)?;
        let letter = self.letter_to_print(month).await?;
        self.file_of(bulletin, letter, form).await
    }

    async fn bulletin_letter(&self, actor: &Actor, month: Month) -> Result<LetterView, Refusal> {
        permits_office(actor, OfficeAct::SetBulletinLetter)?;
        self.letter_to_change(month).await
    }

    async fn bulletin_versions(&self, actor: &Actor, year: i16) -> Result<Vec<VersionLine>, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        self.versions_of_year(actor, year).await
    }

    async fn bulletin_way(&self, actor: &Actor, month: Month) -> Result<BulletinWay, Refusal> {
        permits_office(actor, OfficeAct::ReadLedger)?;
        self.way_of(actor, month).await
    }

    async fn bulletin_version(&self, actor: &Actor, id: BulletinVersionId) -> Result<VersionSheet, Refusal> {
        self.version_sheet(actor, id).await
    }

    async fn bulletin_version_figure(
        &self,
        actor: &Actor,
        id: BulletinVersionId,
        unit: UnitId,
        field: Field,
    ) -> Result<(VersionLine, OpenedFigure), Refusal> {
        self.version_figure(actor, id, unit, field).await
    }

    async fn bulletin_version_file(
        &self,
        actor: &Actor,
        id: BulletinVersionId,
        form: BulletinForm,
    ) -> Result<(Month, Vec<u8>), Refusal> {
        self.version_file(actor, id, form).await
    }
}

/// Whether nothing in the month changes any more, as far as the office has said so.
async fn is_closed(connection: &impl Connection, month: Month) -> Result<bool, Refusal> {
    Ok(months::state_of(connection, month).await?.is_closed())
}

fn require_groups(bulletin: &Bulletin) -> Result<(), Refusal> {
    if bulletin.groups.is_empty() {
        Err(Refusal::NotFound(format!("{}通报要列的单位", bulletin.month.in_words())))
    } else {
        Ok(())
    }
}

/// 2024年1月份通报.
fn name_of(month: Month) -> String {
    format!("{}年{}通报", month.year(), month.in_words())
}

/// What an event about a month's bulletin is about. Months have no ids; 202401 is one that can be read.
pub(super) fn subject(month: Month) -> Subject {
    Subject::Bulletin(month)
}
