//! Pages and the REST API over the use cases: one handler answers both.
//!
//! Every address is a line in [`routes`]: what it is, who may, which form it takes, what it gives. From that list come
//! the router, the OpenAPI document, the test of who gets which answer, and the list of pages that are checked in a
//! browser. [`dispatch`] does for every request what must never be forgotten: session, leave to write, limits, kept
//! drafts, filled-in forms, headers.
//!
//! Not here: SQL, rules.

mod admin;
mod body;
mod counter;
mod customers;
mod cx;
mod dispatch;
mod form;
mod frame;
mod headers;
mod help;
mod home;
mod incidents;
mod openapi;
mod policy;
mod record;
mod respond;
mod routes;
mod server;
mod session;
mod throttle;
mod values;
mod wording;
mod words;
mod work;

pub use dispatch::{Settings, router};
pub use openapi::document;
pub use routes::{Access, Method, Mounts, ROUTES, Route};
pub use server::{Limits, serve};
