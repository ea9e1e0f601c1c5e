//! A database of its own on the PostgreSQL server of the test command.

use tokio_postgres::{Client, NoTls};

/// A database; dropped, it is gone.
pub struct Database {
    /// How it is reached.
    pub address: String,
    name: String,
    server: String,
}

/// Where the server of the test command is.
#[expect(clippy::disallowed_methods, reason = "the test command says so in the environment")]
fn server() -> Option<String> {
    std::env::var("EVENHAND_TEST_POSTGRES").ok()
}

impl Database {
    /// A new one; none where the tests were not told of a server.
    pub fn new() -> Option<Database> {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let server = server()?;
        let n = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("evenhand_e2e_{}_{n}", std::process::id());
        let others: Vec<&str> = server.split(' ').filter(|part| !part.starts_with("dbname=")).collect();
        let address = format!("{} dbname={name}", others.join(" "));
        let database = Database { address, name, server };
        // One of an earlier run may still be there.
        database.at_the_server(&format!("drop database if exists {} with (force)", database.name));
        database.at_the_server(&format!("create database {}", database.name));
        Some(database)
    }

    /// Waits until the server has noticed that those who are gone are gone: what they had sent may still be on its
    /// way to the disk.
    pub fn settle(&self) {
        const OTHERS: &str = "select count(*) from pg_stat_activity \
            where datname = current_database() and pid <> pg_backend_pid()";
        with(&self.address, async |client| {
            while client.query_one(OTHERS, &[]).await.unwrap().get::<_, i64>(0) > 0 {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        });
    }

    fn at_the_server(&self, sql: &str) {
        with(&self.server, async |client| client.batch_execute(sql).await.unwrap());
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.at_the_server(&format!("drop database if exists {} with (force)", self.name));
    }
}

/// Does something with a connection.
pub fn with<T>(address: &str, act: impl AsyncFnOnce(Client) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(address, NoTls).await.unwrap();
        tokio::spawn(connection);
        act(client).await
    })
}
