//! Evenhand on the command line: serve, show the demonstration, look after records and policy packs.

mod demo;
mod import;
mod invite;
mod organisation;
mod packs;
mod record;
mod serve;
mod wiring;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How an organisation lawfully decides how a person is served, and how it protects its staff.
#[derive(Parser)]
#[command(version, long_about = None)]
struct Arguments {
    /// How much the process tells its operator: error, warn, info, debug, trace
    #[arg(long, env = "EVENHAND_LOG", default_value = "info", global = true)]
    log_level: tracing_subscriber::filter::LevelFilter,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Show the demonstration: two organisations that do not exist (this is what happens without a command)
    Demo(demo::Demo),
    /// Serve the organisations of a data folder
    Serve(serve::Serve),
    /// Enter an organisation described in a file
    Organisation(organisation::Organisation),
    /// Invite somebody to choose a password, when no administrator can
    Invite(invite::Invite),
    /// Check a policy pack, or load a version of one
    #[command(subcommand)]
    Pack(packs::Pack),
    /// Bring customers in from a CSV file, with a report of every row
    Import(import::Import),
    /// Is the record intact? Of an organisation, or of an exported log
    Verify(record::Verify),
    /// Write a log as a file that others can verify
    Export(record::Export),
    /// Compute every table anew from the log
    Rebuild(record::Rebuild),
    /// Compare every table with what the log says
    Compare(record::Compare),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    wiring::log_to_stderr(arguments.log_level);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return wiring::failed(&error.into()),
    };
    let command = arguments.command.unwrap_or_else(|| Command::Demo(demo::Demo::default()));
    match runtime.block_on(run(command)) {
        Ok(code) => code,
        Err(error) => wiring::failed(&error),
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(demo) => demo.run().await,
        Command::Serve(serve) => serve.run().await,
        Command::Organisation(organisation) => organisation.run().await,
        Command::Invite(invite) => invite.run().await,
        Command::Pack(pack) => pack.run().await,
        Command::Import(import) => import.run().await,
        Command::Verify(verify) => verify.run().await,
        Command::Export(export) => export.run().await,
        Command::Rebuild(rebuild) => rebuild.run().await,
        Command::Compare(compare) => compare.run().await,
    }
}
