//! Delivers what waits in the outbox. A notice lands in the inbox and leaves the outbox in one transaction, so it
//! is delivered once.

use evenhand_store::beside::{Notice, deliver};
use evenhand_store::{Statement, Waiting, done, later};
use jiff::ToSpan;

use crate::app::App;
use crate::error::AppError;
use crate::perform::Effect;

/// How many are taken at a time.
const AT_ONCE: u64 = 200;

impl App {
    pub(super) async fn deliver(&self) -> Result<(), AppError> {
        loop {
            let due = self.store().outbox_due(self.now(), AT_ONCE).await?;
            if due.is_empty() {
                return Ok(());
            }
            let writes = due.iter().flat_map(|waiting| self.writes(waiting)).collect();
            self.store().write_beside(writes).await?;
        }
    }

    fn writes(&self, waiting: &Waiting) -> Vec<Statement> {
        match serde_json::from_value(waiting.effect.clone()) {
            Ok(Effect::Tell { to, about, text }) => {
                let notice = Notice { id: waiting.id.clone(), about, text, at: waiting.at, read_at: None };
                vec![deliver(&to, &notice), done(&waiting.id)]
            }
            // An effect of a newer version: it waits for that version.
            Err(why) => {
                let tomorrow = self.now().saturating_add(24.hours()).unwrap_or(self.now());
                vec![later(&waiting.id, tomorrow, &why.to_string())]
            }
        }
    }
}
