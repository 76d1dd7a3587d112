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
mod readers;
mod release;
mod retract;
mod search;
mod send;
pub(super) mod sign;
mod sign_text;

use domain::{
    id::{IssueId, ItemId},
    issue::{Issue, IssueAction},
    permission::{Forbidden, IssueAct, permits_issue},
    subject::Subject,
};

use app::desk::Refusal;

pub(super) use self::read::{OpenIssue, ReadingOf};
use super::{OfficeDesk, Writing, checks::next_issue_state};
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
    /// Begins an act on an issue: nobody else changes it now, the actor may do this, its state allows it, and nobody has
    /// changed it since the page was shown. Answers the issue in the state that follows.
    async fn issue(
        &self,
        id: IssueId,
        version: i64,
        act: IssueAct,
        action: IssueAction,
    ) -> Result<Issue, Refusal> {
        let mut issue = self.permitted_issue(id, act).await?;
        let state = next_issue_state(&issue, action)?;
        check_version(&issue, version)?;
        issue.state = state;
        Ok(issue)
    }

    /// As [`Self::issue`], of what was done already and is only worded anew: the issue stays where it is.
    async fn issue_as_it_stands(&self, id: IssueId, version: i64, act: IssueAct) -> Result<Issue, Refusal> {
        let issue = self.permitted_issue(id, act).await?;
        check_version(&issue, version)?;
        Ok(issue)
    }

    async fn permitted_issue(&self, id: IssueId, act: IssueAct) -> Result<Issue, Refusal> {
        let issue = self.locked_issue(id).await?;
        visible(permits_issue(&self.actor, IssueAct::Read, &issue))?;
        permits_issue(&self.actor, act, &issue)?;
        Ok(issue)
    }

    pub(in crate::desk) async fn locked_issue(&self, id: IssueId) -> Result<Issue, Refusal> {
        let issue = issues::lock(self.connection(), id).await?;
        issue.ok_or_else(|| Refusal::not_found("这一期"))
    }
}

/// Refuses what was asked of an older version.
fn check_version(issue: &Issue, version: i64) -> Result<(), Refusal> {
    if issue.version == version { Ok(()) } else { Err(changed_meanwhile(issue.id)) }
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
    Refusal::not_found("这一期")
}

/// What somebody may not read does not exist for that person.
fn visible(permitted: Result<(), Forbidden>) -> Result<(), Refusal> {
    permitted.map_err(|_| no_such_issue())
}
