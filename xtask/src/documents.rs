//! Documents that are made from the code, so that they cannot say something else: written here, checked by tests.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::requirements;
use crate::steps::{root, run};

/// Tests that compare a document with the code, and write it where they are asked to.
const MADE_BY_TESTS: &[(&str, &str)] = &[("evenhand-web", "documents"), ("evenhand-policy", "documents")];

/// Writes them.
pub fn write() -> Result<()> {
    for (package, test) in MADE_BY_TESTS {
        run("cargo", &["test", "--quiet", "--package", package, "--test", test], &[("UPDATE", "1")])?;
    }
    requirements::write()
}

/// Whether a run of the tests left the documents as they are kept.
pub fn unchanged() -> Result<()> {
    let changed = Command::new("git")
        .args(["status", "--porcelain", "--", "docs", "requirements"])
        .current_dir(root())
        .output()?;
    let changed = String::from_utf8_lossy(&changed.stdout).into_owned();
    ensure!(changed.is_empty() || !is_clean_checkout(), "documents differ from what is kept:\n{changed}");
    Ok(())
}

/// Whether nothing was being worked on when the run began: only then can a difference be told from work.
fn is_clean_checkout() -> bool {
    let status = Command::new("git")
        .args(["status", "--porcelain", "--", "crates", "packs", "xtask"])
        .current_dir(root())
        .output();
    status.is_ok_and(|status| status.stdout.is_empty())
}
