//! A bulletin as a file: the one place where its form is chosen.

use app::desk::{
    Refusal,
    bulletins::{BulletinFiles, BulletinForm},
};
use async_trait::async_trait;
use domain::{
    calendar::Month,
    letter::Letterhead,
    permission::{OfficeAct, permits_office},
    person::Actor,
    scoring::Bulletin,
};
use store::failure;
use typeset::BulletinLetter;

use super::{OfficeDesk, require_groups};
use crate::{
    export::{csv, docx, xlsx},
    press::PressError,
};

#[async_trait]
impl BulletinFiles for OfficeDesk {
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
}

impl OfficeDesk {
    pub(super) async fn file_of(
        &self,
        bulletin: Bulletin,
        letter: BulletinLetter,
        form: BulletinForm,
    ) -> Result<Vec<u8>, Refusal> {
        match form {
            BulletinForm::Pdf => self.print_bulletin(bulletin, letter).await,
            BulletinForm::Docx => Ok(docx::bulletin(&bulletin, &letter)?),
            BulletinForm::Xlsx => Ok(xlsx::bulletin(&bulletin, letter.note.as_deref())?),
            BulletinForm::Csv => Ok(csv::bulletin(&bulletin).into_bytes()),
        }
    }

    pub(super) async fn print_bulletin(
        &self,
        bulletin: Bulletin,
        letter: BulletinLetter,
    ) -> Result<Vec<u8>, Refusal> {
        match self.press.print_bulletin(bulletin, letter).await {
            Err(PressError::Typeset(error)) => match error.into_obstacles() {
                Ok(found) => Err(Refusal::Blocked(found.iter().map(ToString::to_string).collect())),
                Err(error) => Err(failure(error)),
            },
            printed => Ok(printed?),
        }
    }
}

/// The letter of a bulletin that is signed and issued: a correction says that it is one.
pub(crate) fn letter_of(letter: &Letterhead, correction: u32) -> BulletinLetter {
    BulletinLetter {
        addressees: letter.addressees.clone(),
        signature: letter.signature.clone(),
        date: letter.date,
        note: (correction > 0).then(|| format!("第{correction}次更正")),
        mark: None,
    }
}
