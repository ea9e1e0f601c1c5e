//! Who gets which answer at every address: the file `access.toml` says it, and this walks all of them with real things.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use axum::http::{HeaderMap, Method as HttpMethod, header};
use evenhand_testkit::Engine;
use evenhand_web::{Access, Method, Mounts, ROUTES, Route};
use jiff::SignedDuration;
use support::scene::{AGENCY, COUNCIL, Cast, Scene};
use support::{Browser, Response, Site};

const FILE: &str = include_str!("access.toml");
const LEGEND: &str = "# Who gets which answer, at every address, in both organisations. A row is an address, a column is somebody.
#
#   Y  it is answered: shown, done, or told what is wrong with what was sent
#   -  they may know that it is there, but not do this (403)
#   .  there is no such thing for them: byte for byte what an address of nothing answers (404)
#   s  sign in first
#
# A row without a method stands for looking and sending alike. Page and API always answer alike.
# `incident` is of the reviewer's unit; `private` was given to one person to handle; `sealed` is about a customer who is
# sealed to the reviewer and the records officer. The form of Appendix B and the review are printed once they are there;
# here they are not, so that whoever may print them gets `.` too.
#
# Made by `UPDATE=1 cargo test --package evenhand-web --test access`. Read every line that changes before you keep it.
";

/// The tables of an organisation: which routes, and which thing stands at their addresses.
const TABLES: [&str; 6] = ["incident", "private", "sealed", "customer", "sealed-customer", "elsewhere"];

#[tokio::test]
async fn everybody_of_the_council_gets_the_answers_that_the_file_says() {
    check(&COUNCIL).await;
}

#[tokio::test]
async fn everybody_of_the_agency_gets_the_answers_that_the_file_says() {
    check(&AGENCY).await;
}

#[test]
fn the_file_has_every_route_and_no_other() {
    let file: toml::Table = FILE.parse().unwrap();
    for cast in [&COUNCIL, &AGENCY] {
        for table in TABLES {
            let listed = file[cast.table][table].as_table().unwrap();
            for route in routes(table) {
                let rows = [name(route), route.path.to_owned()];
                let found = rows.iter().filter(|row| listed.contains_key(*row)).count();
                assert_eq!(found, 1, "{}.{table} must list `{}` once", cast.table, name(route));
            }
            for row in listed.keys() {
                let known = routes(table).any(|route| *row == name(route) || *row == route.path);
                assert!(known, "{}.{table} lists `{row}`, which is not there", cast.table);
            }
        }
    }
    let once: usize = ["incident", "customer", "elsewhere"].map(|table| routes(table).count()).iter().sum();
    assert_eq!(once, ROUTES.len());
}

/// The routes of a table.
fn routes(table: &str) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |route| {
        let of_incident = route.path.contains("{incident}");
        let of_customer = route.path.contains("{customer}");
        match table {
            "incident" | "private" | "sealed" => of_incident,
            "customer" | "sealed-customer" => of_customer,
            _ => !of_incident && !of_customer,
        }
    })
}

/// How a route is called in the file.
fn name(route: &Route) -> String {
    let method = match route.method {
        Method::Get => "GET ",
        Method::Post => "POST",
    };
    format!("{method} {}", route.path)
}

/// Walks everything, and compares it with the file; where asked to, writes the file instead.
async fn check(cast: &Cast) {
    for engine in Engine::all() {
        let site = Site::on(engine).await;
        let scene = cast.set(&site).await;
        let found = walk(cast, &site, &scene, engine).await;
        if update() {
            return write(cast, &found);
        }
        let file: toml::Table = FILE.parse().unwrap();
        assert_eq!(
            file[cast.table]["columns"].as_str(),
            Some(headings(cast).as_str()),
            "of the {}",
            cast.table
        );
        let mut wrong = String::new();
        for (table, rows) in &found {
            for (route, cells) in rows {
                let listed = &file[cast.table][*table];
                let expected = listed.get(name(route)).or_else(|| listed.get(route.path));
                let expected: Vec<&str> =
                    expected.and_then(toml::Value::as_str).unwrap_or_default().split_whitespace().collect();
                for (at, ((heading, ..), cell)) in cast.columns.iter().zip(cells).enumerate() {
                    let says = expected.get(at).copied().unwrap_or("nothing");
                    if says != cell {
                        let route = name(route);
                        let _ =
                            writeln!(wrong, "{table}: {route}: {heading} gets {cell}, the file says {says}");
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "on {engine:?} in the {}:\n{wrong}", cast.table);
    }
}

type Rows = Vec<(&'static Route, Vec<String>)>;

async fn walk(cast: &Cast, site: &Site, scene: &Scene, engine: Engine) -> BTreeMap<&'static str, Rows> {
    // What differs between the databases is reading; leave to write is the same code on both.
    let walked = |route: &&Route| engine == Engine::Sqlite || route.method == Method::Get;
    let tables = TABLES.into_iter().filter(|table| engine == Engine::Sqlite || *table != "elsewhere");
    let mut found: BTreeMap<&str, Rows> = BTreeMap::new();
    for table in tables {
        found.insert(table, routes(table).filter(walked).map(|route| (route, Vec::new())).collect());
    }
    for (.., account) in cast.columns {
        let browser = match account.is_empty() {
            true => site.browser(),
            false => cast.browser(site, account).await,
        };
        for (table, rows) in &mut found {
            for (route, cells) in rows {
                let path = filled(route, table, scene, cast);
                cells.push(cell(cast, site, &browser, (account, route, &path)).await);
            }
        }
    }
    found
}

/// The answer of a route on every mount, which must be the same.
async fn cell(
    cast: &Cast,
    site: &Site,
    browser: &Browser<'_>,
    (account, route, path): (&str, &Route, &str),
) -> String {
    let mounts: &[&str] = match route.mounts {
        Mounts::Both => &["", "/api/v1"],
        Mounts::Page => &[""],
        Mounts::Api => &["/api/v1"],
    };
    let mut cells = Vec::new();
    for mount in mounts {
        // Attempts are counted, and earned again by waiting.
        if route.path.contains("password") || route.access == Access::Open {
            site.home.clock.pass(SignedDuration::from_secs(6));
        }
        let path = format!("{mount}{path}");
        // These end the session they are asked with.
        let ends = matches!(route.path, "/sign-out" | "/uncover") && !account.is_empty();
        let response = match ends {
            true => ask(&cast.browser(site, account).await, route, &path).await,
            false => ask(browser, route, &path).await,
        };
        cells.push(letter(&response));
    }
    assert!(
        cells.iter().all(|cell| *cell == cells[0]),
        "{account}: page and API differ at {path}: {cells:?}"
    );
    cells[0].to_owned()
}

/// Asks without changing anything: what is sent is empty, and of a version that never was.
async fn ask(browser: &Browser<'_>, route: &Route, path: &str) -> Response {
    match (route.method, path.starts_with("/api/")) {
        (Method::Get, _) => browser.get(path).await,
        (Method::Post, false) => browser.post(path, &[("_version", "999999")]).await,
        (Method::Post, true) => {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
            headers.insert(
                "x-csrf-token",
                browser.csrf().parse().unwrap_or(header::HeaderValue::from_static("")),
            );
            headers.insert(header::IF_MATCH, "\"999999\"".parse().unwrap());
            browser.request(HttpMethod::POST, path, headers, b"{}".to_vec()).await
        }
    }
}

fn letter(response: &Response) -> &'static str {
    let location = response.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    match response.status.as_u16() {
        401 => "s",
        303 if location == "/sign-in" || location.starts_with("/sign-in?to=") => "s",
        200 | 201 | 303 | 409 | 422 => "Y",
        403 => "-",
        404 => ".",
        other => panic!("{other}: {}", response.text()),
    }
}

/// The address of a route, with real things in it.
fn filled(route: &Route, table: &str, scene: &Scene, cast: &Cast) -> String {
    let incident = match table {
        "private" => &scene.private,
        "sealed" => &scene.sealed,
        _ => &scene.incident,
    };
    let customer = if table == "sealed-customer" { &scene.sealed_customer } else { &scene.customer };
    scene.filled(route.path, cast, incident, customer)
}

fn headings(cast: &Cast) -> String {
    cast.columns.iter().map(|(heading, ..)| *heading).collect::<Vec<_>>().join(" ")
}

#[expect(clippy::disallowed_methods, reason = "the command that makes documents says so in the environment")]
fn update() -> bool {
    std::env::var("UPDATE").is_ok()
}

/// Writes the tables of an organisation; those of the other stay.
fn write(cast: &Cast, found: &BTreeMap<&str, Rows>) {
    static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/access.toml");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let other = if cast.table == "council" { "agency" } else { "council" };
    let other: String = parts(&kept, other);
    let mut ours = format!("[{}]\ncolumns = \"{}\"\n", cast.table, headings(cast));
    for (heading, who, account) in cast.columns {
        let _ = writeln!(
            ours,
            "#   {heading}  {who}{}",
            if account.is_empty() { String::new() } else { format!(" ({account})") }
        );
    }
    for table in TABLES {
        let _ = write!(ours, "\n[{}.{table}]\n{:<53}{}\n", cast.table, "#", headings(cast));
        for (row, cells) in together(&found[table]) {
            let quoted = format!("\"{row}\"");
            let _ = writeln!(ours, "{quoted:<49} = \"{}\"", cells.join("  "));
        }
    }
    let parts = if cast.table == "council" { [ours, other] } else { [other, ours] };
    std::fs::write(path, format!("{LEGEND}\n{}", parts.join("\n"))).unwrap();
}

/// Rows for the file: one for an address whose methods all answer alike.
fn together(rows: &Rows) -> Vec<(String, Vec<String>)> {
    let mut written: Vec<(String, Vec<String>)> = Vec::new();
    for (route, cells) in rows {
        let same_path: Vec<_> = rows.iter().filter(|(other, _)| other.path == route.path).collect();
        let alike = same_path.iter().all(|(_, other)| other == cells);
        let row = if alike { route.path.to_owned() } else { name(route) };
        if written.iter().all(|(known, _)| *known != row) {
            written.push((row, cells.clone()));
        }
    }
    written
}

/// The lines of a file that belong to an organisation.
fn parts(kept: &str, table: &str) -> String {
    let mut ours = false;
    let mut lines = Vec::new();
    for line in kept.lines() {
        if let Some(heading) = line.strip_prefix('[') {
            ours = heading.trim_end_matches(']').split('.').next() == Some(table);
        }
        if ours {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}
