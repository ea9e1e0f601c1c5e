//! What every command needs: where the data is, how it is opened, what is said when something fails.

use std::fs::{File, TryLockError};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use evenhand_app::installation::{Home, make_folder};
use evenhand_app::{App, AppError, Installation, Ports};
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

    /// Opens every organisation, for a process that has the folder to itself until it ends.
    pub async fn open(&self) -> anyhow::Result<Installation> {
        self.alone()?;
        self.open_beside(on_fatal()).await
    }

    /// Opens every organisation, whether or not another process serves them.
    pub async fn open_beside(&self, on_fatal: OnFatal) -> anyhow::Result<Installation> {
        let installation = Installation::open(&self.data, self.home(), Ports::system(), on_fatal).await;
        installation.with_context(|| format!("the data in `{}` could not be opened", self.data.display()))
    }

    /// Opens one organisation, for a process that has the folder to itself: the one named, or the only one.
    pub async fn open_one(&self, slug: Option<&str>) -> anyhow::Result<App> {
        self.must_exist()?;
        self.alone()?;
        self.open_one_beside(slug).await
    }

    /// Opens one organisation, whether or not another process serves it: the one named, or the only one.
    pub async fn open_one_beside(&self, slug: Option<&str>) -> anyhow::Result<App> {
        self.must_exist()?;
        let apps = self.open_beside(on_fatal()).await?.apps().await;
        let names = || apps.keys().cloned().collect::<Vec<_>>().join(", ");
        match slug {
            _ if apps.is_empty() => bail!("there is no organisation in `{}` yet", self.data.display()),
            Some(slug) => match apps.get(slug) {
                Some(app) => Ok(app.clone()),
                None => bail!("there is no organisation `{slug}`; there are: {}", names()),
            },
            None if apps.len() > 1 => bail!("say which organisation: {}", names()),
            None => apps.into_values().next().context("there is no organisation yet"),
        }
    }

    /// A folder that is not there is a slip of the pen, unless something is to be made in it.
    pub fn must_exist(&self) -> anyhow::Result<()> {
        let folder = self.data.display();
        if !self.data.try_exists().with_context(|| format!("the folder `{folder}` cannot be used"))? {
            bail!("there is no folder `{folder}`; name the folder of the data with --data");
        }
        Ok(())
    }

    /// Keeps other processes out of the folder until this one ends, however it ends. On a server, processes share.
    fn alone(&self) -> anyhow::Result<()> {
        if let Home::Server(_) = self.home() {
            return Ok(());
        }
        let folder = self.data.display();
        let unusable = || format!("the folder `{folder}` cannot be used");
        make_folder(&self.data).with_context(unusable)?;
        let lock =
            File::options().create(true).append(true).open(self.data.join(LOCK)).with_context(unusable)?;
        match lock.try_lock() {
            Ok(()) => {
                // The system lets go of it when the process is gone.
                std::mem::forget(lock);
                Ok(())
            }
            Err(TryLockError::WouldBlock) => {
                bail!("another process uses the folder `{folder}`; stop it first, or choose another folder")
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(unusable),
        }
    }
}

/// The file in the folder of the data that says, by being locked, that a process uses it.
const LOCK: &str = "in-use";

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
    // A line that cannot be written, as when its file is on a full disk, is lost; complaining of it would end the thread.
    tracing_subscriber::fmt()
        .log_internal_errors(false)
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

/// Says why a command failed, with every cause; a refusal in the words that people get.
pub fn failed(error: &anyhow::Error) -> ExitCode {
    match error.chain().find_map(|cause| cause.downcast_ref::<AppError>()) {
        Some(AppError::Refused(refusal)) => {
            refusal.problems.iter().for_each(|problem| say_error(&format!("error: {}", problem.says)));
        }
        Some(_) | None => say_error(&format!("error: {error:#}")),
    }
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
