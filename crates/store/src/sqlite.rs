//! The embedded database: one file, one writer, a few reader threads.

use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, ffi};
use tokio::sync::oneshot;

use crate::error::StoreError;
use crate::value::{Row, Statement, Value};

/// The oldest SQLite without the bug that could corrupt a log while it is reset.
const OLDEST: i32 = 3_051_003;
/// Pages that may wait in the write-ahead log before they are brought into the file.
const PAGES_IN_LOG: i32 = 1_000;
/// Bytes the write-ahead log keeps on the disk once it is empty.
const LOG_KEPT: i32 = 64 * 1024 * 1024;
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

/// The connection that writes.
pub(crate) struct Writer {
    connection: Connection,
    /// Pages that wait in the write-ahead log.
    waiting: Arc<AtomicI32>,
}

impl Deref for Writer {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Writer {
    /// Opens a file, making it if it does not exist. `FULL` so that what is acknowledged is on the disk.
    pub(crate) fn open(path: &Path) -> Result<Writer, StoreError> {
        check_version(rusqlite::version_number(), rusqlite::version())?;
        let connection = Connection::open(path).map_err(failure)?;
        configure(&connection)?;
        // To the end, for a failure shows only after the row that says it went well.
        let mode = select(&connection, &Statement::new("pragma journal_mode = wal", Vec::new()))?;
        if mode.first().map(|row| row.text(0)).transpose()?.as_deref() != Some("wal") {
            let says = "there can be no write-ahead log here; a disk of this machine is needed";
            return Err(StoreError::Unavailable(says.to_owned()));
        }
        connection.pragma_update(None, "synchronous", "full").map_err(failure)?;
        connection.pragma_update(None, "journal_size_limit", LOG_KEPT).map_err(failure)?;
        Writer::counting(connection)
    }

    fn counting(mut connection: Connection) -> Result<Writer, StoreError> {
        let waiting = Arc::new(AtomicI32::new(0));
        let count = waiting.clone();
        let note = move |_: &mut Wal, pages| {
            count.store(pages, Ordering::Relaxed);
            Ok(())
        };
        connection.wal_hook(Some(note)).map_err(failure)?;
        Ok(Writer { connection, waiting })
    }

    /// Brings the write-ahead log into the file once it has grown. SQLite would do this by itself, but would keep a
    /// failed write or sync to itself too. What cannot be brought in for another reason stays in the log.
    pub(crate) fn bring_in(&self) -> Result<(), StoreError> {
        if self.waiting.load(Ordering::Relaxed) < PAGES_IN_LOG {
            return Ok(());
        }
        self.waiting.store(0, Ordering::Relaxed);
        match select(self, &Statement::new("pragma wal_checkpoint(passive)", Vec::new())) {
            Err(error @ StoreError::Corrupt(_)) => Err(error),
            _ => Ok(()),
        }
    }
}

fn check_version(number: i32, name: &str) -> Result<(), StoreError> {
    if number < OLDEST {
        let says = format!("SQLite {name} is too old; 3.51.3 or newer is needed");
        return Err(StoreError::Unavailable(says));
    }
    Ok(())
}

fn reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    configure(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    /// Nothing of a record is ever written to a temporary file.
    const MEMORY: i32 = 2;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan that may depend on the values bound is made anew whenever they change: at every query. These need not.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failure)?;
    for (name, value) in [
        ("busy_timeout", 10_000),
        ("mmap_size", 0),
        ("cache_size", -32_000),
        ("foreign_keys", 1),
        ("temp_store", MEMORY),
    ] {
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
    meaning(&error)
}

fn meaning(error: &rusqlite::Error) -> StoreError {
    let says = error.to_string();
    if error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE) {
        // The index of the write-ahead log could not grow: for want of space, and nothing else.
        return StoreError::ReadOnly("the disk is full".to_owned());
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::ReadOnly("the disk is full".to_owned()),
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly("the disk is read-only".to_owned()),
        Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt(says)
        }
        _ => StoreError::Unavailable(says),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_with_the_bug_of_the_log_reset_is_refused() {
        let refused = check_version(3_051_002, "3.51.2").map_err(|error| error.to_string());
        let says = "the database is not available: SQLite 3.51.2 is too old; 3.51.3 or newer is needed";
        assert_eq!(refused, Err(says.to_owned()));
        assert!(check_version(3_051_003, "3.51.3").is_ok());
        assert!(check_version(rusqlite::version_number(), rusqlite::version()).is_ok());
    }

    #[test]
    fn a_full_disk_is_survivable_and_a_failed_read_write_or_sync_is_not() {
        let meaning_of = |code| meaning(&rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_READONLY] {
            assert!(matches!(meaning_of(code), StoreError::ReadOnly(_)), "{code}");
        }
        let broken = [
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_DIR_FSYNC,
            ffi::SQLITE_CORRUPT,
            ffi::SQLITE_NOTADB,
        ];
        for code in broken {
            assert!(matches!(meaning_of(code), StoreError::Corrupt(_)), "{code}");
        }
        for code in [ffi::SQLITE_BUSY, ffi::SQLITE_LOCKED, ffi::SQLITE_CONSTRAINT] {
            assert!(matches!(meaning_of(code), StoreError::Unavailable(_)), "{code}");
        }
    }
}
