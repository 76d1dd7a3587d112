//! Newsletters: what is set once for all of their issues.

use serde::{Deserialize, Serialize};

use super::{SignOffStep, content::Foot};
use crate::{id::NewsletterId, item::Kind};

/// A newsletter (刊物). A change of it touches issues that are made or frozen later, never a frozen one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newsletter {
    pub id: NewsletterId,
    /// Grows by one with every change; a change made to an older version is refused.
    pub version: i64,
    /// The name, large on the masthead.
    pub name: String,
    /// For example 内部资料 注意保存.
    pub mark: Option<String>,
    pub publisher: String,
    pub foot: Foot,
    /// The sections with which a new issue begins.
    pub sections: Vec<SectionPlan>,
    /// The sign-off's steps, one to three, in order.
    pub steps: Vec<SignOffStep>,
    /// Whether nobody may sign what they arranged.
    pub separate_duties: bool,
    /// Whether published issues may be read without signing in.
    pub open_to_all: bool,
    /// Place in lists, from 1.
    pub order: i32,
}

/// A section as a newsletter plans it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionPlan {
    pub kind: Kind,
    /// Printed above the section; most have none.
    pub title: Option<String>,
}
