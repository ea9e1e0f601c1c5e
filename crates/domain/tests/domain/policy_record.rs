//! The policy as a document that is looked after.

use evenhand_domain::policy_record::{
    Answer, Answered, CopyIssued, CopyRequested, Ground, NextReviewSet, PolicyCommand, PolicyRecord,
    ReviewCompleted, ReviewOpened, Suggested,
};
use evenhand_domain::task::Owner;
use evenhand_domain::{State, StreamKind};
use jiff::civil::date;

use crate::support::*;

fn suggest(text: &str) -> PolicyCommand {
    PolicyCommand::Suggest(Suggested { n: 0, text: text.to_owned() })
}

fn answer(n: u32, because: &str) -> PolicyCommand {
    PolicyCommand::Answer(Answered { n, answer: Answer::TakenUp, because: because.to_owned() })
}

fn ask_for_copy(by: &str, fee_cents: i64) -> PolicyCommand {
    PolicyCommand::RequestCopy(CopyRequested { n: 0, by: by.to_owned(), fee_cents })
}

fn issue(n: u32) -> PolicyCommand {
    PolicyCommand::IssueCopy(CopyIssued { n, version: String::new() })
}

fn open(ground: Ground) -> PolicyCommand {
    PolicyCommand::OpenReview(ReviewOpened { ground, note: Some(" The Act was amended. ".to_owned()) })
}

fn complete(outcome: &str) -> PolicyCommand {
    let minute = Some("Resolution 2027/81".to_owned());
    PolicyCommand::CompleteReview(ReviewCompleted { outcome: outcome.to_owned(), minute, next_on: None })
}

fn policy() -> Case {
    council().about(StreamKind::Policy)
}

fn record(case: &Case) -> PolicyRecord {
    let State::Policy(record) = case.state() else { panic!("this is no policy record") };
    *record
}

// proves: MG-15-02
#[test]
fn any_staff_member_suggests_and_the_office_that_answers_for_the_policy_has_it_in_its_list() {
    let case = policy()
        .given("quill", suggest("Name the courses."))
        .given("swift", suggest("Add a sixth category."));
    let office = case.pack.record.as_ref().unwrap().office.clone().unwrap();
    assert_eq!(office, "manager-organisational-development");
    let tasks = record(&case).tasks(&office);
    assert_eq!(
        tasks.iter().map(|task| task.key.as_str()).collect::<Vec<_>>(),
        ["suggestion-1", "suggestion-2"]
    );
    assert!(tasks.iter().all(|task| task.is_open() && task.owner == Owner::Role(office.clone())));
    let answered = case.given("plover", answer(1, "At the next review."));
    let (_, by, at, status) = record(&answered).suggestions[0].clone();
    assert_eq!((by.as_str(), at, status.unwrap().answer), ("quill", begin(), Answer::TakenUp));
    assert!(!record(&answered).tasks(&office)[0].is_open());
}

#[test]
fn a_suggestion_says_something_and_an_answer_says_why() {
    policy().when("quill", suggest(" ")).refused(&[("text", "empty")]);
    policy().when("plover", answer(1, "")).refused(&[("n", "unknown-choice"), ("because", "empty")]);
}

// proves: MG-17-02
#[test]
fn a_request_for_a_copy_is_kept_with_its_fee_and_issued_with_the_version() {
    let case = policy().given("quill", ask_for_copy("A resident", 1_250)).given("quill", issue(1));
    let (asked, at, version) = record(&case).copies[0].clone();
    assert_eq!((asked.by.as_str(), asked.fee_cents, at), ("A resident", 1_250, begin()));
    assert_eq!(version, Some(case.pack.reference()));
    assert!(case.pack.reference().starts_with("mount-gambier@1.0#"));
    case.when("quill", issue(1)).refused(&[("n", "unknown-choice")]);
}

#[test]
fn a_request_says_who_asked_and_costs_at_most_a_thousand_dollars() {
    let refused = &[("by", "empty"), ("fee_cents", "out-of-range")];
    policy().when("quill", ask_for_copy(" ", 100_001)).refused(refused);
    policy().when("quill", ask_for_copy("A resident", -1)).refused(&[("fee_cents", "out-of-range")]);
    policy().when("quill", issue(1)).refused(&[("n", "unknown-choice")]);
}

// proves: MG-15-01
#[test]
fn the_next_review_has_a_date_and_a_change_of_law_opens_another() {
    let set = |on| PolicyCommand::SetNextReview(NextReviewSet { on });
    let case = policy().given("plover", set(date(2027, 11, 30)));
    assert_eq!(record(&case).next_review, Some(date(2027, 11, 30)));
    case.when("plover", set(date(2027, 3, 15))).refused(&[("on", "in-the-past")]);
    let opened = case.given("plover", open(Ground::Legislation));
    let (review, ..) = record(&opened).open_review().cloned().unwrap();
    assert_eq!((review.ground, review.note.as_deref()), (Ground::Legislation, Some("The Act was amended.")));
    opened.when("plover", open(Ground::Due)).refused(&[("", "already-open")]);
}

// proves: MG-15-03
#[test]
fn after_a_review_the_next_is_due_two_years_later() {
    let case = policy().given("plover", open(Ground::Due));
    assert!(record(&case).tasks("office")[0].is_open());
    let done = case.hours_later(24).given("plover", complete("Kept, with two changes."));
    assert_eq!(record(&done).next_review, Some(date(2029, 3, 17)));
    assert_eq!(record(&done).open_review(), None);
    let task = record(&done).tasks("office")[0].clone();
    assert_eq!((task.key.as_str(), task.done_at), ("review-0", Some(done.now)));
}

#[test]
fn a_review_is_completed_once_with_what_was_decided() {
    policy().when("plover", complete(" ")).refused(&[("", "not-open"), ("outcome", "empty")]);
}
