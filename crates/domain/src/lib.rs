//! What happened to a case and what may happen next.
//!
//! Each noun is a file (with a folder of facets where it is large): its commands, its events, how a command
//! becomes events or a [`Refusal`], how events fold into a state. [`event`] and [`command`] list all of them.
//! From a state and its events follow [`task`]s, notices and the [`timeline`].
//!
//! Not here: input and output, the clock, randomness. `now` is in the [`Context`].

#![deny(missing_docs, clippy::indexing_slicing, clippy::expect_used)]

pub mod command;
pub mod context;
pub mod customer;
pub mod delegation;
pub mod directory;
pub mod event;
pub mod ids;
pub mod incident;
pub mod notice;
pub mod obligation;
pub mod organisation;
pub mod pack_history;
pub mod policy_record;
pub mod refusal;
pub mod staff;
pub mod stream;
pub mod task;
pub mod text;
pub mod timeline;

pub use command::{Command, decide};
pub use context::Context;
pub use directory::Directory;
pub use event::{Event, Recorded};
pub use ids::{CustomerId, DelegationId, IncidentId, ObligationId, SiteId, StaffId, UnitId};
pub use refusal::{Problem, Refusal};
pub use stream::{State, StreamId, StreamKind};
