//! Who may do what: one table, one check, and the [`Permit`] that only the check can make.
//!
//! The table is `access/matrix.txt`, written to be read by people. A line allows one duty one action on things it
//! stands in one relation to. What no line allows is refused. A refusal is [`Denied::Hidden`] wherever the actor
//! may not even know that the thing exists.

mod actions;
mod check;
mod matrix;

pub use actions::{Action, Authority, Duty, Relation, Sensitivity};
pub use check::{Actor, Denied, Holding, Permit, Scope, Subject, check};
pub use matrix::{Line, lines};
