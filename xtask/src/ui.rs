//! Refreshes and checks the files that `crates/ui` takes from elsewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha512};

/// The compiler of the style sheet: not shipped, so only named in the manifest.
const SASS: Pin = Pin {
    name: "sass",
    version: "1.108.2",
    licence: "MIT",
    integrity: "sha512-kugK8djotnG9HQRPTOf36asKYlxg8rWWsNLYHOgWDIVOiZQqlRfKBgF4XXM6kfw146kIDMvm57B4GIkvDSyTzA==",
};
/// The accessibility checker of the browser tests: not shipped either.
const AXE: Pin = Pin {
    name: "axe-core",
    version: "4.14.1",
    licence: "MPL-2.0",
    integrity: "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
};

const MANIFEST: &str = "assets/vendor/manifest.toml";
const ENTRY: &str = "assets/css/govuk-base.scss";
const BASE_CSS: &str = "assets/css/govuk-base.css";
const OWN_CSS: &str = "assets/css/ucc.css";
const GOVUK_DIR: &str = "assets/vendor/govuk-frontend";
const FIXTURES_DIR: &str = "tests/fixtures/govuk";
const AXE_DIR: &str = "tests/vendor";
/// Folders that hold vendored files and nothing else.
const VENDORED_DIRS: [&str; 3] = [GOVUK_DIR, FIXTURES_DIR, AXE_DIR];
/// What would call another server, or carry somebody else's brand.
const FORBIDDEN_IN_CSS: [&str; 5] = ["url(", "http", "@font-face", "gds transport", "crest"];

struct Pin {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
    integrity: &'static str,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    package: Vec<Package>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    name: String,
    version: String,
    licence: String,
    integrity: String,
    /// The day the files were taken.
    date: String,
    #[serde(default)]
    file: Vec<File>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    path: String,
    sha256: String,
}

/// Takes `version` of govuk-frontend, compiles its style sheet, copies script and fixtures and writes the manifest.
/// Needs Node and the package registry; building, testing and running the product do not.
pub fn vendor(version: &str) -> Result<()> {
    let ui = ui_dir();
    let work = Workshop::new()?;
    let recorded = fs::read_to_string(ui.join(MANIFEST))
        .map_or(Ok(Manifest::default()), |text| toml::from_str(&text))?;

    let integrity = work.fetch("govuk-frontend", version)?;
    let known = recorded
        .package
        .iter()
        .find(|package| package.name == "govuk-frontend" && package.version == version);
    ensure!(
        known.is_none_or(|package| package.integrity == integrity),
        "govuk-frontend {version} is not what the manifest records"
    );
    let axe = work.fetch(AXE.name, AXE.version)?;
    ensure!(axe == AXE.integrity, "axe-core {} has integrity `{axe}`", AXE.version);
    work.install_sass()?;

    work.compile(&ui.join(ENTRY), &ui.join(BASE_CSS))?;
    let components = components(&fs::read_to_string(ui.join(ENTRY))?);
    let govuk = copy_govuk(&work.module("govuk-frontend"), &ui, &components)?;
    let axe_files = copy_axe(&work.module("axe-core"), &ui)?;

    let date = work.today()?;
    let package =
        |name: &str, version: &str, licence: &str, integrity: &str, paths: &[String]| -> Result<Package> {
            Ok(Package {
                name: name.into(),
                version: version.into(),
                licence: licence.into(),
                integrity: integrity.into(),
                date: date.clone(),
                file: paths.iter().map(|path| File::read(&ui, path)).collect::<Result<_>>()?,
            })
        };
    let manifest = Manifest {
        package: vec![
            package("govuk-frontend", version, "MIT", &integrity, &govuk)?,
            package(AXE.name, AXE.version, AXE.licence, &axe, &axe_files)?,
            package(SASS.name, SASS.version, SASS.licence, SASS.integrity, &[])?,
        ],
    };
    let head = "# Written by `cargo xtask ui-vendor`, checked by `cargo xtask ui-check`. Do not edit. Paths start at crates/ui.\n\n";
    fs::write(ui.join(MANIFEST), format!("{head}{}", toml::to_string(&manifest)?))?;
    check()
}

/// Fails if a vendored file was changed by hand, added or lost, or if a style sheet calls or carries what it must not.
pub fn check() -> Result<()> {
    let ui = ui_dir();
    let manifest: Manifest = toml::from_str(&fs::read_to_string(ui.join(MANIFEST))?)?;
    let files: Vec<&File> = manifest.package.iter().flat_map(|package| &package.file).collect();
    for file in &files {
        let now = File::read(&ui, &file.path)?;
        ensure!(now.sha256 == file.sha256, "`{}` is not the vendored file", file.path);
    }

    let listed: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for dir in VENDORED_DIRS {
        for entry in fs::read_dir(ui.join(dir)).with_context(|| format!("reading `{dir}`"))? {
            let path = format!("{dir}/{}", entry?.file_name().to_string_lossy());
            ensure!(listed.contains(path.as_str()), "`{path}` is not in the manifest");
        }
    }
    for path in [BASE_CSS, OWN_CSS] {
        refuse_foreign_css(path, &fs::read_to_string(ui.join(path))?)?;
    }
    Ok(())
}

fn refuse_foreign_css(path: &str, css: &str) -> Result<()> {
    // The print sheet selects links by how their address starts; that calls nobody.
    let css = css.to_lowercase().replace("[href^=\"http", "[href^=\"");
    for word in FORBIDDEN_IN_CSS {
        ensure!(!css.contains(word), "`{path}` contains `{word}`");
    }
    Ok(())
}

fn copy_govuk(package: &Path, ui: &Path, components: &[String]) -> Result<Vec<String>> {
    let script = format!("{GOVUK_DIR}/govuk-frontend.min.js");
    copy(&package.join("dist/govuk/govuk-frontend.min.js"), &ui.join(&script))?;
    // The package holds no licence file, so ours was taken from its source repository once and stays.
    let mut paths = vec![ENTRY.into(), BASE_CSS.into(), format!("{GOVUK_DIR}/LICENSE"), script];
    for component in components {
        let path = format!("{FIXTURES_DIR}/{component}.json");
        copy(&package.join("dist/govuk/components").join(component).join("fixtures.json"), &ui.join(&path))?;
        paths.push(path);
    }
    Ok(paths)
}

fn copy_axe(package: &Path, ui: &Path) -> Result<Vec<String>> {
    let wanted = [
        ("axe.min.js", "axe.min.js"),
        ("LICENSE", "axe.LICENSE"),
        ("LICENSE-3RD-PARTY.txt", "axe.LICENSE-3RD-PARTY.txt"),
    ];
    wanted
        .into_iter()
        .map(|(from, to)| {
            let path = format!("{AXE_DIR}/{to}");
            copy(&package.join(from), &ui.join(&path))?;
            Ok(path)
        })
        .collect()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("copying `{}` to `{}`", from.display(), to.display()))?;
    Ok(())
}

/// The components named in the Sass entry: one place says which we support.
fn components(entry: &str) -> Vec<String> {
    let name = |line: &str| Some(line.split_once("/components/")?.1.split_once('"')?.0.to_owned());
    entry.lines().filter_map(name).collect()
}

fn ui_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/ui")
}

impl File {
    fn read(ui: &Path, path: &str) -> Result<Self> {
        let bytes = fs::read(ui.join(path)).with_context(|| format!("reading `{path}`"))?;
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { path: path.into(), sha256 })
    }
}

/// A folder of its own for packages, removed at the end.
struct Workshop(PathBuf);

impl Workshop {
    fn new() -> Result<Self> {
        let dir = std::env::temp_dir().join(format!("evenhand-ui-vendor-{}", std::process::id()));
        fs::create_dir_all(dir.join("node_modules"))?;
        Ok(Self(dir))
    }

    fn module(&self, name: &str) -> PathBuf {
        self.0.join("node_modules").join(name)
    }

    /// Packs one version, compares the bytes with what the registry promises, unpacks it, and returns its integrity.
    fn fetch(&self, name: &str, version: &str) -> Result<String> {
        let spec = format!("{name}@{version}");
        let promised = self.run("npm", &["view", &spec, "dist.integrity"])?;
        self.run("npm", &["pack", &spec])?;
        let tarball = self.0.join(format!("{name}-{version}.tgz"));
        let integrity = format!("sha512-{}", STANDARD.encode(Sha512::digest(fs::read(&tarball)?)));
        ensure!(
            integrity == promised.trim(),
            "{spec} has integrity `{integrity}`, the registry says `{}`",
            promised.trim()
        );

        let dir = self.module(name);
        fs::create_dir_all(&dir)?;
        let (tarball, dir) = (tarball.to_string_lossy(), dir.to_string_lossy());
        self.run("tar", &["-xzf", &tarball, "-C", &dir, "--strip-components=1"])?;
        Ok(integrity)
    }

    fn install_sass(&self) -> Result<()> {
        let at = self.0.join("sass");
        fs::create_dir_all(&at)?;
        let spec = format!("{}@{}", SASS.name, SASS.version);
        self.run("npm", &["install", "--ignore-scripts", "--prefix", &at.to_string_lossy(), &spec])?;
        let lock: serde_json::Value = serde_json::from_slice(&fs::read(at.join("package-lock.json"))?)?;
        let integrity = lock["packages"]["node_modules/sass"]["integrity"].as_str();
        ensure!(integrity == Some(SASS.integrity), "sass {} has integrity {integrity:?}", SASS.version);
        Ok(())
    }

    fn compile(&self, entry: &Path, to: &Path) -> Result<()> {
        let program = self.0.join("sass/node_modules/.bin/sass");
        let (load, entry, to) = (self.0.join("node_modules"), entry.to_string_lossy(), to.to_string_lossy());
        let load = format!("--load-path={}", load.display());
        self.run(
            &program.to_string_lossy(),
            &["--style=compressed", "--no-source-map", "--no-charset", "--quiet-deps", &load, &entry, &to],
        )?;
        Ok(())
    }

    fn today(&self) -> Result<String> {
        let day = self.run("node", &["--print", "new Date().toISOString().slice(0, 10)"])?;
        Ok(day.trim().into())
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<String> {
        let out = Command::new(program)
            .args(args)
            .current_dir(&self.0)
            .output()
            .with_context(|| format!("starting `{program}`"))?;
        if !out.status.success() {
            bail!("`{program} {}` failed: {}", args.join(" "), String::from_utf8_lossy(&out.stderr));
        }
        Ok(String::from_utf8(out.stdout)?)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What stays behind is in the temporary folder, so a failure here harms nothing.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vendored_file_is_as_it_was_taken() {
        check().expect("vendored files");
    }

    #[test]
    fn a_style_sheet_may_not_call_or_carry_what_is_not_ours() {
        for css in [
            "a{background:url(x)}",
            "/* https://example.org */",
            "@font-face{}",
            "a{font-family:GDS Transport}",
        ] {
            assert!(refuse_foreign_css("x.css", css).is_err(), "{css}");
        }
        assert!(refuse_foreign_css("x.css", "[href^=\"https://\"].govuk-link::after{content:\"\"}").is_ok());
    }
}
