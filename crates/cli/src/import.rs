//! Bringing customers in from a file.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use evenhand_app::import::{DateOrder, Imported, Reading, write_report};

use crate::wiring::{Data, say};

/// Bring records in from a CSV file; `docs/import.md` says what it may look like.
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
    /// How the file writes dates such as 3/4/1971; what its other dates show, if not given
    #[arg(long, value_enum)]
    dates: Option<Dates>,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Customers,
}

#[derive(Clone, Copy, ValueEnum)]
enum Dates {
    DayFirst,
    MonthFirst,
}

impl Import {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let What::Customers = self.what;
        let name = self.file.display().to_string();
        let file = File::open(&self.file).with_context(|| format!("`{name}` cannot be read"))?;
        let app = self.data.open_one_beside(self.organisation.as_deref()).await?;
        // Before anything is taken: a report that cannot be written should not be learned of at the end.
        let report = private_file(&self.report);
        let report = report.with_context(|| format!("`{}` cannot be written", self.report.display()))?;
        let reading = Reading { source: source(&self.file), dates: self.dates.map(DateOrder::from) };
        let imported = app.import_customers(&app.itself().await?, BufReader::new(file), &reading).await;
        let imported = imported.with_context(|| format!("`{name}` is not imported"))?;
        write_report(&imported.rows, report)?;
        app.seal().await?;
        tell(&imported, &self.report);
        Ok(ExitCode::SUCCESS)
    }
}

impl From<Dates> for DateOrder {
    fn from(dates: Dates) -> DateOrder {
        match dates {
            Dates::DayFirst => DateOrder::DayFirst,
            Dates::MonthFirst => DateOrder::MonthFirst,
        }
    }
}

/// A file is known by its name, wherever it lies.
fn source(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// A report holds what the rows hold: nobody but its owner reads it.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn tell(imported: &Imported, report: &Path) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &imported.rows {
        *counts.entry(row.verdict.name()).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
    imported.remarks.iter().for_each(|remark| say(remark));
    let remarked = imported.rows.iter().filter(|row| !row.remarks.is_empty()).count();
    say(&format!("{} rows: {}; {remarked} with a remark.", imported.rows.len(), counts.join(", ")));
    say(&format!("What came of every row is in {}. It holds personal data.", report.display()));
}
