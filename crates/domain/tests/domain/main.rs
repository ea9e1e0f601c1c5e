//! Tests of what happens to a case: given what happened, when somebody asks for something, then this happens or it is
//! refused, and everything that is refused says why.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up should stop at once"
)]

mod accounts;
mod authorities;
mod classification;
mod closing;
mod contact_person;
mod customer;
mod delegation;
mod directory;
mod events;
mod form;
mod links;
mod machine;
mod notices;
mod obligation;
mod organisation;
mod pack_history;
mod people;
mod policy_record;
mod putting_right;
mod report;
mod review;
mod staff;
mod stages;
#[path = "../support/mod.rs"]
mod support;
mod tasks;
