//! Customers.

use evenhand_domain::StreamKind;
use evenhand_domain::customer::{
    Address, CircumstanceEnded, CircumstanceRecorded, ContactOfficerAssigned, CustomerCommand, Details,
    DetailsChanged, NeedEnded, NeedRecorded, Registered, Sealed, Standing, Unsealed,
};
use jiff::civil::date;

use crate::support::*;

fn details() -> Details {
    Details {
        given_names: "Alma".to_owned(),
        family_name: "Teal".to_owned(),
        customer_type: "current-customer".to_owned(),
        ..Details::default()
    }
}

fn registering(details: Details) -> CustomerCommand {
    let (reference, source) = ("WB-204417".to_owned(), "Front desk".to_owned());
    CustomerCommand::Register(Registered { reference, details, source })
}

fn nobody() -> Case {
    council().about(StreamKind::Customer)
}

fn alma() -> Case {
    nobody().given("quill", registering(details()))
}

fn need(need: &str) -> CustomerCommand {
    CustomerCommand::RecordNeed(NeedRecorded {
        n: 0,
        need: need.to_owned(),
        note: Some(" mornings ".to_owned()),
    })
}

fn end_need(n: u32) -> CustomerCommand {
    CustomerCommand::EndNeed(NeedEnded { n, because: "She has a phone now.".to_owned() })
}

fn circumstance(circumstance: &str, source: &str) -> CustomerCommand {
    let (circumstance, source) = (circumstance.to_owned(), source.to_owned());
    CustomerCommand::RecordCircumstance(CircumstanceRecorded { n: 0, circumstance, source })
}

fn assign(officer: Option<&str>) -> CustomerCommand {
    let because = "She asked for one person to deal with.".to_owned();
    CustomerCommand::AssignContactOfficer(ContactOfficerAssigned { officer: officer.map(id), because })
}

fn sealing<const N: usize>(named: [&str; N], because: &str) -> CustomerCommand {
    CustomerCommand::Seal(Sealed { named: named.map(id).into(), because: because.to_owned() })
}

#[test]
fn a_customer_is_entered_once() {
    let customer = alma().customer();
    assert_eq!((customer.details.name().as_str(), customer.reference.as_str()), ("Alma Teal", "WB-204417"));
    assert_eq!((customer.source.as_str(), customer.registered_at), ("Front desk", begin()));
    alma().when("quill", registering(details())).refused(&[("", "already-there")]);
}

#[test]
fn nothing_happens_to_a_customer_who_is_not_entered() {
    for command in [need("no-phone"), end_need(1), assign(None), sealing(["heron"], "Why.")] {
        nobody().when("wren", command).refused(&[("", "unknown-customer")]);
    }
}

#[test]
fn details_are_cleaned() {
    let untidy = Details {
        given_names: "  Alma ".to_owned(),
        family_name: String::new(),
        other_names: vec![" ".to_owned(), " Al ".to_owned()],
        phones: vec![" 08 8723 1000 ".to_owned()],
        addresses: vec![
            Address::default(),
            Address { suburb: " Tarrowmere ".to_owned(), ..Address::default() },
        ],
        numbers: vec![("council".to_owned(), " ".to_owned()), ("council".to_owned(), " F-1 ".to_owned())],
        ..details()
    };
    let kept: Registered = nobody().when("quill", registering(untidy)).then("customer.registered");
    assert_eq!((kept.details.name().as_str(), kept.details.given_names.as_str()), ("Alma", "Alma"));
    assert_eq!(kept.details.other_names, ["Al"]);
    assert_eq!(kept.details.phones, ["08 8723 1000"]);
    assert_eq!(kept.details.addresses[0].suburb, "Tarrowmere");
    assert_eq!(kept.details.numbers, [("council".to_owned(), "F-1".to_owned())]);
}

#[test]
fn everything_that_is_wrong_with_details_is_told_at_once() {
    let wrong = Details {
        given_names: " ".to_owned(),
        family_name: String::new(),
        other_names: vec!["x".to_owned(); 21],
        phones: vec!["1234".to_owned()],
        emails: vec!["alma".to_owned()],
        born_on: Some(date(2027, 3, 17)),
        customer_type: "alien".to_owned(),
        zone: Some("Mars/Olympus".to_owned()),
        ..details()
    };
    nobody().when("quill", registering(wrong)).refused(&[
        ("given_names", "empty"),
        ("other_names", "too-many"),
        ("phones", "not-a-phone"),
        ("emails", "not-an-email"),
        ("born_on", "in-the-future"),
        ("customer_type", "unknown-choice"),
        ("zone", "unknown-zone"),
    ]);
    let ancient = Details { born_on: Some(date(1896, 12, 31)), ..details() };
    nobody().when("quill", registering(ancient)).refused(&[("born_on", "too-long-ago")]);
}

#[test]
fn an_entry_says_where_it_comes_from() {
    let CustomerCommand::Register(mut registered) = registering(details()) else { panic!("a registration") };
    registered.source = String::new();
    nobody().when("quill", CustomerCommand::Register(registered)).refused(&[("source", "empty")]);
}

#[test]
fn details_change_with_a_reason() {
    let former = Details { standing: Standing::Former, ..details() };
    let change = |because: &str| {
        CustomerCommand::ChangeDetails(DetailsChanged {
            details: former.clone(),
            because: because.to_owned(),
        })
    };
    let case = alma().given("wren", change("She moved away."));
    assert_eq!(case.customer().details.standing, Standing::Former);
    alma().when("wren", change(" ")).refused(&[("because", "empty")]);
}

#[test]
fn needs_are_numbered_and_recorded_once_at_a_time() {
    let case = alma().given("wren", need("no-phone")).given("wren", need("mobility"));
    let needs = case.customer().needs;
    assert_eq!(
        needs.iter().map(|need| (need.n, need.need.as_str())).collect::<Vec<_>>(),
        [(1, "no-phone"), (2, "mobility")]
    );
    assert_eq!(needs[0].note.as_deref(), Some("mornings"));
    case.when("wren", need("no-phone")).refused(&[("need", "already-there")]);
    let ended = case.given("wren", end_need(1)).given("wren", need("no-phone"));
    let numbers: Vec<u32> = ended.customer().needs.iter().map(|need| need.n).collect();
    assert_eq!(numbers, [2, 3], "no number is used twice");
}

#[test]
fn needs_are_of_the_list_and_end_with_a_reason() {
    alma().when("wren", need("a-dragon")).refused(&[("need", "unknown-choice")]);
    let silent = CustomerCommand::EndNeed(NeedEnded { n: 7, because: String::new() });
    alma().when("wren", silent).refused(&[("n", "unknown-choice"), ("because", "empty")]);
}

#[test]
fn circumstances_say_how_they_are_known_and_end_with_a_reason() {
    let case = alma().given("wren", circumstance("homelessness", "She said so."));
    let (known, since) = case.customer().circumstances[0].clone();
    assert_eq!((known.n, known.circumstance.as_str(), since), (1, "homelessness", begin()));
    let end = |n| {
        CustomerCommand::EndCircumstance(CircumstanceEnded { n, because: "She found a flat.".to_owned() })
    };
    assert_eq!(case.clone().given("wren", end(1)).customer().circumstances, []);
    case.when("wren", end(2)).refused(&[("n", "unknown-choice")]);
    let wrong = circumstance("weather", " ");
    alma().when("wren", wrong).refused(&[("circumstance", "unknown-choice"), ("source", "empty")]);
}

#[test]
fn a_contact_officer_is_somebody_with_that_duty() {
    let case = alma().given("wren", assign(Some("crane")));
    assert_eq!(case.customer().contact_officer, Some(id("crane")));
    assert_eq!(case.given("wren", assign(None)).customer().contact_officer, None);
    for who in ["quill", "egret", "nobody"] {
        alma().when("wren", assign(Some(who))).refused(&[("officer", "not-a-contact-officer")]);
    }
    let silent = CustomerCommand::AssignContactOfficer(ContactOfficerAssigned {
        officer: None,
        because: " ".to_owned(),
    });
    alma().when("wren", silent).refused(&[("because", "empty")]);
}

#[test]
fn whoever_seals_a_customer_stays_among_the_named() {
    let case = alma().given("heron", sealing(["wren"], "A threat to her life."));
    assert_eq!(case.customer().sealed_to, Some([id("heron"), id("wren")].into()));
    alma().when("heron", sealing([], "Why.")).refused(&[("named", "unknown-staff")]);
    alma()
        .when("heron", sealing(["nobody"], " "))
        .refused(&[("named", "unknown-staff"), ("because", "empty")]);
}

#[test]
fn a_seal_is_lifted_with_a_reason() {
    let unseal = |because: &str| CustomerCommand::Unseal(Unsealed { because: because.to_owned() });
    let case = alma().given("heron", sealing(["wren"], "A threat to her life."));
    assert_eq!(case.clone().given("wren", unseal("It is over.")).customer().sealed_to, None);
    case.when("wren", unseal(" ")).refused(&[("because", "empty")]);
    alma().when("heron", unseal("It is over.")).refused(&[("", "not-sealed")]);
}
