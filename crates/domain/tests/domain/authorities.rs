//! Emergency services and the police.

use evenhand_domain::incident::{IncidentCommand, PoliceReported, ServiceCalled};
use evenhand_policy::deadlines::{Counting, DeadlineKind};
use evenhand_policy::pack::{Cite, Deadline, Force};
use jiff::SignedDuration;

use crate::support::*;

fn threatened() -> Case {
    council().given("quill", happened(report(), ["threat"]))
}

#[test]
fn a_service_is_recorded_with_its_time_and_what_came_of_it() {
    let case = reported().given("wren", IncidentCommand::CallService(service()));
    assert_eq!(case.incident().services, [service()]);
    let again = ServiceCalled { outcome: "A second car came.".to_owned(), ..service() };
    let case = case.given("wren", IncidentCommand::CallService(again.clone()));
    assert_eq!(case.incident().services, [again], "what is known last counts");
}

#[test]
fn a_service_is_of_the_list_was_called_before_now_and_came_to_something() {
    let wrong = ServiceCalled {
        service: "coastguard".to_owned(),
        called_at: begin() + SignedDuration::from_secs(1),
        outcome: String::new(),
        reference: Some("one\ntwo".to_owned()),
    };
    reported().when("wren", IncidentCommand::CallService(wrong)).refused(&[
        ("service", "unknown-choice"),
        ("called_at", "in-the-future"),
        ("outcome", "empty"),
        ("reference", "one-line"),
    ]);
}

#[test]
fn a_report_to_the_police_may_have_no_reference() {
    let case = threatened();
    assert!(case.task("police").is_open());
    let case = case.given("wren", IncidentCommand::ReportToPolice(police()));
    assert!(!case.task("police").is_open());
    assert_eq!(case.incident().police, [(police(), begin())]);
}

#[test]
fn a_report_to_the_police_was_made_before_now_and_says_how() {
    let wrong = PoliceReported {
        made_at: begin() + SignedDuration::from_secs(1),
        how: " ".to_owned(),
        officer: Some("a\u{0}".to_owned()),
        reference: None,
    };
    threatened().when("wren", IncidentCommand::ReportToPolice(wrong)).refused(&[
        ("made_at", "in-the-future"),
        ("how", "empty"),
        ("officer", "unreadable-character"),
    ]);
}

#[test]
fn the_report_to_the_police_is_due_as_the_policy_counts() {
    let stalked = || agency().given("quill", happened(agency_report(), ["followed"]));
    assert_eq!(stalked().task("police").due_at, Some(begin()), "as soon as possible");
    assert_eq!(threatened().task("police").due_at, None, "the council's policy names no time");
    let in_two_days = council().under(|pack| {
        pack.deadlines.push(Deadline {
            kind: DeadlineKind::PoliceReport,
            within: 2,
            counting: Counting::Days,
            force: Force::Must,
            cite: Cite::default(),
        });
    });
    let case = in_two_days.given("quill", happened(report(), ["threat"]));
    assert_eq!(case.task("police").due_at, Some(begin() + SignedDuration::from_hours(48)));
}
