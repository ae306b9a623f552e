//! Passwords: argon2id, a few at a time, away from the threads that serve.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use domain::{limits, refusal::Refusal};
use std::sync::LazyLock;
use store::{Fault, Stop};
use tokio::sync::Semaphore;

/// Hashes at once: each takes 19 MiB and some 26 ms of a core; more would starve the pages.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The hash of a password nobody has: checked where the address is unknown, so that both take the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| hashed("nobody has this password").unwrap_or_default());

fn hashed(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Hashes a password.
///
/// # Errors
/// Refuses one that is too short or too long.
pub async fn hash(password: String) -> Result<String, Stop> {
    let chars = password.chars().count();
    if chars < limits::PASSWORD_CHARS_MIN {
        return Err(Refusal::invalid("password", "password-short").with("min", limits::PASSWORD_CHARS_MIN).into());
    }
    if chars > limits::PASSWORD_CHARS_MAX {
        return Err(Refusal::invalid("password", "password-long").with("max", limits::PASSWORD_CHARS_MAX).into());
    }
    let hash = aside(move || hashed(&password)).await?;
    hash.ok_or_else(|| Fault::Unfit(String::from("the password could not be hashed")).into())
}

/// Whether a password fits a hash; an empty hash fits none, in the same time.
///
/// # Errors
/// A fault where the work could not be done.
pub async fn fits(password: String, hash: String) -> Result<bool, Stop> {
    if password.len() > 4 * limits::PASSWORD_CHARS_MAX {
        return Ok(false);
    }
    aside(move || {
        let known = !hash.is_empty();
        let hash = if known { hash } else { NOBODY.clone() };
        let fits =
            PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && known
    })
    .await
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stop> {
    let closed = |_| Stop::from(Fault::Closed);
    let _turn = AT_ONCE.acquire().await.map_err(closed)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::Closed.into())
}
