//! Which requirements of the catalogue are proven: a line `// proves: ID, ID` above a test names what it proves.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::steps::{root, say};

#[derive(Deserialize)]
struct Catalogue {
    requirement: Vec<Requirement>,
}

#[derive(Deserialize)]
struct Requirement {
    id: String,
    area: String,
    text: String,
    source: String,
}

/// The tests that prove each requirement.
type Proofs = BTreeMap<String, BTreeSet<String>>;

/// Where tests are.
const FOLDERS: &[&str] = &["crates", "e2e", "bench", "verifier"];
const DOCUMENT: &str = "docs/requirements.md";

fn catalogue() -> Result<Vec<Requirement>> {
    let text = fs::read_to_string(root().join("requirements/catalogue.toml"))?;
    let catalogue: Catalogue = toml::from_str(&text).context("the catalogue cannot be read")?;
    Ok(catalogue.requirement)
}

/// Prints how many of each area are proven; with an area, each of its requirements.
pub fn print(area: Option<&str>) -> Result<()> {
    let (all, proofs) = (catalogue()?, proofs()?);
    say("\nRequirements proven by a test, by area:");
    for (name, (proven, count)) in by_area(&all, &proofs) {
        if area.is_none_or(|area| area == name) {
            say(&format!("  {name:<16} {proven:>3} of {count:>3}"));
        }
    }
    let Some(area) = area else { return Ok(()) };
    ensure!(all.iter().any(|requirement| requirement.area == area), "there is no area `{area}`");
    for requirement in all.iter().filter(|requirement| requirement.area == area) {
        let tests = proofs.get(&requirement.id).map_or_else(|| "NOT PROVEN".to_owned(), names);
        say(&format!("\n{} ({})\n  {}\n  {tests}", requirement.id, requirement.source, requirement.text));
    }
    Ok(())
}

/// Writes the table of what is proven by which test.
pub fn write() -> Result<()> {
    fs::write(root().join(DOCUMENT), document()?)?;
    Ok(())
}

/// Fails if the table is not that of the tests.
pub fn is_fresh() -> Result<()> {
    let kept = fs::read_to_string(root().join(DOCUMENT)).unwrap_or_default();
    ensure!(kept == document()?, "{DOCUMENT} is out of date: cargo xtask documents");
    Ok(())
}

fn document() -> Result<String> {
    let (all, proofs) = (catalogue()?, proofs()?);
    let mut text = String::from(
        "# Requirements and the tests that prove them\n\nMade by `cargo xtask documents` from `requirements/catalogue.toml` \
        and the tests. A requirement without a test is not proven; most of those belong to capabilities that come later.\n\n\
        | Area | Proven | Of |\n|---|---|---|\n",
    );
    for (name, (proven, count)) in by_area(&all, &proofs) {
        writeln!(text, "| {name} | {proven} | {count} |")?;
    }
    let areas: BTreeSet<&str> = all.iter().map(|requirement| requirement.area.as_str()).collect();
    for area in areas {
        writeln!(text, "\n## {area}\n\n| Requirement | Proven by |\n|---|---|")?;
        for requirement in all.iter().filter(|requirement| requirement.area == area) {
            let tests = proofs.get(&requirement.id).map_or_else(|| "–".to_owned(), names);
            writeln!(text, "| {} | {tests} |", requirement.id)?;
        }
    }
    Ok(text)
}

fn names(tests: &BTreeSet<String>) -> String {
    tests.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn by_area<'a>(all: &'a [Requirement], proofs: &Proofs) -> BTreeMap<&'a str, (usize, usize)> {
    let mut areas: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for requirement in all {
        let (proven, count) = areas.entry(&requirement.area).or_default();
        *count += 1;
        *proven += usize::from(proofs.contains_key(&requirement.id));
    }
    areas
}

/// Reads every tag. A tag that names no requirement, or stands above no test, is a mistake.
fn proofs() -> Result<Proofs> {
    let known: BTreeSet<String> = catalogue()?.into_iter().map(|requirement| requirement.id).collect();
    let mut proofs = Proofs::new();
    for folder in FOLDERS {
        for path in files(&root().join(folder))? {
            let text = fs::read_to_string(&path)?;
            let file = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            for (at, line) in lines.iter().enumerate() {
                let Some(ids) = line.strip_prefix("// proves:").or_else(|| line.strip_prefix("# proves:"))
                else {
                    continue;
                };
                let place = format!("{file}:{}", at + 1);
                let test = test_below(lines.get(at + 1..).unwrap_or_default());
                let test = test.with_context(|| format!("{place}: no test stands below this tag"))?;
                for id in ids.split(',').map(str::trim).filter(|id| !id.is_empty()) {
                    if !known.contains(id) {
                        bail!("{place}: the catalogue has no requirement `{id}`");
                    }
                    proofs.entry(id.to_owned()).or_default().insert(format!("`{test}`"));
                }
            }
        }
    }
    Ok(proofs)
}

/// The name of the test that begins right below a tag: attributes and more tags may stand between.
fn test_below(lines: &[&str]) -> Option<String> {
    let mut is_test = false;
    for line in lines {
        if line.starts_with("#[")
            || line.starts_with("// proves:")
            || line.starts_with("///")
            || line.starts_with("# proves:")
        {
            is_test |= line.contains("test]") || line.contains("::test(");
        } else if let Some(name) = line.strip_prefix("def test_") {
            return Some(format!("test_{}", name.split('(').next()?));
        } else {
            let function = line.trim_start_matches("async ").strip_prefix("fn ")?;
            return function.split('(').next().filter(|_| is_test).map(str::to_owned);
        }
    }
    None
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "py") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_the_test_below_it() {
        let found = |text: &str| test_below(&text.lines().collect::<Vec<_>>());
        assert_eq!(found("#[test]\nfn one() {").as_deref(), Some("one"));
        assert_eq!(found("#[tokio::test]\nasync fn two() {").as_deref(), Some("two"));
        assert_eq!(found("def test_three(self):").as_deref(), Some("test_three"));
        assert_eq!(found("fn not_a_test() {"), None);
        assert_eq!(found("let x = 1;"), None);
    }
}
