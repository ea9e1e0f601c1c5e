//! A whole installation behind its router, and people with browsers that keep one cookie.
#![allow(dead_code, reason = "each test file uses some of it")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

pub mod forms;
pub mod journeys;

pub mod scene;

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use evenhand_domain::customer::{Address, Details, Registered};
use evenhand_domain::incident::{Harm, Report};
use evenhand_testkit::{PASSWORD, TestInstallation, TestOrg};
use evenhand_web::Settings;
use http_body_util::BodyExt;
use serde_json::Value as Json;
use tower::ServiceExt;

/// An installation with both organisations, behind its router.
pub struct Site {
    pub home: TestInstallation,
    pub router: Router,
}

/// Somebody with a browser.
pub struct Browser<'a> {
    site: &'a Site,
    cookie: Mutex<Option<String>>,
    csrf: Mutex<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Site {
    pub async fn open() -> Site {
        let home = TestInstallation::open().await;
        let router = evenhand_web::router(home.installation.clone(), Settings::default());
        Site { home, router }
    }

    /// The same on an engine.
    pub async fn on(engine: evenhand_testkit::Engine) -> Site {
        let home = TestInstallation::on(engine).await;
        let router = evenhand_web::router(home.installation.clone(), Settings::default());
        Site { home, router }
    }

    /// A browser of nobody.
    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookie: Mutex::default(), csrf: Mutex::default() }
    }

    /// Somebody of the council, signed in.
    pub async fn council(&self, account: &str) -> Browser<'_> {
        self.signed_in(&self.home.tarrowmere, account).await
    }

    /// Somebody of the agency, signed in.
    pub async fn agency(&self, account: &str) -> Browser<'_> {
        self.signed_in(&self.home.nas, account).await
    }

    pub async fn signed_in(&self, org: &TestOrg, account: &str) -> Browser<'_> {
        let id = org.id(account);
        let known = org.app.demonstration_accounts().await.unwrap();
        if known.iter().all(|known| known.name != account) {
            org.app.put_account(&id, account, PASSWORD).await.unwrap();
        }
        let browser = self.browser();
        let signed_in = org.app.sign_in(account, PASSWORD).await.unwrap();
        *browser.cookie.lock().unwrap() = Some(format!("session={}.{}", org.app.slug(), signed_in.token));
        *browser.csrf.lock().unwrap() = signed_in.csrf;
        browser
    }

    /// Somebody of the council who is signed in where cookies are marked.
    pub async fn over_https(&self, account: &str) -> Browser<'_> {
        let browser = self.council(account).await;
        let cookie = browser.cookie.lock().unwrap().take().map(|cookie| format!("__Host-{cookie}"));
        *browser.cookie.lock().unwrap() = cookie;
        browser
    }

    async fn send(&self, request: Request<Body>) -> Response {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Response { status: parts.status, headers: parts.headers, body }
    }

    /// A customer of the council.
    pub async fn customer(&self, family_name: &str) -> String {
        let org = &self.home.tarrowmere;
        let registered = Registered {
            reference: String::new(),
            details: Details {
                given_names: "Marlow".to_owned(),
                family_name: family_name.to_owned(),
                born_on: Some(jiff::civil::date(1971, 11, 14)),
                customer_type: "current-customer".to_owned(),
                phones: vec!["0491 570 156".to_owned()],
                addresses: vec![Address {
                    street: "12 Fern Street".to_owned(),
                    suburb: "Tarrowmere".to_owned(),
                    state: "TW 0000".to_owned(),
                }],
                ..Details::default()
            },
            source: "a test".to_owned(),
        };
        let who = org.who("a.quill").await;
        let done = org.app.register_customer(&who, registered, &org.request()).await.unwrap();
        done.stream.trim_start_matches("customer:").to_owned()
    }

    /// An incident of the council, reported by A. Quill about a customer.
    pub async fn incident(&self, customer: Option<&str>) -> String {
        self.reported(customer, "threat").await
    }

    /// An incident of the council with one box ticked.
    pub async fn reported(&self, customer: Option<&str>, happening: &str) -> String {
        let org = &self.home.tarrowmere;
        let who = org.who("a.quill").await;
        let happenings = &who.pack().vocabulary.happenings;
        let known = happenings.iter().any(|known| known.term.code == happening);
        assert!(
            known,
            "{happening} is not one of {:?}",
            happenings.iter().map(|h| &h.term.code).collect::<Vec<_>>()
        );
        let report = Report {
            site_kind: who.pack().vocabulary.site_kinds.first().unwrap().term.code.clone(),
            occurred_at: who.now(),
            happenings: [happening.to_owned()].into(),
            harm: [Harm::Police].into(),
            words: Some("The customer said: “I will wait for you outside.”".to_owned()),
            handler: None,
            ..Report::default()
        };
        let customer = customer.map(|id| id.parse().unwrap());
        let done = org.app.report_incident(&who, report, customer, &org.request()).await.unwrap();
        done.stream.trim_start_matches("incident:").to_owned()
    }
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path, HeaderMap::new(), Vec::new()).await
    }

    /// Sends a form as a page of ours does, with proof of where it comes from.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let csrf = self.csrf.lock().unwrap().clone();
        let mut all = fields.to_vec();
        all.push(("_csrf", &csrf));
        self.post_bare(path, &all).await
    }

    /// Sends a form as it is.
    pub async fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        self.request(Method::POST, path, headers, pairs.join("&").into_bytes()).await
    }

    /// Sends JSON to the API.
    pub async fn json(&self, path: &str, body: &Json) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        let csrf = self.csrf.lock().unwrap().clone();
        headers.insert("x-csrf-token", csrf.parse().unwrap());
        self.request(Method::POST, path, headers, body.to_string().into_bytes()).await
    }

    /// Attaches a file, as a page of ours does.
    pub async fn attach(&self, path: &str, name: &str, bytes: &[u8]) -> Response {
        let csrf = self.csrf.lock().unwrap().clone();
        let mut body = Vec::new();
        for (field, value) in [("_csrf", csrf.as_str()), ("what", "What was said")] {
            body.extend(
                format!("--here\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        let head =
            format!("--here\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n--here--\r\n");
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "multipart/form-data; boundary=here".parse().unwrap());
        self.request(Method::POST, path, headers, body).await
    }

    pub async fn request(&self, method: Method, path: &str, headers: HeaderMap, body: Vec<u8>) -> Response {
        let mut request = Request::builder().method(method).uri(path).body(in_pieces(&body)).unwrap();
        *request.headers_mut() = headers;
        if let Some(cookie) = self.cookie.lock().unwrap().as_ref() {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        let response = self.site.send(request).await;
        if let Some(set) = response.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            *self.cookie.lock().unwrap() = Some(pair);
        }
        response
    }

    /// Takes the CSRF value from a page, as a browser would send it back.
    pub fn remember_form(&self, response: &Response) {
        *self.csrf.lock().unwrap() = response.hidden("_csrf").unwrap();
    }

    /// Another browser that holds the same cookie.
    pub fn copy(&self) -> Browser<'_> {
        let cookie = Mutex::new(self.cookie.lock().unwrap().clone());
        Browser { site: self.site, cookie, csrf: Mutex::new(self.csrf()) }
    }

    /// Puts a cookie there, as somebody else might.
    pub fn plant(&self, cookie: &str) {
        *self.cookie.lock().unwrap() = Some(cookie.to_owned());
    }

    /// The token of the session.
    pub fn token(&self) -> String {
        let cookie = self.cookie.lock().unwrap().clone().unwrap_or_default();
        cookie.rsplit('.').next().unwrap_or_default().to_owned()
    }

    pub fn csrf(&self) -> String {
        self.csrf.lock().unwrap().clone()
    }
}

impl Response {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.text()))
    }

    pub fn location(&self) -> String {
        self.headers
            .get(header::LOCATION)
            .unwrap_or_else(|| panic!("no location: {}", self.text()))
            .to_str()
            .unwrap()
            .to_owned()
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let text = self.text();
        let rest = text.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        Some(rest.split('"').next()?.to_owned())
    }

    /// The codes of the problems of an error in JSON.
    pub fn problems(&self) -> Vec<(String, String)> {
        let json = self.json();
        let problems = json["problems"].as_array().cloned().unwrap_or_default();
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        problems.iter().map(|problem| (text(&problem["field"]), text(&problem["code"]))).collect()
    }

    /// Says that the answer has a status, or shows what came instead.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Response {
        let text = self.text();
        let shown: String = text.chars().take(3_000).collect();
        assert_eq!(self.status.as_u16(), status, "{shown}");
        self
    }

    /// Says that the answer holds a text.
    #[track_caller]
    pub fn has(&self, text: &str) -> &Response {
        assert!(self.text().contains(text), "`{text}` is not in:\n{}", self.text());
        self
    }

    /// Says that the answer does not hold a text.
    #[track_caller]
    pub fn has_not(&self, text: &str) -> &Response {
        assert!(!self.text().contains(text), "`{text}` is in:\n{}", self.text());
        self
    }
}

/// Values by name, for forms.
pub type Fields = BTreeMap<String, String>;

/// A body as a network brings it: piece by piece.
fn in_pieces(body: &[u8]) -> Body {
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
        body.chunks(64 * 1024).map(|piece| Ok(piece.to_vec())).collect();
    Body::from_stream(futures::stream::iter(pieces))
}
