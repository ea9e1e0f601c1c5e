//! Policy packs: checked in a folder, loaded into an organisation.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use evenhand_app::Request;
use evenhand_app::packs::{PackError, folder_files, read};
use evenhand_policy::pack::{Files, Problem};

use crate::wiring::{Data, say, say_error};

/// Policy packs.
#[derive(Subcommand)]
pub enum Pack {
    /// Check a pack: every mistake is named with its file and line
    Check(Check),
    /// Load a version into an organisation; starting it takes two people, on its pages
    Load(Load),
}

#[derive(Args)]
pub struct Check {
    /// The folder of the pack
    folder: PathBuf,
}

#[derive(Args)]
pub struct Load {
    #[command(flatten)]
    data: Data,
    /// The folder of the pack
    folder: PathBuf,
    /// The organisation; the only one there is, if none is named
    organisation: Option<String>,
}

impl Pack {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Pack::Check(check) => check.run(),
            Pack::Load(load) => load.run().await,
        }
    }
}

impl Check {
    fn run(self) -> anyhow::Result<ExitCode> {
        match read(&files(&self.folder)?) {
            Ok(pack) => {
                say(&format!("{}: no mistakes.", pack.reference()));
                for missing in &pack.missing_parts {
                    say(&format!("It does without {}: {}", missing.part, missing.because));
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(problems) => Ok(name_mistakes(&self.folder, &problems)),
        }
    }
}

impl Load {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let files = files(&self.folder)?;
        let app = self.data.open_one(self.organisation.as_deref()).await?;
        let who = app.itself().await?;
        // The same version with the same content is loaded once, however often this is run.
        let key = read(&files).map_or_else(|_| String::new(), |pack| pack.reference());
        let request = Request { key: format!("pack-load\0{key}"), ..Request::default() };
        match app.load_pack(&who, files, &request).await {
            Ok(_) => {
                say(&format!("{key} is loaded. Propose and activate it under Policy packs."));
                Ok(ExitCode::SUCCESS)
            }
            Err(PackError::Mistakes(problems)) => Ok(name_mistakes(&self.folder, &problems)),
            Err(PackError::App(error)) => Err(error.into()),
        }
    }
}

fn files(folder: &Path) -> anyhow::Result<Files> {
    if !folder.is_dir() {
        bail!("`{}` is not a folder that can be read", folder.display());
    }
    folder_files(folder).with_context(|| format!("`{}` cannot be read", folder.display()))
}

fn name_mistakes(folder: &Path, problems: &[Problem]) -> ExitCode {
    for problem in problems {
        say_error(&format!("{}/{problem}", folder.display()));
    }
    say_error(&match problems.len() {
        1 => "1 mistake".to_owned(),
        count => format!("{count} mistakes"),
    });
    ExitCode::FAILURE
}
