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
mod pictures;
mod read;
mod release;
mod retract;
mod send;
pub(super) mod sign;

use domain::{
    id::{IssueId, ItemId},
    issue::{
        Issue, IssueAction, IssueState,
        correction::{Action as CorrectionAction, Correction, Standing, correction_transition},
        issue_transition,
    },
    permission::{Forbidden, IssueAct, permits_issue},
    subject::Subject,
};

use app::desk::Refusal;

pub(super) use self::read::{OpenIssue, ReadingOf};
use super::{OfficeDesk, Writing};
use store::issues::{self};

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
