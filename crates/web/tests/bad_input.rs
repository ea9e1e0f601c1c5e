//! Whatever is sent, the answer is clear: a stable code that names the rule, and on a page everything that was typed.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

mod support;

use std::collections::BTreeSet;

use axum::http::{HeaderMap, Method as HttpMethod, header};
use evenhand_store::Place;
use evenhand_testkit::raw;
use evenhand_web::{Method, ROUTES};
use serde_json::{Value as Json, json};
use support::scene::{COUNCIL, Scene};
use support::{Browser, Response, Site};

async fn events(site: &Site) -> i64 {
    let place = Place::File(site.home.folder.path().join("tarrowmere/record.db"));
    raw::number(&place, "select count(*) from events").await
}

/// Says that something was refused, that every problem has a code and words, and that one of them is this.
#[track_caller]
fn refused(response: &Response, field: &str, code: &str) {
    let json = response.is(422).json();
    assert_eq!(json["error"], "refused");
    for problem in json["problems"].as_array().unwrap() {
        let code = problem["code"].as_str().unwrap();
        assert!(!code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{problem}");
        assert!(problem["says"].as_str().is_some_and(|says| says.len() > 5), "{problem}");
    }
    let found = response.problems();
    assert!(found.contains(&(field.to_owned(), code.to_owned())), "{field}: {code} is not among {found:?}");
}

fn report(site: &Site, scene: &Scene) -> Json {
    COUNCIL.report(site, &scene.customer, "threat")
}

#[tokio::test]
async fn dates_that_are_none_or_lie_ahead_are_refused_by_name_and_stay_in_the_form() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let desk = COUNCIL.browser(&site, "a.quill").await;
    for (when, code) in [
        ("2027-02-31T10:00:00+10:30", "impossible-date"),
        ("31 February 2027", "impossible-date"),
        ("2026-02-29", "impossible-date"),
        ("0000-00-00", "impossible-date"),
        ("yesterday", "impossible-date"),
        ("2027-03-17T10:00:00+10:30", "in-the-future"),
        ("9999-12-30T00:00:00Z", "in-the-future"),
        ("0001-01-01T00:00:00Z", "too-long-ago"),
        ("-009998-01-01T00:00:00Z", "too-long-ago"),
    ] {
        let mut body = report(&site, &scene);
        body["occurred_at"] = json!(when);
        let answer = desk.json("/api/v1/incidents/new", &body).await;
        answer.is(422);
        let codes: Vec<String> = answer.problems().into_iter().map(|(_, code)| code).collect();
        assert!(codes.contains(&code.to_owned()), "{when}: {codes:?}");
    }
    for (day, month, year) in [
        ("31", "2", "2027"),
        ("30", "February", "2027"),
        ("1", "13", "2027"),
        ("0", "1", "2027"),
        ("7", "3", "71"),
    ] {
        let page = desk
            .post(
                "/incidents/new",
                &[
                    ("safe", "yes"),
                    ("when", "other"),
                    ("occurred_at-day", day),
                    ("occurred_at-month", month),
                    ("occurred_at-year", year),
                    ("words", "As I typed it"),
                    ("site_kind", "office"),
                    ("happenings", "threat"),
                ],
            )
            .await;
        page.is(422).has("Enter a real date").has("As I typed it");
        for part in [day, month, year] {
            page.has(&format!("value=\"{part}\""));
        }
    }
    let records = COUNCIL.browser(&site, "t.navarro").await;
    let born = json!({ "family_name": "Vale", "customer_type": "resident", "standing": "current", "born_on": "2030-01-01" });
    records.json("/api/v1/customers/new", &born).await.is(422);
}

#[tokio::test]
async fn a_time_that_the_clock_skips_or_repeats_is_the_moment_that_the_calendar_says() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let desk = COUNCIL.browser(&site, "a.quill").await;
    // In Adelaide the clock skips from 2 to 3 on 4 October 2026, and repeats 2 to 3 on 5 April 2026.
    for (day, month, said, meant) in [
        ("4", "10", "2:30am", "2026-10-04T03:30+10:30"),
        ("5", "4", "2:30am", "2026-04-05T02:30+10:30"),
        ("5", "4", "3:30am", "2026-04-05T03:30+09:30"),
    ] {
        let mut body = report(&site, &scene);
        body["occurred_at"] = json!({ "day": day, "month": month, "year": "2026", "time": said });
        let fields = body.as_object().unwrap().iter().filter_map(|(name, value)| {
            let value = value.as_array().map_or(value, |values| &values[0]);
            Some((name.as_str(), value.as_str()?.to_owned()))
        });
        let mut fields: Vec<(&str, String)> = fields.collect();
        for (name, value) in [
            ("when", "other"),
            ("occurred_at-day", day),
            ("occurred_at-month", month),
            ("occurred_at-year", "2026"),
            ("occurred_at-time", said),
        ] {
            fields.push((name, value.to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = desk.post("/incidents/new", &fields).await.is(303).location();
        let shown = desk.get(&format!("/api/v1{}", sent.trim_end_matches("/sent"))).await.is(200).json();
        assert_eq!(shown["occurred_at"], meant, "{day}.{month}. {said}");
    }
}

#[tokio::test]
async fn a_megabyte_of_text_and_ten_thousand_rows_are_refused_by_length_and_come_back_whole() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let desk = COUNCIL.browser(&site, "a.quill").await;
    let megabyte = "na und, ".repeat(131_072);
    let rows: String = (0..10_000).map(|n| format!("row {n}\n")).collect();
    for text in [&megabyte, &rows] {
        let mut body = report(&site, &scene);
        body["words"] = json!(text);
        refused(&desk.json("/api/v1/incidents/new", &body).await, "words", "too-long");
        let fields =
            [("words", text.as_str()), ("safe", "yes"), ("site_kind", "office"), ("happenings", "threat")];
        let page = desk.post("/incidents/new", &fields).await;
        page.is(422);
        assert!(page.text().contains("at most 50000 fit here"), "the rule is named");
        assert!(page.text().contains(text.trim_end()), "what was typed is back");
    }
    let officer = COUNCIL.browser(&site, "t.navarro").await;
    let many: String = (0..10_000).map(|n| format!("0491 {n:06}\n")).collect();
    let details = json!({ "family_name": "Vale", "standing": "current", "phones": many });
    let answer = officer.json("/api/v1/customers/new", &details).await;
    let problems = answer.is(422).problems();
    assert!(problems.iter().any(|(field, _)| field == "phones"), "{problems:?}");
    let page = officer.post("/customers/new", &[("family_name", "Vale"), ("phones", &many)]).await;
    assert!(page.is(422).text().contains(many.trim_end()), "what was typed is back");
    let huge = "x".repeat(3 << 20);
    desk.post("/incidents/new", &[("words", huge.as_str())]).await.is(413).has("2 MB of text");
}

#[tokio::test]
async fn characters_that_mislead_are_refused_and_every_language_is_kept_as_it_was_typed() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let desk = COUNCIL.browser(&site, "a.quill").await;
    let before = events(&site).await;
    for hostile in [
        "nul\0here",
        "bell\u{7}",
        "\u{1b}[31mred",
        "turned \u{202e}around",
        "\u{2067}isolated",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "line\u{85}next",
    ] {
        let mut body = report(&site, &scene);
        body["words"] = json!(hostile);
        refused(&desk.json("/api/v1/incidents/new", &body).await, "words", "unreadable-character");
        body["words"] = json!("plain");
        body["place"] = json!(hostile);
        refused(&desk.json("/api/v1/incidents/new", &body).await, "place", "unreadable-character");
    }
    assert_eq!(events(&site).await, before);
    for words in [
        "قال: سأنتظرك في الخارج",
        "הוא חיכה בחוץ",
        "cafe\u{301} Zoë Nguyễn",
        "他在外面等",
        "👩‍👧 🏳️‍🌈",
        "l'éte\u{301}",
    ] {
        let mut body = report(&site, &scene);
        body["words"] = json!(words);
        let made = desk.json("/api/v1/incidents/new", &body).await.is(201).json();
        let id = made["stream"].as_str().unwrap().trim_start_matches("incident:");
        desk.get(&format!("/api/v1/incidents/{id}")).await.is(200).has(words);
        let page = desk.get(&format!("/incidents/{id}")).await;
        assert!(page.is(200).text().replace("&#39;", "'").contains(words), "{words}");
    }
}

/// Something of every language that a page, a template or a query could mistake for its own.
const HOSTILE: &str = "x<script>alert(7)</script>\"><img src=x onerror=alert(7)>{{7*7}}${7*7}' or 1=1; --";
/// Beginnings of it that may stand on no page as they are.
const RAW: [&str; 3] = ["<script>alert(7)", "<img src=x", "\"><img"];

#[tokio::test]
async fn what_is_typed_into_any_field_of_any_form_is_shown_and_never_becomes_code() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let mut forms = BTreeSet::new();
    let mut stored = 0;
    for account in ["a.quill", "t.navarro", "p.wren", "n.iyer", "g.pell", "e.roth"] {
        let browser = COUNCIL.browser(&site, account).await;
        for path in pages(&scene) {
            let page = browser.get(&path).await;
            if page.status != 200 {
                continue;
            }
            for form in forms_of(&page.text()) {
                // These end what the test stands on.
                let ends = [
                    "/sign-out",
                    "/me/password",
                    "/uncover",
                    "/closing",
                    "/leaving",
                    "/error",
                    "/seal",
                    "/unseal",
                    "/discard",
                ];
                if ends.iter().any(|end| form.action.ends_with(end)) {
                    continue;
                }
                if matches!(form.action.as_str(), "/sign-in" | "/unlock") {
                    // Attempts are counted, and earned again by waiting.
                    site.home.clock.pass(jiff::SignedDuration::from_secs(6));
                }
                let sent = browser.post(&form.action, &form.filled()).await;
                assert!(
                    matches!(sent.status.as_u16(), 200 | 303 | 409 | 422),
                    "{}: {}",
                    form.action,
                    sent.text()
                );
                shows_it_only_as_text(&form.action, &sent);
                forms.insert(form.shape());
                stored += usize::from(sent.status == 303);
            }
        }
    }
    assert!(forms.len() > 45, "only {} forms were sent: {forms:?}", forms.len());
    assert!(stored > 40, "only {stored} were carried out");
    let mut shown = 0;
    for account in ["a.quill", "p.wren", "n.iyer", "g.pell", "e.roth"] {
        let browser = COUNCIL.browser(&site, account).await;
        for path in pages(&scene) {
            let page = browser.get(&path).await;
            shows_it_only_as_text(&path, &page);
            shown += usize::from(page.text().contains("x&lt;script&gt;alert(7)"));
        }
        let csv = browser.get("/incidents/register.csv").await;
        assert!(csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    }
    assert!(shown > 30, "it was shown on {shown} pages only");
}

#[track_caller]
fn shows_it_only_as_text(at: &str, page: &Response) {
    let text = page.text();
    if !page.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html") {
        return;
    }
    for raw in RAW {
        assert!(!text.contains(raw), "{at} holds {raw}: {text}");
    }
    if text.contains("x&lt;script&gt;alert(7)") {
        assert!(text.contains("{{7*7}}${7*7}"), "{at} computed it");
    }
}

/// Every page, with real things in its address.
fn pages(scene: &Scene) -> Vec<String> {
    let [link, contact] = COUNCIL.codes;
    let looked_at = ROUTES.iter().filter(|route| route.method == Method::Get);
    let mut all: Vec<String> = looked_at
        .map(|route| {
            let code = if route.path.contains("contacts") { contact } else { link };
            route
                .path
                .replace("{incident}", &scene.incident)
                .replace("{customer}", &scene.customer)
                .replace("{staff}", &scene.target)
                .replace("{version}", &scene.version)
                .replace("{other}", &scene.version)
                .replace("{hash}", &scene.file)
                .replace("{key}", "follow-up-1")
                .replace("{code}", code)
                .replace("{document}", "policy")
                .replace("{token}", "0000")
        })
        .collect();
    all.push(format!("/obligations?item={}", scene.obligation));
    all.push(format!("/recording?item={}", scene.unit));
    all
}

/// A form as a browser finds it on a page.
struct OnPage {
    action: String,
    /// Names, what they are, and what can be chosen.
    fields: Vec<(String, String, Vec<String>)>,
}

impl OnPage {
    /// The form filled in with hostile text wherever text goes, the first choice wherever there is one.
    fn filled(&self) -> Vec<(&str, &str)> {
        self.fields
            .iter()
            .filter_map(|(name, kind, choices)| {
                let value = match name.as_str() {
                    "_csrf" => return None,
                    name if name.ends_with("-day") => "15",
                    name if name.ends_with("-month") => "3",
                    name if name.ends_with("-year") => "2027",
                    name if name.ends_with("-time") || name.ends_with("_time") => "9:05am",
                    _ => match kind.as_str() {
                        "text" | "textarea" => HOSTILE,
                        "file" => return None,
                        _ => choices.iter().find(|choice| !choice.is_empty()).map_or("", String::as_str),
                    },
                };
                Some((name.as_str(), value))
            })
            .collect()
    }

    /// The form without the ids in its address, so that the same one counts once.
    fn shape(&self) -> String {
        let part = |part: &str| if part.len() > 20 { "…".to_owned() } else { part.to_owned() };
        self.action.split('?').next().unwrap_or_default().split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

/// The forms of a page that send something.
fn forms_of(page: &str) -> Vec<OnPage> {
    let form = |text: &str| {
        let (head, inside) = text.split_once('>')?;
        let head = format!(" {head}");
        if !head.contains("method=\"post\"") {
            return None;
        }
        let inside = inside.split("</form>").next().unwrap_or_default();
        let mut form = OnPage { action: attribute(&head, "action")?, fields: Vec::new() };
        for tag in inside.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let what = tag.split_whitespace().next().unwrap_or_default();
            let value = attribute(tag, "value").unwrap_or_default();
            match (what, attribute(tag, "name")) {
                ("input", Some(name)) => {
                    let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
                    let known = form.fields.iter_mut().find(|(known, ..)| *known == name);
                    match known {
                        Some((_, _, choices)) => choices.push(value),
                        None => form.fields.push((name, kind, vec![value])),
                    }
                }
                ("textarea", Some(name)) => form.fields.push((name, "textarea".to_owned(), Vec::new())),
                ("select", Some(name)) => form.fields.push((name, "select".to_owned(), Vec::new())),
                ("option", None) => form.fields.last_mut()?.2.push(value),
                _ => {}
            }
        }
        Some(form)
    };
    page.split("<form").skip(1).filter_map(form).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

#[tokio::test]
async fn the_same_form_sent_twice_counts_once_and_other_content_under_its_key_is_refused() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let reviewer = COUNCIL.browser(&site, "p.wren").await;
    let owner = site.home.tarrowmere.id("a.quill").to_string();
    let path = format!("/incidents/{}/follow-ups", scene.incident);
    let before = events(&site).await;
    let fields = [("what", "Ring them back tomorrow"), ("owner", owner.as_str()), ("_key", "one-key")];
    for _ in 0..3 {
        reviewer.post(&path, &fields).await.is(303);
    }
    assert_eq!(events(&site).await, before + 1);
    let other = [("what", "Write to them instead"), ("owner", owner.as_str()), ("_key", "one-key")];
    let page = reviewer.post(&path, &other).await;
    page.is(422).has("already sent with other content").has("Write to them instead");
    assert_ne!(page.hidden("_key").as_deref(), Some("one-key"));
    // The same words for another incident under the same key are not the same thing.
    let elsewhere = format!("/incidents/{}/follow-ups", scene.sealed);
    reviewer.post(&elsewhere, &fields).await.is(422).has("already sent with other content");
    assert_eq!(events(&site).await, before + 1);

    let desk = COUNCIL.browser(&site, "a.quill").await;
    let mut answers = Vec::new();
    for _ in 0..2 {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        headers.insert("x-csrf-token", desk.csrf().parse().unwrap());
        headers.insert("idempotency-key", "report-one".parse().unwrap());
        let body = report(&site, &scene).to_string().into_bytes();
        let mut answer = desk.request(HttpMethod::POST, "/api/v1/incidents/new", headers, body).await;
        answer.is(201);
        answers.push(std::mem::take(&mut answer.body));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_change_on_something_that_was_changed_since_is_refused_and_shows_what_changed() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let reviewer = COUNCIL.browser(&site, "p.wren").await;
    let path = format!("/incidents/{}/escalation", scene.incident);
    let seen = reviewer.get(&path).await.is(200).hidden("_version").unwrap();
    let reporter = COUNCIL.browser(&site, "a.quill").await;
    let words = json!({ "kind": "account", "text": "He came back after lunch." });
    let added = reporter.json(&format!("/api/v1/incidents/{}/words", scene.incident), &words).await;
    added.is(201);
    let typed = [("because", "This is beyond what I may decide"), ("_version", seen.as_str())];
    let page = reviewer.post(&path, &typed).await;
    if page.status == 422 {
        // The rest of the form is checked first where it is not filled in.
        page.has("This is beyond what I may decide");
    }
    let to = site.home.tarrowmere.id("l.osei").to_string();
    let level = page
        .text()
        .split("name=\"level\"")
        .nth(1)
        .and_then(|rest| attribute(rest, "value"))
        .unwrap_or_default();
    let typed = [
        ("because", "This is beyond what I may decide"),
        ("_version", seen.as_str()),
        ("to", to.as_str()),
        ("level", level.as_str()),
    ];
    let page = reviewer.post(&path, &typed).await;
    page.is(409).has("Somebody else changed this").has("This is beyond what I may decide");
    page.has("What changed since you opened this").has("He came back after lunch.");
    assert_ne!(page.hidden("_version").unwrap(), seen);

    let customer = format!("/api/v1/customers/{}/needs", scene.customer);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
    headers.insert("x-csrf-token", reviewer.csrf().parse().unwrap());
    headers.insert(header::IF_MATCH, "\"99\"".parse().unwrap());
    let needs = &site.home.tarrowmere.who("p.wren").await;
    let need = json!({ "need": needs.pack().vocabulary.needs[0].term.code }).to_string().into_bytes();
    let stale = reviewer.request(HttpMethod::POST, &customer, headers, need).await;
    assert_eq!(stale.is(409).json()["current_version"], 1);
}

#[tokio::test]
async fn json_that_does_not_fit_is_refused_by_field() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let desk = COUNCIL.browser(&site, "a.quill").await;
    let before = events(&site).await;
    let path = "/api/v1/incidents/new";
    for (field, value, code) in [
        ("is_administrator", json!(true), "unknown-field"),
        ("recorder", json!("somebody"), "unknown-field"),
        ("words", json!(["two", "texts"]), "wrong-type"),
        ("words", json!({ "inner": "x" }), "wrong-type"),
        ("words", json!(true), "wrong-type"),
        ("in_progress", json!("perhaps"), "wrong-type"),
        ("in_progress", json!(1), "wrong-type"),
        ("happenings", json!([["threat"]]), "wrong-type"),
        ("happenings", json!([1]), "wrong-type"),
        ("occurred_at", json!(1_800_000_000), "wrong-type"),
        ("channel", json!("telepathy"), "unknown-choice"),
        ("handler", json!("not-an-id"), "unknown-staff"),
    ] {
        let mut body = report(&site, &scene);
        body[field] = value;
        refused(&desk.json(path, &body).await, field, code);
    }
    let mut missing = report(&site, &scene);
    missing.as_object_mut().unwrap().remove("happenings");
    let answer = desk.json(path, &missing).await;
    assert!(answer.is(422).problems().iter().any(|(field, _)| field == "happenings"), "{}", answer.text());
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!("{{\"words\":{}\"x\"{}}}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    for body in [
        "",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{",
        "{\"words\":}",
        "{\"words\":\"\\ud800\"}",
        "{\"words\":1e999}",
        "{'words':'x'}",
        &deep,
        &nested,
        "\u{feff}{}",
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        headers.insert("x-csrf-token", desk.csrf().parse().unwrap());
        let answer = desk.request(HttpMethod::POST, path, headers, body.as_bytes().to_vec()).await;
        let start: String = body.chars().take(30).collect();
        let codes: Vec<String> = answer.is(422).problems().into_iter().map(|(_, code)| code).collect();
        assert!(body.is_empty() || codes.contains(&"not-json".to_owned()), "{start}: {codes:?}");
    }
    let huge = json!({ "what": 1.0e300, "owner": 99_999_999_999_999_999_u64 });
    let reviewer = COUNCIL.browser(&site, "p.wren").await;
    let answer = reviewer.json(&format!("/api/v1/incidents/{}/follow-ups", scene.incident), &huge).await;
    refused(&answer, "owner", "wrong-type");
    let version = [("_version", "99999999999999999999999999"), ("because", "x")];
    reviewer.post(&format!("/incidents/{}/reopening", scene.incident), &version).await.is(422);
    assert_eq!(events(&site).await, before);
}

#[tokio::test]
async fn files_are_what_they_hold_and_never_what_they_say() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let desk = COUNCIL.browser(&site, "a.quill").await;
    let path = format!("/api/v1/incidents/{}/files", scene.incident);
    let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
    large.resize((10 << 20) + 1, 0);
    for (name, bytes, code) in [
        ("photo.png", b"MZ\x90\x00\x03".to_vec(), "unknown-kind"),
        ("notes.txt", b"PK\x03\x04zip".to_vec(), "unknown-kind"),
        ("notes.pdf", b"\x7fELF".to_vec(), "unknown-kind"),
        ("notes.txt", b"nul\0nul".to_vec(), "unknown-kind"),
        ("empty.txt", Vec::new(), "empty"),
        ("photo.png", large, "too-large"),
        ("photo.png", vec![b'x'; 12 << 20], "too-large"),
    ] {
        refused(&desk.attach(&path, name, &bytes).await, "file", code);
    }
    // A page comes back with what was typed beside the file.
    let page = desk.attach(&path.replace("/api/v1", ""), "huge.png", &vec![b'x'; 12 << 20]).await;
    page.is(422).has("A file can have at most 10 MB").has("What was said");
    for (name, bytes) in [
        ("../../../etc/passwd", b"plain".to_vec()),
        ("evil.html", b"<script>alert(7)</script>".to_vec()),
        ("evil.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(7)'/>".to_vec()),
        ("re\u{200b}port.exe", b"plain words".to_vec()),
    ] {
        let sent = desk.attach(&path, name, &bytes).await;
        sent.is(201);
    }
    let shown = desk.get(&format!("/api/v1/incidents/{}", scene.incident)).await.is(200).json();
    for file in shown["files"].as_array().unwrap() {
        let (name, hash) = (file["name"].as_str().unwrap(), file["hash"].as_str().unwrap());
        assert!(name.ends_with(".txt") && !name.contains(['/', '\\', '<']), "{name}");
        let given = desk.get(&format!("/incidents/{}/files/{hash}", scene.incident)).await;
        let header = |name: header::HeaderName| given.headers[name].to_str().unwrap().to_owned();
        assert!(header(header::CONTENT_TYPE).starts_with("text/plain"), "{name}");
        assert!(header(header::CONTENT_DISPOSITION).starts_with("attachment; "), "{name}");
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
    let csrf = desk.csrf();
    let part = format!("--here\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{csrf}\r\n");
    for (media_type, body) in [
        ("multipart/form-data", part.clone()),
        (
            "multipart/form-data; boundary=here",
            format!(
                "{part}--here\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\ncut"
            ),
        ),
        ("multipart/form-data; boundary=here", "no boundary at all".to_owned()),
        ("multipart/form-data; boundary=here", format!("{part}--here\r\nno header\r\n")),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, media_type.parse().unwrap());
        headers.insert("x-csrf-token", csrf.parse().unwrap());
        let answer = desk.request(HttpMethod::POST, &path, headers, body.into_bytes()).await;
        refused(&answer, "file", "malformed");
    }
}

#[tokio::test]
async fn no_address_leads_out_of_the_files_that_are_served() {
    let site = Site::open().await;
    let browser = site.browser();
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/assets/....//etc/passwd",
        "/assets/%00",
        "/assets/app.js%00.css",
        "/assets/..\\..\\etc",
        "/theme/..%2f..%2fetc%2fpasswd",
        "/theme/ffffff;}body{display:none.css",
        "/theme/%3Cscript%3E.css",
        "/../../etc/passwd",
        "//etc/passwd",
    ] {
        let answer = browser.get(path).await;
        assert!(matches!(answer.status.as_u16(), 400 | 404), "{path}: {}", answer.status);
        answer.has_not("root:").has_not("[package]").has_not("<script>alert");
    }
}

#[tokio::test]
async fn ids_that_are_none_and_ids_of_the_other_organisation_are_not_there() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let agency = site.agency("a.loxley").await;
    let council = COUNCIL.browser(&site, "p.wren").await;
    for id in [
        scene.incident.as_str(),
        "0",
        "-1",
        "null",
        "%00",
        "%F0%9F%92%A9",
        "1%20or%201=1",
        "..%2f..",
        &"9".repeat(5_000),
    ] {
        agency.get(&format!("/incidents/{id}")).await.is(404);
        agency.get(&format!("/api/v1/incidents/{id}/similar")).await.is(404);
        agency.get(&format!("/customers/{id}")).await.is(404);
        agency.post(&format!("/incidents/{id}/follow-ups"), &[("what", "x")]).await.is(404);
    }
    council.get(&format!("/incidents/{}", scene.incident)).await.is(200);
    agency.get(&format!("/customers/{}/now", scene.customer)).await.is(404);
    let _: &Browser<'_> = &council;
}
