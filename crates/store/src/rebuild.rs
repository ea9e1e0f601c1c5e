//! Computes every table anew from the log, and tells whether they had said the same.

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

impl Store {
    /// Empties every computed table and fills it from the log, in one transaction.
    pub async fn rebuild(&self) -> Result<(), StoreError> {
        let mut statements: Vec<Statement> = projections::tables().into_iter().map(empty).collect();
        for row in self.computed().await? {
            statements.push(row);
        }
        self.write_beside(statements).await
    }

    /// Compares every computed table with what the log gives.
    pub async fn compare(&self) -> Result<Vec<Difference>, StoreError> {
        let computed = self.computed().await?;
        let mut differences = Vec::new();
        for table in projections::tables() {
            let mut stored = self.query(Statement::new(all(table), params![])).await?;
            let put = |statement: &&Statement| statement.sql == table.put_sql();
            let mut expected: Vec<Row> = computed.iter().filter(put).map(|s| Row(s.params.clone())).collect();
            stored.sort();
            expected.sort();
            let wrong = expected.iter().filter(|row| stored.binary_search(row).is_err()).count()
                + stored.iter().filter(|row| expected.binary_search(row).is_err()).count();
            if wrong > 0 {
                differences.push(Difference { table: table.name, rows: wrong });
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

fn empty(table: &'static Table) -> Statement {
    Statement::new(table.empty_sql(), params![])
}

fn all(table: &'static Table) -> &'static str {
    table.all_sql()
}
