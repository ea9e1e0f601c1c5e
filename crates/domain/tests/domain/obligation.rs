//! Known incidents that are not yet recorded.

use evenhand_domain::obligation::{Dropped, Met, Noted, Obligation, ObligationCommand};
use evenhand_domain::task::Owner;
use evenhand_domain::{State, StreamKind};
use jiff::SignedDuration;

use crate::support::*;

fn noted() -> Noted {
    Noted {
        about: id("quill"),
        occurred_at: Some(begin() - SignedDuration::from_hours(3)),
        learned_by: "verbal".to_owned(),
        note: Some("Somebody threw a chair.".to_owned()),
        told: Vec::new(),
    }
}

fn note() -> ObligationCommand {
    ObligationCommand::Note(noted())
}

fn meet() -> ObligationCommand {
    ObligationCommand::Meet(Met { incident: id("incident-1") })
}

fn drop(because: &str) -> ObligationCommand {
    ObligationCommand::Drop(Dropped { because: because.to_owned() })
}

fn nothing() -> Case {
    agency().about(StreamKind::Obligation)
}

fn duty(case: &Case) -> Obligation {
    let State::Obligation(obligation) = case.state() else { panic!("this is no obligation") };
    *obligation
}

// proves: SA-SUP-005
#[test]
fn a_known_incident_stays_an_open_duty_of_both_until_one_is_linked() {
    let case = nothing().given("wren", note());
    let tasks = duty(&case).tasks();
    let owners: Vec<_> = tasks.iter().map(|task| (task.key.as_str(), task.owner.clone())).collect();
    let expected =
        [("record", Owner::Person("quill".to_owned())), ("see-to-it", Owner::Person("wren".to_owned()))];
    assert_eq!(owners, expected);
    assert!(tasks.iter().all(|task| task.is_open()));
    let met = case.hours_later(5).given("wren", meet());
    assert!(duty(&met).tasks().iter().all(|task| task.done_at == Some(met.now)));
    assert_eq!(duty(&met).incident, Some(id("incident-1")));
}

#[test]
fn whoever_it_is_about_is_told() {
    let noted: Noted = nothing().when("wren", note()).then("obligation.noted");
    let told: Vec<_> = noted.told.iter().map(|told| (told.notice.as_str(), told.to.as_str())).collect();
    assert_eq!(told, [("not-recorded", "quill")]);
}

#[test]
fn a_duty_is_noted_once_and_ends_once() {
    let case = nothing().given("wren", note());
    case.when("wren", note()).refused(&[("", "already-there")]);
    for end in [meet(), drop("It was a drill.")] {
        let ended = case.clone().given("wren", end);
        ended.when("wren", meet()).refused(&[("", "not-open")]);
        ended.when("wren", drop("It was a drill.")).refused(&[("", "not-open")]);
    }
    nothing().when("wren", meet()).refused(&[("", "not-open")]);
    case.when("wren", drop(" ")).refused(&[("because", "empty")]);
}

#[test]
fn a_note_is_about_somebody_known_and_something_past() {
    let wrong = Noted {
        about: id("nobody"),
        occurred_at: Some(begin() + SignedDuration::from_secs(1)),
        learned_by: "dream".to_owned(),
        note: Some("a\u{0}".to_owned()),
        told: Vec::new(),
    };
    nothing().when("wren", ObligationCommand::Note(wrong)).refused(&[
        ("about", "unknown-staff"),
        ("learned_by", "unknown-choice"),
        ("occurred_at", "in-the-future"),
        ("note", "unreadable-character"),
    ]);
}
