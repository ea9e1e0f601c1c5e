//! Sweeps away sessions and invitations nobody can use any more.

use evenhand_store::accounts::sweep;

use crate::accounts::LONGEST;
use crate::app::App;
use crate::error::AppError;

impl App {
    pub(super) async fn sweep(&self) -> Result<(), AppError> {
        let now = self.now();
        let before = now.saturating_sub(LONGEST).unwrap_or(now);
        Ok(self.store().write_beside(sweep(before, now).to_vec()).await?)
    }
}
