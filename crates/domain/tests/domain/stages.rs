//! The machine of an incident: which command is taken at which stage, by the table in `stages.txt`.

use std::collections::BTreeMap;

use evenhand_domain::incident::{IncidentCommand, Stage};

use crate::support::*;

/// The stages of the table, each at the council and at the agency.
fn at_each_stage() -> Vec<(&'static str, Case, Case)> {
    let agency_closed = || agency_under_way().given("wren", close());
    let in_error_now = |case: Case| case.given("wren", IncidentCommand::EnterInError(in_error()));
    let reopened = |case: Case| case.given("wren", IncidentCommand::Reopen(reopen()));
    vec![
        ("nothing", council(), agency()),
        ("reported", reported(), agency_reported()),
        ("in-assessment", in_assessment(), agency_in_assessment()),
        ("under-way", under_way(), agency_under_way()),
        ("closed", closed(), agency_closed()),
        ("reopened", reopened(closed()), reopened(agency_closed())),
        ("in-error", in_error_now(reported()), in_error_now(agency_reported())),
    ]
}

/// What came of a command: `yes`, or the code it was refused with.
fn answer(case: &Case, command: IncidentCommand) -> String {
    let who = if matches!(command, IncidentCommand::Report(_)) { "quill" } else { "wren" };
    match case.decided(who, command) {
        Ok(events) => {
            assert_eq!(events.len(), 1);
            "yes".to_owned()
        }
        Err(refusal) => {
            let codes: Vec<String> = refusal.problems.into_iter().map(|problem| problem.code).collect();
            codes.join("+")
        }
    }
}

/// The table, by command and stage.
pub fn table() -> BTreeMap<(String, String), String> {
    let mut lines =
        include_str!("stages.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let stages: Vec<&str> = lines.next().unwrap().split_whitespace().skip(1).collect();
    let mut table = BTreeMap::new();
    for line in lines {
        let mut words = line.split_whitespace().map(str::to_owned);
        let command = words.next().unwrap();
        for (stage, answer) in stages.iter().zip(words) {
            table.insert((command.clone(), (*stage).to_owned()), answer);
        }
    }
    table
}

#[test]
fn every_command_is_taken_at_exactly_the_stages_of_the_table() {
    let mut found = BTreeMap::new();
    for (stage, at_council, at_agency) in at_each_stage() {
        for (name, command) in one_of_each() {
            let case = if name == "class-critical" { &at_agency } else { &at_council };
            found.insert((name.to_owned(), stage.to_owned()), answer(case, command));
        }
    }
    let table = table();
    let wrong: Vec<_> = found.iter().filter(|(key, answer)| table.get(*key) != Some(answer)).collect();
    assert!(wrong.is_empty(), "not as in stages.txt: {wrong:#?}");
    assert_eq!(found.len(), table.len(), "stages.txt speaks of something that is not there");
}

#[test]
fn every_kind_of_command_has_a_sample() {
    let mut kinds: Vec<_> =
        one_of_each().iter().map(|(_, command)| std::mem::discriminant(command)).collect();
    let names = one_of_each().len();
    kinds.dedup();
    assert_eq!(kinds.len(), names);
    // As many as the match in `IncidentCommand::action` has arms; a new command needs a row in the table.
    assert_eq!(names, 29);
}

#[test]
fn a_case_passes_through_its_stages_in_order() {
    let stage = |case: &Case| case.incident().stage;
    assert_eq!(stage(&reported()), Stage::Reported);
    assert_eq!(stage(&in_assessment()), Stage::InAssessment);
    assert_eq!(stage(&under_way()), Stage::ActionUnderWay);
    assert_eq!(stage(&closed()), Stage::Closed);
    let reopened = closed().given("wren", IncidentCommand::Reopen(reopen()));
    assert_eq!(stage(&reopened), Stage::Reopened);
    let again = reopened.given("wren", IncidentCommand::OpenReview);
    assert_eq!(stage(&again), Stage::Reopened);
    assert_eq!(stage(&again.given("wren", decide(review()))), Stage::ActionUnderWay);
}

#[test]
fn what_a_closed_case_says_is_how_to_open_it_again() {
    let refusal = closed().when("wren", IncidentCommand::OpenReview).refusal();
    assert_eq!(refusal.problems[0].says, "This incident is closed; reopen it first");
    let refusal = reported().when("wren", close()).refusal();
    assert_eq!(refusal.problems[0].says, "The review has not begun");
}
