//! What every command needs: where the data is, how it is opened, what is said when something fails.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use evenhand_app::installation::Home;
use evenhand_app::{App, Installation, Ports};
use evenhand_store::{OnFatal, StoreError};
use tracing_subscriber::filter::LevelFilter;

/// The process ends with this when storage fails, so that whoever restarts it can tell (`EX_IOERR` of sysexits).
const STORAGE_FAILED: i32 = 74;

/// Where the data is.
#[derive(Args, Clone)]
pub struct Data {
    /// The folder of the data: records of SQLite, and the keys that sign the logs
    #[arg(long, env = "EVENHAND_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Keep the records on a PostgreSQL server instead: its address, as in
    /// `postgres://user@host/database?sslmode=verify-full`
    #[arg(long, env = "EVENHAND_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

impl Data {
    /// Where records are.
    pub fn home(&self) -> Home {
        self.database.clone().map_or(Home::Files, Home::Server)
    }

    /// Opens every organisation.
    pub async fn open(&self) -> anyhow::Result<Installation> {
        let installation = Installation::open(&self.data, self.home(), Ports::system(), on_fatal()).await;
        installation.with_context(|| format!("the data in `{}` could not be opened", self.data.display()))
    }

    /// Opens one organisation: the one named, or the only one there is.
    pub async fn open_one(&self, slug: Option<&str>) -> anyhow::Result<App> {
        let apps = self.open().await?.apps().await;
        let names = || apps.keys().cloned().collect::<Vec<_>>().join(", ");
        match slug {
            Some(slug) => match apps.get(slug) {
                Some(app) => Ok(app.clone()),
                None => bail!("there is no organisation `{slug}`; there are: {}", names()),
            },
            None if apps.len() > 1 => bail!("say which organisation: {}", names()),
            None => apps.into_values().next().context("there is no organisation yet"),
        }
    }
}

/// What is done when storage fails.
pub fn on_fatal() -> OnFatal {
    Arc::new(|error: &StoreError| storage_failed(error))
}

/// Storage cannot be trusted any more: nothing that comes after could be acknowledged truthfully.
fn storage_failed(error: &StoreError) {
    tracing::error!(%error, "storage failed; the process ends so that nothing is acknowledged that is not kept");
    std::process::exit(STORAGE_FAILED);
}

/// Writes what the process tells its operator to the standard error.
pub fn log_to_stderr(level: LevelFilter) {
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_target(false).init();
}

/// Says why a command failed, with every cause.
pub fn failed(error: &anyhow::Error) -> ExitCode {
    say_error(&format!("error: {error:#}"));
    ExitCode::FAILURE
}

/// Says something to the person at the terminal. A closed terminal is no reason to stop.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Says something that went wrong to the person at the terminal.
pub fn say_error(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
