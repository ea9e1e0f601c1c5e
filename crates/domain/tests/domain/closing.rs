//! Escalating, closing, reopening, marking as entered in error.

use std::collections::BTreeMap;

use evenhand_domain::incident::{Closed, EnteredInError, Escalated, IncidentCommand, Reopened, Stage};
use evenhand_domain::task::Owner;

use crate::support::*;

fn closing<const N: usize>(reasons: [(&str, &str); N]) -> IncidentCommand {
    let reasons = reasons.map(|(rule, because)| (rule.to_owned(), because.to_owned()));
    IncidentCommand::Close(BTreeMap::from(reasons))
}

// proves: SA-SUP-090
#[test]
fn an_escalation_keeps_level_person_and_time_and_is_that_persons_task() {
    let escalated: Escalated = agency_reported()
        .when("wren", IncidentCommand::Escalate(escalation("el1-manager")))
        .then("incident.escalated");
    let told: Vec<_> = escalated.told.iter().map(|told| (told.notice.as_str(), told.to.as_str())).collect();
    assert_eq!(told, [("escalated", "heron")]);
    let case =
        agency_reported().hours_later(2).given("wren", IncidentCommand::Escalate(escalation("el1-manager")));
    let (kept, at) = case.incident().escalations[0].clone();
    assert_eq!((kept.level.as_str(), kept.to.as_str(), at), ("el1-manager", "heron", case.now));
    assert_eq!(case.task("escalation-0").owner, Owner::Person("heron".to_owned()));
    assert!(case.incident().named().contains(&id("heron")));
}

#[test]
fn an_escalation_has_a_level_of_the_list_somebody_who_works_here_and_a_reason() {
    let wrong = Escalated {
        level: "minister".to_owned(),
        to: id("egret"),
        because: " ".to_owned(),
        told: Vec::new(),
    };
    reported().when("wren", IncidentCommand::Escalate(wrong)).refused(&[
        ("level", "unknown-choice"),
        ("to", "unknown-staff"),
        ("because", "empty"),
    ]);
}

#[test]
fn a_case_is_closed_when_everything_is_done() {
    let done_with = ["outcome-warning", "closing-offer-debrief-0"]
        .into_iter()
        .fold(under_way(), |case, key| case.given("wren", done(key)));
    let closed: Closed = done_with.when("wren", closing([])).then("incident.closed");
    assert!(closed.findings.iter().all(|finding| finding.passed_because.is_none()));
    let case = done_with.given("wren", closing([]));
    assert_eq!((case.incident().stage, case.incident().closed_at), (Stage::Closed, Some(case.now)));
    assert!(!case.incident().is_open());
}

#[test]
fn what_is_left_to_do_is_named_and_can_be_passed_with_a_reason() {
    let refusal = under_way().when("wren", closing([])).refusal();
    let [problem] = refusal.problems.as_slice() else { panic!("{refusal:?}") };
    assert_eq!((problem.code.as_str(), problem.can_be_passed), ("tasks-done", true));
    assert_eq!(
        problem.says,
        "Still to be done: Prepare the warning letter; Offer the affected staff member a debrief"
    );
    under_way().when("wren", closing([("tasks-done", " \u{200b} ")])).refused(&[("tasks", "tasks-done")]);
    let closed: Closed =
        under_way().when("wren", closing([("tasks-done", " On Monday. ")])).then("incident.closed");
    let passed = closed.findings.iter().find(|finding| finding.rule == "tasks-done").unwrap();
    assert_eq!(passed.passed_because.as_deref(), Some("On Monday."));
}

#[test]
fn a_reason_that_misleads_is_refused() {
    let misleading = closing([("tasks-done", "a\u{202e}b")]);
    under_way().when("wren", misleading).refused(&[("pass-tasks-done", "unreadable-character")]);
}

#[test]
fn threats_to_council_staff_are_reported_to_the_police_before_the_close_whatever_the_reason() {
    let case = council()
        .given("quill", happened(report(), ["threat"]))
        .given("wren", IncidentCommand::OpenReview)
        .given("wren", decide(review()));
    let reasons = [("tasks-done", "On Monday."), ("police-reported", "He is sorry.")];
    case.when("wren", closing(reasons)).refused(&[("police", "police-reported")]);
    let reported = case.given("wren", IncidentCommand::ReportToPolice(police()));
    reported.when("wren", closing([("tasks-done", "On Monday.")])).happens("incident.closed");
}

#[test]
fn a_case_is_reopened_with_a_reason() {
    let case = closed().given("wren", IncidentCommand::Reopen(reopen()));
    assert_eq!((case.incident().stage, case.incident().closed_at), (Stage::Reopened, None));
    assert!(case.incident().is_open());
    let silent = Reopened { because: String::new() };
    closed().when("wren", IncidentCommand::Reopen(silent)).refused(&[("because", "empty")]);
}

#[test]
fn what_should_not_have_been_entered_is_marked_so_with_a_reason_and_stays() {
    let case = reported().given("wren", IncidentCommand::EnterInError(in_error()));
    let incident = case.incident();
    assert_eq!(incident.stage, Stage::EnteredInError);
    assert!(!incident.is_open() && incident.report.is_some());
    let silent = EnteredInError { because: String::new() };
    reported().when("wren", IncidentCommand::EnterInError(silent)).refused(&[("because", "empty")]);
}
