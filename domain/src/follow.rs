//! What follows an event: the jobs that are written with it, in its transaction.

use crate::{
    act::Verb,
    event::EventKind,
    job::{Job, JobKind},
    subject::Subject,
};

/// The jobs that an event brings about.
pub fn follow(kind: EventKind, about: Subject) -> Vec<Job> {
    match (kind, about) {
        // A table that was empty a moment ago has ten thousand rows.
        (EventKind::Act(Verb::Import | Verb::EnterPastIssue), Subject::Import(_) | Subject::Issue(_)) => {
            vec![Job::of(JobKind::LookOver)]
        }
        // There is a version more, and whoever signs or reads it soon looks at its pages.
        (
            EventKind::Act(Verb::SendForSignOff | Verb::ClearCorrection | Verb::CorrectItem | Verb::Retract),
            Subject::Issue(_),
        ) => vec![Job { kind: JobKind::DrawPages, about: Some(about) }],
        // Whoever receives, shortlists or places it is told what is like it.
        (
            EventKind::Act(
                Verb::Submit
                | Verb::Approve
                | Verb::SaveItem
                | Verb::MendFindings
                | Verb::RestoreRevision
                | Verb::Combine
                | Verb::EnterPastIssue,
            ),
            Subject::Item(_),
        ) => vec![Job { kind: JobKind::FindNear, about: Some(about) }],
        // A month more is there.
        (EventKind::Act(Verb::CloseMonth), Subject::Month(_)) => vec![Job::of(JobKind::LookOver)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{IssueId, ItemId};

    #[test]
    fn an_import_is_followed_by_a_look_over_the_tables() {
        let jobs = follow(Verb::Import.into(), Subject::Import(7));
        assert_eq!(jobs, [Job::of(JobKind::LookOver)]);
        assert_eq!(follow(Verb::EnterPastIssue.into(), Subject::Issue(IssueId(1))).len(), 1);
        assert_eq!(follow(Verb::Receive.into(), Subject::Item(ItemId(1))), []);
        let about = Some(Subject::Item(ItemId(1)));
        for verb in [Verb::Submit, Verb::EnterPastIssue] {
            let jobs = follow(verb.into(), Subject::Item(ItemId(1)));
            assert_eq!(jobs, [Job { kind: JobKind::FindNear, about }], "its text is there to be read");
        }
    }
}
