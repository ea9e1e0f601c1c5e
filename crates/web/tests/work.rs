//! One's own work and that of a team: tasks, drafts, known incidents that are not recorded, late recordings, notices.

mod support;

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::journeys::{agency_report, council_report, council_review, text};
use support::{Browser, Site};

/// The tasks of a tab.
async fn tasks(browser: &Browser<'_>, tab: &str) -> Vec<Json> {
    let list = browser.get(&format!("/api/v1/tasks?tab={tab}")).await.is(200).json();
    list["tasks"].as_array().cloned().unwrap_or_default()
}

/// What the tasks of a tab say, in their order.
async fn said(browser: &Browser<'_>, tab: &str) -> Vec<String> {
    let what = |task: &Json| task["what"].as_str().unwrap_or_default().to_owned();
    tasks(browser, tab).await.iter().map(what).collect()
}

/// What somebody was told.
async fn told(browser: &Browser<'_>) -> Vec<String> {
    let list = browser.get("/api/v1/notifications").await.is(200).json();
    let text = |notice: &Json| notice["text"].as_str().unwrap_or_default().to_owned();
    list["notices"].as_array().into_iter().flatten().map(text).collect()
}

#[tokio::test]
async fn my_work_is_what_is_mine_in_the_order_of_its_deadlines() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let wren = site.council("p.wren").await;
    assert_eq!(
        said(&wren, "mine").await,
        ["Review an incident", "Offer the affected staff member a debrief"]
    );
    assert_eq!(said(&quill, "mine").await, ["Finish a report"]);
    let review = &tasks(&wren, "mine").await[0];
    assert_eq!((&review["state"], &review["link"]), (&json!("on-time"), &json!(format!("/incidents/{id}"))));
    // Two days later the review is overdue, and its owner is reminded of it once a day.
    site.home.tarrowmere.pass(SignedDuration::from_hours(49));
    let wren = site.council("p.wren").await;
    assert_eq!(tasks(&wren, "mine").await[0]["state"], "overdue");
    wren.get("/tasks").await.is(200).has("1 overdue · 0 due today");
    let org = &site.home.tarrowmere.app;
    for _ in 0..2 {
        assert!(org.run("remind").await.is_ok());
    }
    assert_eq!(told(&wren).await.iter().filter(|text| *text == "One of your tasks is overdue").count(), 1);
    wren.reviews(&id, &council_review()).await;
    assert_eq!(said(&wren, "done").await, ["Review an incident"]);
    assert_eq!(tasks(&wren, "done").await[0]["state"], "met-late");
}

#[tokio::test]
async fn a_managers_team_is_their_units_and_nobody_elses() {
    let site = Site::open().await;
    site.council("a.quill").await.reports(&council_report("shouting")).await;
    site.council("b.sanderling").await.reports(&council_report("shouting")).await;
    let wren = site.council("p.wren").await;
    let owners: Vec<Json> = tasks(&wren, "team").await.iter().map(|task| task["owner"].clone()).collect();
    assert!(owners.contains(&json!("A. Quill")) && !owners.contains(&json!("B. Sanderling")), "{owners:?}");
    let quill = site.council("a.quill").await;
    quill.get("/tasks?tab=team").await.is(404);
    quill.get("/tasks").await.is(200).has_not("My team");
}

// proves: MG-4.3-06
#[tokio::test]
async fn a_general_manager_has_the_proposals_of_their_own_units_only() {
    let site = Site::open().await;
    let proposals = |account: &'static str| {
        let site = &site;
        async move {
            let browser = site.council(account).await;
            let all = tasks(&browser, "mine").await;
            let of_access =
                all.iter().filter(|task| task["what"] == "Decide whether access is changed or restricted");
            of_access.map(|task| task["about"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        }
    };
    for (officer, manager) in [("a.quill", "p.wren"), ("b.sanderling", "b.tarn")] {
        let id = site.council(officer).await.reports(&council_report("shouting")).await;
        let restriction = council_review().instead("outcomes", "restriction");
        site.council(manager).await.reviews(&id, &restriction).await;
    }
    assert_eq!(proposals("l.osei").await, ["IN-2027-00001"], "Community");
    assert_eq!(proposals("r.halloran").await, ["IN-2027-00002"], "Works");
}

// proves: SA-SUP-005
#[tokio::test]
async fn a_known_incident_reminds_both_every_day_until_it_is_linked() {
    let site = Site::open().await;
    let (org, lane_id) = (&site.home.nas.app, site.home.nas.id("w.lane").to_string());
    let noted = [("about", lane_id.as_str()), ("learned_by", "verbal"), ("note", "Somebody threw a chair.")];
    site.agency("w.lane").await.post("/obligations/new", &noted).await.is(403);
    let imre = site.agency("r.imre").await;
    imre.fills_in("/obligations/new", &[("about", &lane_id)])
        .await
        .is(422)
        .has("Choose how you learned of it");
    imre.fills_in("/obligations/new", &noted).await.is(303);
    let lane = site.agency("w.lane").await;
    lane.get("/obligations").await.is(200).has("Somebody threw a chair.").has("Record it now");
    let mine = "Please record the incident your manager knows of; somebody can do it for you";
    let managers = "A known incident is still not recorded";
    for day in 1..=2 {
        assert!(org.run("remind").await.is_ok());
        let (lane, imre) = (site.agency("w.lane").await, site.agency("r.imre").await);
        assert_eq!(told(&lane).await.iter().filter(|text| *text == mine).count(), day);
        assert_eq!(told(&imre).await.iter().filter(|text| *text == managers).count(), day);
        site.home.nas.pass(SignedDuration::from_hours(24));
    }
    let (lane, imre) = (site.agency("w.lane").await, site.agency("r.imre").await);
    lane.reports(&agency_report("damage")).await;
    let list = imre.get("/api/v1/obligations").await.is(200).json();
    let obligation = list["obligations"][0]["id"].as_str().unwrap_or_default().to_owned();
    let page = format!("/obligations?item={obligation}");
    let meeting = format!("/obligations/{obligation}/meeting");
    imre.fills_in_at(&page, &meeting, &[("number", "IN-2027-00099")]).await.is(422).has("that you may see");
    imre.fills_in_at(&page, &meeting, &[("number", "IN-2027-00001")]).await.is(303);
    assert!(org.run("remind").await.is_ok());
    assert_eq!(told(&lane).await.iter().filter(|text| *text == mine).count(), 2, "no more reminders");
    imre.get("/obligations").await.is(200).has("There are none.");
}

#[tokio::test]
async fn what_is_nothing_to_record_is_dropped_with_a_reason() {
    let site = Site::open().await;
    let imre = site.agency("r.imre").await;
    let lane = site.home.nas.id("w.lane").to_string();
    imre.fills_in("/obligations/new", &[("about", &lane), ("learned_by", "email")]).await.is(303);
    let list = imre.get("/api/v1/obligations").await.is(200).json();
    let obligation = list["obligations"][0]["id"].as_str().unwrap_or_default().to_owned();
    let dropping = format!("/obligations/{obligation}/dropping");
    imre.post(&dropping, &[("because", " ")]).await.is(422);
    imre.post(&dropping, &[("because", "It was a drill.")]).await.is(303);
    assert_eq!(
        imre.get("/api/v1/obligations").await.is(200).json()["obligations"][0]["ended"],
        "It was a drill."
    );
    // Another region's manager has nothing to do with it.
    let other = site.agency("c.danek").await.get("/api/v1/obligations").await.is(200).json();
    assert_eq!(other["obligations"], json!([]));
}

// proves: SA-SUP-075
#[tokio::test]
async fn a_team_with_late_recordings_is_talked_to_and_that_is_kept() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let late = agency_report("threat")
        .instead("when", "other")
        .with("occurred_at-day", "12")
        .with("occurred_at-month", "3")
        .with("occurred_at-year", "2027");
    lane.reports(&late).await;
    lane.reports(&agency_report("shouting")).await;
    let imre = site.agency("r.imre").await;
    let page = imre.get("/recording").await;
    page.is(200)
        .has("Recording soon after it happened matters")
        .has("Talk about it with teams that record late.")
        .has("1 of 2 recorded late in the last 90 days.");
    let unit = site.home.nas.named.units["Eastern Region"].to_string();
    page.has(&format!("/recording?item={unit}"));
    let today = [("on-day", "16"), ("on-month", "3"), ("on-year", "2027"), ("note", "Why it matters.")];
    imre.fills_in_at(&format!("/recording?item={unit}"), &format!("/recording/{unit}"), &today).await.is(303);
    imre.get("/recording").await.is(200).has("Discussed on 16 March 2027");
    // A team that records in time is not listed as one to talk to.
    site.agency("c.nolan").await.reports(&agency_report("shouting")).await;
    let western = site.agency("c.danek").await.get("/recording").await;
    western
        .is(200)
        .has("0 of 1 recorded late")
        .has_not("Record that it was discussed")
        .has_not("Discussed on");
    lane.get("/recording").await.is(403);
    lane.post(&format!("/recording/{unit}"), &today).await.is(403);
}

#[tokio::test]
async fn what_somebody_was_told_is_marked_as_read() {
    let site = Site::open().await;
    site.council("a.quill").await.reports(&council_report("threat")).await;
    assert!(site.home.tarrowmere.app.run("deliver").await.is_ok());
    let wren = site.council("p.wren").await;
    let texts = told(&wren).await;
    assert!(texts.contains(&"An incident was reported that needs you at once.".to_owned()), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("Quill")), "a notice names nobody: {texts:?}");
    let unread = wren.get("/notifications").await.is(200).text();
    wren.post("/notifications/read", &[]).await.is(303);
    let read = wren.get("/notifications").await.is(200).text();
    assert_ne!(text(&unread), text(&read));
    let list = wren.get("/api/v1/notifications").await.is(200).json();
    assert!(
        list["notices"].as_array().is_some_and(|all| all.iter().all(|notice| notice["read"] == true)),
        "{list}"
    );
}

#[tokio::test]
async fn a_draft_is_kept_while_it_is_typed_and_thrown_away_by_its_writer_alone() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let page = quill.get("/incidents/new").await.is(200).text();
    let draft = page
        .split("data-draft=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
        .to_owned();
    let typed = [("_page", "/incidents/new"), ("words", "He stood in the door."), ("happenings", "threat")];
    let saved = quill.post(&draft, &typed).await;
    saved.is(200).has("Draft saved at 10:14am");
    quill.get("/incidents/new").await.is(200).has("He stood in the door.").has("Draft saved at 10:14am");
    site.council("m.birch").await.post(&draft, &typed).await.is(404);
    site.council("m.birch").await.post(&format!("{draft}/discard"), &[]).await.is(303);
    quill.get("/drafts").await.is(200).has("Record what happened");
    quill.post(&format!("{draft}/discard"), &[]).await.is(303);
    quill.get("/drafts").await.is(200).has("You have no drafts.");
}
