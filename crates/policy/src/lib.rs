//! What is allowed, by whom, for how long, and why.
//!
//! Three things meet here. A **policy pack** ([`pack`]) is an organisation's policy as data: its words, roles,
//! lists, deadlines and the rules it uses, each with the clause of the source it comes from. A **rule**
//! ([`rules`]) is a small pure function over [`facts`] that says whether a step is open; the pack says which
//! rules count and how strongly. **Access** ([`access`]) says who may do what, from one reviewed table; only its
//! check makes a [`access::Permit`].
//!
//! Not here: input and output, the clock, randomness. `now` is an argument.

#![deny(missing_docs, clippy::indexing_slicing, clippy::expect_used)]

pub mod access;
pub mod calendar;
pub mod deadlines;
pub mod facts;
pub mod pack;
pub mod rules;
pub mod ruling;
pub mod severity;
pub mod wording;
mod words;

pub use access::{Action, Permit};
pub use pack::Pack;
pub use ruling::{Finding, Ruling, Verdict};
