//! A slip at the counter must lead to nobody, and must not hide anybody.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

use evenhand_app::lookup::{Asked, Looked};
use evenhand_domain::customer::{Details, Registered};
use evenhand_testkit::TestOrg;
use jiff::civil::date;

async fn org_with_marlow() -> (TestOrg, String) {
    let org = TestOrg::tarrowmere().await;
    let quill = org.who("a.quill").await;
    let details = Details {
        given_names: "Marlow".to_owned(),
        family_name: "Fenn-Castle".to_owned(),
        born_on: Some(date(1971, 11, 14)),
        customer_type: quill.pack().vocabulary.customer_types[0].term.code.clone(),
        ..Details::default()
    };
    let registered = Registered { reference: String::new(), details, source: "a test".to_owned() };
    let done = org.app.register_customer(&quill, registered, &org.request()).await.unwrap();
    (org, done.number.unwrap())
}

async fn look_up(org: &TestOrg, query: &str) -> Looked {
    let asked = Asked { query: query.to_owned(), ..Asked::default() };
    org.app.look_up(&org.who("a.quill").await, &asked).await.unwrap()
}

#[tokio::test]
async fn a_reference_leads_to_its_person_and_a_slip_in_it_to_nobody() {
    let (org, reference) = org_with_marlow().await;
    assert!(matches!(look_up(&org, &reference).await, Looked::Card(_)));
    assert!(matches!(look_up(&org, &reference.to_lowercase().replace('-', " ")).await, Looked::Card(_)));
    assert_eq!(look_up(&org, "WB-100015").await, Looked::Mistyped);
    assert_eq!(look_up(&org, "WB-10014").await, Looked::Mistyped);
    assert_eq!(look_up(&org, "WB-100023").await, Looked::NoOne, "a reference that is not given out yet");
}

#[tokio::test]
async fn a_birthday_that_is_wrong_does_not_hide_somebody_of_that_name() {
    let (org, _) = org_with_marlow().await;
    assert!(matches!(look_up(&org, "Marlow Fenn-Castle 14/11/1971").await, Looked::Card(_)));
    let Looked::Possible { matches, mismatch, .. } = look_up(&org, "Marlow Fenn-Castle 14/12/1971").await
    else {
        panic!("a wrong birthday neither hides nor confirms")
    };
    assert!(mismatch, "it says that what was typed belongs to none of them");
    assert_eq!(matches.len(), 1);
    assert_eq!(look_up(&org, "Heron Nobody 14/12/1971").await, Looked::NoOne);
}
