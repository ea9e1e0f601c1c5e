//! The built product from outside, as people and operators have it: a process, its addresses, and a browser.
//! Nothing here runs in production, and nothing of the product may import it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

pub mod audit;
pub mod axe;
pub mod browser;
pub mod chance;
pub mod connection;
pub mod disk;
pub mod http;
pub mod journeys;
pub mod load;
pub mod process;
pub mod record;
pub mod replay;
pub mod server;
pub mod site;
pub mod workplace;
pub mod world;
