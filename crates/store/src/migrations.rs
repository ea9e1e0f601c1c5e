//! The tables, brought forward step by step. Each step has the same number and name for both databases and is
//! carried out whole or not at all; there is no way back.

use crate::db::Connection;
use crate::error::StoreError;
use crate::params;
use crate::postgres;
use crate::value::Statement;

/// A step: name, text for SQLite, text for PostgreSQL.
pub(crate) type Step = (&'static str, &'static str, &'static str);

macro_rules! steps {
    ($($name:literal),+ $(,)?) => { &[$((
        $name,
        include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
        include_str!(concat!("../migrations/postgres/", $name, ".sql")),
    )),+] };
}

/// All steps, in order.
pub(crate) const STEPS: &[Step] = steps!["0001_log", "0002_projections", "0003_beside_the_log"];

const TABLE: &str = "create table if not exists migrations (name text primary key)";

/// Brings the tables to the newest step. Refuses a database that a newer version has already changed. Whoever comes
/// at the same time waits, and finds everything done.
pub(crate) async fn migrate(connection: &Connection) -> Result<(), StoreError> {
    connection.begin().await?;
    let outcome = bring_forward(connection).await;
    match outcome {
        Ok(()) => connection.batch("commit").await,
        Err(error) => {
            // What went wrong first is what matters; a transaction that is not ended comes to nothing.
            let _ = connection.batch("rollback").await;
            Err(error)
        }
    }
}

async fn bring_forward(connection: &Connection) -> Result<(), StoreError> {
    if let Connection::Postgres(_) = connection {
        connection.batch(postgres::ONE_AT_A_TIME).await?;
    }
    connection.batch(TABLE).await?;
    let done =
        connection.query(&Statement::new("select name from migrations order by name", params![])).await?;
    let done: Vec<String> = done.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
    if let Some(unknown) = done.iter().find(|name| !STEPS.iter().any(|(known, ..)| known == name)) {
        let says = format!("a newer version of the product changed this database (step {unknown})");
        return Err(StoreError::Unavailable(says));
    }
    for (name, sqlite, postgres) in STEPS.iter().filter(|(name, ..)| !done.iter().any(|done| done == name)) {
        match connection {
            Connection::Sqlite(_) => connection.batch(sqlite).await?,
            Connection::Postgres(_) => connection.batch(postgres).await?,
        }
        let note = Statement::new("insert into migrations (name) values ($1)", params![*name]);
        connection.execute_all(&[note]).await?;
    }
    Ok(())
}
