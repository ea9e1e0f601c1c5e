//! What must still leave the request that caused it: put there in the same transaction, taken out by the worker.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::error::StoreError;
use crate::params;
use crate::value::{Row, Statement};

/// Something that waits to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    pub id: String,
    pub effect: Json,
    pub at: Timestamp,
    pub attempts: u64,
}

pub(crate) fn put(id: &str, effect: &Json, at: Timestamp) -> Statement {
    const SQL: &str = "insert into outbox (id, effect, at, state, attempts, due_at) values ($1, $2, $3, 'waiting', 0, $3) \
        on conflict (id) do nothing";
    Statement::new(SQL, params![id, effect.to_string(), at])
}

pub(crate) fn due(now: Timestamp, limit: u64) -> Statement {
    const SQL: &str = "select id, effect, at, attempts from outbox where state = 'waiting' and due_at <= $1 \
        order by due_at, id limit $2";
    Statement::new(SQL, params![now, limit])
}

pub(crate) fn waiting(row: &Row) -> Result<Waiting, StoreError> {
    Ok(Waiting { id: row.text(0)?, effect: row.json(1)?, at: row.time(2)?, attempts: row.size(3)? })
}

/// Marks it done. Together with what was done, in one transaction.
pub fn done(id: &str) -> Statement {
    const SQL: &str = "update outbox set state = 'done' where id = $1";
    Statement::new(SQL, params![id])
}

/// Tries it again later.
pub fn later(id: &str, due_at: Timestamp, error: &str) -> Statement {
    const SQL: &str = "update outbox set attempts = attempts + 1, due_at = $2, error = $3 where id = $1";
    Statement::new(SQL, params![id, due_at, error])
}
