//! Things of which there are few, read whole.

use evenhand_domain::StreamKind;
use serde::de::DeserializeOwned;

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
        const SQL: &str =
            "select coalesce(sum(version), 0) from states where kind in (select value from json_each($1))";
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let list = serde_json::to_string(&kinds).unwrap_or_default();
        let rows = self.query(Statement::new(SQL, params![list])).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// The highest number given in a series.
    pub async fn highest_number(&self, series: &str) -> Result<i64, StoreError> {
        const SQL: &str = "select coalesce(max(n), 0) from numbers where series = $1";
        let rows = self.query(Statement::new(SQL, params![series])).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}
