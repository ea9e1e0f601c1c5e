//! What staff read: how to report, the guide, messages, support, links and contacts.

mod support;

use serde_json::{Value as Json, json};
use support::Site;

/// The texts of a list of objects, under a name.
fn texts<'a>(list: &'a Json, name: &str) -> Vec<&'a str> {
    list.as_array().into_iter().flatten().filter_map(|item| item[name].as_str()).collect()
}

/// The object of a list with a code.
fn coded<'a>(list: &'a Json, code: &str) -> &'a Json {
    list.as_array().into_iter().flatten().find(|item| item["code"] == code).unwrap_or(&Json::Null)
}

// proves: SA-SUP-070
#[tokio::test]
async fn the_guide_to_messages_is_the_list_of_notification_rules() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let who = site.home.nas.who("w.lane").await;
    let (json, page) = (lane.get("/api/v1/help/messages").await, lane.get("/help/messages").await);
    let messages = json.is(200).json()["messages"].clone();
    let rules = &who.pack().notices;
    let pairs = |on: Vec<&str>, text: Vec<&str>| -> Vec<(String, String)> {
        on.into_iter().zip(text).map(|(on, text)| (on.to_owned(), text.to_owned())).collect()
    };
    let of_rules: Vec<(String, String)> =
        rules.iter().map(|rule| (rule.on.to_string(), rule.text.clone())).collect();
    assert_eq!(pairs(texts(&messages, "on"), texts(&messages, "text")), of_rules);
    for (rule, to) in rules.iter().zip(texts(&messages, "to")) {
        page.is(200).has(&rule.text).has(&to.replace('\'', "&#39;"));
    }
    assert_eq!(
        coded(&messages, "security-cirt")["to"],
        "Physical Security team, the nearest to the unit first"
    );
}

// proves: MG-CAV-15
#[tokio::test]
async fn everybody_is_shown_the_manager_of_their_own_unit() {
    let site = Site::open().await;
    for (account, unit, manager) in
        [("a.quill", "Customer Services", "P. Wren"), ("b.sanderling", "Depot", "B. Tarn")]
    {
        let browser = site.council(account).await;
        let reporting = browser.get("/api/v1/help/reporting").await.is(200).json();
        assert_eq!(reporting["unit"], unit);
        assert_eq!(reporting["line_manager"], manager);
        assert_eq!(reporting["unit_reviewers"][0], manager);
        assert_eq!(reporting["deadlines"][0]["within"], "Within 24 hours");
        let notices = reporting["notices"].as_array().into_iter().flatten();
        let manager_told = notices.filter(|notice| notice["message"]["code"] == "reported-manager");
        assert_eq!(manager_told.map(|notice| &notice["people"][0]).collect::<Vec<_>>(), [manager]);
        browser.get("/help/reporting").await.is(200).has(manager).has("/incidents/new");
    }
}

// proves: MG-2.1-01
#[tokio::test]
async fn the_staff_guide_has_its_subjects_from_the_pack_in_force() {
    let site = Site::open().await;
    let guide = site.council("a.quill").await.get("/help/guide").await;
    let who = site.home.tarrowmere.who("a.quill").await;
    let pack = who.pack();
    for (id, title) in [
        ("roles", "Roles and responsibilities"),
        ("mechanisms", "Ways to manage conduct, and when each fits"),
        ("criteria", "What is weighed before access is changed"),
        ("recording", "Recording and reporting"),
        ("telling", "Consulting and telling customers"),
        ("reviews", "Reviews and their times"),
    ] {
        guide.is(200).has(&format!("id=\"{id}\" tabindex=\"-1\">{title}</h2>"));
    }
    for role in &pack.roles {
        guide.has(&role.label);
    }
    for restriction in &pack.restriction_kinds {
        guide.has(&format!("({})", restriction.term.cite));
    }
    guide.has("Alternative dispute resolution (policy 2.1)");
    guide.has("Does the customer&#39;s case have merit? (policy 7.2)");
    guide.has("The incident form is sent, counted from when it happened");
    guide.has("Notification letter: a change or restriction of access (policy 7.4)");
    guide.has("Review of an arrangement: every 3 months or 6 months");
    // The other organisation's guide is made from its own pack.
    let other = site.agency("w.lane").await.get("/help/guide").await;
    other.is(200).has_not("General Manager").has("Personalised Services Service Officer (PSSO)");
}

// proves: SA-PIC-019
#[tokio::test]
async fn a_changed_link_leads_to_its_new_place_at_once_and_says_since_when() {
    let site = Site::open().await;
    let administrator = site.agency("g.shaw").await;
    let before = administrator.get("/api/v1/resources").await.is(200).json();
    for code in
        ["warning-letter", "letter-guide", "capt", "canoc", "cims", "cirt", "accessibility", "service-finder"]
    {
        assert_eq!(coded(&before["links"], code)["code"], code);
    }
    for code in ["capt", "canoc"] {
        assert_eq!(coded(&before["contacts"], code)["code"], code);
    }
    assert_eq!(coded(&before["links"], "letter-guide")["target"], Json::Null);
    let target = "https://intranet.nas.example/letters/guide";
    let saved = administrator.post("/resources/links/letter-guide", &[("target", target)]).await;
    assert_eq!(saved.is(303).location(), "/resources?news=saved");
    let lane = site.agency("w.lane").await;
    let resources = lane.get("/api/v1/resources").await.is(200).json();
    let after = coded(&resources["links"], "letter-guide");
    assert_eq!(after["target"], target);
    assert_eq!(after["set_at"], "2027-03-16T10:44+11:00");
    lane.get("/resources").await.is(200).has(&format!("href=\"{target}\"")).has("16 March 2027, 10:44am");
    // It is the administrator's to change, and only to an address.
    lane.post("/resources/links/letter-guide", &[("target", "https://elsewhere.example")]).await.is(403);
    let wrong =
        administrator.post("/resources/links/letter-guide", &[("target", "javascript:alert(1)")]).await;
    wrong.is(422).has("Enter an address that begins with https://").has("value=\"javascript:alert(1)\"");
}

// proves: SA-PIC-020
#[tokio::test]
async fn the_related_procedures_are_all_there() {
    let site = Site::open().await;
    let resources = site.agency("w.lane").await.get("/api/v1/resources").await.is(200).json();
    for label in [
        "Customer aggression - Managed Service Plan (MSP)",
        "Managed Service Plan (MSP) - Recording, proposing and approving",
        "Managed Service Plan (MSP) - Customer not complying",
        "Customer aggression - Prevention and management",
        "Customer aggression - Response",
        "Customer aggression - Staff support",
        "Customer aggression - Reporting and recording incidents",
        "Family and domestic violence",
        "Identifying customer vulnerability and risk issues",
        "Customers talking about suicide or self-harm",
        "Providing services to customers with disabilities",
        "Interpreter Services for customers who are deaf or hard of hearing",
        "Using the National Relay Service (NRS)",
        "Risk identification and management of threats to the safety or welfare of a child",
        "Managing complaints and feedback",
    ] {
        let links = resources["links"].as_array().into_iter().flatten();
        let found = links.filter(|link| link["label"] == label && link["kind"] == "procedure").count();
        assert_eq!(found, 1, "{label}");
    }
}

// proves: SA-SUP-023
#[tokio::test]
async fn the_support_page_gathers_the_resources_of_the_source() {
    let site = Site::open().await;
    let page = site.agency("w.lane").await.get("/support").await;
    for label in [
        "Customer Incident Management System (CIMS)",
        "Customer Incident Recording Tool (CIRT)",
        "Our Safety",
        "Incident notification forms",
        "Employee Assistance Program (EAP)",
        "Personal security",
        "Creating a mentally healthy workplace hub",
        "Customer Aggression Prevention Hub",
        "Early intervention procedures",
        "Emergency Response Procedures Aggression (ERPAs)",
        "Health and Safety Hub",
        "Infectious and communicable diseases",
        "Injury and Illness Management Policy",
        "Mental Health First Aid Officers",
        "Security Incident Reporting",
        "Staff distress help",
        "Working away from the office",
        "Working from home safety",
        "Workplace Adjustment",
        "WHS Delivery team contacts",
    ] {
        page.is(200).has(label);
    }
}

// proves: SA-SUP-003
#[tokio::test]
async fn the_support_page_has_the_toolkit_and_who_answers_outside_work_hours() {
    let site = Site::open().await;
    let page = site.agency("w.lane").await.get("/support").await;
    page.is(200).has("Staff Distress Response Toolkit").has("Employee Assistance Program (EAP)");
    page.has("General support outside work hours")
        .has("<a class=\"govuk-link\" href=\"tel:131114\">131 114</a>");
}

// proves: SA-SUP-073
#[tokio::test]
async fn a_changed_provider_of_assistance_is_shown_at_once() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    lane.get("/support").await.is(200).has("TELUS Health").has("1800 160 401");
    let entered = [("place", ""), ("name", "Acorn Assistance"), ("phone", "1800 160 402"), ("email", "")];
    let administrator = site.agency("g.shaw").await;
    administrator.post("/resources/contacts/eap", &entered).await.is(303);
    lane.get("/support").await.is(200).has("Acorn Assistance").has("1800 160 402").has_not("1800 160 401");
    lane.post("/resources/contacts/eap", &entered).await.is(403);
}

// proves: MG-11.2-03
#[tokio::test]
async fn the_support_notice_can_be_printed_by_everybody_with_the_provider_on_it() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    quill
        .get("/support")
        .await
        .is(200)
        .has("/support/notice")
        .has("Tarrowmere Employee Assistance")
        .has("1800 160 401");
    let notice = quill.get("/support/notice").await;
    notice.is(200).has("Tarrowmere Employee Assistance").has("1800 160 401").has("ucc-print-line");
    // What nobody has entered yet is of no use on a wall.
    notice.has_not("Not entered yet");
}

// proves: MG-11.2-02
#[tokio::test]
async fn looking_for_support_leaves_no_trace() {
    let site = Site::open().await;
    let (administrator, quill) = (site.council("g.pell").await, site.council("a.quill").await);
    let entries = || async {
        let verified = administrator.json("/api/v1/audit/verify", &json!({})).await.is(200).json();
        texts(&verified["logs"], "root").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let before = entries().await;
    quill.get("/support").await.is(200).has("Nobody has to agree to it");
    quill.get("/support/notice").await.is(200);
    assert_eq!(before.len(), 2);
    assert_eq!(entries().await, before);
}

#[tokio::test]
async fn an_emergency_shows_the_procedure_of_ones_own_place_before_all_others() {
    let site = Site::open().await;
    let page = site.agency("w.lane").await.get("/help/emergency").await;
    let text = page.is(200).text();
    let at = |words: &str| text.find(words);
    assert!(at("Where you work: Centre 01 Plover Bay") < at("By kind of place"), "{text}");
    page.has("press the duress button, or call 000").has("Call 000 and ask for Police.");
    page.has("href=\"https://intranet.nas.example/emergency/face-to-face\"");
    // The contact of another site is not this site's.
    page.has("F. Hale").has_not("Network contact, Western");
}

#[tokio::test]
async fn what_is_open_to_all_names_no_organisation() {
    let site = Site::open().await;
    let nobody = site.browser();
    let status = nobody.get("/api/v1/status").await;
    assert_eq!(status.is(200).json()["state"], "working");
    assert_eq!(status.json()["organisations"], 2);
    for path in
        ["/status", "/version", "/accessibility", "/api/v1/status", "/api/v1/version", "/openapi.json"]
    {
        nobody.get(path).await.is(200).has_not("Tarrowmere").has_not("National Assistance");
    }
    assert_eq!(nobody.get("/openapi.json").await.json(), evenhand_web::document());
}

#[tokio::test]
async fn every_page_of_help_is_open_to_whoever_is_signed_in() {
    let site = Site::open().await;
    let guard = site.council("d.ames").await;
    for path in ["/help", "/help/emergency", "/help/keys", "/help/words", "/help/reporting", "/help/guide"] {
        assert_eq!(guard.get(path).await.is(200).text().matches("<h1").count(), 1, "{path}");
        site.browser().get(path).await.is(303);
    }
    let words = guard.get("/help/words").await;
    words.has("Proportionality").has_not(">Severity<");
    guard.get("/help/recording").await.is(200).has("14. Ombudsman may request copies of our records");
}
