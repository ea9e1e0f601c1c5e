//! The same journeys in a browser that runs no scripts.

use evenhand_e2e::browser::Scripts;

#[path = "shared/journeys.rs"]
mod journeys;

const S: Scripts = Scripts::Off;

#[test]
fn pages_run_no_scripts_in_this_browser() {
    let browser = evenhand_e2e::site::site().browser(S);
    let supported = browser
        .run("return document.body.classList.contains('govuk-frontend-supported')", serde_json::json!([]));
    assert_eq!(supported, false, "a page ran a script: nothing here would prove anything");
}
