//! One demonstration for all tests of a file, and people who are signed in to it.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::browser::{Browser, Driver, Scripts};
use crate::http::{self, Request, Response};
use crate::process::Product;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "heron brisk lantern 41 quay";

/// The product with its demonstration, and the driver of browsers.
pub struct Site {
    /// Where it listens: `127.0.0.1:41234`.
    pub address: String,
    _product: Mutex<Product>,
    pub driver: Driver,
    _keeper: Keeper,
}

/// Stops what outlives the tests: a static value is never dropped, but its pipe is closed when the tests end,
/// whichever way they end.
pub struct Keeper(#[expect(dead_code, reason = "it is held, never used")] Child);

/// Somebody signed in, over the API.
pub struct Person {
    address: String,
    /// The cookie's value.
    pub session: String,
    csrf: String,
    pub staff: String,
}

/// The demonstration of this test file.
pub fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let folder = TempDir::new().unwrap().keep();
        let product = Product::demo(&folder.join("data"));
        let driver = Driver::start();
        let keeper = Keeper::watch(&[product.pid(), driver.pid()], &folder);
        Site { address: product.address.clone(), _product: Mutex::new(product), driver, _keeper: keeper }
    })
}

impl Keeper {
    /// Waits for the end of the tests, then stops processes and removes a folder.
    pub fn watch(pids: &[u32], folder: &PathBuf) -> Keeper {
        let script = r#"read -r _; folder=$1; shift; kill -TERM "$@"; sleep 2; rm -rf "$folder""#;
        let child = Command::new("sh")
            .args(["-c", script, "keeper"])
            .arg(folder)
            .args(pids.iter().map(u32::to_string))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Keeper(child)
    }
}

impl Site {
    /// A browser of nobody.
    pub fn browser(&self, scripts: Scripts) -> Browser {
        let browser = self.driver.browser(&self.address, scripts);
        browser.open("/sign-in");
        browser
    }

    /// A browser of somebody who is signed in.
    pub fn browser_of(&self, organisation: &str, account: &str, scripts: Scripts) -> Browser {
        let browser = self.browser(scripts);
        self.sign_in(&browser, organisation, account);
        browser
    }

    /// Signs somebody in, in place of whoever the browser belonged to.
    pub fn sign_in(&self, browser: &Browser, organisation: &str, account: &str) {
        browser.forget();
        browser.cookie("session", &self.person(organisation, account).session);
    }

    /// Somebody signed in, over the API.
    pub fn person(&self, organisation: &str, account: &str) -> Person {
        Site::person_at(&self.address, organisation, account)
    }

    /// Somebody signed in at an address.
    pub fn person_at(address: &str, organisation: &str, account: &str) -> Person {
        let body = json!({ "organisation": organisation, "name": account, "password": PASSWORD });
        let answer = post(address, "/api/v1/sign-in", &[], &body);
        assert_eq!(answer.status, 201, "{account}: {}", String::from_utf8_lossy(&answer.body));
        let cookie = answer.header("set-cookie").unwrap_or_default();
        let session = cookie.split(';').next().and_then(|pair| pair.split_once('='));
        let made = answer.json();
        Person {
            address: address.to_owned(),
            session: session.unwrap().1.to_owned(),
            csrf: made["csrf"].as_str().unwrap().to_owned(),
            staff: made["staff"].as_str().unwrap().to_owned(),
        }
    }
}

impl Person {
    /// Looks at something.
    #[track_caller]
    pub fn get(&self, path: &str) -> Json {
        let answer = self.ask(path);
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// Looks at something that may not be there.
    pub fn ask(&self, path: &str) -> Response {
        let cookie = format!("session={}", self.session);
        let headers = [("cookie", cookie.as_str())];
        let path = format!("/api/v1{path}");
        let request = Request { method: "GET", path: &path, headers: &headers, body: b"" };
        http::send(&self.address, None, &request).unwrap()
    }

    /// Looks at a page as a browser would.
    pub fn page(&self, path: &str) -> Response {
        let cookie = format!("session={}", self.session);
        let headers = [("cookie", cookie.as_str())];
        http::send(&self.address, None, &Request { method: "GET", path, headers: &headers, body: b"" })
            .unwrap()
    }

    /// Locks the session, as a screen does that was covered for long.
    pub fn lock(&self) {
        let cookie = format!("session={}", self.session);
        let headers = [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let body = format!("_csrf={}&at=0", self.csrf);
        let request = Request { method: "POST", path: "/uncover", headers: &headers, body: body.as_bytes() };
        let answer = http::send(&self.address, None, &request).unwrap();
        assert_eq!(answer.header("location"), Some("/unlock"), "{}", answer.status);
    }

    /// Changes something; gives what was made.
    #[track_caller]
    pub fn post(&self, path: &str, body: Json) -> Json {
        let answer = self.send(path, &body);
        assert!(answer.status < 300, "{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// Tries to change something.
    pub fn send(&self, path: &str, body: &Json) -> Response {
        let cookie = format!("session={}", self.session);
        let headers = [("cookie", cookie.as_str()), ("x-csrf-token", self.csrf.as_str())];
        post(&self.address, &format!("/api/v1{path}"), &headers, body)
    }

    /// Makes something and gives its id.
    #[track_caller]
    pub fn make(&self, path: &str, body: Json) -> String {
        let made = self.post(path, body);
        let stream = made["stream"].as_str().unwrap_or_else(|| panic!("{path} made {made}"));
        stream.split_once(':').unwrap().1.to_owned()
    }
}

fn post(address: &str, path: &str, headers: &[(&str, &str)], body: &Json) -> Response {
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    let body = body.to_string();
    let request = Request { method: "POST", path, headers: &all, body: body.as_bytes() };
    http::send(address, Some(next_source()), &request).unwrap()
}

/// An address nobody has come from yet: attempts to sign in are counted by source.
fn next_source() -> IpAddr {
    static LAST: AtomicU32 = AtomicU32::new(2);
    let [_, a, b, c] = LAST.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    IpAddr::V4(Ipv4Addr::new(127, a.wrapping_add(1), b, c))
}
