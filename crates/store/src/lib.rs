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

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use evenhand_domain::{Event, Recorded, StreamId};
use evenhand_policy::Permit;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

pub use error::StoreError;
pub use log::{Append, Appended, Log};
pub use outbox::{Waiting, done, later};
pub use projections::{Shelf, Table, tables};
pub use read::{Reader, Viewer};
pub use rebuild::Difference;
pub use value::{Row, Statement, Value};
pub use verify::VerifyError;
pub use writer::OnFatal;

use db::Db;
use disk::Disk;
use writer::{Job, Queue, Sizes, Watch};

/// Where an organisation's record is kept.
#[derive(Clone)]
pub enum Place {
    /// A file of SQLite.
    File(PathBuf),
    /// A schema on a PostgreSQL server. What is sent over a network is protected by TLS, the server's name and
    /// certificate checked, unless the address says `sslmode=disable`; `sslrootcert` names a file of authorities.
    Server { url: String, schema: String },
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => f.debug_tuple("File").field(path).finish(),
            // An address may hold a password.
            Place::Server { schema, .. } => {
                f.debug_struct("Server").field("schema", schema).finish_non_exhaustive()
            }
        }
    }
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
    disk: Disk,
}

/// Jobs that may wait for the writer before senders have to.
const QUEUE: usize = 4096;

impl Store {
    /// Opens a record, making it or bringing its tables forward where needed.
    pub async fn open(place: &Place, ports: Ports) -> Result<Store, StoreError> {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let queue = Queue::new(waiting);
        let watch = |disk: &Disk| Watch { on_fatal: ports.on_fatal.clone(), disk: disk.clone() };
        let (db, disk) = match place {
            Place::File(path) => {
                let disk = Disk::beside(path, ports.clock.clone());
                writer::on_a_file(path.clone(), queue, watch(&disk)).await?;
                (Db::Sqlite(sqlite::Sqlite::open(path)?), disk)
            }
            Place::Server { url, schema } => {
                let (place, disk) =
                    (postgres::Place::new(url, schema)?, Disk::elsewhere(ports.clock.clone()));
                writer::on_a_server(place.clone(), queue, watch(&disk)).await?;
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
        let rows = self.query(log::of_stream(stream)).await?;
        self.watched(rows.iter().map(|row| log::entry(row).and_then(log::event)).collect())
    }

    /// Appends events. Returns once they are on the disk, or tells why not.
    pub async fn append(&self, permit: &Permit, append: Append) -> Result<Appended, StoreError> {
        answered(self.begin_append(permit, append).await?).await
    }

    /// Appends many, in their order. Returns once they are on the disk, with what came of each.
    pub async fn append_all(&self, appends: Vec<(Permit, Append)>) -> Vec<Result<Appended, StoreError>> {
        let mut begun = Vec::with_capacity(appends.len());
        for (permit, append) in appends {
            begun.push(self.begin_append(&permit, append).await);
        }
        let mut appended = Vec::with_capacity(begun.len());
        for answer in begun {
            appended.push(match answer {
                Ok(answer) => answered(answer).await,
                Err(error) => Err(error),
            });
        }
        appended
    }

    async fn begin_append(&self, permit: &Permit, append: Append) -> Result<Answer<Appended>, StoreError> {
        let prepared = append.prepare(permit, &self.shelf, || (self.ports.salt)())?;
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job::Append(Box::new(prepared), reply)).await.map_err(|_| stopped())?;
        Ok(answer)
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
        self.watched(self.db.query(query).await)
    }

    /// What cannot be trusted is not only refused: the process should know.
    fn watched<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error @ StoreError::Corrupt(_)) = &outcome {
            (self.ports.on_fatal)(error);
        }
        outcome
    }

    /// Writes statements only if the logs still have these sizes. Tells whether they had.
    pub(crate) async fn write_while(
        &self,
        sizes: Sizes,
        statements: Vec<Statement>,
    ) -> Result<bool, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(Job::While(sizes, statements, reply), answer).await
    }

    /// The sizes of the logs now.
    pub(crate) async fn sizes(&self) -> Result<Sizes, StoreError> {
        const SQL: &str = "select log, size from trees order by log";
        let rows = self.query(Statement::new(SQL, params![])).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.size(1)?))).collect()
    }

    async fn send<T>(&self, job: Job, answer: Answer<T>) -> Result<T, StoreError> {
        self.jobs.send(job).await.map_err(|_| stopped())?;
        answered(answer).await
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

/// What the writer will answer.
type Answer<T> = oneshot::Receiver<Result<T, StoreError>>;

async fn answered<T>(answer: Answer<T>) -> Result<T, StoreError> {
    answer.await.map_err(|_| stopped())?
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the writer has stopped".to_owned())
}
