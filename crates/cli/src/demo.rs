//! The demonstration: two organisations that do not exist, made at the first start and kept until told otherwise.

use std::fs::{File, TryLockError};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use evenhand_app::Clock;
use evenhand_app::installation::{Home, make_folder};
use evenhand_app::ports::SystemClock;
use evenhand_demo::{Options, Size};
use evenhand_web::Settings;

use crate::serve::{listen, serve};
use crate::wiring::{Data, on_fatal, say};

/// The password of every account of the demonstration. It is shown on the sign-in page.
const PASSWORD: &str = "heron brisk lantern 41 quay";

/// Where it is, unless somebody wants it elsewhere.
const FOLDER: &str = "data/demo";
/// Says that a folder holds a whole demonstration.
const MADE: &str = "demonstration";
/// Says that a demonstration was begun and is not whole yet.
const BEGUN: &str = "unfinished-demonstration";

/// Show the demonstration.
#[derive(Args)]
pub struct Demo {
    /// The folder it is made in, and kept
    #[arg(long, env = "EVENHAND_DATA", default_value = FOLDER)]
    data: PathBuf,
    /// The address to listen on
    #[arg(long, env = "EVENHAND_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Only the twelve stories, without years of history
    #[arg(long)]
    small: bool,
    /// Make it and stop
    #[arg(long)]
    build_only: bool,
    /// The number everything invented follows from
    #[arg(long, default_value_t = evenhand_demo::SEED)]
    seed: u64,
}

impl Default for Demo {
    fn default() -> Demo {
        Demo {
            data: PathBuf::from(FOLDER),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            small: false,
            build_only: false,
            seed: evenhand_demo::SEED,
        }
    }
}

impl Demo {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let made = self.data.join(MADE);
        if !made.is_file() {
            self.make().await?;
            std::fs::write(&made, "This folder holds a demonstration. Throw it away to have it made anew.\n")
                .with_context(|| format!("`{}` cannot be written", made.display()))?;
        }
        if self.build_only {
            return Ok(ExitCode::SUCCESS);
        }
        let listener = listen(self.listen).await?;
        let settings = Settings {
            secure: false,
            set_up_code: None,
            demonstration: Some(PASSWORD.to_owned()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let data = Data { data: self.data, database: None };
        let installation = data.open().await?;
        say(&format!(
            "The demonstration is at http://{}. Its accounts are on the sign-in page.",
            listener.local_addr()?
        ));
        serve(installation, settings, listener).await
    }

    /// Makes it from nothing: what an interrupted start left behind is thrown away.
    async fn make(&self) -> anyhow::Result<()> {
        let folder = &self.data;
        let begun = self.begin()?;
        say("Making the demonstration. This happens once.");
        let options = Options {
            seed: self.seed,
            size: if self.small { Size::Stories } else { Size::Years },
            now: SystemClock.now(),
            password: PASSWORD.to_owned(),
            progress: say,
        };
        evenhand_demo::build(folder, Home::Files, &options, on_fatal()).await?;
        std::fs::remove_file(folder.join(BEGUN))
            .with_context(|| format!("`{}` cannot be written", folder.display()))?;
        drop(begun);
        Ok(())
    }

    /// Takes the folder: an empty one, or one where an earlier start was interrupted. As long as the file it gives
    /// is open, no other process makes a demonstration there.
    fn begin(&self) -> anyhow::Result<File> {
        let folder = &self.data;
        let unusable = || format!("the folder `{}` cannot be used", folder.display());
        make_folder(folder).with_context(unusable)?;
        let mut there = std::fs::read_dir(folder).with_context(unusable)?;
        if !folder.join(BEGUN).is_file() && there.next().is_some() {
            bail!(
                "`{}` holds something that is not a demonstration; choose another folder",
                folder.display()
            );
        }
        let begun = File::create(folder.join(BEGUN)).with_context(unusable)?;
        match begun.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("another process is making a demonstration in `{}`; wait for it", folder.display())
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(unusable),
        }
        for entry in std::fs::read_dir(folder).with_context(unusable)? {
            let path = entry.with_context(unusable)?.path();
            let removed = match path.is_dir() {
                true => std::fs::remove_dir_all(&path),
                false if path.ends_with(BEGUN) => Ok(()),
                false => std::fs::remove_file(&path),
            };
            removed.with_context(unusable)?;
        }
        Ok(begun)
    }
}
