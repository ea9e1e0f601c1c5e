//! Nothing is done in somebody's name from another site, and looking changes nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

mod support;

use std::collections::BTreeSet;

use axum::http::{HeaderMap, HeaderValue, Method as HttpMethod, Request, header};
use evenhand_store::Place;
use evenhand_testkit::{PASSWORD, raw};
use evenhand_web::{Access, Method, Mounts, ROUTES, Settings};
use support::scene::{COUNCIL, ORDINARY_NAME, SEALED_NAME, Scene};
use support::{Browser, Response, Site};

fn place(site: &Site) -> Place {
    Place::File(site.home.folder.path().join("tarrowmere/record.db"))
}

/// Everything that is kept and no look, as one text.
async fn kept(site: &Site) -> String {
    let mut all = String::new();
    for sql in [
        "select count(*), max(seq) from events",
        "select hash from files order by hash",
        "select staff, id, page, fields from drafts order by staff, id",
        "select staff, chosen from preferences order by staff",
        "select staff, id, read_at from inbox order by staff, id",
        "select staff, name, password, disabled from accounts order by staff",
        "select staff, expires_at from invitations order by staff",
        "select staff, csrf, locked from sessions order by csrf",
    ] {
        let rows = raw::rows(&place(site), sql).await;
        all.push_str(&format!("{sql}: {rows:?}\n"));
    }
    all
}

fn filled(path: &str, scene: &Scene) -> String {
    scene.filled(path, &COUNCIL, &scene.incident, &scene.customer)
}

/// Every address with its mount.
fn addresses(method: Method, scene: &Scene) -> Vec<(String, Access)> {
    let mut all = Vec::new();
    for route in ROUTES.iter().filter(|route| route.method == method) {
        let path = filled(route.path, scene);
        if !matches!(route.mounts, Mounts::Api) {
            all.push((path.clone(), route.access));
        }
        if !matches!(route.mounts, Mounts::Page) {
            all.push((format!("/api/v1{path}"), route.access));
        }
    }
    all
}

async fn post(browser: &Browser<'_>, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut all = HeaderMap::new();
    let media_type =
        if path.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
    all.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    for (name, value) in headers {
        all.insert(name.parse::<axum::http::HeaderName>().unwrap(), value.parse().unwrap());
    }
    browser.request(HttpMethod::POST, path, all, body.as_bytes().to_vec()).await
}

#[tokio::test]
async fn nothing_is_done_without_proof_that_it_comes_from_here() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let other = COUNCIL.browser(&site, "m.birch").await.csrf();
    for account in ["g.pell", "p.wren"] {
        let browser = &COUNCIL.browser(&site, account).await;
        let before = kept(&site).await;
        let own = browser.csrf();
        for (path, access) in addresses(Method::Post, &scene) {
            if access == Access::Open {
                continue;
            }
            site.home.clock.pass(jiff::SignedDuration::from_secs(6));
            let body = if path.starts_with("/api/") { "{}" } else { "because=x&note=x" };
            let with = |csrf: &str| format!("{body}&_csrf={csrf}");
            let page = !path.starts_with("/api/");
            let attempts = [
                post(browser, &path, &[], body).await,
                post(browser, &path, &[("x-csrf-token", "0123")], body).await,
                post(browser, &path, &[("x-csrf-token", &other)], body).await,
                post(
                    browser,
                    &path,
                    &[("x-csrf-token", &own), ("origin", "https://evil.example"), ("host", "here")],
                    body,
                )
                .await,
                post(browser, &path, &[("x-csrf-token", &own), ("sec-fetch-site", "cross-site")], body).await,
                post(browser, &path, &[("x-csrf-token", &own), ("sec-fetch-site", "same-site")], body).await,
                post(browser, &path, &[("x-csrf-token", &own), ("origin", "null"), ("host", "here")], body)
                    .await,
            ];
            for (n, attempt) in attempts.iter().enumerate() {
                assert!(
                    matches!(attempt.status.as_u16(), 403 | 404 | 429),
                    "{n}: {path}: {} {}",
                    attempt.status,
                    attempt.text()
                );
            }
            if page {
                let wrong = post(browser, &path, &[], &with(&other)).await;
                assert!(matches!(wrong.status.as_u16(), 403 | 404 | 429), "{path}: {}", wrong.status);
            }
        }
        assert_eq!(kept(&site).await, before, "{account}");
    }
}

#[tokio::test]
async fn a_form_that_lost_its_proof_comes_back_filled_in_and_counts_once_sent_again() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let reviewer = COUNCIL.browser(&site, "p.wren").await;
    let path = format!("/incidents/{}/follow-ups", scene.incident);
    let lost = reviewer.post_bare(&path, &[("what", "Write down who saw it"), ("_csrf", "gone")]).await;
    lost.is(403).has("Write down who saw it").has("check it and send it again");
    reviewer.remember_form(&lost);
    let owner = site.home.tarrowmere.id("a.quill").to_string();
    reviewer.post(&path, &[("what", "Write down who saw it"), ("owner", &owner)]).await.is(303);
}

#[tokio::test]
async fn signing_in_from_another_site_is_refused_too() {
    let site = Site::open().await;
    site.council("a.quill").await;
    let nobody = site.browser();
    let body = format!("organisation=tarrowmere&name=a.quill&password={}", PASSWORD.replace(' ', "+"));
    let forged = post(&nobody, "/sign-in", &[("sec-fetch-site", "cross-site")], &body).await;
    forged.is(403).has("Reference:");
    assert!(forged.headers.get(header::SET_COOKIE).is_none());
    let sent = post(&nobody, "/sign-in", &[("sec-fetch-site", "same-origin")], &body).await;
    assert!(sent.is(303).headers.get(header::SET_COOKIE).is_some());
}

#[tokio::test]
async fn looking_changes_nothing() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    for account in ["p.wren", "g.pell", "e.roth", "n.iyer"] {
        let browser = COUNCIL.browser(&site, account).await;
        let before = kept(&site).await;
        for (path, _) in addresses(Method::Get, &scene) {
            browser.get(&path).await;
            browser.get(&format!("{path}?_method=POST&because=x&note=x&_save=yes&on=yes&tab=team")).await;
            let mut headers = HeaderMap::new();
            headers.insert("x-http-method-override", HeaderValue::from_static("POST"));
            headers.insert("x-csrf-token", browser.csrf().parse().unwrap());
            browser.request(HttpMethod::GET, &path, headers, Vec::new()).await;
            browser.request(HttpMethod::HEAD, &path, HeaderMap::new(), Vec::new()).await;
        }
        assert_eq!(kept(&site).await, before, "{account}");
    }
}

#[tokio::test]
async fn only_forms_and_json_are_taken_and_no_method_hides_in_another() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let reviewer = COUNCIL.browser(&site, "p.wren").await;
    let before = kept(&site).await;
    let path = format!("/api/v1/incidents/{}/follow-ups", scene.incident);
    let owner = site.home.tarrowmere.id("a.quill").to_string();
    let body = serde_json::json!({ "what": "Ring them", "owner": owner }).to_string();
    for media_type in ["text/plain", "application/xml", "text/html", "", "application/jsonx", "image/png"] {
        let csrf = reviewer.csrf();
        let headers = [("content-type", media_type), ("x-csrf-token", csrf.as_str())];
        let refused = post(&reviewer, &path, &headers, &body).await;
        assert_eq!(refused.is(415).json()["error"], "wrong-type", "{media_type}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        let method = HttpMethod::from_bytes(method.as_bytes()).unwrap();
        for path in [path.as_str(), "/customers", "/sign-in", "/", "/assets/app.js"] {
            let mut headers = HeaderMap::new();
            headers.insert("x-csrf-token", reviewer.csrf().parse().unwrap());
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            let refused = reviewer.request(method.clone(), path, headers, body.clone().into_bytes()).await;
            refused.is(405);
        }
    }
    assert_eq!(kept(&site).await, before);
}

/// Answers of every kind: pages, JSON, files, errors, nothing.
async fn answers(browser: &Browser<'_>, scene: &Scene) -> Vec<(String, Response)> {
    let mut all = Vec::new();
    for (path, _) in addresses(Method::Get, scene) {
        all.push((path.clone(), browser.get(&path).await));
    }
    for (path, _) in
        addresses(Method::Post, scene).into_iter().filter(|(path, _)| path.contains("follow-ups"))
    {
        all.push((path.clone(), post(browser, &path, &[], "{}").await));
    }
    for path in [
        "/nothing",
        "/api/v1/nothing",
        "/assets/nothing.js",
        "/theme/nothing.css",
        "/theme/1f4e5f.css",
        "/api/v1",
    ] {
        all.push((path.to_owned(), browser.get(path).await));
    }
    for asset in evenhand_ui::assets().iter().take(5) {
        all.push((asset.path.to_owned(), browser.get(&asset.path).await));
    }
    let delete = browser.request(HttpMethod::DELETE, "/customers", HeaderMap::new(), Vec::new()).await;
    all.push(("DELETE /customers".to_owned(), delete));
    all
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let secure = Settings { secure: true, ..Settings::default() };
    let https =
        Site { router: evenhand_web::router(site.home.installation.clone(), secure), home: site.home };
    for browser in [https.browser(), https.over_https("p.wren").await] {
        let found = answers(&browser, &scene).await;
        assert!(found.iter().any(|(_, response)| response.status == 200));
        for (path, response) in found {
            let value = |name: &str| {
                let value = response.headers.get(name).unwrap_or_else(|| panic!("{path} has no {name}"));
                value.to_str().unwrap().to_owned()
            };
            let policy = value("content-security-policy");
            for part in [
                "default-src 'none'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "require-trusted-types-for 'script'",
            ] {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            assert!(
                !policy.contains("unsafe-") && !policy.contains('*') && !policy.contains("http"),
                "{path}: {policy}"
            );
            assert_eq!(value("x-frame-options"), "DENY", "{path}");
            assert_eq!(value("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(value("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(value("cross-origin-opener-policy"), "same-origin", "{path}");
            assert_eq!(value("cross-origin-resource-policy"), "same-origin", "{path}");
            assert!(value("permissions-policy").contains("camera=()"), "{path}");
            assert!(value("strict-transport-security").starts_with("max-age=31536000"), "{path}");
            let file = path.starts_with("/assets/") || path.starts_with("/theme/");
            let kept = if file && response.status == 200 { "immutable" } else { "no-store" };
            assert!(value("cache-control").contains(kept), "{path}: {}", value("cache-control"));
            let media_type = value("content-type");
            let text = media_type.starts_with("text/")
                || media_type.contains("json")
                || media_type.contains("javascript");
            assert!(!text || media_type.contains("charset=utf-8"), "{path}: {media_type}");
        }
    }
}

#[tokio::test]
async fn cookies_are_for_this_site_and_no_script() {
    let site = Site::open().await;
    site.council("a.quill").await;
    let body = format!("organisation=tarrowmere&name=a.quill&password={}", PASSWORD.replace(' ', "+"));
    let secure = Settings { secure: true, ..Settings::default() };
    let https = evenhand_web::router(site.home.installation.clone(), secure);
    for (router, name, marked) in [(site.router.clone(), "session=", false), (https, "__Host-session=", true)]
    {
        let request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(body.clone()))
            .unwrap();
        let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.starts_with(name), "{cookie}");
        for mark in ["; Path=/", "; HttpOnly", "; SameSite=Strict"] {
            assert!(cookie.contains(mark), "{cookie}");
        }
        assert_eq!(cookie.contains("; Secure"), marked, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn no_address_holds_anything_of_a_person() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let mut links: BTreeSet<String> = BTreeSet::new();
    for account in ["p.wren", "e.roth", "a.quill", "g.pell"] {
        let browser = COUNCIL.browser(&site, account).await;
        for (path, _) in addresses(Method::Get, &scene) {
            links.extend(led_to(&browser.get(&path).await));
        }
        for q in ["Marlow", "Marlow Fenn-Castle 14/11/1971", "0491 570 156", "nobody at all"] {
            links.extend(led_to(&browser.post("/counter", &[("q", q), ("channel", "phone")]).await));
            links.extend(led_to(&browser.post("/customers", &[("q", q)]).await));
        }
    }
    assert!(links.len() > 100, "{}", links.len());
    for link in &links {
        let decoded = percent_encoding::percent_decode_str(link).decode_utf8_lossy().to_lowercase();
        for canary in [
            "marlow",
            &ORDINARY_NAME.to_lowercase(),
            &SEALED_NAME.to_lowercase(),
            "fenn",
            "0491",
            "1971",
            "quill",
        ] {
            assert!(!decoded.contains(canary), "{link}");
        }
    }
}

/// Where an answer leads: its links, forms and its location.
fn led_to(response: &Response) -> Vec<String> {
    let text = response.text();
    let mut found = Vec::new();
    for attribute in ["href=\"", "action=\"", "src=\"", "data-draft=\""] {
        let parts = text.split(attribute).skip(1);
        found.extend(parts.map(|part| part.split('"').next().unwrap().to_owned()));
    }
    let location = response.headers.get(header::LOCATION);
    found.extend(location.map(|to| to.to_str().unwrap().to_owned()));
    found.retain(|link| !link.starts_with("tel:") && !link.starts_with("mailto:"));
    found
}
