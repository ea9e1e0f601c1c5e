//! Incidents after they were reported: finishing, adding, classifying, linking, handing on, closing, and the register.

mod support;

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::journeys::{agency_report, agency_review, between, council_report, council_review, row, text};
use support::{Browser, Site};

/// The titles of an incident's timeline, newest first.
fn titles(incident: &Json) -> Vec<&str> {
    let timeline = incident["timeline"].as_array().map(Vec::as_slice).unwrap_or_default();
    timeline.iter().filter_map(|item| item["title"].as_str()).collect()
}

/// The keys of an incident's open tasks.
fn open_tasks(incident: &Json) -> Vec<&str> {
    let tasks = incident["tasks"].as_array().map(Vec::as_slice).unwrap_or_default();
    tasks.iter().filter(|task| task["done_at"].is_null()).filter_map(|task| task["key"].as_str()).collect()
}

/// The numbers that a list of incidents holds.
async fn numbers(browser: &Browser<'_>, query: &str) -> Vec<String> {
    let list = browser.get(&format!("/api/v1/incidents?{query}")).await.is(200).json();
    let rows = list["incidents"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row["number"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The register, line by line.
async fn register(browser: &Browser<'_>, query: &str) -> Vec<String> {
    let file = browser.get(&format!("/incidents/register.csv?{query}")).await;
    file.is(200).text().lines().map(str::to_owned).collect()
}

// proves: SA-SUP-009
#[tokio::test]
async fn a_minimal_report_is_finished_the_next_day_and_both_accounts_stay() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("shouting").with("words", "He shouted at me.")).await;
    let page = lane.get(&format!("/incidents/{id}/finish")).await;
    page.is(200)
        .has("What happened, in your words")
        .has("Others it happened to, or who saw it")
        .has("How it felt");
    site.home.nas.pass(SignedDuration::from_hours(22));
    let lane = site.agency("w.lane").await;
    let added = [("kind", "account"), ("text", "Before that he had waited for two hours.")];
    lane.fills_in(&format!("/incidents/{id}/words"), &added).await.is(303);
    lane.post(&format!("/incidents/{id}/finish"), &[]).await.is(303);
    let incident = lane.incident(&id).await;
    assert_eq!(titles(&incident), ["Report finished", "Account added", "First report"]);
    let entry =
        |n: usize| (incident["timeline"][n]["at"].clone(), incident["timeline"][n]["text"].to_string());
    let ((later, added), (first, reported)) = (entry(1), entry(2));
    assert!(
        added.contains("Before that he had waited") && reported.contains("He shouted at me."),
        "{incident}"
    );
    assert!(later.as_str() > first.as_str(), "{later} after {first}");
    assert!(!open_tasks(&incident).contains(&"finish"));
}

#[tokio::test]
async fn somebody_who_is_asked_finishes_a_report() {
    let site = Site::open().await;
    let (quill, birch) = (site.council("a.quill").await, site.home.tarrowmere.id("m.birch").to_string());
    let id = quill.reports(&council_report("shouting")).await;
    let asked = site.council("m.birch").await;
    asked.get(&format!("/incidents/{id}/finish")).await.is(404);
    quill.fills_in(&format!("/incidents/{id}/finisher"), &[("finisher", &birch)]).await.is(303);
    let tasks = asked.get("/api/v1/tasks").await.is(200).json();
    assert_eq!(
        (&tasks["tasks"][0]["what"], &tasks["tasks"][0]["link"]),
        (&json!("Finish a report"), &json!(format!("/incidents/{id}/finish")))
    );
    asked
        .fills_in(&format!("/incidents/{id}/words"), &[("kind", "before"), ("text", "The queue was long.")])
        .await
        .is(303);
    asked.post(&format!("/incidents/{id}/finish"), &[]).await.is(303);
    let incident = quill.incident(&id).await;
    assert_eq!(
        titles(&incident),
        ["Report finished", "What came before", "Finishing handed over", "First report"]
    );
    assert_eq!(incident["timeline"][1]["by"], "M. Birch");
}

#[tokio::test]
async fn words_the_customer_used_are_folded_and_how_it_felt_is_kept_as_said() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("shouting")).await;
    let words = format!("/incidents/{id}/words");
    lane.fills_in(&words, &[("kind", "words-used"), ("text", "“I know where you park.”")]).await.is(303);
    let felt = [("kind", "felt"), ("text", "I did not sleep."), ("severity_felt", "serious")];
    lane.fills_in(&words, &felt).await.is(303);
    let wrong = [("kind", "note"), ("text", "x"), ("severity_felt", "serious")];
    lane.fills_in(&words, &wrong).await.is(422).has("This goes with “How it felt” only");
    lane.fills_in(&words, &[("kind", "note"), ("text", " ")]).await.is(422).has("href=\"#text\"");
    let page = lane.incident_page(&id).await;
    let (before, _) = page.split_once("I know where you park").unwrap_or_default();
    assert!(before.rfind("<details") > before.rfind("</details>"), "what was said stands folded");
    assert!(page.contains("Felt as: Serious"), "{page}");
    let checked =
        lane.fills_in(&words, &[("kind", "note"), ("text", "She is a crazy liar."), ("_check", "yes")]).await;
    checked.is(200).has("These are suggestions. Nothing was changed").has("She is a crazy liar.");
    assert!(!lane.incident_page(&id).await.contains("crazy liar"), "checking adds nothing");
}

// proves: SA-PIC-036
#[tokio::test]
async fn those_involved_stand_with_their_roles_on_the_review_and_in_the_register() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("threat").with("role_at_time", "service-officer")).await;
    let santos = site.home.nas.id("i.santos").to_string();
    let involved = [
        ("who", santos.as_str()),
        ("part", "witness"),
        ("role_at_time", "personalised-services-officer"),
        ("psychologically", "yes"),
    ];
    lane.fills_in(&format!("/incidents/{id}/people"), &involved).await.is(303);
    lane.fills_in(&format!("/incidents/{id}/people"), &[("part", "witness")])
        .await
        .is(422)
        .has("Choose a colleague");
    let both = [("who", santos.as_str()), ("other", "A visitor"), ("part", "witness")];
    lane.fills_in(&format!("/incidents/{id}/people"), &both).await.is(422).has("not both");
    let imre = site.agency("r.imre").await;
    imre.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let review = imre.get(&format!("/incidents/{id}/review")).await.is(200).text();
    let expected = "W. Lane (affected, as Service Officer); I. Santos (saw or heard it, as Personalised Services Service Officer (PSSO), in mind)";
    assert_eq!(row(&review, "Involved"), expected);
    let lines = register(&imre, "").await;
    let expected = "Service Officer (affected); Personalised Services Service Officer (PSSO) (witness)";
    assert!(lines[1].contains(expected), "{lines:?}");
}

// proves: SA-PIC-037
#[tokio::test]
async fn an_incident_of_two_kinds_is_found_under_either() {
    let site = Site::open().await;
    let (lane, imre) = (site.agency("w.lane").await, site.agency("r.imre").await);
    lane.reports(&agency_report("threat").with("happenings", "personal-abuse")).await;
    lane.reports(&agency_report("shouting")).await;
    for kind in ["threat", "verbal-abuse"] {
        assert_eq!(numbers(&imre, &format!("kind={kind}")).await, ["IN-2027-00001"], "{kind}");
    }
    assert!(numbers(&imre, "kind=stalking").await.is_empty());
}

// proves: MG-3.1-02
#[tokio::test]
async fn an_incident_of_two_categories_is_in_the_register_under_both() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let page = quill.get(&format!("/incidents/{id}/conduct")).await.is(200).text();
    assert_eq!(page.matches("name=\"classes\"").count(), 5);
    let two = [
        ("classes", "unreasonable-behaviour"),
        ("classes", "unreasonable-demands"),
        ("kinds", "insisting-on-seniors"),
        ("issues", "health"),
        ("parties", "staff"),
    ];
    quill.fills_in(&format!("/incidents/{id}/conduct"), &two).await.is(303);
    let wren = site.council("p.wren").await;
    for class in ["unreasonable-behaviour", "unreasonable-demands"] {
        assert_eq!(numbers(&wren, &format!("class={class}")).await, ["IN-2027-00001"], "{class}");
        assert_eq!(register(&wren, &format!("class={class}")).await.len(), 2, "{class}");
    }
    assert_eq!(register(&wren, "class=unreasonable-arguments").await.len(), 1, "only its head");
    let none = [("classes", ""), ("kinds", ""), ("issues", ""), ("parties", "")];
    quill.fills_in(&format!("/incidents/{id}/conduct"), &none).await.is(422);
}

// proves: MG-3.1-04
#[tokio::test]
async fn each_category_says_where_the_manual_has_more_examples() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let page = quill.get(&format!("/incidents/{id}/conduct")).await.is(200).text();
    let manual = "https://intranet.tarrowmere.example/manual";
    for (category, pages) in [
        ("Unreasonable persistence", "39 to 43"),
        ("Unreasonable demands", "50 to 54"),
        ("Unreasonable lack of cooperation", "64 to 65"),
        ("Unreasonable arguments", "69 to 71"),
        ("Unreasonable behaviour", "77 to 85"),
    ] {
        let line = format!(
            "<li>{category}: <a class=\"govuk-link\" href=\"{manual}\">practice manual, pages {pages}</a></li>"
        );
        assert!(page.contains(&line), "{line} is not in {page}");
    }
}

// proves: MG-3.1-03
#[tokio::test]
async fn an_incident_of_a_former_customer_says_so() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let wren = site.council("p.wren").await;
    let former =
        [("standing", "former"), ("customer_type", "former-customer"), ("because", "They moved away.")];
    wren.fills_in(&format!("/customers/{customer}/details"), &former).await.is(303);
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("threat").with("customer", &customer)).await;
    assert_eq!(
        row(&wren.incident_page(&id).await, "Customer at the time"),
        "Former customer (a former customer)"
    );
    let shown = wren.incident(&id).await["customer"].clone();
    assert_eq!((&shown["standing"], &shown["customer_type"]), (&json!("former"), &json!("Former customer")));
    // What they are later changes nothing about what they were then.
    let back =
        [("standing", "current"), ("customer_type", "current-customer"), ("because", "They are back.")];
    wren.fills_in(&format!("/customers/{customer}/details"), &back).await.is(303);
    assert_eq!(wren.incident(&id).await["customer"]["standing"], "former");
}

// proves: SA-PIC-021
#[tokio::test]
async fn a_mark_for_the_safety_of_a_child_shows_its_procedure_and_opens_a_task() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("threat")).await;
    let flags = format!("/incidents/{id}/flags");
    let page = lane.get(&flags).await.is(200).text();
    for mark in ["self-harm", "child-threat", "family-violence", "disability", "interpreter-relay"] {
        assert!(page.contains(&format!("value=\"{mark}\"")), "{mark}");
    }
    lane.fills_in(&flags, &[("flag", "child-threat"), ("on", "yes")]).await.is(303);
    let imre = site.agency("r.imre").await;
    let page = imre.incident_page(&id).await;
    assert!(page.contains("href=\"https://intranet.nas.example/safety/children\""), "{page}");
    assert!(row(&page, "Marks").starts_with("Threat to the safety or welfare of a child:"), "{page}");
    assert!(open_tasks(&imre.incident(&id).await).contains(&"flag-child-threat"));
    assert!(
        imre.get("/tasks").await.is(200).text().contains("Follow the procedure for a threat to the safety")
    );
    // It is taken off with a reason only.
    lane.fills_in(&flags, &[("flag", "child-threat"), ("on", "no")])
        .await
        .is(422)
        .has("Say why the flag is taken off");
}

// proves: SA-SUP-016
#[tokio::test]
async fn a_critical_incident_starts_support_for_everybody_it_happened_to() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("hurt")).await;
    let dell = site.home.nas.id("o.dell").to_string();
    lane.fills_in(&format!("/incidents/{id}/people"), &[("who", &dell), ("part", "affected")]).await.is(303);
    lane.get(&format!("/incidents/{id}/critical")).await.is(403);
    let imre = site.agency("r.imre").await;
    let critical = [("example", "serious-injury-or-death"), ("because", "He was taken to hospital.")];
    imre.fills_in(&format!("/incidents/{id}/critical"), &critical).await.is(303);
    let incident = imre.incident(&id).await;
    assert_eq!(incident["critical"], "Serious injury or death of someone in, or connected to, the workplace");
    let support: Vec<&str> =
        open_tasks(&incident).into_iter().filter(|key| key.starts_with("closing-critical-support")).collect();
    assert_eq!(support, ["closing-critical-support-0", "closing-critical-support-1"]);
    // The council's policy has no critical incidents, and the page says so.
    let other = site.council("a.quill").await.reports(&council_report("hurt")).await;
    site.council("p.wren")
        .await
        .get(&format!("/incidents/{other}/critical"))
        .await
        .is(200)
        .has("no critical incidents");
}

#[tokio::test]
async fn what_led_to_it_services_and_police_are_kept() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("threat").with("harm", "police")).await;
    let trigger = [("trigger", "our-mistake"), ("note", "The letter was wrong."), ("contributed", "yes")];
    quill.fills_in(&format!("/incidents/{id}/trigger"), &trigger).await.is(303);
    let called = [
        ("service", "police"),
        ("called_at-day", "16"),
        ("called_at-month", "3"),
        ("called_at-year", "2027"),
        ("called_at-time", "10:05am"),
        ("outcome", "Came at 10:15am, the person had left"),
    ];
    let services = format!("/incidents/{id}/services");
    quill.fills_in(&services, &called).await.is(303);
    quill.fills_in(&services, &called[..1]).await.is(422).has("Enter");
    let reported = [
        ("made_at-day", "16"),
        ("made_at-month", "3"),
        ("made_at-year", "2027"),
        ("made_at-time", "10:10am"),
        ("how", "By telephone"),
        ("reference", "SP-118"),
    ];
    let police = format!("/incidents/{id}/police");
    quill.get(&police).await.is(403);
    let wren = site.council("p.wren").await;
    assert!(open_tasks(&wren.incident(&id).await).contains(&"police"));
    wren.fills_in(&police, &reported).await.is(303);
    assert!(!open_tasks(&wren.incident(&id).await).contains(&"police"));
    let page = wren.incident_page(&id).await;
    assert_eq!(row(&page, "Police"), "today, 10:10am, By telephone, reference SP-118");
    assert_eq!(
        row(&page, "Services called"),
        "SA Police, today, 10:05am: Came at 10:15am, the person had left"
    );
    assert!(row(&page, "What led to it").contains("Our mistake"), "{page}");
    assert_eq!(numbers(&wren, "trigger=our-mistake").await, ["IN-2027-00001"]);
}

#[tokio::test]
async fn a_file_is_what_it_says_and_only_those_who_work_on_it_get_it() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("threat")).await;
    let text_file = "Voicemail: I will wait for you.".as_bytes();
    quill.attaches(&id, "voicemail.txt", text_file, "Voicemail typed out").await.is(303);
    quill.attaches(&id, "page.png", b"\x7fELF\x02\x01\x01\x00", "A picture").await.is(422);
    quill.attaches(&id, "empty.txt", text_file, " ").await.is(422);
    let hash = quill.incident(&id).await["files"][0]["hash"].as_str().unwrap_or_default().to_owned();
    let address = format!("/incidents/{id}/files/{hash}");
    let file = quill.get(&address).await;
    assert_eq!(file.is(200).body, text_file);
    assert!(
        file.headers["content-disposition"].to_str().is_ok_and(|named| named.starts_with("attachment")),
        "{:?}",
        file.headers
    );
    site.council("m.birch").await.get(&address).await.is(404);
    site.council("b.tarn").await.get(&address).await.is(404);
}

#[tokio::test]
async fn a_corrected_fact_stands_beside_the_first_account() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let correction = format!("/incidents/{id}/correction");
    let library = site.home.tarrowmere.named.sites["Library"].to_string();
    quill
        .fills_in(&correction, &[("site", &library), ("because", "I was at the library desk.")])
        .await
        .is(303);
    quill.fills_in(&correction, &[("because", "Nothing.")]).await.is(422);
    let incident = quill.incident(&id).await;
    assert_eq!(incident["site"], "Library");
    assert_eq!(titles(&incident), ["Corrected", "First report"]);
    assert!(
        incident["timeline"][0]["text"][0]
            .as_str()
            .is_some_and(|before| before.starts_with("Before: 16 March 2027, 10:14am"))
    );
}

// proves: SA-SUP-093
#[tokio::test]
async fn an_unidentified_person_is_linked_later_and_stands_in_their_history_with_both_dates() {
    let site = Site::open().await;
    let customer = site.client("Quarry", "public").await;
    let lane = site.agency("w.lane").await;
    let description = "Tall, grey jacket, a red bicycle";
    let id = lane.reports(&agency_report("threat").with("description", description)).await;
    assert_eq!(row(&lane.incident_page(&id).await, "Not identified"), description);
    site.home.nas.pass(SignedDuration::from_hours(25));
    let imre = site.agency("r.imre").await;
    let file = imre.get(&format!("/api/v1/customers/{customer}")).await.is(200).json();
    assert_eq!(file["incidents"], json!([]));
    let reference = file["reference"].as_str().unwrap_or_default().to_owned();
    let link = format!("/incidents/{id}/customer");
    imre.fills_in(&link, &[("customer", "ZZ-1"), ("because", "A guess")])
        .await
        .is(422)
        .has("nobody with this reference");
    imre.fills_in(&link, &[("customer", &reference), ("because", "He gave his name on the phone.")])
        .await
        .is(303);
    let file = imre.get(&format!("/api/v1/customers/{customer}")).await.is(200).json();
    assert_eq!(file["incidents"][0]["number"], "IN-2027-00001");
    let timeline = imre.get(&format!("/api/v1/customers/{customer}/timeline")).await.is(200).json();
    let when = |title: &str| {
        let items = timeline["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .find(|item| item["title"] == title)
            .map(|item| item["at"].as_str().unwrap_or_default()[..10].to_owned())
    };
    assert_eq!(when("First report").as_deref(), Some("2027-03-16"));
    assert_eq!(when("Customer identified").as_deref(), Some("2027-03-17"));
}

#[tokio::test]
async fn an_incident_that_follows_from_another_shows_it() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    quill.reports(&council_report("shouting")).await;
    let second = quill.reports(&council_report("threat")).await;
    let links = format!("/incidents/{second}/links");
    quill.fills_in(&links, &[("number", "in-2027-00001"), ("how", "follows-from")]).await.is(303);
    assert!(
        row(&quill.incident_page(&second).await, "Linked with")
            .contains("IN-2027-00001 (this follows from it)")
    );
    quill
        .fills_in(&links, &[("number", "IN-2027-00099"), ("how", "related")])
        .await
        .is(422)
        .has("that you may see");
    // One of another unit does not exist for them.
    site.council("b.sanderling").await.reports(&council_report("shouting")).await;
    quill
        .fills_in(&links, &[("number", "IN-2027-00003"), ("how", "related")])
        .await
        .is(422)
        .has("that you may see");
}

// proves: SA-SUP-090
#[tokio::test]
async fn an_escalation_is_on_the_timeline_and_in_the_queue_of_whom_it_went_to() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("threat")).await;
    let (imre, loxley) = (site.agency("r.imre").await, site.home.nas.id("a.loxley").to_string());
    let up =
        [("level", "regional-manager"), ("to", loxley.as_str()), ("because", "Three teams are concerned.")];
    lane.get(&format!("/incidents/{id}/escalation")).await.is(403);
    imre.fills_in(&format!("/incidents/{id}/escalation"), &up).await.is(303);
    let incident = imre.incident(&id).await;
    assert_eq!(incident["timeline"][0]["title"], "Escalated");
    assert_eq!(
        incident["timeline"][0]["text"],
        json!(["Regional manager or equivalent to A. Loxley", "Three teams are concerned."])
    );
    let tasks = site.agency("a.loxley").await.get("/api/v1/tasks").await.is(200).json();
    let escalated = tasks["tasks"].as_array().into_iter().flatten();
    let escalated: Vec<&Json> =
        escalated.filter(|task| task["what"] == "Look at an incident that was escalated to you").collect();
    assert_eq!(escalated.len(), 1, "{tasks}");
    assert_eq!(escalated[0]["about"], "IN-2027-00001");
}

#[tokio::test]
async fn follow_ups_are_done_or_handed_on() {
    let site = Site::open().await;
    let id = site.council("a.quill").await.reports(&council_report("shouting")).await;
    let wren = site.council("p.wren").await;
    let arlen = site.home.tarrowmere.id("j.arlen").to_string();
    let added = [
        ("what", "Check the queue at the front desk"),
        ("owner", arlen.as_str()),
        ("due_on-day", "19"),
        ("due_on-month", "3"),
        ("due_on-year", "2027"),
    ];
    wren.fills_in(&format!("/incidents/{id}/follow-ups"), &added).await.is(303);
    let arlen_sees = site.council("j.arlen").await;
    let tasks = arlen_sees.get("/api/v1/tasks").await.is(200).json();
    assert_eq!(
        (&tasks["tasks"][0]["what"], &tasks["tasks"][0]["state"]),
        (&json!("Check the queue at the front desk"), &json!("on-time"))
    );
    let task = format!("/incidents/{id}/tasks/follow-up-1");
    let quill = site.home.tarrowmere.id("a.quill").to_string();
    wren.fills_in(&format!("{task}/owner"), &[("to", &quill), ("because", "On leave.")]).await.is(303);
    assert_eq!(arlen_sees.get("/api/v1/tasks").await.is(200).json()["tasks"], json!([]));
    wren.get(&task).await.is(200).has("A. Quill");
    wren.fills_in(&task, &[("note", " ")]).await.is(422);
    wren.fills_in(&task, &[("note", "Two desks are open now.")]).await.is(303);
    let incident = wren.incident(&id).await;
    assert_eq!(titles(&incident)[..3], ["Task done", "Task handed on", "Follow-up added"]);
    assert!(!open_tasks(&incident).contains(&"follow-up-1"));
    wren.get(&format!("/incidents/{id}/tasks/none")).await.is(404);
}

#[tokio::test]
async fn a_case_with_open_tasks_closes_only_with_a_reason_and_opens_again_with_one() {
    let site = Site::open().await;
    let id = site.council("a.quill").await.reports(&council_report("shouting")).await;
    let wren = site.council("p.wren").await;
    let closing = format!("/incidents/{id}/closing");
    wren.get(&closing).await.is(200).has("It can be closed once the review is decided.");
    wren.reviews(&id, &council_review().instead("outcomes", "warning")).await;
    let page = wren.get(&closing).await;
    page.is(200)
        .has("This stands in the way:")
        .has("Tasks to be done first")
        .has("Prepare the warning letter");
    wren.post(&closing, &[]).await.is(422).has("Still to be done");
    let reason = "The letter goes out with the next post.";
    wren.fills_in(&closing, &[("pass-tasks-done", reason)]).await.is(303);
    let incident = wren.incident(&id).await;
    assert_eq!(incident["stage"], "closed");
    assert_eq!(incident["timeline"][0]["text"], json!([reason]));
    wren.fills_in(&format!("/incidents/{id}/reopening"), &[("because", "")]).await.is(422);
    wren.fills_in(&format!("/incidents/{id}/reopening"), &[("because", "He came back.")]).await.is(303);
    assert_eq!(wren.incident(&id).await["stage"], "reopened");
}

#[tokio::test]
async fn what_was_entered_in_error_stays_readable_and_counts_for_nothing() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    quill.get(&format!("/incidents/{id}/error")).await.is(403);
    let wren = site.council("p.wren").await;
    wren.fills_in(&format!("/incidents/{id}/error"), &[("because", "It was a training example.")])
        .await
        .is(303);
    wren.get(&format!("/incidents/{id}"))
        .await
        .is(200)
        .has("It counts for nothing.")
        .has("a training example");
    assert!(open_tasks(&wren.incident(&id).await).is_empty());
    assert!(numbers(&wren, "open=yes").await.is_empty());
}

// proves: MG-B-03
#[tokio::test]
async fn the_printed_form_has_its_nine_parts() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("threat").with("customer", &customer)).await;
    quill.attaches(&id, "note.txt", b"Voicemail of Monday, typed out", "Voicemail typed out").await.is(303);
    let answers = [
        ("details", "He said he would wait outside; no service was called."),
        ("why-unreasonable", "It happened three times, and the desk had to close."),
        ("action-taken", "I asked him twice to stop."),
        ("suggestion", "One officer for him."),
        ("other-information", "See the voicemail."),
        ("file_number", "AF-118"),
        ("signed_as", "Alder Quill"),
    ];
    let submitted = quill.fills_in(&format!("/incidents/{id}/form"), &answers).await;
    submitted.is(303);
    let page = quill.get(&format!("/incidents/{id}/form/print")).await.is(200).text();
    assert_eq!(row(&page, "Date of the incident"), "16 March 2027, 10:14am");
    assert_eq!(row(&page, "Case officer"), "A. Quill");
    assert_eq!(row(&page, "Customer"), "Marlow Fenn-Castle");
    assert_eq!(row(&page, "Customer's case file number"), "AF-118");
    let plain = text(&page);
    for (question, answer) in [
        ("Details of the customer's conduct or incident", answers[0].1),
        ("Why do you consider this conduct to be unreasonable?", answers[1].1),
        ("What action has been taken to deal with or manage the customer's conduct?", answers[2].1),
        ("What could be done to effectively manage the customer's conduct?", answers[3].1),
        ("Is there any other information that might be relevant to this case?", answers[4].1),
        ("Attachments", "Voicemail typed out (note.txt)"),
    ] {
        let at = plain.find(question).unwrap_or_else(|| panic!("`{question}` is not in {plain}"));
        assert!(plain[at..].contains(answer), "`{answer}` does not follow `{question}`");
    }
    assert_eq!(row(&page, "Signed"), "Alder Quill");
    // A printed form is a copy, and says so in the foot of every page.
    let foot = between(&page, "ucc-print-line\">", "<");
    for mark in [
        "version 1.0",
        "Issued 15 December 2020",
        "Next review: 30 November 2022",
        "the electronic version in this system governs",
    ] {
        assert!(foot.contains(mark), "`{mark}` is not in `{foot}`");
    }
}

// proves: MG-B-05
#[tokio::test]
async fn the_form_prompts_for_what_makes_conduct_unreasonable_and_for_what_was_tried() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("threat")).await;
    let page = quill.get(&format!("/incidents/{id}/form")).await.is(200).text();
    let hint = |field: &str| {
        let described = page.split(&format!("id=\"{field}-hint\"")).nth(1).unwrap_or_default();
        assert!(
            page.contains(&format!("aria-describedby=\"{field}-hint\"")),
            "{field} is not described by its hint"
        );
        text(&format!("<{}", described.split("</div>").next().unwrap_or_default()))
    };
    let why = hint("why-unreasonable");
    for prompt in [
        "before, or repeatedly",
        "significant disruptions to our organisation",
        "health or safety issues for our staff or other persons",
    ] {
        assert!(why.contains(prompt), "`{prompt}` is not in `{why}`");
    }
    let action = hint("action-taken");
    for prompt in ["warning the customer verbally", "previous attempts"] {
        assert!(action.contains(prompt), "`{prompt}` is not in `{action}`");
    }
}

// proves: MG-4.1-07, MG-B-01
#[tokio::test]
async fn a_form_started_later_is_in_the_queue_of_the_units_manager() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let wren = site.council("p.wren").await;
    assert!(!wren.get("/tasks").await.is(200).text().contains("Talk with the staff member about their form"));
    let answers = [
        ("details", "He shouted."),
        ("why-unreasonable", "Every week."),
        ("action-taken", "Asked him to stop."),
        ("suggestion", "A warning."),
        ("other-information", "None."),
    ];
    let form = format!("/incidents/{id}/form");
    quill.fills_in(&form, &answers).await.is(422).has("href=\"#signed\"");
    let signed: Vec<(&str, &str)> = answers.iter().copied().chain([("signed_as", "Alder Quill")]).collect();
    quill.fills_in(&form, &signed).await.is(303);
    quill.get(&form).await.is(200).has("already submitted");
    let task = wren.get("/api/v1/tasks").await.is(200).json();
    assert!(task.to_string().contains("Talk with the staff member about their form"), "{task}");
    assert!(
        !site
            .council("b.tarn")
            .await
            .get("/tasks")
            .await
            .is(200)
            .text()
            .contains("Talk with the staff member")
    );
    // The agency's policy has no such form.
    let other = site.agency("w.lane").await.reports(&agency_report("threat")).await;
    site.agency("w.lane")
        .await
        .get(&format!("/incidents/{other}/form"))
        .await
        .is(200)
        .has("has no incident form");
}

// proves: MG-CAV-14
#[tokio::test]
async fn open_incidents_are_listed_by_step_and_age_with_their_owner() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let wren = site.council("p.wren").await;
    let old = quill.reports(&council_report("shouting")).await;
    site.home.tarrowmere.pass(SignedDuration::from_hours(24 * 5));
    let (quill, wren) = (site.council("a.quill").await, {
        drop(wren);
        site.council("p.wren").await
    });
    let (begun, decided, closed) = (
        quill.reports(&council_report("shouting")).await,
        quill.reports(&council_report("shouting")).await,
        quill.reports(&council_report("shouting")).await,
    );
    wren.post(&format!("/incidents/{begun}/review-opening"), &[]).await.is(303);
    wren.reviews(&decided, &council_review()).await;
    wren.reviews(&closed, &council_review()).await;
    wren.fills_in(&format!("/incidents/{closed}/closing"), &[("pass-tasks-done", "All was said.")])
        .await
        .is(303);
    let list = wren.get("/api/v1/incidents?open=yes").await.is(200).json();
    let rows: Vec<(Json, Json, Json, Json)> = list["incidents"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            (row["id"].clone(), row["stage"].clone(), row["age_days"].clone(), row["reviewer"].clone())
        })
        .collect();
    let expected =
        |id: &str, stage: &str, days: i64| (json!(id), json!(stage), json!(days), json!("P. Wren"));
    for one in [
        expected(&old, "reported", 5),
        expected(&begun, "in-assessment", 0),
        expected(&decided, "action-under-way", 0),
    ] {
        assert!(rows.contains(&one), "{one:?} is not in {rows:?}");
    }
    assert_eq!(rows.len(), 3);
    let step = |stage: &str| {
        let steps = list["steps"].as_array().cloned().unwrap_or_default();
        steps.into_iter().find(|step| step["stage"] == stage).unwrap_or_default()
    };
    assert_eq!(
        (step("reported")["count"].clone(), step("reported")["oldest_days"].clone()),
        (json!(1), json!(5))
    );
    assert_eq!(step("closed")["count"], 1);
    let page = wren.get("/incidents?stage=reported").await;
    page.is(200)
        .has("Reported, nobody has begun; 5 days old")
        .has("<td class=\"govuk-table__cell\">P. Wren</td>");
    page.has(&old).has_not(&format!("/incidents/{begun}\""));
}

// proves: SA-PIC-027
#[tokio::test]
async fn the_type_of_the_customer_says_who_makes_contact() {
    let site = Site::open().await;
    let customer = site.client("Quarry", "public").await;
    let petrov = site.agency("l.petrov").await;
    let report = agency_report("threat").instead("business_line", "medicare").with("customer", &customer);
    let id = petrov.reports(&report).await;
    let manager = site.agency("t.marlow").await;
    assert_eq!(
        row(&manager.incident_page(&id).await, "Suggested contact person"),
        "T. Marlow, who reviews it"
    );
    let details = format!("/customers/{customer}/details");
    let page = manager.get(&details).await.is(200).text();
    for kind in ["public", "provider", "medical-practitioner", "nominee", "other"] {
        assert!(page.contains(&format!("<option value=\"{kind}\"")), "{kind}");
    }
    let change = [("customer_type", "medical-practitioner"), ("because", "He said so himself.")];
    manager.fills_in(&details, &change).await.is(303);
    assert_eq!(row(&manager.incident_page(&id).await, "Suggested contact person"), "EL1 Manager: B. Sayer");
    assert_eq!(manager.incident(&id).await["contact_person"], "EL1 Manager: B. Sayer");
    // Whoever serves the customer comes first.
    let oduya = site.home.nas.id("c.oduya").to_string();
    let officer = [("officer", oduya.as_str()), ("because", "He is on a plan.")];
    manager.fills_in(&format!("/customers/{customer}/officer"), &officer).await.is(303);
    assert_eq!(manager.incident(&id).await["contact_person"], "C. Oduya, who serves this customer");
    // The council writes first: its policy suggests no call.
    let customer = site.customer("Fenn-Castle").await;
    let other =
        site.council("a.quill").await.reports(&council_report("threat").with("customer", &customer)).await;
    assert_eq!(site.council("p.wren").await.incident(&other).await["contact_person"], Json::Null);
}

// proves: SA-PIC-111
#[tokio::test]
async fn the_adviser_of_the_site_is_suggested_on_its_incidents() {
    let site = Site::open().await;
    let loxley = site.agency("a.loxley").await;
    for (account, place, adviser) in [
        ("w.lane", "Centre 01 Plover Bay", "F. Hale, 7050"),
        ("c.nolan", "Centre 07 Saltbush", "Network contact, Western, 7052"),
    ] {
        let at = site.home.nas.named.sites[place].to_string();
        let id = site.agency(account).await.reports(&agency_report("threat").with("site", &at)).await;
        let page = loxley.incident_page(&id).await;
        let suggested = row(&page, "Suggested adviser");
        assert!(
            suggested
                .starts_with(&format!("Customer Aggression Network Operational Contact (CANOC): {adviser};")),
            "{suggested}"
        );
        assert!(
            suggested.ends_with("Customer Aggression Prevention Team (CAPT): not entered yet"),
            "{suggested}"
        );
    }
    let administrator = site.agency("g.shaw").await;
    administrator
        .post("/resources/contacts/capt", &[("name", "Prevention desk"), ("phone", "7070")])
        .await
        .is(303);
    let list = loxley.get("/api/v1/incidents").await.is(200).json();
    let id = list["incidents"][0]["id"].as_str().unwrap_or_default().to_owned();
    let advisers = loxley.incident(&id).await["advisers"].clone();
    assert_eq!(advisers[1], "Customer Aggression Prevention Team (CAPT): Prevention desk, 7070");
}

#[tokio::test]
async fn the_reporter_hears_what_was_decided_and_reads_no_weighing() {
    let site = Site::open().await;
    let (lane, imre) = (site.agency("w.lane").await, site.agency("r.imre").await);
    let id = lane.reports(&agency_report("shouting")).await;
    imre.reviews(&id, &agency_review()).await;
    assert!(site.home.nas.app.run("deliver").await.is_ok());
    lane.get("/notifications").await.is(200).has("The incident you reported was reviewed.");
    lane.get(&format!("/incidents/{id}")).await.is(200).has("Telephone the customer about the incident");
    lane.get(&format!("/incidents/{id}/review/print")).await.is(403);
}

// proves: SA-PIC-118
#[tokio::test]
async fn a_role_that_is_taken_away_takes_its_actions_with_it() {
    let site = Site::open().await;
    let id = site.agency("w.lane").await.reports(&agency_report("shouting")).await;
    let loxley = site.agency("a.loxley").await;
    let offers = |incident: Json| incident["offers"].to_string();
    for action in ["incident.review", "incident.escalate", "incident.close"] {
        assert!(offers(loxley.incident(&id).await).contains(action), "{action}");
    }
    let page = format!("/admin/people/{}", site.home.nas.id("a.loxley"));
    let administrator = site.agency("g.shaw").await;
    administrator.get(&page).await.is(200).has("Regional manager or equivalent");
    let yesterday = [("on-day", "15"), ("on-month", "3"), ("on-year", "2027"), ("because", "Another post.")];
    administrator.post(&format!("{page}/roles/1/end"), &yesterday).await.is(303);
    loxley.get(&format!("/incidents/{id}")).await.is(404);
    loxley.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(404);
}
