//! Heavy work: away from the threads that answer requests, a few at a time, in fair turns, and no longer than somebody
//! waits for it.
//!
//! Whoever asks has one piece of work in the queue at a time, so that nobody waits behind everything that one person
//! asked for. It must not know what the work is.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{id::PersonId, refusal::Refusal};
use store::failure;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Whoever has waited so long for a turn is told so.
const PATIENCE: Duration = Duration::from_secs(20);

/// Work that can end early ends after so long, with what it has.
const LONGEST: Duration = Duration::from_secs(3);

/// For whom work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    Person(PersonId),
    /// Nobody who is signed in.
    Address(IpAddr),
}

tokio::task_local! {
    static ASKER: Asker;
}

/// Answers a request for somebody: the work that it asks for is theirs.
pub async fn asked_by<F: Future>(asker: Asker, answer: F) -> F::Output {
    ASKER.scope(asker, answer).await
}

/// For whom the present request is answered, where that is known.
pub fn asker() -> Option<Asker> {
    ASKER.try_with(|asker| *asker).ok()
}

/// Why work was not done.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    #[error("现在要办的事太多，还没有轮到，请过一会儿再试")]
    Busy,
    #[error("任务中断：{0}")]
    Interrupted(String),
}

impl From<WorkError> for Refusal {
    fn from(error: WorkError) -> Self {
        match error {
            WorkError::Busy => Self::Busy(error.to_string()),
            WorkError::Interrupted(_) => failure(error),
        }
    }
}

/// As many pieces of work of one kind as are done at the same time.
#[derive(Debug)]
pub struct Pool {
    places: Arc<Semaphore>,
    turns: Mutex<HashMap<Asker, Weak<Semaphore>>>,
}

/// The asker's turn, and a place.
pub type Held = (Option<OwnedSemaphorePermit>, Option<OwnedSemaphorePermit>);

/// When to stop: what can be ended early asks now and then.
#[derive(Clone, Debug)]
pub struct Stop {
    at: Instant,
    has_left: Arc<AtomicBool>,
}

impl Stop {
    /// After so long at the latest.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Whether nobody waits for it any more.
    pub fn has_left(&self) -> bool {
        self.has_left.load(Ordering::Relaxed)
    }

    /// Whether nobody waits for it any more, or it has taken too long.
    pub fn is_due(&self) -> bool {
        self.has_left() || Instant::now() >= self.at
    }
}

/// Tells the work that its asker has gone.
struct Leaving(Arc<AtomicBool>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Pool {
    pub fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), turns: Mutex::default() }
    }

    /// Waits for a place, for work that is done elsewhere: in the database. The place is free again when it is let go.
    pub async fn hold(&self) -> Result<Held, WorkError> {
        match asker() {
            Some(_) => tokio::time::timeout(PATIENCE, self.place()).await.map_err(|_| WorkError::Busy),
            // What the program does by itself, or goes on with while nobody waits, waits as long as it takes.
            None => Ok(self.place().await),
        }
    }

    /// Does it when its turn has come. Who goes away before that takes it along; work that has begun is told.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, WorkError> {
        self.run_for(LONGEST, work).await
    }

    /// As [`Self::run`], with another time after which it is to end.
    pub async fn run_for<T: Send + 'static>(
        &self,
        longest: Duration,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, WorkError> {
        let held = self.hold().await?;
        let leaving = Leaving(Arc::default());
        let stop = Stop { at: Instant::now() + longest, has_left: leaving.0.clone() };
        let task = tokio::task::spawn_blocking(move || {
            let done = work(&stop);
            drop(held);
            done
        });
        task.await.map_err(|error| WorkError::Interrupted(error.to_string()))
    }

    /// The asker's turn, and then a place.
    async fn place(&self) -> Held {
        let turn = match asker() {
            Some(asker) => self.turns_of(asker).acquire_owned().await.ok(),
            None => None,
        };
        (turn, self.places.clone().acquire_owned().await.ok())
    }

    fn turns_of(&self, asker: Asker) -> Arc<Semaphore> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(&asker).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(Semaphore::new(1));
        turns.insert(asker, Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64) -> Asker {
        Asker::Person(PersonId(id))
    }

    #[tokio::test]
    async fn nobody_waits_behind_all_that_one_person_asked_for() {
        let pool = Arc::new(Pool::new(1));
        let done = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (asker, name) in [(1, "甲"), (1, "甲"), (1, "甲"), (2, "乙")] {
            let (pool, done) = (pool.clone(), done.clone());
            tasks.push(tokio::spawn(asked_by(person(asker), async move {
                let work = move |_: &Stop| {
                    std::thread::sleep(Duration::from_millis(30));
                    done.lock().expect("nobody panics").push(name);
                };
                pool.run(work).await
            })));
            tokio::task::yield_now().await;
        }
        for task in tasks {
            task.await.expect("it ends").expect("it is done");
        }
        assert_eq!(*done.lock().expect("nobody panics"), ["甲", "乙", "甲", "甲"]);
    }

    #[tokio::test]
    async fn work_whose_asker_has_gone_is_told_and_what_waits_is_not_begun() {
        let pool = Arc::new(Pool::new(1));
        let (told, tell) = std::sync::mpsc::channel();
        let begun = pool.clone();
        let running = tokio::spawn(async move {
            begun
                .run(move |stop| {
                    while !stop.is_due() {
                        std::thread::sleep(Duration::from_millis(5));
                    }
                    told.send(Instant::now() < stop.at()).expect("somebody listens");
                })
                .await
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        running.abort();
        let early = tokio::task::spawn_blocking(move || tell.recv_timeout(Duration::from_secs(2)));
        assert_eq!(early.await.expect("it ends"), Ok(true), "it ended before its time was over");
        assert_eq!(pool.run(|_| 7).await.expect("the place is free again"), 7);
    }

    #[tokio::test]
    async fn a_panic_in_work_ends_nothing_else() {
        let pool = Pool::new(1);
        let broken = pool.run(|_| panic!("as if it had a fault")).await;
        assert!(matches!(broken, Err(WorkError::Interrupted(_))), "{broken:?}");
        assert_eq!(pool.run(|_| 7).await.expect("the place is free again"), 7);
    }
}
