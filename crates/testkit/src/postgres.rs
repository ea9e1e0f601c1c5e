//! PostgreSQL for tests: the test command starts a server and says where it is. Each test has a schema of its own.

use std::sync::atomic::{AtomicU64, Ordering};

use evenhand_store::Place;

/// Where the server of the test command is.
#[expect(clippy::disallowed_methods, reason = "the test command says so in the environment")]
pub fn url() -> Option<String> {
    std::env::var("EVENHAND_TEST_POSTGRES").ok()
}

/// The address of a database of its own, for what names its schemas itself.
#[expect(clippy::disallowed_methods, reason = "databases of earlier runs may still be there")]
pub async fn new_database() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let url = url().expect("EVENHAND_TEST_POSTGRES says where the server is");
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let name = format!("t{}_{n}_{nanos}", std::process::id());
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("create database {name}")).await.unwrap();
    // Of two values for one name, the last one counts.
    format!("{url} dbname={name}")
}

/// A schema nobody else uses.
#[expect(clippy::disallowed_methods, reason = "schemas of earlier runs may still be there")]
pub async fn new_place() -> Place {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let url = url().expect("EVENHAND_TEST_POSTGRES says where the server is");
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let schema = format!("t{}_{n}_{nanos}", std::process::id());
    Place::Server { url, schema }
}
