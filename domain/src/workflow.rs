//! The life of an item: which action leads from which state to which. Who may do it is not asked here.

use serde::{Deserialize, Serialize};

coded! {
    /// Where an item stands.
    pub enum State {
        Draft = ("draft", "草稿"),
        UnitReview = ("unit_review", "单位审核"),
        Submitted = ("submitted", "已报送"),
        Editing = ("editing", "编辑中"),
        Returned = ("returned", "退回修改"),
        Shortlisted = ("shortlisted", "拟用"),
        Rejected = ("rejected", "未采用"),
        Combined = ("combined", "已合稿"),
        Placed = ("placed", "已编入"),
        Adopted = ("adopted", "已采用"),
        Retracted = ("retracted", "已撤下"),
    }
}

/// In which states an item waits for an editor.
pub const WITH_EDITORS: [State; 3] = [State::Submitted, State::Editing, State::Shortlisted];

/// In which states an item can have an editor in charge (主办): the office has something to do with it yet.
pub const IN_HAND: [State; 5] =
    [State::Submitted, State::Editing, State::Returned, State::Shortlisted, State::Placed];

impl State {
    /// Whether the office may know of what stands there. `has_reached`: whether it has reached the office and was not
    /// withdrawn since; what was returned may have come back from its unit's own reviewer.
    pub fn is_with_the_office(self, has_reached: bool) -> bool {
        match self {
            Self::Draft | Self::UnitReview => false,
            Self::Returned => has_reached,
            _ => true,
        }
    }

    /// What an item in this state waits for, as lists say it; `None` where its story is over.
    pub fn waits_for(self) -> Option<&'static str> {
        match self {
            Self::Draft => Some("等信息员报送"),
            Self::UnitReview => Some("等单位审核"),
            Self::Submitted => Some("等办公室签收"),
            Self::Editing => Some("等编辑处理"),
            Self::Returned => Some("等信息员修改"),
            Self::Shortlisted => Some("等编入"),
            Self::Placed => Some("等印发"),
            Self::Rejected | Self::Combined | Self::Adopted | Self::Retracted => None,
        }
    }
}

coded! {
    /// What can be done to an item. Drafting, which begins its life, and deciding on clearance, which changes no
    /// state, are not among them: see [`crate::permission`].
    pub enum Action {
        /// 报送, where the submitting unit has its items reviewed.
        SubmitForReview = ("submit_for_review", "报送"),
        /// 报送, straight to the office.
        Submit = ("submit", "报送"),
        Approve = ("approve", "审核通过"),
        Return = ("return", "退回"),
        /// Only what editors returned, and nobody has touched since.
        UndoReturn = ("undo_return", "撤销退回"),
        Withdraw = ("withdraw", "撤回"),
        Receive = ("receive", "签收"),
        UndoReceive = ("undo_receive", "撤销签收"),
        Shortlist = ("shortlist", "拟用"),
        UndoShortlist = ("undo_shortlist", "取消拟用"),
        Reject = ("reject", "不采用"),
        Restore = ("restore", "恢复"),
        /// 合稿: this item goes into another.
        Combine = ("combine", "合稿"),
        UndoCombine = ("undo_combine", "撤销合稿"),
        Place = ("place", "编入"),
        Remove = ("remove", "移出"),
        Publish = ("publish", "印发"),
        Retract = ("retract", "撤下"),
    }
}

impl Action {
    /// Whether a reason must be given.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Reject | Self::Retract)
    }
}

/// The action does not exist in this state. That is another error than not being allowed to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("稿件现在是“{}”，不能{}", .state.label(), .action.label())]
pub struct IllegalTransition {
    pub state: State,
    pub action: Action,
}

/// The state that follows. This table is the only one; everything else asks it.
pub fn transition(state: State, action: Action) -> Result<State, IllegalTransition> {
    use Action as A;
    use State as S;
    let next = match (state, action) {
        (S::Draft | S::Returned, A::SubmitForReview) => S::UnitReview,
        (S::Draft | S::Returned, A::Submit) => S::Submitted,
        (S::UnitReview, A::Approve) => S::Submitted,
        (S::UnitReview | S::Editing, A::Return) => S::Returned,
        (S::Returned, A::UndoReturn) => S::Editing,
        (S::UnitReview | S::Submitted, A::Withdraw) => S::Draft,
        (S::Submitted, A::Receive) => S::Editing,
        (S::Editing, A::UndoReceive) => S::Submitted,
        (S::Editing, A::Shortlist) => S::Shortlisted,
        (S::Shortlisted, A::UndoShortlist) => S::Editing,
        (S::Editing | S::Shortlisted, A::Reject) => S::Rejected,
        (S::Rejected, A::Restore) => S::Editing,
        (S::Editing | S::Shortlisted, A::Combine) => S::Combined,
        (S::Combined, A::UndoCombine) => S::Editing,
        (S::Shortlisted, A::Place) => S::Placed,
        (S::Placed, A::Remove) => S::Shortlisted,
        (S::Placed, A::Publish) => S::Adopted,
        (S::Adopted, A::Retract) => S::Retracted,
        _ => return Err(IllegalTransition { state, action }),
    };
    Ok(next)
}

/// What is done by itself before the action: an editor who decides on what has just been sent in has received it.
pub fn done_before(state: State, action: Action) -> Option<Action> {
    let decides = matches!(action, Action::Shortlist | Action::Return | Action::Reject);
    (state == State::Submitted && decides).then_some(Action::Receive)
}

/// The state to which the action leads, with what is done by itself before it.
pub fn leads_to(state: State, action: Action) -> Result<State, IllegalTransition> {
    let illegal = |_| IllegalTransition { state, action };
    let state = match done_before(state, action) {
        Some(before) => transition(state, before).map_err(illegal)?,
        None => state,
    };
    transition(state, action).map_err(illegal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The life of an item, line by line, written down a second time.
    const TABLE: &[(&[State], Action, State)] = &[
        (&[State::Draft, State::Returned], Action::SubmitForReview, State::UnitReview),
        (&[State::Draft, State::Returned], Action::Submit, State::Submitted),
        (&[State::UnitReview], Action::Approve, State::Submitted),
        (&[State::UnitReview, State::Editing], Action::Return, State::Returned),
        (&[State::Returned], Action::UndoReturn, State::Editing),
        (&[State::UnitReview, State::Submitted], Action::Withdraw, State::Draft),
        (&[State::Submitted], Action::Receive, State::Editing),
        (&[State::Editing], Action::UndoReceive, State::Submitted),
        (&[State::Editing], Action::Shortlist, State::Shortlisted),
        (&[State::Shortlisted], Action::UndoShortlist, State::Editing),
        (&[State::Editing, State::Shortlisted], Action::Reject, State::Rejected),
        (&[State::Rejected], Action::Restore, State::Editing),
        (&[State::Editing, State::Shortlisted], Action::Combine, State::Combined),
        (&[State::Combined], Action::UndoCombine, State::Editing),
        (&[State::Shortlisted], Action::Place, State::Placed),
        (&[State::Placed], Action::Remove, State::Shortlisted),
        (&[State::Placed], Action::Publish, State::Adopted),
        (&[State::Adopted], Action::Retract, State::Retracted),
    ];

    #[test]
    fn every_action_leads_where_the_table_says_and_nowhere_else() {
        for action in Action::ALL {
            let (froms, _, to) = TABLE.iter().find(|line| line.1 == action).expect("a line for each action");
            for state in State::ALL {
                let expected =
                    if froms.contains(&state) { Ok(*to) } else { Err(IllegalTransition { state, action }) };
                assert_eq!(transition(state, action), expected, "{state:?} {action:?}");
            }
        }
        assert_eq!(TABLE.len(), Action::ALL.len());
    }

    #[test]
    fn who_decides_on_what_was_sent_in_has_received_it() {
        for action in Action::ALL {
            for state in State::ALL {
                let expected = match (state, action) {
                    (State::Submitted, Action::Shortlist) => Ok(State::Shortlisted),
                    (State::Submitted, Action::Return) => Ok(State::Returned),
                    (State::Submitted, Action::Reject) => Ok(State::Rejected),
                    _ => transition(state, action),
                };
                let (found, before) = (leads_to(state, action), done_before(state, action));
                assert_eq!(
                    found.map_err(|why| why.state),
                    expected.map_err(|_| state),
                    "{state:?} {action:?}"
                );
                assert_eq!(before.is_some(), found.is_ok() && transition(state, action).is_err());
            }
        }
    }

    #[test]
    fn codes_and_labels_are_distinct() {
        let mut codes: Vec<_> = State::ALL.iter().map(|state| state.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), State::ALL.len());
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
    }
}
