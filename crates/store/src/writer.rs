//! The one writer: takes what waits, carries it out in one transaction, and says "saved" after the sync.
//!
//! What waits is gathered while the disk is busy, so that many small commands share one sync. Whether each may be
//! carried out is worked out in memory ([`Batch`]); then everything is written in one go. What becomes of jobs when
//! that fails depends on how far it came ([`Phase`]) and on what failed.

mod batch;
mod queue;
mod start;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::db::Connection;
use crate::error::StoreError;
use crate::log::{Appended, Prepared, PreparedEntry};
use crate::params;
use crate::postgres;
use crate::value::{Row, Statement};

use batch::Batch;

pub(crate) use batch::replayed;
pub(crate) use queue::Queue;
pub(crate) use start::{on_a_file, on_a_server};

/// Something to be written.
pub(crate) enum Job {
    /// Events of a command.
    Append(Box<Prepared>, oneshot::Sender<Result<Appended, StoreError>>),
    /// Looks at protected data: the place of the first.
    Looks(Vec<(PreparedEntry, Option<Statement>)>, oneshot::Sender<Result<u64, StoreError>>),
    /// Statements on tables that are not history.
    Beside(Vec<Statement>, oneshot::Sender<Result<(), StoreError>>),
    /// Statements that are right only while the logs have these sizes. Tells whether they had.
    While(Sizes, Vec<Statement>, oneshot::Sender<Result<bool, StoreError>>),
}

/// The sizes of the logs, by name, in the order of their names.
pub(crate) type Sizes = Vec<(String, u64)>;

impl Job {
    fn fail(self, error: StoreError) {
        // Whoever asked may have gone; then nobody needs the answer.
        match self {
            Job::Append(_, reply) => _ = reply.send(Err(error)),
            Job::Looks(_, reply) => _ = reply.send(Err(error)),
            Job::Beside(_, reply) => _ = reply.send(Err(error)),
            Job::While(_, _, reply) => _ = reply.send(Err(error)),
        }
    }
}

/// What the process does when storage can no longer be trusted.
pub type OnFatal = Arc<dyn Fn(&StoreError) + Send + Sync>;

/// What happens around the writer.
#[derive(Clone)]
pub(crate) struct Watch {
    pub on_fatal: OnFatal,
    pub disk: crate::disk::Disk,
}

/// Why the writer left a connection.
enum End {
    /// Nobody can send any more.
    Over,
    /// The connection is gone; what waits is tried on the next one.
    Lost,
    /// Storage cannot be trusted; nothing is acknowledged any more.
    Fatal,
}

/// Why a batch was not brought to its end.
enum Stop {
    Lost(Vec<Job>),
    Fatal(StoreError, Vec<Job>),
}

/// How far a batch came before it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// No job was to blame: the transaction could not begin.
    Beginning,
    /// Nothing was saved, and one of the jobs may be to blame.
    Writing,
    /// If the connection was lost, nobody knows whether it was saved.
    Committing,
}

/// Writes to a file until nobody can send any more.
async fn write_to_a_file(connection: &Connection, mut queue: Queue, watch: &Watch) {
    serve(connection, &mut queue, watch).await;
}

/// Writes to a server until nobody can send any more. The server may go away and come back: what waits is tried
/// once more when the connection was lost under it, and refused while there is none to be had.
async fn write_to_a_server(
    place: &postgres::Place,
    mut connection: Connection,
    mut queue: Queue,
    watch: &Watch,
) {
    const SHORTEST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(5);
    let mut pause = SHORTEST;
    while let End::Lost = serve(&connection, &mut queue, watch).await {
        connection = loop {
            match place.connect().await {
                Ok(session) => break Connection::Postgres(Box::new(session)),
                Err(error) => {
                    tracing::warn!(%error, "the database cannot be reached");
                    queue.refuse(&error);
                }
            }
            if queue.is_over() {
                return;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        };
        pause = SHORTEST;
    }
}

async fn serve(connection: &Connection, queue: &mut Queue, watch: &Watch) -> End {
    while let Some(jobs) = queue.next().await {
        // It may have gone while there was nothing to do; then the jobs have nothing to do with it.
        if !connection.is_usable() {
            queue.hold(jobs);
            return End::Lost;
        }
        match carry_out(connection, jobs, watch).await {
            Ok(held) => queue.hold(held),
            Err(Stop::Lost(held)) => {
                queue.hold_for_another_connection(held);
                return End::Lost;
            }
            Err(Stop::Fatal(error, jobs)) => {
                queue.hold(jobs);
                return stop(queue, watch, &error);
            }
        }
        if let Err(error) = connection.tidy() {
            return stop(queue, watch, &error);
        }
    }
    End::Over
}

/// Storage cannot be trusted: the process is told, and nothing is acknowledged any more.
fn stop(queue: &mut Queue, watch: &Watch, error: &StoreError) -> End {
    (watch.on_fatal)(error);
    queue.close(error);
    End::Fatal
}

/// Carries a batch out. Gives back jobs that must wait for the next one.
async fn carry_out(connection: &Connection, jobs: Vec<Job>, watch: &Watch) -> Result<Vec<Job>, Stop> {
    let jobs = admitted(jobs, watch);
    if jobs.is_empty() {
        return Ok(jobs);
    }
    let (error, phase) = match attempt(connection, &jobs).await {
        Ok(batch) => return Ok(batch.answer(jobs)),
        Err(failed) => failed,
    };
    if let StoreError::Corrupt(_) = &error {
        return Err(Stop::Fatal(error, jobs));
    }
    if !connection.is_usable() {
        return Err(Stop::Lost(if phase == Phase::Committing { resolvable(jobs) } else { jobs }));
    }
    roll_back(connection).await;
    let reserve_given = matches!(&error, StoreError::ReadOnly(why) if watch.disk.cannot_be_written(why));
    let one_is_to_blame = jobs.len() > 1 && phase != Phase::Beginning;
    if reserve_given || one_is_to_blame {
        return each_alone(connection, jobs, watch).await;
    }
    jobs.into_iter().for_each(|job| job.fail(error.clone()));
    Ok(Vec::new())
}

/// Leaves out what cannot be written while the disk is full.
fn admitted(jobs: Vec<Job>, watch: &Watch) -> Vec<Job> {
    let is_look = |job: &Job| matches!(job, Job::Looks(..));
    let Err(error) = watch.disk.admit(jobs.iter().all(is_look)) else { return jobs };
    let (looks, others): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(is_look);
    others.into_iter().for_each(|job| job.fail(error.clone()));
    looks
}

/// One bad job must not take the others with it.
async fn each_alone(connection: &Connection, jobs: Vec<Job>, watch: &Watch) -> Result<Vec<Job>, Stop> {
    let mut jobs = jobs.into_iter();
    while let Some(job) = jobs.next() {
        match Box::pin(carry_out(connection, vec![job], watch)).await {
            Ok(_) => {}
            Err(Stop::Lost(mut held)) => {
                held.extend(jobs);
                return Err(Stop::Lost(held));
            }
            Err(Stop::Fatal(error, mut failed)) => {
                failed.extend(jobs);
                return Err(Stop::Fatal(error, failed));
            }
        }
    }
    Ok(Vec::new())
}

/// Where nobody knows whether a batch was saved: commands are looked up by their keys when they are tried again.
/// For everything else, whoever asked must ask again.
fn resolvable(jobs: Vec<Job>) -> Vec<Job> {
    let (commands, others): (Vec<Job>, Vec<Job>) =
        jobs.into_iter().partition(|job| matches!(job, Job::Append(..)));
    let unknown =
        StoreError::Unavailable("the connection was lost before it was known to be saved".to_owned());
    others.into_iter().for_each(|job| job.fail(unknown.clone()));
    commands
}

async fn roll_back(connection: &Connection) {
    // After a failed statement the database may have rolled back by itself; then there is nothing to do.
    if let Err(error) = connection.batch("rollback").await {
        tracing::debug!(%error, "nothing was left to roll back");
    }
}

async fn attempt(connection: &Connection, jobs: &[Job]) -> Result<Batch, (StoreError, Phase)> {
    let trees = begin(connection).await.map_err(|error| (error, Phase::Beginning))?;
    let batch = write(connection, jobs, &trees).await.map_err(|error| (error, Phase::Writing))?;
    connection.batch("commit").await.map_err(|error| (error, Phase::Committing))?;
    Ok(batch)
}

/// Begins, and keeps other writers out until the end: the trees are everybody's.
async fn begin(connection: &Connection) -> Result<Vec<Row>, StoreError> {
    connection.begin().await?;
    let lock = match connection {
        Connection::Sqlite(_) => "select log, size, frontier from trees order by log",
        Connection::Postgres(_) => "select log, size, frontier from trees order by log for update",
    };
    connection.query(&Statement::new(lock, params![])).await
}

async fn write(connection: &Connection, jobs: &[Job], trees: &[Row]) -> Result<Batch, StoreError> {
    let mut batch = Batch::new(trees)?;
    let questions = Batch::questions(jobs);
    let answers = connection.query_all(&questions).await?;
    batch.learn(&questions, &answers)?;
    jobs.iter().for_each(|job| batch.take(job));
    batch.finish();
    connection.execute_all(batch.statements()).await?;
    Ok(batch)
}
