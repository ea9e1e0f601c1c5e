//! The review: the talk before it, the history, what is weighed, what is decided, and the record of it.

mod support;

use evenhand_policy::pack::Files;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::journeys::{Filled, agency_report, agency_review, council_report, council_review, row, text};
use support::{Browser, Site};

/// The numbers that a list of incidents holds.
async fn numbers(browser: &Browser<'_>, query: &str) -> Vec<String> {
    let list = browser.get(&format!("/api/v1/incidents?{query}")).await.is(200).json();
    let rows = list["incidents"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row["number"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Decides through the page of the review; the review has begun.
async fn decides(browser: &Browser<'_>, id: &str, filled: &Filled) -> support::Response {
    browser.send_form(&format!("/incidents/{id}/review"), filled).await
}

/// The printed review.
async fn printed(browser: &Browser<'_>, id: &str) -> String {
    browser.get(&format!("/incidents/{id}/review/print")).await.is(200).text()
}

#[tokio::test]
async fn a_review_is_begun_written_and_printed_with_the_rules_it_was_asked() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("threat").with("customer", &customer)).await;
    let wren = site.council("p.wren").await;
    let review = format!("/incidents/{id}/review");
    wren.get(&review).await.is(200).has("The review has not begun.");
    quill.get(&review).await.is(403);
    wren.fills_in_at(&review, &format!("{review}-opening"), &[]).await.is(303);
    wren.get(&review).await.is(200).has("What went before").has("Every factor gets an answer.");
    wren.fills_in_at(&review, &format!("/incidents/{id}/history-search"), &[]).await.is(303);
    let decided: Vec<(String, String)> = council_review()
        .fields()
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let decided: Vec<(&str, &str)> =
        decided.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    wren.fills_in(&review, &decided).await.is(303);
    let page = printed(&wren, &id).await;
    assert_eq!(row(&page, "Outcome"), "No further action towards the customer");
    assert_eq!(row(&page, "Customer"), "Marlow Fenn-Castle, ".to_owned() + &reference(&wren, &id).await);
    assert_eq!(row(&page, "Decided"), "16 March 2027, 10:14am by P. Wren");
    assert!(text(&page).contains("Rules that were asked"), "{page}");
    assert_eq!(row(&wren.incident_page(&id).await, "Reasons"), "It was said once, and taken back at once.");
}

async fn reference(browser: &Browser<'_>, id: &str) -> String {
    browser.incident(id).await["customer"]["reference"].as_str().unwrap_or_default().to_owned()
}

// proves: MG-7.2-01
#[tokio::test]
async fn a_review_without_a_look_at_the_history_says_that_this_step_is_missing() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let id =
        site.council("a.quill").await.reports(&council_report("threat").with("customer", &customer)).await;
    let wren = site.council("p.wren").await;
    wren.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let refused = decides(&wren, &id, &council_review()).await;
    refused.is(422).has("href=\"#history\"").has("I have looked at the history");
    assert!(text(&refused.text()).contains("history"), "{refused:?}");
    wren.post(&format!("/incidents/{id}/history-search"), &[]).await.is(303);
    decides(&wren, &id, &council_review()).await.is(303);
}

// proves: SA-PIC-038
#[tokio::test]
async fn a_reviewer_sees_the_three_earlier_incidents_of_every_business_line_without_a_search() {
    let site = Site::open().await;
    let customer = site.client("Quarry", "public").await;
    // In three business lines and two regions, reviewed by three managers; the third not at all yet.
    let earlier = [
        ("w.lane", "r.imre", "centrelink", "shouting", Some("minor")),
        ("s.amati", "h.okafor", "child-support", "pattern", Some("moderate")),
        ("l.petrov", "t.marlow", "medicare", "would-not-leave", None),
    ];
    for (officer, manager, line, happening, severity) in earlier {
        let report = agency_report(happening).instead("business_line", line).with("customer", &customer);
        let id = site.agency(officer).await.reports(&report).await;
        if let Some(severity) = severity {
            let review =
                agency_review().instead("severity", severity).with("no_plan_because", "Out of character.");
            site.agency(manager).await.reviews(&id, &review).await;
        }
        site.home.nas.pass(SignedDuration::from_hours(24));
    }
    let id = site.agency("c.nolan").await.reports(&agency_report("threat").with("customer", &customer)).await;
    let danek = site.agency("c.danek").await;
    danek.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let page = danek.get(&format!("/incidents/{id}/review")).await.is(200).text();
    let history = page
        .split("id=\"history\"")
        .nth(1)
        .and_then(|rest| rest.split("</table>").next())
        .unwrap_or_default();
    let rows: Vec<String> = history.split("<tr").skip(2).map(|row| text(&format!("<tr{row}"))).collect();
    assert_eq!(
        rows,
        [
            "IN-2027-00003 18 March 2027 Would not leave not graded not rated not decided",
            "IN-2027-00002 17 March 2027 Many contacts, a pattern Moderate Low Telephone the customer",
            "IN-2027-00001 16 March 2027 Shouting or swearing Minor Low Telephone the customer",
        ]
    );
}

// proves: SA-PIC-040
#[tokio::test]
async fn recent_decisions_mitigation_and_whether_it_was_isolated_are_printed_as_three_answers() {
    let site = Site::open().await;
    let id = site.agency("w.lane").await.reports(&agency_report("shouting")).await;
    let imre = site.agency("r.imre").await;
    imre.reviews(&id, &agency_review().with("factor-isolated", "Known here for nine years.")).await;
    let plain = text(&printed(&imre, &id).await);
    let answer = |heading: &str| {
        let at = plain.find(heading).unwrap_or_else(|| panic!("`{heading}` is not in {plain}"));
        plain[at + heading.len()..].trim_start().to_owned()
    };
    assert!(
        answer("Recent decisions of the organisation").starts_with("His payment was stopped on Monday."),
        "{plain}"
    );
    assert!(answer("Mitigating factors").starts_with("He had waited for two hours."), "{plain}");
    assert!(
        answer("Isolated and out of character").starts_with("Yes. Known here for nine years."),
        "{plain}"
    );
}

/// The agency's policy with the guidance on contact renewed.
fn newer_contact_guidance() -> Files {
    let mut files = evenhand_app::packs::shipped_files("services-australia").unwrap_or_default();
    if let Some(pack) = files.get_mut("pack.toml") {
        *pack = pack
            .replacen("version = \"1.0\"", "version = \"1.1\"", 1)
            .replacen("identifier = \"104-07020070\"", "identifier = \"104-07020071\"", 1)
            .replacen("2025-11-18T20:16:00+11:00", "2027-03-01T09:00:00+11:00", 1);
    }
    files
}

// proves: SA-PIC-001
#[tokio::test]
async fn a_decision_keeps_the_guidance_it_was_made_under_when_the_guidance_is_renewed() {
    let site = Site::open().await;
    let (org, lane) = (&site.home.nas, site.agency("w.lane").await);
    let imre = site.agency("r.imre").await;
    let before = lane.reports(&agency_report("shouting")).await;
    imre.reviews(&before, &agency_review()).await;
    let loaded = org.app.load_pack(&org.who("g.shaw").await, newer_contact_guidance(), &org.request()).await;
    assert!(loaded.is_ok(), "{loaded:?}");
    let today =
        [("from-day", "16"), ("from-month", "3"), ("from-year", "2027"), ("because", "It was renewed.")];
    site.agency("y.pike").await.post("/admin/policy/1.1/proposal", &today).await.is(303);
    site.agency("j.finch").await.post("/admin/policy/1.1/activation", &today).await.is(303);
    org.pass(SignedDuration::from_mins(1));
    let after = lane.reports(&agency_report("shouting")).await;
    imre.reviews(&after, &agency_review()).await;
    let old = "104-07020070 Customer aggression - Post incident contact, valid from 18 November 2025, 8:16pm";
    let new = "104-07020071 Customer aggression - Post incident contact, valid from 1 March 2027, 9:00am";
    for (id, version, guidance, not) in
        [(&before, "1.0", old, "104-07020071"), (&after, "1.1", new, "104-07020070")]
    {
        for page in [printed(&imre, id).await, imre.incident_page(id).await] {
            let under = row(&page, "Guidance it was decided under");
            assert!(under.starts_with(guidance) && !under.contains(not), "{under}");
        }
        let policy = row(&printed(&imre, id).await, "Policy");
        assert!(policy.starts_with(&format!("services-australia@{version}#")), "{policy}");
    }
}

// proves: SA-PIC-032
#[tokio::test]
async fn no_outcome_is_chosen_beforehand_and_none_goes_without_reasons() {
    let site = Site::open().await;
    let id = site.agency("w.lane").await.reports(&agency_report("shouting")).await;
    let imre = site.agency("r.imre").await;
    imre.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let page = imre.get(&format!("/incidents/{id}/review")).await.is(200).text();
    let boxes: Vec<&str> = page.split("<input").filter(|tag| tag.contains("name=\"outcomes\"")).collect();
    assert_eq!(boxes.len(), 11);
    assert!(
        boxes.iter().all(|tag| !tag.split('>').next().unwrap_or_default().contains("checked")),
        "{boxes:?}"
    );
    let refused = decides(&imre, &id, &agency_review().instead("reasons", "  ")).await;
    refused.is(422).has("href=\"#reasons\"").has("He raised his voice after a long wait.");
    assert_eq!(imre.incident(&id).await["stage"], "in-assessment");
}

// proves: SA-PIC-110
#[tokio::test]
async fn severity_is_asked_for_and_old_and_new_value_stay_in_the_history() {
    let site = Site::open().await;
    let id = site.agency("w.lane").await.reports(&agency_report("shouting")).await;
    let imre = site.agency("r.imre").await;
    imre.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    decides(&imre, &id, &agency_review().without("severity")).await.is(422).has("href=\"#severity\"");
    decides(&imre, &id, &agency_review()).await.is(303);
    let higher = agency_review().instead("severity", "serious").with("no_plan_because", "He has moved away.");
    decides(&imre, &id, &higher).await.is(303);
    let timeline = imre.incident(&id).await["timeline"].clone();
    let decided = timeline.as_array().into_iter().flatten().filter(|item| item["title"] == "Review decided");
    let severities: Vec<&Json> = decided.map(|item| &item["text"][1]).collect();
    assert_eq!(severities, ["Severity: Serious", "Severity: Minor"]);
    assert_eq!(row(&printed(&imre, &id).await, "Severity"), "Serious");
    assert!(
        text(&printed(&imre, &id).await)
            .contains("Earlier decisions 16 March 2027, 10:44am: severity: Minor;")
    );
}

#[tokio::test]
async fn what_the_reporter_felt_is_kept_and_a_lower_severity_says_why() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("threat")).await;
    let felt = [("kind", "felt"), ("text", "I was afraid."), ("severity_felt", "serious")];
    lane.fills_in(&format!("/incidents/{id}/words"), &felt).await.is(303);
    let imre = site.agency("r.imre").await;
    imre.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let page = imre.get(&format!("/incidents/{id}/review")).await.is(200).text();
    assert_eq!(row(&page, "The reporter felt"), "Serious");
    assert_eq!(row(&page, "The recorded signs suggest"), "Moderate (Threat)");
    decides(&imre, &id, &agency_review()).await.is(422).has("href=\"#lower_because\"");
    let because = "He took it back at once, and said sorry.";
    decides(&imre, &id, &agency_review().with("lower_because", because)).await.is(303);
    let page = printed(&imre, &id).await;
    for (key, value) in [
        ("Severity", "Minor"),
        ("Severity the signs suggested", "Moderate"),
        ("Severity the reporter felt", "Serious"),
        ("Why it is lower", because),
    ] {
        assert_eq!(row(&page, key), value, "{key}");
    }
    assert!(lane.incident_page(&id).await.contains("Felt as: Serious"), "the reporter's own stays");
}

// proves: SA-SUP-083
#[tokio::test]
async fn risk_and_likelihood_are_rated_with_reasons_beside_the_ratings_before() {
    let site = Site::open().await;
    let customer = site.client("Quarry", "public").await;
    let lane = site.agency("w.lane").await;
    let imre = site.agency("r.imre").await;
    let first = lane.reports(&agency_report("shouting").with("customer", &customer)).await;
    imre.reviews(&first, &agency_review()).await;
    let id = lane.reports(&agency_report("shouting").with("customer", &customer)).await;
    let rated = agency_review().instead("risk", "medium").instead("likelihood", "possible");
    imre.reviews(&id, &rated.instead("risk_reasons", "He did it twice in one week.")).await;
    let page = printed(&imre, &id).await;
    assert_eq!(row(&page, "Risk"), "Medium");
    assert_eq!(row(&page, "Likelihood of a repetition"), "Possible");
    assert_eq!(row(&page, "Why it is rated so"), "He did it twice in one week.");
    let review = text(&imre.get(&format!("/incidents/{id}/review")).await.is(200).text());
    assert!(
        review.contains("IN-2027-00001 16 March 2027 Shouting or swearing Minor Low Telephone the customer"),
        "{review}"
    );
    let own = "risk: Medium; likelihood: Possible; He did it twice in one week.";
    assert!(review.contains("Decided before") && review.contains(own), "{review}");
    for part in ["risk", "likelihood", "risk_reasons"] {
        decides(&imre, &id, &agency_review().without(part)).await.is(422).has(&format!("href=\"#{part}\""));
    }
}

// proves: MG-7.1-01, MG-7.1-02
#[tokio::test]
async fn a_form_opens_a_talk_of_five_points_that_comes_before_the_decision() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let form = [
        ("details", "He shouted."),
        ("why-unreasonable", "Every week."),
        ("action-taken", "Asked him to stop."),
        ("suggestion", "A warning."),
        ("other-information", "None."),
        ("signed_as", "Alder Quill"),
    ];
    quill.fills_in(&format!("/incidents/{id}/form"), &form).await.is(303);
    let wren = site.council("p.wren").await;
    let tasks = wren.get("/api/v1/tasks").await.is(200).json().to_string();
    assert!(tasks.contains("Talk with the staff member about their form"), "{tasks}");
    wren.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    decides(&wren, &id, &council_review()).await.is(422).has("href=\"#consultation\"");
    let talk = format!("/incidents/{id}/consultation");
    let points = ["circumstances", "impact", "responsiveness", "actions", "suggestions"];
    let page = wren.get(&talk).await.is(200).text();
    for point in points {
        assert!(
            page.contains(&format!("<textarea class=\"govuk-textarea\" id=\"{point}\" name=\"{point}\"")),
            "{point}"
        );
        let others: Vec<(&str, &str)> = points
            .iter()
            .filter(|other| **other != point)
            .map(|other| (*other, "We spoke about it."))
            .collect();
        wren.fills_in(&talk, &others).await.is(422).has(&format!("href=\"#{point}\""));
    }
    wren.fills_in(&talk, &points.map(|point| (point, "We spoke about it."))).await.is(303);
    decides(&wren, &id, &council_review()).await.is(303);
    assert_eq!(wren.incident(&id).await["timeline"][1]["title"], "Talked with the staff member");
}

// proves: MG-7.2-07
#[tokio::test]
async fn a_restriction_chosen_by_a_manager_is_a_proposal_in_the_general_managers_queue() {
    let site = Site::open().await;
    let id = site.council("a.quill").await.reports(&council_report("threat")).await;
    let wren = site.council("p.wren").await;
    wren.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let page = wren.get(&format!("/incidents/{id}/review")).await;
    page.is(200).has("A proposal; decided by: General Manager");
    decides(&wren, &id, &council_review().instead("outcomes", "restriction")).await.is(303);
    let queue = |account: &'static str| {
        let site = &site;
        async move { site.council(account).await.get("/api/v1/tasks").await.is(200).json().to_string() }
    };
    let wanted = "Decide whether access is changed or restricted";
    assert!(queue("l.osei").await.contains(wanted));
    assert!(!queue("p.wren").await.contains(wanted));
    assert!(!queue("r.halloran").await.contains(wanted), "the General Manager of other units");
}

// proves: MG-2.1-02
#[tokio::test]
async fn a_case_with_two_mechanisms_is_found_by_each() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let (id, other) =
        (quill.reports(&council_report("threat")).await, quill.reports(&council_report("threat")).await);
    let wren = site.council("p.wren").await;
    wren.reviews(&other, &council_review()).await;
    wren.reviews(&id, &council_review().with("mechanisms", "adr").with("mechanisms", "strategies")).await;
    for mechanism in ["adr", "strategies"] {
        assert_eq!(numbers(&wren, &format!("mechanism={mechanism}")).await, ["IN-2027-00001"], "{mechanism}");
    }
    assert!(numbers(&wren, "mechanism=access").await.is_empty());
    let page = wren.get("/incidents").await.is(200).text();
    for mechanism in ["strategies", "access", "adr", "legal-instruments"] {
        assert!(page.contains(&format!("<option value=\"{mechanism}\"")), "{mechanism} cannot be asked for");
    }
}

// proves: MG-CAV-19
#[tokio::test]
async fn where_we_contributed_it_is_put_right_with_an_apology_of_date_and_form() {
    let site = Site::open().await;
    let id = site.council("a.quill").await.reports(&council_report("shouting")).await;
    let wren = site.council("p.wren").await;
    let ours = council_review().instead("contributed", "yes").with("contribution", "The letter was wrong.");
    wren.reviews(&id, &ours).await;
    let tasks = wren.get("/api/v1/tasks").await.is(200).json().to_string();
    assert!(
        tasks.contains("Put right what we did wrong") && tasks.contains("Apologise to the customer"),
        "{tasks}"
    );
    wren.get(&format!("/incidents/{id}/closing")).await.is(200).has("This stands in the way:");
    let today = |name: &str| {
        [(format!("{name}-day"), "16"), (format!("{name}-month"), "3"), (format!("{name}-year"), "2027")]
    };
    let (done, made) = (today("done_on"), today("made_on"));
    let mut right: Vec<(&str, &str)> = done.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    right.push(("what", "A correct letter went out."));
    wren.fills_in(&format!("/incidents/{id}/rectification"), &right).await.is(303);
    let mut sorry: Vec<(&str, &str)> = made.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    sorry.extend([("form", "By telephone"), ("what_for", "The wrong letter.")]);
    wren.fills_in(&format!("/incidents/{id}/apology"), &sorry).await.is(303);
    let incident = wren.incident(&id).await;
    assert_eq!(incident["timeline"][0]["title"], "Apology made");
    assert_eq!(incident["timeline"][0]["text"], json!(["By telephone, 16 March 2027: The wrong letter."]));
    assert_eq!(incident["timeline"][1]["text"], json!(["A correct letter went out."]));
    let tasks = wren.get("/api/v1/tasks").await.is(200).json().to_string();
    assert!(!tasks.contains("Apologise to the customer"), "{tasks}");
}

#[tokio::test]
async fn somebody_it_happened_to_does_not_decide_about_it() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let wren = site.council("p.wren").await;
    wren.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let also = site.home.tarrowmere.id("p.wren").to_string();
    quill.fills_in(&format!("/incidents/{id}/people"), &[("who", &also), ("part", "affected")]).await.is(303);
    let page = wren.get(&format!("/incidents/{id}/review")).await;
    page.is(200).has("id=\"reviewer\"").has("Hand it to somebody else");
    decides(&wren, &id, &council_review()).await.is(422).has("href=\"#reviewer\"");
}

#[tokio::test]
async fn a_review_waits_as_a_draft_and_its_wording_can_be_checked() {
    let site = Site::open().await;
    let id = site.agency("w.lane").await.reports(&agency_report("shouting")).await;
    let imre = site.agency("r.imre").await;
    let review = format!("/incidents/{id}/review");
    imre.post(&format!("{review}-opening"), &[]).await.is(303);
    let words = "He is obviously crazy.";
    let checked = imre.fills_in(&review, &[("summary", words), ("_check", "yes")]).await;
    checked.is(200).has("These are suggestions. Nothing was changed").has(words);
    imre.fills_in(&review, &[("summary", "He waited for two hours."), ("_save", "yes")]).await.is(303);
    imre.get(&review).await.is(200).has("He waited for two hours.");
    assert_eq!(imre.incident(&id).await["stage"], "in-assessment", "nothing is decided");
}

// proves: MG-7.2-02
#[tokio::test]
async fn nine_criteria_are_asked_each_with_room_for_reasons() {
    let site = Site::open().await;
    let id = site.council("a.quill").await.reports(&council_report("threat")).await;
    let wren = site.council("p.wren").await;
    wren.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
    let page = wren.get(&format!("/incidents/{id}/review")).await.is(200).text();
    let who = site.home.tarrowmere.who("p.wren").await;
    let factors = &who.pack().reviewing.factors;
    assert_eq!(factors.len(), 9);
    for factor in factors {
        let code = &factor.term.code;
        assert!(text(&page).contains(&factor.term.label), "{code}");
        assert!(
            page.contains(&format!("<textarea class=\"govuk-textarea\" id=\"factor-{code}\"")),
            "{code} has no room for reasons"
        );
        let without = council_review().without(&format!("factor-{code}_unknown"));
        let missing = match code.as_str() {
            "proportionality" => without.without("proportionality"),
            _ => without,
        };
        decides(&wren, &id, &missing).await.is(422).has("href=\"#factors\"");
    }
    let reasons = council_review()
        .without("factor-merit_unknown")
        .with("factor-merit_yes", "yes")
        .with("factor-merit", "The fence is two years late.")
        .with("factor-proportionality", "He shouted once.");
    decides(&wren, &id, &reasons).await.is(303);
    let plain = text(&printed(&wren, &id).await);
    assert!(plain.contains("Merit of the case Yes. The fence is two years late."), "{plain}");
    assert!(plain.contains("Proportionality of the customer's response He shouted once."), "{plain}");
}
