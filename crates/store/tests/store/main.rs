//! The store, seen from outside: what it promises about saving, keeping and giving back, on both databases.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop at once")]

mod bench;
mod proxy;

// The testkit builds a whole app; these two files of it need nothing but the store.
#[path = "../../../testkit/src/postgres.rs"]
mod postgres;
#[path = "../../../testkit/src/raw.rs"]
mod raw;

mod appending;
mod checking;
mod crashing;
mod full_disk;
mod migrations;
mod rebuilding;
mod server;
mod tls;
mod unchangeable;
