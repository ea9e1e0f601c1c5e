//! What can go wrong with storage, told apart by what the caller can do about it.

use evenhand_domain::event::Unreadable;

/// A failure of the store.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was faster: the stream has moved on. Load it again and decide again.
    #[error("the record has changed: it is now at version {current}")]
    Conflict { current: u64 },
    /// The same idempotency key came with another command.
    #[error("this key was used for another command")]
    KeyReused,
    /// A number that should be unique is taken. Take the next.
    #[error("the number {number} of {series} is taken")]
    NumberTaken { series: String, number: i64 },
    /// Nothing can be written for now; reading goes on.
    #[error("nothing can be saved now: {0}")]
    ReadOnly(String),
    /// The database cannot be reached, or did not answer.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// What is stored is not what was written. The process should not go on as if it were.
    #[error("the stored record is damaged: {0}")]
    Corrupt(String),
}

impl From<Unreadable> for StoreError {
    fn from(unreadable: Unreadable) -> StoreError {
        StoreError::Corrupt(unreadable.to_string())
    }
}
