//! Tasks, follow-ups, and who finishes a report.

use evenhand_domain::incident::{
    FinisherNamed, FollowUpAdded, IncidentCommand, Involved, TaskDone, TaskReassigned,
};
use evenhand_domain::task::Owner;
use jiff::civil::date;

use crate::support::*;

fn finisher(who: &str) -> IncidentCommand {
    IncidentCommand::NameFinisher(FinisherNamed { finisher: id(who) })
}

#[test]
fn the_review_is_the_reviewers_task_until_it_is_decided() {
    let task = reported().task("review");
    assert_eq!((task.owner.clone(), task.is_open()), (Owner::Person("wren".to_owned()), true));
    assert!(!under_way().task("review").is_open());
}

#[test]
fn finishing_the_report_is_with_the_reporter_or_whoever_they_asked() {
    assert_eq!(reported().task("finish").owner, Owner::Person("quill".to_owned()));
    let case = reported().given("quill", finisher("finch"));
    assert_eq!(case.task("finish").owner, Owner::Person("finch".to_owned()));
    let finished = case.given("finch", IncidentCommand::FinishReport);
    assert!(!finished.task("finish").is_open());
    finished.when("finch", IncidentCommand::FinishReport).refused(&[("", "already-finished")]);
    finished
        .when("quill", words(evenhand_domain::incident::AccountKind::Account, "One more thing."))
        .happens("incident.words-added");
}

#[test]
fn nobody_is_given_anything_to_do_who_does_not_work_here() {
    for who in ["nobody", "egret"] {
        reported().when("quill", finisher(who)).refused(&[("finisher", "unknown-staff")]);
        let added = FollowUpAdded { owner: id(who), ..follow_up() };
        reported().when("wren", IncidentCommand::AddFollowUp(added)).refused(&[("owner", "unknown-staff")]);
        reported().when("wren", hand_on("review", who)).refused(&[("to", "unknown-staff")]);
    }
}

#[test]
fn follow_ups_are_numbered_end_with_their_day_and_block_the_close() {
    let second = FollowUpAdded { due_on: None, ..follow_up() };
    let case = reported()
        .given("wren", IncidentCommand::AddFollowUp(follow_up()))
        .given("wren", IncidentCommand::AddFollowUp(second));
    let (first, second) = (case.task("follow-up-1"), case.task("follow-up-2"));
    assert_eq!(first.owner, Owner::Person("finch".to_owned()));
    assert_eq!(first.due_at, Some(at("2027-03-31T23:59:59.999+10:30")));
    assert_eq!(second.due_at, None);
    assert!(first.blocks_closing && second.blocks_closing);
}

#[test]
fn a_follow_up_says_what_and_is_not_due_yesterday() {
    let wrong = FollowUpAdded { what: " ".to_owned(), due_on: Some(date(2027, 3, 15)), ..follow_up() };
    let refused = &[("what", "empty"), ("due_on", "in-the-past")];
    reported().when("wren", IncidentCommand::AddFollowUp(wrong)).refused(refused);
    let today = FollowUpAdded { due_on: Some(date(2027, 3, 16)), ..follow_up() };
    reported().when("wren", IncidentCommand::AddFollowUp(today)).happens("incident.follow-up-added");
}

#[test]
fn a_task_is_done_with_a_note_once() {
    let case = reported().given("wren", done("closing-offer-debrief-0"));
    assert!(!case.task("closing-offer-debrief-0").is_open());
    case.when("wren", done("closing-offer-debrief-0")).refused(&[("", "no-such-task")]);
    let silent = TaskDone { key: "closing-offer-debrief-0".to_owned(), note: " ".to_owned() };
    reported().when("wren", IncidentCommand::DoTask(silent)).refused(&[("note", "empty")]);
    reported().when("wren", done("paint-the-office")).refused(&[("", "no-such-task")]);
}

#[test]
fn what_was_offered_before_the_review_stays_offered_after_it() {
    let case = reported()
        .given("wren", done("closing-offer-debrief-0"))
        .hours_later(1)
        .given("wren", IncidentCommand::OpenReview)
        .given("wren", history())
        .hours_later(1)
        .given("wren", decide(review()));
    assert!(!case.task("closing-offer-debrief-0").is_open());
}

#[test]
fn some_tasks_are_done_by_doing_the_thing_itself() {
    let mut answers = review();
    answers.contributed = Some(true);
    let case = council()
        .given("quill", happened(report(), ["threat"]))
        .given("quill", IncidentCommand::SubmitForm(form()))
        .given("wren", IncidentCommand::OpenReview);
    for key in ["review", "finish", "consult", "police"] {
        case.when("wren", done(key)).refused(&[("", "done-by-doing")]);
    }
    let decided = case.given("wren", IncidentCommand::ConsultStaff(talk())).given("wren", decide(answers));
    for key in ["rectify", "apologise"] {
        decided.when("wren", done(key)).refused(&[("", "done-by-doing")]);
    }
}

#[test]
fn a_task_is_handed_on_with_a_reason() {
    let case = reported().given("wren", hand_on("review", "swift"));
    assert_eq!(case.task("review").owner, Owner::Person("swift".to_owned()));
    assert!(case.incident().named().contains(&id("swift")));
    reported().when("wren", hand_on("paint-the-office", "swift")).refused(&[("", "no-such-task")]);
    let silent = TaskReassigned { key: "review".to_owned(), to: id("swift"), because: String::new() };
    reported().when("wren", IncidentCommand::ReassignTask(silent)).refused(&[("because", "empty")]);
}

#[test]
fn a_decision_taken_anew_opens_its_tasks_anew() {
    let case = under_way().given("wren", done("outcome-warning"));
    assert!(!case.task("outcome-warning").is_open());
    let again = case.hours_later(1).given("wren", decide(review()));
    assert!(again.task("outcome-warning").is_open());
}

#[test]
fn what_the_policy_wants_after_a_review_comes_with_the_review() {
    assert!(!agency_in_assessment().open_tasks().contains(&"closing-tell-staff".to_owned()));
    assert!(agency_under_way().open_tasks().contains(&"closing-tell-staff".to_owned()));
}

#[test]
fn an_incident_entered_in_error_has_nothing_to_do() {
    let case = under_way().given("wren", IncidentCommand::EnterInError(in_error()));
    assert_eq!(case.incident().tasks(&case.pack), []);
}

#[test]
fn help_is_offered_to_each_person_where_somebody_was_hurt() {
    assert!(!reported().open_tasks().contains(&"closing-offer-help-0".to_owned()));
    let left_ill = Involved { left_ill: true, ..witness() };
    let case = reported().given("wren", IncidentCommand::InvolvePerson(left_ill));
    assert!(case.open_tasks().contains(&"closing-offer-help-0".to_owned()));
}
