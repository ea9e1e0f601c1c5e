//! Entering an organisation that is described in a file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use evenhand_app::App;
use evenhand_app::packs::{shipped, shipped_files};
use evenhand_app::set_up::{Description, describe};
use evenhand_domain::organisation::SetUp;

use crate::invite::invite;
use crate::wiring::{Data, say};

/// Enter an organisation described in a file: its people, sites, units, delegations, contacts.
#[derive(Args)]
pub struct Organisation {
    #[command(flatten)]
    data: Data,
    /// The description, as `docs/operations.md` explains it
    file: PathBuf,
}

impl Organisation {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let name = self.file.display();
        let text = std::fs::read_to_string(&self.file).with_context(|| format!("`{name}` cannot be read"))?;
        let description = describe(&text).with_context(|| format!("`{name}` describes no organisation"))?;
        let Some(files) = shipped_files(&description.pack) else {
            bail!("no policy pack is called `{}`; there are: {}", description.pack, shipped().join(", "));
        };
        let app = self.data.open().await?.open_one(&description.slug).await?;
        let set_up = SetUp {
            name: description.name.clone(),
            zone: description.zone.clone(),
            jurisdiction: description.jurisdiction.clone(),
            pack: description.pack.clone(),
            brand: description.brand.clone(),
        };
        app.set_up(set_up, files).await?;
        let today = app.itself().await?.directory().calendar().date(app.now());
        app.enter(&description, today, None).await?;
        say(&format!("{} is entered.", description.name));
        invite_administrators(&app, &description).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Nobody has a password yet: those who can invite the others are invited.
async fn invite_administrators(app: &App, description: &Description) -> anyhow::Result<()> {
    let administrators = app.administrators_of(description).await?;
    if administrators.is_empty() {
        say("Nobody in it is an administrator with an `account`. `evenhand invite` lets somebody in.");
    }
    for (person, account) in administrators {
        invite(app, &person, &account).await?;
    }
    Ok(())
}
