//! Looking somebody up at the counter, and the card that says how to serve them.

mod support;

use serde_json::{Value as Json, json};
use support::journeys::{id_in, text};
use support::{Browser, Response, Site};

/// Looks somebody up through the page.
async fn look_up(browser: &Browser<'_>, query: &str) -> Response {
    browser.fills_in("/counter", &[("q", query)]).await
}

/// A customer's reference.
async fn reference(site: &Site, id: &str) -> String {
    let file = site.council("p.wren").await.get(&format!("/api/v1/customers/{id}")).await.is(200).json();
    file["reference"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_reference_leads_straight_to_the_card_and_the_look_is_recorded() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let quill = site.council("a.quill").await;
    let card = look_up(&quill, &reference(&site, &customer).await).await;
    card.is(200)
        .has("Serve as usual: Marlow Fenn-Castle")
        .has("confirmed by reference")
        .has("This look was recorded at 10:14am.")
        .has(&format!("/incidents/new?customer={customer}"));
    // A person on the floor opens no files.
    card.has_not("Person file");
    let records = site.council("e.roth").await;
    let looks = records.get(&format!("/api/v1/customers/{customer}/looks")).await.is(200).json();
    let by: Vec<(&str, &str)> = looks["looks"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|look| (look["by"].as_str().unwrap_or_default(), look["kind"].as_str().unwrap_or_default()))
        .collect();
    assert!(by.contains(&("A. Quill", "look.card")), "{by:?}");
    // What one looked at oneself is listed without naming anybody.
    let mine = quill.get("/me/activity").await;
    mine.is(200).has(">A person</a>").has("contact card").has_not("Fenn-Castle").has_not(">customer:");
}

#[tokio::test]
async fn a_name_gives_possible_matches_only_until_something_confirms_who_it_is() {
    let site = Site::open().await;
    site.customer("Fenn-Castle").await;
    let quill = site.council("a.quill").await;
    let matches = look_up(&quill, "Fenn-Castle").await;
    matches.is(200).has("1 possible match").has("1971").has("Tarrowmere");
    for hidden in ["14 November", "Fern Street", "0491", "Serve as usual"] {
        matches.has_not(hidden);
    }
    let asked = |second: &str| json!({ "q": "Fenn-Castle", "channel": "in-person", "second": second });
    let wrong = quill.json("/api/v1/counter", &asked("15/11/1971")).await.is(200).json();
    assert_eq!((&wrong["found"], &wrong["mismatch"]), (&json!("possible"), &json!(true)));
    for second in ["14/11/1971", "0491 570 156", "12 Fern Street"] {
        let right = quill.json("/api/v1/counter", &asked(second)).await.is(200).json();
        assert_eq!(
            (&right["found"], &right["answer"]),
            (&json!("card"), &json!("serve-as-usual")),
            "{second}"
        );
        assert_eq!(right["confirmed_by"], "a second identifier");
    }
    // A name with the date of birth is as good as both after another.
    look_up(&quill, "Marlow Fenn-Castle 14/11/1971").await.is(200).has("Serve as usual");
}

#[tokio::test]
async fn nobody_found_is_not_the_same_as_having_been_checked() {
    let site = Site::open().await;
    let quill = site.council("a.quill").await;
    let nobody = look_up(&quill, "Nobody Known").await;
    nobody.is(200).has("No one found for “Nobody Known”").has_not("Serve as usual:");
    let page = quill.get("/customers/unknown").await;
    page.is(200)
        .has("That is not the same as having been checked.")
        .has("/incidents/new")
        .has("/customers/new");
    look_up(&quill, "  ").await.is(422).has("Enter a name, a phone number or a reference");
    let records = site.council("e.roth").await;
    records.get("/counter").await.is(403);
}

#[tokio::test]
async fn needs_come_first_on_the_card_and_close_the_channels_they_close() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let wren = site.council("p.wren").await;
    let needs = format!("/customers/{customer}/needs");
    let need = [("need", "cannot-read"), ("note", "Reads numbers well")];
    wren.fills_in(&needs, &need).await.is(303);
    let card = wren.get(&format!("/api/v1/customers/{customer}/now?channel=phone")).await.is(200).json();
    assert_eq!(
        card["needs"],
        json!([{ "say": "Say it, do not hand over text. Offer to write things down for them and read them back.", "note": "Reads numbers well" }])
    );
    let closed: Vec<&Json> = card["channels"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|c| c["usable"] == false)
        .map(|c| &c["channel"])
        .collect();
    assert_eq!(closed, ["writing", "online"]);
    let page = wren.get(&format!("/customers/{customer}/now")).await.is(200).text();
    let plain = text(&page);
    assert!(plain.contains("Reads numbers well"), "{plain}");
    assert!(plain.contains("This person cannot use it. Offer another way."), "{plain}");
}

#[tokio::test]
async fn from_the_card_to_a_report_about_the_person_in_front_of_one() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let quill = site.council("a.quill").await;
    let page = format!("/incidents/new?customer={customer}&channel=phone");
    quill.get(&page).await.is(200).has("Marlow Fenn-Castle").has("It was somebody else");
    let id = id_in(&quill.fills_in(&page, &[("happenings", "threat")]).await.is(303).location());
    let incident = quill.incident(&id).await;
    assert_eq!(
        (&incident["customer"]["name"], &incident["channel"]),
        (&json!("Marlow Fenn-Castle"), &json!("phone"))
    );
}
