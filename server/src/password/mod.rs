//! Passwords: Argon2id, off the threads that answer requests. Which are good enough: [`rules`].

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

pub mod rules;

/// Hashing takes 19 MiB and 20 milliseconds each time: a flood of sign-ins waits here and not in memory.
static HASHING: Semaphore = Semaphore::const_new(2);

/// A password could not be hashed: the machine gave no randomness or memory.
#[derive(Debug, thiserror::Error)]
#[error("无法生成密码摘要：{0}")]
pub struct HashError(String);

/// The password's PHC string.
pub async fn hash(password: String) -> Result<String, HashError> {
    on_a_blocking_thread(move || hash_now(&password)).await
}

/// As [`hash`], on the present thread; for commands.
pub fn hash_now(password: &str) -> Result<String, HashError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| HashError(error.to_string()))
}

/// Whether the password is the one that was hashed. Without a hash it takes as long and says no, so that nobody
/// learns from the time which accounts exist.
pub async fn matches(password: String, hash: Option<String>) -> bool {
    on_a_blocking_thread(move || match hash {
        Some(hash) => is_match(&password, &hash),
        None => {
            let _ = hash_now(&password);
            false
        }
    })
    .await
}

/// As [`matches`], with any of these hashes.
pub async fn matches_any(password: String, hashes: Vec<String>) -> bool {
    on_a_blocking_thread(move || hashes.iter().any(|hash| is_match(&password, hash))).await
}

fn is_match(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

async fn on_a_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    // The semaphore is never closed; were it, hashing would merely not wait. Who goes away leaves the turn to the work.
    let turn = HASHING.acquire().await.ok();
    let task = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    match task.await {
        Ok(value) => value,
        // The task is neither cancelled nor may it panic without the panic going on.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
