//! Bringing customers in from a file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use evenhand_app::import::{Verdict, write_report};

use crate::wiring::{Data, say};

/// Bring records in from a CSV file.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    data: Data,
    /// What the file holds
    #[arg(value_enum)]
    what: What,
    /// The CSV file, with names of columns in its first line
    file: PathBuf,
    /// The organisation; the only one there is, if none is named
    organisation: Option<String>,
    /// Where to write what came of every row
    #[arg(long, default_value = "import-report.csv")]
    report: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Customers,
}

impl Import {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let What::Customers = self.what;
        let name = self.file.display().to_string();
        let file = File::open(&self.file).with_context(|| format!("`{name}` cannot be read"))?;
        let app = self.data.open_one(self.organisation.as_deref()).await?;
        let who = app.itself().await?;
        let source =
            self.file.file_name().map_or_else(|| name.clone(), |name| name.to_string_lossy().into_owned());
        let reports = app.import_customers(&who, BufReader::new(file), &source).await?;
        let out = File::create(&self.report);
        let out = out.with_context(|| format!("`{}` cannot be written", self.report.display()))?;
        write_report(&reports, out)?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &reports {
            let verdict = match row.verdict {
                Verdict::Accepted => "accepted",
                Verdict::Repaired(_) => "repaired",
                Verdict::Refused(_) => "refused",
            };
            *counts.entry(verdict).or_default() += 1;
        }
        let counts: Vec<String> =
            counts.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
        say(&format!(
            "{} rows: {}. Every row is in {}.",
            reports.len(),
            counts.join(", "),
            self.report.display()
        ));
        Ok(ExitCode::SUCCESS)
    }
}
