//! What a tool can check of the project's order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::requirements;
use crate::steps::root;

/// What each crate of the product may import. Tests and tools may import anything.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("ledger", &[]),
    ("policy", &[]),
    ("ui", &[]),
    ("domain", &["policy"]),
    ("store", &["domain", "ledger", "policy"]),
    ("app", &["domain", "ledger", "policy", "store"]),
    ("demo", &["app", "domain", "policy", "store"]),
    ("web", &["app", "domain", "ledger", "policy", "store", "ui"]),
    ("cli", &["app", "demo", "domain", "ledger", "policy", "store", "web"]),
];

/// Words by which SQL is recognised where it does not belong.
const SQL: &[&str] = &["select ", "insert into ", "update ", "delete from ", "create table "];

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

/// Everything.
pub fn tidy() -> Result<()> {
    direction_of_imports()?;
    sql_only_in_the_store()?;
    decisions_are_numbered()?;
    links_lead_somewhere()?;
    requirements::is_fresh()
}

fn direction_of_imports() -> Result<()> {
    for (name, allowed) in MAY_IMPORT {
        let path = root().join("crates").join(name).join("Cargo.toml");
        let manifest: Manifest = toml::from_str(&fs::read_to_string(&path)?)?;
        for dependency in manifest.dependencies.keys().filter_map(|name| name.strip_prefix("evenhand-")) {
            ensure!(allowed.contains(&dependency), "crate `{name}` must not import `{dependency}`");
        }
    }
    let known: BTreeSet<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    for entry in fs::read_dir(root().join("crates"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        ensure!(
            known.contains(name.as_str()) || name == "testkit",
            "crate `{name}` has no line in xtask/src/tidy.rs"
        );
    }
    Ok(())
}

fn sql_only_in_the_store() -> Result<()> {
    for (name, _) in MAY_IMPORT.iter().filter(|(name, _)| *name != "store") {
        for path in sources(&root().join("crates").join(name).join("src"))? {
            for (at, line) in fs::read_to_string(&path)?.lines().enumerate() {
                let quoted = line.split('"').nth(1).unwrap_or_default();
                if SQL.iter().any(|word| quoted.starts_with(word)) && quoted.contains(" from ") {
                    bail!("{}:{}: SQL belongs into the store", path.display(), at + 1);
                }
            }
        }
    }
    Ok(())
}

/// Each decision has a number of its own, and none is missing.
fn decisions_are_numbered() -> Result<()> {
    let mut numbers = BTreeSet::new();
    for entry in fs::read_dir(root().join("docs/adr"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let number = name.split('-').next().and_then(|number| number.parse::<usize>().ok());
        let number = number.with_context(|| format!("docs/adr/{name} does not begin with a number"))?;
        ensure!(numbers.insert(number), "two decisions have the number {number}");
    }
    let expected: BTreeSet<usize> = (1..=numbers.len()).collect();
    ensure!(numbers == expected, "the numbers of the decisions have gaps");
    Ok(())
}

/// Links between documents lead to files that are there.
fn links_lead_somewhere() -> Result<()> {
    let mut documents = markdown(&root().join("docs"))?;
    documents.extend(
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root().join(name)),
    );
    for path in documents {
        let text = fs::read_to_string(&path).with_context(|| format!("{} is missing", path.display()))?;
        let folder = path.parent().unwrap_or(root());
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            let elsewhere = file.contains("://") || file.starts_with("mailto:") || file.is_empty();
            ensure!(elsewhere || folder.join(file).exists(), "{}: `{target}` leads nowhere", path.display());
        }
    }
    Ok(())
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    of_kind(folder, "rs")
}

fn markdown(folder: &Path) -> Result<Vec<PathBuf>> {
    of_kind(folder, "md")
}

fn of_kind(folder: &Path, kind: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(of_kind(&path, kind)?);
        } else if path.extension().is_some_and(|extension| extension == kind) {
            found.push(path);
        }
    }
    Ok(found)
}
