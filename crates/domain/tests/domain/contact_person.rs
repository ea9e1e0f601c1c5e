//! Who should make contact after an incident, as the policy suggests it.

use evenhand_domain::customer::{Customer, Details};
use evenhand_domain::incident::ContactPerson;

use crate::support::*;

fn of_type(customer_type: &str) -> Customer {
    let details = Details { customer_type: customer_type.to_owned(), ..Details::default() };
    Customer { details, ..Customer::default() }
}

fn suggested(case: &Case, customer: &Customer) -> Option<ContactPerson> {
    case.incident().contact_person(customer, case.directory(), case.now, &case.pack)
}

#[test]
fn the_manager_who_reviews_it_makes_contact_with_a_member_of_the_public() {
    assert_eq!(suggested(&agency_reported(), &of_type("public")), Some(ContactPerson::Reviewer(id("wren"))));
}

#[test]
fn a_practitioner_is_the_el1_managers() {
    for kind in ["provider", "medical-practitioner"] {
        let role = ContactPerson::Role { role: "el1-manager".to_owned(), holders: vec![id("heron")] };
        assert_eq!(suggested(&agency_reported(), &of_type(kind)), Some(role), "{kind}");
    }
}

#[test]
fn whoever_serves_the_customer_comes_first_as_long_as_they_work_here() {
    let served = |by: &str| Customer { contact_officer: Some(id(by)), ..of_type("provider") };
    let case = agency_reported();
    assert_eq!(suggested(&case, &served("crane")), Some(ContactPerson::Officer(id("crane"))));
    assert!(matches!(suggested(&case, &served("egret")), Some(ContactPerson::Role { .. })), "who has left");
}

#[test]
fn a_policy_that_writes_first_suggests_nobody() {
    assert_eq!(suggested(&reported(), &of_type("current-customer")), None);
}
