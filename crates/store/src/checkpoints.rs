//! Signed statements of how long each log is and what its root is, made now and then and kept.

use evenhand_ledger::{Checkpoint, Frontier, SecretKey};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::value::Statement;
use crate::{Log, Store};

impl Store {
    /// Signs where a log stands now. Nothing is written if it has not grown since the last checkpoint.
    pub async fn checkpoint(
        &self,
        log: Log,
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<Checkpoint, StoreError> {
        const TREE: &str = "select size, frontier from trees where log = $1";
        const INSERT: &str = "insert into checkpoints (log, size, note, at) values ($1, $2, $3, $4) \
            on conflict (log, size) do nothing";
        let rows = self.query(Statement::new(TREE, params![log.name()])).await?;
        let row = rows.first().ok_or_else(|| StoreError::Corrupt("a log has no tree".to_owned()))?;
        let tree = Frontier::from_bytes(row.size(0)?, row.blob(1)?);
        let tree = tree.ok_or_else(|| StoreError::Corrupt("a tree is damaged".to_owned()))?;
        let origin = format!("{}/{}", key.public().name(), log.name());
        let checkpoint = Checkpoint { origin, size: tree.size(), root: tree.root() };
        let known = self.query(Statement::new(
            "select size from checkpoints where log = $1 and size = $2",
            params![log.name(), tree.size()],
        ));
        if known.await?.is_empty() {
            let note = params![log.name(), checkpoint.size, checkpoint.signed(key), at];
            self.write_beside(vec![Statement::new(INSERT, note)]).await?;
        }
        Ok(checkpoint)
    }

    /// Every signed checkpoint of a log, oldest first.
    pub async fn checkpoints(&self, log: Log) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "select note from checkpoints where log = $1 order by size";
        let rows = self.query(Statement::new(SQL, params![log.name()])).await?;
        rows.iter().map(|row| row.text(0)).collect()
    }

    /// The size of the newest signed checkpoint of a log, and when it was signed; none before the first.
    pub async fn last_checkpoint(&self, log: Log) -> Result<Option<(u64, Timestamp)>, StoreError> {
        const SQL: &str = "select size, at from checkpoints where log = $1 order by size desc limit 1";
        let rows = self.query(Statement::new(SQL, params![log.name()])).await?;
        rows.first().map(|row| Ok((row.size(0)?, row.time(1)?))).transpose()
    }
}
