//! What a batch of jobs comes to: worked out in memory from what the database says about each one's key, stream and
//! numbers, and written down as the statements of one transaction.

use std::collections::{HashMap, HashSet};

use evenhand_ledger::{Frontier, Hash};
use serde_json::Value as Json;

use super::Job;
use crate::error::StoreError;
use crate::log::{Appended, Log, Prepared, PreparedEntry};
use crate::params;
use crate::value::{Row, Statement};

/// What is known of a batch, and what it comes to.
#[derive(Default)]
pub(super) struct Batch {
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
    /// Whether the logs still had the sizes that were asked for; written only then.
    Still(bool),
    /// The same key is in this batch already; it must be answered from what that comes to.
    Wait,
}

const KEY: &str = "select key, digest, answer from commands where key = $1";
const VERSION: &str = "select stream, version from events where stream = $1 order by version desc limit 1";
const NUMBER: &str = "select series, n from numbers where series = $1 and n = $2";

impl Batch {
    pub(super) fn new(trees: &[Row]) -> Result<Batch, StoreError> {
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

    pub(super) fn questions(jobs: &[Job]) -> Vec<Statement> {
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

    pub(super) fn learn(&mut self, questions: &[Statement], answers: &[Vec<Row>]) -> Result<(), StoreError> {
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

    pub(super) fn take(&mut self, job: &Job) {
        let outcome = match job {
            Job::Append(prepared, _) => self.append(prepared),
            Job::Looks(looks, _) => Outcome::Looked(self.look(looks)),
            Job::Beside(statements, _) => {
                self.statements.extend_from_slice(statements);
                Outcome::Written
            }
            Job::While(sizes, statements, _) => {
                let still = sizes.iter().all(|(log, size)| self.size(log) == Some(*size));
                if still {
                    self.statements.extend_from_slice(statements);
                }
                Outcome::Still(still)
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

    fn size(&self, log: &str) -> Option<u64> {
        self.trees.get(log).map(Frontier::size)
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

    pub(super) fn finish(&mut self) {
        const TREE: &str = "update trees set size = $1, frontier = $2 where log = $3";
        for name in &self.grown {
            if let Some(tree) = self.trees.get(name) {
                let grown = params![tree.size(), tree.to_bytes(), *name];
                self.statements.push(Statement::new(TREE, grown));
            }
        }
    }

    pub(super) fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Tells everyone what came of their job. Gives back those who must wait.
    pub(super) fn answer(self, jobs: Vec<Job>) -> Vec<Job> {
        let mut held = Vec::new();
        for (job, outcome) in jobs.into_iter().zip(self.outcomes) {
            // Whoever asked may have gone; what was written stays written.
            match (job, outcome) {
                (Job::Append(_, reply), Outcome::Appended(outcome)) => _ = reply.send(outcome),
                (Job::Looks(_, reply), Outcome::Looked(seq)) => _ = reply.send(Ok(seq)),
                (Job::Beside(_, reply), _) => _ = reply.send(Ok(())),
                (Job::While(_, _, reply), Outcome::Still(still)) => _ = reply.send(Ok(still)),
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
