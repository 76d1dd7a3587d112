//! 送审: an issue is frozen, printed, and waits for its signatures.

use app::desk::{
    Done, Refusal,
    issues::{SendBack, SendForSignOff},
};
use domain::{
    act::Verb,
    id::{IssueId, IssueVersionId},
    issue::{FrozenIssue, Issue, IssueAction, version::Standing},
    permission::{IssueAct, permits_issue},
    person::Actor,
};
use store::{
    Connection, StoreError, failure,
    files::{self, PutFile},
    issues::{self, NewVersion},
    newsletters,
};

use super::{
    OfficeDesk, changed_meanwhile, check_version,
    content::{Arranged, blocked},
    no_such_issue, subject, visible,
};
use crate::{
    desk::{Act, checks::next_issue_state},
    press::{PressError, Printed},
};

impl Act for SendForSignOff {
    /// The pages are printed before anything is locked; then it is asked again whether all still stands as it was.
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        let Self { issue: id, version } = self;
        let (arranged, frozen) = office.freeze(actor, id, version).await?;
        let printed = office.print(&frozen, |found| arranged.print_obstacles(found)).await?;
        let writing = office.begin(actor).await?;
        let begun = writing.issue(id, version, IssueAct::SendForSignOff, IssueAction::SendForSignOff);
        let issue = begun.await?;
        // Nobody changes who signs from here on.
        newsletters::lock(writing.connection(), issue.newsletter).await?;
        let now = Arranged::load(writing.connection(), &issue).await?;
        if now.content != *frozen.content() || now.printed() != arranged.printed() {
            return Err(changed_meanwhile(id));
        }
        let obstacles = now.obstacles(id);
        if !obstacles.is_empty() {
            return Err(blocked(&obstacles));
        }
        let new = NewVersion {
            issue: id,
            number: None,
            standing: Standing::InSignOff,
            content: &frozen,
            items: &now.printed(),
            pdf_hash: String::new(),
            pages: printed.pages,
            fonts: &printed.fonts,
            typesetting: printed.typesetting,
            reason: None,
            notice: None,
            made_by: actor.id,
            made_at: writing.timestamp(),
        };
        keep_version(writing.connection(), new, &printed.file).await?;
        issues::add_arranger(writing.connection(), id, actor.id).await?;
        issues::save(writing.connection(), &issue).await?;
        let words = format!("{}送审，共{}篇、{}页", issue.label(), now.items.len(), printed.pages);
        writing.event(Verb::SendForSignOff, subject(id), words, None).await?;
        writing.commit().await?;
        let step = issue.steps.first().map_or("签发", |step| step.name.as_str());
        let words = format!("{}已送审，等待{step}签字", issue.label());
        let reason = "送审后随即撤回".to_owned();
        let undo = SendBack { issue: id, version: version.saturating_add(1), reason };
        Ok(Done::new(words).next(format!("/issues/{id}/sign")).undo(&undo))
    }
}

impl OfficeDesk {
    /// The issue as it would be printed now, where nothing stands in the way of it.
    async fn freeze(
        &self,
        actor: &Actor,
        id: IssueId,
        version: i64,
    ) -> Result<(Arranged, FrozenIssue), Refusal> {
        let issue = self.issue(id).await?;
        visible(permits_issue(actor, IssueAct::Read, &issue))?;
        permits_issue(actor, IssueAct::SendForSignOff, &issue)?;
        next_issue_state(&issue, IssueAction::SendForSignOff)?;
        check_version(&issue, version)?;
        let arranged = Arranged::load(self.store.reader(), &issue).await?;
        let mut obstacles = arranged.obstacles(id);
        if !obstacles.is_empty() {
            let draft = self.press.draft(id, &arranged.content).await?;
            obstacles.extend(arranged.print_obstacles(&draft.obstacles));
            return Err(blocked(&obstacles));
        }
        let frozen = FrozenIssue::freeze(arranged.content.clone())
            .map_err(|error| Refusal::blocked(error.to_string()))?;
        Ok((arranged, frozen))
    }

    /// The issue, outside of any transaction.
    pub(in crate::desk) async fn issue(&self, id: IssueId) -> Result<Issue, Refusal> {
        let issue = issues::find(self.store.reader(), id).await?;
        issue.ok_or_else(no_such_issue)
    }

    /// Prints a frozen issue and puts its PDF where files are kept, before the act that names it. `obstacles` says where
    /// what the pages show is mended.
    pub(super) async fn print(
        &self,
        frozen: &FrozenIssue,
        obstacles: impl FnOnce(&[typeset::Obstacle]) -> Vec<app::desk::issues::Warning>,
    ) -> Result<PutInPrint, Refusal> {
        let Printed { pdf, pages, fonts, typesetting } = self.set_in_print(frozen, obstacles).await?;
        Ok(PutInPrint { file: self.put_file(pdf).await?, pages, fonts, typesetting })
    }

    /// Prints a frozen issue, and keeps nothing of it.
    pub(super) async fn set_in_print(
        &self,
        frozen: &FrozenIssue,
        obstacles: impl FnOnce(&[typeset::Obstacle]) -> Vec<app::desk::issues::Warning>,
    ) -> Result<Printed, Refusal> {
        match self.press.print(frozen).await {
            Ok(printed) => Ok(printed),
            Err(PressError::Typeset(error)) => match error.into_obstacles() {
                Ok(found) => Err(blocked(&obstacles(&found))),
                Err(error) => Err(failure(error)),
            },
            Err(error) => Err(error.into()),
        }
    }
}

/// A frozen issue in print, whose PDF is where files are kept.
#[derive(Clone, Debug)]
pub(in crate::desk) struct PutInPrint {
    pub(super) file: PutFile,
    pub(super) pages: i32,
    pub(super) fonts: Vec<String>,
    pub(super) typesetting: String,
}

/// Keeps a version and names its PDF, whose hash it fills in.
pub(super) async fn keep_version(
    connection: &impl Connection,
    new: NewVersion<'_>,
    pdf: &PutFile,
) -> Result<IssueVersionId, StoreError> {
    let pdf_hash = files::name(connection, pdf, "application/pdf", new.made_at).await?;
    issues::insert_version(connection, NewVersion { pdf_hash, ..new }).await
}
