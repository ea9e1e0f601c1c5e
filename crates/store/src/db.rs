//! The only code that knows there are two databases: a query, and a transaction.

use crate::error::StoreError;
use crate::postgres::{Postgres, Session};
use crate::sqlite::{self, Sqlite};
use crate::value::{Row, Statement};

/// Where an organisation's record is.
#[derive(Clone)]
pub(crate) enum Db {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// The writer's connection.
pub(crate) enum Connection {
    Sqlite(sqlite::Writer),
    Postgres(Box<Session>),
}

impl Db {
    /// Runs a query outside any transaction.
    pub(crate) async fn query(&self, query: Statement) -> Result<Vec<Row>, StoreError> {
        match self {
            Db::Sqlite(sqlite) => sqlite.query(query).await,
            Db::Postgres(postgres) => postgres.query(query).await,
        }
    }
}

impl Connection {
    pub(crate) async fn query(&self, query: &Statement) -> Result<Vec<Row>, StoreError> {
        match self {
            Connection::Sqlite(connection) => sqlite::select(connection, query),
            Connection::Postgres(session) => session.query(query).await,
        }
    }

    /// Runs queries at once: one round trip on PostgreSQL.
    pub(crate) async fn query_all(&self, queries: &[Statement]) -> Result<Vec<Vec<Row>>, StoreError> {
        match self {
            Connection::Sqlite(connection) => queries.iter().map(|q| sqlite::select(connection, q)).collect(),
            Connection::Postgres(session) => {
                futures::future::try_join_all(queries.iter().map(|query| session.query(query))).await
            }
        }
    }

    /// Runs statements in their order: one round trip on PostgreSQL.
    pub(crate) async fn execute_all(&self, statements: &[Statement]) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(connection) => {
                for statement in statements {
                    sqlite::execute(connection, statement)?;
                }
            }
            Connection::Postgres(session) => session.execute_all(statements).await?,
        }
        Ok(())
    }

    /// Runs a text of statements without parameters, as migrations are.
    pub(crate) async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(connection) => connection.execute_batch(sql).map_err(sqlite::failure),
            Connection::Postgres(session) => session.batch(sql).await,
        }
    }

    /// What is to be done now and then, after what waited was answered.
    pub(crate) fn tidy(&self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(writer) => writer.bring_in(),
            Connection::Postgres(_) => Ok(()),
        }
    }

    /// Whether it can still be used.
    pub(crate) fn is_usable(&self) -> bool {
        match self {
            Connection::Sqlite(_) => true,
            Connection::Postgres(session) => session.is_usable(),
        }
    }

    /// How a writing transaction begins.
    pub(crate) async fn begin(&self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(_) => self.batch("begin immediate").await,
            Connection::Postgres(_) => self.batch("begin").await,
        }
    }
}
