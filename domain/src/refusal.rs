//! Why something was not done, in words for whoever asked.
//!
//! The core says what is forbidden, what cannot be done now and what is wrong with the input; the store, the press and the
//! pool of heavy work say what they could not do. Whoever asks gets one kind of answer from all of them.

use serde::{Deserialize, Serialize};

use crate::{
    bulletin::version::IllegalBulletinTransition,
    issue::{IllegalIssueTransition, correction::IllegalCorrectionTransition},
    permission::Forbidden,
    subject::Subject,
    workflow::IllegalTransition,
};

/// What is said while the database cannot be reached, or has no room.
pub const TROUBLE: &str = "数据库现在用不了，请过一会儿再试，或告诉管理员。刚才若是在保存，请先不要关闭页面，等恢复后看看办成没有。";

/// Why something was not done. Nothing has changed where one of these is returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", content = "about", rename_all = "snake_case")]
pub enum Refusal {
    /// Not yours to do.
    #[error("{0}")]
    Forbidden(Forbidden),
    /// Not to be done in this state. The events of the thing say who brought it there; the desk answers with that person's
    /// name in `why` and nothing more to look up.
    #[error("{why}")]
    NotNow { why: String, about: Option<Subject> },
    #[error("没有找到{0}，可能已被移走")]
    NotFound(String),
    /// Someone was faster. The page shows the difference where there is a text.
    #[error("{0}")]
    Conflict(String),
    /// Somebody changed the thing since it was looked at. The desk answers it as a [`Self::Conflict`] that says who did
    /// what to it.
    #[error("{thing}刚刚改过，请看过最新的情况再做")]
    Overtaken { thing: String, about: Subject },
    /// The input is wrong; each fault names its field and says how to mend it.
    #[error("{}", .0.iter().map(|fault| fault.words.as_str()).collect::<Vec<_>>().join("；"))]
    Invalid(Vec<Fault>),
    /// Something stands in the way; each line says what.
    #[error("{}", .0.join("；"))]
    Blocked(Vec<String>),
    /// It was not begun, since too much else is to be done. The same can be asked for again.
    #[error("{0}")]
    Busy(String),
    /// The program failed. The reference stands beside the cause in the log.
    #[error(
        "程序出了问题。刚才若是在保存或办理，请刷新页面看看办成没有，再决定要不要重办；仍不行，请把编号 {0} 告诉管理员"
    )]
    Failed(String),
}

impl Refusal {
    /// One fault in one field.
    pub fn invalid(field: &str, words: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault { field: field.to_owned(), words: words.into() }])
    }

    /// One thing that stands in the way.
    pub fn blocked(words: impl Into<String>) -> Self {
        Self::Blocked(vec![words.into()])
    }

    pub fn not_found(thing: impl Into<String>) -> Self {
        Self::NotFound(thing.into())
    }

    /// The thing is no longer what the person saw.
    pub fn overtaken(thing: impl Into<String>, about: Subject) -> Self {
        Self::Overtaken { thing: thing.into(), about }
    }

    /// The thing is where this cannot be done.
    pub fn not_now(why: impl std::fmt::Display, about: Subject) -> Self {
        Self::NotNow { why: why.to_string(), about: Some(about) }
    }

    /// What is to be mended, one by one, each with its field where it has one.
    pub fn faults(&self) -> Vec<Fault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Blocked(lines) => {
                let fault = |words: &String| Fault { field: String::new(), words: words.clone() };
                lines.iter().map(fault).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// One fault in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The field's name; `name#2` for the third field of this name, nothing where it is about no field.
    pub field: String,
    pub words: String,
}

impl From<Forbidden> for Refusal {
    fn from(forbidden: Forbidden) -> Self {
        Self::Forbidden(forbidden)
    }
}

macro_rules! not_now {
    ($($illegal:ty),*) => {$(
        impl From<$illegal> for Refusal {
            fn from(illegal: $illegal) -> Self {
                Self::NotNow { why: illegal.to_string(), about: None }
            }
        }
    )*};
}

not_now! { IllegalTransition, IllegalIssueTransition, IllegalBulletinTransition, IllegalCorrectionTransition }
