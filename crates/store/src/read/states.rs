//! Things of which there are few, read whole.

use evenhand_domain::StreamKind;
use evenhand_ledger::Hash;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::Store;
use crate::error::StoreError;
use crate::params;
use crate::value::Statement;

/// A thing, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct StateRow<T> {
    pub id: String,
    pub version: u64,
    pub state: T,
}

impl Store {
    /// Every thing of a kind.
    pub async fn states<T: DeserializeOwned>(
        &self,
        kind: StreamKind,
    ) -> Result<Vec<StateRow<T>>, StoreError> {
        const SQL: &str = "select stream, version, state from states where kind = $1 order by stream";
        let rows = self.query(Statement::new(SQL, params![kind.as_str()])).await?;
        let state = |row: &crate::Row| {
            let stream = row.text(0)?;
            let id = stream.split_once(':').map_or(stream.as_str(), |(_, id)| id).to_owned();
            Ok(StateRow { id, version: row.size(1)?, state: row.json(2)? })
        };
        rows.iter().map(state).collect()
    }

    /// How far the things of some kinds have moved: changes whenever any of them does.
    pub async fn moved(&self, kinds: &[StreamKind]) -> Result<i64, StoreError> {
        const SQL: &str = "select cast(coalesce(sum(version), 0) as bigint) from states where kind in (select value from json_each($1))";
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let list = serde_json::to_string(&kinds).unwrap_or_default();
        let rows = self.query(Statement::new(SQL, params![list])).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// For whom alone a customer exists, if they are sealed.
    pub async fn seal_of(&self, customer: &str) -> Result<Option<Vec<String>>, StoreError> {
        const SQL: &str = "select c.sealed, s.staff from customers c left join customer_seals s on s.customer = c.id \
            where c.id = $1";
        let rows = self.query(Statement::new(SQL, params![customer])).await?;
        let sealed = rows.first().map_or(Ok(false), |row| row.flag(0))?;
        let named: Vec<Option<String>> =
            rows.iter().map(|row| row.maybe_text(1)).collect::<Result<_, _>>()?;
        Ok(sealed.then(|| named.into_iter().flatten().collect()))
    }

    /// What the command under a key was and came to: its digest, the answer, the version it led to.
    pub async fn carried_out(&self, key: &str) -> Result<Option<(Hash, Json, u64)>, StoreError> {
        const SQL: &str = "select digest, answer from commands where key = $1";
        let rows = self.query(Statement::new(SQL, params![key])).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let digest = Hash::from_slice(row.blob(0)?);
        let digest = digest.ok_or_else(|| StoreError::Corrupt("a digest is damaged".to_owned()))?;
        let appended = crate::writer::replayed(&row.json(1)?)?;
        Ok(Some((digest, appended.answer, appended.version)))
    }

    /// The highest number given in a series.
    pub async fn highest_number(&self, series: &str) -> Result<i64, StoreError> {
        const SQL: &str = "select coalesce(max(n), 0) from numbers where series = $1";
        let rows = self.query(Statement::new(SQL, params![series])).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}
