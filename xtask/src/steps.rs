//! The steps of the test command, in the order in which a mistake is found soonest.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::database::Database;
use crate::{documents, machine, tidy, ui};

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Says something to the person at the terminal. A closed terminal is no reason to stop.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Every test.
pub fn test() -> Result<()> {
    machine::prepare()?;
    check()?;
    step("supply chain", || {
        run("cargo", &["deny", "--all-features", "check", "bans", "licenses", "sources"], &[])
    })?;
    let database = step("start PostgreSQL", Database::start)?;
    let address = database.address();
    let with = [("EVENHAND_TEST_POSTGRES", address.as_str()), ("RUST_BACKTRACE", "0")];
    step("tests on both databases", || {
        run(
            "cargo",
            &["test", "--workspace", "--exclude", "evenhand-e2e", "--exclude", "evenhand-bench"],
            &with,
        )
    })?;
    step("the second verifier", || run("python3", &["-m", "unittest", "discover", "-s", "verifier"], &[]))?;
    step("build the product", || run("cargo", &["build", "--package", "evenhand"], &[]))?;
    step("journeys in a browser, crashes under load", || {
        run("cargo", &["test", "--package", "evenhand-e2e"], &with)
    })?;
    step("generated documents are fresh", documents::unchanged)?;
    crate::requirements::print(None)?;
    say("\nEvery test passed.");
    Ok(())
}

/// The quick checks.
pub fn check() -> Result<()> {
    step("format", || run("cargo", &["fmt", "--all", "--check"], &[]))?;
    step("tidiness", tidy::tidy)?;
    step("design system", ui::check)?;
    step("lints", || {
        run("cargo", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"], &[])
    })
}

/// Benchmarks, with the limits they are compared with in the same run.
pub fn bench(arguments: &[String]) -> Result<()> {
    let database = step("start PostgreSQL", Database::start_durable)?;
    let address = database.address();
    let with = [("EVENHAND_TEST_POSTGRES", address.as_str())];
    let mut all = vec!["run", "--release", "--package", "evenhand-bench", "--"];
    all.extend(arguments.iter().map(String::as_str));
    run("cargo", &all, &with)
}

fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(&format!("\n== {name}"));
    let begun = Instant::now();
    let done = work().with_context(|| format!("{name} failed"))?;
    say(&format!("== {name}: {} s", begun.elapsed().as_secs()));
    Ok(done)
}

/// Runs a program in the project's folder.
pub fn run(program: &str, arguments: &[&str], with: &[(&str, &str)]) -> Result<()> {
    let mut command = Command::new(program);
    let status = command.args(arguments).envs(with.iter().copied()).current_dir(root()).status();
    let status = status.with_context(|| format!("`{program}` could not be started"))?;
    ensure!(status.success(), "`{program} {}` ended with {status}", arguments.join(" "));
    Ok(())
}
