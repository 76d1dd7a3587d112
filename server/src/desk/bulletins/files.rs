//! A bulletin as a file: the one place where its form is chosen.

use app::desk::{DeskError, bulletins::BulletinForm};
use domain::{letter::Letterhead, scoring::Bulletin};

use super::OfficeDesk;
use crate::{
    desk::{failure, not_printed},
    export::{ExportError, csv, docx, xlsx},
    press::PressError,
    typeset::BulletinLetter,
};

impl OfficeDesk {
    pub(super) async fn file_of(
        &self,
        bulletin: Bulletin,
        letter: BulletinLetter,
        form: BulletinForm,
    ) -> Result<Vec<u8>, DeskError> {
        let failed = |error: ExportError| failure(&error);
        match form {
            BulletinForm::Pdf => self.print_bulletin(bulletin, letter).await,
            BulletinForm::Docx => docx::bulletin(&bulletin, &letter).map_err(failed),
            BulletinForm::Xlsx => xlsx::bulletin(&bulletin, letter.note.as_deref()).map_err(failed),
            BulletinForm::Csv => Ok(csv::bulletin(&bulletin).into_bytes()),
        }
    }

    pub(super) async fn print_bulletin(
        &self,
        bulletin: Bulletin,
        letter: BulletinLetter,
    ) -> Result<Vec<u8>, DeskError> {
        match self.press.print_bulletin(bulletin, letter).await {
            Err(PressError::Typeset(error)) => match error.into_obstacles() {
                Ok(found) => Err(DeskError::Blocked(found.iter().map(ToString::to_string).collect())),
                Err(error) => Err(failure(&error)),
            },
            printed => printed.map_err(not_printed),
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
