//! What every act asks before it does anything, in one order: whether the thing is there for this person to read, whether
//! this person may do it, whether its state allows it now, whether the form was about it as it stands. So the same race
//! has the same words everywhere.

use app::desk::Refusal;
use domain::{
    issue::{
        Issue, IssueAction, IssueState,
        correction::{Action as CorrectionAction, Correction, Standing, correction_transition},
        issue_transition,
    },
    item::Item,
    permission::{ItemAct, permits},
    person::Actor,
    subject::Subject,
    workflow::{Action, State, leads_to},
};

/// The item, where there is one that this person may read: any other does not exist for that person.
pub(super) fn readable(actor: &Actor, item: Option<Item>) -> Result<Item, Refusal> {
    let item = item.filter(|item| permits(actor, ItemAct::Read, item).is_ok());
    item.ok_or_else(|| Refusal::not_found("这篇稿件"))
}

/// The state that follows, if the actor may do it and the state allows it, with what is done by itself before.
pub(super) fn next_state(actor: &Actor, action: Action, item: &Item) -> Result<State, Refusal> {
    permits(actor, ItemAct::Act(action), item)?;
    leads_to(item.state, action).map_err(|why| Refusal::not_now(why, Subject::Item(item.id)))
}

/// The state that follows, if the present one allows it. Who may do it is not asked here.
pub(super) fn next_issue_state(issue: &Issue, action: IssueAction) -> Result<IssueState, Refusal> {
    issue_transition(issue.state, action).map_err(|why| Refusal::not_now(why, Subject::Issue(issue.id)))
}

/// As [`next_issue_state`], of a correction to the issue.
pub(super) fn next_standing(correction: &Correction, action: CorrectionAction) -> Result<Standing, Refusal> {
    correction_transition(correction.standing, action)
        .map_err(|why| Refusal::not_now(why, Subject::Issue(correction.issue)))
}
