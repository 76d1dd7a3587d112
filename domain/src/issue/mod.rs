//! Issues: their content, their way to print, and what is frozen on it.

pub mod arrangement;
pub mod content;
pub mod correction;
pub mod file;
pub mod frozen;
pub mod newsletter;
pub mod number;
pub mod version;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Month,
    id::{IssueId, NewsletterId, PersonId},
};

pub use frozen::FrozenIssue;
pub use number::{Edition, NumberRun, Series};

/// Where an issue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueState {
    Arranging,
    SentForSignOff,
    Signed,
    Published,
}

impl IssueState {
    pub const ALL: [Self; 4] = [Self::Arranging, Self::SentForSignOff, Self::Signed, Self::Published];

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Arranging => "编排",
            Self::SentForSignOff => "送审",
            Self::Signed => "已签发",
            Self::Published => "已印发",
        }
    }

    /// The word in a database or an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Arranging => "arranging",
            Self::SentForSignOff => "sent_for_sign_off",
            Self::Signed => "signed",
            Self::Published => "published",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What can be done to an issue's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueAction {
    /// Change its sections, its items or its number.
    Arrange,
    SendForSignOff,
    /// One step of the chain is signed; the last one signs the issue off.
    SignStep,
    SignLastStep,
    SendBack,
    Publish,
    /// Put a corrected version beside the published ones, or retract an item.
    Correct,
}

impl IssueAction {
    pub const ALL: [Self; 7] = [
        Self::Arrange,
        Self::SendForSignOff,
        Self::SignStep,
        Self::SignLastStep,
        Self::SendBack,
        Self::Publish,
        Self::Correct,
    ];

    /// The verb on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Arrange => "编排",
            Self::SendForSignOff => "送审",
            Self::SignStep | Self::SignLastStep => "签字",
            Self::SendBack => "退回编排",
            Self::Publish => "印发",
            Self::Correct => "更正",
        }
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
