//! The log, what is read from it, and what waits to be done.
//!
//! A [`Store`] is one organisation's record, in a file of SQLite or a schema of PostgreSQL: one behaviour, two
//! engines. Appending needs a permit, an expected version and an idempotency key; the events, the tables computed
//! from them and the outbox are written in one transaction, and "saved" is said after the sync.
//!
//! Not here: rules, HTTP, wording.

mod db;
mod dialect;
mod disk;
mod error;
mod log;
mod migrations;
mod outbox;
mod postgres;
mod projections;
mod rebuild;
mod sqlite;
mod value;
mod verify;
mod writer;

pub mod accounts;
pub mod beside;
pub mod checkpoints;
pub mod looks;
pub mod read;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use evenhand_domain::{Event, Recorded, StreamId};
use evenhand_policy::Permit;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

pub use error::StoreError;
pub use log::{Append, Appended, Log};
pub use outbox::{Waiting, done, later};
pub use projections::{Shelf, Table, tables};
pub use read::{Reader, Viewer};
pub use value::{Row, Statement, Value};
pub use verify::VerifyError;
pub use writer::OnFatal;

use db::{Connection, Db};
use writer::{Job, Watch};

/// Where an organisation's record is kept.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file of SQLite.
    File(PathBuf),
    /// A schema on a PostgreSQL server.
    Server { url: String, schema: String },
}

/// What the store gets from outside: randomness, the time, and what to do when storage cannot be trusted.
#[derive(Clone)]
pub struct Ports {
    /// Makes salts: 32 random bytes a call.
    pub salt: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
    /// Milliseconds since 1970, for pauses only.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// Called when a read, write or sync failed or what is stored is damaged. It should end the process.
    pub on_fatal: OnFatal,
}

/// One organisation's record.
#[derive(Clone)]
pub struct Store {
    db: Db,
    jobs: mpsc::Sender<Job>,
    shelf: Shelf,
    ports: Ports,
    disk: disk::Disk,
}

/// Jobs that may wait for the writer before senders have to.
const QUEUE: usize = 4096;

impl Store {
    /// Opens a record, making it or bringing its tables forward where needed.
    pub async fn open(place: &Place, ports: Ports) -> Result<Store, StoreError> {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let (db, disk) = match place {
            Place::File(path) => {
                let connection = Connection::Sqlite(sqlite::writer(path)?);
                migrations::migrate(&connection).await?;
                let disk = disk::Disk::beside(path, ports.clock.clone());
                let watch = Watch { on_fatal: ports.on_fatal.clone(), disk: disk.clone() };
                in_a_thread(move || {
                    let mut waiting = waiting;
                    futures::executor::block_on(writer::serve(&connection, &mut waiting, &watch));
                })?;
                (Db::Sqlite(sqlite::Sqlite::open(path)?), disk)
            }
            Place::Server { url, schema } => {
                let place = postgres::Place::new(url, schema)?;
                place.make_schema().await?;
                let connection = Connection::Postgres(Box::new(place.connect().await?));
                migrations::migrate(&connection).await?;
                let disk = disk::Disk::elsewhere(ports.clock.clone());
                let watch = Watch { on_fatal: ports.on_fatal.clone(), disk: disk.clone() };
                let (server, runtime) = (place.clone(), tokio::runtime::Handle::current());
                in_a_thread(move || runtime.block_on(write_to_a_server(server, connection, waiting, watch)))?;
                (Db::Postgres(postgres::Postgres::new(place)), disk)
            }
        };
        let store = Store { db, jobs, shelf: Shelf::default(), ports, disk };
        store.check_tree().await?;
        Ok(store)
    }

    /// The packs that cases refer to. Whoever opens the store fills it.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Whether nothing can be saved now.
    pub fn is_read_only(&self) -> bool {
        self.disk.is_read_only()
    }

    /// The events of a stream, in order; none if nothing happened to it.
    pub async fn load(&self, stream: &StreamId) -> Result<Vec<Recorded<Event>>, StoreError> {
        let rows = self.db.query(log::of_stream(stream)).await?;
        let events = rows.iter().map(|row| log::entry(row).and_then(log::event)).collect();
        if let Err(error @ StoreError::Corrupt(_)) = &events {
            (self.ports.on_fatal)(error);
        }
        events
    }

    /// Appends events. Returns once they are on the disk, or tells why not.
    pub async fn append(&self, permit: &Permit, append: Append) -> Result<Appended, StoreError> {
        let prepared = append.prepare(permit, &self.shelf, || (self.ports.salt)())?;
        let (reply, answer) = oneshot::channel();
        self.send(Job::Append(Box::new(prepared), reply), answer).await
    }

    /// Writes to tables that are not history, all or nothing.
    pub async fn write_beside(&self, statements: Vec<Statement>) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(Job::Beside(statements, reply), answer).await
    }

    /// What waits in the outbox and is due.
    pub async fn outbox_due(&self, now: Timestamp, limit: u64) -> Result<Vec<Waiting>, StoreError> {
        self.query(outbox::due(now, limit)).await?.iter().map(outbox::waiting).collect()
    }

    pub(crate) async fn query(&self, query: Statement) -> Result<Vec<Row>, StoreError> {
        self.db.query(query).await
    }

    async fn send<T>(
        &self,
        job: Job,
        answer: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let stopped = || StoreError::Unavailable("the writer has stopped".to_owned());
        self.jobs.send(job).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }

    /// The log and its tree must be of one length: a cheap look at every start that finds a torn copy.
    async fn check_tree(&self) -> Result<(), StoreError> {
        const EVENTS: &str =
            "select t.size, (select coalesce(max(seq), 0) from events) from trees t where t.log = $1";
        const LOOKS: &str =
            "select t.size, (select coalesce(max(seq), 0) from looks) from trees t where t.log = $1";
        for (log, sql) in [(Log::Events, EVENTS), (Log::Looks, LOOKS)] {
            let rows = self.query(Statement::new(sql, params![log.name()])).await?;
            for row in rows {
                if row.size(0)? != row.size(1)? {
                    return Err(StoreError::Corrupt(format!(
                        "the log of {} and its tree disagree",
                        log.name()
                    )));
                }
            }
        }
        Ok(())
    }
}

/// The writer has a thread of its own: nothing in it ever waits for anything but the database.
fn in_a_thread(serve: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let thread = thread::Builder::new().name("writer".to_owned()).spawn(serve);
    thread.map(|_| ()).map_err(|why| StoreError::Unavailable(why.to_string()))
}

/// A server may go away and come back.
async fn write_to_a_server(
    place: postgres::Place,
    mut connection: Connection,
    mut jobs: mpsc::Receiver<Job>,
    watch: Watch,
) {
    let mut pause = Duration::from_millis(100);
    while !writer::serve(&connection, &mut jobs, &watch).await {
        match place.connect().await {
            Ok(session) => {
                connection = Connection::Postgres(Box::new(session));
                pause = Duration::from_millis(100);
            }
            Err(error) => {
                tracing::warn!(%error, "the database cannot be reached");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(5));
            }
        }
    }
}
