//! Issues: their content, their way to print, and what is frozen on it.

pub mod arrangement;
pub mod content;
pub mod correction;
pub mod file;
pub mod frozen;
pub mod newsletter;
pub mod number;
pub mod sent_again;
pub mod side_by_side;
pub mod version;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Month,
    id::{IssueId, NewsletterId, PersonId},
};

pub use frozen::FrozenIssue;
pub use number::{Edition, NumberRun, Series};

coded! {
    /// Where an issue stands.
    pub enum IssueState {
        Arranging = ("arranging", "编排"),
        SentForSignOff = ("sent_for_sign_off", "送审"),
        Signed = ("signed", "已签发"),
        Published = ("published", "已印发"),
    }
}

coded! {
    /// What can be done to an issue's state.
    pub enum IssueAction {
        /// Change its sections, its items or its number.
        Arrange = ("arrange", "编排"),
        SendForSignOff = ("send_for_sign_off", "送审"),
        /// One step of the chain is signed; the last one signs the issue off.
        SignStep = ("sign_step", "签字"),
        SignLastStep = ("sign_last_step", "签字"),
        SendBack = ("send_back", "退回编排"),
        Publish = ("publish", "印发"),
        /// Put a corrected version beside the published ones, or retract an item.
        Correct = ("correct", "更正"),
    }
}

/// The action does not exist in this state of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("这一期现在是“{}”，不能{}", .state.label(), .action.label())]
pub struct IllegalIssueTransition {
    pub state: IssueState,
    pub action: IssueAction,
}

/// The state that follows.
pub fn issue_transition(
    state: IssueState,
    action: IssueAction,
) -> Result<IssueState, IllegalIssueTransition> {
    use IssueAction as A;
    use IssueState as S;
    let next = match (state, action) {
        (S::Arranging, A::Arrange) => S::Arranging,
        (S::Arranging, A::SendForSignOff) => S::SentForSignOff,
        (S::SentForSignOff, A::SignStep) => S::SentForSignOff,
        (S::SentForSignOff, A::SignLastStep) => S::Signed,
        (S::SentForSignOff | S::Signed, A::SendBack) => S::Arranging,
        (S::Signed, A::Publish) => S::Published,
        (S::Published, A::Correct) => S::Published,
        _ => return Err(IllegalIssueTransition { state, action }),
    };
    Ok(next)
}

/// One named step of a newsletter's sign-off, for example 核稿.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOffStep {
    pub name: String,
    /// Who may sign it; empty for any signer.
    pub signers: Vec<PersonId>,
}

/// A signed step: who, when, and the hash of the PDF that was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    pub step: String,
    pub signer: PersonId,
    pub signed_at: jiff::Timestamp,
    /// SHA-256 of the PDF, in hexadecimal.
    pub pdf_hash: String,
}

impl Signature {
    /// Under what a step stands as it is signed: 签发, and 签发（代李局长） where somebody signs for another.
    pub fn step_for(step: &str, principal: Option<&str>) -> String {
        match principal {
            Some(principal) => format!("{step}（代{principal}）"),
            None => step.to_owned(),
        }
    }

    /// The name of the person for whom it was signed.
    pub fn signed_for(&self) -> Option<&str> {
        let (_, principal) = self.step.strip_suffix('）')?.rsplit_once("（代")?;
        Some(principal)
    }
}

/// A numbered issue of a newsletter, as its way to print needs it. Its sections and items are apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub id: IssueId,
    /// Grows by one with every change; a change made to an older version is refused.
    pub version: i64,
    pub newsletter: NewsletterId,
    pub year: i16,
    /// Number in the year, from 1; the first of a 合刊.
    pub number: i32,
    /// 总第N期.
    pub total: Option<i32>,
    /// In which sequence it is counted, and where a 合刊 ends.
    pub edition: Edition,
    pub date: jiff::civil::Date,
    /// 计入N月考核.
    pub credit_month: Month,
    pub state: IssueState,
    /// Whether it is from before the program, entered as published.
    pub past: bool,
    /// Whether its adoptions are credited; always, but for a past issue entered without.
    pub credited: bool,
    /// Whether readers do not see it yet, though it is published: one person entered or imported it, and nobody else has
    /// looked through it.
    pub withheld: bool,
    pub steps: Vec<SignOffStep>,
    /// The steps signed so far, in order, for the PDF now in sign-off.
    pub signatures: Vec<Signature>,
    /// Whether nobody may sign what they arranged.
    pub separate_duties: bool,
    /// Whether one person may sign several steps: the office's setting.
    pub one_signer: bool,
    /// Everyone who arranged it.
    pub arranged_by: Vec<PersonId>,
}

impl Issue {
    /// 第N期, as lists and the ledger say it.
    pub fn label(&self) -> String {
        self.edition.label(self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_on_an_issue_leads_where_the_table_says_and_nowhere_else() {
        let table: &[(&[IssueState], IssueAction, IssueState)] = &[
            (&[IssueState::Arranging], IssueAction::Arrange, IssueState::Arranging),
            (&[IssueState::Arranging], IssueAction::SendForSignOff, IssueState::SentForSignOff),
            (&[IssueState::SentForSignOff], IssueAction::SignStep, IssueState::SentForSignOff),
            (&[IssueState::SentForSignOff], IssueAction::SignLastStep, IssueState::Signed),
            (&[IssueState::SentForSignOff, IssueState::Signed], IssueAction::SendBack, IssueState::Arranging),
            (&[IssueState::Signed], IssueAction::Publish, IssueState::Published),
            (&[IssueState::Published], IssueAction::Correct, IssueState::Published),
        ];
        for action in IssueAction::ALL {
            let (froms, _, to) = table.iter().find(|line| line.1 == action).expect("a line for each action");
            for state in IssueState::ALL {
                let expected = if froms.contains(&state) {
                    Ok(*to)
                } else {
                    Err(IllegalIssueTransition { state, action })
                };
                assert_eq!(issue_transition(state, action), expected);
            }
        }
    }
}
