//! What somebody has to do. Tasks follow from the state of a thing; they are never stored as truth.

use jiff::Timestamp;

/// Who a task is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// One person, by staff id.
    Person(String),
    /// Whoever holds a role, by the pack's code.
    Role(String),
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its name within the thing it is about; stable, so that it can be found again.
    pub key: String,
    /// What to do; begins with a verb and names nobody.
    pub what: String,
    /// Who for.
    pub owner: Owner,
    /// The unit it belongs to.
    pub unit: Option<String>,
    /// Since when.
    pub opened_at: Timestamp,
    /// By when; none where no source sets a limit.
    pub due_at: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// The thing cannot be closed before it is done.
    pub blocks_closing: bool,
}

impl Task {
    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.done_at.is_none()
    }
}
