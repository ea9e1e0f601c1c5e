//! What a machine needs before tests can run. On Debian, as root, what is missing is installed; elsewhere it is
//! named, so that a person can install it. Nothing is skipped.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::steps::{run, say};

/// What tests need: a word for it, how to see whether it is there, the Debian packages that bring it.
struct Need {
    what: &'static str,
    is_there: fn() -> bool,
    packages: &'static [&'static str],
}

const NEEDS: &[Need] = &[
    Need {
        what: "PostgreSQL server",
        is_there: || crate::database::programs().is_some(),
        packages: &["postgresql"],
    },
    Need { what: "Chromium", is_there: || on_path("chromium"), packages: &["chromium", "fonts-dejavu-core"] },
    Need { what: "ChromeDriver", is_there: || on_path("chromedriver"), packages: &["chromium-driver"] },
    Need { what: "Python 3", is_there: || on_path("python3"), packages: &["python3"] },
    Need { what: "strace", is_there: || on_path("strace"), packages: &["strace"] },
    Need { what: "mkfs.ext4", is_there: || on_path("mkfs.ext4"), packages: &["e2fsprogs"] },
];

/// The version of the tool that looks at licences and sources of dependencies.
const CARGO_DENY: &str = "0.20.2";

/// Installs what is missing, or says what it is.
pub fn prepare() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages.iter().copied()).collect();
    if !packages.is_empty() {
        let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
        if !is_root() || !on_path("apt-get") {
            bail!("missing: {}. On Debian: apt-get install {}", names.join(", "), packages.join(" "));
        }
        say(&format!("installing {} (Debian: {})", names.join(", "), packages.join(" ")));
        let quietly = [("DEBIAN_FRONTEND", "noninteractive")];
        run("apt-get", &["update", "-qq"], &quietly)?;
        let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
        arguments.extend(packages);
        run("apt-get", &arguments, &quietly)?;
    }
    if !succeeds("cargo", &["deny", "--version"]) {
        say("installing cargo-deny");
        let version = format!("cargo-deny@{CARGO_DENY}");
        run("cargo", &["install", "--locked", "--quiet", "--no-default-features", &version], &[])?;
    }
    match NEEDS.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!("{} is still missing after {}", need.what, need.packages.join(" ")),
        None => Ok(()),
    }
}

/// Whether whoever runs this may install packages and act as somebody else.
pub fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Whether a program can be found.
pub fn on_path(program: &str) -> bool {
    let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    folders.iter().any(|folder| Path::new(folder).join(program).is_file())
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let quietly = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quietly.is_ok_and(|status| status.success())
}
