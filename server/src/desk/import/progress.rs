//! How far imports are that are under way in this process, and that somebody wants one to stop.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use app::desk::{
    Done, Refusal,
    import::{HowFar, Stage},
};
use tokio::sync::watch;

/// Imports whose outcome is still known.
const MOST_KNOWN: usize = 20;

/// What became of an import.
type Outcome = Result<Done, Refusal>;

/// The imports of this process, by the number under which their file was handed in.
#[derive(Default)]
pub(in crate::desk) struct Imports(Mutex<HashMap<i64, Arc<Progress>>>);

/// How far one import is.
pub(in crate::desk) struct Progress {
    stage: Mutex<Stage>,
    done: AtomicUsize,
    all: AtomicUsize,
    stops: AtomicBool,
    outcome: watch::Sender<Option<Outcome>>,
}

impl Imports {
    /// The import of a file, and whether it begins just now.
    pub(super) fn begin(&self, file: i64) -> (Arc<Progress>, bool) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = known.get(&file).filter(|progress| progress.outcome().is_none()) {
            return (running.clone(), false);
        }
        if known.len() >= MOST_KNOWN {
            known.retain(|_, progress| progress.outcome().is_none());
        }
        let progress = Arc::new(Progress {
            stage: Mutex::new(Stage::Reading),
            done: AtomicUsize::new(0),
            all: AtomicUsize::new(0),
            stops: AtomicBool::new(false),
            outcome: watch::Sender::new(None),
        });
        known.insert(file, progress.clone());
        (progress, true)
    }

    pub(super) fn of(&self, file: i64) -> Option<Arc<Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&file).cloned()
    }
}

impl Progress {
    /// Something else begins, of so many steps.
    pub(super) fn enter(&self, stage: Stage, steps: usize) -> Result<(), Refusal> {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
        self.done.store(0, Ordering::Relaxed);
        self.all.store(steps, Ordering::Relaxed);
        self.go_on()
    }

    /// One more step is done.
    pub(super) fn step(&self) -> Result<(), Refusal> {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.go_on()
    }

    fn go_on(&self) -> Result<(), Refusal> {
        if self.stops.load(Ordering::Relaxed) {
            return Err(Refusal::blocked("已停止导入，什么也没有导入，可以重新开始"));
        }
        Ok(())
    }

    pub(super) fn stop(&self) {
        self.stops.store(true, Ordering::Relaxed);
    }

    pub(super) fn how_far(&self) -> HowFar {
        HowFar {
            stage: *self.stage.lock().unwrap_or_else(PoisonError::into_inner),
            done: self.done.load(Ordering::Relaxed),
            all: self.all.load(Ordering::Relaxed),
        }
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.outcome.borrow().clone()
    }

    pub(super) fn finish(&self, outcome: Outcome) {
        self.outcome.send_replace(Some(outcome));
    }

    /// Waits for the outcome, but not too long.
    pub(super) async fn wait(&self, patience: Duration) -> Option<Outcome> {
        let mut outcome = self.outcome.subscribe();
        // The sender lives as long as `self`.
        let _ = tokio::time::timeout(patience, outcome.wait_for(Option::is_some)).await;
        self.outcome()
    }
}
