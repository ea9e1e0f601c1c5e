//! The built product from outside, as people and operators have it: a process, its addresses, and a browser.
//! Nothing here runs in production, and nothing of the product may import it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

pub mod browser;
pub mod http;
pub mod process;
