//! The person file: entering somebody, details, needs, circumstances, the contact officer, the seal.

mod support;

use serde_json::{Value as Json, json};
use support::journeys::{council_report, row, text};
use support::{Browser, Site};

/// A file, in JSON.
async fn file(browser: &Browser<'_>, id: &str) -> Json {
    browser.get(&format!("/api/v1/customers/{id}")).await.is(200).json()
}

#[tokio::test]
async fn somebody_is_entered_with_what_is_known() {
    let site = Site::open().await;
    let wren = site.council("p.wren").await;
    let nobody = wren.fills_in("/customers/new", &[("phones", "0491 570 156")]).await;
    nobody.is(422).has("0491 570 156").has("href=\"#given_names\"");
    let known = [
        ("given_names", "Iris"),
        ("family_name", "Quarry"),
        ("born_on-day", "2"),
        ("born_on-month", "May"),
        ("born_on-year", "1958"),
        ("customer_type", "current-customer"),
        ("standing", "current"),
        ("numbers", "Rates: R-118"),
        ("phones", "(08) 5550 1234\n0491 570 110"),
        ("suburb", "Tarrowmere"),
    ];
    let entered = wren.fills_in("/customers/new", &known).await;
    let id = support::journeys::id_in(&entered.is(303).location());
    let entered = file(&wren, &id).await;
    assert_eq!((&entered["name"], &entered["born_on"]), (&json!("Iris Quarry"), &json!("1958-05-02")));
    assert_eq!(entered["phones"], json!(["(08) 5550 1234", "0491 570 110"]));
    let page = wren.get(&format!("/customers/{id}")).await.is(200).text();
    assert_eq!(row(&page, "Numbers"), "Rates: R-118");
    assert!(row(&page, "Entered").contains("entered by P. Wren"), "{page}");
    // They are found by their number, and by part of their name.
    wren.fills_in("/counter", &[("q", "R-118")]).await.is(200).has("Serve as usual: Iris Quarry");
    let found = wren.json("/api/v1/customers", &json!({ "q": "quar" })).await.is(200).json();
    assert_eq!(found["customers"][0]["name"], "Iris Quarry");
}

#[tokio::test]
async fn details_change_with_a_reason_and_a_shared_number_confirms_nobody() {
    let site = Site::open().await;
    let (first, second) = (site.customer("Fenn-Castle").await, site.customer("Quarry").await);
    let wren = site.council("p.wren").await;
    let details = format!("/customers/{second}/details");
    wren.fills_in(&details, &[("family_name", "Quarry-Vale")])
        .await
        .is(422)
        .has("href=\"#because\"")
        .has("Quarry-Vale");
    wren.fills_in(&details, &[("family_name", "Quarry-Vale"), ("because", "Married.")]).await.is(303);
    assert_eq!(file(&wren, &second).await["name"], "Marlow Quarry-Vale");
    assert_eq!(file(&wren, &first).await["shared"], json!(["0491 570 156"]));
    let page = wren.get(&format!("/customers/{first}")).await.is(200).text();
    assert!(row(&page, "Telephone").contains("it confirms nobody"), "{page}");
    let timeline = wren.get(&format!("/api/v1/customers/{second}/timeline")).await.is(200).json();
    assert_eq!(timeline["items"][0]["title"], "Details changed");
    assert_eq!(timeline["items"][0]["text"], json!(["Married."]));
}

#[tokio::test]
async fn needs_and_circumstances_are_recorded_and_ended_with_a_reason() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let wren = site.council("p.wren").await;
    let needs = format!("/customers/{customer}/needs");
    wren.fills_in(&needs, &[("need", "hard-of-hearing"), ("note", "Left ear")]).await.is(303);
    wren.fills_in(&needs, &[("need", "hard-of-hearing")]).await.is(422);
    let circumstances = format!("/customers/{customer}/circumstances");
    let known = [("circumstance", "homelessness"), ("source", "He told us on 3 March")];
    wren.fills_in_at(&needs, &circumstances, &[("circumstance", "homelessness")]).await.is(422);
    wren.fills_in_at(&needs, &circumstances, &known).await.is(303);
    let shown = file(&wren, &customer).await;
    assert_eq!(
        (&shown["needs"], &shown["circumstances"]),
        (&json!(["Hard of hearing: Left ear"]), &json!(["Homelessness"]))
    );
    let ending = format!("{needs}/1/end");
    wren.fills_in_at(&format!("{needs}?item=need-1"), &ending, &[]).await.is(422).has("Why");
    wren.fills_in_at(&format!("{needs}?item=need-1"), &ending, &[("because", "He has a hearing aid.")])
        .await
        .is(303);
    let page = format!("{needs}?item=circumstance-1");
    wren.fills_in_at(&page, &format!("{circumstances}/1/end"), &[("because", "He found a flat.")])
        .await
        .is(303);
    let shown = file(&wren, &customer).await;
    assert_eq!((&shown["needs"], &shown["circumstances"]), (&json!([]), &json!([])));
    let timeline = wren.get(&format!("/api/v1/customers/{customer}/timeline")).await.is(200).json();
    let titles: Vec<&Json> =
        timeline["items"].as_array().into_iter().flatten().map(|item| &item["title"]).collect();
    assert_eq!(
        titles,
        ["Circumstance ended", "Need ended", "Circumstance recorded", "Need recorded", "Entered"]
    );
    site.council("a.quill").await.get(&needs).await.is(403);
}

#[tokio::test]
async fn a_contact_officer_serves_the_person_and_hears_of_every_incident() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let wren = site.council("p.wren").await;
    let officer = format!("/customers/{customer}/officer");
    let (arlen, quill) =
        (site.home.tarrowmere.id("j.arlen").to_string(), site.home.tarrowmere.id("a.quill").to_string());
    let page = wren.get(&officer).await;
    page.is(200).has("J. Arlen").has_not(&format!("<option value=\"{quill}\""));
    wren.post(&officer, &[("officer", &quill), ("because", "x")]).await.is(422);
    wren.fills_in(&officer, &[("officer", &arlen), ("because", "One person to deal with.")]).await.is(303);
    let card = site.council("a.quill").await.get(&format!("/customers/{customer}/now")).await;
    card.is(200).has("J. Arlen, extension 5123 usually serves this person");
    site.council("a.quill").await.reports(&council_report("threat").with("customer", &customer)).await;
    assert!(site.home.tarrowmere.app.run("deliver").await.is_ok());
    let told = site.council("j.arlen").await.get("/api/v1/notifications").await.is(200).json().to_string();
    assert!(told.contains("An incident was reported about a customer you look after."), "{told}");
}

#[tokio::test]
async fn a_sealed_person_exists_for_the_named_alone_until_the_seal_is_lifted() {
    let site = Site::open().await;
    let customer = site.customer("Fenn-Castle").await;
    let id =
        site.council("a.quill").await.reports(&council_report("threat").with("customer", &customer)).await;
    let roth = site.council("e.roth").await;
    let seal = format!("/customers/{customer}/seal");
    let osei = site.home.tarrowmere.id("l.osei").to_string();
    roth.fills_in(&seal, &[("because", "A threat to his life.")]).await.is(422).has("href=\"#named\"");
    roth.fills_in(&seal, &[("named", &osei), ("because", "A threat to his life.")]).await.is(303);
    roth.get(&seal).await.is(200).has("They can be seen by:").has("E. Roth").has("L. Osei");
    let wren = site.council("p.wren").await;
    for address in
        [format!("/customers/{customer}"), format!("/customers/{customer}/now"), format!("/incidents/{id}")]
    {
        wren.get(&address).await.is(404);
    }
    wren.fills_in("/counter", &[("q", "Fenn-Castle")]).await.is(200).has("No one found");
    let list = wren.json("/api/v1/customers", &json!({ "q": "Fenn" })).await.is(200).json();
    assert_eq!(list["customers"], json!([]));
    site.council("l.osei")
        .await
        .get(&format!("/customers/{customer}"))
        .await
        .is(200)
        .has("  sealed\n</strong>");
    roth.fills_in_at(&seal, &format!("/customers/{customer}/unseal"), &[("because", "It is over.")])
        .await
        .is(303);
    wren.get(&format!("/customers/{customer}")).await.is(200).has("Marlow Fenn-Castle");
    assert!(
        text(&wren.get(&format!("/customers/{customer}/timeline")).await.is(200).text())
            .contains("Seal lifted")
    );
}
