//! Pictures that stand in texts, for whoever may read one of the texts.

use app::desk::Refusal;
use axum::body::Bytes;
use domain::{
    file_role::FileRole,
    id::IssueId,
    markdown,
    permission::{Reader, permits_reading_other_versions},
    subject::Subject,
};
use store::{files, issues, items};

use super::{OfficeDesk, files::no_such_file};
use crate::desk::checks::readable;

/// A picture that the reader may have.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) bytes: Bytes,
    pub(crate) media_type: &'static str,
}

impl OfficeDesk {
    /// The picture with this hash.
    pub(crate) async fn picture_in_text(&self, reader: Reader<'_>, hash: &str) -> Result<Picture, Refusal> {
        let connection = self.store.reader();
        let file = files::find(connection, hash).await?.ok_or_else(no_such_file)?;
        let media_type = files::PICTURES.into_iter().find(|kind| *kind == file.media_type);
        let media_type = media_type.ok_or_else(no_such_file)?;
        for used in files::uses(connection, hash).await? {
            let may = match (used.subject, used.role) {
                (Subject::Item(item), FileRole::Picture) => match reader {
                    Reader::Person(actor) => readable(actor, items::load(connection, item).await?).map(drop),
                    Reader::Anybody => Err(no_such_file()),
                },
                // Whoever took it in, until a text names it.
                (Subject::Person(person), FileRole::Picture) => match reader {
                    Reader::Person(actor) if actor.id == person => Ok(()),
                    _ => Err(no_such_file()),
                },
                (Subject::Issue(issue), FileRole::Picture) => {
                    self.may_see_in_issue(reader, issue, hash).await
                }
                _ => Err(no_such_file()),
            };
            match may {
                Ok(()) => {
                    let bytes = self.store.file(hash).await?.ok_or_else(no_such_file)?;
                    return Ok(Picture { bytes: bytes.into(), media_type });
                }
                Err(error @ (Refusal::Failed(_) | Refusal::Busy(_))) => return Err(error),
                Err(_) => {}
            }
        }
        Err(no_such_file())
    }

    /// Whether the picture stands in the version that this reader gets of an issue.
    async fn may_see_in_issue(&self, reader: Reader<'_>, id: IssueId, hash: &str) -> Result<(), Refusal> {
        let issue = self.readable_issue(reader, id).await?;
        let in_force = issues::in_force(self.store.reader(), issue.id).await?;
        let stands_in_it = in_force.is_some_and(|version| {
            let mut items = version.content.content().items();
            items.any(|item| markdown::pictures(&item.body).iter().any(|picture| picture == hash))
        });
        if stands_in_it { Ok(()) } else { Ok(permits_reading_other_versions(reader)?) }
    }
}
