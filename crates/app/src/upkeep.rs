//! What an operator does with a record, from the command line: write it out, compute its tables anew, compare them.

use std::io::Write;

use evenhand_policy::Action;
use evenhand_store::{Difference, Log, VerifyError};

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// Writes a whole log as a file that others can verify; says how many entries it has.
    pub async fn export(&self, who: &Who, log: Log, out: &mut impl Write) -> Result<u64, AppError> {
        who.permit(Action::VerifyRecord, &Default::default())?;
        self.store().export(log, &self.public_key(), out).await.map_err(|error| match error {
            VerifyError::Store(error) => error.into(),
            VerifyError::Fault(fault) => AppError::Unavailable(fault.to_string()),
            VerifyError::Write(error) => AppError::Unavailable(error.to_string()),
        })
    }

    /// Computes every table anew from the log. Nobody else may be serving the record meanwhile.
    pub async fn rebuild(&self, who: &Who) -> Result<(), AppError> {
        who.permit(Action::VerifyRecord, &Default::default())?;
        Ok(self.store().rebuild().await?)
    }

    /// Where tables differ from what the log says they should hold; empty if nowhere.
    pub async fn compare(&self, who: &Who) -> Result<Vec<Difference>, AppError> {
        who.permit(Action::VerifyRecord, &Default::default())?;
        Ok(self.store().compare().await?)
    }
}
