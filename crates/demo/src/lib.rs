//! Two organisations that do not exist, their people and what happened to them.
//!
//! Everything is made by issuing commands through the write path, from a seed, with dates relative to a moment
//! given: the same seed and moment make the same demonstration. Names are put together from lists of plants, birds,
//! weather and tools; name, age, needs and conduct are drawn apart from each other, so that nothing can be learned
//! about any kind of person.

mod director;
mod draw;
mod history;
mod people;
mod ports;
mod reviews;
mod scene;
mod stories;
mod upkeep;
mod words;

use std::path::Path;
use std::sync::Arc;

use evenhand_app::installation::{Home, InstallationError};
use evenhand_app::packs::{PackError, shipped_files};
use evenhand_app::set_up::{Description, Named, SetUpError, describe};
use evenhand_app::{App, AppError, Installation, Ports};
use evenhand_domain::organisation::SetUp;
use evenhand_store::OnFatal;
use jiff::{Timestamp, ToSpan};

use crate::ports::{DemoClock, DemoEntropy};
use crate::scene::Scene;

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
    /// The stories, and only the last months of the ordinary work.
    Months(usize),
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
    /// Hears, in plain words, how far the making has come.
    pub progress: fn(&str),
}

/// Why a demonstration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Installation(#[from] InstallationError),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Import(#[from] Box<evenhand_app::import::ImportError>),
    #[error("no pack is called `{0}`")]
    UnknownPack(String),
    #[error("the history cannot be made: {what}: {why}")]
    History { what: String, why: String },
    #[error("the story of {name} cannot be told: {why}")]
    Story { name: &'static str, why: String },
}

impl DemoError {
    fn of(self, name: &'static str, at: Timestamp) -> DemoError {
        DemoError::Story { name, why: format!("at {at}: {self}") }
    }
}

/// Makes the demonstration in a folder, from nothing. What it makes can be served like any other data.
pub async fn build(folder: &Path, home: Home, options: &Options, on_fatal: OnFatal) -> Result<(), DemoError> {
    let begin = options.now.saturating_sub((36 * 31 * 24).hours()).unwrap_or(options.now);
    let clock = Arc::new(DemoClock::at(begin));
    let ports = Ports { clock: clock.clone(), entropy: Arc::new(DemoEntropy::new(options.seed)) };
    let installation = Installation::open(folder, home, ports, on_fatal).await?;
    for text in ORGANISATIONS {
        clock.set(begin);
        let description = describe(text)?;
        (options.progress)(&format!("{}: the organisation and its people", description.name));
        let app = installation.open_one(&description.slug).await?;
        let named = set_up(&app, &description, options).await?;
        let scene = scene(app, &clock, &description, named, options).await?;
        tell(&scene, &description, options).await?;
    }
    Ok(())
}

async fn set_up(app: &App, description: &Description, options: &Options) -> Result<Named, DemoError> {
    let files = shipped_files(&description.pack);
    let files = files.ok_or_else(|| DemoError::UnknownPack(description.pack.clone()))?;
    let set_up = SetUp {
        name: description.name.clone(),
        zone: description.zone.clone(),
        jurisdiction: description.jurisdiction.clone(),
        pack: description.pack.clone(),
        brand: description.brand.clone(),
    };
    app.set_up(set_up, files).await?;
    let from = app.itself().await?.directory().calendar().date(app.now());
    Ok(app.enter(description, from, Some(&options.password)).await?)
}

async fn scene(
    app: App,
    clock: &Arc<DemoClock>,
    description: &Description,
    named: Named,
    options: &Options,
) -> Result<Scene, DemoError> {
    let calendar = app.itself().await?.directory().calendar();
    let shown = |staff: &evenhand_app::set_up::StaffDescription| {
        Some((staff.display_name.clone(), named.staff.get(&staff.name)?.clone()))
    };
    let staff = description.staff.iter().filter_map(shown).collect();
    Ok(Scene::new(app, clock.clone(), calendar, named, staff, options.now))
}

/// Tells all that happened in an organisation up to the moment given, and seals its logs.
async fn tell(scene: &Scene, description: &Description, options: &Options) -> Result<(), DemoError> {
    (options.progress)(&format!("{}: what happened there", description.name));
    let mut stories = stories::of(scene, &description.slug);
    stories.push(upkeep::seal(scene));
    stories.push(upkeep::read(scene));
    let months = match options.size {
        Size::Stories => 0,
        Size::Months(months) => months,
        Size::Years => usize::MAX,
    };
    if months > 0 {
        stories.push(history::story(scene, &description.slug, months, options));
    }
    director::tell(&scene.clock, &scene.turns, stories).await?;
    scene.clock.set(options.now);
    for job in ["deliver", "remind", "seal"] {
        scene.app.run(job).await?;
    }
    Ok(())
}
