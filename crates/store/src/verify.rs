//! Is the record intact? Reads a whole log and stops at the first thing wrong.

use std::io::{self, Write};

use evenhand_ledger::export::Writer;
use evenhand_ledger::{Fault, PublicKey, Report, Verifier};

use crate::Store;
use crate::error::StoreError;
use crate::log::{self, Log};

/// Why a record could not be shown to be intact.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is not intact.
    #[error("{0}")]
    Fault(#[from] Fault),
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It could not be written out.
    #[error("the export could not be written")]
    Write(#[from] io::Error),
}

/// Entries read at a time.
const PAGE: u64 = 5_000;

impl Store {
    /// Verifies a whole log against its signed checkpoints.
    pub async fn verify(&self, log: Log, key: &PublicKey) -> Result<Report, VerifyError> {
        let origin = format!("{}/{}", key.name(), log.name());
        let mut verifier = Verifier::new(&origin, key, &self.checkpoints(log).await?)?;
        let mut page = self.page(log, 0).await?;
        while let Some(last) = page.last() {
            // The next page is read while this one is checked.
            let next = tokio::spawn({
                let (store, after) = (self.clone(), last.size(0)?);
                async move { store.page(log, after).await }
            });
            for row in &page {
                verifier.take(&log::entry(row)?)?;
            }
            page = next.await.map_err(|why| StoreError::Unavailable(why.to_string()))??;
        }
        Ok(verifier.finish()?)
    }

    /// Writes a whole log as a file that others can verify (`docs/log-format.md`). Gives how many entries it has.
    pub async fn export(&self, log: Log, key: &PublicKey, out: &mut impl Write) -> Result<u64, VerifyError> {
        let origin = format!("{}/{}", key.name(), log.name());
        let mut file = Writer::begin(out, &origin, key, self.checkpoints(log).await?)?;
        let (mut after, mut page) = (0, self.page(log, 0).await?);
        while !page.is_empty() {
            for row in &page {
                let entry = log::entry(row)?;
                after = entry.header.seq;
                file.entry(entry)?;
            }
            page = self.page(log, after).await?;
        }
        file.finish()?;
        Ok(after)
    }

    async fn page(&self, log: Log, after: u64) -> Result<Vec<crate::Row>, StoreError> {
        self.query(log::page(log, after, PAGE)).await
    }
}
