//! Everyone involved.

use evenhand_domain::incident::{IncidentCommand, Involved, InvolvedPart, Who};

use crate::support::*;

fn involving(person: Involved) -> IncidentCommand {
    IncidentCommand::InvolvePerson(person)
}

#[test]
fn somebody_is_named_once_in_each_part() {
    let case = reported().given("wren", involving(witness()));
    assert_eq!(case.incident().people.last(), Some(&witness()));
    case.when("wren", involving(witness())).refused(&[("who", "already-there")]);
    case.when("wren", involving(Involved { part: InvolvedPart::Responder, ..witness() }))
        .happens("incident.person-involved");
}

#[test]
fn somebody_is_staff_or_has_a_name_or_description() {
    let unknown = Involved::new(Who::Staff(id("nobody")), InvolvedPart::Affected);
    reported().when("wren", involving(unknown)).refused(&[("who", "unknown-staff")]);
    let nameless = Involved::new(Who::Other("  ".to_owned()), InvolvedPart::Affected);
    reported().when("wren", involving(nameless)).refused(&[("who", "empty")]);
    let visitor = Involved::new(Who::Other(" The next in the queue ".to_owned()), InvolvedPart::Affected);
    let case = reported().given("wren", involving(visitor));
    assert_eq!(case.incident().people[1].who, Who::Other("The next in the queue".to_owned()));
}

#[test]
fn somebody_who_has_left_since_can_still_have_been_there() {
    let egret = Involved::new(Who::Staff(id("egret")), InvolvedPart::Witness);
    reported().when("wren", involving(egret)).happens("incident.person-involved");
}

#[test]
fn the_role_at_the_time_is_one_of_the_list() {
    let pilot = Involved { role_at_time: Some("pilot".to_owned()), ..witness() };
    reported().when("wren", involving(pilot)).refused(&[("role_at_time", "unknown-choice")]);
}

#[test]
fn whoever_is_affected_is_offered_what_the_policy_offers() {
    let affected = Involved { part: InvolvedPart::Affected, physically: true, ..witness() };
    let case = reported().given("wren", involving(affected));
    let open = case.open_tasks();
    for key in ["closing-offer-debrief-0", "closing-offer-debrief-1", "closing-offer-help-1"] {
        assert!(open.iter().any(|open| open == key), "{key} is not among {open:?}");
    }
}
