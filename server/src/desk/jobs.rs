//! What the program does by itself: seen, and set going again where it was given up.

use app::desk::{
    Done, Refusal,
    jobs::{DropJob, Ended, GivenUp, JobLine, Jobs, JobsView, RetryJob},
};
use async_trait::async_trait;
use domain::{
    act::Verb,
    id::JobId,
    job::JobKind,
    permission::{OfficeAct, permits_office},
    person::Actor,
    subject::Subject,
};
use store::{
    Connection,
    jobs::{self, DeadJob},
};

use super::{Act, OfficeDesk};

const PAGE: &str = "/admin/jobs";

#[async_trait]
impl Jobs for OfficeDesk {
    async fn jobs(&self, actor: &Actor) -> Result<JobsView, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let reader = self.store.reader();
        let outcomes = jobs::outcomes(reader).await?;
        let now = self.now();
        let line = |kind: JobKind| {
            let last = outcomes.iter().find(|last| last.kind == kind).map(|last| Ended {
                at: last.ended_at,
                words: last.outcome.words.clone(),
                is_good: last.outcome.is_good,
            });
            let off = (kind == JobKind::BackUp && self.backup_folder.is_none())
                .then(|| "没有设定放备份的文件夹（启动时的 --backup-folder）".to_owned());
            let next = kind.times().filter(|_| off.is_none()).and_then(|times| times.next(&now));
            JobLine { kind, last, next: next.map(|next| next.timestamp()), off }
        };
        let lines = JobKind::ALL.into_iter().map(line).collect();
        let given_up = jobs::dead(reader).await?.into_iter().map(given_up).collect();
        let pending = jobs::pending(reader).await?;
        Ok(JobsView { lines, given_up, waiting: pending.waiting, under_way: pending.under_way })
    }
}

fn given_up(job: DeadJob) -> GivenUp {
    let DeadJob { id, job, tries, fault, made_at } = job;
    GivenUp { id, job, tries, fault, made_at }
}

/// A job that was given up, where it still is.
async fn found(connection: &impl Connection, id: JobId) -> Result<DeadJob, Refusal> {
    let job = jobs::find_dead(connection, id).await?;
    job.ok_or_else(|| Refusal::not_found("这件没有办成的后台任务"))
}

impl Act for RetryJob {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let writing = office.begin(actor).await?;
        let job = found(writing.connection(), self.job).await?;
        jobs::retry(writing.connection(), &job, writing.timestamp()).await?;
        let words = format!("重试后台任务：{}", job.job.kind.label());
        writing.event(Verb::RetryJob, Subject::Job(self.job), words, None).await?;
        writing.commit().await?;
        Ok(Done::new(format!("{}马上重做，做完这一页会说结果", job.job.kind.label())).next(PAGE))
    }
}

impl Act for DropJob {
    async fn act(self, office: &OfficeDesk, actor: &Actor) -> Result<Done, Refusal> {
        permits_office(actor, OfficeAct::Administer)?;
        let writing = office.begin(actor).await?;
        let job = found(writing.connection(), self.job).await?;
        jobs::drop_dead(writing.connection(), job.id).await?;
        let words = format!("放弃后台任务：{}", job.job.kind.label());
        writing.event(Verb::DropJob, Subject::Job(self.job), words, Some(job.fault)).await?;
        writing.commit().await?;
        Ok(Done::new(format!("已放弃这一次{}", job.job.kind.label())).next(PAGE))
    }
}
