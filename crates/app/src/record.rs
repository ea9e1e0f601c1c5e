//! Is the record intact? Both logs, each read from its beginning and compared with its signed checkpoints.

use evenhand_ledger::{Fault, Report};
use evenhand_policy::Action;
use evenhand_store::{Log, StoreError, VerifyError};
use jiff::Timestamp;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;

/// What a check of one log found.
#[derive(Debug)]
pub struct Checked {
    pub log: Log,
    pub found: Found,
}

/// Whether a log is intact.
#[derive(Debug)]
pub enum Found {
    /// Every entry is as it was written.
    Intact(Report),
    /// It is not: the first entry that cannot be trusted, and why.
    Broken(Fault),
    /// An entry is so damaged that it cannot even be read.
    Unreadable(String),
}

/// The newest signed checkpoint of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct LastCheckpoint {
    pub log: Log,
    /// How many entries it speaks of.
    pub size: u64,
    /// When it was signed.
    pub at: Timestamp,
}

impl App {
    /// Reads both logs from their beginnings and compares them with what was signed.
    pub async fn verify(&self, who: &Who) -> Result<Vec<Checked>, AppError> {
        who.permit(Action::VerifyRecord, &Default::default())?;
        let mut all = Vec::new();
        for log in Log::ALL {
            let found = match self.store().verify(log, &self.public_key()).await {
                Ok(report) => Found::Intact(report),
                Err(VerifyError::Fault(fault)) => Found::Broken(fault),
                Err(VerifyError::Store(StoreError::Corrupt(why))) => Found::Unreadable(why),
                Err(VerifyError::Store(error)) => return Err(error.into()),
                Err(VerifyError::Write(error)) => return Err(AppError::Unavailable(error.to_string())),
            };
            all.push(Checked { log, found });
        }
        Ok(all)
    }

    /// The newest signed checkpoint of each log that has one.
    pub async fn last_checkpoints(&self, who: &Who) -> Result<Vec<LastCheckpoint>, AppError> {
        who.permit(Action::VerifyRecord, &Default::default())?;
        let mut all = Vec::new();
        for log in Log::ALL {
            let last = self.store().last_checkpoint(log).await?;
            all.extend(last.map(|(size, at)| LastCheckpoint { log, size, at }));
        }
        Ok(all)
    }

    /// Whether the record can be read now.
    pub async fn is_reachable(&self) -> bool {
        self.store().outbox_due(self.now(), 1).await.is_ok()
    }
}
