//! Looking after a record: is it intact, write it out, compute and compare its tables.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use evenhand_app::App;
use evenhand_app::record::Found;
use evenhand_ledger::export::{self, ExportError};
use evenhand_ledger::{PublicKey, Report};
use evenhand_store::Log;

use crate::wiring::{Data, say, say_error};

/// Is the record intact?
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    data: Data,
    /// The organisation; every one if none is named
    organisation: Option<String>,
    /// Verify an exported log instead
    #[arg(long, value_name = "FILE", conflicts_with = "organisation")]
    export: Option<PathBuf>,
    /// The key that an exported log must be signed with; the one the file names if none is given
    #[arg(long, requires = "export")]
    key: Option<String>,
    /// A file with a signed checkpoint kept from earlier: the log must go on from it. May be given several times
    #[arg(long, requires = "export", value_name = "FILE")]
    held: Vec<PathBuf>,
}

impl Verify {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        if let Some(path) = &self.export {
            return verify_export(path, self.key.as_deref(), &self.held);
        }
        let mut intact = true;
        for (slug, app) in self.chosen().await? {
            say(&format!("{slug}: key {}", app.public_key().text()));
            for checked in app.verify(&app.itself().await?).await? {
                let name = format!("{slug}/{}", checked.log.name());
                match checked.found {
                    Found::Intact(report) => say_intact(&name, &report),
                    Found::Broken(fault) => {
                        intact = false;
                        say_error(&format!("{name}: NOT INTACT: {fault}"));
                    }
                    Found::Unreadable(why) => {
                        intact = false;
                        say_error(&format!("{name}: NOT INTACT: {why}"));
                    }
                }
            }
        }
        Ok(if intact { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// The organisations to check. What is damaged is a finding here, and no reason to end at once.
    async fn chosen(&self) -> anyhow::Result<BTreeMap<String, App>> {
        self.data.must_exist()?;
        let mut apps = self.data.open_beside(Arc::new(|_| {})).await?.apps().await;
        if let Some(wanted) = &self.organisation {
            apps.retain(|slug, _| slug == wanted);
        }
        if apps.is_empty() {
            let folder = self.data.data.display();
            match &self.organisation {
                Some(wanted) => bail!("there is no organisation `{wanted}` in `{folder}`"),
                None => bail!("there is no organisation in `{folder}` yet"),
            }
        }
        Ok(apps)
    }
}

fn verify_export(path: &PathBuf, key: Option<&str>, held: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let file = File::open(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
    let key = key.map(|text| PublicKey::parse(text).context("this is not a key")).transpose()?;
    let read = |path: &PathBuf| {
        fs::read_to_string(path).with_context(|| format!("`{}` cannot be read", path.display()))
    };
    let held = held.iter().map(read).collect::<anyhow::Result<Vec<String>>>()?;
    match export::verify(BufReader::new(file), key.as_ref(), &held) {
        Ok(report) => {
            say_intact(&path.display().to_string(), &report);
            Ok(ExitCode::SUCCESS)
        }
        Err(ExportError::Read(error)) => {
            Err(error).with_context(|| format!("`{}` cannot be read", path.display()))
        }
        Err(fault) => {
            say_error(&format!("{}: NOT INTACT: {fault}", path.display()));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn say_intact(name: &str, report: &Report) {
    say(&format!(
        "{name}: intact. {} entries, {} checkpoints, {} disposed of under a recorded authority; root {}",
        report.entries,
        report.checkpoints,
        report.disposed,
        report.root.hex()
    ));
    if report.sealed < report.entries {
        say(&format!("{name}: entries from {} on are under no signed checkpoint yet", report.sealed + 1));
    }
}

/// Write a log as a file that others can verify.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    data: Data,
    /// The organisation; the only one there is, if none is named
    organisation: Option<String>,
    /// Which log: `events` holds what happened, `looks` who looked at what
    #[arg(long, default_value = "events", value_parser = Log::ALL.map(Log::name))]
    log: String,
    /// The file to write; the standard output if none is given
    #[arg(long, short)]
    out: Option<PathBuf>,
}

impl Export {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let log = Log::ALL.into_iter().find(|log| log.name() == self.log);
        let log = log.with_context(|| format!("there is no log `{}`", self.log))?;
        let app = self.data.open_one_beside(self.organisation.as_deref()).await?;
        app.seal().await?;
        let who = app.itself().await?;
        let entries = match &self.out {
            Some(path) => {
                let file =
                    File::create(path).with_context(|| format!("`{}` cannot be written", path.display()))?;
                let mut out = BufWriter::new(file);
                let entries = app.export(&who, log, &mut out).await?;
                out.into_inner().context("the file could not be finished")?.sync_all()?;
                entries
            }
            None => {
                let mut out = BufWriter::new(std::io::stdout().lock());
                let entries = app.export(&who, log, &mut out).await?;
                out.flush()?;
                entries
            }
        };
        say_error(&format!("{entries} entries; key {}", app.public_key().text()));
        Ok(ExitCode::SUCCESS)
    }
}

/// Compute every table anew from the log.
#[derive(Args)]
pub struct Rebuild {
    #[command(flatten)]
    data: Data,
    /// The organisation; the only one there is, if none is named
    organisation: Option<String>,
}

impl Rebuild {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let app = self.data.open_one(self.organisation.as_deref()).await?;
        app.rebuild(&app.itself().await?).await?;
        say("Every table is computed anew.");
        Ok(ExitCode::SUCCESS)
    }
}

/// Compare every table with what the log says.
#[derive(Args)]
pub struct Compare {
    #[command(flatten)]
    data: Data,
    /// The organisation; the only one there is, if none is named
    organisation: Option<String>,
}

impl Compare {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let app = self.data.open_one_beside(self.organisation.as_deref()).await?;
        let differences = app.compare(&app.itself().await?).await?;
        if differences.is_empty() {
            say("Every table says what the log says.");
            return Ok(ExitCode::SUCCESS);
        }
        for difference in differences {
            say_error(&format!("{}: {} rows differ", difference.table, difference.rows));
        }
        Ok(ExitCode::FAILURE)
    }
}
