//! A version of the policy pack: proposed by one person, activated by another.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::browser::Scripts;
use crate::process::{Product, binary};
use crate::site::{Site, site};
use crate::world::Organisation;

/// On an installation of its own, since a new policy changes everybody's work.
pub fn proposed_by_one_activated_by_another(organisation: &Organisation, by: [&str; 2], scripts: Scripts) {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let pack = next_version(organisation, folder.path());
    drop(Product::demo(&data));
    let load = Command::new(binary())
        .args(["pack", "load", "--data"])
        .args([data.as_path(), pack.as_path()])
        .arg(organisation.slug)
        .output()
        .unwrap();
    assert!(load.status.success(), "{}", String::from_utf8_lossy(&load.stderr));
    let product = Product::serve(&data);
    let browser = site().driver.browser(&product.address, scripts);
    let sign_in = |account: &str| {
        browser.open("/sign-in").forget();
        browser.cookie("session", &Site::person_at(&product.address, organisation.slug, account).session);
    };
    sign_in(by[0]);
    browser.open("/admin/policy").is_at("Policy packs").follow(&format!("{} 99.1", organisation.pack));
    browser.follow("Compare the version in force with this one");
    browser.open("/admin/policy/99.1").follow("Propose this version").is_at("Propose a version");
    browser.fill("Why it should start", "The board agreed.").press("Propose this version");
    browser.open("/admin/policy/99.1/activation").sees("You proposed it. A second person activates it");
    sign_in(by[1]);
    browser.open("/admin/policy/99.1").follow("Activate this version").is_at("Activate a version");
    browser.fill("Why you agree", "I checked it against the minutes.").press("Activate this version");
    browser.open("/admin/policy").sees("99.1").sees("I").sees("In force");
}

/// The pack as it is, under another version.
fn next_version(organisation: &Organisation, folder: &Path) -> std::path::PathBuf {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs").join(organisation.pack);
    let copy = folder.join("pack");
    let copied = Command::new("cp").arg("-r").args([&shipped, &copy]).status().unwrap();
    assert!(copied.success());
    let file = copy.join("pack.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let version = text.lines().find(|line| line.starts_with("version = ")).unwrap();
    std::fs::write(&file, text.replacen(version, "version = \"99.1\"", 1)).unwrap();
    copy
}
