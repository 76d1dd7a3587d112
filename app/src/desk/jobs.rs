//! What the program does by itself, as administrators see it.

use async_trait::async_trait;
use domain::{
    id::JobId,
    job::{Job, JobKind},
    person::Actor,
};

use super::{Refusal, form::acts};

acts! {
    /// 重试: a job that was given up waits again.
    RetryJob { job: JobId }

    /// 放弃: a job that was given up goes for good.
    DropJob { job: JobId }
}

/// How a kind of jobs ended the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub at: jiff::Timestamp,
    /// For the screen.
    pub words: String,
    /// Whether nothing is to be done about it.
    pub is_good: bool,
}

/// A kind of jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobLine {
    pub kind: JobKind,
    pub last: Option<Ended>,
    /// When it is due by itself; `None` where it is not, or is not done.
    pub next: Option<jiff::Timestamp>,
    /// Why it is not done.
    pub off: Option<String>,
}

/// A job that is not tried any more until somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    pub id: JobId,
    pub job: Job,
    pub tries: u32,
    /// Of the last try.
    pub fault: String,
    pub made_at: jiff::Timestamp,
}

/// Everything that the program does by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobsView {
    pub lines: Vec<JobLine>,
    pub given_up: Vec<GivenUp>,
    pub waiting: u64,
    pub under_way: u64,
}

#[async_trait]
pub trait Jobs {
    /// For administrators.
    async fn jobs(&self, actor: &Actor) -> Result<JobsView, Refusal>;
}
