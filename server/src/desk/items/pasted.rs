//! Texts that somebody wrote elsewhere and puts into an item: copied, or as a file.

use std::sync::Arc;

use app::desk::{
    Refusal,
    items::{DroppedPiece, Manuscripts},
};
use async_trait::async_trait;
use domain::{
    manuscript::{cover_of, split, tidy, tidy_part},
    person::Actor,
};
use store::units;

use super::OfficeDesk;
use crate::{
    desk::handing_in::{CONVERTED_FILES_TAKE, FILES_TAKE},
    manuscripts::{self, Converter, FileManuscript, html},
    work::Stop,
};

#[async_trait]
impl Manuscripts for OfficeDesk {
    async fn pasted(&self, _: &Actor, html: String, is_part: bool) -> Result<DroppedPiece, Refusal> {
        let directory = units::directory(self.store.reader()).await?;
        let read = move |_: &Stop| match html::read(&html) {
            parts if is_part => (tidy_part(parts), 1),
            parts => (tidy(parts.clone(), &directory), split(parts, &directory).len()),
        };
        let (manuscript, pieces) = self.worked(read).await?;
        Ok(DroppedPiece { cover: cover_of(&manuscript.contacts), manuscript, pieces })
    }
}

impl OfficeDesk {
    /// The same office, which reads older files by this program.
    pub fn converting_with(self, converter: Option<Converter>) -> Self {
        Self { converter: converter.map(Arc::new), ..self }
    }

    /// What is in a file that somebody hands in; the name is the file's.
    pub async fn file_manuscript(&self, name: String, bytes: Vec<u8>) -> Result<FileManuscript, Refusal> {
        let converter = self.converter.clone();
        let longest = if converter.is_some() { CONVERTED_FILES_TAKE } else { FILES_TAKE };
        let work = move |stop: &Stop| {
            manuscripts::read(&name, &bytes, converter.as_deref(), &|| stop.is_due())
                .map_err(|error| Refusal::invalid("file", format!("“{name}”：{error}")))
        };
        self.worked_for(longest, work).await?
    }
}
