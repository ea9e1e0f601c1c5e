//! Measures the product against limits that come from the same run: a bare server, the storage alone, and the
//! budgets of the design. Never a timed test: numbers of one machine say nothing about another, ratios do.

#![expect(clippy::print_stdout, reason = "a table for whoever runs it")]

mod client;
mod data;
mod dice;
mod durable;
mod http;
mod log;
mod ports;
mod reading;
mod serving;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

use data::Data;
use table::Table;

/// Benchmarks of the product.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    /// Customers of the record that is searched and served
    #[arg(long, default_value_t = 1_000_000)]
    customers: usize,
    /// Incidents of that record
    #[arg(long, default_value_t = 100_000)]
    incidents: usize,
    /// A small record and short measurements: does it run at all
    #[arg(long)]
    quick: bool,
    /// Seconds of each measurement of requests
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// Only these measurements
    #[arg(long, value_delimiter = ',')]
    only: Vec<What>,
    /// End with an error if a limit is missed
    #[arg(long)]
    check: bool,
    /// Where records are kept between runs
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
}

/// What this program does when it starts itself.
#[derive(Subcommand)]
enum Part {
    /// Serves a record, as the product does
    #[command(hide = true)]
    Serve(serving::Serve),
    /// Serves one bare route
    #[command(hide = true)]
    Bare,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Contact card and durable command over HTTP, against a bare route and the storage alone
    Http,
    /// Verifying a million events
    Verify,
    /// Start, memory, search, pages
    Reading,
}

/// How a run measures.
struct Run {
    folder: PathBuf,
    customers: usize,
    incidents: usize,
    time: Duration,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match arguments.part {
        Some(Part::Serve(serve)) => runtime.block_on(serve.run()),
        Some(Part::Bare) => runtime.block_on(serving::bare()),
        None => runtime.block_on(measure(arguments)),
    }
}

async fn measure(arguments: Arguments) -> Result<ExitCode> {
    let run = Run {
        folder: arguments.folder.clone(),
        customers: if arguments.quick { 5_000 } else { arguments.customers },
        incidents: if arguments.quick { 500 } else { arguments.incidents },
        time: Duration::from_secs(if arguments.quick { 2 } else { arguments.seconds }),
    };
    let wanted = |what| arguments.only.is_empty() || arguments.only.contains(&what);
    let mut table = Table::default();
    let record = Data::of(&run).await?;
    if wanted(What::Http) {
        http::measure(&run, &record, &mut table).await?;
    }
    if wanted(What::Reading) {
        reading::measure(&run, &record, &mut table).await?;
    }
    if wanted(What::Verify) {
        log::measure(&record, &mut table).await?;
    }
    println!("\n{}", table.as_text());
    let missed = arguments.check && table.is_missed();
    Ok(if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
