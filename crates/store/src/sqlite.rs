//! The embedded database: one file, one writer, a few reader threads.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};
use tokio::sync::oneshot;

use crate::error::StoreError;
use crate::value::{Row, Statement, Value};

/// The oldest SQLite without the bug that could corrupt a log while it is reset.
const OLDEST: i32 = 3_051_003;
/// Statements each connection keeps ready.
const STATEMENTS: usize = 256;
/// Threads that read.
const READERS: usize = 2;

/// Reader threads of one file.
#[derive(Clone)]
pub(crate) struct Sqlite {
    queries: queue::Sender,
}

type Reply = oneshot::Sender<Result<Vec<Row>, StoreError>>;

/// A queue that several threads take from.
mod queue {
    use std::sync::{Arc, Mutex};

    use super::{Reply, Statement, mpsc};

    #[derive(Clone)]
    pub(super) struct Sender(mpsc::Sender<(Statement, Reply)>);
    #[derive(Clone)]
    pub(super) struct Receiver(Arc<Mutex<mpsc::Receiver<(Statement, Reply)>>>);

    pub(super) fn channel() -> (Sender, Receiver) {
        let (sender, receiver) = mpsc::channel();
        (Sender(sender), Receiver(Arc::new(Mutex::new(receiver))))
    }

    impl Sender {
        pub(super) fn send(&self, query: Statement, reply: Reply) -> bool {
            self.0.send((query, reply)).is_ok()
        }
    }

    impl Receiver {
        pub(super) fn take(&self) -> Option<(Statement, Reply)> {
            self.0.lock().ok()?.recv().ok()
        }
    }
}

impl Sqlite {
    /// Starts the readers of a file that exists.
    pub(crate) fn open(path: &Path) -> Result<Sqlite, StoreError> {
        let (queries, waiting) = queue::channel();
        for n in 0..READERS {
            let (connection, waiting) = (reader(path)?, waiting.clone());
            let serve = move || {
                while let Some((query, reply)) = waiting.take() {
                    // Nobody may be waiting any more; then the answer is of no use.
                    let _ = reply.send(select(&connection, &query));
                }
            };
            thread::Builder::new()
                .name(format!("reader-{n}"))
                .spawn(serve)
                .map_err(|why| StoreError::Unavailable(why.to_string()))?;
        }
        Ok(Sqlite { queries })
    }

    pub(crate) async fn query(&self, query: Statement) -> Result<Vec<Row>, StoreError> {
        let (reply, answer) = oneshot::channel();
        if !self.queries.send(query, reply) {
            return Err(StoreError::Unavailable("the readers have stopped".to_owned()));
        }
        answer.await.map_err(|_| StoreError::Unavailable("the reader stopped".to_owned()))?
    }
}

/// Opens a file for writing, making it if it does not exist. `FULL` so that what is acknowledged is on the disk.
pub(crate) fn writer(path: &Path) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < OLDEST {
        let version = rusqlite::version();
        return Err(StoreError::Unavailable(format!(
            "SQLite {version} is too old; 3.51.3 or newer is needed"
        )));
    }
    let connection = Connection::open(path).map_err(failure)?;
    configure(&connection)?;
    connection.pragma_update(None, "journal_mode", "wal").map_err(failure)?;
    connection.pragma_update(None, "synchronous", "full").map_err(failure)?;
    Ok(connection)
}

fn reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    configure(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    for (name, value) in
        [("mmap_size", 0), ("cache_size", -32_000), ("busy_timeout", 10_000), ("foreign_keys", 1)]
    {
        connection.pragma_update(None, name, value).map_err(failure)?;
    }
    Ok(())
}

/// Runs a query on the connection of this thread.
pub(crate) fn select(connection: &Connection, query: &Statement) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(query.sql).map_err(failure)?;
    bind(&mut statement, &query.params)?;
    let columns = statement.column_count();
    let mut found = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(failure)? {
        let value = |at| row.get_ref(at).map_err(failure).and_then(value);
        found.push(Row((0..columns).map(value).collect::<Result<_, _>>()?));
    }
    Ok(found)
}

/// Runs a statement that changes something; tells how many rows it changed.
pub(crate) fn execute(connection: &Connection, statement: &Statement) -> Result<u64, StoreError> {
    let mut prepared = connection.prepare_cached(statement.sql).map_err(failure)?;
    bind(&mut prepared, &statement.params)?;
    prepared.raw_execute().map(|count| count as u64).map_err(failure)
}

/// Binds `$1`, `$2`, … by their numbers. SQLite knows them as names.
fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Value]) -> Result<(), StoreError> {
    for at in 1..=statement.parameter_count() {
        let number = statement.parameter_name(at).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let value = number.and_then(|number| params.get(number.checked_sub(1)?));
        let value = value.ok_or_else(|| StoreError::Unavailable(format!("parameter {at} has no value")))?;
        statement.raw_bind_parameter(at, value).map_err(failure)?;
    }
    Ok(())
}

fn value(value: ValueRef<'_>) -> Result<Value, StoreError> {
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(_) => Err(StoreError::Corrupt("a text is not UTF-8".to_owned())),
        },
        ValueRef::Blob(bytes) => Ok(Value::Blob(bytes.to_vec())),
        ValueRef::Real(_) => Err(StoreError::Corrupt("a fraction where there are none".to_owned())),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// What a failure of SQLite means. A full disk is survivable; a failed read, write or sync is not.
pub(crate) fn failure(error: rusqlite::Error) -> StoreError {
    let says = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::ReadOnly("the disk is full".to_owned()),
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly("the disk is read-only".to_owned()),
        Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt(says)
        }
        _ => StoreError::Unavailable(says),
    }
}
