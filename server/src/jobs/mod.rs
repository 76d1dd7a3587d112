//! The worker: does what the program has to do by itself, one job after the other, in a file for each kind.
//!
//! Several workers, in one process or in many, share the jobs in the database: each takes one for a while and says while it
//! works that it goes on. Whoever is killed lets go in time, and another does it. So every job must be safe to do twice.
//! What a job is, when it is due and when it is tried again is `domain`'s.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{
    job::{Job, JobKind, pause_after},
    subject::Subject,
};
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use store::{
    Store, StoreError,
    jobs::{Outcome, Taken},
};
use tokio::{sync::watch, task::JoinHandle, time::sleep};
use typeset::Typesetter;

use crate::{backup, desk::Clock};

mod back_up;
mod draw_pages;
mod find_near;
mod look_over;
mod prune_files;
mod verify;

pub use self::back_up::Backups;

/// A worker has a job for so long, unless it says that it goes on.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often it says so.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// How often is looked for work where nothing says that there is some.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// How long the end of a job is waited for when the program ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// What jobs are done with.
#[derive(Clone, Debug)]
pub struct Tools {
    pub store: Store,
    pub typesetter: Typesetter,
    /// Where each night's backup goes; none where no folder is set.
    pub backups: Option<Arc<Backups>>,
}

/// Why a job was not done, for whoever looks after the program.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct JobError(String);

impl JobError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::of(error)
    }
}

/// Workers of this process, until they are stopped.
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    all: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Begins with so many workers.
    pub fn begin(count: usize, tools: &Tools, clock: &Clock) -> Self {
        let (stop, stopped) = watch::channel(false);
        let is_over = Arc::new(AtomicBool::new(false));
        let begin = |place: usize| {
            let worker = Worker {
                name: format!("{:08x}-{place}", rand::random::<u32>()),
                tools: tools.clone(),
                clock: clock.clone(),
                is_over: is_over.clone(),
            };
            tokio::spawn(worker.work(stopped.clone()))
        };
        Self { all: (0..count).map(begin).collect(), stop }
    }

    /// Lets each finish what it does, or gives it back.
    pub async fn stop(self) {
        // Nobody listens where there are none.
        let _ = self.stop.send(true);
        for worker in self.all {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker did not end well");
            }
        }
    }
}

struct Worker {
    /// Under which it takes jobs.
    name: String,
    tools: Tools,
    clock: Clock,
    /// What jobs ask that keep a thread of their own.
    is_over: Arc<AtomicBool>,
}

impl Worker {
    async fn work(self, mut stopped: watch::Receiver<bool>) {
        let mut looked_at_the_clock: Option<Instant> = None;
        loop {
            // What is due by itself is due to the minute; what follows an act is looked for at once.
            if looked_at_the_clock.is_none_or(|last| last.elapsed() >= LOOK_EVERY) {
                looked_at_the_clock = Some(Instant::now());
                if let Err(error) = self.schedule().await {
                    tracing::warn!(%error, "what is due by itself could not be written down");
                }
            }
            let found = self.look(&mut stopped).await;
            if *stopped.borrow() {
                return;
            }
            match found {
                Ok(true) => {}
                Ok(false) => self.wait(&mut stopped).await,
                Err(error) => {
                    tracing::warn!(%error, "no job could be taken");
                    self.wait(&mut stopped).await;
                }
            }
        }
    }

    async fn wait(&self, stopped: &mut watch::Receiver<bool>) {
        tokio::select! {
            () = sleep(LOOK_EVERY) => {}
            () = self.tools.store.jobs_were_added() => {}
            _ = stopped.changed() => {}
        }
    }

    fn now(&self) -> Timestamp {
        (self.clock)().timestamp()
    }

    /// Writes down what is due by itself.
    async fn schedule(&self) -> Result<(), StoreError> {
        let now = (self.clock)();
        for kind in JobKind::ALL.into_iter().filter(|kind| self.is_done_here(*kind)) {
            if let Some(due) = kind.times().and_then(|times| times.last(&now)) {
                self.tools.store.schedule_job(kind, due.timestamp(), now.timestamp()).await?;
            }
        }
        Ok(())
    }

    /// Takes a job and does it; `false` where there is none.
    async fn look(&self, stopped: &mut watch::Receiver<bool>) -> Result<bool, StoreError> {
        let now = self.now();
        let Some(taken) = self.tools.store.take_job(&self.name, now, now + LEASE).await? else {
            return Ok(false);
        };
        self.attend(&taken, stopped).await?;
        Ok(true)
    }

    /// Whether what is due by itself is wanted.
    fn is_done_here(&self, kind: JobKind) -> bool {
        kind != JobKind::BackUp || self.tools.backups.is_some()
    }

    /// Does a job, and writes down how it ended; gives it back where the program ends before it does.
    async fn attend(&self, taken: &Taken, stopped: &mut watch::Receiver<bool>) -> Result<(), StoreError> {
        let store = &self.tools.store;
        let work = AssertUnwindSafe(self.tools.clone().done(taken.job, self.now(), self.is_over.clone()));
        let mut work = Box::pin(work.catch_unwind());
        let done = loop {
            tokio::select! {
                done = &mut work => break done,
                () = sleep(SIGN_OF_LIFE) => {
                    if !store.keep_job(taken, &self.name, self.now() + LEASE).await? {
                        // Another took it for abandoned, and does it.
                        return Ok(());
                    }
                }
                _ = stopped.changed() => match tokio::time::timeout(PATIENCE, &mut work).await {
                    Ok(done) => break done,
                    Err(_) => {
                        // What keeps a thread of its own ends at its next look: the process waits for it.
                        self.is_over.store(true, Ordering::Relaxed);
                        backup::interrupt();
                        return store.give_job_back(taken, &self.name, self.now()).await;
                    }
                },
            }
        };
        match done {
            Ok(Ok(outcome)) => store.end_job(taken, &self.name, &outcome, self.now()).await,
            Ok(Err(error)) => self.failed(taken, &error.to_string()).await,
            Err(_) => self.failed(taken, "程序在做这件事时出了意外，原因在程序的日志里").await,
        }
    }

    async fn failed(&self, taken: &Taken, fault: &str) -> Result<(), StoreError> {
        let next = pause_after(taken.tries).map(|pause| self.now() + pause);
        tracing::warn!(job = taken.job.kind.code(), tries = taken.tries, fault, "a job failed");
        self.tools.store.fail_job(taken, &self.name, fault, next, self.now()).await
    }
}

impl Tools {
    /// Does a job: a kind without a file that does it does not compile.
    async fn done(self, job: Job, now: Timestamp, is_over: Arc<AtomicBool>) -> Result<Outcome, JobError> {
        match job.kind {
            JobKind::BackUp => back_up::done(&self, now).await,
            JobKind::FindNear => match job.about {
                Some(Subject::Item(item)) => find_near::done(&self, item).await,
                about => Err(JobError(format!("要比较哪篇稿件，任务里没有写：{about:?}"))),
            },
            JobKind::DrawPages => match job.about {
                Some(Subject::Issue(issue)) => draw_pages::done(&self, issue, now, is_over).await,
                about => Err(JobError(format!("要画哪一期的版面，任务里没有写：{about:?}"))),
            },
            JobKind::PruneFiles => prune_files::done(&self).await,
            JobKind::LookOver => look_over::done(&self).await,
            JobKind::Verify => verify::done(&self, is_over).await,
        }
    }
}
