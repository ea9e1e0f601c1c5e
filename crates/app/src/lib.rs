//! The use cases: load, permit, rule, decide, append; and the worker.
//!
//! [`App`] is one organisation at work. Every change goes through [`App::perform`], the one write path; every
//! reading of protected data goes through a function here that checks, records the look, and only then answers.
//! [`Installation`] is all organisations one process serves.
//!
//! Not here: HTTP, HTML, SQL.

pub mod access;
pub mod accounts;
pub mod app;
pub mod customers;
pub mod error;
pub mod files;
pub mod guidance;
pub mod import;
pub mod in_order;
pub mod incidents;
pub mod installation;
pub mod lookup;
pub mod packs;
pub mod perform;
pub mod places;
pub mod ports;
pub mod record;
pub mod set_up;
pub mod staff;
pub mod upkeep;
pub mod work;
pub mod worker;

pub use access::Who;
pub use app::App;
pub use error::AppError;
pub use in_order::Ordered;
pub use installation::Installation;
pub use perform::{Done, Request};
pub use ports::{Clock, Entropy, Ports};
