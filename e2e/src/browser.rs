//! A browser, driven over WebDriver, with a meter: what a person does on a page is counted, never how long it takes.
//!
//! WebDriver is JSON over HTTP, and a dozen commands are all that is used of it, so they are spoken here.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::http::{self, Request};

/// The name of an element in WebDriver's answers (W3C WebDriver, 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How often a page is asked again before a test gives up on it, and how long between.
const ATTEMPTS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);
/// How many pauses a page may take to go away once something was pressed.
const GRACE: u32 = 20;

/// The keys that are no letters (W3C WebDriver, 17.4.2).
pub mod keys {
    pub const TAB: &str = "\u{E004}";
    pub const ENTER: &str = "\u{E007}";
    pub const SHIFT: &str = "\u{E008}";
    pub const SPACE: &str = " ";
    pub const DOWN: &str = "\u{E015}";
}

/// The program that drives browsers.
pub struct Driver {
    child: Mutex<Child>,
    address: String,
}

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// A browser with a profile of its own. Dropped, it is closed.
pub struct Browser {
    driver: String,
    session: String,
    /// The site it is at: `http://127.0.0.1:41234`.
    pub site: String,
    pub scripts: Scripts,
    meter: Cell<Meter>,
    keyboard_only: Cell<bool>,
    last: RefCell<String>,
    _profile: TempDir,
}

/// What a person did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Meter {
    /// Fields filled in, choices made, buttons and links pressed.
    pub actions: u32,
    /// Pages that were loaded because of it.
    pub pages: u32,
}

impl Driver {
    /// Starts the driver that the system has. A machine without one fails the test.
    pub fn start() -> Driver {
        let port = free_port();
        let child = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver does not start; the tests need it: {error}"));
        // From here on it is stopped and waited for, whatever happens.
        let driver = Driver { child: Mutex::new(child), address: format!("127.0.0.1:{port}") };
        for _ in 0..ATTEMPTS {
            if ask(&driver.address, "GET", "/status", &Json::Null).is_ok_and(|is| is["ready"] == true) {
                return driver;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("chromedriver never got ready");
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.lock().unwrap().id()
    }

    /// Opens a browser.
    pub fn browser(&self, site: &str, scripts: Scripts) -> Browser {
        let profile = TempDir::new().unwrap();
        let mut flags: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-device-scale-factor=1",
            "--window-size=1280,900",
        ]
        .map(str::to_owned)
        .into();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let prefs = match scripts {
            Scripts::On => json!({}),
            Scripts::Off => json!({ "profile.managed_default_content_settings.javascript": 2 }),
        };
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": flags, "prefs": prefs },
        }}});
        let session = ask(&self.address, "POST", "/session", &wanted)
            .unwrap_or_else(|error| panic!("no browser starts: {error}"));
        Browser {
            driver: self.address.clone(),
            session: session["sessionId"].as_str().unwrap().to_owned(),
            site: format!("http://{site}"),
            scripts,
            meter: Cell::default(),
            keyboard_only: Cell::default(),
            last: RefCell::default(),
            _profile: profile,
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = ask(&self.driver, "DELETE", &format!("/session/{}", self.session), &Json::Null);
    }
}

/// Pages.
impl Browser {
    /// Opens an address of the site.
    pub fn open(&self, path: &str) -> &Browser {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.site) };
        self.command("POST", "/url", &json!({ "url": url }));
        self.settled();
        self
    }

    pub fn back(&self) {
        self.command("POST", "/back", &json!({}));
        self.settled();
    }

    pub fn reload(&self) {
        self.command("POST", "/refresh", &json!({}));
        self.settled();
    }

    /// The address of the page, without the site.
    pub fn path(&self) -> String {
        let url = self.command("GET", "/url", &Json::Null);
        url.as_str().unwrap_or_default().replacen(&self.site, "", 1)
    }

    /// The first heading.
    pub fn heading(&self) -> String {
        self.run("return (document.querySelector('h1')?.innerText ?? '').trim()", json!([]))
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// What can be read on the page.
    pub fn text(&self) -> String {
        let text = self.run("return document.body.innerText", json!([]));
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The page's title.
    pub fn title(&self) -> String {
        self.command("GET", "/title", &Json::Null).as_str().unwrap_or_default().to_owned()
    }

    /// Says that a text can be read on the page.
    #[track_caller]
    pub fn sees(&self, text: &str) -> &Browser {
        let page = self.text();
        assert!(page.contains(text), "`{text}` is not on {}:\n{page}", self.path());
        self
    }

    /// Says that a text cannot be read on the page.
    #[track_caller]
    pub fn sees_not(&self, text: &str) -> &Browser {
        let page = self.text();
        assert!(!page.contains(text), "`{text}` is on {}:\n{page}", self.path());
        self
    }

    /// Says what the first heading is.
    #[track_caller]
    pub fn is_at(&self, heading: &str) -> &Browser {
        let is = self.heading();
        assert_eq!(is, heading, "{}:\n{}", self.path(), self.text());
        self
    }

    /// Waits until something holds. Only for what a script does by itself.
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn(&Browser) -> bool) -> &Browser {
        for _ in 0..ATTEMPTS {
            if holds(self) {
                return self;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("{what}: never so on {}:\n{}", self.path(), self.text());
    }

    /// Runs a script in the page, as the driver may and the page may not.
    pub fn run(&self, script: &str, arguments: Json) -> Json {
        self.command("POST", "/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Runs a script that calls its last argument when it is done.
    pub fn run_async(&self, script: &str, arguments: Json) -> Json {
        self.command("POST", "/execute/async", &json!({ "script": script, "args": arguments }))
    }

    /// Speaks to the browser itself, for what WebDriver has no word for.
    pub fn devtools(&self, command: &str, parameters: Json) -> Json {
        self.command("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Makes the page so wide, in CSS pixels.
    pub fn width(&self, pixels: u32) {
        let size = json!({ "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// What the person asked of their system: `prefers-color-scheme`, `forced-colors` and the like.
    pub fn prefers(&self, features: &[(&str, &str)]) {
        let features: Vec<Json> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// A picture of the whole page.
    pub fn picture(&self, file: &Path) {
        let taken = self
            .devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "format": "png" }));
        let bytes = STANDARD.decode(taken["data"].as_str().unwrap()).unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// Gives the browser a cookie of the site.
    pub fn cookie(&self, name: &str, value: &str) {
        let cookie =
            json!({ "name": name, "value": value, "url": self.site, "httpOnly": true, "sameSite": "Strict" });
        self.devtools("Network.setCookie", cookie);
    }

    /// Takes all cookies away, as the end of a session does.
    pub fn forget(&self) {
        self.command("DELETE", "/cookie", &Json::Null);
    }
}

/// What a person does, found by what they read. Each is counted.
impl Browser {
    /// Begins to count.
    pub fn begin_to_count(&self) {
        self.meter.set(Meter::default());
    }

    /// What was done since.
    pub fn counted(&self) -> Meter {
        self.meter.get()
    }

    /// From here on the mouse must not be used.
    pub fn keyboard_only(&self) {
        self.keyboard_only.set(true);
    }

    /// Types into the field with a label, in place of what was there.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) -> &Browser {
        let field = self.field(label);
        self.act(&field, "clear", json!({}));
        self.act(&field, "value", json!({ "text": text }));
        self.acted();
        self
    }

    /// Fills in the three boxes of a date under a legend.
    #[track_caller]
    pub fn fill_date(&self, legend: &str, [day, month, year]: [&str; 3]) -> &Browser {
        for (label, text) in [("Day", day), ("Month", month), ("Year", year)] {
            let field = self.find(FIELD, json!([label, legend]), label);
            self.act(&field, "clear", json!({}));
            self.act(&field, "value", json!({ "text": text }));
        }
        self.acted();
        self
    }

    /// What stands in the field with a label.
    #[track_caller]
    pub fn value(&self, label: &str) -> String {
        let field = self.field(label);
        self.run("return arguments[0].value", json!([element(&field)]))
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Whether there is a field with a label.
    pub fn has_field(&self, label: &str) -> bool {
        !self.run(&reading(FIELD), json!([label, ""])).is_null()
    }

    /// Ticks a box or chooses an answer.
    #[track_caller]
    pub fn choose(&self, label: &str) -> &Browser {
        self.choose_in("", label)
    }

    /// The same, under a question.
    #[track_caller]
    pub fn choose_in(&self, legend: &str, label: &str) -> &Browser {
        let field = self.find(FIELD, json!([label, legend]), label);
        self.click(&field);
        self
    }

    /// Whether a box is ticked or an answer chosen.
    #[track_caller]
    pub fn is_chosen(&self, legend: &str, label: &str) -> bool {
        let field = self.find(FIELD, json!([label, legend]), label);
        self.run("return arguments[0].checked", json!([element(&field)])) == true
    }

    /// Picks from the list with a label.
    #[track_caller]
    pub fn pick(&self, label: &str, option: &str) -> &Browser {
        let field = self.field(label);
        let option = self.find(OPTION, json!([element(&field), option]), option);
        self.click(&option);
        self
    }

    /// Presses a button.
    #[track_caller]
    pub fn press(&self, text: &str) -> &Browser {
        let button = self.find(BUTTON, json!([text]), text);
        self.click(&button);
        self.gone_on();
        self
    }

    /// Follows a link.
    #[track_caller]
    pub fn follow(&self, text: &str) -> &Browser {
        let link = self.find(LINK, json!([text]), text);
        self.click(&link);
        self.gone_on();
        self
    }

    /// Opens what is folded under a summary, if it is folded.
    #[track_caller]
    pub fn unfold(&self, summary: &str) -> &Browser {
        let found = self.find(SUMMARY, json!([summary]), summary);
        let open = self.run("return arguments[0].parentElement.open", json!([element(&found)]));
        if open != true {
            self.click(&found);
        }
        self
    }

    /// Whether there is such a button or link.
    pub fn offers(&self, text: &str) -> bool {
        !self.run(&reading(BUTTON), json!([text])).is_null()
            || !self.run(&reading(LINK), json!([text])).is_null()
    }

    /// Every link of the menu, by its text.
    pub fn menu(&self) -> Vec<String> {
        self.of_menu("a.innerText.trim()")
    }

    /// Every link of the menu, by its address.
    pub fn menu_addresses(&self) -> Vec<String> {
        self.of_menu("a.getAttribute('href')")
    }

    fn of_menu(&self, what: &str) -> Vec<String> {
        let menu = ".govuk-service-navigation__link";
        let found =
            self.run(&format!("return [...document.querySelectorAll('{menu}')].map(a => {what})"), json!([]));
        found.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    }
}

/// The keyboard.
impl Browser {
    /// Presses one key after the other.
    pub fn keys(&self, keys: &str) -> &Browser {
        let strokes: Vec<Json> = keys
            .chars()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() }))
            })
            .collect();
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.command("POST", "/actions", &actions);
        self
    }

    /// Goes on with Tab until the focus is on the field, button or link with this name.
    #[track_caller]
    pub fn tab_to(&self, name: &str) -> &Browser {
        for _ in 0..200 {
            self.keys(keys::TAB);
            if self.focus() == name {
                return self;
            }
        }
        panic!("Tab never reaches `{name}` on {}:\n{}", self.path(), self.text());
    }

    /// What has the focus, by the name a person hears.
    pub fn focus(&self) -> String {
        self.run(&reading(FOCUS), json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Presses a key that counts as something done: a choice or the sending of a form.
    pub fn key_action(&self, key: &str) -> &Browser {
        self.keys(key);
        self.acted();
        if key == keys::ENTER {
            self.gone_on();
        }
        self
    }

    /// Types where the focus is; one thing done.
    pub fn type_here(&self, text: &str) -> &Browser {
        self.keys(text);
        self.acted();
        self
    }
}

impl Browser {
    #[track_caller]
    fn field(&self, label: &str) -> String {
        self.find(FIELD, json!([label, ""]), label)
    }

    #[track_caller]
    fn find(&self, script: &str, arguments: Json, what: &str) -> String {
        let found = self.run(&reading(script), arguments);
        match found[ELEMENT].as_str() {
            Some(id) => id.to_owned(),
            None => panic!("`{what}` is not on {} ({}):\n{}", self.path(), self.heading(), self.text()),
        }
    }

    #[track_caller]
    fn click(&self, id: &str) {
        assert!(!self.keyboard_only.get(), "the mouse was used");
        self.act(id, "click", json!({}));
        self.acted();
    }

    #[track_caller]
    fn act(&self, id: &str, what: &str, body: Json) {
        self.command("POST", &format!("/element/{id}/{what}"), &body);
    }

    fn acted(&self) {
        let meter = self.meter.get();
        self.meter.set(Meter { actions: meter.actions + 1, ..meter });
    }

    /// Waits until the next page is there. What leads to none, such as a button that unfolds something, is waited for
    /// a little while.
    fn gone_on(&self) {
        for _ in 0..GRACE {
            let before = self.last.borrow().clone();
            self.settled();
            if *self.last.borrow() != before {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits until the page is there, and counts it if it is another than before.
    fn settled(&self) {
        let mark = "if (document.readyState !== 'complete') return ''; \
            return (window.evenhandMark ??= String(Math.random()));";
        for _ in 0..ATTEMPTS {
            let seen = self.run(mark, json!([]));
            let seen = seen.as_str().unwrap_or_default().to_owned();
            if seen.is_empty() {
                std::thread::sleep(PAUSE);
                continue;
            }
            if self.last.replace(seen.clone()) != seen {
                let meter = self.meter.get();
                self.meter.set(Meter { pages: meter.pages + 1, ..meter });
            }
            return;
        }
    }

    #[track_caller]
    fn command(&self, method: &str, path: &str, body: &Json) -> Json {
        match ask(&self.driver, method, &format!("/session/{}{path}", self.session), body) {
            Ok(value) => value,
            Err(error) => panic!("the browser did not do {method} {path}: {error}"),
        }
    }
}

/// Helpers of the scripts below: what can be read of an element, and the best of some by what can be read.
const READING: &str = "
    const text = e => (e?.innerText || e?.textContent || e?.value || '').replace(/\\s+/g, ' ').trim();
    const shown = e => e.getClientRects().length > 0;
    const best = (all, wanted) =>
        all.find(e => text(e) === wanted) ?? all.find(e => text(e).startsWith(wanted)) ?? null;";

/// The field of a label, under a legend where one is named.
const FIELD: &str = "
    const [label, legend] = arguments;
    const groups = [...document.querySelectorAll('fieldset')]
        .filter(group => legend && text(group.querySelector('legend')).startsWith(legend));
    const inside = e => !legend || groups.some(group => group.contains(e));
    const found = best([...document.querySelectorAll('label')].filter(l => shown(l) && inside(l)), label);
    return found && document.getElementById(found.htmlFor);";

const OPTION: &str = "
    const [list, wanted] = arguments;
    return best([...list.options], wanted);";

const BUTTON: &str = "
    return best([...document.querySelectorAll('button, [role=button]')].filter(shown), arguments[0]);";

const LINK: &str = "
    return best([...document.querySelectorAll('a[href]')].filter(shown), arguments[0]);";

const SUMMARY: &str = "
    return best([...document.querySelectorAll('summary')].filter(shown), arguments[0]);";

/// The name of what has the focus: its label, or its own text.
const FOCUS: &str = "
    const e = document.activeElement;
    if (!e || e === document.body) return '';
    return text(e.labels?.[0]) || text(e);";

fn reading(script: &str) -> String {
    format!("{READING}{script}")
}

fn element(id: &str) -> Json {
    json!({ ELEMENT: id })
}

/// Asks the driver. What it says went wrong is the error.
fn ask(driver: &str, method: &str, path: &str, body: &Json) -> Result<Json, String> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let headers = [("content-type", "application/json; charset=utf-8")];
    let request = Request { method, path, headers: &headers, body: body.as_bytes() };
    let response = http::send(driver, None, &request).map_err(|error| error.to_string())?;
    let value = response.json()["value"].clone();
    match value["error"].as_str() {
        Some(error) if response.status >= 400 => {
            Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default()))
        }
        _ => Ok(value),
    }
}

/// A port that nothing listens on now.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
