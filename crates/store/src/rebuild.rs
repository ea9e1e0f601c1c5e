//! Computes every table anew from the log, and tells whether they had said the same.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_domain::{State, StreamId};
use evenhand_ledger::Content;

use crate::Store;
use crate::error::StoreError;
use crate::log::{self, Log};
use crate::params;
use crate::projections::{self, Projected, Table, look_row};
use crate::value::{Row, Statement, Value};

/// A table whose rows were not those the log gives, and how many were wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub table: &'static str,
    pub rows: usize,
}

/// How often it is tried anew when something was written in between.
const ATTEMPTS: usize = 5;

impl Store {
    /// Empties every computed table and fills it from the log, in one transaction. Nothing that is appended at the
    /// same time is lost: then it begins anew.
    pub async fn rebuild(&self) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            let sizes = self.sizes().await?;
            let mut statements: Vec<Statement> = projections::tables().into_iter().map(empty).collect();
            statements.extend(self.computed().await?);
            if self.write_while(sizes, statements).await? {
                return Ok(());
            }
        }
        Err(restless())
    }

    /// Compares every computed table with what the log gives.
    pub async fn compare(&self) -> Result<Vec<Difference>, StoreError> {
        for _ in 0..ATTEMPTS {
            let sizes = self.sizes().await?;
            let differences = self.differences().await?;
            if self.sizes().await? == sizes {
                return Ok(differences);
            }
        }
        Err(restless())
    }

    async fn differences(&self) -> Result<Vec<Difference>, StoreError> {
        let computed = self.computed().await?;
        let mut differences = Vec::new();
        for table in projections::tables() {
            let put = |statement: &&Statement| statement.sql == table.put_sql();
            let expected =
                by_key(table, computed.iter().filter(put).map(|statement| statement.params.clone()));
            let stored = self.query(Statement::new(all(table), params![])).await?;
            let stored = by_key(table, stored.into_iter().map(|row| row.0));
            let keys: BTreeSet<&Vec<Value>> = expected.keys().chain(stored.keys()).collect();
            let rows = keys.into_iter().filter(|key| expected.get(*key) != stored.get(*key)).count();
            if rows > 0 {
                differences.push(Difference { table: table.name, rows });
            }
        }
        Ok(differences)
    }

    /// The statements that put every row the log gives.
    async fn computed(&self) -> Result<Vec<Statement>, StoreError> {
        let mut statements = Vec::new();
        for stream in self.streams().await? {
            let events = self.load(&stream).await?;
            let state = State::replay(stream.kind, &events);
            let rows = projections::rows(&stream, events.len() as u64, &state, &self.shelf);
            statements.extend(rows.iter().map(Projected::put));
        }
        statements.extend(self.computed_looks().await?);
        Ok(statements)
    }

    async fn computed_looks(&self) -> Result<Vec<Statement>, StoreError> {
        let (mut after, mut statements) = (0, Vec::new());
        loop {
            let page = self.query(log::page(Log::Looks, after, 5_000)).await?;
            if page.is_empty() {
                return Ok(statements);
            }
            for row in &page {
                let entry = log::entry(row)?;
                after = entry.header.seq;
                let Content::Present { value, .. } = &entry.content else { continue };
                let about = value.get("about").and_then(serde_json::Value::as_str).unwrap_or_default();
                let at = jiff::Timestamp::from_millisecond(entry.header.at).unwrap_or_default();
                let mut put = look_row(about, &entry.header.actor, at, &entry.header.kind);
                put.params.insert(0, Value::from(after));
                statements.push(put);
            }
        }
    }

    async fn streams(&self) -> Result<Vec<StreamId>, StoreError> {
        const SQL: &str = "select distinct stream from events";
        let rows = self.query(Statement::new(SQL, params![])).await?;
        let stream = |row: &Row| row.text(0)?.parse().map_err(StoreError::Corrupt);
        rows.iter().map(stream).collect()
    }
}

fn by_key(table: &Table, rows: impl Iterator<Item = Vec<Value>>) -> BTreeMap<Vec<Value>, Vec<Value>> {
    let keyed = |row: Vec<Value>| {
        let (key, values) = row.split_at(table.key.len().min(row.len()));
        (key.to_vec(), values.to_vec())
    };
    rows.map(keyed).collect()
}

fn restless() -> StoreError {
    StoreError::Unavailable("the record is written to all the time; try again when it is quiet".to_owned())
}

fn empty(table: &'static Table) -> Statement {
    Statement::new(table.empty_sql(), params![])
}

fn all(table: &'static Table) -> &'static str {
    table.all_sql()
}
