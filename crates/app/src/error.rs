//! Why a use case did not do what was asked, told apart by what the person can do.

use evenhand_domain::Refusal;
use evenhand_policy::Action;
use evenhand_store::StoreError;

/// A use case that did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule or the state of things stands in the way.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such thing, as far as this actor may know.
    #[error("there is no such thing")]
    NotFound,
    /// The actor may not do this.
    #[error("`{action}` is not allowed")]
    Forbidden { action: Action, who_can: Vec<String> },
    /// The actor is too close to it.
    #[error("`{action}` is not allowed: {because}")]
    Barred { action: Action, because: &'static str },
    /// Somebody else changed it since the actor looked.
    #[error("it was changed by somebody else; it is now at version {current}")]
    Changed { current: u64 },
    /// The same idempotency key came with another command.
    #[error("this was already sent with other content")]
    KeyReused,
    /// Nothing can be saved now; reading goes on.
    #[error("nothing can be saved now: {0}")]
    ReadOnly(String),
    /// Something needed cannot be reached.
    #[error("not available: {0}")]
    Unavailable(String),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        match error {
            StoreError::Conflict { current } => AppError::Changed { current },
            StoreError::KeyReused => AppError::KeyReused,
            StoreError::ReadOnly(why) => AppError::ReadOnly(why),
            StoreError::NumberTaken { .. } | StoreError::Unavailable(_) | StoreError::Corrupt(_) => {
                AppError::Unavailable(error.to_string())
            }
        }
    }
}
