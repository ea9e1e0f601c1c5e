//! The demonstration: two organisations that do not exist, made at the first start and kept until told otherwise.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use evenhand_app::Clock;
use evenhand_app::ports::SystemClock;
use evenhand_demo::{Options, Size};
use evenhand_web::Settings;

use crate::serve::{listen, serve};
use crate::wiring::{Data, on_fatal, say};

/// The password of every account of the demonstration. It is shown on the sign-in page.
const PASSWORD: &str = "heron brisk lantern 41 quay";

/// Says that a folder holds a whole demonstration.
const MADE: &str = "demonstration";
/// Says that a demonstration was begun and is not whole yet.
const BEGUN: &str = "unfinished-demonstration";

/// Show the demonstration.
#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    data: Data,
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
            data: Data { data: PathBuf::from("data/demo"), database: None },
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            small: false,
            build_only: false,
            seed: evenhand_demo::SEED,
        }
    }
}

impl Demo {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let made = self.data.data.join(MADE);
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
        let installation = self.data.open().await?;
        say(&format!(
            "The demonstration is at http://{}. Its accounts are on the sign-in page.",
            listener.local_addr()?
        ));
        serve(installation, settings, listener).await
    }

    /// Makes it from nothing: what an interrupted start left behind is thrown away.
    async fn make(&self) -> anyhow::Result<()> {
        let folder = &self.data.data;
        if folder.join(BEGUN).is_file() {
            std::fs::remove_dir_all(folder)
                .with_context(|| format!("`{}` cannot be cleared", folder.display()))?;
        } else if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
            bail!(
                "`{}` holds something that is not a demonstration; choose another folder",
                folder.display()
            );
        }
        std::fs::create_dir_all(folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
        std::fs::write(folder.join(BEGUN), "")
            .with_context(|| format!("`{}` cannot be written", folder.display()))?;
        say("Making the demonstration. This happens once.");
        let options = Options {
            seed: self.seed,
            size: if self.small { Size::Stories } else { Size::Years },
            now: SystemClock.now(),
            password: PASSWORD.to_owned(),
            progress: say,
        };
        evenhand_demo::build(folder, self.data.home(), &options, on_fatal()).await?;
        std::fs::remove_file(folder.join(BEGUN))
            .with_context(|| format!("`{}` cannot be written", folder.display()))
    }
}
