//! What is done to the project: prepare a machine, run every test, check what a tool can check, write documents.

mod database;
mod documents;
mod machine;
mod requirements;
mod steps;
mod tidy;
mod ui;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// What is done to the project.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Pass every test, as CI does; installs what is missing where it may
    Test,
    /// The quick checks: format, lints, tidiness
    Check,
    /// Install what tests need: PostgreSQL, Chromium with its driver, fonts (Debian, as root)
    Prepare,
    /// Check what a tool can: direction of imports, SQL only in the store, decision numbers, tags, fresh documents
    Tidy,
    /// Which requirements are proven by a test, by area
    Requirements {
        /// Only this area, with every requirement of it
        area: Option<String>,
    },
    /// Write the documents that are made from the code
    Documents,
    /// Compare with a bare server and with the limits of the design
    Bench {
        /// What the benchmarks are told, as in `-- --quick --check`
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Take a version of the design system over
    UiVendor {
        /// The version of govuk-frontend
        #[arg(long)]
        govuk: String,
    },
    /// Check the files of the design system
    UiCheck,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            steps::say(&format!("\nerror: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Test => steps::test(),
        Command::Check => steps::check(),
        Command::Prepare => machine::prepare(),
        Command::Tidy => tidy::tidy(),
        Command::Requirements { area } => requirements::print(area.as_deref()),
        Command::Documents => documents::write(),
        Command::Bench { arguments } => steps::bench(&arguments),
        Command::UiVendor { govuk } => ui::vendor(&govuk),
        Command::UiCheck => ui::check(),
    }
}
