//! Tests of what is allowed: rules by case tables, access by a reviewed table, packs by what is wrong with them,
//! and everything by properties that hold whatever comes in.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

mod access;
mod cases;
mod malformed;
mod packs;
mod properties;
mod support;
