//! Errors of every kind are told in plain words, with a reference by which the operator finds them, and nothing else.

#![expect(clippy::panic, reason = "a test that cannot be set up should stop at once")]

mod support;

use axum::http::{HeaderMap, Method, header};
use evenhand_store::Place;
use evenhand_testkit::raw;
use support::scene::COUNCIL;
use support::{Response, Site};

/// What an error page says: status, heading, and a reference of 24 digits.
#[track_caller]
fn told(response: &Response, status: u16, heading: &str) {
    response.is(status).has(&format!("<h1 class=\"govuk-heading-l\">{heading}</h1>"));
    let text = response.text();
    let reference = text.split("Reference: ").nth(1).unwrap_or_else(|| panic!("no reference: {text}"));
    assert!(reference.chars().take(24).all(|c| c.is_ascii_hexdigit()), "{reference}");
    nothing_else(response);
}

/// The same in JSON.
#[track_caller]
fn told_in_json(response: &Response, status: u16, error: &str) {
    let json = response.is(status).json();
    assert_eq!(json["error"], error);
    assert!(json["says"].as_str().is_some_and(|says| says.ends_with('.') && says.len() > 10), "{json}");
    assert!(json["reference"].as_str().is_some_and(|reference| reference.len() == 24), "{json}");
    nothing_else(response);
}

/// No error tells how it is made inside.
#[track_caller]
fn nothing_else(response: &Response) {
    let text = response.text().to_lowercase();
    for inside in ["sqlite", "postgres", "select ", "insert ", "panicked", ".rs:", "stack backtrace", "/tmp/"]
    {
        assert!(!text.contains(inside), "{inside} in {text}");
    }
}

#[tokio::test]
async fn every_error_is_told_in_plain_words_with_a_reference() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let reviewer = COUNCIL.browser(&site, "p.wren").await;
    let typed = |media_type: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, media_type.parse().unwrap());
        headers.insert("x-csrf-token", reviewer.csrf().parse().unwrap());
        headers
    };
    let form = "application/x-www-form-urlencoded";
    let post = |path: &'static str, media_type: &'static str, body: Vec<u8>| {
        reviewer.request(Method::POST, path, typed(media_type), body)
    };
    told(&reviewer.get("/nothing").await, 404, "Page not found");
    told(&reviewer.get("/incidents/nothing").await, 404, "Page not found");
    told(&site.browser().get("/nothing").await, 404, "Page not found");
    told_in_json(&reviewer.get("/api/v1/nothing").await, 404, "not-found");
    told(&reviewer.get("/admin/places").await, 403, "You cannot do this");
    told_in_json(&reviewer.get("/api/v1/admin/places").await, 403, "forbidden");
    let put = |path: &'static str| reviewer.request(Method::PUT, path, HeaderMap::new(), Vec::new());
    told(&put("/customers").await, 405, "This cannot be done here");
    told_in_json(&put("/api/v1/customers").await, 405, "wrong-method");
    told(&post("/customers", form, vec![b'x'; 3 << 20]).await, 413, "This is too large");
    told_in_json(&post("/api/v1/customers", form, vec![b'x'; 3 << 20]).await, 413, "too-large");
    told(&post("/customers", "text/plain", b"q=x".to_vec()).await, 415, "This kind of content is not taken");
    told_in_json(&post("/api/v1/customers", "text/plain", b"q=x".to_vec()).await, 415, "wrong-type");
    told_in_json(&post("/api/v1/customers/new", "application/json", b"{}".to_vec()).await, 422, "refused");
    let nobody = site.browser();
    for _ in 0..10 {
        nobody.post_bare("/sign-in", &[("organisation", "tarrowmere"), ("name", "x")]).await;
    }
    let too_many = nobody.post_bare("/sign-in", &[("organisation", "tarrowmere"), ("name", "x")]).await;
    told(&too_many, 429, "Too many attempts");
    assert_eq!(too_many.headers[header::RETRY_AFTER], "6");

    let place = Place::File(site.home.folder.path().join("tarrowmere/record.db"));
    let refuse = "create trigger refuse before insert on looks begin select raise(abort, 'no'); end";
    raw::execute(&place, refuse).await.unwrap();
    let file = format!("/customers/{}", scene.customer);
    let unavailable = reviewer.get(&file).await;
    told(&unavailable, 503, "This is not available now");
    assert_eq!(unavailable.headers[header::RETRY_AFTER], "30");
    told_in_json(&reviewer.get(&format!("/api/v1{file}")).await, 503, "unavailable");
}

#[tokio::test]
async fn an_error_names_who_can_do_it_instead() {
    let site = Site::open().await;
    let reviewer = COUNCIL.browser(&site, "p.wren").await;
    reviewer.get("/admin/places").await.is(403).has("These do: Administrator.");
}
