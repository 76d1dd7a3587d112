//! Issues: see `app::desk::issues`. A file for each kind of verb; what pages read is in [`read`] and beside the
//! verbs that it prepares.

mod arrange;
mod board;
pub(super) mod content;
mod correct;
mod decide;
pub(super) mod deciding;
mod files;
mod gaps;
pub(super) mod head;
pub(super) mod listed;
mod make;
mod pages;
pub(super) mod past;
mod read;
mod release;
mod retract;
mod send;
pub(super) mod sign;

use domain::{
    id::{CorrectionId, IssueId, ItemId, NewsletterId, UnitId},
    issue::{
        Issue, IssueAction, IssueState, Series,
        correction::{Action as CorrectionAction, Correction, Standing, correction_transition},
        issue_transition,
    },
    permission::{Forbidden, IssueAct, Reader, permits_issue},
    person::Actor,
    subject::Subject,
};
use std::sync::Arc;

use app::desk::{
    Refusal,
    issues::{
        Board, CorrectionDraft, CorrectionLine, CorrectionSheet, IssueInWork, IssueList, IssueProposal,
        IssueReading, Issues, NewestIssue, PastItem, PastReading, SignOffSheet, WithheldIssues,
    },
};
use async_trait::async_trait;

pub(super) use self::read::{OpenIssue, ReadingOf};
use super::{OfficeDesk, Writing};
use store::issues::{self};

#[async_trait]
impl Issues for OfficeDesk {
    async fn newest_issue(&self, reader: Reader<'_>) -> Result<Option<NewestIssue>, Refusal> {
        self.load_newest_issue(reader).await
    }

    async fn issue_list(
        &self,
        reader: Reader<'_>,
        newsletter: Option<NewsletterId>,
        year: Option<i16>,
    ) -> Result<IssueList, Refusal> {
        self.load_issue_list(reader, newsletter, year).await
    }

    async fn read_issue(&self, reader: Reader<'_>, id: IssueId) -> Result<Arc<IssueReading>, Refusal> {
        self.load_issue_reading(reader, id).await
    }

    async fn issue_pdf(
        &self,
        reader: Reader<'_>,
        id: IssueId,
        number: Option<i32>,
    ) -> Result<String, Refusal> {
        self.find_issue_pdf(reader, id, number).await
    }

    async fn issues_in_work(&self, actor: &Actor) -> Result<Vec<IssueInWork>, Refusal> {
        self.load_issues_in_work(actor).await
    }

    async fn propose_issue(
        &self,
        actor: &Actor,
        newsletter: Option<NewsletterId>,
        series: Series,
    ) -> Result<IssueProposal, Refusal> {
        self.load_proposal(actor, newsletter, series).await
    }

    async fn board(&self, actor: &Actor, id: IssueId, filter: &str) -> Result<Board, Refusal> {
        self.load_board(actor, id, filter).await
    }

    async fn sign_off(&self, actor: &Actor, id: IssueId) -> Result<SignOffSheet, Refusal> {
        self.load_sign_off(actor, id).await
    }

    async fn correction_draft(&self, actor: &Actor, item: ItemId) -> Result<CorrectionDraft, Refusal> {
        self.load_correction_draft(actor, item).await
    }

    async fn correction(&self, actor: &Actor, id: CorrectionId) -> Result<CorrectionSheet, Refusal> {
        self.load_correction(actor, id).await
    }

    async fn withheld_issues(&self, actor: &Actor) -> Result<WithheldIssues, Refusal> {
        self.load_withheld_issues(actor).await
    }

    async fn corrections_in_work(&self, actor: &Actor) -> Result<Vec<CorrectionLine>, Refusal> {
        self.load_corrections_in_work(actor).await
    }

    async fn read_past_issue(&self, actor: &Actor, text: &str) -> Result<PastReading, Refusal> {
        self.read_pasted_issue(actor, text).await
    }

    async fn check_past_items(&self, actor: &Actor, items: Vec<PastItem>) -> Result<Vec<PastItem>, Refusal> {
        self.understand_past_items(actor, items).await
    }

    async fn past_issue_units(&self, actor: &Actor) -> Result<Vec<(UnitId, String)>, Refusal> {
        self.units_for_past_items(actor).await
    }
}

/// The issue as an event's subject.
fn subject(issue: IssueId) -> Subject {
    Subject::Issue(issue)
}

/// The item as an event's subject.
fn item_subject(item: ItemId) -> Subject {
    Subject::Item(item)
}

impl Writing {
    /// Begins work on an issue: nobody else changes it now, the actor may do this, and nobody has changed it
    /// since the page was shown.
    async fn issue(&self, id: IssueId, version: i64, act: IssueAct) -> Result<Issue, Refusal> {
        let issue = self.locked_issue(id).await?;
        visible(permits_issue(&self.actor, IssueAct::Read, &issue))?;
        permits_issue(&self.actor, act, &issue)?;
        if issue.version != version {
            return Err(changed_meanwhile(id));
        }
        Ok(issue)
    }

    pub(in crate::desk) async fn locked_issue(&self, id: IssueId) -> Result<Issue, Refusal> {
        let issue = issues::lock(self.connection(), id).await?;
        issue.ok_or_else(|| Refusal::NotFound("这一期".to_owned()))
    }
}

/// The state that follows, if the present one allows it. Who may do it is not asked here.
pub(in crate::desk) fn next_issue_state(issue: &Issue, action: IssueAction) -> Result<IssueState, Refusal> {
    issue_transition(issue.state, action).map_err(|why| Refusal::not_now(why, subject(issue.id)))
}

/// As [`next_issue_state`], of a correction to the issue.
pub(in crate::desk) fn next_standing(
    correction: &Correction,
    action: CorrectionAction,
) -> Result<Standing, Refusal> {
    correction_transition(correction.standing, action)
        .map_err(|why| Refusal::not_now(why, subject(correction.issue)))
}

fn changed_meanwhile(issue: IssueId) -> Refusal {
    Refusal::overtaken("这一期", subject(issue))
}

/// A reason that must be given, without blanks around it.
fn required_reason(reason: &str, verb: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::invalid("reason", format!("请写明{verb}的原因")));
    }
    Ok(reason.to_owned())
}

fn no_such_issue() -> Refusal {
    Refusal::NotFound("这一期".to_owned())
}

/// What somebody may not read does not exist for that person.
fn visible(permitted: Result<(), Forbidden>) -> Result<(), Refusal> {
    permitted.map_err(|_| no_such_issue())
}
