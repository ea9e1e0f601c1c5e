//! People and their accounts, delegations, places, rights, versions of the policy pack.

mod support;

use evenhand_policy::access::lines;
use evenhand_testkit::PASSWORD;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{Browser, Response, Site};

/// The three boxes of a date.
fn day<'a>(name: &str, [day, month, year]: [&'a str; 3]) -> [(String, &'a str); 3] {
    [(format!("{name}-day"), day), (format!("{name}-month"), month), (format!("{name}-year"), year)]
}

/// Sends a form with dates in it.
async fn send(
    browser: &Browser<'_>,
    path: &str,
    fields: &[(&str, &str)],
    dates: &[(&str, [&str; 3])],
) -> Response {
    let dates: Vec<(String, &str)> = dates.iter().flat_map(|(name, parts)| day(name, *parts)).collect();
    let dates = dates.iter().map(|(name, value)| (name.as_str(), *value));
    let all: Vec<(&str, &str)> = fields.iter().copied().chain(dates).collect();
    browser.post(path, &all).await
}

/// The object of a list with a value under a name.
fn with<'a>(list: &'a Json, name: &str, value: &str) -> &'a Json {
    list.as_array().into_iter().flatten().find(|item| item[name] == value).unwrap_or(&Json::Null)
}

/// The id that an address ends with.
fn id_in(location: &str) -> String {
    let path = location.split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

const TODAY: [&str; 3] = ["16", "3", "2027"];

#[tokio::test]
async fn a_reviewer_sees_the_staff_of_their_own_units_and_no_accounts() {
    let site = Site::open().await;
    let wren = site.council("p.wren").await;
    let people = wren.get("/api/v1/admin/people").await.is(200).json()["people"].clone();
    assert_eq!(with(&people, "display_name", "A. Quill")["unit"], "Customer Services");
    assert_eq!(with(&people, "display_name", "A. Quill")["account"], Json::Null);
    assert_eq!(with(&people, "display_name", "B. Sanderling"), &Json::Null);
    let (own, other) = (site.home.tarrowmere.id("a.quill"), site.home.tarrowmere.id("b.sanderling"));
    wren.get(&format!("/admin/people/{own}")).await.is(200).has_not("Change details").has_not("Account");
    wren.get(&format!("/admin/people/{other}")).await.is(403);
    wren.get(&format!("/admin/people/{own}/account")).await.is(403);
    wren.post(&format!("/admin/people/{own}/account"), &[("name", "quill2")]).await.is(403);
    site.council("a.quill").await.get("/admin/people").await.is(403);
    let all = site.council("g.pell").await.get("/api/v1/admin/people").await.is(200).json()["people"].clone();
    assert_eq!(with(&all, "display_name", "B. Sanderling")["account"], "none");
    assert_eq!(with(&all, "display_name", "G. Pell")["account"], "open");
}

#[tokio::test]
async fn somebody_is_entered_given_a_role_invited_and_leaves() {
    let site = Site::open().await;
    let administrator = site.council("g.pell").await;
    let incomplete = administrator
        .post("/admin/people/new", &[("name", "Finch Alder"), ("engagement", "contractor")])
        .await;
    incomplete.is(422).has("Enter the name shown outside").has("value=\"Finch Alder\"");
    let unit = site.home.tarrowmere.named.units["Library"].to_string();
    let details = [
        ("name", "Finch Alder"),
        ("display_name", "F. Alder"),
        ("engagement", "contractor"),
        ("unit", unit.as_str()),
    ];
    let entered = administrator.post("/admin/people/new", &details).await;
    let page = format!("/admin/people/{}", id_in(&entered.is(303).location()));
    administrator
        .get(&page)
        .await
        .is(200)
        .has("Finch Alder")
        .has("Contractor")
        .has("No role is given to them.");

    send(&administrator, &format!("{page}/roles"), &[("role", "staff-member")], &[("from", TODAY)])
        .await
        .is(303);
    administrator.get(&page).await.is(200).has("Staff member or case officer").has("From 16 March 2027");

    let invited = administrator.post(&format!("{page}/account"), &[("name", "f.alder")]).await;
    let text = invited.is(200).text();
    let address = text.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    assert!(address.starts_with("/invitation/"), "{text}");
    invited.has("24 hours");
    // It is told once: no other page has it.
    administrator
        .get(&format!("{page}/account"))
        .await
        .is(200)
        .has("Invited, no password chosen yet")
        .has_not("/invitation/");
    site.browser().post(address, &[("password", PASSWORD)]).await.is(303);
    site.browser().get(address).await.is(404);
    administrator.get(&format!("{page}/account")).await.is(200).has("Close the account");

    let signing_in = [("organisation", "tarrowmere"), ("name", "f.alder"), ("password", PASSWORD)];
    let alder = site.browser();
    alder.post("/sign-in", &signing_in).await.is(303);
    alder.get("/help").await.is(200);
    // What comes back with a mistake is the form that was sent, and no other.
    let unfinished =
        administrator.post(&format!("{page}/roles/1/end"), &[("because", "Contract ends")]).await;
    unfinished
        .is(422)
        .has("Enter the last day in the role")
        .has("value=\"Contract ends\"")
        .has_not("id=\"leaving\"");
    send(&administrator, &format!("{page}/roles/1/end"), &[], &[("on", TODAY)]).await.is(303);
    send(&administrator, &format!("{page}/leaving"), &[], &[("on", TODAY)]).await.is(303);
    administrator.get(&page).await.is(200).has("Leaves").has_not("They left");
    site.home.tarrowmere.pass(SignedDuration::from_hours(24));
    site.browser().post("/sign-in", &signing_in).await.is(422).has("The name or the password is not right");
}

#[tokio::test]
async fn a_closed_account_ends_every_sign_in_at_once() {
    let site = Site::open().await;
    let (administrator, quill) = (site.council("g.pell").await, site.council("a.quill").await);
    quill.get("/help").await.is(200);
    let account = format!("/admin/people/{}/account", site.home.tarrowmere.id("a.quill"));
    administrator.post(&format!("{account}/closing"), &[]).await.is(303);
    administrator.get(&account).await.is(200).has("Closed").has_not("Close the account");
    assert!(quill.get("/help").await.is(303).location().starts_with("/sign-in"));
}

#[tokio::test]
async fn two_who_change_the_same_entry_hear_of_each_other() {
    let site = Site::open().await;
    let administrator = site.council("g.pell").await;
    let page = format!("/admin/people/{}/details", site.home.tarrowmere.id("a.quill"));
    let version = administrator.get(&page).await.hidden("_version").unwrap_or_default();
    assert_eq!(version, "2");
    let details = |phone| {
        [("name", "Alder Quill"), ("display_name", "A. Quill"), ("engagement", "employee"), ("phone", phone)]
    };
    let mut first = details("5200").to_vec();
    first.push(("_version", &version));
    administrator.post(&page, &first).await.is(303);
    let mut second = details("5300").to_vec();
    second.push(("_version", &version));
    administrator.post(&page, &second).await.is(409).has("Somebody else changed this").has("value=\"5300\"");
    administrator.get(&page).await.is(200).has("value=\"5200\"");
}

// proves: MG-BKG-01
#[tokio::test]
async fn what_changes_access_is_reserved_to_senior_management() {
    let site = Site::open().await;
    let list = site.council("g.pell").await.get("/api/v1/delegations").await.is(200).json();
    let offices = |authority: &str| with(&list["authorities"], "authority", authority)["offices"].clone();
    let frontline =
        ["Staff member or case officer", "Supervisor", "Sole contact officer", "Reception", "Security staff"];
    for authority in ["provisional-plan", "plan", "plan-letter", "termination", "review"] {
        let held = offices(authority);
        let by_frontline =
            held.as_array().into_iter().flatten().any(|office| frontline.iter().any(|role| office == role));
        assert!(held.is_array() && !by_frontline, "{authority}: {held}");
    }
    assert_eq!(offices("plan"), json!(["General Manager", "Chief Executive Officer"]));
    // What staff may do on their own authority: tell a customer to stop.
    assert!(
        offices("verbal-warning")
            .as_array()
            .is_some_and(|held| held.iter().any(|office| office == frontline[0]))
    );
}

#[tokio::test]
async fn an_authority_that_the_source_withholds_is_nobodys_until_somebody_is_entered() {
    let site = Site::open().await;
    let administrator = site.agency("g.shaw").await;
    let signing = || async {
        let list = administrator.get("/api/v1/delegations").await.is(200).json();
        (with(&list["authorities"], "authority", "reminder-letter").clone(), list["delegations"].clone())
    };
    let (before, _) = signing().await;
    assert_eq!((&before["nobody"], &before["offices"]), (&json!(true), &json!([])));
    administrator.get("/delegations").await.is(200).has("Nobody may, unless somebody is entered here");
    let to = site.home.nas.id("j.finch").to_string();
    let granted = [("to", to.as_str()), ("authority", "reminder-letter"), ("instrument", "")];
    let incomplete = send(&administrator, "/delegations/new", &granted, &[("from", TODAY)]).await;
    incomplete.is(422).has("Enter the paper it rests on");
    let granted =
        [("to", to.as_str()), ("authority", "reminder-letter"), ("instrument", "Instrument of 1 March 2027")];
    send(&administrator, "/delegations/new", &granted, &[("from", TODAY)]).await.is(303);
    let (after, register) = signing().await;
    assert_eq!((&after["nobody"], &after["people"]), (&json!(false), &json!(["J. Finch"])));
    let entered = with(&register, "instrument", "Instrument of 1 March 2027");
    assert_eq!((&entered["state"], &entered["from"]), (&json!("now"), &json!("2027-03-16")));
    let id = entered["id"].as_str().unwrap_or_default().to_owned();

    administrator
        .get(&format!("/delegations?item={id}"))
        .await
        .is(200)
        .has(&format!("/delegations/{id}/end"));
    send(
        &administrator,
        &format!("/delegations/{id}/end"),
        &[("because", "Moved")],
        &[("on", ["15", "3", "2027"])],
    )
    .await
    .is(303);
    let (ended, register) = signing().await;
    assert_eq!(ended["nobody"], true);
    assert_eq!(with(&register, "id", &id)["state"], "ended");
    assert_eq!(with(&register, "id", &id)["ended_because"], "Moved");
    site.agency("w.lane").await.get("/delegations").await.is(403);
}

#[tokio::test]
async fn somebody_acts_for_somebody_else_in_a_role_that_is_held() {
    let site = Site::open().await;
    let (administrator, org) = (site.council("g.pell").await, &site.home.tarrowmere);
    let (tarn, halloran) = (org.id("b.tarn").to_string(), org.id("r.halloran").to_string());
    let arrange = |role: &'static str| {
        let fields = [
            ("who", tarn.clone()),
            ("in_place_of", halloran.clone()),
            ("role", role.to_owned()),
            ("because", "Annual leave".to_owned()),
        ];
        let administrator = &administrator;
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            send(
                administrator,
                "/delegations/acting",
                &fields,
                &[("from", TODAY), ("until", ["30", "3", "2027"])],
            )
            .await
        }
    };
    arrange("chief-executive").await.is(422).has("They do not hold this role");
    arrange("general-manager").await.is(303);
    let page = administrator.get("/delegations").await;
    page.is(200).has("Acts as General Manager in place of R. Halloran").has("16 March 2027 to 30 March 2027");
}

#[tokio::test]
async fn a_form_on_a_page_of_many_comes_back_alone_with_what_was_wrong() {
    let site = Site::open().await;
    let administrator = site.council("g.pell").await;
    administrator
        .get("/admin/places")
        .await
        .is(200)
        .has_not("name=\"review_hours\"")
        .has("/admin/places?item=target");
    let wrong = administrator.post("/admin/places/target", &[("review_hours", "soon")]).await;
    wrong.is(422).has("Enter hours, such as 48").has("value=\"soon\"").has_not("name=\"parent\"");
    administrator.post("/admin/places/target", &[("review_hours", "36")]).await.is(303);
    administrator.get("/admin/places").await.is(200).has("36 hours");
    site.council("a.quill").await.post("/admin/places/target", &[("review_hours", "1")]).await.is(403);
}

#[tokio::test]
async fn a_unit_sent_twice_is_added_once() {
    let site = Site::open().await;
    let administrator = site.council("g.pell").await;
    let parent = site.home.tarrowmere.named.units["Works"].to_string();
    let unit = [("name", "Roads"), ("parent", parent.as_str()), ("_key", "the-same-key")];
    administrator.post("/admin/places/units", &unit).await.is(303);
    administrator.post("/admin/places/units", &unit).await.is(303);
    send(&administrator, "/admin/places/holidays", &[("name", "Show day")], &[("on", ["5", "10", "2027"])])
        .await
        .is(303);
    let site_fields = [("name", "Quarry"), ("kind", "other-premises"), ("region", "South")];
    administrator.post("/admin/places/sites", &site_fields).await.is(303);
    let places = administrator.get("/api/v1/admin/places").await.is(200).json();
    let roads = places["units"].as_array().into_iter().flatten().filter(|unit| unit["name"] == "Roads");
    assert_eq!(roads.map(|unit| &unit["parent"]).collect::<Vec<_>>(), ["Works"]);
    assert_eq!(with(&places["closed_days"], "on", "2027-10-05")["name"], "Show day");
    assert_eq!(with(&places["sites"], "name", "Quarry")["region"], "South");
}

// proves: MG-CAV-16
#[tokio::test]
async fn the_nominated_senior_manager_sees_the_cases_of_all_units() {
    let site = Site::open().await;
    site.incident(None).await;
    let count = |account: &'static str| {
        let site = &site;
        async move {
            let list = site.council(account).await.get("/api/v1/incidents").await.is(200).json();
            list["incidents"].as_array().map_or(0, Vec::len)
        }
    };
    // The incident is of Customer Services, whose manager is P. Wren.
    assert_eq!((count("p.wren").await, count("b.tarn").await, count("s.brandt").await), (1, 0, 0));
    let staff = site.home.tarrowmere.id("s.brandt").to_string();
    let administrator = site.council("g.pell").await;
    administrator.post("/admin/places/monitor", &[("staff", &staff)]).await.is(303);
    assert_eq!((count("p.wren").await, count("b.tarn").await, count("s.brandt").await), (1, 0, 1));
    administrator.get("/admin/places").await.is(200).has("S. Brandt");
}

#[tokio::test]
async fn the_table_of_rights_is_the_whole_table() {
    let site = Site::open().await;
    let auditor = site.council("h.lund").await;
    let rights = auditor.get("/api/v1/admin/rights").await.is(200).json();
    let groups = rights["groups"].as_array().cloned().unwrap_or_default();
    let shown: Vec<String> = groups
        .iter()
        .flat_map(|group| group["rights"].as_array().cloned().unwrap_or_default())
        .map(|right| {
            ["action", "duty", "relation", "held"]
                .map(|name| right[name].as_str().unwrap_or_default().to_owned())
                .join(" ")
        })
        .collect();
    for line in lines() {
        let duty = line.duty.map_or_else(|| "everyone".to_owned(), |duty| duty.to_string());
        let line = format!("{} {duty} {} {}", line.action, line.relation, line.sensitivity);
        assert!(shown.contains(&line), "`{line}` is not shown");
    }
    assert_eq!(shown.len(), lines().len());
    auditor.get("/admin/rights").await.is(200).has("Manager Organisational Development");
    site.council("p.wren").await.get("/admin/rights").await.is(403);
}

/// The files of the agency's pack as a version 1.1, in which only the guidance on support of staff is newer.
fn newer_support_guidance() -> evenhand_policy::pack::Files {
    let mut files = evenhand_app::packs::shipped_files("services-australia").unwrap_or_default();
    if let Some(pack) = files.get_mut("pack.toml") {
        let (head, tail) = pack.split_at(pack.find("code = \"support\"").unwrap_or(pack.len()));
        let head = head.replace("version = \"1.0\"", "version = \"1.1\"");
        *pack = head + &tail.replacen("2025-12-12T04:02:00+11:00", "2027-03-01T09:00:00+11:00", 1);
    }
    files
}

// proves: SA-SUP-001
#[tokio::test]
async fn one_source_of_the_policy_is_renewed_alone_by_two_people() {
    let site = Site::open().await;
    let org = &site.home.nas;
    let loaded = org.app.load_pack(&org.who("g.shaw").await, newer_support_guidance(), &org.request()).await;
    assert!(loaded.is_ok(), "{loaded:?}");
    let (administrator, owner) = (site.agency("g.shaw").await, site.agency("y.pike").await);
    let sources = |policy: Json| {
        let source = |code: &str| with(&policy["sources"], "code", code)["valid_from"].clone();
        [source("contact"), source("support")]
    };
    let before = sources(administrator.get("/api/v1/policy").await.is(200).json());
    assert_eq!(before, ["2025-11-18T20:16+11:00", "2025-12-12T04:02+11:00"]);

    let compared = administrator.get("/admin/policy/1.0/compare/1.1").await;
    compared
        .is(200)
        .has("2 added, 2 removed.")
        .has("2027-03-01T09:00:00+11:00")
        .has("Files that did not change");
    compared.has("[added: </span>version = ").has_not("four-whys.md</h2>");
    let because = [("because", "The guidance on support was renewed.")];
    let past = send(&owner, "/admin/policy/1.1/proposal", &because, &[("from", ["1", "3", "2027"])]).await;
    past.is(422).has("A version cannot start in the past");
    send(&owner, "/admin/policy/1.1/proposal", &because, &[("from", TODAY)]).await.is(303);
    owner.get("/admin/policy/1.1/activation").await.is(200).has("You proposed it.");
    send(&owner, "/admin/policy/1.1/activation", &because, &[("from", TODAY)])
        .await
        .is(403)
        .has("a second person");
    send(&administrator, "/admin/policy/1.1/activation", &because, &[("from", TODAY)]).await.is(403);
    let decides = site.agency("j.finch").await;
    decides
        .get("/admin/policy/1.1")
        .await
        .is(200)
        .has("Proposed, a second person decides")
        .has("/admin/policy/1.1/activation");
    send(&decides, "/admin/policy/1.1/activation", &because, &[("from", TODAY)]).await.is(303);

    let policy = administrator.get("/api/v1/policy").await.is(200).json();
    assert_eq!(policy["version"], "1.1");
    assert_eq!(sources(policy), ["2025-11-18T20:16+11:00", "2027-03-01T09:00+11:00"]);
    let versions = administrator.get("/api/v1/admin/policy").await.is(200).json()["versions"].clone();
    assert_eq!(with(&versions, "version", "1.0")["in_force"], false);
    assert_eq!(with(&versions, "version", "1.1")["activated_by"], "J. Finch");
}

#[tokio::test]
async fn a_proposal_can_be_withdrawn_and_made_again() {
    let site = Site::open().await;
    let org = &site.home.nas;
    let loaded = org.app.load_pack(&org.who("g.shaw").await, newer_support_guidance(), &org.request()).await;
    assert!(loaded.is_ok(), "{loaded:?}");
    let administrator = site.agency("g.shaw").await;
    let proposal = "/admin/policy/1.1/proposal";
    let because = [("because", "It is ready.")];
    send(&administrator, proposal, &because, &[("from", TODAY)]).await.is(303);
    administrator.get(proposal).await.is(200).has("Withdraw the proposal");
    let silent = administrator.post("/admin/policy/1.1/withdrawal", &[("because", "")]).await;
    silent.is(422).has("Enter why").has("action=\"/admin/policy/1.1/withdrawal\"");
    administrator.post("/admin/policy/1.1/withdrawal", &[("because", "Not yet.")]).await.is(303);
    administrator.get("/admin/policy/1.1").await.is(200).has("Loaded, can be proposed");
    send(&administrator, proposal, &because, &[("from", TODAY)]).await.is(303);
    administrator.get("/admin/policy/2.0").await.is(404);
}

#[tokio::test]
async fn a_version_tells_what_it_lacks_how_it_is_read_and_what_it_asks_for() {
    let site = Site::open().await;
    let auditor = site.agency("h.beck").await;
    let version = auditor.get("/api/v1/admin/policy/1.0").await.is(200).json();
    let part = |part: &str| with(&version["completeness"], "part", part)["present"].clone();
    assert_eq!(
        (part("authorities"), part("review-periods"), part("review-criteria")),
        (json!(true), json!(false), json!(false))
    );
    assert_eq!(with(&version["rules"], "slug", "no-warning-at-high-risk")["force"], "must");
    assert_eq!(with(&version["deadlines"], "kind", "incident-reviewed")["within"], "Within 48 hours");
    let who = site.home.nas.who("h.beck").await;
    assert_eq!(version["readings"].as_array().map(Vec::len), Some(who.pack().readings.len()));
    assert_eq!(version["version"]["digest"], who.pack().digest);
    auditor
        .get("/admin/policy/1.0")
        .await
        .is(200)
        .has("Where the risk is high, a warning is not given")
        .has_not("Propose this version");
    site.agency("w.lane").await.get("/admin/policy/1.0").await.is(403);
}
