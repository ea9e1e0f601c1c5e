//! Pictures of real pages for the documents: `cargo run -p evenhand-e2e --example screenshots`, after
//! `cargo build -p evenhand`. Everything on them is the demonstration's.

use std::path::Path;

use evenhand_e2e::browser::{Browser, Scripts};
use evenhand_e2e::site::site;
use evenhand_e2e::world::COUNCIL;
use serde_json::json;

fn main() {
    let reporter = site().person(COUNCIL.slug, COUNCIL.reporter);
    let reviewer = site().person(COUNCIL.slug, COUNCIL.reviewer);
    let customer = COUNCIL.customer(&reporter, "Marlow", "Ivarsen", "1971-11-14");
    let need = COUNCIL.codes("vocabulary", "need");
    reviewer.post(&format!("/customers/{customer}/needs"), json!({ "need": need.first() }));
    let before = COUNCIL.incident(&reporter, &customer, &["shouting"]);
    COUNCIL.decide(&reviewer, &reporter, &before);
    let incident = COUNCIL.incident(&reporter, &customer, &["threat", "shouting"]);
    let browser = site().browser(Scripts::On);
    take(&browser, "/sign-in", "sign-in");
    site().sign_in(&browser, COUNCIL.slug, COUNCIL.reporter);
    take(&browser, "/", "home");
    take(&browser, &format!("/customers/{customer}/now"), "contact-card");
    take(&browser, &format!("/incidents/new?customer={customer}"), "first-report");
    site().sign_in(&browser, COUNCIL.slug, COUNCIL.reviewer);
    take(&browser, "/tasks", "work-list");
    take(&browser, &format!("/incidents/{incident}"), "incident");
    reviewer.post(&format!("/incidents/{incident}/review-opening"), json!({}));
    take(&browser, &format!("/incidents/{incident}/review"), "review");
    site().sign_in(&browser, COUNCIL.slug, "g.pell");
    take(&browser, "/admin/policy", "policy-packs");
}

fn take(browser: &Browser, path: &str, name: &str) {
    browser.width(1100);
    browser
        .open(path)
        .picture(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/images/{name}.png")));
}
