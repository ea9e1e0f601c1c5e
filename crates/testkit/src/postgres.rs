//! PostgreSQL for tests: the test command starts a server and says where it is. Each test has a schema of its own.

use std::sync::atomic::{AtomicU64, Ordering};

use evenhand_store::Place;

/// Where the server of the test command is.
#[expect(clippy::disallowed_methods, reason = "the test command says so in the environment")]
pub fn url() -> Option<String> {
    std::env::var("EVENHAND_TEST_POSTGRES").ok()
}

/// A schema nobody else uses.
pub async fn new_place() -> Place {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let url = url().expect("EVENHAND_TEST_POSTGRES says where the server is");
    let schema = unused_name(COUNT.fetch_add(1, Ordering::Relaxed));
    Place::Server { url, schema }
}

/// A name that no other test, process or run has.
#[expect(clippy::disallowed_methods, reason = "what earlier runs made may still be there")]
pub fn unused_name(n: u64) -> String {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    format!("t{}_{n}_{nanos}", std::process::id())
}
