//! The command line as an operator uses it: the real binary, real folders, what it says and how it ends.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop at once")]

mod first_hour;
mod folders;
mod help;
mod importing;
mod logging;
mod packs;
mod records;
mod support;
mod verification;
