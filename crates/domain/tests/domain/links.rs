//! Links to the customer and to other incidents.

use evenhand_domain::incident::{CustomerLinked, IncidentCommand, IncidentLinked};

use crate::support::*;

#[test]
fn a_customer_found_out_later_is_linked_with_how_it_is_known() {
    let unknown = council().given("quill", IncidentCommand::Report(report()));
    let case = unknown.given("wren", IncidentCommand::LinkCustomer(link_customer()));
    assert_eq!(case.incident().customer, Some(id("customer-1")));
    case.when("wren", IncidentCommand::LinkCustomer(link_customer()))
        .refused(&[("customer", "already-linked")]);
    let silent = CustomerLinked { because: String::new(), ..link_customer() };
    let again = &[("because", "empty"), ("customer", "already-linked")];
    case.when("wren", IncidentCommand::LinkCustomer(silent)).refused(again);
}

#[test]
fn incidents_are_linked_once_and_never_to_themselves() {
    let case = reported().given("wren", IncidentCommand::LinkIncident(link()));
    assert_eq!(case.incident().links, [link()]);
    case.when("wren", IncidentCommand::LinkIncident(link())).refused(&[("other", "already-linked")]);
    let itself =
        IncidentLinked { other: id("incident-1"), other_number: "IN-2027-00118".to_owned(), ..link() };
    case.when("wren", IncidentCommand::LinkIncident(itself)).refused(&[("other", "the-same-incident")]);
}
