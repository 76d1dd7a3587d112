//! Guessing passwords is limited, so that it leads nowhere and locks nobody else out.
//!
//! An attempt counts as failed until it succeeds, and is counted before the password is looked at: many at once gain
//! nothing. Three limits hold within the window. One account *from one address*: refused, so that nobody can lock a
//! colleague out by typing wrong passwords elsewhere. One account from everywhere: refused too, but not where somebody of
//! the office is signed in, so that strangers with many addresses lock nobody out of the house. One address, behind which a
//! whole office may sit: never refused, only slowed down; whoever has another name than the guesser waits a second.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use store::{Connection, Store, StoreError, guesses, sessions};
use tokio::sync::Mutex as FairMutex;

/// How often signing in may fail within [`WINDOW`]: for one account from one address, for one account from everywhere, and
/// from one address before it is slowed down.
const OF_ACCOUNT_FROM_ADDRESS: u64 = 10;
const OF_ACCOUNT: u64 = 100;
const FROM_ADDRESS: u64 = 100;

/// Failures count for so long.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// An address that is slowed down has so many lanes, told apart by the account's name. In each, attempts come one after
/// the other, and this long after the last; more than so many do not wait in one.
const LANES: u64 = 64;
const PACE: Duration = Duration::from_secs(1);
const MOST_WAITING: usize = 8;

/// Who is guessing how much. One for the whole program.
#[derive(Debug, Default)]
pub struct Guesses {
    /// Held while an attempt is counted.
    counting: FairMutex<()>,
    lanes: Mutex<HashMap<(IpAddr, u64), Weak<Lane>>>,
}

#[derive(Debug, Default)]
struct Lane {
    turn: FairMutex<()>,
    waiting: AtomicUsize,
}

/// An attempt that was let through.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    subjects: [String; 3],
    noted_at: Timestamp,
    /// After this one the account is locked from this address.
    pub(super) is_last: bool,
}

impl Guesses {
    /// Counts an attempt to sign in; `None` where there were too many.
    pub(super) async fn admit(
        &self,
        store: &Store,
        address: IpAddr,
        login: &str,
        now: Timestamp,
    ) -> Result<Option<Attempt>, StoreError> {
        let since = now - WINDOW;
        let [pair, account, place] =
            [format!("{address} {login}"), format!("* {login}"), address.to_string()];
        if guesses::count(store.reader(), &place, since).await? >= FROM_ADDRESS
            && !self.slow_down(address, login).await
        {
            return Ok(None);
        }
        let _one_at_a_time = self.counting.lock().await;
        let transaction = store.begin().await?;
        let connection = transaction.connection();
        let failed = guesses::count(connection, &pair, since).await?;
        let is_locked = failed >= OF_ACCOUNT_FROM_ADDRESS
            || guesses::count(connection, &account, since).await? >= OF_ACCOUNT
                && !is_of_the_house(connection, address, now).await?;
        if is_locked {
            return Ok(None);
        }
        let subjects = [pair, account, place];
        guesses::note(connection, &subjects, now, since).await?;
        transaction.commit_unseen().await?;
        Ok(Some(Attempt { subjects, noted_at: now, is_last: failed + 1 >= OF_ACCOUNT_FROM_ADDRESS }))
    }

    /// Waits for the lane; says no where too many wait in it.
    async fn slow_down(&self, address: IpAddr, login: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        login.hash(&mut hasher);
        let lane = self.lane((address, hasher.finish() % LANES));
        let waiting = Waiting(&lane);
        if lane.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
            return false;
        }
        let turn = lane.turn.lock().await;
        tokio::time::sleep(PACE).await;
        drop((turn, waiting));
        true
    }

    fn lane(&self, which: (IpAddr, u64)) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(&which).and_then(Weak::upgrade) {
            return lane;
        }
        lanes.retain(|_, lane| lane.strong_count() > 0);
        let lane = Arc::new(Lane::default());
        lanes.insert(which, Arc::downgrade(&lane));
        lane
    }
}

/// Counts while somebody waits, also where he goes away.
struct Waiting<'a>(&'a Lane);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The attempt succeeded: the account is no longer guessed at from this address, and this attempt was no failure. What
/// others failed in stands.
pub(super) async fn succeeded(connection: &impl Connection, attempt: &Attempt) -> Result<(), StoreError> {
    let [pair, account, place] = &attempt.subjects;
    guesses::forget(connection, pair).await?;
    for subject in [account, place] {
        guesses::take_back(connection, subject, attempt.noted_at).await?;
    }
    Ok(())
}

/// Whether somebody is signed in at this address.
async fn is_of_the_house(
    connection: &impl Connection,
    address: IpAddr,
    now: Timestamp,
) -> Result<bool, StoreError> {
    sessions::is_somebody_at(connection, &address.to_string(), now).await
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn in_a_slow_address_other_names_do_not_wait_for_the_guessers() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let guesses = Arc::new(Guesses::default());
            let address: IpAddr = "192.0.2.7".parse().expect("an address");
            let flood: Vec<_> = (0..30)
                .map(|_| {
                    let guesses = guesses.clone();
                    tokio::spawn(async move { guesses.slow_down(address, "chief").await })
                })
                .collect();
            tokio::task::yield_now().await;
            let begun = Instant::now();
            assert!(guesses.slow_down(address, "colleague").await);
            assert!(begun.elapsed() < Duration::from_millis(1_900), "{:?}", begun.elapsed());
            let refused = flood.into_iter().filter(|task| task.is_finished()).count();
            assert!(refused >= 30 - MOST_WAITING - 1, "{refused} were told to come later");
        });
    }
}
