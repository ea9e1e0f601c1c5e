//! Verifying the log of the large record from its beginning.

use std::time::Instant;

use anyhow::{Result, bail};
use evenhand_app::installation::Home;
use evenhand_app::record::Found;
use evenhand_app::{Installation, Ports};
use evenhand_store::Log;

use crate::data::{Data, SLUG};
use crate::ports::on_fatal;
use crate::table::Table;

/// Seconds that a million events may take.
const BUDGET: f64 = 15.0;

pub async fn measure(record: &Data, table: &mut Table) -> Result<()> {
    let installation = Installation::open(&record.folder, Home::Files, Ports::system(), on_fatal()).await?;
    let app = installation.open_one(SLUG).await?;
    let itself = app.itself().await?;
    let begun = Instant::now();
    let checked = app.verify(&itself).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut entries = 0;
    for checked in checked {
        match checked.found {
            Found::Intact(report) => entries += report.entries,
            found @ (Found::Broken(_) | Found::Unreadable(_)) => bail!("{found:?}"),
        }
        if checked.log == Log::Events {
            table.shown("events in the log", entries.to_string());
        }
    }
    let each_million = seconds / (entries as f64 / 1_000_000.0);
    table.shown("verify both logs", format!("{seconds:.1} s for {entries} entries"));
    table.at_most("verify, a million entries", each_million, BUDGET, "s");
    Ok(())
}
