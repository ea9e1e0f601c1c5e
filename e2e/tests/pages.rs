//! Every page of both organisations, as somebody who may see it: no fault that axe knows, wide and narrow.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop at once")]
#![expect(clippy::print_stdout, reason = "what was measured is told")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use evenhand_e2e::axe::problems;
use evenhand_e2e::browser::{Browser, Scripts};
use evenhand_e2e::site::{Person, site};
use evenhand_e2e::world::{AGENCY, COUNCIL, Organisation, Things, things};
use evenhand_web::{Method, Mounts, ROUTES};
use serde_json::json;

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
fn is_page(person: &Person, path: &str) -> bool {
    let answer = person.page(path);
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
    let no_form = organisation.codes("reviewing", "escalation_question").is_empty();
    for route in ROUTES.iter().filter(|route| route.method == Method::Get && route.mounts != Mounts::Api) {
        let no_page = NO_PAGES.iter().any(|(path, _)| *path == route.path);
        if no_page || (no_form && route.path == "/incidents/{incident}/form/print") {
            continue;
        }
        let addresses = addresses(route.path, &things, organisation);
        let seen = accounts.iter().find_map(|account| {
            let person =
                people.entry(account.clone()).or_insert_with(|| site.person(organisation.slug, account));
            let path = addresses.iter().find(|path| is_page(person, path))?;
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

/// Pages as they are when something is wrong, missing, or not for everybody.
fn every_state(organisation: &Organisation) -> Vec<String> {
    let reporter = site().person(organisation.slug, organisation.reporter);
    let reviewer = site().person(organisation.slug, organisation.reviewer);
    let customer = organisation.customer(&reporter, "Rowena", "Statesby", "1970-01-02");
    let incident = organisation.incident(&reporter, &customer, &["threat"]);
    let decided = organisation.incident(&reporter, &customer, &["shouting"]);
    organisation.decide(&reviewer, &reporter, &decided);
    let browser = site().browser_of(organisation.slug, organisation.reviewer, Scripts::On);
    let here = format!("/incidents/{incident}");
    let mut found = Vec::new();
    let mut state = |name: &str, shown: &str| {
        browser.sees(shown);
        found.extend(look(&browser, organisation.slug, name));
        browser.width(1280);
    };

    look_up(&browser, "Zzyzxwort Qqlitherby");
    state("nobody found", "No one found");
    look_up(&browser, "Statesby");
    state("possible matches", "possible match");
    browser.fill("Ask for their date of birth", "1 January 1900").press("Continue");
    state("nobody confirmed", "This belongs to none of them");
    browser.open("/counter").press("Look up");
    state("a form with an error", "There is a problem");
    browser.open("/customers").fill("Part of a name", "Zzyzxwort").press("Find");
    state("an empty list", "Nobody is found.");
    browser.open("/incidents?q=zzyzxwort&state=closed&page=99");
    state("an empty page of incidents", "Incidents");
    browser.open(&here).press("Begin the review").press("Decide");
    state("a review with every error", "There is a problem");
    browser.press("Check wording");
    state("a review with help for its wording", "Wording");
    browser.open(&format!("/incidents/{decided}"));
    state("a decided incident", "Decided");
    browser.open(&format!("/incidents/{decided}/closing"));
    state("what stands in the way of closing", "Close");
    browser.open("/customers/0000000000000000000000000z");
    state("404", "Page not found");
    browser.open("/admin/people/new");
    state("403", "You cannot do this");
    browser.open("/go?q=nothing-of-this-name");
    state("nothing of that name", "Nothing has this name or number");
    browser.open(&format!("{here}/correction"));
    browser.fill("Where exactly", "Hall").fill("Why it is corrected", "Seen.");
    let meanwhile = json!({ "place": "At the front desk", "because": "The camera shows it." });
    reporter.post(&format!("{here}/correction"), meanwhile);
    browser.press("Correct");
    state("409", "Somebody else changed this");
    browser.open("/incidents/new?for=other").fill("In your own words", "An unfinished sentence.");
    browser.press("Save and come back");
    state("drafts", "Record what happened");
    browser.follow("Go on with it");
    state("a report with a draft", "This is what you typed before");
    browser.press("Discard this draft").open("/cover");
    state("a covered screen", "Continue");
    browser.run("document.querySelector('input[name=at]').value = '0'", json!([]));
    browser.press("Continue");
    state("a locked session", "Enter your password to go on");
    found
}

fn look_up(browser: &Browser, asked: &str) {
    browser.open("/counter").fill("Name, phone, address or reference", asked).press("Look up");
}

#[test]
fn no_state_of_a_page_of_the_council_has_a_fault_that_axe_knows() {
    none(&every_state(&COUNCIL));
}

#[test]
fn no_state_of_a_page_of_the_agency_has_a_fault_that_axe_knows() {
    none(&every_state(&AGENCY));
}

#[test]
fn a_planted_fault_is_seen() {
    let browser = site().browser(Scripts::On);
    assert_eq!(problems(&browser), Vec::<String>::new());
    let plant = "const image = document.createElement('img'); image.width = 3000;
        document.querySelector('main').append(image);";
    browser.run(plant, json!([]));
    let found = problems(&browser).join("\n");
    assert!(found.contains("image-alt") && found.contains("scrolls sideways"), "{found}");
    browser.open("/sign-in").run("document.querySelector('h1').style.color = '#999'", json!([]));
    let found = problems(&browser).join("\n");
    assert!(found.contains("color-contrast"), "{found}");
}

/// Text twice as large, colours of the person's own, a dark system: nothing is lost and nothing scrolls sideways.
#[test]
fn what_people_ask_of_their_system_is_honoured() {
    let reporter = site().person(COUNCIL.slug, COUNCIL.reporter);
    let customer = COUNCIL.customer(&reporter, "Opal", "Systemsby", "1981-11-11");
    let incident = COUNCIL.incident(&reporter, &customer, &["shouting"]);
    let browser = site().browser_of(COUNCIL.slug, COUNCIL.reviewer, Scripts::On);
    let wishes =
        [("forced-colors", "active"), ("prefers-color-scheme", "dark"), ("prefers-contrast", "more")];
    let (card, incident) = (format!("/customers/{customer}/now"), format!("/incidents/{incident}"));
    let mut found = Vec::new();
    for (name, path) in
        [("home", "/"), ("card", &card), ("incident", &incident), ("report", "/incidents/new")]
    {
        for (wish, value) in wishes {
            browser.prefers(&[(wish, value)]);
            browser.open(path);
            found.extend(look(&browser, COUNCIL.slug, &format!("{name} {wish}")));
        }
        browser.prefers(&[]);
        browser.width(640);
        browser.open(path).run("document.documentElement.style.fontSize = '200%'", json!([]));
        let of_page = |problem| format!("{name} at twice the size: {problem}");
        found.extend(problems(&browser).into_iter().map(of_page));
    }
    none(&found);
}

/// What a page made the browser fetch over the network: requests and bytes.
fn weight(browser: &Browser) -> (u64, u64) {
    let entries = "
        const kinds = ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind));
        const all = kinds.filter(entry => entry.transferSize > 0);
        return [all.length, all.reduce((sum, entry) => sum + entry.transferSize, 0)];";
    let measured = browser.run(entries, json!([]));
    (measured[0].as_u64().unwrap(), measured[1].as_u64().unwrap())
}

#[test]
fn a_first_visit_is_sixty_kilobytes_and_six_requests_at_most() {
    let browser = site().driver.browser(&site().address, Scripts::On);
    browser.open("/unlock");
    let (requests, bytes) = weight(&browser);
    println!("first visit: {requests} requests, {bytes} bytes");
    assert!((1..=6).contains(&requests) && bytes <= 60 * 1024, "{requests} requests, {bytes} bytes");
}

/// Pages are not compressed, since they hold secrets beside what somebody typed; so theirs is a budget of its own.
#[test]
fn a_page_after_the_first_is_two_requests_and_thirty_kilobytes_at_most() {
    let browser = site().browser_of(COUNCIL.slug, COUNCIL.reporter, Scripts::On);
    browser.open("/");
    for path in ["/counter", "/incidents/new", "/tasks"] {
        browser.open(path);
        let (requests, bytes) = weight(&browser);
        println!("{path}: {requests} requests, {bytes} bytes");
        assert!(
            (1..=2).contains(&requests) && bytes <= 30 * 1024,
            "{path}: {requests} requests, {bytes} bytes"
        );
    }
}
