//! The one writer: takes what waits, carries it out in one transaction, and says "saved" after the sync.
//!
//! What waits is gathered while the disk is busy, so that many small commands share one sync. Whether each may be
//! carried out is worked out in memory ([`Batch`]) from what the database says about its key, its stream and its
//! numbers; then everything is written in one go.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use evenhand_ledger::{Frontier, Hash};
use serde_json::Value as Json;
use tokio::sync::{mpsc, oneshot};

use crate::db::Connection;
use crate::error::StoreError;
use crate::log::{Appended, Log, Prepared, PreparedEntry};
use crate::params;
use crate::value::{Row, Statement};

/// The most jobs one transaction carries.
const BATCH_MAX: usize = 128;

/// Something to be written.
pub(crate) enum Job {
    /// Events of a command.
    Append(Box<Prepared>, oneshot::Sender<Result<Appended, StoreError>>),
    /// Looks at protected data: the place of the first.
    Looks(Vec<(PreparedEntry, Option<Statement>)>, oneshot::Sender<Result<u64, StoreError>>),
    /// Statements on tables that are not history.
    Beside(Vec<Statement>, oneshot::Sender<Result<(), StoreError>>),
}

impl Job {
    fn fail(self, error: StoreError) {
        // Whoever asked may have gone; then nobody needs the answer.
        match self {
            Job::Append(_, reply) => _ = reply.send(Err(error)),
            Job::Looks(_, reply) => _ = reply.send(Err(error)),
            Job::Beside(_, reply) => _ = reply.send(Err(error)),
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

/// Takes jobs until nobody can send any more, or the connection is lost. Tells whether it is over.
pub(crate) async fn serve(connection: &Connection, jobs: &mut mpsc::Receiver<Job>, watch: &Watch) -> bool {
    let mut held: Vec<Job> = Vec::new();
    while connection.is_usable() {
        let first = match held.is_empty() {
            true => jobs.recv().await,
            false => Some(held.remove(0)),
        };
        let Some(first) = first else { return true };
        let mut batch = vec![first];
        batch.append(&mut held);
        while batch.len() < BATCH_MAX
            && let Ok(job) = jobs.try_recv()
        {
            batch.push(job);
        }
        held = carry_out(connection, batch, watch).await;
    }
    let lost = StoreError::Unavailable("the connection to the database was lost".to_owned());
    held.into_iter().for_each(|job| job.fail(lost.clone()));
    false
}

/// Carries a batch out. Gives back jobs that must wait for the next one.
async fn carry_out(connection: &Connection, jobs: Vec<Job>, watch: &Watch) -> Vec<Job> {
    let jobs = match watch.disk.admit(jobs.iter().all(|job| matches!(job, Job::Looks(..)))) {
        Ok(()) => jobs,
        Err(error) => {
            let (looks, others): (Vec<Job>, Vec<Job>) =
                jobs.into_iter().partition(|j| matches!(j, Job::Looks(..)));
            others.into_iter().for_each(|job| job.fail(error.clone()));
            looks
        }
    };
    if jobs.is_empty() {
        return jobs;
    }
    match attempt(connection, &jobs).await {
        Ok(batch) => batch.answer(jobs),
        Err(error) => {
            roll_back(connection).await;
            match &error {
                StoreError::Corrupt(_) => (watch.on_fatal)(&error),
                StoreError::ReadOnly(_) => watch.disk.is_full(),
                _ => {}
            }
            if jobs.len() == 1 || matches!(error, StoreError::Corrupt(_)) {
                jobs.into_iter().for_each(|job| job.fail(error.clone()));
                return Vec::new();
            }
            // One bad job must not take the others with it: each is tried alone.
            let mut held = Vec::new();
            for job in jobs {
                held.extend(Box::pin(carry_out(connection, vec![job], watch)).await);
            }
            held
        }
    }
}

async fn roll_back(connection: &Connection) {
    // After a failed statement the database may have rolled back by itself; then there is nothing to do.
    if let Err(error) = connection.batch("rollback").await {
        tracing::debug!(%error, "nothing was left to roll back");
    }
}

async fn attempt(connection: &Connection, jobs: &[Job]) -> Result<Batch, StoreError> {
    connection.begin().await?;
    let lock = match connection {
        Connection::Sqlite(_) => "select log, size, frontier from trees",
        Connection::Postgres(_) => "select log, size, frontier from trees order by log for update",
    };
    let trees = connection.query(&Statement::new(lock, params![])).await?;
    let mut batch = Batch::new(&trees)?;
    let questions = Batch::questions(jobs);
    let answers = connection.query_all(&questions).await?;
    batch.learn(&questions, &answers)?;
    jobs.iter().for_each(|job| batch.take(job));
    batch.finish();
    connection.execute_all(&batch.statements).await?;
    connection.batch("commit").await?;
    Ok(batch)
}

/// What is known of a batch, and what it comes to.
#[derive(Default)]
struct Batch {
    trees: HashMap<&'static str, Frontier>,
    grown: HashSet<&'static str>,
    known: HashMap<String, (Hash, Json)>,
    taken_keys: HashSet<String>,
    versions: HashMap<String, u64>,
    taken_numbers: HashSet<(String, i64)>,
    statements: Vec<Statement>,
    outcomes: Vec<Outcome>,
}

enum Outcome {
    Appended(Result<Appended, StoreError>),
    Looked(u64),
    Written,
    /// The same key is in this batch already; it must be answered from what that comes to.
    Wait,
}

const KEY: &str = "select key, digest, answer from commands where key = $1";
const VERSION: &str = "select stream, version from events where stream = $1 order by version desc limit 1";
const NUMBER: &str = "select series, n from numbers where series = $1 and n = $2";

impl Batch {
    fn new(trees: &[Row]) -> Result<Batch, StoreError> {
        let mut batch = Batch::default();
        for row in trees {
            let (name, size) = (row.text(0)?, row.size(1)?);
            let frontier = Frontier::from_bytes(size, row.blob(2)?);
            let frontier =
                frontier.ok_or_else(|| StoreError::Corrupt(format!("the tree of {name} is damaged")))?;
            for log in Log::ALL.iter().filter(|log| log.name() == name) {
                batch.trees.insert(log.name(), frontier.clone());
            }
        }
        Ok(batch)
    }

    fn questions(jobs: &[Job]) -> Vec<Statement> {
        let mut questions = Vec::new();
        for job in jobs {
            if let Job::Append(prepared, _) = job {
                questions.push(Statement::new(KEY, params![prepared.key.as_str()]));
                questions.push(Statement::new(VERSION, params![prepared.stream.as_str()]));
                let numbers = prepared.numbers.iter();
                questions
                    .extend(numbers.map(|(series, n)| Statement::new(NUMBER, params![series.as_str(), *n])));
            }
        }
        questions
    }

    fn learn(&mut self, questions: &[Statement], answers: &[Vec<Row>]) -> Result<(), StoreError> {
        for (question, rows) in questions.iter().zip(answers) {
            for row in rows {
                match question.sql {
                    KEY => {
                        let digest = Hash::from_slice(row.blob(1)?);
                        let digest =
                            digest.ok_or_else(|| StoreError::Corrupt("a digest is damaged".to_owned()))?;
                        self.known.insert(row.text(0)?, (digest, row.json(2)?));
                    }
                    VERSION => _ = self.versions.insert(row.text(0)?, row.size(1)?),
                    _ => _ = self.taken_numbers.insert((row.text(0)?, row.int(1)?)),
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, job: &Job) {
        let outcome = match job {
            Job::Append(prepared, _) => self.append(prepared),
            Job::Looks(looks, _) => Outcome::Looked(self.look(looks)),
            Job::Beside(statements, _) => {
                self.statements.extend_from_slice(statements);
                Outcome::Written
            }
        };
        self.outcomes.push(outcome);
    }

    fn append(&mut self, prepared: &Prepared) -> Outcome {
        if self.taken_keys.contains(&prepared.key) {
            return Outcome::Wait;
        }
        if let Some((digest, answer)) = self.known.get(&prepared.key) {
            let same = *digest == prepared.digest;
            return Outcome::Appended(if same { replayed(answer) } else { Err(StoreError::KeyReused) });
        }
        let current = self.versions.get(&prepared.stream).copied().unwrap_or(0);
        if current != prepared.expected {
            return Outcome::Appended(Err(StoreError::Conflict { current }));
        }
        if let Some((series, n)) = prepared.numbers.iter().find(|number| self.taken_numbers.contains(*number))
        {
            return Outcome::Appended(Err(StoreError::NumberTaken { series: series.clone(), number: *n }));
        }
        Outcome::Appended(Ok(self.write(prepared)))
    }

    fn write(&mut self, prepared: &Prepared) -> Appended {
        const COMMAND: &str = "insert into commands (key, digest, answer, at) values ($1, $2, $3, $4)";
        const TAKEN: &str = "insert into numbers (series, n) values ($1, $2)";
        for entry in &prepared.entries {
            self.enter(Log::Events, entry.clone());
        }
        self.statements.extend_from_slice(&prepared.rows);
        for (series, n) in &prepared.numbers {
            self.statements.push(Statement::new(TAKEN, params![series.as_str(), *n]));
            self.taken_numbers.insert((series.clone(), *n));
        }
        let version = prepared.expected + prepared.entries.len() as u64;
        let kept = serde_json::json!({ "version": version, "answer": prepared.answer }).to_string();
        let command = params![prepared.key.as_str(), prepared.digest.0.to_vec(), kept, prepared.at];
        self.statements.push(Statement::new(COMMAND, command));
        self.versions.insert(prepared.stream.clone(), version);
        self.taken_keys.insert(prepared.key.clone());
        Appended { version, answer: prepared.answer.clone(), replayed: false }
    }

    fn look(&mut self, looks: &[(PreparedEntry, Option<Statement>)]) -> u64 {
        let mut first = 0;
        for (entry, row) in looks {
            let seq = self.enter(Log::Looks, entry.clone());
            first = if first == 0 { seq } else { first };
            if let Some(row) = row {
                let mut row = row.clone();
                row.params.insert(0, seq.into());
                self.statements.push(row);
            }
        }
        first
    }

    /// Gives an entry its place.
    fn enter(&mut self, log: Log, mut entry: PreparedEntry) -> u64 {
        let tree = self.trees.entry(log.name()).or_default();
        entry.header.seq = tree.size() + 1;
        if log == Log::Looks {
            entry.header.version = entry.header.seq;
        }
        let leaf = entry.header.leaf();
        tree.push(leaf);
        self.grown.insert(log.name());
        self.statements.extend(entry.insert(log, leaf));
        entry.header.seq
    }

    fn finish(&mut self) {
        const TREE: &str = "update trees set size = $1, frontier = $2 where log = $3";
        for name in &self.grown {
            if let Some(tree) = self.trees.get(name) {
                let grown = params![tree.size(), tree.to_bytes(), *name];
                self.statements.push(Statement::new(TREE, grown));
            }
        }
    }

    /// Tells everyone what came of their job. Gives back those who must wait.
    fn answer(self, jobs: Vec<Job>) -> Vec<Job> {
        let mut held = Vec::new();
        for (job, outcome) in jobs.into_iter().zip(self.outcomes) {
            // Whoever asked may have gone; what was written stays written.
            match (job, outcome) {
                (Job::Append(_, reply), Outcome::Appended(outcome)) => _ = reply.send(outcome),
                (Job::Looks(_, reply), Outcome::Looked(seq)) => _ = reply.send(Ok(seq)),
                (Job::Beside(_, reply), _) => _ = reply.send(Ok(())),
                (job, _) => held.push(job),
            }
        }
        held
    }
}

pub(crate) fn replayed(kept: &Json) -> Result<Appended, StoreError> {
    let version = kept.get("version").and_then(Json::as_u64);
    let version = version.ok_or_else(|| StoreError::Corrupt("a kept answer is damaged".to_owned()))?;
    Ok(Appended { version, answer: kept.get("answer").cloned().unwrap_or(Json::Null), replayed: true })
}
