//! PostgreSQL, for an agency that has outgrown one machine. Each organisation lives in a schema of its own.

mod address;
mod tls;

use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use bytes::BytesMut;
use tokio::sync::{Mutex, RwLock};
use tokio::time::timeout;
use tokio_postgres::error::Severity;
use tokio_postgres::tls::TlsStream;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Socket};

use crate::error::StoreError;
use crate::value::{Row, Statement, Value};
use address::Protection;
use tls::Tls;

/// Connections that queries are pipelined over.
const READERS: usize = 2;
/// How long the making of a connection may take in all.
const PATIENCE: Duration = Duration::from_secs(15);
/// Statements that are sent before the first answer is waited for.
const AT_ONCE: usize = 1_000;

/// Held until the end of the transaction by whoever makes schemas, extensions and tables: what belongs to the whole
/// database cannot be made twice at the same time.
pub(crate) const ONE_AT_A_TIME: &str = "select pg_advisory_xact_lock(4986316151063249)";

/// Where an organisation's schema is, and connections to read from it.
#[derive(Clone)]
pub(crate) struct Postgres(Arc<Readers>);

struct Readers {
    place: Place,
    sessions: Vec<RwLock<Option<Arc<Session>>>>,
    turn: AtomicUsize,
}

/// A server and a schema on it.
#[derive(Clone)]
pub(crate) struct Place {
    config: Config,
    tls: Option<Tls>,
    schema: String,
}

/// One connection with the statements prepared on it.
pub(crate) struct Session {
    client: Client,
    prepared: Mutex<HashMap<&'static str, tokio_postgres::Statement>>,
    broken: AtomicBool,
}

impl Place {
    pub(crate) fn new(address: &str, schema: &str) -> Result<Place, StoreError> {
        if !schema.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
            || schema.is_empty()
        {
            return Err(StoreError::Unavailable(format!("`{schema}` cannot be the name of a schema")));
        }
        let (config, protection) = address::read(address)?;
        let tls = match protection {
            Protection::None => None,
            Protection::Tls { authorities } => Some(Tls::new(authorities.as_deref())?),
        };
        Ok(Place { config, tls, schema: schema.to_owned() })
    }

    /// Connects for the first time; makes the schema if it does not exist.
    pub(crate) async fn open(&self) -> Result<Session, StoreError> {
        let session = self.connect().await?;
        let make = format!("begin; {ONE_AT_A_TIME}; create schema if not exists {}; commit", self.schema);
        session.batch(&make).await?;
        Ok(session)
    }

    /// Connects.
    pub(crate) async fn connect(&self) -> Result<Session, StoreError> {
        let late = |_| StoreError::Unavailable("the database does not answer".to_owned());
        timeout(PATIENCE, self.connect_in_time()).await.map_err(late)?
    }

    async fn connect_in_time(&self) -> Result<Session, StoreError> {
        let client = match &self.tls {
            None => self.config.connect(NoTls).await.map(driven),
            Some(tls) => self.config.connect(tls.clone()).await.map(driven),
        };
        let client = client.map_err(failure)?;
        // A node that vanished in the middle of a transaction must not keep the others out for long.
        let begin = format!(
            "set search_path to {}, public; set synchronous_commit to on; set client_min_messages to warning; \
            set idle_in_transaction_session_timeout to '30s'",
            self.schema
        );
        client.batch_execute(&begin).await.map_err(failure)?;
        Ok(Session { client, prepared: Mutex::default(), broken: AtomicBool::new(false) })
    }
}

/// Lets a connection do its work beside whoever uses it.
fn driven<T>((client, connection): (Client, tokio_postgres::Connection<Socket, T>)) -> Client
where
    T: TlsStream + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a connection to the database ended");
        }
    });
    client
}

impl Postgres {
    pub(crate) fn new(place: Place) -> Postgres {
        let sessions = (0..READERS).map(|_| RwLock::default()).collect();
        Postgres(Arc::new(Readers { place, sessions, turn: AtomicUsize::new(0) }))
    }

    /// Runs a query; again on another connection where one ended under it, as all do when the server goes away.
    pub(crate) async fn query(&self, query: Statement) -> Result<Vec<Row>, StoreError> {
        let mut lost = 0;
        loop {
            let session = self.reader().await?;
            let answer = session.query(&query).await;
            if answer.is_ok() || session.is_usable() || lost == READERS {
                return answer;
            }
            lost += 1;
        }
    }

    /// The next connection in turn; a new one where it has ended.
    async fn reader(&self) -> Result<Arc<Session>, StoreError> {
        let readers = &self.0;
        let turn = readers.turn.fetch_add(1, Ordering::Relaxed) % READERS;
        let slot =
            readers.sessions.get(turn).ok_or_else(|| StoreError::Unavailable("no reader".to_owned()))?;
        if let Some(session) = slot.read().await.as_ref().filter(|session| session.is_usable()) {
            return Ok(session.clone());
        }
        let mut slot = slot.write().await;
        if let Some(session) = slot.as_ref().filter(|session| session.is_usable()) {
            return Ok(session.clone());
        }
        let session = Arc::new(readers.place.connect().await?);
        *slot = Some(session.clone());
        Ok(session)
    }
}

impl Session {
    /// Whether it can still be used.
    pub(crate) fn is_usable(&self) -> bool {
        !self.client.is_closed() && !self.broken.load(Ordering::Relaxed)
    }

    pub(crate) async fn query(&self, query: &Statement) -> Result<Vec<Row>, StoreError> {
        let prepared = self.prepare(query.sql).await?;
        let params: Vec<&(dyn ToSql + Sync)> =
            query.params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        let rows = self.client.query(&prepared, &params).await.map_err(|error| self.failed(error))?;
        rows.iter().map(row).collect()
    }

    /// Runs statements in their order, without waiting for the answer of one before the next is sent.
    pub(crate) async fn execute_all(&self, statements: &[Statement]) -> Result<(), StoreError> {
        for statements in statements.chunks(AT_ONCE) {
            let mut prepared = Vec::with_capacity(statements.len());
            for statement in statements {
                prepared.push(self.prepare(statement.sql).await?);
            }
            let mut sent = Vec::with_capacity(statements.len());
            for (statement, prepared) in statements.iter().zip(&prepared) {
                let mut run = Box::pin(self.execute(prepared, &statement.params));
                // The first poll sends it.
                match futures::poll!(run.as_mut()) {
                    Poll::Ready(outcome) => outcome?,
                    Poll::Pending => sent.push(run),
                }
            }
            for run in sent {
                run.await?;
            }
        }
        Ok(())
    }

    async fn execute(
        &self,
        prepared: &tokio_postgres::Statement,
        params: &[Value],
    ) -> Result<(), StoreError> {
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        self.client.execute(prepared, &params).await.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Runs statements without parameters.
    pub(crate) async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).await.map_err(|error| self.failed(error))
    }

    async fn prepare(&self, sql: &'static str) -> Result<tokio_postgres::Statement, StoreError> {
        if let Some(prepared) = self.prepared.lock().await.get(sql) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(sql).await.map_err(|error| self.failed(error))?;
        self.prepared.lock().await.insert(sql, prepared.clone());
        Ok(prepared)
    }

    /// What a failure means; notes whether the connection came to its end by it.
    fn failed(&self, error: tokio_postgres::Error) -> StoreError {
        let ended = match error.as_db_error() {
            Some(db) => matches!(db.parsed_severity(), Some(Severity::Fatal | Severity::Panic)),
            None => error.is_closed() || error.source().is_some_and(|cause| cause.is::<io::Error>()),
        };
        if ended {
            self.broken.store(true, Ordering::Relaxed);
        }
        failure(error)
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let value = |(at, column): (usize, &tokio_postgres::Column)| -> Result<Value, StoreError> {
        let wrong = |why: tokio_postgres::Error| StoreError::Unavailable(why.to_string());
        Ok(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at).map_err(wrong)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(at).map_err(wrong)?.map(i64::from).into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at).map_err(wrong)?.into(),
            _ => row.try_get::<_, Option<String>>(at).map_err(wrong)?.into(),
        })
    };
    row.columns().iter().enumerate().map(value).collect::<Result<_, _>>().map(Row)
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Blob(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}

/// What a failure of PostgreSQL means.
pub(crate) fn failure(error: tokio_postgres::Error) -> StoreError {
    let says = error.as_db_error().map_or_else(|| with_causes(&error), |db| db.message().to_owned());
    match error.code().map(tokio_postgres::error::SqlState::code) {
        Some("53100") => StoreError::ReadOnly("the disk is full".to_owned()),
        Some("25006") => StoreError::ReadOnly("the database is read-only".to_owned()),
        Some("58030" | "XX001" | "XX002") => StoreError::Corrupt(says),
        _ => StoreError::Unavailable(says),
    }
}

/// An error and what it comes from: the library says the one without the other.
fn with_causes(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |cause: &&dyn Error| (*cause).source());
    causes.fold(error.to_string(), |says, cause| format!("{says}: {cause}"))
}
