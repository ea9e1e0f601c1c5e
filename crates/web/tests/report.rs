//! The first report: what it asks, what it fills in, what it refuses, and what the reporter sees afterwards.

mod support;

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::forms::{filled_in, open_groups};
use support::journeys::{agency_report, between, council_report, id_in, report, row, text};
use support::{Browser, Site};

/// An organisation's emergency procedure of each kind of place, by what its link says.
const PROCEDURES: [(&str, &str); 3] =
    [("service-centre", "face-to-face"), ("smart-centre", "non-customer-facing"), ("agent", "agents")];

/// The numbers that a list of incidents holds.
async fn numbers(browser: &Browser<'_>, query: &str) -> Vec<String> {
    let list = browser.get(&format!("/api/v1/incidents?{query}")).await.is(200).json();
    let rows = list["incidents"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row["number"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The names of those involved, with their parts.
fn people(incident: &Json) -> Vec<(String, String)> {
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let all = incident["people"].as_array().cloned().unwrap_or_default();
    all.iter().map(|person| (word(&person["who"]), word(&person["part"]))).collect()
}

#[tokio::test]
async fn a_first_report_asks_eight_things_at_most_and_half_of_them_are_filled_in() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let page = quill.get("/incidents/new").await.is(200).text();
    let form = between(&page, "action=\"/incidents/new\"", "</form>");
    let groups = open_groups(&form);
    // Where, when and how stand folded in one line, which says what is filled in.
    assert!(text(&form).contains("How, where and when: here · Civic Centre · now. Change"), "{form}");
    assert!(groups.len() < 8, "{} questions stand open besides the folded one: {groups:#?}", groups.len());
    let typed = groups.iter().filter(|group| group.contains("<textarea") || group.contains("type=\"text\""));
    assert_eq!(typed.count(), 2, "only what may be left out is typed");
    let must_be_touched: Vec<&str> = ["safe", "happenings", "presence", "channel", "site", "site_kind"]
        .into_iter()
        .filter(|name| {
            !filled_in(&page, "/incidents/new")
                .fields()
                .iter()
                .any(|(known, value)| known == name && !value.is_empty())
        })
        .collect();
    assert_eq!(must_be_touched, ["happenings"]);
    let sent = quill.fills_in("/incidents/new", &[("happenings", "shouting")]).await;
    let id = id_in(&sent.is(303).location());
    let incident = quill.incident(&id).await;
    assert_eq!((&incident["channel"], &incident["site"]), (&json!("in-person"), &json!("Civic Centre")));
    assert_eq!(people(&incident), [("A. Quill".to_owned(), "affected".to_owned())]);
}

#[tokio::test]
async fn whoever_reported_sees_who_reads_it_by_when_and_what_help_there_is() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("shouting")).await;
    let page = quill.get(&format!("/incidents/{id}/sent")).await;
    page.is(200).has("Thank you. You have done your part.").has("IN-2027-00001").has("Support for me");
    assert_eq!(row(&page.text(), "Read by"), "P. Wren");
    assert_eq!(row(&page.text(), "Reviewed by"), "18 March 2027, 10:14am");
    let sent = quill.get(&format!("/api/v1/incidents/{id}/sent")).await.is(200).json();
    assert_eq!((&sent["read_by"], &sent["late"]), (&json!("P. Wren"), &json!(false)));
    assert_eq!(sent["told"][0]["name"], "P. Wren");
}

// proves: SA-PIC-022
#[tokio::test]
async fn one_report_is_stored_numbered_and_in_front_of_the_line_manager() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let id = lane.reports(&agency_report("shouting")).await;
    let number = lane.incident(&id).await["number"].as_str().unwrap_or_default().to_owned();
    assert_eq!(number, "IN-2027-00001");
    let imre = site.agency("r.imre").await;
    imre.get(&format!("/incidents/{id}")).await.is(200).has(&number).has("Begin the review");
    assert_eq!(numbers(&imre, "").await, [number.as_str()]);
    let tasks = imre.get("/api/v1/tasks").await.is(200).json();
    assert_eq!(
        (&tasks["tasks"][0]["what"], &tasks["tasks"][0]["about"]),
        (&json!("Review an incident"), &json!(number))
    );
    assert!(site.home.nas.app.run("deliver").await.is_ok());
    imre.get("/notifications").await.is(200).has("An incident was reported in your team.");
    // Another team's manager does not even learn that it exists.
    site.agency("c.danek").await.get(&format!("/incidents/{id}")).await.is(404);
}

// proves: SA-PIC-003
#[tokio::test]
async fn a_report_without_a_class_comes_back_as_it_was_with_the_classes_named() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let words = "He kept asking the same thing.";
    let refused = lane
        .fills_in(
            "/incidents/new",
            &[("happenings", "something-else"), ("words", words), ("business_line", "medicare")],
        )
        .await;
    refused
        .is(422)
        .has("Choose the class of conduct: Customer aggression, Counterproductive behaviour")
        .has(words)
        .has("value=\"counterproductive-behaviour\"");
    assert!(numbers(&site.agency("r.imre").await, "").await.is_empty());
    let mut again = filled_in(&refused.text(), "/incidents/new");
    again = again.with("classes", "counterproductive-behaviour");
    lane.post_bare("/incidents/new", &again.fields()).await.is(303);
}

// proves: SA-PIC-002
#[tokio::test]
async fn while_it_is_still_happening_the_procedure_of_the_place_comes_before_every_question() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    for (site_kind, procedure) in PROCEDURES {
        let marked = [("in_progress", "yes"), ("site", ""), ("site_kind", site_kind)];
        let page = lane.fills_in("/incidents/new", &marked).await.is(422).text();
        let (above, _) =
            page.split_once("<form method=\"post\" action=\"/incidents/new\"").unwrap_or_default();
        assert!(text(above).contains("It is still happening. Do this first:"), "{above}");
        for (_, other) in PROCEDURES {
            let link = format!("href=\"https://intranet.nas.example/emergency/{other}\"");
            assert_eq!(above.contains(&link), other == procedure, "{site_kind}: {other} in {above}");
        }
        assert!(above.contains("https://intranet.nas.example/emergency/self-harm"), "{above}");
    }
    // Once it is sent, the procedure stands first again, and on the incident until somebody reads it.
    let id = lane
        .reports(&report("agent", "threat").with("business_line", "centrelink").with("in_progress", "yes"))
        .await;
    let sent = lane.get(&format!("/incidents/{id}/sent")).await.is(200).text();
    let (above, _) = sent.split_once("What happens now").unwrap_or_default();
    assert!(above.contains("https://intranet.nas.example/emergency/agents"), "{above}");
    let imre = site.agency("r.imre").await;
    imre.get(&format!("/incidents/{id}")).await.is(200).has("It was still happening").has("emergency/agents");
}

// proves: SA-PIC-029, SA-SUP-008
#[tokio::test]
async fn a_manager_records_for_their_staff_and_the_incident_says_how_they_learned_of_it() {
    let site = Site::open().await;
    let imre = site.agency("r.imre").await;
    let dell = site.home.nas.id("o.dell").to_string();
    let fields = [
        ("affected_staff", dell.as_str()),
        ("part", "on-behalf"),
        ("learned_by", "teams"),
        ("business_line", "centrelink"),
        ("happenings", "threat"),
    ];
    let page = imre.get("/incidents/new?for=other").await.is(200).text();
    for way in ["Staff told me", "Microsoft Teams", "Email from staff", "Automatic notification"] {
        assert!(page.contains(way), "{way}");
    }
    let sent = imre.fills_in("/incidents/new?for=other", &fields).await;
    let id = id_in(&sent.is(303).location());
    let incident = imre.incident(&id).await;
    assert_eq!(incident["recorded_by"], "R. Imre");
    assert_eq!(people(&incident), [("O. Dell".to_owned(), "affected".to_owned())]);
    assert_eq!(
        (&incident["learned_by"], &incident["learned_at"]),
        (&json!("Microsoft Teams"), &incident["reported_at"])
    );
    let page = imre.incident_page(&id).await;
    assert_eq!(row(&page, "How the manager learned of it"), "Microsoft Teams, today, 10:44am");
    // What staff report themselves reaches their manager by itself.
    let own = site.agency("w.lane").await.reports(&agency_report("threat")).await;
    assert_eq!(imre.incident(&own).await["learned_by"], "Automatic notification");
}

#[tokio::test]
async fn what_a_manager_noted_before_is_when_they_learned_of_it() {
    let site = Site::open().await;
    let imre = site.agency("r.imre").await;
    let lane = site.home.nas.id("w.lane").to_string();
    imre.fills_in("/obligations/new", &[("about", &lane), ("learned_by", "email")]).await.is(303);
    site.home.nas.pass(SignedDuration::from_hours(3));
    let imre = site.agency("r.imre").await;
    let list = imre.get("/obligations").await.is(200).text();
    let link = between(&list, "href=\"/incidents/new?for=other", "\"").replace("&amp;", "&");
    let page = format!("/incidents/new?for=other{link}");
    let fields =
        [("affected_staff", lane.as_str()), ("business_line", "centrelink"), ("happenings", "threat")];
    let id = id_in(&imre.fills_in(&page, &fields).await.is(303).location());
    let incident = imre.incident(&id).await;
    assert_eq!(incident["learned_by"], "Email from staff");
    assert_eq!(
        row(&imre.incident_page(&id).await, "How the manager learned of it"),
        "Email from staff, today, 10:44am"
    );
    assert_ne!(incident["learned_at"], incident["reported_at"]);
}

// proves: SA-PIC-030
#[tokio::test]
async fn where_a_known_incident_is_noted_the_standard_for_email_and_messages_is_linked() {
    let site = Site::open().await;
    let target = "https://intranet.nas.example/standards/messages";
    let administrator = site.agency("g.shaw").await;
    administrator.post("/resources/links/email-standard", &[("target", target)]).await.is(303);
    let page = site.agency("r.imre").await.get("/obligations/new").await.is(200).text();
    let link = format!(
        "<a class=\"govuk-link\" href=\"{target}\">Policy and standard for staff email and messaging</a>"
    );
    assert!(page.contains(&link), "{page}");
}

// proves: SA-SUP-076
#[tokio::test]
async fn an_ordinary_officer_reports_what_happened_to_a_visitor() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let fields = [
        ("safe", "other"),
        ("part", "witnessed"),
        ("affected_other", "A visitor in a red coat"),
        ("business_line", "centrelink"),
        ("happenings", "hurt"),
    ];
    let id = id_in(&lane.fills_in("/incidents/new", &fields).await.is(303).location());
    let expected = [("W. Lane", "witness"), ("A visitor in a red coat", "affected")];
    assert_eq!(
        people(&lane.incident(&id).await),
        expected.map(|(who, part)| (who.to_owned(), part.to_owned()))
    );
    let nobody =
        [("safe", "other"), ("part", "witnessed"), ("business_line", "centrelink"), ("happenings", "hurt")];
    lane.fills_in("/incidents/new", &nobody).await.is(422).has("Name the person it happened to");
}

// proves: SA-SUP-007
#[tokio::test]
async fn an_incident_of_three_days_ago_shows_its_delay_and_that_it_is_late() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let late = [
        ("when", "other"),
        ("occurred_at-day", "13"),
        ("occurred_at-month", "3"),
        ("occurred_at-year", "2027"),
        ("occurred_at-time", "10:44am"),
        ("business_line", "centrelink"),
        ("happenings", "threat"),
    ];
    let id = id_in(&lane.fills_in("/incidents/new", &late).await.is(303).location());
    let incident = lane.incident(&id).await;
    assert_eq!(incident["late"], true);
    assert!(
        incident["occurred_at"].as_str().is_some_and(|at| at.starts_with("2027-03-13T10:44")),
        "{incident}"
    );
    assert!(
        incident["reported_at"].as_str().is_some_and(|at| at.starts_with("2027-03-16T10:44")),
        "{incident}"
    );
    let page = text(&lane.incident_page(&id).await);
    assert!(page.contains("Recorded after 3 days: Met late"), "{page}");
    let imre = site.agency("r.imre").await;
    assert_eq!(numbers(&imre, "late=yes").await, ["IN-2027-00001"]);
    assert!(numbers(&imre, "late=no").await.is_empty());
}

// proves: MG-4.1-05
#[tokio::test]
async fn at_the_council_25_hours_breach_the_time_to_record_and_23_do_not() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let ago = |day: &'static str, time: &'static str| {
        council_report("threat")
            .instead("when", "other")
            .with("occurred_at-day", day)
            .with("occurred_at-month", "3")
            .with("occurred_at-year", "2027")
            .with("occurred_at-time", time)
    };
    let (in_time, late) =
        (quill.reports(&ago("15", "11:14am")).await, quill.reports(&ago("15", "9:14am")).await);
    assert_eq!(quill.incident(&in_time).await["late"], false);
    assert_eq!(quill.incident(&late).await["late"], true);
    let sent = quill.get(&format!("/incidents/{late}/sent")).await;
    sent.is(200).has("It was recorded after the time the policy gives.");
    quill.get(&format!("/incidents/{in_time}/sent")).await.is(200).has_not("recorded after the time");
}

// proves: SA-PIC-035
#[tokio::test]
async fn the_register_is_filtered_by_the_kind_of_place() {
    let site = Site::open().await;
    let dell = site.agency("o.dell").await;
    let page = dell.get("/incidents/new").await.is(200).text();
    for kind in ["service-centre", "smart-centre", "agent", "off-site", "online", "home"] {
        assert!(page.contains(&format!("<option value=\"{kind}\"")), "{kind}");
        dell.reports(&report(kind, "shouting").with("business_line", "centrelink")).await;
    }
    let imre = site.agency("r.imre").await;
    let list = imre.get("/api/v1/incidents?site_kind=smart-centre").await.is(200).json();
    let kinds: Vec<&Json> =
        list["incidents"].as_array().into_iter().flatten().map(|row| &row["site_kind"]).collect();
    assert_eq!(kinds, ["Smart Centre (telephone)"]);
    assert_eq!(numbers(&imre, "").await.len(), 6);
    imre.get("/incidents?site_kind=smart-centre").await.is(200).has("IN-2027-00002").has_not("IN-2027-00001");
}

// proves: SA-SUP-010
#[tokio::test]
async fn what_happens_outside_work_is_recorded_and_found_by_that() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    let at_work = lane.reports(&agency_report("shouting")).await;
    // Without a site: on a social network, at the weekend.
    let online =
        report("online", "online").with("business_line", "centrelink").with("place", "A social network");
    lane.reports(&online).await;
    lane.reports(&report("off-site", "followed").with("business_line", "centrelink")).await;
    // The kind of conduct says so too, where the place that was filled in was left as it is.
    lane.reports(&agency_report("shouting").with("kinds", "stalking")).await;
    let imre = site.agency("r.imre").await;
    assert_eq!(imre.incident(&at_work).await["number"], "IN-2027-00001");
    let mut outside = numbers(&imre, "outside_work=yes").await;
    outside.sort();
    assert_eq!(outside, ["IN-2027-00002", "IN-2027-00003", "IN-2027-00004"]);
    imre.get("/incidents?outside_work=yes")
        .await
        .is(200)
        .has("IN-2027-00002")
        .has_not("IN-2027-00001")
        .has("Only outside work");
}

// proves: SA-SUP-012
#[tokio::test]
async fn contact_through_a_channel_that_is_not_ours_keeps_platform_and_evidence_and_opens_the_guidance() {
    let site = Site::open().await;
    let target = "https://intranet.nas.example/procedures/prevention";
    site.agency("g.shaw").await.post("/resources/links/prevention", &[("target", target)]).await.is(303);
    let lane = site.agency("w.lane").await;
    let contact = report("online", "non-official-channel")
        .with("business_line", "centrelink")
        .with("place", "My own account on a social network");
    let id = lane.reports(&contact).await;
    let png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00";
    lane.attaches(&id, "screen.png", png, "Screenshot of the message").await.is(303);
    let link = format!("href=\"{target}\">Customer aggression - Prevention and management</a>");
    lane.get(&format!("/incidents/{id}/sent")).await.is(200).has("Guidance on what happened").has(&link);
    let page = lane.incident_page(&id).await;
    assert_eq!(row(&page, "Where exactly"), "My own account on a social network");
    assert_eq!(row(&page, "Kind of conduct"), "Contact through a non-official digital channel");
    assert!(row(&page, "Files").contains("Screenshot of the message"), "{page}");
    assert!(page.contains(&link), "{page}");
    let other = lane.reports(&agency_report("shouting")).await;
    lane.get(&format!("/incidents/{other}/sent")).await.is(200).has_not(&link);
}

#[tokio::test]
async fn a_private_report_goes_to_the_handler_alone() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let tolland = site.home.tarrowmere.id("v.tolland").to_string();
    let id = quill.reports(&council_report("sexual").with("handler", &tolland)).await;
    let handler = site.council("v.tolland").await;
    handler.get(&format!("/incidents/{id}")).await.is(200).has("Handled in private");
    site.council("p.wren").await.get(&format!("/incidents/{id}")).await.is(404);
    assert!(numbers(&site.council("p.wren").await, "").await.is_empty());
    assert!(site.home.tarrowmere.app.run("deliver").await.is_ok());
    let told = handler.get("/api/v1/notifications").await.is(200).json().to_string();
    assert!(told.contains("A report was given to you to handle in private"), "{told}");
}

#[tokio::test]
async fn somebody_other_than_the_manager_reads_it_where_the_reporter_would_rather() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let id = quill.reports(&council_report("threat").with("someone_else", "yes")).await;
    let sent = quill.get(&format!("/api/v1/incidents/{id}/sent")).await.is(200).json();
    assert_ne!(sent["read_by"], "P. Wren");
    assert!(sent["read_by"].is_string(), "{sent}");
}

#[tokio::test]
async fn a_report_that_was_begun_waits_as_a_draft_and_is_gone_once_it_is_sent() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let kept = quill.fills_in("/incidents/new", &[("words", "He stood at the"), ("_save", "yes")]).await;
    assert!(kept.is(303).location().starts_with("/drafts"), "{kept:?}");
    quill.get("/drafts").await.is(200).has("Record what happened").has("href=\"/incidents/new\"");
    let again = site.council("a.quill").await;
    again.get("/incidents/new").await.is(200).has("He stood at the").has("Draft saved at");
    site.council("m.birch").await.get("/incidents/new").await.is(200).has_not("He stood at the");
    again.fills_in("/incidents/new", &[("happenings", "shouting")]).await.is(303);
    again.get("/drafts").await.is(200).has("You have no drafts.");
    again.get("/incidents/new").await.is(200).has_not("He stood at the");
}

#[tokio::test]
async fn wording_is_never_judged_while_a_first_report_is_written() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let page = quill.get("/incidents/new").await;
    page.is(200).has_not("Check wording");
    let words = "He was a crazy drunk, obviously.";
    let id = quill.reports(&council_report("shouting").with("words", words)).await;
    let incident = quill.incident(&id).await;
    assert!(incident["timeline"].to_string().contains(words), "the words stay as they were written");
}

#[tokio::test]
async fn a_report_of_the_same_event_is_found_and_linked() {
    let site = Site::open().await;
    let (quill, arlen) = (site.council("a.quill").await, site.council("j.arlen").await);
    let civic = site.home.tarrowmere.named.sites["Civic Centre"].to_string();
    quill.reports(&council_report("threat").with("site", &civic)).await;
    let second = arlen.reports(&council_report("shouting").with("site", &civic)).await;
    arlen
        .get(&format!("/incidents/{second}/sent"))
        .await
        .is(200)
        .has("1 other report may be of the same event");
    let similar = arlen.get(&format!("/api/v1/incidents/{second}/similar")).await.is(200).json();
    assert_eq!(similar["similar"][0]["number"], "IN-2027-00001");
    assert_eq!(similar["similar"][0]["can_open"], false, "it is somebody else's");
    let wren = site.council("p.wren").await;
    let page = wren.get(&format!("/incidents/{second}/similar")).await;
    page.is(200).has("links?number=IN-2027-00001&amp;how=same-event");
    let linking = format!("/incidents/{second}/links?number=IN-2027-00001&how=same-event");
    wren.fills_in_at(&linking, &format!("/incidents/{second}/links"), &[]).await.is(303);
    assert_eq!(
        wren.incident(&second).await["links"],
        json!([{ "number": "IN-2027-00001", "how": "same-event" }])
    );
    assert!(
        row(&wren.incident_page(&second).await, "Linked with").contains("IN-2027-00001 (the same event)")
    );
}
