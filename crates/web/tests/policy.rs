//! The policy as a document: its texts, its register entry, suggestions, copies, reviews.

mod support;

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{Response, Site};

/// The words of a page's text, without its markup.
fn words(html: &str) -> Vec<String> {
    let mut text = String::new();
    for part in html.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        // Emphasis stands inside a word; everything else ends one.
        if !["em", "/em", "strong", "/strong"].contains(&tag) {
            text.push(' ');
        }
        text.push_str(rest);
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.split_whitespace().map(str::to_owned).collect()
}

/// The style sheets of a page.
fn style_sheets(page: &str) -> Vec<String> {
    let links = page.split("<link ").filter_map(|link| link.split("href=\"").nth(1)?.split('"').next());
    links.filter(|href| href.contains(".css")).map(str::to_owned).collect()
}

/// The items of the list that follows a heading.
fn items_after(page: &Response, heading: &str) -> Vec<String> {
    let text = page.text();
    let rest = text.split(&format!(">{heading}</h3>")).nth(1).unwrap_or_default();
    let list = rest.split("</ul>").next().unwrap_or_default();
    list.split("<li>").skip(1).map(|item| words(item).join(" ")).collect()
}

// proves: MG-1.1-01
#[tokio::test]
async fn the_policy_states_the_commitment_and_what_it_depends_on() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    quill.get("/policy").await.is(200).has("href=\"/policy/documents/policy\"");
    let page = quill.get("/policy/documents/policy").await;
    page.is(200).has("committed to being accessible and responsive to all customers");
    assert_eq!(
        items_after(&page, "1.1 Statement of support"),
        [
            "our ability to do our work and perform our functions in the most effective and efficient ways possible",
            "the health, safety and security of our staff, and",
            "our ability to allocate our resources fairly across all the requests we receive.",
        ]
    );
    page.has_not("{organisation}").has("City of Tarrowmere");
}

// proves: MG-A-01, MG-A-02, MG-A-03, MG-A-04, MG-A-05, MG-A-06, MG-A-07
#[tokio::test]
async fn rights_and_responsibilities_are_all_stated() {
    let site = Site::open().await;
    let page = site.council("a.quill").await.get("/policy/documents/rights-and-responsibilities").await;
    for (heading, count, one) in [
        ("Customers have the right", 7, "to a fair hearing"),
        ("Staff have the right", 7, "to a safe and healthy working environment"),
        (
            "Subjects of customer concerns have the right",
            6,
            "to be informed about the substance of any proposed adverse comment or decision",
        ),
        (
            "Customers are responsible for",
            6,
            "treating staff of the City of Tarrowmere with courtesy and respect.",
        ),
        (
            "Staff are responsible for",
            10,
            "giving adequate warning of the consequences of unacceptable behaviour.",
        ),
        (
            "Subjects of customer concerns are responsible for",
            5,
            "being honest in all communications with City of Tarrowmere and its staff",
        ),
        (
            "The City of Tarrowmere is responsible for",
            7,
            "ensuring that staff treat all parties to a customer concern with courtesy and respect",
        ),
    ] {
        let items = items_after(page.is(200), heading);
        assert_eq!(items.len(), count, "{heading}: {items:?}");
        assert!(items.iter().any(|item| item == one), "{heading}: {items:?}");
    }
    page.has("action may be taken under relevant laws and/or codes of conduct");
}

// proves: MG-DOC-01, MG-DOC-02
#[tokio::test]
async fn the_register_entry_holds_what_the_policy_says_of_itself() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let record = quill.get("/api/v1/policy/record").await.is(200).json();
    assert_eq!(record["file_reference"], "AF18/48");
    assert_eq!(record["version"], "1.0");
    for date in ["issued", "effective", "revised"] {
        assert_eq!(record[date], "2020-12-15", "{date}");
    }
    assert_eq!(record["next_review"], "2022-11-30");
    assert_eq!(record["overdue"], true);
    assert_eq!(record["office"], "Manager Organisational Development");
    assert!(record["minute"].as_str().is_some_and(|minute| minute.contains("2020/384")), "{record}");
    assert_eq!(record["history"][0], "First adopted by Council: 15 December 2020");
    let related = record["related"].to_string();
    for title in [
        "Strategic Plan 2020-2024",
        "Request for Service and Complaint Policy - C200",
        "Occupational Health and Safety Principles",
        "Acknowledging and Responding to Customer Feedback and Request for Service",
        "Employee Assistance Program",
        "Practice Manual - 2nd Edition",
    ] {
        assert!(related.contains(title), "{title} is not in {related}");
    }
    let policy = quill.get("/api/v1/policy").await.is(200).json();
    let laws: Vec<&str> = policy["legislation"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|law| law["title"].as_str())
        .collect();
    for law in [
        "Local Government Act 1999",
        "Workplace Health and Safety Act 2012 (SA)",
        "Workplace Health and Safety Regulations 2021 (SA)",
    ] {
        assert!(laws.contains(&law), "{law} is not in {laws:?}");
    }
    quill
        .get("/policy/record")
        .await
        .is(200)
        .has("AF18/48")
        .has("15 December 2020")
        .has("30 November 2022, overdue");
}

// proves: MG-DOC-03
#[tokio::test]
async fn every_printed_page_of_the_policy_says_that_the_electronic_version_governs() {
    let site = Site::open().await;
    let page = site.council("a.quill").await.get("/policy/documents/policy").await;
    let text = page.is(200).text();
    // The line stands in the footer, which is printed on every page: the style sheet makes it the foot of a table.
    let mut printed = Vec::new();
    for sheet in style_sheets(&text) {
        let style = site.browser().get(&sheet).await.is(200).text();
        printed.extend(style.rsplit_once("@media print {").map(|(_, rules)| rules.to_owned()));
    }
    let printed = printed.join("\n");
    let has = |selector: &str, rule: &str| {
        let begin = format!("{selector} {{");
        let mut blocks = printed.split(&begin).skip(1);
        blocks.any(|block| block.split('}').next().is_some_and(|block| block.contains(rule)))
    };
    assert!(has(".govuk-template__body", "display: table;"), "{printed}");
    assert!(has(".ucc-footer", "display: table-footer-group;"), "{printed}");
    assert!(has(".ucc-print-line", "display: block;"), "{printed}");
    let footer = text.split("<footer").nth(1).unwrap_or_default();
    let line =
        footer.split("ucc-print-line\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    for mark in [
        "version 1.0",
        "Issued 15 December 2020",
        "Next review: 30 November 2022",
        "the electronic version in this system governs",
    ] {
        assert!(line.contains(mark), "`{mark}` is not in `{line}`");
    }
    let exported = site.council("a.quill").await.get("/policy/documents/policy?as=file").await;
    exported.is(200).has(line.split(" Printed by").next().unwrap_or_default());
}

// proves: MG-17-01
#[tokio::test]
async fn the_exported_policy_is_the_text_of_the_pack_word_for_word() {
    let site = Site::open().await;
    let browser = site.council("a.quill").await;
    let who = site.home.tarrowmere.who("a.quill").await;
    for document in &who.pack().documents {
        let exported = browser.get(&format!("/policy/documents/{}?as=file", document.code)).await;
        assert!(
            exported.headers["content-disposition"].to_str().is_ok_and(|name| name.contains(&document.code))
        );
        let html = exported.is(200).text();
        let body =
            html.split("<h1").nth(1).and_then(|rest| rest.split_once('>')).map_or("", |(_, rest)| rest);
        let body = body.rsplit_once("\n<p>").map_or(body, |(body, _)| body);
        let text = who.pack().text(document).replace("{organisation}", "City of Tarrowmere");
        let plain = |line: &str| {
            let line = line.trim_start().trim_start_matches('#').trim_start();
            let line = line.strip_prefix("- ").unwrap_or(line);
            line.replace('*', "")
        };
        let expected: Vec<String> = text
            .lines()
            .flat_map(|line| plain(line).split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert_eq!(words(body), expected, "{}", document.code);
    }
    browser.get("/policy/documents/policy").await.is(200).has("?as=file");
}

// proves: MG-17-02
#[tokio::test]
async fn a_request_for_a_copy_is_kept_with_its_fee_and_the_version_handed_out() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let wrong = quill.post("/policy/copies", &[("by", "A member of the public"), ("fee", "four")]).await;
    wrong.is(422).has("Enter dollars, such as 4.50 or 0").has("value=\"A member of the public\"");
    quill.post("/policy/copies", &[("by", "A member of the public"), ("fee", "4.50")]).await.is(303);
    quill
        .get("/policy/copies")
        .await
        .is(200)
        .has("A member of the public")
        .has("$4.50")
        .has("Copy 1 was handed out");
    quill.post("/policy/copies/1/issue", &[]).await.is(303);
    quill
        .get("/policy/copies")
        .await
        .is(200)
        .has("Version mount-gambier@1.0#")
        .has_not("Copy 1 was handed out");
    quill.post("/policy/copies/1/issue", &[]).await.is(422);
    // Somebody who neither serves customers nor keeps the policy has nothing to do with it.
    site.council("g.pell").await.post("/policy/copies", &[("by", "x"), ("fee", "0")]).await.is(403);
}

// proves: MG-15-02
#[tokio::test]
async fn a_suggestion_reaches_the_office_and_its_writer_sees_what_came_of_it() {
    let site = Site::open().await;
    let (guard, office) = (site.council("d.ames").await, site.council("n.iyer").await);
    guard.post("/policy/suggestions", &[("text", "Name the pool as a place of its own.")]).await.is(303);
    guard
        .get("/policy/suggestions")
        .await
        .is(200)
        .has("Name the pool")
        .has("Not answered yet.")
        .has("Manager Organisational Development");
    site.council("a.quill").await.get("/policy/suggestions").await.is(200).has_not("Name the pool");
    office.get("/policy/suggestions").await.is(200).has("Name the pool").has("/policy/suggestions?item=1");
    let tasks = office.get("/api/v1/tasks").await.is(200).json().to_string();
    assert!(tasks.contains("Answer a suggestion about the policy"), "{tasks}");
    office.get("/policy/suggestions?item=1").await.is(200).has("action=\"/policy/suggestions/1/answer\"");
    let answer = [("answer", "kept-for-review"), ("because", "It belongs to the next review.")];
    guard.post("/policy/suggestions/1/answer", &answer).await.is(403);
    let incomplete =
        office.post("/policy/suggestions/1/answer", &[("answer", "declined"), ("because", "")]).await;
    incomplete.is(422).has("action=\"/policy/suggestions/1/answer\"").has("Enter why");
    office.post("/policy/suggestions/1/answer", &answer).await.is(303);
    guard
        .get("/policy/suggestions")
        .await
        .is(200)
        .has("Kept for the next review: It belongs to the next review.");
}

// proves: MG-15-01
#[tokio::test]
async fn the_next_review_has_a_date_with_reminders_and_the_law_can_open_one_earlier() {
    let site = Site::open().await;
    let office = site.council("n.iyer").await;
    let past = [("on-day", "1"), ("on-month", "3"), ("on-year", "2027")];
    office.post("/policy/reviews/next", &past).await.is(422).has("The next review cannot be in the past");
    let soon = [("on-day", "23"), ("on-month", "3"), ("on-year", "2027")];
    office.post("/policy/reviews/next", &soon).await.is(303);
    office.get("/policy/reviews").await.is(200).has("The next review is due on 23 March 2027.");
    assert!(site.home.tarrowmere.app.run("remind").await.is_ok());
    let told = office.get("/api/v1/notifications").await.is(200).json().to_string();
    assert!(told.contains("The policy is due for review on 23 March 2027"), "{told}");
    let ground = [("ground", "legislative-change"), ("note", "A new act on public order")];
    site.council("a.quill").await.post("/policy/reviews", &ground).await.is(403);
    office.post("/policy/reviews", &ground).await.is(303);
    office.get("/policy/reviews").await.is(200).has("The law changed.").has("A new act on public order");
    office.post("/policy/reviews", &ground).await.is(422).has("A review is already open");
}

// proves: MG-15-03
#[tokio::test]
async fn a_completed_review_makes_the_next_one_due_two_years_later() {
    let site = Site::open().await;
    let office = site.council("n.iyer").await;
    office.post("/policy/reviews", &[("ground", "due")]).await.is(303);
    let outcome = [("outcome", "Kept as it is."), ("minute", "Council, 16 March 2027, Item 9")];
    office.post("/policy/reviews/completion", &outcome).await.is(303);
    let page = office.get("/policy/reviews").await;
    page.is(200)
        .has("The next review is due on 16 March 2029.")
        .has("Review completed on 16 March 2027")
        .has("Kept as it is.");
    let record = office.get("/api/v1/policy/record").await.is(200).json();
    assert_eq!(record["next_review"], "2029-03-16");
    assert_eq!(record["overdue"], false);
    site.home.tarrowmere.pass(SignedDuration::from_hours(24 * 732));
    let later = site.council("n.iyer").await.get("/api/v1/policy/record").await.is(200).json();
    assert_eq!(later["overdue"], true);
}

// proves: MG-5.6-07
#[tokio::test]
async fn legal_guidance_stands_under_the_law_that_applies_and_can_be_pointed_anew() {
    let site = Site::open().await;
    let administrator = site.council("g.pell").await;
    let page = administrator.get("/policy").await;
    page.is(200).has("The law of South Australia applies here.");
    page.has("Unauthorised entry onto agency premises")
        .has("Orders to address violence, threats, intimidation and / or stalking");
    page.has("href=\"/resources/links/unauthorised-entry\"").has("href=\"/resources/links/orders\"");
    let target = "https://intranet.tarrowmere.example/legal/trespass";
    administrator.post("/resources/links/unauthorised-entry", &[("target", target)]).await.is(303);
    let quill = site.council("a.quill").await.get("/policy").await;
    quill.is(200).has(&format!("href=\"{target}\"")).has_not("/resources/links/orders");
}

// proves: SA-SUP-089
#[tokio::test]
async fn the_law_relied_on_is_listed_with_its_links_and_the_letters_that_cite_it() {
    let site = Site::open().await;
    let (administrator, lane) = (site.agency("g.shaw").await, site.agency("w.lane").await);
    lane.get("/policy").await.is(200).has("Privacy Act 1988 (link not set yet)");
    let laws = [
        ("foi-act-1982", "Freedom of Information Act 1982", vec!["What you write can be asked for"]),
        ("ombudsman-act-1976", "Ombudsman Act 1976", vec![]),
        ("privacy-act-1988", "Privacy Act 1988", vec![]),
        (
            "popppa-1971",
            "Public Order (Protection of Persons and Property) Act 1971",
            vec!["Reminder letter", "Managed Service Plan (MSP) letter"],
        ),
        ("whs-terms", "WHS terms and definitions", vec![]),
    ];
    for (code, ..) in &laws {
        let target = format!("https://legislation.example/{code}");
        administrator.post(&format!("/resources/links/{code}"), &[("target", &target)]).await.is(303);
    }
    let policy = lane.get("/api/v1/policy").await.is(200).json();
    let page = lane.get("/policy").await;
    let listed = policy["legislation"].as_array().cloned().unwrap_or_default();
    assert_eq!(listed.len(), laws.len());
    for ((code, title, cited_in), law) in laws.iter().zip(&listed) {
        let target = format!("https://legislation.example/{code}");
        assert_eq!((&law["title"], &law["target"]), (&json!(title), &json!(target)));
        let cited = law["cited_in"].as_array().cloned().unwrap_or_default();
        assert_eq!(cited.len(), cited_in.len(), "{title}: {cited:?}");
        for (cited, expected) in cited.iter().zip(cited_in) {
            assert!(cited.as_str().is_some_and(|cited| cited.contains(expected)), "{title}: {cited}");
            page.is(200).has(cited.as_str().unwrap_or_default());
        }
        page.has(&format!("href=\"{target}\">{title}</a>"));
    }
}

#[tokio::test]
async fn a_policy_without_a_register_entry_says_so() {
    let site = Site::open().await;
    let lane = site.agency("w.lane").await;
    lane.get("/policy/record").await.is(200).has("have no register entry");
    let policy = lane.get("/api/v1/policy").await.is(200).json();
    assert_eq!(policy["record"], Json::Null);
    assert_eq!(policy["missing_parts"][0]["what"], "Reviews with fixed periods");
    lane.get("/policy/documents/none").await.is(404);
}
