//! Two organisations that do not exist, their people and what happened to them.
//!
//! Everything is made by issuing commands through the write path, from a seed, with dates relative to a day given:
//! the same seed and day make the same demonstration. Names are put together from lists of plants, birds, weather
//! and tools; name, age, needs and conduct are drawn apart from each other, so that nothing can be learned about
//! any kind of person.

mod ports;

use std::path::Path;
use std::sync::Arc;

use evenhand_app::installation::{Home, InstallationError};
use evenhand_app::packs::shipped_files;
use evenhand_app::set_up::{SetUpError, describe};
use evenhand_app::{App, AppError, Clock, Installation, Ports};
use evenhand_domain::organisation::SetUp;
use evenhand_store::OnFatal;
use jiff::{Timestamp, ToSpan};

use crate::ports::{DemoClock, DemoEntropy};

/// The descriptions of the two organisations.
pub const ORGANISATIONS: [&str; 2] =
    [include_str!("../organisations/tarrowmere.toml"), include_str!("../organisations/nas.toml")];

/// The number everything invented follows from, unless another is given.
pub const SEED: u64 = 20_270_316;

/// How much there is to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The twelve stories.
    Stories,
    /// The stories, and the years of ordinary work around them.
    Years,
}

/// What a demonstration is made from.
#[derive(Debug, Clone)]
pub struct Options {
    /// The number everything invented follows from.
    pub seed: u64,
    /// How much there is to see.
    pub size: Size,
    /// The moment it leads up to.
    pub now: Timestamp,
    /// The password of every account.
    pub password: String,
}

/// Why a demonstration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Installation(#[from] InstallationError),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error("a story cannot be told: {0}")]
    Story(String),
}

/// Makes the demonstration in a folder, from nothing. What it makes can be served like any other data.
pub async fn build(folder: &Path, home: Home, options: &Options, on_fatal: OnFatal) -> Result<(), DemoError> {
    let clock =
        Arc::new(DemoClock::at(options.now.saturating_sub((36 * 31 * 24).hours()).unwrap_or(options.now)));
    let ports = Ports { clock: clock.clone(), entropy: Arc::new(DemoEntropy::new(options.seed)) };
    let installation = Installation::open(folder, home, ports, on_fatal).await?;
    for text in ORGANISATIONS {
        let begin = clock.now();
        set_up(&installation, text, options).await?;
        clock.set(begin);
    }
    Ok(())
}

async fn set_up(installation: &Installation, text: &str, options: &Options) -> Result<App, DemoError> {
    let description = describe(text)?;
    let app = installation.open_one(&description.slug).await?;
    let files = shipped_files(&description.pack);
    let files = files.ok_or_else(|| DemoError::Story(format!("no pack is called `{}`", description.pack)))?;
    let set_up = SetUp {
        name: description.name.clone(),
        zone: description.zone.clone(),
        jurisdiction: description.jurisdiction.clone(),
        pack: description.pack.clone(),
        brand: description.brand.clone(),
    };
    app.set_up(set_up, files).await?;
    let from = app.itself().await?.directory().calendar().date(app.now());
    app.enter(&description, from, Some(&options.password)).await?;
    Ok(app)
}
