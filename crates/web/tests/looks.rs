//! Whoever looks is recorded before they see; where that cannot be recorded, nobody sees.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

mod support;

use evenhand_store::Place;
use evenhand_testkit::raw;
use evenhand_web::{Method, Mounts, ROUTES};
use serde_json::json;
use support::scene::{COUNCIL, ORDINARY_NAME, Scene};
use support::{Browser, Site};

/// Where the record of the council is.
fn place(site: &Site) -> Place {
    Place::File(site.home.folder.path().join("tarrowmere/record.db"))
}

async fn looks_by(site: &Site, account: &str) -> i64 {
    let staff = site.home.tarrowmere.id(account);
    raw::number(&place(site), &format!("select count(*) from look_list where actor = '{staff}'")).await
}

/// The reference of the ordinary customer.
async fn reference(site: &Site, scene: &Scene) -> String {
    let records = COUNCIL.browser(site, COUNCIL.records).await;
    let file = records.get(&format!("/api/v1/customers/{}", scene.customer)).await.is(200).json();
    file["reference"].as_str().unwrap().to_owned()
}

/// Every page and API address that shows something of a customer or an incident, as the reviewer asks for it.
fn protected(scene: &Scene) -> Vec<String> {
    let mut paths = vec![
        "/customers".to_owned(),
        "/api/v1/customers".to_owned(),
        "/incidents".to_owned(),
        "/api/v1/incidents".to_owned(),
        "/incidents/register.csv".to_owned(),
    ];
    for route in ROUTES.iter().filter(|route| route.method == Method::Get) {
        if !route.path.contains("{customer}") && !route.path.contains("{incident}") {
            continue;
        }
        let path = route.path.replace("{customer}", &scene.customer).replace("{incident}", &scene.incident);
        let path = path.replace("{hash}", &scene.file).replace("{key}", "follow-up-1");
        paths.push(path.clone());
        if !matches!(route.mounts, Mounts::Page) {
            paths.push(format!("/api/v1{path}"));
        }
    }
    paths
}

#[tokio::test]
async fn every_look_at_a_customer_or_an_incident_is_recorded_before_the_answer_leaves() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let reviewer = COUNCIL.browser(&site, COUNCIL.reviewer).await;
    let mut shown = 0;
    for path in protected(&scene) {
        let before = looks_by(&site, COUNCIL.reviewer).await;
        let response = reviewer.get(&path).await;
        if response.status == 200 {
            shown += 1;
            assert!(looks_by(&site, COUNCIL.reviewer).await > before, "{path} was shown and not recorded");
        }
    }
    assert!(shown > 40, "only {shown} were shown");
    let reference = reference(&site, &scene).await;
    for (path, q) in [("/counter", "Marlow"), ("/counter", reference.as_str()), ("/customers", "Marlow")] {
        let before = looks_by(&site, COUNCIL.reviewer).await;
        reviewer.post(path, &[("q", q), ("channel", "phone")]).await.is(200).has("Marlow");
        assert!(looks_by(&site, COUNCIL.reviewer).await > before, "{path} with {q}");
    }
}

#[tokio::test]
async fn where_a_look_cannot_be_recorded_nothing_is_shown() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let reviewer = COUNCIL.browser(&site, COUNCIL.reviewer).await;
    let desk = COUNCIL.browser(&site, "m.birch").await;
    let card = format!("/customers/{}/now", scene.customer);
    desk.get(&card).await.is(200).has("Serve as usual").has(ORDINARY_NAME);
    let reference = reference(&site, &scene).await;
    let refuse = "create trigger refuse before insert on looks begin select raise(abort, 'no'); end";
    raw::execute(&place(&site), refuse).await.unwrap();
    for path in protected(&scene) {
        let response = reviewer.get(&path).await;
        assert!(matches!(response.status.as_u16(), 503 | 403 | 404), "{path}: {}", response.status);
        response.has_not(ORDINARY_NAME).has_not("I will wait for you outside").has_not("0491 570");
    }
    for path in [card.clone(), format!("/api/v1{card}")] {
        let response = desk.get(&path).await;
        response.is(503).has_not(ORDINARY_NAME).has_not("Serve as usual").has_not("serve-as-usual");
    }
    desk.get(&card).await.has("Not checked");
    assert_eq!(desk.get(&format!("/api/v1{card}")).await.json()["answer"], "not-checked");
    for q in ["Marlow", reference.as_str()] {
        let page = desk.post("/counter", &[("q", q), ("channel", "in-person")]).await;
        page.is(503).has("Not checked").has_not(ORDINARY_NAME).has_not("Serve as usual");
        let asked = json!({ "q": q, "channel": "in-person" });
        let answer = desk.json("/api/v1/counter", &asked).await;
        answer.is(503).has_not(ORDINARY_NAME);
        assert_eq!(answer.json()["answer"], "not-checked");
    }
    raw::execute(&place(&site), "drop trigger refuse").await.unwrap();
    desk.get(&card).await.is(200).has("Serve as usual");
}

#[tokio::test]
async fn people_see_what_they_looked_at_and_who_may_sees_who_looked() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let desk = COUNCIL.browser(&site, "m.birch").await;
    let card = format!("/customers/{}/now", scene.customer);
    desk.get(&card).await.is(200);
    let mine = desk.get("/api/v1/me/activity").await.is(200).json();
    let newest = &mine["looks"][0];
    assert_eq!(newest["about"], format!("customer:{}", scene.customer));
    assert_eq!(newest["kind"], "look.card");
    desk.get("/me/activity").await.is(200).has("contact card");
    let other = COUNCIL.browser(&site, "d.ames").await;
    let theirs = other.get("/api/v1/me/activity").await.is(200).json();
    assert_eq!(theirs["looks"], json!([]));

    let looks = format!("/customers/{}/looks", scene.customer);
    for account in ["e.roth", "h.lund"] {
        let browser = COUNCIL.browser(&site, account).await;
        let who = browser.get(&format!("/api/v1{looks}")).await.is(200).json();
        let by_birch = |look: &serde_json::Value| look["by"] == "M. Birch" && look["kind"] == "look.card";
        assert!(who["looks"].as_array().unwrap().iter().any(by_birch), "{account}: {who}");
        browser.get(&looks).await.is(200).has("M. Birch").has("contact card");
    }
    for account in ["m.birch", "p.wren", "t.navarro", "g.pell"] {
        let browser: Browser<'_> = COUNCIL.browser(&site, account).await;
        let refused = browser.get(&looks).await;
        assert!(matches!(refused.status.as_u16(), 403 | 404), "{account}: {}", refused.status);
        refused.has_not("contact card");
    }
}

#[tokio::test]
async fn a_look_at_the_looks_is_recorded_too() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let records = COUNCIL.browser(&site, "e.roth").await;
    let looks = format!("/api/v1/customers/{}/looks", scene.customer);
    records.get(&looks).await.is(200);
    let seen = records.get(&looks).await.is(200).json();
    assert_eq!(seen["looks"][0]["by"], "E. Roth");
    assert_eq!(seen["looks"][1]["kind"], "look.looks");
}
