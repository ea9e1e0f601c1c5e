//! What axe-core finds on a page, and whether the page fits.

use std::sync::OnceLock;

use serde_json::{Value as Json, json};

use crate::browser::{Browser, Scripts};

/// The gates of the project: WCAG 2.0 to 2.2, A and AA, and the best practices axe knows.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/// Rules of AAA that we hold as well.
const STRICTER: [&str; 1] = ["color-contrast-enhanced"];

/// Every violation on the page as it is now: the rule, what it says, and each element.
pub fn violations(browser: &Browser) -> Vec<String> {
    browser.run(&format!("if (!window.axe) {{ {} }}", axe()), json!([]));
    let rules: serde_json::Map<String, Json> =
        STRICTER.iter().map(|rule| ((*rule).to_owned(), json!({ "enabled": true }))).collect();
    let options = json!({ "runOnly": { "type": "tag", "values": TAGS }, "rules": rules, "resultTypes": ["violations"] });
    let run = "const [options, done] = arguments;
        axe.run(document, options).then(found => done(found.violations), error => done([{ id: 'axe', help: String(error), nodes: [] }]));";
    let found = browser.run_async(run, json!([options]));
    let found = found.as_array().cloned().unwrap_or_else(|| panic!("axe said {found}"));
    found.iter().map(said).collect()
}

/// Everything that is wrong with the page as it is now, axe's findings among it.
pub fn problems(browser: &Browser) -> Vec<String> {
    let mut problems = match browser.scripts {
        Scripts::On => violations(browser),
        // axe waits on timers, which a page without scripts does not have; its markup is the same as with them.
        Scripts::Off => Vec::new(),
    };
    let page = browser.run(
        "return { h1: document.querySelectorAll('h1').length, title: document.title,
            wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            main: document.querySelectorAll('main').length,
            beyond: [...document.querySelectorAll('main *')].filter(e => !e.closest('[role=region], .ucc-scroll-region') && e.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 3).map(e => e.outerHTML.slice(0, 160)) }",
        json!([]),
    );
    if page["h1"] != 1 || page["main"] != 1 || page["title"] == "" {
        problems.push(format!("not one heading, one main part and a title: {page}"));
    }
    if page["wide"].as_i64() != Some(0) {
        problems.push(format!("scrolls sideways by {} px: {}", page["wide"], page["beyond"]));
    }
    problems
}

fn said(violation: &Json) -> String {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    let nodes: Vec<String> = nodes
        .iter()
        .take(4)
        .map(|node| format!("{} [{}]", text(&node["html"]), text(&node["failureSummary"]).replace('\n', " ")))
        .collect();
    format!("{}: {}\n      {}", text(&violation["id"]), text(&violation["help"]), nodes.join("\n      "))
}

/// The script, as it is vendored beside the design system.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/ui/tests/vendor/axe.min.js");
        std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"))
    })
}
