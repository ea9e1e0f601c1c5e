//! PostgreSQL, for an agency that has outgrown one machine. Each organisation lives in a schema of its own.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use bytes::BytesMut;
use tokio::sync::{Mutex, RwLock};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls};

use crate::error::StoreError;
use crate::value::{Row, Statement, Value};

/// Connections that queries are pipelined over.
const READERS: usize = 2;

/// Where an organisation's schema is, and connections to read from it.
#[derive(Clone)]
pub(crate) struct Postgres {
    place: Place,
    readers: Arc<Vec<RwLock<Option<Arc<Session>>>>>,
    turn: Arc<std::sync::atomic::AtomicUsize>,
}

/// A server and a schema on it.
#[derive(Clone)]
pub(crate) struct Place {
    config: Config,
    schema: String,
}

/// One connection with the statements prepared on it.
pub(crate) struct Session {
    client: Client,
    prepared: Mutex<HashMap<&'static str, tokio_postgres::Statement>>,
}

impl Place {
    pub(crate) fn new(url: &str, schema: &str) -> Result<Place, StoreError> {
        let mut config: Config = url.parse().map_err(failure)?;
        config.application_name("evenhand");
        if !schema.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
            || schema.is_empty()
        {
            return Err(StoreError::Unavailable(format!("`{schema}` cannot be the name of a schema")));
        }
        Ok(Place { config, schema: schema.to_owned() })
    }

    /// Connects; makes the schema if it does not exist.
    pub(crate) async fn connect(&self) -> Result<Session, StoreError> {
        let (client, connection) = self.config.connect(NoTls).await.map_err(failure)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a connection to the database ended");
            }
        });
        let schema = &self.schema;
        let begin = format!(
            "set search_path to {schema}, public; set synchronous_commit to on; set client_min_messages to warning"
        );
        client.batch_execute(&begin).await.map_err(failure)?;
        Ok(Session { client, prepared: Mutex::default() })
    }

    pub(crate) async fn make_schema(&self) -> Result<(), StoreError> {
        let session = self.connect().await?;
        let make = format!("create schema if not exists {}", self.schema);
        session.client.batch_execute(&make).await.map_err(failure)
    }
}

impl Postgres {
    pub(crate) fn new(place: Place) -> Postgres {
        let readers = (0..READERS).map(|_| RwLock::default()).collect();
        Postgres { place, readers: Arc::new(readers), turn: Arc::default() }
    }

    pub(crate) async fn query(&self, query: Statement) -> Result<Vec<Row>, StoreError> {
        self.reader().await?.query(&query).await
    }

    /// The next connection in turn; a new one where it has ended.
    async fn reader(&self) -> Result<Arc<Session>, StoreError> {
        let turn = self.turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % READERS;
        let slot = self.readers.get(turn).ok_or_else(|| StoreError::Unavailable("no reader".to_owned()))?;
        if let Some(session) = slot.read().await.as_ref().filter(|session| !session.client.is_closed()) {
            return Ok(session.clone());
        }
        let mut slot = slot.write().await;
        if let Some(session) = slot.as_ref().filter(|session| !session.client.is_closed()) {
            return Ok(session.clone());
        }
        let session = Arc::new(self.place.connect().await?);
        *slot = Some(session.clone());
        Ok(session)
    }
}

impl Session {
    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(crate) async fn query(&self, query: &Statement) -> Result<Vec<Row>, StoreError> {
        let prepared = self.prepare(query.sql).await?;
        let params: Vec<&(dyn ToSql + Sync)> =
            query.params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        let rows = self.client.query(&prepared, &params).await.map_err(failure)?;
        rows.iter().map(row).collect()
    }

    pub(crate) async fn execute(&self, statement: &Statement) -> Result<u64, StoreError> {
        let prepared = self.prepare(statement.sql).await?;
        let params: Vec<&(dyn ToSql + Sync)> =
            statement.params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        self.client.execute(&prepared, &params).await.map_err(failure)
    }

    /// Runs statements without parameters.
    pub(crate) async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).await.map_err(failure)
    }

    async fn prepare(&self, sql: &'static str) -> Result<tokio_postgres::Statement, StoreError> {
        if let Some(prepared) = self.prepared.lock().await.get(sql) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(sql).await.map_err(failure)?;
        self.prepared.lock().await.insert(sql, prepared.clone());
        Ok(prepared)
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let value = |(at, column): (usize, &tokio_postgres::Column)| -> Result<Value, StoreError> {
        let wrong = |why: tokio_postgres::Error| StoreError::Corrupt(why.to_string());
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
    let says = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
    match error.code().map(tokio_postgres::error::SqlState::code) {
        Some("53100") => StoreError::ReadOnly("the disk is full".to_owned()),
        Some("25006") => StoreError::ReadOnly("the database is read-only".to_owned()),
        Some("58030" | "XX001" | "XX002") => StoreError::Corrupt(says),
        _ => StoreError::Unavailable(says),
    }
}
