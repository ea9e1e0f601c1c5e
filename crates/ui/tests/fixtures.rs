//! Every fixture of upstream, built by our templates from its options, gives upstream's markup.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use evenhand_ui as ui;
use serde::Deserialize;
use serde::de::DeserializeOwned;

mod markup;

#[test]
fn every_supported_fixture_gives_the_markup_of_upstream() {
    let unsupported = Unsupported::read();
    let mut wrong = Vec::new();
    let mut passed = 0;
    for file in fixture_files() {
        for fixture in file.fixtures {
            let is_listed = unsupported.lists(&file.component, &fixture.name);
            match (fixture.difference(&file.component), is_listed) {
                (None, false) => passed += 1,
                (Some(_), true) => {}
                (None, true) => wrong.push(format!(
                    "{}: `{}` is listed as unsupported, and passes",
                    file.component, fixture.name
                )),
                (Some(difference), false) => {
                    wrong.push(format!("{}: `{}`\n{difference}", file.component, fixture.name))
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} fixtures are wrong:\n{}",
        wrong.len(),
        wrong.len() + passed,
        wrong.join("\n")
    );
}

#[test]
fn every_unsupported_fixture_exists_and_has_a_reason() {
    let known: BTreeSet<(String, String)> = fixture_files()
        .into_iter()
        .flat_map(|file| file.fixtures.into_iter().map(move |fixture| (file.component.clone(), fixture.name)))
        .collect();
    for entry in Unsupported::read().fixture {
        assert!(!entry.reason.is_empty(), "{} `{}` has no reason", entry.component, entry.name);
        assert!(
            known.contains(&(entry.component.clone(), entry.name.clone())),
            "{} has no fixture `{}`",
            entry.component,
            entry.name
        );
    }
}

/// Builds one of our components from upstream's options.
fn build(component: &str, options: serde_json::Value) -> Result<String, String> {
    fn from<C: DeserializeOwned + ToString>(options: serde_json::Value) -> Result<String, String> {
        serde_json::from_value::<C>(options)
            .map(|component| component.to_string())
            .map_err(|error| error.to_string())
    }
    let build = match component {
        "accordion" => from::<ui::Accordion>,
        "back-link" => from::<ui::BackLink>,
        "breadcrumbs" => from::<ui::Breadcrumbs>,
        "button" => from::<ui::Button>,
        "character-count" => from::<ui::CharacterCount>,
        "checkboxes" => from::<ui::Checkboxes>,
        "date-input" => from::<ui::DateInput>,
        "details" => from::<ui::Details>,
        "error-message" => from::<ui::ErrorMessage>,
        "error-summary" => from::<ui::ErrorSummary>,
        "exit-this-page" => from::<ui::ExitThisPage>,
        "fieldset" => from::<ui::Fieldset>,
        "file-upload" => from::<ui::FileUpload>,
        "generic-header" => from::<ui::GenericHeader>,
        "hint" => from::<ui::Hint>,
        "input" => from::<ui::Input>,
        "inset-text" => from::<ui::InsetText>,
        "label" => from::<ui::Label>,
        "notification-banner" => from::<ui::NotificationBanner>,
        "pagination" => from::<ui::Pagination>,
        "panel" => from::<ui::Panel>,
        "password-input" => from::<ui::PasswordInput>,
        "radios" => from::<ui::Radios>,
        "select" => from::<ui::Select>,
        "service-navigation" => from::<ui::ServiceNavigation>,
        "skip-link" => from::<ui::SkipLink>,
        "summary-list" => from::<ui::SummaryList>,
        "table" => from::<ui::Table>,
        "tag" => from::<ui::Tag>,
        "task-list" => from::<ui::TaskList>,
        "textarea" => from::<ui::Textarea>,
        "warning-text" => from::<ui::WarningText>,
        other => return Err(format!("there is no component `{other}`")),
    };
    build(options)
}

#[derive(Deserialize)]
struct FixtureFile {
    component: String,
    fixtures: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    name: String,
    options: serde_json::Value,
    html: String,
}

impl Fixture {
    /// How our markup differs, if it does.
    fn difference(&self, component: &str) -> Option<String> {
        let ours = match build(component, self.options.clone()) {
            Ok(ours) => ours,
            Err(error) => return Some(format!("  cannot be built: {error}")),
        };
        let (ours, theirs) = (markup::normalised(&ours), markup::normalised(&self.html));
        let at = ours
            .iter()
            .zip(&theirs)
            .position(|(our, their)| our != their)
            .unwrap_or(ours.len().min(theirs.len()));
        (ours != theirs).then(|| format!("  theirs: {:?}\n  ours:   {:?}", theirs.get(at), ours.get(at)))
    }
}

fn fixture_files() -> Vec<FixtureFile> {
    let dir = fixtures_dir().join("govuk");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(dir).expect("fixtures").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| serde_json::from_slice(&fs::read(path).expect("fixture file")).expect("fixture"))
        .collect()
}

/// The fixtures we do not support on purpose.
#[derive(Deserialize)]
struct Unsupported {
    fixture: Vec<UnsupportedFixture>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnsupportedFixture {
    component: String,
    name: String,
    reason: String,
}

impl Unsupported {
    fn read() -> Self {
        let text = fs::read_to_string(fixtures_dir().join("unsupported.toml"))
            .expect("list of unsupported fixtures");
        toml::from_str(&text).expect("list of unsupported fixtures")
    }

    fn lists(&self, component: &str, name: &str) -> bool {
        self.fixture.iter().any(|entry| entry.component == component && entry.name == name)
    }
}

fn fixtures_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}
