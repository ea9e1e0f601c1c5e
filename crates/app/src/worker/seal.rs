//! Signs where the logs stand.

use evenhand_store::Log;

use crate::app::App;
use crate::error::AppError;

impl App {
    /// Signs where both logs stand now.
    pub async fn seal(&self) -> Result<(), AppError> {
        for log in Log::ALL {
            self.store().checkpoint(log, self.key(), self.now()).await?;
        }
        Ok(())
    }
}
