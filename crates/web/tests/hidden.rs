//! What somebody may not know of is not there: not at its address, not in lists, counts, searches or messages.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

mod support;

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method as HttpMethod, header};
use evenhand_web::{Method, Mounts, ROUTES, Route};
use serde_json::{Value as Json, json};
use support::scene::{COUNCIL, ORDINARY_NAME, SEALED_NAME, Scene, no_customer, no_incident};
use support::{Browser, Response, Site};

/// What is sent to every address: whatever it is, it must make no difference.
const SENT: [&str; 4] = [
    "",
    "because=They+asked+for+it&note=Done&what=Ring+them&number=IN-2027-00001&reference=1&how=related",
    "_version=1&because=They+asked+for+it&note=Done",
    "_version=999999",
];

/// Somebody, and the things they may not know of.
fn hidden(scene: &Scene) -> Vec<(&'static str, Vec<&str>, Vec<&str>)> {
    let Scene { incident, private, sealed, sealed_customer, .. } = scene;
    vec![
        ("m.birch", vec![incident, private, sealed], vec![sealed_customer]),
        ("p.wren", vec![private], vec![]),
        ("b.tarn", vec![incident, private, sealed], vec![sealed_customer]),
        ("l.osei", vec![private, sealed], vec![sealed_customer]),
        ("n.iyer", vec![private, sealed], vec![sealed_customer]),
        ("t.navarro", vec![incident, private, sealed], vec![sealed_customer]),
        ("d.ames", vec![incident, private, sealed], vec![sealed_customer]),
        ("g.pell", vec![incident, private, sealed], vec![sealed_customer]),
        ("h.lund", vec![incident, private, sealed], vec![sealed_customer]),
    ]
}

#[tokio::test]
async fn an_address_of_something_hidden_answers_like_an_address_of_nothing() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let mut compared = 0;
    for (account, incidents, customers) in hidden(&scene) {
        let browser = COUNCIL.browser(&site, account).await;
        let incidents = incidents.into_iter().map(|id| ("{incident}", id, no_incident(7)));
        let customers = customers.into_iter().map(|id| ("{customer}", id, no_customer(7)));
        for (part, there, nowhere) in incidents.chain(customers) {
            for route in ROUTES.iter().filter(|route| route.path.contains(part)) {
                compared += compare(&browser, route, part, [there, &nowhere], &scene).await;
            }
        }
    }
    assert!(compared > 5_000, "only {compared} pairs were compared");
}

/// Asks for both, in every way there is, and says how many pairs were compared.
async fn compare(browser: &Browser<'_>, route: &Route, part: &str, ids: [&str; 2], scene: &Scene) -> usize {
    let mounts: &[&str] = match route.mounts {
        Mounts::Both => &["", "/api/v1"],
        Mounts::Page => &[""],
        Mounts::Api => &["/api/v1"],
    };
    let bodies: &[&str] = match route.method {
        Method::Get => &[""],
        Method::Post => &SENT,
    };
    let path = route.path.replace("{hash}", &scene.file).replace("{key}", "review").replace("{n}", "1");
    for mount in mounts {
        for body in bodies {
            let mut seen = Vec::new();
            for id in ids {
                let at = format!("{mount}{}", path.replace(part, id));
                let response = match route.method {
                    Method::Get => browser.get(&at).await,
                    Method::Post => sent(browser, &at, body).await,
                };
                assert_eq!(response.status, 404, "{at} with `{body}`: {}", response.text());
                seen.push(without_chance(&response, id));
            }
            assert_eq!(seen[0], seen[1], "{mount}{} with `{body}`", route.path);
        }
    }
    mounts.len() * bodies.len()
}

async fn sent(browser: &Browser<'_>, path: &str, body: &str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
    headers.insert("x-csrf-token", browser.csrf().parse().unwrap());
    browser.request(HttpMethod::POST, path, headers, body.as_bytes().to_vec()).await
}

/// An answer without what is random in it: references and keys, and the id that was asked for.
fn without_chance(response: &Response, id: &str) -> (BTreeMap<String, String>, String) {
    let headers = response.headers.iter();
    let headers = headers.filter(|(name, _)| *name != header::DATE);
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().replace(id, "ID");
    let headers = headers.map(|(name, value)| (name.to_string(), text(value))).collect();
    let body = response.text().replace(id, "ID");
    (headers, without_references(&body))
}

/// A text with every random word of 24 hexadecimal digits replaced.
fn without_references(text: &str) -> String {
    let mut result = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_hexdigit() {
            word.push(c);
            continue;
        }
        result.push_str(if word.len() == 24 { "REFERENCE" } else { &word });
        word.clear();
        result.push(c);
    }
    result
}

/// Numbers and names by which hidden things could be recognised.
struct Marks {
    sealed: Vec<String>,
    private: Vec<String>,
    incident: Vec<String>,
}

async fn marks(site: &Site, scene: &Scene) -> Marks {
    let reporter = COUNCIL.browser(site, COUNCIL.reporter).await;
    let mut numbers = Vec::new();
    for id in [&scene.incident, &scene.private, &scene.sealed] {
        let shown = reporter.get(&format!("/api/v1/incidents/{id}")).await.is(200).json();
        numbers.push(shown["number"].as_str().unwrap().to_owned());
    }
    let records = COUNCIL.browser(site, COUNCIL.records).await;
    let file = records.get(&format!("/api/v1/customers/{}", scene.sealed_customer)).await.is(200).json();
    let reference = file["reference"].as_str().unwrap().to_owned();
    Marks {
        sealed: vec![
            SEALED_NAME.to_owned(),
            reference,
            scene.sealed_customer.clone(),
            scene.sealed.clone(),
            numbers[2].clone(),
        ],
        private: vec![scene.private.clone(), numbers[1].clone()],
        incident: vec![scene.incident.clone(), numbers[0].clone()],
    }
}

#[tokio::test]
async fn what_is_hidden_stands_in_no_list_count_search_file_or_message() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    site.home.tarrowmere.app.run("deliver").await.unwrap();
    let marks = marks(&site, &scene).await;
    let everything = |incident: bool, private: bool, sealed: bool| {
        let mut all: Vec<&String> = Vec::new();
        all.extend(marks.incident.iter().filter(|_| incident));
        all.extend(marks.private.iter().filter(|_| private));
        all.extend(marks.sealed.iter().filter(|_| sealed));
        all
    };
    for (account, not_to_be_seen) in [
        ("m.birch", everything(true, true, true)),
        ("p.wren", everything(false, true, false)),
        ("b.tarn", everything(true, true, true)),
        ("l.osei", everything(false, true, true)),
        ("n.iyer", everything(false, true, true)),
        ("t.navarro", everything(true, true, true)),
        ("d.ames", everything(true, true, true)),
        ("g.pell", everything(true, true, true)),
        ("h.lund", everything(true, true, true)),
        ("v.tolland", everything(false, false, true)),
    ] {
        let browser = COUNCIL.browser(&site, account).await;
        for (at, response) in lists(&browser, &scene).await {
            for mark in &not_to_be_seen {
                assert!(
                    !response.text().contains(mark.as_str()),
                    "{account} finds {mark} at {at}:\n{}",
                    response.text()
                );
            }
        }
    }
}

/// Everything that lists, counts or searches, as somebody sees it.
async fn lists(browser: &Browser<'_>, scene: &Scene) -> Vec<(String, Response)> {
    let mut found = Vec::new();
    let plain = ROUTES.iter().filter(|route| route.method == Method::Get && !route.path.contains('{'));
    let mut paths: Vec<String> = plain.clone().map(|route| route.path.to_owned()).collect();
    let in_api = plain.filter(|route| !matches!(route.mounts, Mounts::Page));
    paths.extend(in_api.map(|route| format!("/api/v1{}", route.path)));
    for tab in ["team", "nobodys", "done"] {
        paths.push(format!("/tasks?tab={tab}"));
        paths.push(format!("/api/v1/tasks?tab={tab}"));
    }
    for query in ["stage=reported", "open=yes", "late=no", "mine=1", "site_kind=office"] {
        paths.push(format!("/incidents?{query}"));
        paths.push(format!("/incidents/register.csv?{query}"));
    }
    // What one may know of may stand beside what one may not.
    paths.push(format!("/customers/{}", scene.customer));
    paths.push(format!("/api/v1/customers/{}/timeline", scene.customer));
    paths.push(format!("/customers/{}/timeline", scene.customer));
    paths.push(format!("/incidents/{}/review", scene.incident));
    paths.push(format!("/incidents/{}/similar", scene.incident));
    for path in paths {
        let response = browser.get(&path).await;
        found.push((path, response));
    }
    for q in ["Marlow", "Quill", "quilfether", "0491 570 157", "0491 570 156", "Marlow Fenn 14/11/1971"] {
        found.push((format!("counter: {q}"), searched(browser, "/counter", q).await));
        found.push((format!("customers: {q}"), searched(browser, "/customers", q).await));
    }
    found
}

/// The answer to a search, without the words that were searched for.
async fn searched(browser: &Browser<'_>, path: &str, q: &str) -> Response {
    let response = browser.post(path, &[("q", q), ("channel", "in-person")]).await;
    let body = response.text().replace(q, "").into_bytes();
    Response { body, ..response }
}

#[tokio::test]
async fn a_search_for_somebody_sealed_answers_like_one_for_nobody() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let marks = marks(&site, &scene).await;
    let reference = &marks.sealed[1];
    let desk = COUNCIL.browser(&site, "m.birch").await;
    for (there, nowhere) in [
        (SEALED_NAME, "Featherquill"),
        (reference.as_str(), "WB-999999"),
        ("0491 570 157", "0491 570 158"),
        ("Marlow Quillfeather 14/11/1971", "Marlow Featherquill 14/11/1971"),
    ] {
        let mut seen = Vec::new();
        for q in [there, nowhere] {
            let answer = desk.json("/api/v1/counter", &json!({ "q": q, "channel": "in-person" })).await;
            answer.is(200).has_not(SEALED_NAME);
            let page = desk.post("/counter", &[("q", q), ("channel", "in-person"), ("_key", "k")]).await;
            seen.push((answer.text(), without_references(&page.is(200).text().replace(q, "ASKED"))));
        }
        assert_eq!(seen[0], seen[1]);
    }
    // The reviewer is among those it is sealed to.
    let named = COUNCIL.browser(&site, COUNCIL.reviewer).await;
    let card = named.json("/api/v1/counter", &json!({ "q": reference, "channel": "phone" })).await;
    card.is(200).has(SEALED_NAME);
}

#[tokio::test]
async fn a_number_or_id_of_something_hidden_in_a_form_or_query_answers_like_one_of_nothing() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let marks = marks(&site, &scene).await;
    let (sealed_reference, sealed_number, private_number) =
        (&marks.sealed[1], &marks.sealed[4], &marks.private[1]);
    let monitor = COUNCIL.browser(&site, "n.iyer").await;
    let manager = COUNCIL.browser(&site, "l.osei").await;
    let reviewer = COUNCIL.browser(&site, COUNCIL.reviewer).await;
    let desk = COUNCIL.browser(&site, "m.birch").await;
    let nobody = no_customer(7);
    same_get(&monitor, |id| format!("/incidents?customer={id}"), [&scene.sealed_customer, &nobody]).await;
    same_get(&monitor, |id| format!("/api/v1/incidents?customer={id}"), [&scene.sealed_customer, &nobody])
        .await;
    same_get(&desk, |id| format!("/incidents/new?customer={id}"), [&scene.sealed_customer, &nobody]).await;
    for number in [sealed_number, private_number] {
        same_get(&manager, |n| format!("/go?q={n}"), [number, "IN-2027-99999"]).await;
        same_get(&manager, |n| format!("/api/v1/incidents?number={n}"), [number, "IN-2027-99999"]).await;
    }
    let report = |customer: &str| COUNCIL.report(&site, customer, "threat");
    same_json(&desk, "/api/v1/incidents/new", [report(&scene.sealed_customer), report(&nobody)]).await;
    let meet = |number: &str| json!({ "number": number });
    let meeting = format!("/api/v1/obligations/{}/meeting", scene.obligation);
    same_json(&reviewer, &meeting, [meet(private_number), meet("IN-2027-99999")]).await;
    let link = |number: &str| json!({ "number": number, "how": "related", "because": "They look alike." });
    let links = format!("/api/v1/incidents/{}/links", scene.incident);
    same_json(&reviewer, &links, [link(private_number), link("IN-2027-99999")]).await;
    let customer = |reference: &str| json!({ "customer": reference, "because": "They said so." });
    let own = COUNCIL.browser(&site, COUNCIL.reporter).await;
    let linking = format!("/api/v1/incidents/{}/customer", scene.incident);
    same_json(&own, &linking, [customer(sealed_reference), customer("WB-999999")]).await;
    same_json(&own, &linking, [customer(&scene.sealed_customer), customer(&nobody)]).await;
}

async fn same_get(browser: &Browser<'_>, at: impl Fn(&str) -> String, [there, nowhere]: [&str; 2]) {
    let seen = [browser.get(&at(there)).await, browser.get(&at(nowhere)).await];
    let [there, nowhere] = [without_chance(&seen[0], there), without_chance(&seen[1], nowhere)];
    assert_eq!(there, nowhere, "{}", at("…"));
}

async fn same_json(browser: &Browser<'_>, path: &str, bodies: [Json; 2]) {
    let mut seen = Vec::new();
    for body in bodies {
        let response = browser.json(path, &body).await;
        assert!(response.status.is_client_error(), "{path}: {}", response.text());
        seen.push((response.status, without_references(&response.text())));
    }
    assert_eq!(seen[0], seen[1], "{path}");
}

#[tokio::test]
async fn a_telephone_number_is_not_called_shared_because_of_somebody_sealed() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let at = format!("/api/v1/customers/{}", scene.customer);
    let officer = COUNCIL.browser(&site, "t.navarro").await;
    let file = officer.get(&at).await.is(200).json();
    assert_eq!(file["name"], format!("Marlow {ORDINARY_NAME}"));
    assert_eq!(file["shared"], json!([]));
    let records = COUNCIL.browser(&site, COUNCIL.records).await;
    assert_eq!(records.get(&at).await.is(200).json()["shared"], json!(["0491 570 156"]));
}

#[tokio::test]
async fn a_similar_report_is_shown_to_colleagues_of_the_unit_and_nothing_hidden_is() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let marks = marks(&site, &scene).await;
    let similar = async |account: &str| {
        let browser = COUNCIL.browser(&site, account).await;
        let report = COUNCIL.report(&site, &scene.customer, "threat");
        let made = browser.json("/api/v1/incidents/new", &report).await.is(201).json();
        let id = made["stream"].as_str().unwrap().trim_start_matches("incident:").to_owned();
        let list = browser.get(&format!("/api/v1/incidents/{id}/similar")).await.is(200).json();
        let numbers = list["similar"].as_array().unwrap().iter();
        numbers.map(|similar| similar["number"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let colleague = similar("t.navarro").await;
    assert!(colleague.contains(&marks.incident[1]));
    assert!(!colleague.contains(&marks.private[1]) && !colleague.contains(&marks.sealed[4]));
    // M. Birch is of another unit, and hears of nobody's reports there.
    assert_eq!(similar("m.birch").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_link_to_something_hidden_is_shown_to_those_only_who_may_know_of_it() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let marks = marks(&site, &scene).await;
    let (sealed, private) = (&marks.sealed[4], &marks.private[1]);
    let reporter = COUNCIL.browser(&site, COUNCIL.reporter).await;
    for number in [sealed, private] {
        let link = json!({ "number": number, "how": "related", "because": "It was the same morning." });
        reporter.json(&format!("/api/v1/incidents/{}/links", scene.incident), &link).await.is(201);
    }
    let at = format!("/incidents/{}", scene.incident);
    let all = [at.clone(), format!("/api/v1{at}")];
    for path in &all {
        reporter.get(path).await.is(200).has(sealed).has(private);
        let reviewer = COUNCIL.browser(&site, "p.wren").await;
        reviewer.get(path).await.is(200).has(sealed).has_not(private);
        let monitor = COUNCIL.browser(&site, "n.iyer").await;
        monitor.get(path).await.is(200).has_not(sealed).has_not(private);
        let timeline = monitor.get(&format!("/customers/{}/timeline", scene.customer)).await;
        timeline.is(200).has_not(sealed).has_not(private);
    }
}

#[tokio::test]
async fn drafts_are_their_writers_alone() {
    let site = Site::open().await;
    let writer = COUNCIL.browser(&site, "a.quill").await;
    let typed = "They said something I must not forget";
    let page = writer.get("/incidents/new").await.is(200).text();
    let draft = page.split("data-draft=\"/drafts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("words", typed), ("_page", "/incidents/new")];
    writer.post(&format!("/drafts/{draft}"), &fields).await.is(200);
    writer.get("/incidents/new").await.is(200).has(typed);
    writer.get("/drafts").await.is(200).has(&draft);

    let other = COUNCIL.browser(&site, "p.wren").await;
    other.get("/drafts").await.is(200).has_not(&draft);
    other.get("/incidents/new").await.is(200).has_not(typed);
    let nowhere = "000000000000000000000000";
    for (then, words) in [("", "Mine now"), ("/discard", "")] {
        let mut seen = Vec::new();
        for id in [draft.as_str(), nowhere] {
            let fields = [("words", words), ("_page", "/incidents/new")];
            let response = other.post(&format!("/drafts/{id}{then}"), &fields).await;
            seen.push((response.status, without_chance(&response, id)));
        }
        assert_eq!(seen[0], seen[1]);
    }
    writer.get("/incidents/new").await.is(200).has(typed);
}
