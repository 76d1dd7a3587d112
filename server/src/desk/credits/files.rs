//! A bulletin as a file: the one place where its form is chosen.

use app::desk::{DeskError, credits::BulletinForm};
use domain::scoring::Bulletin;

use super::OfficeDesk;
use crate::{
    desk::failure,
    export::{ExportError, csv, docx, xlsx},
    press::PressError,
    typeset::{BulletinLetter, TypesetError},
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
            BulletinForm::Pdf => match self.press.print_bulletin(bulletin, letter).await {
                Err(PressError::Typeset(error @ TypesetError::MissingGlyphs(_))) => {
                    Err(DeskError::Blocked(vec![error.to_string()]))
                }
                printed => printed.map_err(|error| failure(&error)),
            },
            BulletinForm::Docx => docx::bulletin(&bulletin, &letter).map_err(failed),
            BulletinForm::Xlsx => xlsx::bulletin(&bulletin, letter.provisional).map_err(failed),
            BulletinForm::Csv => Ok(csv::bulletin(&bulletin).into_bytes()),
        }
    }
}
