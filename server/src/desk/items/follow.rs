//! A placed item whose kind is changed moves to a section of that kind: what is printed is what is credited.

use app::desk::Refusal;
use domain::{
    act::Verb,
    issue::IssueAction,
    item::{Item, Kind},
    subject::Subject,
};
use store::issues;

use super::{Writing, quoted};
use crate::desk::checks::next_issue_state;

/// Moves the item, before its text is saved, to the first section of the kind that it is going to be.
pub(super) async fn follow_kind(writing: &Writing, item: &Item, kind: Kind) -> Result<(), Refusal> {
    let Some((issue, _)) = item.placed_in.filter(|_| item.text.kind != kind) else { return Ok(()) };
    let connection = writing.connection();
    let issue = writing.locked_issue(issue).await?;
    next_issue_state(&issue, IssueAction::Arrange)?;
    let before = issues::arrangement(connection, issue.id).await?;
    let mut after = before.clone();
    let moved = after.remove(item.id).and_then(|()| after.place(item.id, kind, None, None));
    moved.map_err(|error| {
        let words = format!("{}已编入{}，体裁还不能改：{error}", quoted(item), issue.label());
        Refusal::blocked(words)
    })?;
    issues::save_arrangement(connection, issue.id, &before, &after).await?;
    issues::add_arranger(connection, issue.id, writing.actor.id).await?;
    issues::save(connection, &issue).await?;
    let label = after.section_of(item.id).map_or(kind.label(), |section| section.label());
    let words = format!("{}改为{}，移到“{label}”", quoted(item), kind.label());
    writing.event(Verb::MovePlacement, Subject::Issue(issue.id), words, None).await?;
    Ok(())
}
