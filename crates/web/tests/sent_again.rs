//! Who got no answer sends again, and learns what came of it.

mod support;

use serde_json::json;
use support::Site;

const FORM: &[(&str, &str)] = &[
    ("safe", "yes"),
    ("channel", "in-person"),
    ("site_kind", "office"),
    ("happenings", "threat"),
    ("happenings", "shouting"),
    ("presence", "gone"),
    ("words", "Said that he would wait outside"),
    ("_key", "one form"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_of_now_that_is_sent_again_later_is_the_same_report() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    let first = browser.post("/incidents/new", FORM).await;
    first.is(303);
    site.home.clock.pass(jiff::SignedDuration::from_mins(3));
    let again = browser.post("/incidents/new", FORM).await;
    assert_eq!(again.is(303).location(), first.location());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_with_other_words_is_not_the_same_form() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    browser.post("/incidents/new", FORM).await.is(303);
    let mut other = FORM.to_vec();
    other[6].1 = "Said that he would come back";
    let refused = browser.post("/incidents/new", &other).await;
    refused.is(422).has("already sent with other content").has("Said that he would come back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_forms_with_one_key_are_not_the_same_form() {
    let site = Site::open().await;
    let incident = site.incident(None).await;
    let browser = site.council("a.quill").await;
    let words = json!({ "kind": "account", "text": "He came back", "_key": "one form" });
    browser.json(&format!("/api/v1/incidents/{incident}/words"), &words).await.is(201);
    let corrected = json!({ "place": "desk 3", "because": "It was at the desk", "_key": "one form" });
    browser.json(&format!("/api/v1/incidents/{incident}/correction"), &corrected).await.is(422);
}
