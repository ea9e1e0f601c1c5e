//! Every page of both organisations, as somebody who may see it: no fault that axe knows, wide and narrow.

use std::collections::BTreeMap;
use std::path::PathBuf;

use evenhand_e2e::axe::problems;
use evenhand_e2e::browser::{Browser, Scripts};
use evenhand_e2e::http::{self, Request};
use evenhand_e2e::site::{Person, Site, site};
use evenhand_e2e::world::{AGENCY, COUNCIL, Organisation, Things, things};
use evenhand_web::{Method, Mounts, ROUTES};

/// Addresses that give no page, and why.
const NO_PAGES: &[(&str, &str)] = &[
    ("/incidents/register.csv", "a table to download"),
    ("/incidents/{incident}/files/{hash}", "a file to download"),
    ("/openapi.json", "a document for programs"),
    ("/setup", "it closes for ever at the first set-up; journeys.rs opens it on an empty folder"),
    ("/invitation/{token}", "an invitation is told once; journeys.rs follows one"),
];

/// The addresses a route can have here, every part filled in.
fn addresses(path: &str, things: &Things, organisation: &Organisation) -> Vec<String> {
    let mut all = vec![String::new()];
    for part in path.split('/').skip(1) {
        let code = match path.contains("/links/") {
            true => organisation.codes("working", "link"),
            false => organisation.codes("working", "contact"),
        };
        let values = match part {
            "{code}" => code.into_iter().take(1).collect(),
            part if part.starts_with('{') => {
                things.get(part).cloned().unwrap_or_else(|| panic!("nothing stands for {part} of {path}"))
            }
            part => vec![part.to_owned()],
        };
        all =
            all.iter().flat_map(|begun| values.iter().map(move |value| format!("{begun}/{value}"))).collect();
    }
    all
}

/// Whether somebody gets a page at an address.
fn is_page(site: &Site, person: &Person, path: &str) -> bool {
    let cookie = format!("session={}", person.session);
    let headers = [("cookie", cookie.as_str())];
    let request = Request { method: "GET", path, headers: &headers, body: b"" };
    let answer = http::send(&site.address, None, &request).unwrap();
    answer.status == 200 && answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
}

/// A place for pictures of all pages, for somebody who wants to look at them.
fn pictures() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test has no command line of its own")]
    std::env::var("EVENHAND_PICTURES").ok().map(PathBuf::from)
}

/// Looks at a page wide and narrow.
fn look(browser: &Browser, organisation: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for width in [1280, 320] {
        browser.width(width);
        found.extend(
            problems(browser)
                .into_iter()
                .map(|problem| format!("{organisation} {name} at {width}: {problem}")),
        );
        if let Some(folder) = pictures() {
            let file = name.trim_matches('/').replace('/', "_").replace(['{', '}', '?', '='], "");
            browser.picture(&folder.join(format!("{organisation}-{file}-{width}.png")));
        }
    }
    found
}

fn every_page(organisation: &Organisation) -> Vec<String> {
    let site = site();
    let things = things(site, organisation);
    let accounts = organisation.accounts();
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    let mut found = Vec::new();
    let mut pages: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
    for route in ROUTES.iter().filter(|route| route.method == Method::Get && route.mounts != Mounts::Api) {
        if NO_PAGES.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        let addresses = addresses(route.path, &things, organisation);
        let seen = accounts.iter().find_map(|account| {
            let person =
                people.entry(account.clone()).or_insert_with(|| site.person(organisation.slug, account));
            let path = addresses.iter().find(|path| is_page(site, person, path))?;
            Some((account.clone(), path.clone()))
        });
        match seen {
            Some((account, path)) => pages.entry(account).or_default().push((route.path, path)),
            None => found.push(format!("{}: nobody gets a page at {addresses:?}", route.path)),
        }
    }
    let browser = site.browser(Scripts::On);
    for (account, pages) in pages {
        browser.forget();
        browser.cookie("session", &people[&account].session);
        for (route, path) in pages {
            browser.open(&path);
            found.extend(look(&browser, organisation.slug, route));
        }
    }
    found
}

#[track_caller]
fn none(found: &[String]) {
    assert!(found.is_empty(), "{} problems:\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_page_of_the_council_has_a_fault_that_axe_knows_wide_or_narrow() {
    none(&every_page(&COUNCIL));
}

#[test]
fn no_page_of_the_agency_has_a_fault_that_axe_knows_wide_or_narrow() {
    none(&every_page(&AGENCY));
}
